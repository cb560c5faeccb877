"""Sales rows, whatever the CRM: stages, people, duplicates, one currency."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities.contacts import identify
from keyworth.ingest.entities.sale_id_collisions import apart
from keyworth.ingest.entities.sale_states import furthest_open
from keyworth.ingest.entities.stage_words import OPEN, stage_of
from keyworth.ingest.entities.url_parameters import channel_of, fill_origin
from keyworth.ingest.protocol import Reading
from keyworth.ingest.tabular.cell_types import kind_of
from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.tabular.currencies import currency_in
from keyworth.schema import STAGE_RANK

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft

_LOOKED = 500  # rows that are looked at: bounds time
_MONEY = re.compile(
    r"amount|value|total|revenue|price|\bfee\b|paid|betrag|wert\b|umsatz|summe|montant|valeur|prix|importe|valor|precio|importo"
    r"|prezzo|bedrag|kwota|wartość|cena|金額|売上|[£€$¥]"
)


def finish_sales(draft: Draft, currency: str = "", note: str = "", unknown_stage: str = "") -> Reading:
    """Return the reading of sales rows.

    Parameters
    ----------
    draft : Draft
        Text under canonical names; ``decided`` says won or lost (or open) where a column of its own does, whatever
        the stage; ``email`` and ``phone`` are turned into ``person`` and dropped.
    currency, note : str
    unknown_stage : str
        What a stage in the CRM's own words that nobody knows counts as; ``""`` sets the row aside.
    """
    draft.need("stage") if "stage" not in draft.frame else None
    draft.check()
    frame = draft.frame
    stage = _stages(draft, unknown_stage)
    said = "'" + draft.written("stage") + "': '" + frame["stage"] + "' is not a stage that is known"
    said = said.where(frame["stage"] != "", "no stage")
    draft.frame = draft.frame.assign(stage=stage)
    draft.drop(stage == "", said)
    _how_far(draft)
    _unread(draft)
    _none_won(draft)
    told = _one_currency(draft, currency)  # before the signs are gone
    draft.numbers(strict=False)
    draft.times()
    _furthest(draft)
    frame = fill_origin(identify(draft.frame))
    if "channel" in frame:
        frame["channel"] = frame["channel"].map({c: channel_of(c) for c in frame["channel"].unique()}).astype("str")
    home = told or draft.settings.currency
    each = frame["currency"].map(_code).astype("str") if "currency" in frame else home
    frame = frame.assign(currency=each).replace({"currency": {"": home}})
    return draft.reading({"sales": draft.with_rows(frame)}, currency=told, note=note)


def _stages(draft: Draft, unknown: str) -> pd.Series:
    """Return each row's stage, and note what the company's own words for it mean."""
    frame = draft.frame
    own = getattr(draft.settings, "stages", {})
    known = {w: stage_of(w, own) or (unknown if w else "") for w in frame["stage"].unique()}
    stage = frame["stage"].map(known).astype("str")
    if "decided" in frame:
        decided = frame["decided"].map({w: stage_of(w) for w in frame["decided"].unique()}).astype("str")
        closed = decided.isin(["won", "lost"])
        still = ~closed & (frame["decided"] != "") & stage.isin(["won", "lost"])
        stage = stage.where(~closed, decided).where(~still, "opportunity")
        stage = stage.where((stage != "") | (frame["decided"] == ""), unknown)
        far = frame["furthest"] if "furthest" in frame else frame["stage"]
        draft.frame = frame.drop(columns="decided").assign(furthest=far)
    draft.stage_rows.update({str(w): int(n) for w, n in frame["stage"].value_counts().items() if w})
    told = pd.DataFrame({"words": frame["stage"], "stage": stage})
    told = told[(told["words"] != "") & (told["stage"] != "")].value_counts(sort=False).reset_index()
    told = told.sort_values(["count", "stage"], ascending=[False, True], kind="stable").drop_duplicates("words")
    draft.stages.update(sorted(zip(told["words"], told["stage"], strict=True)))
    return stage


def _code(cell: str) -> str:
    return currency_in(cell) or cell.upper().strip()


def _unread(draft: Draft) -> None:
    """Tell of a file of sales from which no amount, or no day, is read, and which column may hold it."""
    frame, source = draft.frame, draft.source
    taken = set(draft.places.values())
    left = [(i, h.strip()) for i, (h, n) in enumerate(zip(source.header, source.names, strict=True))
            if n and i not in taken]  # fmt: skip
    rows = source.rows.loc[frame.index].iloc[:_LOOKED]
    if "amount" not in frame or not frame["amount"].ne("").any():
        likely = [h for i, h in left if _MONEY.search(norm(h)) and rows.iloc[:, i].str.contains(r"\d").any()]
        if likely:
            draft.notes.append(f"NO AMOUNT IS READ: {_listed(likely)} may hold it; map it in keyworth.toml")
    if not any(c in frame and frame[c].ne("").any() for c in ("created_at", "closed_at")):
        likely = [h for i, h in left if _days(rows.iloc[:, i])]
        if likely:
            draft.notes.append(f"NO DATE IS READ: {_listed(likely)} may hold it; map it in keyworth.toml")


def _listed(headers: list[str]) -> str:
    return ", ".join(f"'{h}'" for h in headers[:3])


def _days(cells: pd.Series) -> bool:
    filled = [c for c in cells.str.strip() if c]
    return bool(filled) and sum(kind_of(c) == "date" for c in filled) > 0.8 * len(filled)


def _none_won(draft: Draft) -> None:
    """Tell of a file of sales in which none is won, with its own words for the stages."""
    stage = draft.frame["stage"]
    if len(stage) and not stage.eq("won").any() and stage.isin(["opportunity", "appointment", "lost"]).any():
        words = ", ".join(f"'{w}' ({m or 'not known'})" for w, m in sorted(draft.stages.items())[:8])
        draft.notes.append(f"NO SALE IS WON in it; its stages: {words}; say what they mean under [ingest.stages]")


def _how_far(draft: Draft) -> None:
    """A lost sale's last open stage in our words, "" where it is not said or not known."""
    frame = draft.frame
    if "furthest" in frame:
        own = getattr(draft.settings, "stages", {})
        known = {words: stage_of(words, own) for words in frame["furthest"].unique()}
        far = frame["furthest"].map(known).astype("str")
        draft.frame = frame.assign(furthest=far.where((frame["stage"] == "lost") & far.isin(OPEN), ""))


def _one_currency(draft: Draft, currency: str) -> str:
    """Return the currency of the settings where some sales are in it, else that of most, ``""`` where none is told."""
    frame = draft.frame
    if "currency" not in frame:
        home, signed = draft.settings.currency, frame.get("amount", frame["stage"].iloc[:0])
        said = {cell: currency_in(cell, home) for cell in signed.unique()}
        if currency or not any(said.values()):
            return currency or currency_in(draft.written("amount"), home)
        frame = draft.frame = frame.assign(currency=signed.map(said).astype("str"))
    codes = frame["currency"].map(_code).astype("str")
    found = codes[codes != ""].value_counts()
    if not len(found):
        return currency
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
    told = furthest_open(repeated, own).dropna()
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
