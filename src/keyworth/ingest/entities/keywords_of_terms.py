"""The keywords of a search-terms report, where no keyword report was given: what its Keyword column says was bought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities.spend_rows import UNNAMED, spend_of
from keyworth.text import clean, key

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source
    from keyworth.ingest.protocol import Reading

    Read = tuple[Source, str, str, Reading]

NOTE = "no keyword report: its keywords are those that these search terms name; what too few searched is left out"
_SUMS = {"clicks": "clicks", "cost": "cost", "conversions": "claimed_conversions"}


def with_keywords(done: list[Read]) -> list[Read]:
    """Return the readings; where none has keywords, each search-terms report gives those of its Keyword column."""
    if any(len(reading.tables.get("keywords", ())) for _, _, _, reading in done):
        return done
    return [(source, form, kind, _derived(reading)) for source, form, kind, reading in done]


def _derived(reading: Reading) -> Reading:
    terms = reading.tables.get("searches")
    if terms is None or "keyword" not in terms or "origin" not in terms or not (terms["origin"] == "search_ads").any():
        return reading
    named = terms[terms["keyword"].fillna("").str.strip() != ""]
    if not len(named):
        return reading
    keys = [c for c in ("keyword", "campaign") if c in named]
    by = named.groupby(keys, sort=False, dropna=False)
    out = by["source_row"].min().to_frame()
    for column, ours in _SUMS.items():
        if column in named:
            out[ours] = by[column].sum(min_count=1).round(6)
    out = out.reset_index().sort_values("source_row").reset_index(drop=True)
    out["keyword"] = out["keyword"].map(clean).astype("str")
    out = out.assign(keyword_key=out["keyword"].map(key).astype("str"), channel="paid")
    for column in ("currency", "period_start", "period_end"):
        if column in named:
            out[column] = named[column].iloc[0]
    tables = {**reading.tables, "keywords": out}
    rest = terms.drop(index=named.index).set_index("source_row").rename(columns={"conversions": "claimed_conversions"})
    if len(rest) and "cost" in rest:
        kind = pd.Series(UNNAMED, index=rest.index, dtype="str")
        spend = spend_of(rest.assign(label=rest["search_term"]), kind).assign(currency=str(out["currency"].iloc[0]))
        tables["spend"] = pd.concat([*filter(len, [tables.get("spend", spend.iloc[:0])]), spend], ignore_index=True)
    return replace(reading, tables=tables, note="; ".join(filter(None, [reading.note, NOTE])))
