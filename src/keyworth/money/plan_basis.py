"""Which sales a spend can be credited with: those traced to its channel; the untraced ones, perhaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keyworth.money.channels import ORGANIC, PAID, UNKNOWN
from keyworth.money.funnel import ALL, FUNNEL
from keyworth.text import key

if TYPE_CHECKING:
    import pandas as pd

ASSUMED = (
    "Of no sale is it known which channel it came by: all of them are taken as {channel}'s. What of them came another "
    "way is not known; the less is {channel}'s, the more a sale costs."
)


@dataclass(frozen=True)
class Credited:
    """The stages' counts of a channel, visits first, as traced; the most they could be, with all that is untraced."""

    channel: str
    counts: list[float]
    most: list[float]
    spend: float
    others: float  # sales of other channels
    assumed: bool = False  # nothing was traced to any channel
    keywords: pd.Series | None = None  # a product's own rows


def stages_of(funnel: pd.DataFrame, channel: str, product: str) -> list[float]:
    """Return how many reached each stage of ``funnel.FUNNEL``, the visits first."""
    rows = funnel[funnel["channel"].eq(channel) & funnel["product"].eq(product)].set_index("stage")
    return [float(rows["count"].get(stage, float("nan"))) for stage in FUNNEL]


def credited(
    funnel: pd.DataFrame, product: str | None, keywords: pd.DataFrame | None
) -> tuple[Credited | str, list[str]]:
    """Return the counts that a plan stands on, or why there are none; and notes.

    The channel is paid search, which money buys; where no paid visit is known, organic search.
    """
    if funnel.empty:
        return "no sale of it was recorded", []
    whole = funnel[funnel["channel"].eq(ALL) & funnel["product"].eq(ALL)]
    notes = sorted({note for note in whole["note"] if note})
    own = None
    if product:
        named, own = _named(funnel, product, keywords)
        if not named:
            return "no sale of it was recorded", notes
        channel, visits, spend = PAID, 0.0, 0.0
        if keywords is not None and own is not None:
            visits, spend = (float(keywords.loc[own, c].sum()) for c in ("clicks", "cost"))
    else:
        named = ALL
        bought = funnel[funnel["product"].eq(ALL) & funnel["stage"].eq("visit") & funnel["count"].gt(0)]
        channel = next((c for c in (PAID, ORGANIC) if c in set(bought["channel"])), ALL)
        visits, spend = (float(bought.loc[bought["channel"].eq(channel), c].sum()) for c in ("count", "cost"))
    if not visits > 0:
        return "no visit of it was recorded", notes
    found, said = _credited(funnel, named, channel, visits, spend, own)
    return found, notes + said


def _credited(
    funnel: pd.DataFrame, product: str, channel: str, visits: float, spend: float, own: pd.Series | None
) -> tuple[Credited | str, list[str]]:
    every = stages_of(funnel, ALL, product)[1:]
    known = {c: stages_of(funnel, c, product)[1:] for c in set(funnel["channel"]) - {ALL}}
    traced = {c: [n if n == n else 0.0 for n in counts] for c, counts in known.items()}
    counts, loose = (traced.get(c, [0.0] * 4) for c in (channel, UNKNOWN))
    told = sum(row[0] for c, row in traced.items() if c != UNKNOWN)
    if not every[-1] > 0:
        return "no sale of it was recorded", []
    name, said = channel or "the visits counted", []
    assumed = not told
    if assumed:  # the best case, and said to be
        counts, loose, said = every, [0.0] * 4, [ASSUMED.format(channel=name)]
    if not counts[-1] > 0:
        untraced = f"; {loose[-1]:,.0f} could not be traced" if loose[-1] else ""
        return f"no sale of it was traced to {name}{untraced}", []
    if visits < counts[0]:
        said.append(
            "fewer visits than leads are known: some of the leads came another way, or the export left some out"
        )
    most = [visits, *(a + b for a, b in zip(counts, loose, strict=True))]
    others = every[-1] - counts[-1] - loose[-1]
    return Credited(name, [visits, *counts], most, spend, others, assumed, own), said


def _named(funnel: pd.DataFrame, product: str, keywords: pd.DataFrame | None) -> tuple[str, pd.Series | None]:
    """The product as the sales name it, ``""`` where none does, and its paid keyword rows."""
    wanted = key(product)
    named = sorted({p for p in funnel["product"] if p and key(p) == wanted})
    if keywords is None:
        return (named or [""])[0], None
    by_id = keywords["product_id"].map(key).eq(wanted)
    titles = {wanted} | {key(t) for t in keywords.loc[by_id, "product_title"]}
    named = named or sorted({p for p in funnel["product"] if p and key(p) in titles})
    own = (by_id | keywords["product_title"].map(key).isin(titles)) & keywords["channel"].ne("organic")
    return (named or [""])[0], own
