"""Files, folders, zips and gz to sources; bombs, broken archives and odd names are refused by name.

What stands alone and cannot be read is a fault. A part of something larger (a file of a folder, a member of a zip)
that cannot be read is a source that carries its fault: the rest is read all the same.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from keyworth.errors import UnusableFile, printable
from keyworth.ingest.containers.columnar import duckdb_tables, is_duckdb, is_parquet, parquet_table
from keyworth.ingest.containers.sheets import sheets_of
from keyworth.ingest.containers.source import Source
from keyworth.ingest.containers.xml_depth import refuse_deep
from keyworth.ingest.containers.zip_damage import DAMAGED_ZIP

LARGEST = 2 * 1024**3  # bytes of one unpacked file, and of all that a zip holds
RATIO, RATIO_FROM = 100, 100 * 1024**2  # tables shrink to a tenth or so; only bombs shrink to a hundredth
DEEPEST, MOST_MEMBERS = 3, 20_000
_STEP = 1 << 20
_OWN = "an audit that keyworth wrote"
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_OFFICE = ("xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "content.xml")
_BLANK = b"\x00 \t\r\n\xef\xbb\xbf"


def open_sources(path: Path | str, name: str = "") -> Iterator[Source]:
    """Yield the sources of a file, folder, zip or gz, in the order of their names.

    Parameters
    ----------
    path : path-like
    name : str
        What to call it; its own name where not given. Names come out as text that can be shown and kept.

    Raises
    ------
    UnusableFile
        When it does not exist, is empty, is a broken archive, or unpacks to more than it should.
    """
    path = Path(path)
    name = shown_name(name or path.name)
    if not path.is_dir():
        yield from _sources(name, _bytes(path))
        return
    if _is_audit(path):
        raise UnusableFile(f"{path} is {_OWN}", mend="Name the folder of the exports.")
    own = {found.parent for found in path.rglob("audit.json") if _is_audit(found.parent)}
    for audit in own:
        yield Source(f"{name}/{shown_name(audit.relative_to(path).as_posix())}", b"", fault=UnusableFile(_OWN))
    inside = sorted(
        p
        for p in path.rglob("*")
        if not p.is_dir() and not _junk(p.relative_to(path).as_posix()) and own.isdisjoint(p.parents)
    )
    if not inside:
        raise UnusableFile(f"{path} is an empty folder")
    for file in inside:
        part = f"{name}/{shown_name(file.relative_to(path).as_posix())}"
        try:
            yield from _sources(part, _bytes(file))
        except UnusableFile as fault:
            yield Source(part, b"", fault=fault)


def _is_audit(folder: Path) -> bool:
    """Tell whether an audit wrote this folder: its tables are answers, not exports."""
    return (folder / "audit.json").is_file() and (folder / "tables").is_dir()


def shown_name(name: str) -> str:
    """Return a file's name as text: letters that are no Unicode, or that steer a terminal, are replaced.

    Examples
    --------
    >>> shown_name("caf\\udce9.csv"), shown_name("a\\x1b[2J.csv")
    ('caf�.csv', 'a�[2J.csv')
    """
    return printable(name).replace("\n", "�").replace("\t", "�")


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UnusableFile(f"{path} is a pipe or a device, not a file", mend="Save what it gives to a file first.")
        if found.st_size > LARGEST:
            raise UnusableFile(f"{path.name} is larger than {LARGEST // 1024**3} GB", mend="Split it.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnusableFile(f"{path} does not exist") from None
    except (OSError, ValueError) as fault:
        raise UnusableFile(f"{path} cannot be read", [getattr(fault, "strerror", None) or str(fault)]) from None
    return data


def _junk(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return any(j in name for j in _JUNK) or last.startswith(("._", "~$")) or not last


def _sources(name: str, data: bytes, depth: int = 0) -> Iterator[Source]:
    if not data.strip(_BLANK):
        raise UnusableFile(f"{name} is empty")
    if data.startswith(b"\x1f\x8b"):
        inner = name[:-3] if name.lower().endswith(".gz") else name
        yield from _sources(inner, _gunzip(name, data), depth + 1)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _zip(name, data, depth)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _sheets(name, data)
    elif is_parquet(data):
        yield Source(name, data, table=parquet_table(name, data))
    elif is_duckdb(data):
        for table, frame in duckdb_tables(name, data):
            yield Source(f"{name}/{shown_name(table)}", data, table=frame)
    else:
        if data[:200].lstrip(_BLANK).startswith(b"<"):
            refuse_deep(name, io.BytesIO(data))
        yield Source(name, data)


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return _counted(stream, name, len(data), [0])
    except (EOFError, OSError, zlib.error):
        raise UnusableFile(f"{name} is a gz file that is cut short or damaged", mend="Download it again.") from None


def _counted(stream: object, name: str, packed: int, total: list[int]) -> bytes:
    """Read a stream, counting what comes out: a bomb is refused long before it fills the memory."""
    parts, size = [], 0
    while part := stream.read(_STEP):  # type: ignore[attr-defined]
        size += len(part)
        total[0] += len(part)
        if total[0] > LARGEST or (size > RATIO_FROM and size > RATIO * max(packed, 1)):
            raise UnusableFile(
                f"{name} unpacks to far more than it should",
                [f"{size:,} bytes so far from {packed:,}"],
                "Unpack it yourself and give the files, if you trust it.",
            )
        parts.append(part)
    return b"".join(parts)


def _zip(name: str, data: bytes, depth: int) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED_ZIP:
        raise UnusableFile(f"{name} is a zip that is cut short or damaged", mend="Download it again.") from None
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _junk(m.filename)]
        names = {m.filename for m in members}
        if any(part in names for part in _OFFICE):
            _office_size(name, members, len(data))
            if "word/document.xml" in names:
                _refuse_deep_document(name, archive)
                yield Source(name, data)
            else:
                yield from _sheets(name, data)
            return
        if depth >= DEEPEST:
            raise UnusableFile(f"{name} is a zip within zips, more than {DEEPEST} deep")
        if len(members) > MOST_MEMBERS:
            raise UnusableFile(f"{name} holds {len(members):,} files, more than {MOST_MEMBERS:,}")
        if not members:
            raise UnusableFile(f"{name} is an empty zip")
        yield from _members(name, archive, members, depth)


def _members(name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], depth: int) -> Iterator[Source]:
    total = [0]
    said = sum(m.file_size for m in members)
    if said > LARGEST:
        raise UnusableFile(f"{name} unpacks to far more than it should", [f"{said:,} bytes"], "Unpack it and split it.")
    for member in sorted(members, key=lambda m: m.filename):
        # Nothing is ever written under a member's name; it is only shown, so ".." is harmless but odd.
        inner = shown_name(member.filename.replace(chr(92), "/").lstrip("/").replace("../", ""))
        shown = f"{name}/{inner}"
        try:
            inside = _member(shown, archive, member, total)
            if inside.strip(_BLANK):
                yield from _sources(shown, inside, depth + 1)
            else:
                yield Source(shown, inside)
        except UnusableFile as fault:
            if total[0] > LARGEST:
                raise
            yield Source(shown, b"", fault=fault)


def _member(shown: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, total: list[int]) -> bytes:
    if member.flag_bits & 1:
        raise UnusableFile(f"{shown} is protected by a password", mend="Unpack it and give the files.")
    try:
        with archive.open(member) as stream:
            return _counted(stream, shown, member.compress_size, total)
    except DAMAGED_ZIP:
        raise UnusableFile(f"{shown} is damaged", mend="Download the zip again.") from None


def _office_size(name: str, members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse a workbook whose parts unpack to more than they should (its own readers do not count)."""
    size = sum(m.file_size for m in members)
    lies = any(m.compress_size > 2 * m.file_size + 1024 for m in members)  # a part that says it is small
    if size > LARGEST or (size > RATIO_FROM and size > RATIO * packed) or lies:
        raise UnusableFile(
            f"{name} unpacks to far more than it should", [f"{size:,} bytes from {packed:,}"], "Save it as CSV."
        )


def _refuse_deep_document(name: str, archive: zipfile.ZipFile) -> None:
    try:
        with archive.open("word/document.xml") as stream:
            refuse_deep(name, stream)
    except DAMAGED_ZIP:
        raise UnusableFile(f"{name} is a Word file that is damaged", mend="Save it again, or as text.") from None


def _sheets(name: str, data: bytes) -> Iterator[Source]:
    sheets = sheets_of(name, data)
    for sheet, cells in sheets:
        yield Source(name if len(sheets) == 1 else f"{name}/{shown_name(sheet)}", data, cells)
