"""The truth table: from three kinds of evidence to one of four verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from keyworth.settings import Settings

# In order: the first that holds decides. `fallen` stands for a cut that the control of wrong cuts took back.
RULES: tuple[tuple[str, str], ...] = (
    ("brand_retired", "fix"),
    ("brand_intent", "fix"),
    ("brand", "keep"),
    ("cut_intent", "cut"),
    ("cut", "cut"),
    ("other_intent", "fix"),
    ("retired", "fix"),
    ("out_of_stock", "fix"),
    ("duplicate", "fix"),
    ("proven", "keep"),
    ("accessory", "fix"),
    ("misaligned", "fix"),
    ("fallen", "watch"),
    ("reword", "fix"),
    ("unserved_demand", "fix"),
    ("loses_off_catalogue", "fix"),
    ("loses_unexplained", "fix"),
    ("loses", "fix"),
    ("earns", "keep"),
    ("unclear", "watch"),
    ("free", "keep"),
    ("watch", "watch"),
)
NAMES = tuple(name for name, _ in RULES)
VERDICT_OF = np.array([verdict for _, verdict in RULES], dtype=object)


@dataclass(frozen=True)
class Standing:
    """What does not depend on the attribution model: one truth a keyword row each."""

    brand: np.ndarray
    status: np.ndarray  # product_status, "" where unknown
    catalogue_against: np.ndarray  # no current product answers it
    language_against: np.ndarray  # customers were heard, and none who asks for it buys
    asked: np.ndarray  # the company's own customers ask for it
    sold_itself: np.ndarray  # a whole sale was traced to the keyword itself, not shared over a page
    reword: np.ndarray  # what customers say for it is on sale
    other_intent: np.ndarray
    misaligned: np.ndarray
    duplicate: np.ndarray
    retired: np.ndarray
    out_of_stock: np.ndarray
    accessory: np.ndarray
    surely_off: np.ndarray  # the catalogue's texts, or staff, say so themselves
    worth_cutting: np.ndarray  # enough pounds and clicks to say anything, and sales that can be told
    costs: np.ndarray  # any pounds at all
    free: np.ndarray  # known to cost nothing
    paid_back: np.ndarray  # the margin of what was traced to it under some model covers its cost


@dataclass(frozen=True)
class Money:
    """What one attribution model says: arrays, one value a keyword row."""

    below: np.ndarray  # P(below break-even); NaN where not knowable
    risk: np.ndarray  # chance that a cut would be wrong
    sales: np.ndarray  # traced


def standing(facts: pd.DataFrame, flag_outcomes: pd.DataFrame, settings: Settings) -> Standing:
    """Return what the catalogue and the customers say of each row.

    Only a rule that was *raised* counts, so one that is switched off, failed or
    could not be applied says nothing, for a keyword or against it.
    """
    raised = _raised(facts, flag_outcomes)
    off = {"no_current_product": raised("no_current_product"), "wrong_product": raised("wrong_product")}
    retired = raised("retired_product")
    heard = facts["asked_count"].notna()  # else no customer was heard at all
    theirs = facts["customers"] * facts["customer_alignment"]  # who would word it so, where most of them would
    theirs = theirs.where(facts["customer_alignment"] >= 0.5, 0.0)
    asked = facts["asked_count"].fillna(0.0).clip(lower=theirs) >= settings.flags.min_phrase_count
    served = facts["callers_asked"].fillna(0.0) - facts["callers_refused"].fillna(0.0)
    buys = (facts["own_sales"] >= 1) | (facts["callers_bought"] >= 1)
    # Nobody knows that those who ask don't buy where staff refused none of them.
    buys |= (asked | (served >= settings.flags.min_phrase_count)) & ~(facts["callers_refused"] > 0)
    reword = (facts["suggested_wording"] != "").to_numpy()
    # What callers or searchers said for it, if too little to answer, is a customer's word against a cut.
    buys |= (facts["product_relevance"] > facts["text_relevance"]) & ~(facts["callers_refused"] > 0)
    surely_off = (facts["callers_refused"] > 0) | ~(facts["text_relevance"] >= settings.relevance.relevance_floor)
    second_look = reword & ~(surely_off & facts["callers_asked"].notna()).to_numpy()
    enough = (facts["full_cost"] > 0) & (facts["full_cost"] >= settings.flags.min_cost)
    enough &= facts["clicks"] >= max(1, settings.flags.min_clicks)
    enough &= facts["sales_knowable"].astype(bool)
    return Standing(
        brand=raised("brand"),
        status=facts["product_status"].to_numpy(dtype=object),
        catalogue_against=retired | off["no_current_product"] | off["wrong_product"],
        language_against=(heard & ~buys).to_numpy() & ~second_look,
        asked=asked.to_numpy(),
        sold_itself=(facts["own_sales"].fillna(facts["attributed_conversions"]) >= 1).to_numpy(),
        reword=reword,
        other_intent=raised("other_intent"),
        misaligned=raised("misaligned_wording") & (facts["product_status"] != "unclear").to_numpy(),
        duplicate=raised("duplicate_keyword") & (facts["duplicate_of"] >= 0).to_numpy(),
        retired=retired,
        out_of_stock=raised("out_of_stock"),
        accessory=off["wrong_product"],
        surely_off=surely_off.to_numpy(),
        worth_cutting=enough.to_numpy(),
        costs=((facts["full_cost"] > 0) & (facts["clicks"] > 0)).to_numpy(),
        free=(facts["full_cost"] == 0).to_numpy(),
        paid_back=paid_back(facts, settings).to_numpy(bool),
    )


def paid_back(facts: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return where the margin of what was traced, under the attribution model that gives it most, covers the cost."""
    margin = facts["margin"].where(facts["margin"] > 0, settings.money.margin)
    margin = margin * settings.money.lifetime_value_multiple
    return (facts["full_cost"] > 0) & (facts["revenue_high_model"] * margin >= facts["full_cost"])


def apply_rules(known: Standing, money: Money, settings: Settings) -> np.ndarray:
    """Return the index into ``RULES`` that decides each row, under one attribution model.

    ========================  =============  =================  =======  ==========================================
    catalogue                 customers      money              verdict  what to do
    ========================  =============  =================  =======  ==========================================
    any                       the brand      any                keep     judge it apart
    retired                   the brand      any                fix      point it at the successor
    any                       brand, intent  any                fix      send it to the page that helps
    on sale                   any            earns              keep
    on sale                   any            loses              fix      landing page, bid or offer: not the wording
    on sale                   any            open               watch    so many clicks would settle it
    on sale                   any            costs nothing      keep     nothing to move
    on sale                   other wording  a sale, earns      keep     and add the customers' wording
    on sale                   other wording  any other          fix      bid on the customers' wording
    cannot be told            any            open               watch    a person says whether anything answers it
    cannot be told            any            loses / earns      fix      look into it / keep
    out of stock              any            any                fix      pause, or point at what is in stock
    retired                   none buys      loses              cut
    retired                   any other      any other          fix      point it at the successor
    accessory only            none buys      loses              cut
    accessory only            any            a sale, earns      keep     and check that the catalogue is complete
    accessory only            any other      any other          fix      bid on the accessory's wording
    never sold                none buys      loses              cut
    never sold                ask, unknown   loses              fix      unserved demand: stock it, or stop
    never sold                other wording  loses              fix      bid on the customers' wording, which is on sale
    never sold                unknown        loses              fix      look into it: language unknown is never a cut
    never sold                any            any other          watch    catalogue and language alone do not cut
    never sold                any            a sale, earns      keep     and check that the catalogue is complete
    any, known                other intent   loses              cut      and make it a negative keyword
    any                       other intent   any other          fix      make it a negative keyword
    unknown                   any            loses / earns      fix      look into it / keep
    unknown                   any            open               watch
    ========================  =============  =================  =======  ==========================================

    *Loses*: P(below break-even) reaches ``flags.break_even_probability`` on at
    least ``flags.min_clicks`` clicks and ``flags.min_cost`` pounds, of a keyword whose
    sales can be told, and under no attribution model the margin of what was traced to it
    covers its cost: nobody cuts what has paid for itself because keywords like it have not. *Earns*: it
    cost something and that chance is as small the other way; *a sale, earns*: a whole
    sale was traced, and it is below a half. The rest is
    *open*. A row that repeats another of the same meaning is merged into it (fix),
    unless it is cut.

    *None buys*: customers were heard (calls, or searches on the company's own site), no whole sale was traced to the
    keyword itself, and no caller who asked in its words bought. Those who ask *and buy* protect it, and so do
    ``flags.min_phrase_count`` who ask and of whom staff refused none; those whom staff told that it is not sold are
    told apart, as demand that is not served. A wording of the customers that is on sale protects it too, a second look
    at the catalogue by other words, unless calls were heard and the text alone, or staff, say that nothing answers.
    Where neither does, the money must be twice as sure.

    Another intent speaks for the catalogue too, as it is only raised where no
    product on sale bears the words that tell it; without a catalogue it is no cut.
    """
    loses, earns, proven = leanings(known, money, settings)
    intent = known.other_intent & (known.status != "")
    with np.errstate(invalid="ignore"):
        doubly = known.surely_off | (money.below >= (1 + settings.flags.break_even_probability) / 2)
    off_for_sure = known.catalogue_against & known.language_against & doubly
    can_cut = ~known.brand & loses & (intent | off_for_sure)
    kept = controlled(money.risk, can_cut, settings.flags.wrong_cut_share)
    off = known.catalogue_against & loses
    holds = {
        "brand_retired": known.brand & known.retired,
        "brand_intent": known.brand & known.other_intent,
        "brand": known.brand,
        "cut_intent": kept & intent,
        "cut": kept,
        "other_intent": known.other_intent,
        "retired": known.retired,
        "out_of_stock": known.out_of_stock,
        "duplicate": known.duplicate,
        "proven": proven,
        "accessory": known.accessory,
        "misaligned": known.misaligned,
        "fallen": can_cut & ~kept,
        "reword": off & known.reword,
        "unserved_demand": off & known.asked,
        "loses_off_catalogue": off,
        "loses_unexplained": loses & (known.status == ""),
        "loses": loses,
        "earns": earns & ~known.catalogue_against,
        "unclear": known.status == "unclear",
        "free": known.free & (known.status == "active"),
        "watch": np.ones(len(loses), dtype=bool),
    }
    return np.select([holds[name] for name in NAMES], np.arange(len(NAMES)))


def leanings(known: Standing, money: Money, settings: Settings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where the money says that a row loses, that it earns, and that a sale of its own proves it."""
    sure = settings.flags.break_even_probability
    with np.errstate(invalid="ignore"):
        loses = known.worth_cutting & (money.below >= sure) & ~known.paid_back
        earns = known.costs & (money.below <= 1 - sure)
        proven = (money.sales >= 1) & known.sold_itself & (money.below < 0.5)
    return loses, (earns | proven) & ~loses, proven & ~loses


def controlled(risk: np.ndarray, candidate: np.ndarray, share: float) -> np.ndarray:
    """Return the candidates that may be cut together: their mean risk stays within a share.

    Candidates are taken from the least risk up while the mean of those taken is
    at most ``share``: the Bayesian false discovery rate (Müller, Parmigiani &
    Rice, 2006). Equal risks are taken or left together, so the rows' order
    chooses nothing. A candidate of unknown risk is left.

    Examples
    --------
    >>> controlled(np.array([0.02, 0.3, 0.05, 0.9]), np.array([True, True, True, True]), 0.1).tolist()
    [True, False, True, False]
    """
    taken = np.zeros(len(risk), dtype=bool)
    usable = np.flatnonzero(candidate & np.isfinite(risk))
    if not len(usable):
        return taken
    levels, place, sizes = np.unique(risk[usable], return_inverse=True, return_counts=True)
    mean = np.cumsum(levels * sizes) / np.cumsum(sizes)
    # Risks rise, so their running mean does too: the levels within the share come first.
    taken[usable] = (mean <= share)[place]
    return taken


def _raised(facts: pd.DataFrame, flag_outcomes: pd.DataFrame) -> Callable[[str], np.ndarray]:
    hits = flag_outcomes[flag_outcomes["outcome"] == "raised"]
    ids = facts["keyword_id"]

    def of(flag: str) -> np.ndarray:
        return ids.isin(hits.loc[hits["flag"] == flag, "keyword_id"]).to_numpy()

    return of
