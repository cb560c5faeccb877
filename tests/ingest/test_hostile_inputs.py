"""What is made to harm, or looks so: read, or refused by name, soon and in little memory."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from keyworth.check import check_files
from keyworth.errors import KeyworthError, UnusableFile, printable
from keyworth.ingest import read_files, read_table
from keyworth.settings import Ingest

KEYWORDS = "keyword,clicks,cost\ngarden room,3,2.50\nshed,1,1.00\n"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"


def written(tmp_path, data, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def xlsx(rows: str, strings: str = "") -> bytes:
    """Return a workbook of one sheet, its XML as given."""
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PKG}/content-types"><Default Extension="xml" ContentType="application/'
        'xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PKG}/relationships"><Relationship Id="r1" Type="{_DOC}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_DOC}"><sheets><sheet name="A" sheetId="1"'
        ' r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PKG}/relationships"><Relationship Id="r1" Type="{_DOC}/'
        f'worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{_DOC}/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{strings}</sst>',
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return out.getvalue()


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


TABLE = f'<row r="1">{inline("A1", "keyword")}{inline("B1", "cost")}</row><row r="2">{inline("A2", "shed")}'


def refused_soon(path: Path, within: float = 2.0) -> str:
    """Read a file in a process with a gigabyte; return what it is told."""
    code = (
        "import resource, sys, time; import keyworth.ingest.read, keyworth.ingest.recognise as r; r.formats()\n"
        "import python_calamine, defusedxml.ElementTree\n"
        "from keyworth.errors import KeyworthError; from keyworth.settings import Ingest\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * 4096\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 2**30, used + 2**30))\n"
        "start = time.process_time()\n"
        "try: keyworth.ingest.read.read_files({'': [sys.argv[1]]}, Ingest()); print('read')\n"
        "except KeyworthError as fault: print(fault)\n"
        "print('took', time.process_time() - start)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    said, took = done.stdout.rsplit("took", 1)
    assert float(took) < within, said
    return said


# -- text


def test_a_cell_that_holds_a_picture_is_read(tmp_path):
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 30_000
    rows = [["Handle", "Title", "Body (HTML)", "Vendor", "Variant Price", "Status"]]
    rows += [[f"mug-{i}", f"Mug {i}", f'<img src="{picture}">', "Acme", "12.00", "active"] for i in range(3)]
    path = tmp_path / "products.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    assert len(read_table(path).iloc[0]["Body (HTML)"]) > 131_072
    assert read_files({"": [path]}, Ingest()).tables["catalogue"]["title"].tolist() == ["Mug 0", "Mug 1", "Mug 2"]


def test_an_unknown_time_zone_in_a_file(tmp_path):
    text = (
        "Parameters:TimeZone=Europe/Lundon,,,,\n"
        "Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency\n"
        "Cj1,won,2026-06-01 10:00:00,100,GBP\n"
    )
    with pytest.raises(UnusableFile, match=r"(?s)file\.csv names a time zone that is not known.*Europe/Lundon"):
        read_files({"": [written(tmp_path, text)]}, Ingest())


@pytest.mark.parametrize("data", ["[" * 200_000, '{"a":' * 100_000, "[" * 900 + "]" * 900, '{"turns": [' * 50_000])
def test_deep_json(tmp_path, data):
    with pytest.raises(UnusableFile, match=r"file\.json"):
        read_files({"": [written(tmp_path, data, "file.json")]}, Ingest())


def test_halves_of_letters(tmp_path):
    lone = '[{"query": "gar\\ud83dden", "page": "https://a.example/", "clicks": 3, "impressions": 5, "ctr": 0.6, '
    path = written(tmp_path, lone + '"position": 2.0}]', "file.json")
    table = read_files({"": [path]}, Ingest()).tables["keywords"]
    assert table["keyword"].tolist() == ["gar?den"]
    turns = written(tmp_path, '{"turns": [{"speaker": "a", "text": "a \\udc00 shed"}]}', "turns.json")
    assert read_files({"": [turns]}, Ingest()).tables["calls"]["text"].tolist() == ["a ? shed"]
    raw = written(tmp_path, b"keyword,cost\ngar" + b"\xed\xa0\xbd" + b"den,1.00\n", "raw.csv")
    assert len(read_files({"": [raw]}, Ingest()).tables["keywords"]) == 1


@pytest.mark.parametrize(
    "name", [b"caf\xe9.csv", b"a\x1b]0;owned\x07\x1b[2J.csv", "a\u202egnp.csv".encode(), b"a\nb.csv"]
)
def test_odd_file_names(tmp_path, name):
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))
    path.write_text(KEYWORDS)
    found = check_files([path, tmp_path / os.fsdecode(name + b"-absent")])
    told = found.intake.tables["keywords"]["source_file"].iloc[0]
    assert told.encode().decode() == printable(told)
    assert "\n" not in told
    assert printable(str(found)) == str(found)
    json.dumps(found.to_dict()).encode()
    folder = read_files({"": [tmp_path]}, Ingest())
    assert len(folder.tables["keywords"]) == 2


def test_odd_names_reach_no_terminal(tmp_path):
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), b"a\x1b[2J\xff.csv")))
    path.write_text("keyword,cost\n\x1b[31mred shed,1.0\nb,x\x1b[2J\n")
    for more in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "keyworth.cli", "check", os.fsencode(path), *more, "--quiet"], capture_output=True
        )
        assert done.returncode == 2, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"\x1b" not in done.stdout + done.stderr


def test_odd_names_in_an_archive(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a\x1b[2Jb.csv", KEYWORDS)
    files = read_files({"": [written(tmp_path, out.getvalue(), "x.zip")]}, Ingest()).files
    assert files["file"].tolist() == ["x.zip/a�[2Jb.csv"]


def test_a_pipe_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    done: list[str] = []

    def look():
        for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
            with pytest.raises(UnusableFile) as fault:
                read_files({"": [path]}, Ingest())
            done.append(str(fault.value))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(10)
    assert len(done) == 2
    assert "pipe" in done[0]
    (tmp_path / "a.csv").write_text(KEYWORDS)
    intake = read_files({"": [tmp_path]}, Ingest())
    assert intake.files["file"].str.endswith("pipe.csv").any()


@pytest.mark.parametrize(
    "text",
    [
        ",".join("a" * 1_000_000) + "\n",
        ",".join(f"c{i}" for i in range(1_000_000)) + "\n" + ",".join("1" * 1_000_000) + "\n",
        "keyword,cost\nshed,1.00\n" * 200 + "," * 1_000_000 + "x\n",
        ";" * 1_000_000 + "\n" + ";" * 1_000_000,
    ],
)
def test_a_million_columns(tmp_path, text):
    start = time.process_time()
    with pytest.raises(UnusableFile, match=r"wider than any table|not an export"):
        read_files({"": [written(tmp_path, text)]}, Ingest())
    assert time.process_time() - start < 10


def test_many_short_rows_are_not_slow(tmp_path):
    text = "keyword,date,cost,note\n" + "shed,2026-01-01,1.50,ab\n" * 400 + "shed2026-01-01,1.50,ab\n" * 50_000
    start = time.process_time()
    read_table(written(tmp_path, text))
    assert time.process_time() - start < 10


# -- workbooks and documents


@pytest.mark.parametrize(
    "place",
    ["XFD1048576", "J1048576", "XFD9000", "ZZZZZZZ9", "A99999999999999999999", "AAAA1", "B2000000"],
)
def test_a_cell_far_away(tmp_path, place):
    rows = TABLE + inline("B2", "1.5") + f"</row><row>{inline(place, 'x')}</row>"
    said = refused_soon(written(tmp_path, xlsx(rows), "far.xlsx"))
    assert "far.xlsx asks for more room" in said


def test_a_row_far_away(tmp_path):
    rows = TABLE + '<c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 20 + "</row>"
    assert "far.xlsx" in refused_soon(written(tmp_path, xlsx(rows), "far.xlsx"))


def test_an_empty_cell_far_away_is_harmless(tmp_path):
    rows = TABLE + inline("B2", "1.5") + '</row><row r="1048576" ht="15"><c r="XFD1048576" s="0"/></row>'
    assert refused_soon(written(tmp_path, xlsx(rows), "far.xlsx")).strip() == "read"


def test_shared_strings_shown_a_million_times(tmp_path):
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 100_001))
    book = xlsx(cells, f"<si><t>{'shed ' * 200_000}</t></si>")
    assert "more room" in refused_soon(written(tmp_path, book, "bomb.xlsx"))


def test_a_large_honest_workbook_is_read(tmp_path):
    rows = "".join(
        f'<row r="{i}">{inline(f"A{i}", f"shed {i}")}<c r="B{i}"><v>{i / 4}</v></c></row>' for i in range(2, 30_002)
    )
    head = f'<row r="1">{inline("A1", "keyword")}{inline("B1", "cost")}</row>'
    table = read_files({"": [written(tmp_path, xlsx(head + rows), "a.xlsx")]}, Ingest()).tables["keywords"]
    assert len(table) == 30_000


def test_a_part_that_lies_about_its_size(tmp_path):
    book = bytearray(xlsx("<row/>" * 400_000 + "".join(f"<x{i}/>" for i in range(20_000))))
    at = book.rfind(b"PK\x01\x02", 0, book.rfind(b"xl/worksheets/sheet1.xml"))
    book[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert "a.xlsx" in refused_soon(written(tmp_path, bytes(book), "a.xlsx"))


def test_a_nested_document(tmp_path):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    depth = 3_000
    body = "<w:p><w:r><w:t>Sam: hello</w:t></w:r>" * depth + "</w:p>" * depth
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')
    assert "nested" in refused_soon(written(tmp_path, out.getvalue(), "deep.docx"))
    feed = "<rss><channel>" + "<item>" * 5_000 + "</item>" * 5_000 + "</channel></rss>"
    assert "nested" in refused_soon(written(tmp_path, feed, "feed.xml"))


def test_cells_repeated_for_ever(tmp_path):
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:x"/>')
        archive.writestr("content.xml", content)
    assert "more room" in refused_soon(written(tmp_path, out.getvalue(), "a.ods"))


# -- Parquet, JSON rows, DuckDB


FRAME = pd.DataFrame(
    {
        "keyword": ["garden room", "shed"],
        "clicks": [3, None],
        "cost": [2.5, 4.0],
        "conversions": pd.array([1, None], "Int64"),
    }
)


def test_a_parquet_file_is_a_table(tmp_path):
    FRAME.to_parquet(tmp_path / "a.parquet")
    table = read_files({"": [tmp_path / "a.parquet"]}, Ingest()).tables["keywords"]
    assert table["keyword"].tolist() == ["garden room", "shed"]
    assert table["cost"].tolist() == [2.5, 4.0]
    assert table["clicks"].isna().tolist() == [False, True]
    assert table["source_row"].tolist() == [2, 3]
    assert read_table(tmp_path / "a.parquet")["clicks"].tolist() == ["3", ""]


def test_kinds_of_values_in_parquet(tmp_path):
    days = pd.to_datetime(["2026-04-03 10:30", "2026-04-04 00:00"])
    frame = pd.DataFrame(
        {"a": days, "b": days.tz_localize("UTC"), "c": [True, False], "d": [[1], None], "e": [b"x", b""]}
    )
    frame["f"] = pd.array(["1.50", "2"]).astype(pd.ArrowDtype(pa.decimal128(9, 2)))
    frame["g"] = pd.to_datetime(days).date
    frame["h"] = pd.Categorical(["shed", "barn"])
    frame["i"] = [float("inf"), float("nan")]
    frame.to_parquet(tmp_path / "a.parquet")
    first, second = read_table(tmp_path / "a.parquet").to_numpy().tolist()
    assert first[:2] == ["2026-04-03 10:30:00.000000", "2026-04-03T10:30:00.000000Z"]
    assert first[2:] == ["TRUE", "[1]", "x", "1.50", "2026-04-03", "shed", ""]
    assert second[:2] == ["2026-04-04", "2026-04-04T00:00:00.000000Z"]
    assert second[2:] == ["FALSE", "", "", "2.00", "2026-04-04", "barn", ""]


def test_a_directory_of_parquet_files(tmp_path):
    for month in ("04", "05"):
        folder = tmp_path / "keywords" / f"month=2026-{month}"
        folder.mkdir(parents=True)
        FRAME.assign(keyword=FRAME["keyword"] + month).to_parquet(folder / "part-0.parquet")
    assert len(read_files({"": [tmp_path / "keywords"]}, Ingest()).tables["keywords"]) == 4


def test_parquet_bombs(tmp_path):
    rows = pa.array(np.zeros(200_000_000, dtype="int8"))
    parquet.write_table(pa.table({"keyword": rows}), tmp_path / "rows.parquet", compression="zstd")
    assert "holds more than can be read" in refused_soon(tmp_path / "rows.parquet")
    text = pa.DictionaryArray.from_arrays(np.zeros(1_000_000, dtype="int32"), ["shed " * 20_000])
    parquet.write_table(pa.table({"keyword": text}), tmp_path / "text.parquet", compression="zstd")
    assert "unpacks to far more" in refused_soon(tmp_path / "text.parquet")


@pytest.mark.parametrize("data", [b"PAR1PAR1", b"PAR1" + b"\x00" * 200 + b"PAR1", b"12345678DUCK" + b"\x00" * 5_000])
def test_damaged_tables(tmp_path, data):
    with pytest.raises(UnusableFile, match=r"file\.csv"):
        read_files({"": [written(tmp_path, data)]}, Ingest())


def test_json_rows_are_a_table(tmp_path):
    lines = "\n".join(json.dumps(r) for r in ({"keyword": "shed", "cost": 1.5}, {"keyword": "barn", "clicks": 3}))
    path = written(tmp_path, lines, "a.jsonl")
    assert read_files({"": [path]}, Ingest()).tables["keywords"]["keyword"].tolist() == ["shed", "barn"]
    assert read_table(path).to_dict("records")[0] == {"keyword": "shed", "cost": "1.5", "clicks": ""}


def test_a_duckdb_database_gives_its_tables_and_runs_nothing(tmp_path):
    secret = written(tmp_path, "keyword\nsecret\n", "secret.csv")
    with duckdb.connect(str(tmp_path / "a.duckdb")) as base:
        base.register("frame", FRAME)
        base.execute("create table ads as select * from frame")
        base.execute('create schema "o""dd"')
        base.execute('create table "o""dd"."se;lect" as select keyword, 2.0 as cost from frame')
        base.execute(f"create view stolen as select * from read_csv('{secret}')")
    intake = read_files({"": [tmp_path / "a.duckdb"]}, Ingest())
    assert intake.files["file"].tolist() == ["a.duckdb/ads", 'a.duckdb/o"dd.se;lect']
    assert sorted(set(intake.tables["keywords"]["keyword"])) == ["garden room", "shed"]
    assert intake.tables["keywords"]["cost"].tolist() == [2.5, 4.0, 2.0, 2.0]


def test_memory_is_not_what_it_was_asked_for(tmp_path):
    """The largest of the refusals above, in this process: it stays."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(KeyworthError):
        read_files({"": [written(tmp_path, xlsx(f"<row>{inline('XFD1048576', 'x')}</row>"), "a.xlsx")]}, Ingest())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
