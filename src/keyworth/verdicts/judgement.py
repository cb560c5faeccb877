"""The one place that judges: evidence, relevance and alignment go in, a verdict on each keyword comes out."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from keyworth.money.estimate import estimate_money
from keyworth.settings import Money, Settings
from keyworth.verdicts.deciding import decide
from keyworth.verdicts.evidence import Evidence
from keyworth.verdicts.facts import gather_facts
from keyworth.verdicts.flagging import raise_flags
from keyworth.verdicts.keyword_table import finish


@dataclass(frozen=True)
class Findings:
    """What was judged: ``keywords``, ``flag_outcomes``, ``money`` and ``money_by_model`` of ``schema``."""

    keywords: pd.DataFrame
    flag_outcomes: pd.DataFrame
    money: pd.DataFrame
    money_by_model: pd.DataFrame


def judge(evidence: Evidence, relevance: pd.DataFrame, alignment: pd.DataFrame, settings: Settings) -> Findings:
    """Return the verdict on each keyword row, with all that it rests on.

    An audit and the retraining of a model both call this, so that what a candidate is said to change is what it
    would change.

    Parameters
    ----------
    evidence : Evidence
    relevance, alignment : DataFrame
        Of ``schema``.
    settings : Settings
    """
    money, by_model = estimate_money(
        evidence.rows, *of_a_lifetime(relevance, evidence, settings.money), settings.flags.break_even_probability
    )
    facts = gather_facts(evidence, relevance, alignment, money, by_model, settings)
    outcomes = raise_flags(facts, settings)
    decided = decide(facts, outcomes, by_model, settings)
    return Findings(finish(facts, outcomes, decided), outcomes, money, by_model)


def of_a_lifetime(
    relevance: pd.DataFrame, evidence: Evidence, settings: Money
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, Money]:
    """Return what ``estimate_money`` reads, with each margin that of a customer's years where the settings state it.

    The sales stay the first ones: a first sale at a loss that opens years of custom is none.
    """
    more = settings.lifetime_value_multiple
    whole = relevance.assign(margin=relevance["margin"] * more)
    money = settings.model_copy(update={"margin": settings.margin * more})
    return whole, evidence.catalogue, evidence.credits, evidence.counted_sales, money
