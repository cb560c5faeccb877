"""From beliefs to the columns people read: ranges, the chance of a loss, what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.effect_distribution import STEP, Effects, Posterior, fit_effects, mixed, posterior, times
from keyworth.money.stage_counts import as_array

if TYPE_CHECKING:
    from keyworth.settings import Money

ROWS_AT_ONCE = 4096  # bounds memory: rows × lattice points
TWINS_ALIKE = 0.5  # correlation of what match types of one keyword bring: nothing in the files tells it
UNANSWERED = 0.5  # chance that a campaign is not tracked, from which on somebody is to say
NOT_TRACKED = "not known: no visit, lead or sale of its campaign is on file, and others' are; is it tracked?"
NO_CLICKS = "no clicks: nothing to estimate from"
NOT_TOLD = "not supported by the data supplied: its clicks are not told"
NOTHING_TIED = "not supported by the data supplied: no sale of its channel could be tied to a keyword"


def tell(
    frame: pd.DataFrame,
    counts: pd.DataFrame,
    belief: dict[str, np.ndarray],
    value: tuple[np.ndarray, np.ndarray],
    settings: Money,
    sure: float,
    whole: bool = True,
) -> pd.DataFrame:
    """Return ``schema.MONEY``'s columns of one attribution model (`whole` adds the ranges and what would settle it)."""
    once = np.unique(belief["unit"], return_index=True)[1]
    effects = fit_effects(belief["leads"][once], belief["due"][once], float(belief["shape"][0]))
    limit = _break_even(frame, belief, value[0])
    starts = range(0, len(frame), ROWS_AT_ONCE)
    pieces = [_piece(slice(i, i + ROWS_AT_ONCE), belief, value[1], effects, limit, settings, whole) for i in starts]
    got = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    judged = belief["known"]
    scale = np.where(judged, belief["clicks"] * belief["mean"] * belief["later"], np.nan)
    worth = scale * value[0]
    known = np.isfinite(value[0])
    below = np.where(frame["full_cost"] > 0, got["below"], np.where(known, 0.0, np.nan))
    out = frame[["keyword_id"]].assign(
        attributed_conversions=as_array(counts, "sales"),
        leads=as_array(counts, "leads"),
        attributed_revenue=np.where(known, as_array(counts, "revenue"), np.nan),
        probability_below_break_even=np.where(judged, below, np.nan),
        expected_profit=got["mean"] * worth * frame["margin"].to_numpy() - frame["full_cost"].to_numpy(),
    )
    out["wrong_cut_risk"] = 1 - out["probability_below_break_even"]
    if not whole:
        return out
    repeats = float(belief["repeats"][0])
    out["expected_conversions"], out["expected_revenue"] = got["mean"] * scale * repeats, got["mean"] * worth
    for side in ("low", "high"):
        out[f"expected_conversions_{side}"] = got[f"sales_{side}"] * scale * repeats
        out[f"expected_revenue_{side}"] = got[f"worth_{side}"] * worth
    leads = out["leads"]
    out["matured_share"] = (counts["matured"] / leads.where(leads > 0)).fillna(1.0)
    unanswered = belief["untracked"] >= UNANSWERED
    why = np.where(belief["clicks"] > 0, "", np.where(frame["clicks"].isna(), NOT_TOLD, NO_CLICKS))
    why = np.where(judged | frame["clicks"].isna(), why, np.where(unanswered, NOT_TRACKED, NOTHING_TIED))
    out["reason"] = pd.Series(why, index=out.index).astype("str")
    return _settle(out, frame, belief, got, limit, sure)


def _break_even(frame: pd.DataFrame, belief: dict[str, np.ndarray], value: np.ndarray) -> np.ndarray:
    """The multiple of the groups' expectation at which margin pays the cost."""
    expected = belief["clicks"] * belief["mean"] * belief["later"] * value * frame["margin"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        limit = frame["full_cost"].to_numpy() / expected
    return np.where(np.isfinite(value), np.where(expected > 0, limit, np.inf), np.nan)


def _piece(
    part: slice,
    belief: dict[str, np.ndarray],
    value_noise: np.ndarray,
    effects: Effects,
    limit: np.ndarray,
    settings: Money,
    whole: bool,
) -> dict[str, np.ndarray]:
    first = posterior(belief["leads"][part], belief["due"][part], effects)
    if (belief["untracked"][part] > 0).any():
        first = mixed(first, effects, belief["untracked"][part])
    # The group's rate is in doubt as far as the row's own leads do not speak.
    faded = belief["noise"][part] / (1 + belief["leads"][part]) ** 2
    # Rows judged together are as unlike as their share of what they bring in all leaves room for.
    apart = TWINS_ALIKE * effects.spread * np.where(belief["due"][part] > 0, belief["apart"][part], 0.0)
    noise = (1 + belief["unsure"][part]) * (1 + faded) * (1 + belief["doubt"][part]) * (1 + apart) - 1
    worth = times(first, (1 + noise) * (1 + np.nan_to_num(value_noise[part])) - 1)
    below = worth.below(np.nan_to_num(limit[part], nan=0.0))
    out = {"below": np.where(np.isnan(limit[part]), np.nan, below), "mean": first.mean(), "spread": _spread(worth)}
    if whole:
        # Nothing rules out zero for a row without a lead: its range begins there, and all its doubt lies above.
        tail = np.where(belief["leads"][part] > 0, (1 - settings.interval) / 2, 0.0)
        sales = times(first, noise)
        for name, one in (("sales", sales), ("worth", worth)):
            out[f"{name}_low"] = np.where(tail > 0, one.quantile(tail), 0.0)
            # Where nearly all the belief is that it never sells, the mean lies beyond the 90 % point.
            out[f"{name}_high"] = np.maximum(one.quantile(tail + settings.interval), out["mean"])
    return out


def _spread(one: Posterior) -> np.ndarray:
    """Squared coefficient of variation."""
    at = np.exp(one.lowest + STEP * np.arange(one.weights.shape[1]))
    mean = one.weights @ at
    return (one.weights @ at**2) / np.maximum(mean, 1e-300) ** 2 - 1


def _settle(
    out: pd.DataFrame,
    frame: pd.DataFrame,
    belief: dict[str, np.ndarray],
    got: dict[str, np.ndarray],
    limit: np.ndarray,
    sure: float,
) -> pd.DataFrame:
    """How many more clicks without a lead would carry P(below) over the threshold, and what they cost.

    The belief is taken as a gamma of the same mean and spread, whose exposure further clicks add to.
    """
    from scipy.special import gdtrix

    shape = 1 / np.maximum(got["spread"], 1e-6)
    with np.errstate(divide="ignore", invalid="ignore"):
        clicks = belief["clicks"] * (gdtrix(1.0, shape, sure) / (limit * shape / got["mean"]) - 1)
        each = frame["full_cost"].to_numpy() / belief["clicks"]
    below = out["probability_below_break_even"].to_numpy()
    settled = (below >= sure) | (below <= 1 - sure)
    told = np.where(settled, 0.0, np.ceil(np.maximum(clicks, 1.0)))
    told = np.where(np.isfinite(below) & np.isfinite(clicks) & (belief["clicks"] > 0), told, np.nan)
    return out.assign(clicks_to_settle=told, cost_to_settle=told * each)
