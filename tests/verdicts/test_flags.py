"""Every rule: its examples, its words, and what it says when something is unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.registry import plugins
from keyworth.settings import Settings
from keyworth.verdicts.describing import describe_flags
from keyworth.verdicts.flagging import raise_flags

FLAGS = plugins("verdicts.flags")
CASES = [(name, facts, expected) for name, rule in FLAGS.items() for facts, expected in rule.EXAMPLES]
REQUIRED = {
    "retired_product", "no_current_product", "wrong_product", "out_of_stock", "misaligned_wording",
    "spend_without_sales", "claim_not_supported", "duplicate_keyword", "other_intent", "brand",
}  # fmt: skip


@pytest.mark.parametrize(("name", "facts", "expected"), CASES)
def test_examples(name: str, facts: dict, expected: bool) -> None:
    assert FLAGS[name].check(pd.DataFrame([facts]), Settings()).tolist() == [expected]


def test_the_contract_names_are_there() -> None:
    assert set(FLAGS) >= REQUIRED


@pytest.mark.parametrize("name", FLAGS)
def test_every_rule_says_why_and_what_to_do(name: str) -> None:
    rule = FLAGS[name]
    assert "Why: " in rule.__doc__
    assert "Do:  " in rule.__doc__
    assert rule.SEVERITY in ("critical", "warning", "notice", "info")
    assert {expected for _, expected in rule.EXAMPLES} == {True, False}
    assert all(set(rule.NEEDS) <= set(facts) for facts, _ in rule.EXAMPLES)
    assert f"`{name}`" in describe_flags()


def test_an_unknown_need_is_never_clear() -> None:
    facts = pd.DataFrame({"keyword_id": [0], "keyword": ["pod"], "keyword_key": ["pod"]})
    found = raise_flags(facts, Settings()).set_index("flag")
    for name, rule in FLAGS.items():
        if set(rule.NEEDS) - {"keyword_key"}:
            assert found.loc[name, "outcome"] == "not_applicable", name
            assert found.loc[name, "reason"].startswith("Not known: ")


def test_a_rule_that_fails_takes_no_other_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def boom(facts, settings):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(FLAGS["retired_product"], "check", boom)
    only = {
        "keyword_id": 0,
        "product_status": "accessory_only",
        "product_title": "case",
        "intent": "",
        "is_brand": False,
    }
    found = raise_flags(pd.DataFrame([only]), Settings()).set_index("flag")
    assert found.loc["retired_product", "outcome"] == "error"
    assert "ZeroDivisionError: oh" in found.loc["retired_product", "reason"]
    assert found.loc["wrong_product", "outcome"] == "raised"


def test_a_rule_can_be_switched_off() -> None:
    facts = pd.DataFrame({"keyword_id": [0], "product_status": ["retired"]})
    assert "brand" not in set(raise_flags(facts, Settings(flags={"off": ["brand"]}))["flag"])


def test_no_rows_give_an_empty_table() -> None:
    assert list(raise_flags(pd.DataFrame({"keyword_id": []}), Settings()).columns) == list(schema.FLAG_OUTCOMES.columns)


def test_a_claim_that_is_too_high_everywhere_alike_is_told_of_the_account_not_of_each_row() -> None:
    from keyworth.verdicts.flags import claim_not_supported

    rows = {"claimed_conversions": [9.0, 18.0, 27.0], "attributed_conversions": [3.0, 6.0, 9.0]}
    facts = pd.DataFrame(
        {**rows, "expected_conversions_high": [4.0, 8.0, 12.0], "expected_conversions": [3.0, 6.0, 9.0]}
    )
    assert claim_not_supported.check(facts, Settings()).tolist() == [False] * 3
    facts.loc[0, "claimed_conversions"] = 40.0
    assert claim_not_supported.check(facts, Settings()).tolist() == [True, False, False]
