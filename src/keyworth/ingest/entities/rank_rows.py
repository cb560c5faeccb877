"""Rows of rank trackers and keyword tools: a keyword stands once, with its best position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.protocol import Reading
from keyworth.ingest.tabular.amounts import to_numbers
from keyworth.text import key

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft


def finish_rankings(draft: Draft, note: str = "", decimal: str | None = None) -> Reading:
    """Return the reading of a keyword tool's rows; a keyword's other rankings are set aside.

    Estimates of such tools (traffic, click prices) are not the agency's money and are left alone.
    """
    draft.need("keyword")
    draft.check()
    decimal = decimal or draft.decimal()
    frame = draft.frame
    if len(frame):
        keys = frame["keyword"].map({k: key(k) for k in frame["keyword"].unique()}).astype("str")
        place = to_numbers(frame["position"], decimal)[0] if "position" in frame else frame.index.to_series() * 0.0
        place = place.where(place > 0)
        order = frame.assign(_key=keys, _place=place, _row=frame.index)
        order = order[order["_key"] != ""].sort_values(["_place", "_row"], na_position="last")
        kept = order.drop_duplicates("_key").set_index("_key")["_row"]
        best = keys.map(kept)
        other = best.notna() & (best != best.index)
        draft.drop(other, "another ranking of the keyword of row " + best.fillna(0).astype("int64").astype("str"))
        if "position" in draft.frame:
            cells = draft.frame["position"]
            draft.frame["position"] = cells.where(~cells.str.strip().isin(["0", "0.0"]), "")
    return finish_keywords(
        draft, channel="organic", note=note, decimal=decimal, lenient=("position", "search_volume", "impressions")
    )
