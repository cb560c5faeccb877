"""Bad input gets a clear error, and nothing is lost."""

from __future__ import annotations

import gzip
import io
import random
import time
import zipfile

import pytest

from keyworth.errors import UnusableFile
from keyworth.ingest import read_files
from keyworth.settings import Ingest


def given(tmp_path, data, name="file.csv", kind="", **settings):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_files({kind: [path]}, Ingest(**settings))


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


NOISE = random.Random(1).randbytes(4000)
KEYWORDS = "keyword,clicks,cost\ngarden room,3,2.50\nshed,1,1.00\n"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        ("", "", "is empty"),
        ("\n \n\n", "", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + NOISE, "", "PNG image"),
        (b"\xff\xd8\xff\xe0" + NOISE, "", "JPEG image"),
        (b"%PDF-1.7\n" + NOISE, "", "PDF document"),
        (NOISE, "", "binary file"),
        (zipped(a=KEYWORDS * 50)[:-30], "", "cut short or damaged"),
        (zipped(a=KEYWORDS * 50)[:60], "", "cut short or damaged"),
        (gzip.compress(KEYWORDS.encode() * 50)[:-12], "", "cut short or damaged"),
        ("<!doctype html><html><body>x</body></html>", "", "web page"),
        ("Dear Sam,\n\nhere is the report.\n\nJo\n", "", "not an export that keyworth knows"),
        ("Keywrod,Clicks,Cost\na,1,2\n", "", "did you mean 'Keywrod'?"),
        ("Keywrod,Clicks,Cost\na,1,2\n", "keywords", "column 'Keyword' is missing; did you mean 'Keywrod'?"),
        ("keyword,clicks,cost\na,1,-2.0\n", "", "row 2, 'cost': '-2.0' is negative"),
        ('keyword,cost\na,"1,204.50"\nb,"1.204,50"\nc,7.10\n', "",
         "row 3, 'cost': '1.204,50' is not a number in this file's format (1,204.50)"),
        ("keyword,cost\na,1.50\nb,n/a?\n", "", "row 3, 'cost': 'n/a?' is not a number"),
        ("keyword,match type,currency code,cost\na,Exact,GBP,1.0\nb,Exact,USD,1.0\n", "",
         "GBP from row 2, USD from row 3"),
        ("keyword,cost\na,£1.00\nb,$1.00\n", "", "two currencies in 'cost' (GBP, USD)"),
        ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel><item/></channel></rss>',
         "", "DOCTYPE"),
        ("<rss><channel><item><title>x</title>", "", "cut short or damaged"),
        ("Handle,Title,Variant Price,Status\nmug,Mug,1.00,active\n", "sales", "reads as Shopify products"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else None,
)  # fmt: skip
def test_error_is_clear(tmp_path, data, kind, words):
    with pytest.raises(UnusableFile) as fault:
        given(tmp_path, data, kind=kind)
    assert words in str(fault.value)
    assert "file" in str(fault.value)


def test_all_faults_of_all_files_at_once(tmp_path):
    (tmp_path / "a.csv").write_text("keyword,cost\na,x1\nb,-1\n")
    (tmp_path / "b.csv").write_text("")
    with pytest.raises(UnusableFile) as fault:
        read_files({"": [tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "none.csv"]}, Ingest())
    for words in (
        "row 2, 'cost': 'x1'",
        "row 3, 'cost': '-1' is negative",
        "b.csv is empty",
        "none.csv does not exist",
    ):
        assert words in str(fault.value)


def test_bombs_are_refused_quickly(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
        for _ in range(150):
            member.write(b"0" * 1_000_000)
    for name, data in (("a.zip", out.getvalue()), ("a.csv.gz", gzip.compress(b"0" * 150_000_000))):
        start = time.process_time()
        with pytest.raises(UnusableFile, match="unpacks to far more"):
            given(tmp_path, data, name)
        assert time.process_time() - start < 2


def test_zip_with_odd_names_is_read_and_never_written(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    data = zipped(**{"..__..__evil.csv": KEYWORDS, "__MACOSX__._evil.csv": "x", "note.txt": "hello"})
    intake = given(inside, data, "x.zip")
    assert intake.files["rows_used"].sum() == 2
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["x.zip"]
    assert "not read" in intake.files.loc[intake.files["format"] == "", "note"].iloc[0]


def test_zip_in_zip_in_zip(tmp_path):
    data = KEYWORDS.encode()
    for _ in range(2):
        data = zipped(**{"in.zip" if data[:2] == b"PK" else "in.csv": data})
    assert given(tmp_path, data, "x.zip").files["rows_used"].sum() == 2
    for _ in range(3):
        data = zipped(**{"in.zip": data})
    with pytest.raises(UnusableFile, match="zips"):
        given(tmp_path, data, "x.zip")


def test_sales_are_counted_once(tmp_path):
    rows = [
        "stage,sale_id,amount,currency,created_at,closed_at",
        "won,1,10,GBP,2026-01-02,2026-02-01",
        "lead,1,,GBP,2026-01-01,",
        "won,2,5,GBP,2026-01-01,",
        "won,2,5,GBP,2026-01-01,",
        "won,3,5,USD,2026-01-01,",
        "won,4,abc,GBP,2026-01-01,",
        "lead,5,,GBP,31/31/2026,",
        "won,6,-20,GBP,2026-01-01,",
    ]
    intake = given(tmp_path, "\n".join(rows))
    sales = intake.tables["sales"].set_index("sale_id")
    assert sales.index.tolist() == ["1", "2", "3", "6"]
    assert sales["currency"].tolist() == ["GBP", "GBP", "USD", "GBP"]  # converted, or not valued, where rates are known
    assert str(sales.loc["1", "created_at"].date()) == "2026-01-01"
    reasons = dict(zip(intake.set_aside["source_row"], intake.set_aside["reason"], strict=True))
    assert reasons == {
        3: "same sale as row 2, which is further on",
        5: "duplicate of row 4",
        7: "'amount': 'abc' is not a number",
        8: "'created_at': '31/31/2026' is not a date",
    }


def test_a_sale_in_two_files_is_one(tmp_path):
    (tmp_path / "crm.csv").write_text("stage,sale_id,amount,customer_id\nwon,7001,1180.50,c1\n")
    (tmp_path / "upload.csv").write_text(
        "Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency,Order ID\n"
        "Cj0,Deal won,2026-08-20 17:05:11,1180.50,GBP,7001\n"
    )
    intake = read_files({"": [tmp_path / "crm.csv", tmp_path / "upload.csv"]}, Ingest())
    sales = intake.tables["sales"]
    assert len(sales) == 1
    assert sales.iloc[0][["customer_id", "click_id", "amount"]].tolist() == ["c1", "Cj0", 1180.5]
    assert (intake.files["rows_in"] == intake.files["rows_used"] + intake.files["rows_set_aside"]).all()


def test_a_file_given_twice_counts_once(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(KEYWORDS)
    intake = read_files({"": [tmp_path / "a.csv", tmp_path / "b.csv"]}, Ingest())
    assert len(intake.tables["keywords"]) == 2
    assert intake.files["rows_used"].tolist() == [2, 0]
    assert set(intake.set_aside["reason"]) == {"the same file as a.csv"}


def test_costs_in_two_currencies_are_refused_by_name(tmp_path):
    (tmp_path / "uk.csv").write_text("keyword,cost,currency\na,1.0,GBP\n")
    (tmp_path / "us.csv").write_text("keyword,cost,currency\na,1.0,USD\n")
    with pytest.raises(UnusableFile, match=r"uk\.csv is in GBP"):
        read_files({"": [tmp_path / "uk.csv", tmp_path / "us.csv"]}, Ingest())


def test_margins_are_shares(tmp_path):
    intake = given(tmp_path, "title,margin\na,35%\nb,0.4\nc,30\nd,\n")
    assert intake.tables["catalogue"]["margin"].tolist()[:3] == [0.35, 0.4, 0.3]


def test_columns_mapped_by_hand(tmp_path):
    intake = given(tmp_path, "Wort,Geld\nbüro,\"1,50\"\n", kind="keywords",
                   formats={"plain_keywords": {"Wort": "keyword", "Geld": "cost"}})  # fmt: skip
    assert intake.tables["keywords"][["keyword", "cost"]].to_numpy().tolist() == [["büro", 1.5]]


def test_a_column_all_but_named_is_told(tmp_path):
    intake = given(tmp_path, "keyword,Campagin,cost\na,A,1.0\n")
    assert "column 'Campaign' is missing; did you mean 'Campagin'?" in intake.files["note"].iloc[0]


def test_catalogue_of_one_product(tmp_path):
    assert len(given(tmp_path, "title,price\nGarden office,12000\n").tables["catalogue"]) == 1
