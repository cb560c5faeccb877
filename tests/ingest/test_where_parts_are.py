"""`read_table(...).attrs`: where header, preamble and footer were; and rows that are put right or told."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from keyworth.ingest import read_files, read_table
from keyworth.settings import Ingest


def table(tmp_path, text, name="t.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(path)


def test_header_preamble_and_footer(tmp_path):
    text = "Report of the month\n1 August 2026\n\nkeyword,clicks,cost\nshed,3,4.50\nbarn,1,2.50\nTotal,4,7.00\n\n"
    found = table(tmp_path, text + "Made by Acme\n")
    assert found.attrs["header_found"]
    assert found.attrs["header_row"] == 4
    assert found.attrs["preamble_rows"] == [1, 2, 3]
    assert found.attrs["preamble"] == [["Report of the month"], ["1 August 2026"]]
    assert found.attrs["footer_rows"] == [7, 9]
    assert len(found) == 4


@pytest.mark.parametrize("text", ["shed,1.20\nbarn,3.10\n", "2026-01-01,3\n2026-01-02,4\n"])
def test_no_header(tmp_path, text):
    attrs = table(tmp_path, text).attrs
    assert (attrs["header_found"], attrs["header_row"], attrs["header_rows"]) == (False, 0, [])
    assert attrs["preamble_rows"] == attrs["footer_rows"] == []


ROWS = "".join(f"garden shed,2026-08-{i + 10},{i}.50,{i * 7},yes please\n" for i in range(20))
HEAD = "keyword,day,cost,clicks,note\n"


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("garden shed2026-08-30,1.50,7,yes", ["garden shed", "2026-08-30", "1.50", "7", "yes"]),
        ("garden shed,1.50,7,yes please", ["garden shed", "", "1.50", "7", "yes please"]),
        ("garden shed,2026-08-30,1.50,7", ["garden shed", "2026-08-30", "1.50", "7", ""]),
        ("garden shed,2026-08-30,1.50,7yes", ["garden shed", "2026-08-30", "1.50", "7", "yes"]),
    ],
)
def test_a_row_short_of_a_separator(tmp_path, line, row):
    found = table(tmp_path, HEAD + ROWS + line + "\n" + ROWS)
    assert found.attrs["doubtful_rows"] == []
    assert found.iloc[20].tolist() == row


def test_a_separator_that_could_stand_anywhere(tmp_path):
    text = HEAD + ROWS + "garden shed,2026-08-30,1.507,yes please\n" + ROWS
    assert table(tmp_path, text).attrs["doubtful_rows"] == [22]
    intake = read_files({"": [tmp_path / "t.csv"]}, Ingest())
    assert intake.set_aside.loc[0, ["source_row", "reason"]].tolist() == [
        22,
        "a separator is missing, and could have stood in several places",
    ]


def test_c1_characters(tmp_path):
    found = table(tmp_path, "keyword,cost\nmen\x92s \x93shed\x94,£1\n")
    assert found["keyword"].tolist() == ["men’s “shed”"]


def test_two_header_rows(tmp_path):
    above = ",August,,September,\nkeyword,clicks,cost,clicks,cost\nshed,1,2.5,3,4.5\nbarn,2,3.5,1,2.0\n"
    found = table(tmp_path, above)
    assert found.columns.tolist() == ["keyword", "August clicks", "August cost", "September clicks", "September cost"]
    assert found.attrs["header_rows"] == [1, 2]
    assert found.attrs["preamble_rows"] == []
    below = "keyword,clicks,clicks,cost,cost\n,August,September,August,September\nshed,1,3,2.5,4.5\nbarn,2,1,3.5,2.0\n"
    found = table(tmp_path, below)
    assert found.columns.tolist() == ["keyword", "clicks August", "clicks September", "cost August", "cost September"]
    assert found.shape == (2, 5)


def test_merged_cells(tmp_path):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 3, "Report of the month")
    for i, name in enumerate(("campaign", "keyword", "clicks", "cost")):
        sheet.write(1, i, name)
    sheet.merge_range(2, 0, 4, 0, "Garden")
    for i in range(4):
        sheet.write_row(2 + i, 1, [f"shed {i}", i, i / 4])
    sheet.write(5, 0, "Barns")
    book.close()
    found = table(tmp_path, out.getvalue(), "t.xlsx")
    assert found["campaign"].tolist() == ["Garden", "Garden", "Garden", "Barns"]
    assert found.attrs["preamble"][0][0] == "Report of the month"
    assert found.attrs["header_row"] == 2


TWO = (
    "keyword,match type,clicks,cost\nshed,Exact,3,4.50\nbarn,Exact,1,2.50\n\n"
    "search_term,count,clicks\nsheds near me,4,1\nbig barn,2,0\n"
)


def test_a_second_table_is_told_and_read(tmp_path):
    assert table(tmp_path, TWO).attrs["other_tables"] == [5]
    intake = read_files({"": [tmp_path / "t.csv"]}, Ingest())
    assert intake.tables["keywords"]["keyword"].tolist() == ["shed", "barn"]
    assert intake.tables["searches"]["search_term"].tolist() == ["sheds near me", "big barn"]
    assert intake.tables["searches"]["source_row"].tolist() == [6, 7]
    assert intake.files["file"].tolist() == ["t.csv", "t.csv/table at row 5"]


def test_a_second_table_that_nobody_knows_is_told(tmp_path):
    table(tmp_path, TWO.replace("search_term,count,clicks", "device,clicks,conversions"))
    intake = read_files({"": [tmp_path / "t.csv"]}, Ingest())
    assert len(intake.tables["keywords"]) == 2
    assert intake.files["note"].iloc[1].startswith("not read: ")


def test_a_hash_is_a_comment_only_above_the_header(tmp_path):
    text = "# Made by Acme\n# 2026\nName,Email,Total\n#1042,a@example.com,700.00\n#1043,b@example.com,1200.00\n"
    assert table(tmp_path, text)["Name"].tolist() == ["#1042", "#1043"]
    plain = "order,total\n#1,3.50\n#2,4.50\n#3,5.50\n#4,6.50\n"
    assert table(tmp_path, plain).to_numpy().tolist() == [[f"#{i}", f"{i + 2}.50"] for i in range(1, 5)]
