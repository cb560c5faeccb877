"""What would change the verdicts: each setting that could as well be another, and what is judged otherwise with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from keyworth.schema import SENSITIVITY, conform
from keyworth.settings import Settings
from keyworth.verdicts.evidence import Evidence
from keyworth.verdicts.judgement import Findings, judge

POINTS = 0.1  # of margin, tried either way
Z90 = 1.645  # ends of the range of the share that was traced
DECISIVE = ("cut", "keep")


@dataclass(frozen=True)
class Change:
    """One setting at another value: what is judged then."""

    setting: str
    value: float
    evidence: Evidence
    settings: Settings


def try_other_settings(
    evidence: Evidence,
    relevance: pd.DataFrame,
    alignment: pd.DataFrame,
    found: Findings,
    settings: Settings,
    traced_anew: Callable[[int], Evidence] | None = None,
) -> pd.DataFrame:
    """Judge again with the margin, the traced share, the lookback and the brand rule changed, and count what flips.

    Parameters
    ----------
    evidence, relevance, alignment, settings
        As for ``judge``.
    found : Findings
        What ``judge`` returned for them.
    traced_anew : callable, optional
        Gives the evidence under another number of lookback days; without it, the lookback is not tried.

    Returns
    -------
    DataFrame
        ``schema.SENSITIVITY``: a row a value tried, in the order of the settings; empty where no sale was supplied,
        as no verdict rests on money then.
    """
    if evidence.counted_sales.empty or found.keywords.empty:
        return conform(pd.DataFrame(), SENSITIVITY)
    assumed = settings.assumed
    rows = []
    for change in _changes(evidence, relevance, settings, traced_anew):
        other = judge(change.evidence, relevance, alignment, change.settings).keywords["verdict"]
        rows.append(_counted(change.setting, f"{change.value:g}", found.keywords, other, assumed))
    return conform(pd.DataFrame([*rows, *_by_model(found.keywords, found.money_by_model, assumed)]), SENSITIVITY)


def _changes(
    evidence: Evidence, relevance: pd.DataFrame, settings: Settings, traced_anew: Callable[[int], Evidence] | None
) -> Iterator[Change]:
    money = settings.money
    for margin in (money.margin - POINTS, money.margin + POINTS):
        value = round(min(max(margin, 0.01), 1.0), 4)
        yield Change("margin", value, evidence, _with(settings, "money", margin=value))
    yield from _untraced(evidence, settings)
    for days in (money.lookback_days // 2, money.lookback_days * 2):
        if traced_anew and days:
            yield Change("lookback", days, traced_anew(days), _with(settings, "money", lookback_days=days))
    if evidence.rows["is_brand"].any():
        off = [*settings.flags.off, "brand"]
        yield Change("brand", 0.0, evidence, _with(settings, "flags", off=off))


def _untraced(evidence: Evidence, settings: Settings) -> Iterator[Change]:
    """The ends of the range of the share that could be traced, where it leaves a doubt."""
    share, doubt = evidence.rows["traced_share"], evidence.rows["traced_doubt"]
    if not (share.gt(0) & doubt.gt(0)).any():
        return
    clicks = evidence.rows["clicks"].fillna(0.0).clip(lower=0) + 1e-9
    for side in (-1, 1):
        end = (share * (1 + side * Z90 * np.sqrt(doubt))).clip(lower=0.05 * share, upper=1.0)
        rows = evidence.rows.assign(traced_share=end.where(share.gt(0), share), traced_doubt=0.0)
        told = round(float(np.average(rows["traced_share"], weights=clicks)), 3)
        yield Change("untraced", told, replace(evidence, rows=rows), settings)


def _with(settings: Settings, section: str, **values: object) -> Settings:
    part = getattr(settings, section).model_copy(update=values)
    return settings.model_copy(update={section: part})


def _counted(setting: str, value: str, keywords: pd.DataFrame, other: pd.Series, assumed: list[str]) -> dict:
    """How many verdicts differ, of those that decide something either way, and the pounds on them."""
    before, after = keywords["verdict"].to_numpy(dtype=object), other.to_numpy(dtype=object)
    cost = keywords["full_cost"].fillna(0.0).to_numpy()
    differs = before != after
    moved = {
        f"{verdict}s_{way}": int((differs & (side == verdict)).sum())
        for verdict in DECISIVE
        for way, side in (("lost", before), ("won", after))
    }
    decisive = differs & (np.isin(before, DECISIVE) | np.isin(after, DECISIVE)) & (cost > 0)
    return {
        "setting": setting, "value": value, "assumed": f"money.{_NAMES.get(setting, setting)}" in assumed,
        "verdicts": int(differs.sum()), "of": len(keywords), "cost": float(cost[differs].sum()), **moved,
        "decisive": int(decisive.sum()), "decisive_cost": float(cost[decisive].sum()),
    }  # fmt: skip


_NAMES = {"lookback": "lookback_days", "attribution": "attribution_model"}


def _by_model(keywords: pd.DataFrame, by_model: pd.DataFrame, assumed: list[str]) -> Iterator[dict]:
    """The attribution models need no new judging: ``decide`` has tried them all."""
    flipping = keywords["flipping_model"].fillna("").str.split("; ")
    for name in sorted(by_model["attribution_model"].unique()):
        flips = flipping.map(lambda models, name=name: name in models)
        row = _counted("attribution", str(name), keywords, keywords["verdict"].mask(flips, ""), assumed)
        # Which verdict it would be is not kept: what leaves is counted, what comes is not known.
        yield row | {"cuts_won": float("nan"), "keeps_won": float("nan")}
