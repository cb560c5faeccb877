"""Every filter, sort, drawer and export, on an invented audit, on the demo's and on one of 100,000 keywords."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_audit import fake_audit

from keyworth.report import audit_reader, labels, render_report
from keyworth.store import Audit

pytestmark = pytest.mark.browser

COLUMNS = ["keyword", "verdict", "spend", "saves", "clicks", "claimed_conversions", "attributed_conversions",
           "attributed_revenue", "product_relevance", "customer_alignment"]  # fmt: skip
SEARCHED = ["keyword", "product_title", "customer_phrase", "suggested_wording"]
ESTIMATE = 0.051  # two significant digits from 20,000 keywords on


@dataclass
class Case:
    """An audit, its keyword rows in the page's order, and its page."""

    audit: Audit
    rows: pd.DataFrame
    path: Path

    def sums(self, rows: pd.DataFrame) -> tuple[int, Any, Any]:
        """Return what the page has to say of some rows: how many, spend, at stake."""
        return len(rows), pytest.approx(rows["spend"].sum(), abs=0.1), pytest.approx(rows["at_stake"].sum(), abs=0.1)


@pytest.fixture(scope="module", params=["invented", "demo", pytest.param("large", marks=pytest.mark.slow)])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    audit = {"invented": lambda: fake_audit(300), "large": lambda: fake_audit(100_000)}.get(
        request.param, lambda: request.getfixturevalue("demo")
    )()
    path = tmp_path_factory.mktemp("table") / "report.html"
    path.write_text(render_report(audit), encoding="utf-8")
    rows = audit.keywords.sort_values("keyword_id")
    whole = rows["full_cost"] if "full_cost" in rows else rows["cost"]
    rows = rows.assign(spend=whole.fillna(rows["cost"]))
    rows["saves"] = audit_reader.keywords(audit)["saves"].to_numpy()
    rows = audit_reader.most_first(rows)
    return Case(audit, rows.reset_index(drop=True), path)


def shown(page: Any) -> tuple[int, float, float]:
    """Return the live count, spend and stake."""
    values = page.eval_on_selector_all("#found data", "all => all.map(d => Number(d.value))")
    return int(values[0]), values[1], values[2]


def options(page: Any, name: str) -> list[str]:
    values: list[str] = page.eval_on_selector_all(f"[name={name}] option", "all => all.map(o => o.value)")
    return [value for value in values if value]


def traced(rows: pd.DataFrame) -> pd.Series:
    return rows["attributed_conversions"].round(3) > 0


def holds(rows: pd.DataFrame, text: str) -> pd.Series:
    found = [rows[name].fillna("").str.lower().str.contains(text, regex=False) for name in SEARCHED]
    return pd.concat(found, axis=1).any(axis=1)


CHOICES: dict[str, Callable[[pd.DataFrame, str], pd.Series]] = {
    "flag": lambda k, v: k["flags"].str.split("; ").map(lambda flags: v in flags),
    "campaign": lambda k, v: k["campaign"].fillna("") == v[1:],
    "match": lambda k, v: k["match_type"].fillna("") == v[1:],
    "spend": lambda k, v: k["spend"] >= float(v),
    "evidence": lambda k, v: {
        "enough": k["verdict"] != "watch",
        "watch": k["verdict"] == "watch",
        "traced": traced(k),
        "none": ~traced(k),
    }[v],
}


@pytest.mark.slow
def test_every_choice_of_every_filter(visit: Any, case: Case) -> None:
    page, rows = visit(case.path).page, case.rows
    assert shown(page) == case.sums(rows)
    for name, wanted in CHOICES.items():
        found = options(page, name)
        assert found, name
        for value in found[:40]:
            page.select_option(f"[name={name}]", value)
            assert shown(page) == case.sums(rows[wanted(rows, value)]), (name, value)
            assert page.evaluate("location.hash").startswith(f"#?{name}="), (name, value)
        page.click("#filters-clear")
    assert set(options(page, "flag")) == {f for flags in rows["flags"] for f in flags.split("; ") if f}
    assert {v[1:] for v in options(page, "campaign")} == set(rows["campaign"].fillna(""))


def test_verdicts_ticks_and_text(visit: Any, case: Case) -> None:
    page, rows = visit(case.path).page, case.rows
    for verdict in ("keep", "fix", "cut", "watch"):
        others = [v for v in ("keep", "fix", "cut", "watch") if v != verdict]
        for other in others:
            page.uncheck(f"[name=verdicts][value={other}]")
        assert shown(page) == case.sums(rows[rows["verdict"] == verdict]), verdict
        page.click("#filters-clear")
    disagrees = (rows["claimed_conversions"] > rows["expected_conversions_high"]).fillna(False)
    flips = ~rows["attribution_stable"].astype(bool)
    for name, wanted in (("disagrees", disagrees), ("flips", flips)):
        page.check(f"[name={name}]")
        assert shown(page) == case.sums(rows[wanted]), name
        page.uncheck(f"[name={name}]")
    for text in ("garden", "GARDEN ", "e", "room 4", "no such keyword anywhere"):
        page.fill("[name=text]", text)
        assert shown(page) == case.sums(rows[holds(rows, text.strip().lower())]), text
    page.fill("[name=text]", "garden")
    page.check("[name=flips]")
    page.select_option("[name=evidence]", "enough")
    assert shown(page) == case.sums(rows[flips & holds(rows, "garden") & (rows["verdict"] != "watch")])
    page.click("#filters-clear")
    assert shown(page) == case.sums(rows)


@pytest.mark.slow
def test_every_column_sorts_both_ways(visit: Any, case: Case) -> None:
    page = visit(case.path).page
    heads = page.locator("#keyword-table thead th")
    assert heads.count() == len(COLUMNS)
    for i, name in enumerate(COLUMNS):
        for _ in range(2):
            heads.nth(i).locator(".dt-column-order").click()
            page.wait_for_timeout(60)
            down = heads.nth(i).get_attribute("aria-sort") == "descending"
            told = page.eval_on_selector_all(
                "#keyword-table tbody tr",
                "(all, i) => all.map(r => (r.cells[i].querySelector('.keyword, .verdict, data, .unknown')))"
                ".map(e => e.tagName === 'DATA' ? Number(e.value) : e.className === 'unknown' ? null : e.textContent)",
                i,
            )
            column = case.rows[name]
            if name in ("keyword", "verdict"):
                wanted = sorted(column.str.lower() if name == "keyword" else column, reverse=down)[: len(told)]
                known = {word: verdict for verdict, word in labels.VERDICT_WORDS.items()}
                assert [v.lower() if name == "keyword" else known[v.strip()] for v in told] == wanted, (name, down)
            else:
                best = np.sort(column.dropna().to_numpy())[:: -1 if down else 1][: len(told)]
                assert told[: len(best)] == pytest.approx(best.tolist(), rel=ESTIMATE, abs=0.006), (name, down)


READ = """async (ids) => {
  const out = {}, dialog = document.querySelector("#evidence");
  const values = (part) => Array.from(part.querySelectorAll("data"), (d) => Number(d.value));
  for (const id of ids) {
    location.hash = `#?keyword=${id}`;
    for (let k = 0; k < 400 && dialog.dataset.of !== String(id); k += 1)
      await new Promise((done) => setTimeout(done, 5));
    const parts = {};
    for (const part of dialog.querySelectorAll(".evidence__part"))
      parts[part.querySelector("h3").textContent] = { values: values(part), text: part.textContent };
    const text = (place) => dialog.querySelector(place).textContent;
    out[id] = { title: text("h2"), why: text(".evidence__why"), parts };
  }
  dialog.close();
  return out;
}"""


@pytest.mark.slow
def test_every_drawer_tells_what_the_audit_holds(visit: Any, case: Case) -> None:
    rows = case.rows if len(case.rows) < 2000 else case.rows.iloc[np.r_[0:20, 500:510, 60_000:60_010]]
    found = visit(case.path).page.evaluate(READ, [int(i) for i in rows["keyword_id"]])
    by_model = audit_reader.by_model(case.audit, set(rows["keyword_id"])).groupby("keyword_id")
    with_evidence = 0
    for row in rows.to_dict("records"):
        told = found[str(row["keyword_id"])]
        assert told["title"] == row["keyword"]
        money = [row["spend"], row["clicks"], row["claimed_conversions"]]
        ends = ("attributed_{}", "expected_{}_low", "expected_{}_high")
        money += [row[end.format(n)] for n in ("conversions", "revenue") for end in ends]
        money.append(row["probability_below_break_even"])
        if row["verdict"] == "watch" and pd.notna(row["clicks_to_settle"]):
            money += [row["clicks_to_settle"], row["cost_to_settle"]]
        wanted = [v for v in money if pd.notna(v)]
        assert told["parts"]["Money"]["values"] == pytest.approx(wanted, rel=ESTIMATE, abs=0.51), row["keyword"]
        if "The row of the source file" not in told["parts"]:
            continue
        with_evidence += 1
        assert f"{row['source_file']}, row {row['source_row']}" in told["parts"]["The row of the source file"]["text"]
        assert (row["reason"] or "") in told["why"]
        credit = told["parts"]["Every way of sharing the credit"]["values"]
        if row["keyword_id"] in by_model.groups:
            own = by_model.get_group(row["keyword_id"])
            wanted = own[["attributed_conversions", "attributed_revenue"]].to_numpy().ravel().tolist()
            assert credit == pytest.approx(wanted, rel=0.01, abs=0.51)
    assert with_evidence >= min(20, len(case.rows))


def test_evidence_for_and_against_and_the_way_to_a_sale(visit: Any, case: Case) -> None:
    sold = case.rows[case.rows["attributed_conversions"] > 0.3].iloc[0]
    parts = visit(case.path).page.evaluate(READ, [int(sold["keyword_id"])])[str(sold["keyword_id"])]["parts"]
    said = parts["Customers’ words"]["text"]
    assert "For: they say" in said
    assert "Against: they say" in said
    path = parts["From keyword to sale"]["text"]
    for word in ("(this keyword)", "enquiry", "sale", "tied by", "the same record"):
        assert word in path
    assert "What built the score" in parts["Products considered"]["text"]


@pytest.mark.slow
def test_state_lives_in_the_address(visit: Any, case: Case) -> None:
    page = visit(case.path).page
    campaign = case.rows["campaign"].mode().iloc[0]
    page.select_option("[name=campaign]", f"={campaign}")
    page.uncheck("[name=verdicts][value=watch]")
    page.locator("#keyword-table thead th").nth(4).locator(".dt-column-order").click()
    page.locator("#keyword-table tbody .keyword").nth(2).click()
    page.wait_for_selector("#evidence[open] .evidence__why")
    again = visit(case.path, page.evaluate("location.hash")).page
    again.wait_for_selector("#evidence[open] .evidence__why")
    assert again.inner_text("#evidence h2") == page.inner_text("#evidence h2")
    for one in (page, again):
        one.keyboard.press("Escape")
    assert shown(again) == shown(page)
    wanted = case.rows[(case.rows["campaign"] == campaign) & (case.rows["verdict"] != "watch")]
    assert shown(again) == case.sums(wanted)
    assert again.inner_text("#keyword-table tbody") == page.inner_text("#keyword-table tbody")
    assert not again.is_checked("[name=verdicts][value=watch]")
    assert again.is_checked("[name=verdicts][value=keep]")


def exported(page: Any) -> list[dict[str, str]]:
    with page.expect_download() as caught:
        page.click("#export")
    text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_export_is_what_is_seen(visit: Any, case: Case) -> None:
    page = visit(case.path, accept_downloads=True).page
    assert len(exported(page)) == len(case.rows)
    page.select_option("[name=evidence]", "enough")
    page.locator("#keyword-table thead th").nth(4).locator(".dt-column-order").click()
    page.wait_for_timeout(60)
    rows = exported(page)
    wanted = case.rows[case.rows["verdict"] != "watch"]
    assert len(rows) == len(wanted)
    clicks = [float(row["clicks"] or 0) for row in rows]
    assert clicks == sorted(clicks, reverse=True)
    assert sum(float(row["spend"] or 0) for row in rows) == pytest.approx(wanted["spend"].sum(), abs=0.1)
    seen = page.locator("#keyword-table tbody .keyword").all_inner_texts()
    assert [row["keyword"].removeprefix("'") for row in rows[: len(seen)]] == seen


def test_export_is_safe(visit: Any, audit: Audit, tmp_path: Path) -> None:
    keywords = audit.keywords.copy()
    keywords.loc[3, "keyword"] = "+loan"
    keywords.loc[4, "keyword"] = '=cmd|"x",=1'
    path = tmp_path / "r.html"
    path.write_text(render_report(replace(audit, keywords=keywords)), encoding="utf-8")
    rows = exported(visit(path, accept_downloads=True).page)
    assert "'+loan" in {row["keyword"] for row in rows}
    assert not [c for row in rows for c in row.values() if c.startswith(("=", "+", "@", "\t"))]
