"""What `keyworth check` says of files, and what it writes."""

from __future__ import annotations

import io

import pandas as pd
import pytest
import xlsxwriter

from keyworth import check as checking
from keyworth.check import check_files
from keyworth.errors import UnusableFile, UnusableSettings
from keyworth.ingest import read_files
from keyworth.settings import Ingest, Settings, read_settings

DEALS = (
    "Record ID,Deal Name,Deal Stage,Amount,Deal Owner,Associated Contact IDs,Create Date\n"
    "1,a,Plan taken up,100,Jo,5,03/25/2026\n2,b,Went elsewhere,,Jo,6,04/02/2026\n3,c,Went elsewhere,,Jo,7,\n"
)
KEYWORDS = "keyword,clicks,cost,colour\ngarden room,3,£2.50,red\n+loan,1,£1.00,blue\n"


def given(tmp_path, **files):
    paths = []
    for name, data in files.items():
        paths.append(tmp_path / name.replace("__", "."))
        paths[-1].write_bytes(data.encode() if isinstance(data, str) else data)
    return paths


def workbook(**sheets):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                sheet.write(i, j, cell)
    book.close()
    return out.getvalue()


def test_good_files_are_told_beside_a_bad_one(tmp_path):
    found = check_files([*given(tmp_path, a__csv=KEYWORDS), tmp_path / "none.csv"])
    assert "a.csv: plain table of keywords" in str(found)
    assert "columns used: keyword → keyword; clicks → clicks; cost → cost" in str(found)
    assert "columns not used: colour" in str(found)
    assert "none.csv does not exist" in str(found)
    assert found.to_dict()["faults"][0]["subject"].endswith("none.csv does not exist")


def test_stages_in_the_companys_words(tmp_path):
    paths = given(tmp_path, deals__csv=DEALS)
    text = str(check_files(paths))
    assert "Went elsewhere → lost, 2" in text
    assert "Plan taken up → opportunity, 1" in text
    assert "NO STAGE COUNTS AS WON" in text
    own = Settings(ingest={"stages": {"plan taken up": "won", "Went elsewhere": "lost"}})
    found = check_files(paths, own)
    assert "Plan taken up → won, 1" in str(found)
    assert "Went elsewhere → lost, 2" in str(found)
    assert "NO STAGE" not in str(found)
    assert found.intake.tables["sales"]["stage"].tolist() == ["won", "lost", "lost"]


@pytest.mark.parametrize(
    ("text", "settings", "currency", "how"),
    [
        ("keyword,cost\na,£1.50\n", {}, "GBP", "seen in the cells of 'cost'"),
        (
            "keyword,cost (eur)\na,1.50\n",
            {"formats": {"plain_keywords": {"cost (eur)": "cost"}}},
            "EUR",
            "stated in the header 'cost (eur)'",
        ),
        ("keyword,cost,currency\na,1.50,EUR\n", {}, "EUR", "stated in the column 'currency'"),
        ("keyword,cost (GBP)\na,1.50\n", {}, "GBP", "stated in the header 'cost (GBP)'"),
        ("keyword,cost\na,1.50\n", {}, "GBP", "assumed"),
        ("keyword,cost\na,1.50\n", {"currency": "SEK"}, "SEK", "set in keyworth.toml"),
    ],
)
def test_how_the_currency_was_settled(tmp_path, text, settings, currency, how):
    told = str(check_files(given(tmp_path, a__csv=text), Settings(ingest=settings)))
    assert f"currency {currency}: {how}" in told


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["03/25/2026", "04/02/2026"], "month first: seen 03/25/2026 (row 2, 'created_at')"),
        (["25/03/2026", "02/04/2026"], "day first: seen 25/03/2026 (row 2, 'created_at')"),
        (["03/04/2026", "02/04/2026"], "day first: assumed"),
        (["2026-04-03", "2026-04-02"], "year first, or named months: seen"),
    ],
)
def test_how_days_and_months_were_settled(tmp_path, days, told):
    rows = "".join(f"won,{i},{day}\n" for i, day in enumerate(days))
    assert f"days and months are read {told}" in str(
        check_files(given(tmp_path, a__csv="stage,sale_id,created_at\n" + rows))
    )


def test_how_the_time_zone_was_settled(tmp_path):
    rows = "stage,sale_id,created_at\nwon,1,2026-04-03 10:00{}\n"
    told = check_files(given(tmp_path, a__csv=rows.format(""), b__csv=rows.format(" +0200"))).to_dict()["files"]
    assert [f["settled"]["time_zone"]["how"] for f in told] == ["assumed", "stated"]


def test_tables_are_written_in_canonical_columns(tmp_path):
    calls = "call_id,speaker,text\nc1,agent,Hello\nc1,customer,I am on 07700 900123 about a shed\n"
    paths = given(tmp_path, a__csv=KEYWORDS, deals__csv=DEALS, calls__csv=calls)
    found = check_files(paths)
    checking.write_tables(found, tmp_path / "out", paths)
    names = [
        "calls",
        "catalogue",
        "claims",
        "keywords",
        "negatives_on_file",
        "pages",
        "sales",
        "searches",
        "spend",
        "touchpoints",
    ]
    assert sorted(p.stem for p in (tmp_path / "out").iterdir()) == names
    table = pd.read_csv(tmp_path / "out" / "keywords.csv")
    assert table["keyword"].tolist() == ["garden room", "loan"]
    assert table["cost"].tolist() == [2.5, 1.0]
    assert "07700 900123" not in (tmp_path / "out" / "calls.csv").read_text()
    assert "about a shed" in (tmp_path / "out" / "calls.csv").read_text()
    checking.write_tables(found, tmp_path / "out", paths)  # again, over its own
    kinds = {kind: [tmp_path / "out" / f"{kind}.csv"] for kind in ("keywords", "sales", "calls")}
    again = read_files(kinds, Ingest()).tables
    assert [len(again[kind]) for kind in kinds] == [2, 3, 2]


def test_tables_are_not_written_over_anything_else(tmp_path):
    paths = given(tmp_path, keywords__csv=KEYWORDS)
    with pytest.raises(UnusableFile, match=r"keywords\.csv"):
        checking.write_tables(check_files(paths), tmp_path, paths)
    assert (tmp_path / "keywords.csv").read_text() == KEYWORDS


def test_formulas_are_guarded(tmp_path):
    paths = given(tmp_path, s__csv="search_term,count\n=1+1,3\nshed,2\n")
    checking.write_tables(check_files(paths), tmp_path / "out")
    assert "'=1+1" in (tmp_path / "out" / "searches.csv").read_text()


def test_settings_are_written_and_can_be_read(tmp_path):
    odd = DEALS.replace("Went elsewhere", 'Went "else" \\ é')
    odd = odd.replace('Went "else" \\ é', '"Went ""else"" \\ é"')
    found = check_files(given(tmp_path, deals__csv=odd, a__csv=KEYWORDS), Settings(money={"margin": 0.3}))
    path = tmp_path / "keyworth.toml"
    checking.write_settings(found, path)
    text = path.read_text()
    written = read_settings(path)
    assert written.ingest.stages == {"Plan taken up": "opportunity", 'Went "else" \\ é': "opportunity"}
    assert written.money.margin == 0.3
    assert written.ingest.day_first is False
    assert "# agency_fee = 0.0" in text
    with pytest.raises(UnusableSettings, match="there already"):
        checking.write_settings(found, path)


def test_a_mapping_makes_a_file_recognised(tmp_path):
    paths = given(tmp_path, a__csv="Wort;Geld\nbüro;1,50\nlager;2,00\n")
    assert check_files(paths).faults
    mapped = Settings(ingest={"formats": {"plain_keywords": {"Wort": "keyword", "Geld": "cost"}}})
    table = check_files(paths, mapped).intake.tables["keywords"]
    assert table[["keyword", "cost"]].to_numpy().tolist() == [["büro", 1.5], ["lager", 2.0]]
    # A mapping of several exports at once counts where the file has what its format needs.
    more = Settings(ingest={"formats": {"plain_keywords": {"Wort": "keyword", "Mot": "keyword", "Geld": "cost"}}})
    assert len(check_files(paths, more).intake.tables["keywords"]) == 2


def test_mappings_are_checked(tmp_path):
    wrong = Settings(ingest={"formats": {"plain_keyword": {"a": "keyword"}, "plain_sales": {"b": "colour"}}})
    with pytest.raises(UnusableSettings) as fault:
        check_files(given(tmp_path, a__csv=KEYWORDS), wrong)
    assert "did you mean 'plain_keywords'?" in str(fault.value)
    assert "there is no column 'colour'" in str(fault.value)


def test_settings_of_ingest_are_checked(tmp_path):
    path = tmp_path / "keyworth.toml"
    path.write_text('[ingest]\ntime_zone = "Europe/Londn"\n[ingest.stages]\n"Done" = "finished"\n')
    with pytest.raises(UnusableSettings) as fault:
        read_settings(path)
    assert "'Europe/Londn' is not a time zone" in str(fault.value)
    assert "ingest.stages.Done" in str(fault.value)


# -- one bad part


def report(bad, column, rows=100):
    """Return a keyword report of many rows, one cell of which is not what it should be."""
    lines = ["keyword,impressions,clicks,cost,position"]
    for i in range(rows):
        cells = {"keyword": f"shed {i}", "impressions": 100, "clicks": 10, "cost": "5.50", "position": "3.1"}
        lines.append(",".join(str(v) for v in ({**cells, column: bad} if i == 40 else cells).values()))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("column", ["impressions", "position"])
def test_a_bad_cell_beside_the_sums_is_unknown(tmp_path, column):
    intake = read_files({"": given(tmp_path, a__csv=report("oops", column))}, Ingest())
    table = intake.tables["keywords"]
    assert (len(table), int(table[column].isna().sum())) == (100, 1)
    assert f"row 42, '{column}': 'oops' is not a number" in intake.files["note"].iloc[0]


@pytest.mark.parametrize("column", ["clicks", "cost"])
def test_a_bad_cell_of_a_sum_sets_its_row_aside(tmp_path, column):
    intake = read_files({"": given(tmp_path, a__csv=report("oops", column))}, Ingest())
    assert len(intake.tables["keywords"]) == 99
    aside = intake.set_aside.iloc[0]
    assert (aside["source_row"], aside["reason"]) == (42, f"'{column}': 'oops' is not a number")


def test_too_many_bad_cells_refuse_the_file(tmp_path):
    with pytest.raises(UnusableFile, match="row 42"):
        read_files({"": given(tmp_path, a__csv=report("oops", "cost", rows=45))}, Ingest())


def test_a_row_that_holds_much_of_the_spend_is_not_set_aside(tmp_path):
    text = report("oops", "clicks").replace("shed 40,100,oops,5.50", "shed 40,100,oops,5000.00")
    with pytest.raises(UnusableFile, match=r"hold 5,000\.00 of 5,544\.50 spent: row 42"):
        read_files({"": given(tmp_path, a__csv=text)}, Ingest())


def test_good_sheets_are_read_and_the_others_told(tmp_path):
    book = workbook(
        Cover=[["", "Acme"], ["", "September"]],
        Keywords=[["Keyword", "Clicks", "Cost"], ["shed", 3, 4.5], ["barn", 1, 2.5]],
        Damaged=[["Keyword", "Cost"], ["gate", "x1"]],
    )
    intake = read_files({"": given(tmp_path, a__xlsx=book)}, Ingest())
    assert intake.tables["keywords"]["keyword"].tolist() == ["shed", "barn"]
    notes = dict(zip(intake.files["file"], intake.files["note"], strict=True))
    assert "not read" in notes["a.xlsx/Cover"]
    assert "'x1' is not a number" in notes["a.xlsx/Damaged"]


def test_good_files_of_a_folder_are_read_and_the_others_told(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    given(folder, a__csv=KEYWORDS, b__csv="", c__zip=b"PK\x03\x04 cut", d__csv="keyword,cost\na,x1\n")
    intake = read_files({"": [folder]}, Ingest())
    assert len(intake.tables["keywords"]) == 2
    told = intake.files[intake.files["format"] == ""]
    assert told["file"].tolist() == ["exports/b.csv", "exports/c.zip", "exports/d.csv"]
    assert told["note"].str.startswith("not read: ").all()
    with pytest.raises(UnusableFile):
        read_files({"": [folder / "b.csv", folder / "a.csv"]}, Ingest())


def test_pence_of_rounding_are_told_as_that_and_a_cut_nought_by_its_cause(tmp_path):
    head = "Keyword report\n1 May 2026 - 31 May 2026\nKeyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n"
    rows = "a,Exact match,C,GBP,100,5,10.33\nb,Exact match,C,GBP,100,5,10.33\n"
    paths = given(tmp_path, a__csv=head + rows + "Total: Account,,,,200,10,20.67\n")
    assert "its total row says 20.67, as each row is rounded" in str(check_files(paths))
    paths = given(tmp_path, b__csv=head + rows.replace(",100,", ',"1,29",') + 'c,Exact match,C,GBP,"2,250",5,1.00\n')
    assert "'1,29' is not a number in this file's format (1,204.50): a spreadsheet turns 1,290 into this" in str(
        check_files(paths)
    )
