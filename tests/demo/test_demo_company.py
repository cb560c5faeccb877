"""The demo company is what its README says, and the generator writes it again to the byte."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from bench.demo_company.__main__ import demo_files
from bench.demo_company.searching import mistype
from bench.demo_company.world import build_world, stream

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
EXPORTS = DEMO / "exports"


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return demo_files()


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    return pd.read_csv(DEMO / "planted.csv", keep_default_na=False)


def test_the_generator_writes_the_committed_files_again_to_the_byte(written):
    on_disk = {p.relative_to(DEMO).as_posix(): p.read_bytes() for p in sorted(DEMO.rglob("*")) if p.is_file()}
    on_disk.pop("README.md")
    assert sorted(on_disk) == sorted(written)
    assert [name for name in written if written[name] != on_disk[name]] == []


def test_another_seed_writes_another_company_of_the_same_shape(written):
    other = demo_files(seed=7)
    assert {n for n in other if not n.startswith("exports/calls/")} == {
        n for n in written if not n.startswith("exports/calls/")
    }
    assert other["exports/sales.csv"] != written["exports/sales.csv"]


def test_the_exports_fit_a_checkout():
    assert sum(p.stat().st_size for p in EXPORTS.rglob("*") if p.is_file()) < 3_000_000


def test_the_keyword_report_is_utf_16_with_tabs_preamble_totals_and_decoration():
    raw = (EXPORTS / "Search keyword report.csv").read_bytes()
    assert raw[:2] == b"\xff\xfe"
    rows = list(csv.reader(io.StringIO(raw.decode("utf-16")), delimiter="\t"))
    assert rows[0] == ["Search keyword report"]
    assert rows[2][:3] == ["Keyword status", "Keyword", "Match type"]
    keywords = [r for r in rows[3:] if r[0]]
    totals = {r[2]: r for r in rows[3:] if not r[0]}
    assert 600 <= len(keywords) <= 700
    assert {r[2] for r in keywords} == {"Exact match", "Phrase match", "Broad match"}
    assert all(r[1].startswith("[") == (r[2] == "Exact match") for r in keywords)
    cost = rows[2].index("Cost")
    spent = sum(round(float(r[cost].replace(",", "")) * 100) for r in keywords)
    assert spent == round(float(totals["Total: Account"][cost].replace(",", "")) * 100)


def test_search_console_comes_as_a_zip_whose_bytes_do_not_depend_on_the_day():
    (path,) = EXPORTS.glob("https___*.zip")
    with zipfile.ZipFile(path) as bundle:
        assert bundle.namelist() == ["Queries.csv", "Pages.csv", "Filters.csv"]
        assert {entry.date_time[0] for entry in bundle.infolist()} == {2026}
        assert bundle.read("Queries.csv").startswith(b"Top queries,Clicks,Impressions,CTR,Position\n")
        assert len(bundle.read("Queries.csv").splitlines()) > 200


def test_the_catalogue_holds_retired_lines_with_successors_and_parts():
    products = pd.read_csv(EXPORTS / "catalogue.csv", keep_default_na=False)
    assert 170 <= len(products) <= 190
    assert products["product_id"].is_unique
    assert products["title"].is_unique
    assert set(products["status"]) == {"active", "out_of_stock", "retired"}
    retired = products.loc[products["status"] == "retired"]
    assert len(retired) >= 28
    assert (retired["retired_on"] != "").all()
    assert 8 <= (retired["replaced_by"] != "").sum() < len(retired)
    assert set(retired["replaced_by"]) - {""} <= set(products.loc[products["status"] == "active", "product_id"])
    assert (products["category"] == "Accessories").sum() >= 30


def test_leads_become_sales_and_some_stay_unmatched_or_unripe():
    sales = pd.read_csv(EXPORTS / "sales.csv", keep_default_na=False)
    touches = pd.read_csv(EXPORTS / "touchpoints.csv", keep_default_na=False)
    assert sales["sale_id"].is_unique
    assert 890 <= sales["customer_id"].nunique() <= 910
    assert 200 <= (sales["stage"] == "won").sum() <= 240
    assert sales["customer_id"].duplicated().sum() >= 20
    unmatched = ~sales["customer_id"].isin(touches["customer_id"]) & (sales["landing_page"] == "")
    assert 0.15 < unmatched.mean() < 0.27
    june = sales["created_at"].str.startswith("2026-06")
    assert (sales.loc[june, "stage"].isin(["won", "lost"])).mean() < 0.5
    assert touches.groupby("customer_id").size().max() >= 3


def test_money_follows_truth(planted):
    mean = planted.groupby("planted")["leads_per_click"].mean()
    for kind in ("retired_product", "no_current_product", "wrong_product", "spend_without_sales"):
        assert mean[kind] < mean["healthy"] / 10
    assert mean["misaligned_wording"] < mean["healthy"] / 2


def test_every_main_kind_is_planted_often_enough_beside_many_healthy_keywords(planted):
    paid = planted.loc[planted["channel"] == "paid"]
    counts = paid["planted"].str.split(";").explode().value_counts()
    for kind in ("retired_product", "no_current_product", "wrong_product", "misaligned_wording"):
        assert counts[kind] >= 35, kind
    assert counts["healthy"] >= 200
    assert not planted.duplicated(["keyword", "campaign", "match_type", "channel"]).any()


def test_word_overlap_does_not_give_the_answer_away(planted):
    products = pd.read_csv(EXPORTS / "catalogue.csv", keep_default_na=False).set_index("product_id")
    sold = products.loc[products["status"] == "active"]
    words = set(" ".join(sold["title"]).lower().replace(",", "").split())

    def overlap(kind: str) -> float:
        rows = planted.loc[(planted["planted"] == kind) & (planted["channel"] == "paid"), "keyword"]
        return rows.map(lambda k: len(set(k.split()) & words) / len(k.split())).mean()

    assert overlap("wrong_product") > overlap("misaligned_wording")
    misaligned = planted.loc[planted["planted"] == "misaligned_wording"]
    assert misaligned["keyword"].nunique() == len(misaligned) >= 60
    assert misaligned["expected_product"].nunique() >= 15


def test_there_are_150_calls_in_several_formats():
    files = [p for p in (EXPORTS / "calls").iterdir()]
    assert {p.suffix for p in files} == {".vtt", ".srt", ".txt", ".json", ".csv"}
    single = [p for p in files if p.suffix in {".vtt", ".srt", ".txt"}]
    gong = (EXPORTS / "calls" / "gong_calls_transcript.json").read_text().count('"callId"')
    rail = (EXPORTS / "calls" / "callrail_calls.json").read_text().count('"conversational_transcript"')
    listed = pd.read_csv(EXPORTS / "calls" / "Call List-2026.csv", keep_default_na=False)["Transcription"].ne("").sum()
    plain = pd.read_csv(EXPORTS / "calls" / "switchboard.csv")["call_id"].nunique()
    assert len(single) + gong + rail + int(listed) + plain == 150


def test_people_are_invented_numbers_fictional_and_addresses_at_example_com():
    text = "\n".join(p.read_bytes().decode() for p in (EXPORTS / "calls").iterdir())
    phones = re.findall(r"(?:\+44|\b0)\d[\d ]{7,}\d", text)
    assert len(phones) > 100
    for phone in phones:
        digits = re.sub(r"\D", "", phone).removeprefix("44").removeprefix("0")
        assert digits.startswith(("7700900", "2079460")), phone
    assert {a.split("@")[1] for a in re.findall(r"[\w.+-]+@[\w.-]+\w", text)} == {"example.com"}
    districts = re.findall(r"\b[A-Z]{1,2}(\d{1,2}) \d[A-Z]{2}\b", text)
    assert len(districts) > 50
    assert all(70 <= int(d) < 90 for d in districts)  # no such post town
    everything = text + "\n".join(p.read_text("utf-8") for p in EXPORTS.glob("*.csv") if b"\0" not in p.read_bytes())
    assert set(re.findall(r"https?://([\w.-]+)", everything)) <= {"www.ottermead.example", "www.google.com", "otter.ai"}


def test_agents_use_the_agency_wording_and_customers_their_own():
    turns = pd.read_csv(EXPORTS / "calls" / "switchboard.csv")
    jargon = [j for c in build_world(2026).concepts.values() for j in c["jargon"]]
    says = turns["text"].str.lower().map(lambda text: any(j in text for j in jargon))
    assert says[turns["speaker"] == "Agent"].sum() > 10 * says[turns["speaker"] == "Customer"].sum()


def test_three_months_later_the_keywords_are_the_same_and_the_truth_has_moved(written, planted):
    later = demo_files(months_later=3)
    assert "planted_flips.csv" in later
    flips = pd.read_csv(io.BytesIO(later["planted_flips.csv"]), keep_default_na=False)
    now = pd.read_csv(io.BytesIO(later["planted.csv"]), keep_default_na=False)
    key = ["keyword", "campaign", "match_type", "channel"]
    assert now[key].equals(planted[key])
    assert (now["planted"] != planted["planted"]).sum() == len(flips) > 20
    ids = [set(pd.read_csv(io.BytesIO(f["exports/sales.csv"]))["customer_id"]) for f in (written, later)]
    assert not ids[0] & ids[1]


def test_a_typo_changes_a_text_by_little():
    rng = stream(1, "typos")
    for _ in range(200):
        assert abs(len(mistype("garden office", rng)) - len("garden office")) <= 1
