"""Sales rows, whatever the CRM: stages, people, duplicates, one currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities.contacts import identify
from keyworth.ingest.entities.sale_id_collisions import apart
from keyworth.ingest.entities.url_parameters import channel_of, fill_origin
from keyworth.ingest.protocol import Reading
from keyworth.schema import STAGE_RANK, STAGES
from keyworth.text import clean

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft

_STAGE = (
    ("lost", r"lost|disqualif|unqualified|churn|dead|cancel|no.?show|declin|reject|refund|void|verloren|perdu|perdid"),
    ("won", r"\bwon\b|closedwon|customer|sold|sale\b|purchas|paid|order|signed|complete|evangelist"
            r"|gewonnen|gagn|ganad|installed"),
    ("opportunity", r"opportun|proposal|quot|negotiat|contract|decision|presentation"
                    r"|demo done|qualified|evaluat|estimate|\bsql\b|angebot|devis"),
    ("appointment", r"appoint|meeting|demo|scheduled|booked|visit|survey|call booked|consult|termin|rendez|\bcita\b"),
    ("lead", r"lead|enquir|inquir|new|open|subscriber|contact|prospect|mql|working|attempt|form"
             r"|generate|anfrage|in progress|connected"),
)  # fmt: skip
OPEN = ("lead", "appointment", "opportunity")


def stage_of(words: str) -> str:
    """Return the stage that a CRM's words mean, or ``""``.

    Examples
    --------
    >>> stage_of("Closed Won (Sales Pipeline)"), stage_of("appointmentscheduled"), stage_of("Verhandlung")
    ('won', 'appointment', '')
    """
    text = re.sub(r"[_\s]+", " ", re.sub(r"\([^)]*\)", "", words)).strip().casefold()
    if text in STAGES:
        return text
    for stage, pattern in _STAGE:
        if re.search(pattern, text):
            return stage
    return ""


def finish_sales(draft: Draft, currency: str = "", note: str = "", unknown_stage: str = "") -> Reading:
    """Return the reading of sales rows.

    Parameters
    ----------
    draft : Draft
        Text under canonical names; ``email`` and ``phone`` are turned into ``person`` and dropped.
    currency, note : str
    unknown_stage : str
        What a stage in the CRM's own words that nobody knows counts as; ``""`` sets the row aside.
    """
    draft.need("stage") if "stage" not in draft.frame else None
    draft.check()
    frame = draft.frame
    rows = {str(words): int(n) for words, n in frame["stage"].value_counts().items() if words}
    known = {words: _own(words, draft.settings.stages) or stage_of(words) or unknown_stage for words in rows}
    known[""] = ""
    stage = frame["stage"].map(known).astype("str")
    said = "'" + draft.written("stage") + "': '" + frame["stage"] + "' is not a stage that is known"
    said = said.where(frame["stage"] != "", "no stage")
    draft.frame = frame.assign(stage=stage)
    draft.drop(stage == "", said)
    _how_far(draft)
    draft.numbers(strict=False)
    draft.times()
    currency = _one_currency(draft, currency)
    _furthest(draft)
    frame = fill_origin(identify(draft.frame))
    if "channel" in frame:
        frame["channel"] = frame["channel"].map({c: channel_of(c) for c in frame["channel"].unique()}).astype("str")
    own = frame["currency"].str.upper().str.strip() if "currency" in frame else currency
    frame = frame.assign(currency=own).replace({"currency": {"": currency}})
    tables, stages = {"sales": draft.with_rows(frame)}, {words: known[words] for words in rows}
    return draft.reading(tables, currency=currency, note=note, stages=stages, stage_rows=rows)


def _own(words: str, stages: Mapping[str, str]) -> str:
    """Return what ``keyworth.toml`` says that a stage means; a pipeline in brackets behind it may be left out."""
    meant = {clean(own).casefold(): meaning for own, meaning in stages.items()}
    whole = clean(words).casefold()
    return meant.get(whole) or meant.get(re.sub(r"\s*\([^)]*\)$", "", whole), "")


def _how_far(draft: Draft) -> None:
    """A lost sale's last open stage in our words, "" where it is not said or not known."""
    frame = draft.frame
    if "furthest" in frame:
        known = {words: stage_of(words) for words in frame["furthest"].unique()}
        far = frame["furthest"].map(known).astype("str")
        draft.frame = frame.assign(furthest=far.where((frame["stage"] == "lost") & far.isin(OPEN), ""))


def _one_currency(draft: Draft, currency: str) -> str:
    """Return the currency of the settings where some sales are in it, else that of most; each row keeps its own."""
    frame = draft.frame
    if "currency" not in frame:
        return currency or draft.currency("amount") or draft.settings.currency
    codes = frame["currency"].str.upper().str.strip()
    found = codes[codes != ""].value_counts()
    if not len(found):
        return currency or draft.settings.currency
    return str(sorted(found.index, key=lambda c: (c != draft.settings.currency, -found[c], c))[0])


def _furthest(draft: Draft) -> None:
    """Keep one row a sale: identical rows once, else the furthest stage with the earliest creation."""
    frame = draft.frame
    if "sale_id" not in frame:
        return
    # An id that stands for two customers' sales is told, and parted, by the money room: both stay.
    ids = apart(frame)
    # A refund has its sale's id and is no second state of it: it is taken off the sale later.
    back = frame["amount"].lt(0) if "amount" in frame else pd.Series(False, index=frame.index)
    repeated = frame[(ids != "") & (ids + back.astype("str")).duplicated(keep=False) & ~back]
    _refunds_once(draft, frame[back])
    frame = draft.frame
    if not len(repeated):
        return
    own = ids[repeated.index]
    order = repeated.assign(_rank=repeated["stage"].map(STAGE_RANK), _row=repeated.index, _sale=own)
    if "closed_at" in order:
        order = order.sort_values(["_rank", "closed_at", "_row"], ascending=[False, False, True], na_position="last")
    else:
        order = order.sort_values(["_rank", "_row"], ascending=[False, True])
    kept = order.drop_duplicates("_sale").set_index("_sale")["_row"]
    of = own.map(kept)
    gone = pd.Series(False, index=frame.index)
    gone[of.index] = of.to_numpy() != of.index.to_numpy()
    raw = draft.source.rows
    same = pd.Series((raw.loc[of.index].to_numpy() == raw.loc[of.to_numpy()].to_numpy()).all(axis=1), index=of.index)
    reason = pd.Series("", index=frame.index, dtype="str")
    rows = of.astype("int64").astype("str")
    reason[of.index] = ("duplicate of row " + rows).where(same, "same sale as row " + rows + ", which is further on")
    far = repeated["stage"].where(repeated["stage"].isin(OPEN), repeated.get("furthest", "")).map(STAGE_RANK)
    told = far.groupby(own).max().dropna().map({rank: stage for stage, rank in STAGE_RANK.items()})
    lost = kept[told.index][frame.loc[kept[told.index].to_numpy(), "stage"].to_numpy() == "lost"]
    if len(lost):
        frame = frame if "furthest" in frame else frame.assign(furthest="")
        frame.loc[lost.to_numpy(), "furthest"] = told[lost.index].to_numpy()
        draft.frame = frame
    if "created_at" in frame:
        first = repeated.groupby(own)["created_at"].min()
        frame.loc[kept.to_numpy(), "created_at"] = first[kept.index].to_numpy()
        frame["created_at"] = pd.to_datetime(frame["created_at"], utc=True)
        draft.frame = frame
    draft.drop(gone, reason)


def _refunds_once(draft: Draft, refunds: pd.DataFrame) -> None:
    """Set aside refunds exported twice: rows that say the same in every cell."""
    again = draft.source.rows.loc[refunds.index].duplicated()
    draft.drop(again.reindex(draft.frame.index, fill_value=False), "the same refund again: counted once")
