"""Verdicts: keep, fix, cut or watch, with the reason, the pounds and what would overturn it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth import schema
from keyworth.settings import Settings
from keyworth.text.certainty import certainty
from keyworth.verdicts.reasons import reasons
from keyworth.verdicts.rules import NAMES, VERDICT_OF, Money, Standing, apply_rules, standing


def decide(
    facts: pd.DataFrame, flag_outcomes: pd.DataFrame, money_by_model: pd.DataFrame | None, settings: Settings
) -> pd.DataFrame:
    """Return the proposed action for each keyword row; ``rules.apply_rules`` holds the truth table.

    Parameters
    ----------
    facts : DataFrame
        Of ``gather_facts``.
    flag_outcomes : DataFrame
        Of ``raise_flags``.
    money_by_model : DataFrame or None
        Long: ``attribution_model``, ``keyword_id`` and the figures of ``schema.MONEY``
        under that model. Without it no verdict is called stable or not.
    settings : Settings

    Returns
    -------
    DataFrame
        One row a keyword, in the order of ``facts``:

        ``verdict``, ``rule``, ``reason``, ``why_product``, ``why_customers``, ``why_money``
        ``at_stake``
            Pounds of the period that the verdict moves: the full cost of a cut or
            a fix; 0 for keep and for watch, which move nothing.
        ``cost_at_risk``
            Full cost times P(below break-even): what a watched keyword may lose.
        ``confidence``
            The odds behind the verdict, in words.
        ``attribution_stable``, ``flipping_model``, ``flip_at_stake``
            Whether every attribution model gives the same verdict; those that do
            not, joined by ``"; "``; and the pounds that hang on it.

    Examples
    --------
    >>> from keyworth.settings import Settings
    >>> facts = pd.DataFrame({"keyword_id": [0], "product_status": ["none"], "full_cost": [50.0], "clicks": [9.0]})
    >>> decide(facts, flag_outcomes=pd.DataFrame(columns=["keyword_id", "flag", "outcome"]),
    ...        money_by_model=None, settings=Settings())["verdict"].tolist()
    ['watch']
    """
    facts = schema.conform(facts, schema.FACTS)
    known = standing(facts, flag_outcomes, settings)
    money = _money(facts)
    rule = apply_rules(known, money, settings)
    flips = _flips(facts, known, rule, money_by_model, settings)
    verdict = VERDICT_OF[rule]
    moves = np.isin(verdict, ["cut", "fix"])
    out = pd.DataFrame(
        {
            "keyword_id": facts["keyword_id"],
            "verdict": verdict,
            "rule": np.array(NAMES, dtype=object)[rule],
            **reasons(facts, rule, settings),
            "at_stake": np.where(moves, facts["full_cost"].fillna(0), 0.0),
            "cost_at_risk": facts["full_cost"] * facts["probability_below_break_even"],
            "confidence": _confidence(verdict, np.where(facts["money_unknown"] == "", money.below, np.nan)),
        }
    )
    return out.join(flips)[["keyword_id", *schema.VERDICT_COLUMNS]]


def _money(frame: pd.DataFrame) -> Money:
    below = frame["probability_below_break_even"].to_numpy(dtype="float64")
    risk = frame.get("wrong_cut_risk", 1 - frame["probability_below_break_even"]).to_numpy(dtype="float64")
    return Money(
        below=below,
        risk=np.where(np.isnan(risk), 1 - below, risk),
        sales=frame["attributed_conversions"].to_numpy(dtype="float64"),
    )


def _flips(
    facts: pd.DataFrame, known: Standing, rule: np.ndarray, by_model: pd.DataFrame | None, settings: Settings
) -> pd.DataFrame:
    flipping = np.full(len(facts), "", dtype=object)
    models = {} if by_model is None else {str(m): rows for m, rows in by_model.groupby("attribution_model")}
    for name, figures in sorted(models.items()):
        rows = figures.drop_duplicates("keyword_id").set_index("keyword_id")
        other = apply_rules(known, _money(rows.reindex(facts["keyword_id"].to_numpy())), settings)
        differs = VERDICT_OF[other] != VERDICT_OF[rule]
        flipping[differs] = [f"{f}; {name}" if f else name for f in flipping[differs]]
    flips = flipping != ""
    pounds = np.where(flips, facts["full_cost"].fillna(0), 0.0)
    stable = ~flips & bool(models)
    return pd.DataFrame({"attribution_stable": stable, "flipping_model": flipping, "flip_at_stake": pounds})


def _confidence(verdict: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return how settled the money is: of a loss for cut and fix, of a gain for keep."""
    with np.errstate(invalid="ignore"):
        odds = np.where(verdict == "keep", 1 - below, np.where(verdict == "watch", np.fmax(below, 1 - below), below))
    return np.array(["money not known" if np.isnan(p) else certainty(p) for p in odds], dtype=object)
