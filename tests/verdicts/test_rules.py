"""The truth table, row by row, and the laws that hold whatever the facts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from handmade_facts import (
    ACCESSORY,
    HEALTHY,
    JOBS,
    LOSES,
    NONE,
    OPEN,
    OTHER,
    RETIRED,
    UNSAID,
    decided,
    facts_of,
)  # fmt: skip
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from keyworth import schema
from keyworth.settings import Settings
from keyworth.verdicts.deciding import decide
from keyworth.verdicts.flagging import raise_flags
from keyworth.verdicts.rules import controlled

UNKNOWN = float("nan")
NO_LANGUAGE = {
    "customer_alignment": UNKNOWN,
    "own_count": UNKNOWN,
    "asked_count": UNKNOWN,
    "language_unknown": "no calls were supplied",
}
NO_CATALOGUE = {"product_status": "", "product_relevance": UNKNOWN, "catalogue_unknown": "no catalogue was supplied"}
NO_MONEY = {"attributed_conversions": UNKNOWN, "probability_below_break_even": UNKNOWN, "wrong_cut_risk": UNKNOWN}
FREE = {"cost": 0.0, "full_cost": 0.0, "probability_below_break_even": 0.0, "attributed_conversions": 0.0}
EARNS = {"attributed_conversions": 0.2}
SAID = {"customer_alignment": 0.9}
ADS_ONLY = {"customer_alignment": 0.01, "bought_searches": 900.0, "asked_count": 1.0}
NOBODY_HEARD = {"customer_alignment": 0.01, "asked_count": UNKNOWN}
OUT = {"product_status": "out_of_stock"}
UNCLEAR = {"product_status": "unclear", "product_relevance": 0.4}
BRAND = {"is_brand": True}
REPEAT = {"duplicate_of": 7, "duplicate_rows": 2, "duplicate_wording": "garden offices"}

TABLE = [
    # catalogue, customers, money, verdict, rule
    ({}, {}, {}, "keep", "proven"),
    ({}, {}, EARNS, "keep", "earns"),
    ({}, {}, LOSES, "fix", "loses"),
    ({}, {}, OPEN, "watch", "watch"),
    ({}, {}, NO_MONEY, "watch", "watch"),
    ({}, {}, FREE, "keep", "free"),
    (UNCLEAR, {}, OPEN, "watch", "unclear"),
    (UNCLEAR, UNSAID, OPEN, "watch", "unclear"),
    (UNCLEAR, OTHER, OPEN, "watch", "unclear"),
    (UNCLEAR, {}, FREE, "watch", "unclear"),
    (UNCLEAR, UNSAID, LOSES, "fix", "loses"),
    (UNCLEAR, UNSAID, {}, "keep", "proven"),
    (UNCLEAR, {}, {**EARNS}, "keep", "earns"),
    ({**UNCLEAR, **BRAND}, {}, OPEN, "keep", "brand"),
    ({**UNCLEAR, **JOBS}, {}, OPEN, "fix", "other_intent"),
    ({}, OTHER, {}, "keep", "proven"),
    ({}, OTHER, EARNS, "fix", "misaligned"),
    ({}, OTHER, LOSES, "fix", "misaligned"),
    ({}, OTHER, OPEN, "fix", "misaligned"),
    ({}, UNSAID, OPEN, "watch", "watch"),
    ({}, UNSAID, LOSES, "fix", "loses"),
    ({}, NO_LANGUAGE, LOSES, "fix", "loses"),
    (OUT, {}, {}, "fix", "out_of_stock"),
    (OUT, UNSAID, LOSES, "fix", "out_of_stock"),
    (RETIRED, {}, LOSES, "fix", "retired"),
    (RETIRED, {}, {}, "fix", "retired"),
    (RETIRED, UNSAID, LOSES, "cut", "cut"),
    (RETIRED, UNSAID, OPEN, "fix", "retired"),
    (RETIRED, UNSAID, NO_MONEY, "fix", "retired"),
    (RETIRED, NO_LANGUAGE, LOSES, "fix", "retired"),
    (ACCESSORY, {}, LOSES, "fix", "accessory"),
    (ACCESSORY, UNSAID, LOSES, "cut", "cut"),
    (ACCESSORY, UNSAID, OPEN, "fix", "accessory"),
    (ACCESSORY, UNSAID, {}, "keep", "proven"),
    (ACCESSORY, UNSAID, EARNS, "fix", "accessory"),
    (NONE, ADS_ONLY, LOSES, "cut", "cut"),
    (NONE, NOBODY_HEARD, LOSES, "fix", "loses_off_catalogue"),
    (NONE, {**NOBODY_HEARD, **SAID}, LOSES, "fix", "unserved_demand"),
    (NONE, OTHER, LOSES, "fix", "reword"),
    (NONE, OTHER, OPEN, "watch", "watch"),
    (NONE, {}, LOSES, "fix", "unserved_demand"),
    (NONE, UNSAID, LOSES, "cut", "cut"),
    (NONE, UNSAID, OPEN, "watch", "watch"),
    (NONE, UNSAID, FREE, "watch", "watch"),
    (NONE, UNSAID, {}, "keep", "proven"),
    (NONE, UNSAID, NO_MONEY, "watch", "watch"),
    (NONE, NO_LANGUAGE, LOSES, "fix", "loses_off_catalogue"),
    (NO_CATALOGUE, UNSAID, LOSES, "fix", "loses_unexplained"),
    (NO_CATALOGUE, UNSAID, OPEN, "watch", "watch"),
    (NO_CATALOGUE, {}, {}, "keep", "proven"),
    ({}, JOBS, LOSES, "cut", "cut_intent"),
    ({}, JOBS, OPEN, "fix", "other_intent"),
    ({}, JOBS, {}, "fix", "other_intent"),
    (RETIRED, JOBS, OPEN, "fix", "other_intent"),
    (NO_CATALOGUE, JOBS, LOSES, "fix", "other_intent"),
    (NONE, {**UNSAID, **BRAND}, LOSES, "keep", "brand"),
    (RETIRED, BRAND, LOSES, "fix", "brand_retired"),
    ({}, {**JOBS, **BRAND}, LOSES, "fix", "brand_intent"),
    ({}, REPEAT, {}, "fix", "duplicate"),
    (NONE, {**UNSAID, **REPEAT}, LOSES, "cut", "cut"),
]


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    return decided(*({**catalogue, **customers, **money} for catalogue, customers, money, _, _ in TABLE))


@pytest.mark.parametrize("row", range(len(TABLE)))
def test_truth_table(judged: pd.DataFrame, row: int) -> None:
    found = judged.iloc[row]
    assert (found["verdict"], found["rule"]) == TABLE[row][3:]
    assert found["reason"].endswith(".")
    assert "nan" not in found["reason"].lower()


def test_organic_keywords_are_told_what_pages_can_do() -> None:
    organic = {"channel": "organic"}
    found = decided({**NONE, **UNSAID, **LOSES, **organic}, {**JOBS, **OPEN, **organic}, {**OTHER, **OPEN, **organic})
    assert found["verdict"].tolist() == ["cut", "fix", "fix"]
    told = found["reason"].tolist()
    assert told[0] == "Stop the work on it."
    assert told[1] == "Answer it on a page that helps, and expect no sale of it."
    assert told[2] == "Write of “garden room” instead."


def test_the_reason_holds_the_evidence_and_its_figures() -> None:
    cut = decided({**NONE, **UNSAID, **LOSES}).iloc[0]
    assert cut[["reason", "why_product", "why_customers", "why_money"]].tolist() == [
        "Stop it.",
        "Nothing on sale answers it.",
        "No customer of yours asked for it.",
        "£412 for 230 clicks, no sale traced. Loses money: almost certain (97 in 100).",
    ]
    settle = {**OPEN, "clicks_to_settle": 120.0, "cost_to_settle": 240.0}
    assert decided(settle)["reason"].iloc[0] == (
        "Not enough evidence yet: about 120 more clicks (£240) would settle it."
    )


def test_a_faint_likeness_is_not_called_an_answer() -> None:
    faint = {"product_relevance": 0.42, "product_status": "unclear"}
    found = decided({**LOSES, **faint}, {**OTHER, **OPEN, **faint}, {**BRAND, **faint})
    told, product = found["reason"].tolist(), found["why_product"].tolist()
    assert told[0] == "See whether anything you sell answers it: mend its page and offer, or stop it."
    assert told[1] == "A person must say whether anything on sale answers it."
    assert product == [
        "The catalogue does not settle it. The nearest is “Ashdown 300”.",
        "The catalogue does not settle it. The nearest is “Ashdown 300”.",
        "",
    ], "a name asks for no one product"


def test_two_kinds_of_evidence_never_cut() -> None:
    everything = {**NONE, **UNSAID, **LOSES}
    assert decided(everything).iloc[0]["verdict"] == "cut"
    for healthy in (NONE, UNSAID, LOSES):
        two = {**everything, **{name: HEALTHY[name] for name in healthy}}
        assert decided(two).iloc[0]["verdict"] != "cut"


def test_what_has_paid_for_itself_is_not_cut_because_keywords_like_it_have_not() -> None:
    paid = {**NONE, **UNSAID, **LOSES, "attributed_conversions": 0.9, "margin": 0.14}
    assert decided({**paid, "revenue_high_model": 412 / 0.14 - 1}).iloc[0]["verdict"] == "cut"
    back = decided({**paid, "revenue_high_model": 412 / 0.14 + 1}).iloc[0]
    assert back["verdict"] == "watch"
    assert "paid for itself" in back["why_money"]


def test_sales_that_cannot_be_told_never_cut() -> None:
    assert decided({**NONE, **UNSAID, **LOSES, "sales_knowable": False}).iloc[0]["verdict"] == "watch"


@pytest.mark.parametrize("flag", ["no_current_product", "retired_product", "wrong_product"])
def test_a_rule_switched_off_says_nothing_for_a_cut(flag: str) -> None:
    of = {"no_current_product": NONE, "retired_product": RETIRED, "wrong_product": ACCESSORY}[flag]
    found = decided({**of, **UNSAID, **LOSES}, settings=Settings(flags={"off": [flag]}))
    assert found.iloc[0]["verdict"] == "fix"


def test_the_cut_list_keeps_its_share_of_wrong_cuts() -> None:
    rows = [{**NONE, **UNSAID, **LOSES, "wrong_cut_risk": r} for r in (0.01, 0.05, 0.09, 0.3, 0.5)]
    found = decided(*rows)
    assert found["verdict"].tolist() == ["cut", "cut", "cut", "watch", "watch"]
    assert "more of the cuts might be wrong" in found["reason"].iloc[3]


risks = st.lists(st.one_of(st.floats(0, 1), st.just(UNKNOWN)), min_size=1, max_size=30)


@limits(deadline=None)
@given(risks, st.floats(0.01, 0.5), st.randoms(use_true_random=False))
def test_control_keeps_the_mean_and_ignores_the_order(values: list[float], share: float, random) -> None:
    risk, candidate = np.array(values), np.array([i % 4 != 3 for i in range(len(values))])
    taken = controlled(risk, candidate, share)
    assert not (taken & ~candidate).any()
    assert not taken.any() or risk[taken].mean() <= share + 1e-9
    order = list(range(len(values)))
    random.shuffle(order)
    assert (controlled(risk[order], candidate[order], share) == taken[order]).all()


def random_facts(seed: int, rows: int = 150) -> pd.DataFrame:
    """Return facts in which everything that a rule reads is drawn at random, or unknown."""
    rng = np.random.default_rng(seed)

    def share() -> np.ndarray:
        return np.where(rng.random(rows) < 0.2, UNKNOWN, np.where(rng.random(rows) < 0.5, 0.97, rng.random(rows)))

    drawn = {
        "product_status": rng.choice([*schema.PRODUCT_STATUSES, ""], rows),
        "product_relevance": share(),
        "customer_alignment": 1 - share(),
        "asked_count": rng.choice([UNKNOWN, 0.0, 2.0, 9.0], rows),
        "suggested_wording": rng.choice(["", "garden room"], rows),
        "probability_below_break_even": share(),
        "wrong_cut_risk": share() * 0.1,
        "attributed_conversions": rng.choice([UNKNOWN, 0.0, 0.4, 3.0], rows),
        "full_cost": rng.choice([UNKNOWN, 0.0, 12.5, 412.0], rows),
        "clicks": rng.choice([UNKNOWN, 0.0, 1.0, 300.0], rows),
        "is_brand": rng.random(rows) < 0.1,
        "intent": rng.choice(["", "", "", "jobs", "support", "informational"], rows),
        "duplicate_of": rng.choice([-1, -1, -1, 0], rows),
        "sales_knowable": rng.random(rows) < 0.8,
    }
    return facts_of(*[{}] * rows).assign(**drawn)


seeds = st.integers(0, 2**32 - 1)
few = limits(deadline=None, max_examples=8)


@few
@given(seeds)
def test_laws_of_flags_and_cuts(seed: int) -> None:
    facts, settings = random_facts(seed), Settings()
    found = raise_flags(facts, settings)
    raised = found[found["outcome"] == "raised"]
    first_three = raised[raised["flag"].isin(["retired_product", "no_current_product", "wrong_product"])]
    assert not first_three.duplicated("keyword_id").any()
    assert set(found["outcome"]) <= {"raised", "clear", "not_applicable"}
    verdicts = decide(facts, found, None, settings)
    cut = facts[(verdicts["verdict"] == "cut").to_numpy()]
    assert (cut["probability_below_break_even"] >= 0.9).all()
    assert (cut["full_cost"] > 0).all()
    assert (cut["clicks"] >= 1).all()
    assert cut["sales_knowable"].all()
    assert (~cut["is_brand"]).all()
    unmet = (cut["asked_count"] < 3) & cut["suggested_wording"].eq("")
    language = unmet | cut["intent"].isin(["jobs", "support"])
    catalogue = cut["product_status"].isin(["none", "retired", "accessory_only"]) | cut["intent"].ne("")
    assert (language & catalogue & cut["product_status"].ne("")).all()
    moved = verdicts["verdict"].isin(["cut", "fix"])
    assert (verdicts["at_stake"] == facts["full_cost"].fillna(0).where(moved, 0)).all()


@few
@given(seeds)
def test_unknown_is_never_clear(seed: int) -> None:
    facts = random_facts(seed)
    found = raise_flags(facts, Settings()).set_index(["flag", "keyword_id"])["outcome"]
    for flag, need in (
        ("no_current_product", "product_relevance"),
        ("misaligned_wording", "customer_alignment"),
        ("spend_without_sales", "probability_below_break_even"),
        ("claim_not_supported", "attributed_conversions"),
    ):
        assert (found[flag][facts[need].isna().to_numpy()] == "not_applicable").all()


@few
@given(seeds)
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    facts, settings = random_facts(seed), Settings()
    order = np.random.default_rng(seed).permutation(len(facts))
    shuffled = facts.iloc[order].reset_index(drop=True)
    one = decide(facts, raise_flags(facts, settings), None, settings)
    two = decide(shuffled, raise_flags(shuffled, settings), None, settings)
    two = two.sort_values("keyword_id").reset_index(drop=True)
    pd.testing.assert_frame_equal(one, two)
