"""One ledger of money: every figure of every surface is a sum of it, on the demo and on the companies of the bench."""

from __future__ import annotations

import re
from typing import Any

import pytest

from keyworth.report import audit_reader, render_report
from keyworth.report.decision_lines import months
from keyworth.review.letter import letter
from keyworth.store import Audit

PENNY = 0.011
COMPANIES = ("drainage", "laundry", "smallholding")


@pytest.fixture(scope="module", params=["demo", *(pytest.param(name, marks=pytest.mark.slow) for name in COMPANIES)])
def audited(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    if request.param == "demo":
        return request.getfixturevalue("demo")
    from bench.companies.write import write_company
    from keyworth.audit import audit_keywords
    from keyworth.settings import read_settings

    folder = tmp_path_factory.mktemp(request.param)
    write_company(request.param, folder)
    return audit_keywords([folder / "exports"], read_settings(folder / "keyworth.toml"))


def entries(audit: Audit, side: str, *parts: str, figure: str = "amount", channel: str | None = None) -> float:
    rows = audit.tables["money_ledger"]
    rows = rows[rows["side"].eq(side) & (rows["part"].isin(parts) if parts else True)]
    return float((rows if channel is None else rows[rows["channel"].eq(channel)])[figure].sum())


TIED = ("visible", "brand")
FEES = ("agency_fee", "content_cost")


def test_spend_is_the_ledgers_everywhere(audited: Audit) -> None:
    rows, head, channels = audited.keywords, audited.summary["headline"], audited.tables["channels"]
    clicks = entries(audited, "spend", *TIED)
    near = pytest.approx(clicks, abs=PENNY)
    assert (head["cost"], rows["cost"].sum(), channels["cost"].sum()) == (near, near, near)
    ledger = audited.tables["money_ledger"]
    on_rows = ledger[ledger["part"].isin(FEES) & ledger["channel"].ne("")]["amount"].sum()
    fees = pytest.approx(on_rows, abs=PENNY)
    assert (rows["spread_cost"].sum(), channels["spread_cost"].sum()) == (fees, fees)
    whole = sum(found["cost"] for found in audited.summary["by_verdict"].values())
    assert (head["full_cost"], whole) == (pytest.approx(clicks + on_rows, abs=0.05),) * 2


def test_what_is_traced_to_keywords_is_the_ledgers_everywhere(audited: Audit) -> None:
    rows, head, tables = audited.keywords, audited.summary["headline"], audited.tables
    base = audited.summary["settings"]["money"]["attribution_model"]
    totals = tables["totals"].groupby("by")
    models = tables["models"][tables["models"]["attribution_model"].eq(base) & tables["models"]["to_keyword"]]
    by_model = tables["money_by_model"][tables["money_by_model"]["attribution_model"].eq(base)]
    for figure, entry, column in (("revenue", "amount", "revenue"), ("conversions", "sales", "conversions")):
        name = f"attributed_{figure}"
        sums = [head[name], rows[name].sum(), *totals[name].sum(), models[column].sum(), by_model[name].sum()]
        assert sums == pytest.approx([entries(audited, "revenue", *TIED, figure=entry)] * len(sums), abs=0.05), name
    leads = entries(audited, "revenue", *TIED, figure="leads")
    assert [head["leads"], rows["leads"].sum()] == pytest.approx([leads] * 2, abs=0.05)


def test_every_sale_and_its_pounds_are_in_one_part_and_one_channel(audited: Audit) -> None:
    tables = audited.tables
    won = tables["links"][tables["links"]["stage"].eq("won")]
    flow, channels, kpis = tables["money_flow"], tables["channels"], tables["kpis"]
    stage = tables["funnel"][tables["funnel"]["stage"].eq("won") & tables["funnel"]["product"].eq("")]
    whole, again = entries(audited, "revenue"), entries(audited, "revenue", "existing")
    sums = [
        won["amount"].sum(), flow.loc[flow["side"].eq("revenue"), "amount"].sum(),
        channels["traced_revenue"].sum() + again, kpis.loc[kpis["by"].eq("all"), "revenue"].sum(),
        stage.loc[stage["channel"].eq(""), "value"].sum(), kpis.loc[kpis["by"].eq("channel"), "revenue"].sum(),
        stage.loc[stage["channel"].ne(""), "value"].sum(),
    ]  # fmt: skip
    assert sums == pytest.approx([whole] * len(sums), abs=0.05)
    sales = entries(audited, "revenue", figure="sales")
    counts = [
        channels["traced_conversions"].sum(), kpis.loc[kpis["by"].eq("all"), "won"].sum(),
        kpis.loc[kpis["by"].eq("channel"), "won"].sum(), stage.loc[stage["channel"].eq(""), "count"].sum(),
        stage.loc[stage["channel"].ne(""), "count"].sum(),
    ]  # fmt: skip
    assert counts == pytest.approx([sales] * len(counts), abs=1e-6)
    for channel, part in stage[stage["channel"].ne("")].groupby("channel"):
        own = entries(audited, "revenue", figure="sales", channel=str(channel))
        assert part["count"].sum() == pytest.approx(own, abs=1e-6), channel
    for figure, entry in (("traced_revenue", "amount"), ("traced_conversions", "sales")):
        loose = channels.loc[channels["channel"].eq("unmatched"), figure].sum()
        assert loose == pytest.approx(entries(audited, "revenue", "unmatched", figure=entry), abs=PENNY)


def test_the_page_and_the_letter_say_the_same(audited: Audit) -> None:
    page = render_report(audited)
    told = audit_reader.figures_of(audited)
    unmatched = entries(audited, "revenue", "unmatched")
    row = re.search(r'<th scope="row">Not tied to any visit</th>.*?</tr>', page, re.S)
    assert row if unmatched else not row
    if row:
        values = [float(v) for v in re.findall(r'<data value="([^"]+)"', row.group(0))]
        assert any(v == pytest.approx(unmatched, abs=PENNY) for v in values)
    moved = sum(audited.summary["by_verdict"][v]["at_stake"] for v in ("cut", "fix"))
    first = page[page.index('id="first-screen"') : page.index('id="money"')]
    rows = audit_reader.keywords(audited)
    mended = rows.loc[rows["verdict"] == "fix", "spend"].sum() / months(rows)
    assert told.money(mended) in first
    assert told.estimate(entries(audited, "revenue", *TIED)) in first
    rows = audited.keywords
    decided = rows.assign(decided_verdict=rows["verdict"], decision_reason="", decided_by="Ann")
    text = letter(decided, audited.tables["claim_ledger"], audited.summary, form="txt")
    assert told.money(moved) in text


def test_no_channel_is_named_twice_and_none_is_unknown_where_a_keyword_is_known(audited: Audit) -> None:
    channels = audited.tables["channels"]
    assert channels["channel"].is_unique
    ledger = audited.tables["money_ledger"]
    tied = ledger[ledger["side"].eq("revenue") & ledger["part"].isin(TIED) & ledger["leads"].gt(0)]
    assert set(tied["channel"]) <= {"paid_search", "organic_search"}
