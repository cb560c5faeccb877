"""The rows of a sheet that came back, from any spreadsheet or as lines of JSON, and what a person meant by a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.report import audit_reader
from keyworth.report.safe_cells import unguard
from keyworth.store import Audit
from keyworth.text import key, tokens

NEEDED = ("keyword", "answer")
MOST_BYTES = 64 * 2**20
_NONE = {"none", "no", "nothing", "not sold", "no product"}
_OTHER = {"other", "something else", "another"}
_OPEN = {"", "?", "unsure", "don't know", "dont know", "do not know", "not sure", "unclear"}
_ACCESSORY = re.compile(r"^(?:only an? )?(?:accessory|accessories|part|parts)(?: only)?\s*[:,-]?\s*(.*)$")
Line = tuple[int, dict[str, str], str]


def left_open(said: str) -> bool:
    """Return whether a cell says that somebody does not know.

    Examples
    --------
    >>> left_open(" ? "), left_open("none")
    (True, False)
    """
    return _plain(said) in _OPEN


def lines_of(path: Path) -> Iterator[Line]:
    """Yield each row: its number as a spreadsheet shows it, its cells, and why it cannot be read, "" where it can."""
    return _json_lines(path) if path.suffix.lower() == ".jsonl" else _sheet_lines(path)


class Known:
    """The products of an audit, to be named in an answer by id or title."""

    def __init__(self, audit: Audit) -> None:
        catalogue = audit_reader.table(audit, "catalogue")
        pairs = list(zip(catalogue["product_id"].astype(str), catalogue["title"].astype(str), strict=True))
        self.pairs = pairs
        self.by_id = {key(i): at for at, (i, _) in reversed(list(enumerate(pairs))) if i}
        self.by_title = {key(t): at for at, (_, t) in reversed(list(enumerate(pairs)))}
        bare: dict[str, list[int]] = {}
        for i, at in self.by_id.items():
            bare.setdefault(i.lstrip("0"), []).append(at)
        self.bare = {
            i: places[0] for i, places in bare.items() if len(places) == 1 and i
        }  # a spreadsheet drops noughts

    def read(self, said: str, note: str) -> tuple[str, dict[str, str], str]:
        """Return the kind of an answer, the product it names, and what is wrong with it."""
        word = _plain(said)
        if word in _NONE:
            return "none", {}, ""
        if word in _OTHER:
            at = self.place(note)
            return ("other", {}, "") if at < 0 else ("product", self._named(at), "")
        if (at := self.place(said)) >= 0:
            return "product", self._named(at), ""
        if found := _ACCESSORY.match(word):
            at = self.place(found[1]) if found[1] else self.place(note)
            if found[1] and at < 0:
                return "", {}, f"'answer': {found[1]!r} is no product of this audit's catalogue; write its id"
            return "accessory_only", self._named(at) if at >= 0 else {}, ""
        mend = "write an id or a title of it, none, other or accessory only"
        return "", {}, f"'answer': {said.strip()[:80]!r} is no product of this audit's catalogue; {mend}"

    def place(self, said: str) -> int:
        """Return where the catalogue has the product that a text names, -1 where nowhere; of several the first."""
        found = self._one(said)
        parts = [self._one(part) for part in re.split(r"[;|,\n]", said) if part.strip()] if found < 0 else []
        return found if found >= 0 else parts[0] if parts and min(parts) >= 0 else -1

    def _one(self, said: str) -> int:
        name = key(re.sub(r"\s*\((?:out of stock|retired)\)\s*$", "", said))
        if not tokens(name):
            return -1
        bare = re.sub(r"^(\d+)[.,]0+$", r"\1", name)
        found = [self.by_id.get(name), self.by_title.get(name), self.by_id.get(bare), self.bare.get(bare.lstrip("0"))]
        return next((at for at in found if at is not None), -1)

    def _named(self, at: int) -> dict[str, str]:
        return {"product_id": self.pairs[at][0], "product_title": self.pairs[at][1]}


def _plain(said: str) -> str:
    return " ".join(said.replace("_", " ").replace("’", "'").casefold().split()).strip(" .!\"'")


def _sheet_lines(path: Path) -> Iterator[Line]:
    """Yield the rows of a table with their numbers as a spreadsheet shows them."""
    for source in open_sources(path):
        if source.fault is not None:
            raise source.fault
        if source.binary:
            raise UnusableFile(f"{source.name} is not a table: {source.binary}", mend="Give it as CSV or a workbook.")
        source.tabulate()
        header = [_plain(unguard(h)).replace(" ", "_") for h in source.header]
        if missing := [f"column {name!r} is missing" for name in NEEDED if name not in header]:
            raise UnusableFile(f"{path.name} is not a sheet of answers", missing, "Keep the sheet's own first row.")
        at = {name: header.index(name) for name in ("keyword", "answer", "note") if name in header}
        for number, cells in zip(source.rows.index, source.rows.to_numpy(), strict=True):
            row = {name: unguard(str(cells[i])).strip() if i < len(cells) else "" for name, i in at.items()}
            if row["keyword"] or row["answer"]:
                yield int(number), {"note": ""} | row, ""
        return
    raise UnusableFile(f"{path.name} holds no table", mend="Give the sheet that `keyworth ask` wrote.")


def _json_lines(path: Path) -> Iterator[Line]:
    """Yield the objects of a file of JSON lines."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise UnusableFile(f"{path} cannot be read", [str(fault)], "Give it as UTF-8.") from None
    if len(content) > MOST_BYTES:
        raise UnusableFile(f"{path} is larger than any sheet", mend="Split it.")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        empty: dict[str, str] = {"keyword": "", "answer": "", "note": ""}
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as fault:
            yield number, empty, f"it is no JSON object ({fault})"
            continue
        if not isinstance(found, dict) or not all(isinstance(found.get(n), str) for n in NEEDED):
            yield number, empty, "it needs 'keyword' and 'answer', both texts; an empty answer leaves it open"
            continue
        note = found.get("note")
        yield number, {"keyword": found["keyword"], "answer": found["answer"],
                       "note": note if isinstance(note, str) else ""}, ""  # fmt: skip
