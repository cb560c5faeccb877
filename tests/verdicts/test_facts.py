"""Facts: one row a keyword, everything joined, and why something is not known."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.settings import Settings
from keyworth.verdicts import Evidence
from keyworth.verdicts.deciding import decide
from keyworth.verdicts.facts import NOT_KNOWABLE, gather_facts
from keyworth.verdicts.flagging import raise_flags
from keyworth.verdicts.keyword_table import finish


def tables(**changes: dict) -> tuple[Evidence, pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return small inputs of two keywords, one of which relevance and money know nothing about."""
    rows = {
        "keyword_id": [0, 1], "keyword": ["garden office", "unknown thing"],
        "keyword_key": ["garden office", "unknown thing"], "cost": [100.0, 50.0], "clicks": [40.0, 20.0],
        "channel": "paid", "period_start": "2025-01-01", "period_end": "2025-04-10", "spread_cost": [20.0, 0.0],
        "sales_knowable": True, "sales_supplied": True,
    }  # fmt: skip
    relevance = {
        "keyword_key": ["garden office"], "applicable": [True], "product_relevance": [0.2],
        "product_status": ["retired"], "retired_title": ["Glade 200"], "retired_on": ["2025-03-02"],
    }  # fmt: skip
    alignment = {"keyword_key": ["garden office"], "customer_alignment": [0.9], "suggested_wording": ["garden room"]}
    money = {"keyword_id": [0], "probability_below_break_even": [0.4], "attributed_conversions": [1.0]}
    made = {
        name: schema.conform(pd.DataFrame({**data, **changes.get(name, {})}), table)
        for name, data, table in (
            ("rows", rows, schema.EVIDENCE), ("relevance", relevance, schema.RELEVANCE),
            ("alignment", alignment, schema.ALIGNMENT), ("money", money, schema.MONEY),
            ("catalogue", {"title": ["Ashdown"]}, schema.CATALOGUE),
        )
    }  # fmt: skip
    rest = schema.empty(schema.CREDITS), schema.empty(schema.COUNTED_SALES)
    evidence = Evidence(made["rows"], made["catalogue"], *rest)
    return evidence, made["relevance"], made["alignment"], made["money"], schema.empty(schema.MONEY_BY_MODEL)


def test_one_row_a_keyword_with_every_canonical_column() -> None:
    facts = gather_facts(*tables(), Settings())
    assert facts["keyword_id"].tolist() == [0, 1]
    for table in (schema.KEYWORDS, schema.ALIGNMENT):
        assert set(table.columns) <= set(facts.columns)
    assert set(schema.RELEVANCE.columns) - {"reason"} <= set(facts.columns)


def test_fees_are_part_of_the_cost_and_the_period_splits_it() -> None:
    facts = gather_facts(*tables(), Settings())
    assert facts["full_cost"].tolist() == [120.0, 50.0]
    assert facts["spent_since_retired"].iloc[0] == pytest.approx(120 * 40 / 100)  # 40 of the period's 100 days
    assert pd.isna(facts["spent_since_retired"].iloc[1])


def test_what_is_not_known_says_why() -> None:
    facts = gather_facts(*tables(), Settings())
    assert facts["catalogue_unknown"].tolist() == ["", "the relevance model gave no answer"]
    assert facts["money_unknown"].tolist() == ["", "what it brought could not be estimated"]
    facts = gather_facts(*tables(rows={"sales_knowable": False}), Settings())
    assert facts["money_unknown"].iloc[0] == NOT_KNOWABLE


def test_nothing_but_keywords_gives_no_cut_and_says_so() -> None:
    rows = tables(rows={"sales_supplied": False, "sales_knowable": False})[0].rows
    none = [schema.empty(t) for t in (schema.RELEVANCE, schema.ALIGNMENT, schema.MONEY, schema.MONEY_BY_MODEL)]
    given = Evidence(rows, *(schema.empty(t) for t in (schema.CATALOGUE, schema.CREDITS, schema.COUNTED_SALES)))
    facts = gather_facts(given, *none, Settings())
    flags = raise_flags(facts, Settings())
    verdicts = decide(facts, flags, None, Settings())
    assert set(verdicts["verdict"]) == {"watch"}
    assert "No catalogue was supplied" in verdicts["why_product"].iloc[0]
    assert "no sales were supplied" in verdicts["why_money"].iloc[0]
    assert list(finish(facts, flags, verdicts).columns) == list(schema.KEYWORD_FINDINGS.columns)


def test_finished_rows_keep_the_agencys_order_and_names_once() -> None:
    facts = gather_facts(*tables(), Settings())
    flags = raise_flags(facts, Settings())
    out = finish(facts, flags, decide(facts, flags, None, Settings()))
    assert out["keyword"].tolist() == ["garden office", "unknown thing"]
    assert out.columns.is_unique
    assert "retired_product" in out["flags"].iloc[0].split("; ")
    assert out["customer_phrase"].iloc[1] == ""
    assert pd.isna(out["product_relevance"].iloc[1])
    reason = flags.set_index(["flag", "keyword_id"]).loc[("retired_product", 0), "reason"]
    assert reason == "“Glade 200” is retired since 2 March 2025, with no successor listed; £48 spent since."
