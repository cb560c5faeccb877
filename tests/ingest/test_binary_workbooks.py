"""Old and binary workbooks: what they ask for is counted before their reader makes room for it."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

import pytest

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.binary_sheet_counts import xls_squares, xlsb_square
from keyworth.ingest.containers.sheets import sheets_of

# Made with xlwt 1.3: a heading, a keyword, and in the first one number in the last cell that an .xls has (IV65536).
FAR_XLS = (
    "c-rk)J!lkB5dPlgF85<{*^3t;5yBBLYD^PsY?4($Q-~qjC?e>^TSO9X!y1rSXf$3a2v&+sAdOAb#vinZorMt5LJ)*IEv*Cvi{#ds"
    "xwqt^DRN*!l=m%f-rT&I_hxtI&EDI$3+d9#<Bl?Z!vGpk2@+_mktu44@P`c=4+3VxK29w#_@|JFQy?3oc+vbO#xdl0mto;i<P}li"
    "Gquwg$B<WWvm1zm;zLfc5B)?H?vo^icJZoJ=sBTVg+3I`mqPc8<d)EW(k-b|Sa61V_USA>X?4k13Ow&qvH2*HKD6OAXYsY$s;V2s"
    "0slg7Y;z8DMw&1Sirb)DaQ)m^2^k9DEPe!8;Cr}J=d(t>v2q2H|6D1Lts=i;MSv*;XC=XlR9xp9ssX;VNUEHX+$g|D+{w$HpWgzU"
    "&-r<`ko7(9Vv_5z>|cAu{%w}LZX%jTi|}cg$EFIs_~6^Sqa(x48Iep$&8}AV9qbGOTxSb1PSsR>COu-YN9YZib-VB#LNk<;)OQcJ"
    "Y3A^>=-iaiZdzxr;Jvf6hTlbe@$0c?oy9NCZsO+#%U3dUADkI<(Zk4-Jzvx4RlVxoUB+`K?3JzppM<vmQ4!*nt^E)5jkI71Nnz7M"
    "SwpR&p+rMz4SBbzWsR#=lHYQq!OwcYYQ+;?j;hWwk}xnZFfcGMFfcIKj8OWF!RHSC{~y(7h?xGavqY_8K9l^nI1Z1l2|8^aLV<c8"
    "lXd0KHbhl8ms+Du_`Q&Ef>!r2iV^W+wC?<+GoY%ypEVoWe{T!byMCn}Ki7HvUjd}X6a"
)
NEAR_XLS = (
    "c-rk)J!lj`6#iy&m-{if?8S?a2;m4AO-vJPY~n^mQ-~qjC?e=3w@A42RyKhU3ysDr1;I+O38b-!+W3PO+9?PTEd)Wh)6z;%ut;uw"
    "@7=CkG(`?H#4z77-@JV@v-5V}o3}grW-(csd(ctFZ`g+hRJ<4(YjlcAEI2Vi?ViVCP)DhF8vhkyQF3Hs7*CsDN7#q#?=lSB54|7;"
    "K2bT13mA3^c6uFgKy1h;wqbx+;SOmMXcwzmg~x=q3g45S&x8j>b6t3V`j*rwELy|8d;KUrX>>_j0({*^GUkJ5`q74$9L1M!sA}IZ"
    "_PgVm{KjnP3^idM<hLQaV7r-o2`O^mJidEr;9Ia#pQp8cef0{Y|FKdZSw(--2mv$j&Psq6DY?FCs5*FJ2|Zw$3px0RJw4^P*)71i"
    "jGMI!Y1eVi(^@^4A0Nw2#5pm`LN-?{<Yo!*CgLnwL{3VWo0O`T?tXoHbacczBbpgW-qjSpgRO#xD?EY*C#1#r#l6D2g|Et0w~O2%"
    "oTA{Qx_hL}7Y@%#pKH?EP4ny#yt8)J$h$}`emVBIv-sKSA$eh_d@;4~-kL)fJ(Vnt=VKOqs!!d%#du-`wer)!N8$EAQbW`*ecL_%"
    "J=TI{#6?UBSI>f{!~NAN{gw1*zGTG3o+RB5y(*1XJe0>XSo5-sLqkJDLqkJDLqlW3LHQr`ywBjz{;<Dwi1`0?mZ?<qZ<0-m<8bJh"
    "q>bqz6sUGFU03{ULs$jZQfnL&{4ZpjpxIsIFe-NB>W*L9`l;IcS@S^i?=7Kv=daXb=RcnRC&xd-qW"
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))


def record(kind: int, payload: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(payload)
    while size > 127:
        head, size = head + bytes([size & 0x7F | 0x80]), size >> 7
    return head + bytes([size]) + payload


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def sheet(cells: list[tuple[int, int, str | float]]) -> bytes:
    """Return a sheet of [MS-XLSB] with these cells (row, column, value; from 0)."""
    body, last = b"", -1
    for row, column, value in cells:
        if row != last:
            body, last = body + record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0)), row
        place = struct.pack("<II", column, 0)
        body += (
            record(6, place + wide(value)) if isinstance(value, str) else record(5, place + struct.pack("<d", value))
        )
    size = struct.pack("<IIII", 0, max(r for r, _, _ in cells), 0, max(c for _, c, _ in cells))
    return record(129) + record(148, size) + record(145) + body + record(146) + record(130)


def xlsb(cells: list[tuple[int, int, str | float]]) -> bytes:
    book = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Sheet1"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
        parts.writestr("xl/workbook.bin", record(131) + record(143) + book + record(144) + record(132))
        link = f'<Relationship Id="rId1" Type="{_SHEET}" Target="worksheets/sheet1.bin"/>'
        parts.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>')
        parts.writestr("xl/worksheets/sheet1.bin", sheet(cells))
    return out.getvalue()


WORDS: list[tuple[int, int, str | float]] = [(0, 0, "Keyword"), (0, 1, "Clicks"), (1, 0, "garden room"), (1, 1, 9.0)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("far.xlsb", xlsb([*WORDS, (1_048_575, 16_383, 1.0)])),
        ("far.xlsb", xlsb([*WORDS, (4_000_000_000, 1, 1.0)])),
        ("far.xlsb", xlsb([*WORDS, (2, 4_000_000_000, 1.0)])),
        ("far.xls", unpacked(FAR_XLS)),
    ],
    ids=["the last cell", "no such row", "no such column", "the last cell of an .xls"],
)
def test_a_cell_far_away_is_refused_before_room_is_made(name: str, data: bytes) -> None:
    with pytest.raises(UnusableFile, match="asks for more room than a workbook can need"):
        sheets_of(name, data)


@pytest.mark.parametrize(("name", "data"), [("a.xlsb", xlsb(WORDS)), ("a.xls", unpacked(NEAR_XLS))])
def test_an_honest_one_is_read(name: str, data: bytes) -> None:
    ((_, rows),) = sheets_of(name, data)
    assert rows == [["Keyword", "Clicks"], ["garden room", "9"]]


def test_the_square_is_that_of_the_cells() -> None:
    assert xlsb_square(io.BytesIO(sheet([*WORDS, (9, 300, "x" * 500)]))) == (10, 301, 5)
    assert max(xls_squares(unpacked(NEAR_XLS))) == (2, 2, 4)
    assert max(xls_squares(unpacked(FAR_XLS))) == (65_536, 256, 3)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_one_that_is_cut_short_is_told(cut: int) -> None:
    whole = sheet(WORDS)
    try:
        rows, columns, _ = xlsb_square(io.BytesIO(whole[: len(whole) - cut]))
    except EOFError:
        return
    assert (rows, columns) <= (2, 2)
    for packed in (NEAR_XLS, FAR_XLS):
        list(xls_squares(unpacked(packed)[: 5632 - cut * 90]))  # its reader says what is wrong
