"""Keyword rows, whatever the export: decoration, match type, totals, days summed, the pound account."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities import spend_rows, totals
from keyworth.ingest.entities.spreadsheet_damage import damage
from keyworth.ingest.protocol import TOTAL_ROW, Reading
from keyworth.schema import rounding_allowance
from keyworth.text import clean, key

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft

_MATCH = (
    ("exact", r"(?i)exact|exakt|exat|esatt|genau|tam e|dokładn|exakte|ścisł|完全一致|přesn"),
    (
        "phrase",
        r"(?i)phrase|frase|expression|wortgruppe|woordgroep|sıralı|passende wort|do wyrażenia|wyrażeni|フレーズ|fraz",
    ),
    (
        "broad",
        r"(?i)broad|ampla|amplia|large|weitgehend|generic|breed|geniş|brett|przybliżon|部分一致|インテント|voln|bred",
    ),
)
# Rows of a keyword report that stand for traffic which no keyword called up.
_PSEUDO = r"(?i)^ai max\b.*|^ai[ -]?最大化.*|^dynamic (?:search ads?|ad groups?)$|^(?:\(other\)|other search terms)$"
SUMS = ("impressions", "clicks", "cost", "claimed_conversions", "claimed_value", "all_conversions",
        "view_through_conversions")  # fmt: skip
MONEY = ("cost", "claimed_value", "stated_cpc", "stated_cost_per_conversion")
NEGATIVE = "negative keyword: it blocks searches"
_NEGATIVE = r"(?i)\bnegativ|ausschließend|excluded keyword|à exclure|uitsluit|wykluczając|除外"
_SAYS_NEGATIVE = frozenset(("match type", "criterion type", "type", "keyword type", "negative", "is negative", "level",
                            "keyword status", "status"))  # fmt: skip
SEGMENTS = frozenset(
    [
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "hour",
        "hour of day",
        "day of week",
        "device",
        "network",
        "network (with search partners)",
        "click type",
        "gregorian date",
        "date",
        "time period",
        "conversion action",
        "conversion category",
        "ad distribution",
        "top vs. other",
        "tag",
        "dia",
        "tag",
        "jour",
        "dag",
        "giorno",
        "mes",
        "mês",
        "monat",
        "mois",
        "semana",
        "woche",
        "semaine",
    ]
)


def match_types(cells: pd.Series) -> pd.Series:
    """Return exact, phrase, broad or ``""`` for match types in any language."""
    known = pd.Series(cells.unique(), dtype="str")
    out = pd.Series("", index=known.index, dtype="str")
    for name, pattern in _MATCH:
        out = out.where(~((out == "") & known.str.contains(pattern)), name)
    return cells.map(dict(zip(known, out, strict=True))).astype("str")


def undecorate(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return keywords without ``[ ]``, quotes and ``+``, and the match type the decoration says.

    Examples
    --------
    >>> import pandas as pd
    >>> bare, match = undecorate(pd.Series(["[boiler repair]", '"plumber"', "+boiler +repair", "c++"]))
    >>> bare.tolist(), match.tolist()
    (['boiler repair', 'plumber', 'boiler repair', 'c++'], ['exact', 'phrase', 'broad', ''])
    """
    cells = cells.str.strip()
    match = pd.Series("", index=cells.index, dtype="str")
    if not cells.str.contains(r'^[\["+]', regex=True).any():
        return cells, match
    exact = cells.str.fullmatch(r"\[.*\]")
    phrase = cells.str.fullmatch(r'"+[^"].*"+')
    broad = cells.str.match(r"\+\S") & ~exact & ~phrase
    bare = cells.where(~exact, cells.str.slice(1, -1)).where(~phrase, cells.str.strip('"'))
    bare = bare.where(~broad, cells.str.replace(r"(?:^|(?<=\s))\+(?=\S)", "", regex=True) if broad.any() else cells)
    match = match.where(~exact, "exact").where(~phrase, "phrase").where(~broad, "broad")
    return bare.str.strip(), match


def tidied(cells: pd.Series, how: Callable[[str], str], already: str) -> pd.Series:
    """Return cells put in a normal form; those that a pattern knows to be in it are left alone."""
    rest = cells[~cells.str.fullmatch(already)]
    if not len(rest):
        return cells
    out = cells.copy()
    out[rest.index] = rest.map({k: how(k) for k in rest.unique()}).astype("str")
    return out


def finish_keywords(
    draft: Draft,
    channel: str = "paid",
    currency: str = "",
    period: tuple[pd.Timestamp | None, pd.Timestamp | None] = (None, None),
    decimal: str | None = None,
    note: str = "",
    strict: bool = True,
    lenient: tuple[str, ...] = (),
    segmented: bool = False,
) -> Reading:
    """Return the reading of keyword rows: canonical, totals apart, segments summed.

    Parameters
    ----------
    draft : Draft
        Text under canonical names.
    channel : str
        ``paid`` or ``organic``.
    currency, period, decimal, note
        Where the format knows them.
    strict : bool
        Whether a cell that is not a number is a fault of the whole file.
    lenient : tuple of str
        Number columns in which it means "unknown".
    segmented : bool
        Whether rows of one keyword are parts of it (days, networks), though no header that is known says so.
    """
    draft.need("keyword")
    draft.check()
    label = _bare(draft)
    currency = currency or draft.currency(*MONEY)
    draft.numbers(decimal, strict=strict, lenient=lenient, never_negative=("impressions", *SUMS))
    draft.check()
    gone, kind = _no_keyword(draft.frame, label)
    if channel != "paid":
        draft.drop(gone, "no keyword")
        gone = gone[draft.frame.index]
    spend = spend_rows.without_keyword(draft, gone, kind)
    stated = draft.drop(label.reindex(draft.frame.index) != "", TOTAL_ROW)
    claimed = totals.claims(stated, label[stated.index], _segments(draft))
    frame = draft.frame
    frame["keyword"] = tidied(frame["keyword"], clean, r"[!-~]+(?: [!-~]+)*")
    frame, note = _sum_segments(draft, frame, note, segmented)
    _consistent(frame)
    cost = round(float(frame["cost"].sum()), 6) if "cost" in frame else float("nan")
    beside = float(spend["cost"].sum()) if "cost" in spend else 0.0
    claimed, total, of = totals.of_rows(claimed, cost, len(frame), beside)
    if of and abs(total - cost) > rounding_allowance(len(frame)):
        note = "; ".join(filter(None, [note, f"cost of the rows is {cost:,.2f}, '{of}' says {total:,.2f}"]))
    spend = pd.concat([spend, spend_rows.of_totals(stated, label[stated.index], set(spend["kind"]))], ignore_index=True)
    if len(spend) and channel == "paid":
        money = f" of {spend['cost'].sum():,.2f}" if "cost" in spend else ""
        note = "; ".join(filter(None, [note, f"spend{money} that no keyword stands behind is told apart"]))
    frame = draft.with_rows(frame)
    frame["keyword_key"] = tidied(frame["keyword"], key, r"[a-z0-9](?:[a-z0-9 '&/-]*[a-z0-9])?")
    frame = frame.assign(channel=channel, currency=currency or ("" if "cost" not in frame else draft.settings.currency))
    tables = {"keywords": frame} | ({"claims": claimed} if len(claimed) else {})
    if len(spend) and channel == "paid":
        tables["spend"] = spend.assign(currency=frame["currency"].iloc[0] if len(frame) else currency)
    for table in tables.values():
        table["period_start"], table["period_end"] = (pd.Timestamp(p) if p is not None else pd.NaT for p in period)
    return draft.reading(
        tables, currency=currency, period_start=period[0], period_end=period[1], cost_total_row=total, note=note
    )


def _bare(draft: Draft) -> pd.Series:
    """Undecorate the keywords, set aside negatives and what a spreadsheet made of them; return the totals' labels."""
    bare, decorated = undecorate(draft.frame["keyword"])
    label = totals.labels(draft.source.rows.loc[draft.frame.index], draft.frame["keyword"])
    draft.frame = draft.frame.assign(keyword=bare)
    said = match_types(draft.frame["match_type"]) if "match_type" in draft.frame else decorated
    draft.frame["match_type"] = said.where(said != "", decorated)
    _negatives(draft, label)
    why = damage(draft.frame["keyword"])
    draft.drop(why != "", why)
    return label[draft.frame.index]


def _negatives(draft: Draft, label: pd.Series) -> None:
    """Set negative keywords aside: nothing is bought with them, wherever the file says so."""
    gone = pd.Series(False, index=draft.frame.index)
    for place, name in enumerate(draft.source.names):
        if name in _SAYS_NEGATIVE:
            cells = draft.source.rows.iloc[:, place]
            if said := [cell for cell in cells.unique() if re.search(_NEGATIVE, cell)]:
                gone |= cells.isin(said).reindex(gone.index)
    if gone.any():
        draft.drop(gone & (label == ""), NEGATIVE)


def _no_keyword(frame: pd.DataFrame, label: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return which rows name no keyword, and what sort of spend their words tell."""
    label = label.reindex(frame.index, fill_value="")
    pseudo = frame["keyword"].str.contains(r"(?i)^ai|^dynamic|^\(?other", regex=True)
    pseudo &= frame["keyword"].where(pseudo, "").str.match(_PSEUDO)
    kind = pd.Series("", index=frame.index, dtype="str")
    kind.loc[pseudo] = spend_rows.kind_of(frame.loc[pseudo, "keyword"])
    return pseudo | ((frame["keyword"] == "") & (label == "")), kind


def _segments(draft: Draft) -> pd.DataFrame:
    """Return which cells of the file's segments (day, device, …) are filled, by row of the file."""
    places = [i for i, n in enumerate(draft.source.names) if n in SEGMENTS]
    return draft.source.rows.iloc[:, places].apply(lambda cells: cells.str.strip().isin(["", "--"])).eq(False)


def _sum_segments(draft: Draft, frame: pd.DataFrame, note: str, segmented: bool) -> tuple[pd.DataFrame, str]:
    """Sum the rows of one keyword over days, devices and the like, where the export splits by them."""
    by = [h.strip() for h, n in zip(draft.source.header, draft.source.names, strict=True) if n in SEGMENTS]
    if not by and not segmented:
        return frame, note
    keys = [c for c in ("keyword", "match_type", "campaign", "ad_group", "landing_page") if c in frame]
    if not frame.duplicated(keys).any():
        return frame, note
    grouped = frame.reset_index(names="row").groupby(keys, sort=False, dropna=False)
    out = grouped["row"].min().to_frame()
    for column in frame.columns.difference(keys):
        if column in SUMS:
            out[column] = grouped[column].sum(min_count=1).round(6)
        elif not column.startswith("stated_") and column != "position":
            out[column] = grouped[column].first()
    told = f"{len(frame)} rows by {', '.join(by) or 'parts'} summed to {len(out)} keywords"
    out = out.reset_index().set_index("row").sort_index().rename_axis(None)
    return out, "; ".join(filter(None, [note, told]))


def _consistent(frame: pd.DataFrame) -> None:
    """Bring stated rates to shares where the file writes them as 0 to 100 without a sign."""
    if "stated_ctr" in frame and (frame["stated_ctr"] > 1).any():
        frame["stated_ctr"] = frame["stated_ctr"] / 100
