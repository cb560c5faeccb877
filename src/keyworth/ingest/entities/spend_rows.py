"""Spend that no keyword stands behind: AI Max, Performance Max, dynamic ads, what a report's totals hide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from keyworth.ingest.entities.row_builder import Draft

_COLUMNS = ("campaign", "label", "impressions", "clicks", "cost", "claimed_conversions", "claimed_value")
# What a label, a campaign's type or a campaign's name says of it; the first that fits.
_KINDS = (
    ("ai_max", r"\bai[ _-]?max\b"),
    ("performance_max", r"performance[ _-]?max|\bp[ _-]?max\b|最大化"),
    ("search_terms_hidden", r"other search terms|andere suchbegriffe|autres termes|otros términos|outros termos"
                            r"|altri termini|andere zoektermen|inne wyszukiwane|その他の検索"),
    ("dynamic", r"\bdynami|\bdsa\b|動的"),
    ("other_network", r"\b(?:display|gdn|video|youtube|shopping|smart|apps?|demand gen\w*|discovery|local|hotel"
                      r"|travel|audience|multi channel)\b|nachfrage|ディスプレイ|動画|ショッピング"),
)  # fmt: skip
KINDS = tuple(kind for kind, _ in _KINDS)
UNNAMED = "unnamed"


def kind_of(text: pd.Series) -> pd.Series:
    """Return what sort of spend without keywords a label or a campaign's type names, ``""`` where none.

    Examples
    --------
    >>> import pandas as pd
    >>> kind_of(pd.Series(["Performance Max", "AI Max expanded matches", "Total: Display", "Search"])).tolist()
    ['performance_max', 'ai_max', 'other_network', '']
    """
    out = pd.Series("", index=text.index, dtype="str")
    lower = text.astype("str").str.casefold().str.replace("_", " ", regex=False)
    for kind, pattern in _KINDS:
        out = out.where(~((out == "") & lower.str.contains(pattern, regex=True)), kind)
    return out


def spend_of(rows: pd.DataFrame, kind: pd.Series, source: str = "row", channel: str = "paid") -> pd.DataFrame:
    """Return rows of ``schema.SPEND`` from rows under canonical names, numbers parsed; the index is the file's row."""
    frame = rows[[c for c in _COLUMNS if c in rows]].assign(kind=kind, source=source, channel=channel)
    return frame.assign(source_row=frame.index.to_numpy()).reset_index(drop=True)


def without_keyword(draft: Draft, gone: pd.Series, kind: pd.Series) -> Any:
    """Take rows that have money or clicks but no keyword out of a draft, as spend; what has neither is set aside."""
    rows = draft.frame[gone]
    if not len(rows):
        return spend_of(rows, kind[rows.index])
    heavy = pd.Series(False, index=rows.index)
    for column in ("cost", "clicks"):
        if column in rows:
            heavy |= rows[column].gt(0)
    draft.frame = draft.frame.drop(index=rows.index[heavy])
    draft.drop(gone.drop(index=rows.index[heavy]), "no keyword")
    used = rows[heavy].assign(label=lambda f: f["keyword"])
    named = kind[used.index]
    campaign = kind_of(used["campaign"]) if "campaign" in used else named
    named = named.where(named != "", campaign)
    return spend_of(used, named.where(named != "", UNNAMED))


def of_totals(stated: pd.DataFrame, label: pd.Series, known: set[str]) -> pd.DataFrame:
    """Return the spend that only a report's total rows tell, of kinds that no row of it has."""
    kind = kind_of(label)
    rows = stated[(kind != "") & ~kind.isin(known)]
    if "cost" in rows:
        rows = rows[rows["cost"].gt(0)]
    rows = rows.loc[~label[rows.index].duplicated()].drop(columns="campaign", errors="ignore")
    rows = rows.assign(label=label[rows.index])
    return spend_of(rows, kind[rows.index], "total_row")


def finish_spend(
    draft: Draft, kind: pd.Series, period: tuple[Any, Any] = (None, None), decimal: str | None = None
) -> Any:
    """Return the reading of rows that all are spend without keywords.

    Parameters
    ----------
    draft : Draft
        Text under the names of ``schema.SPEND``; total rows and others that are not to be used are gone already.
    kind : Series of str
        By row of the file; ``""`` sets the row aside, for its keywords have a report of their own.
    period, decimal
        Where the format knows them.
    """
    draft.check()
    kind = kind[draft.frame.index]
    draft.drop(kind == "", "a campaign with keywords: they have a report of their own")
    currency = draft.currency("cost")
    draft.numbers(decimal, never_negative=("impressions", "clicks", "cost"))
    table = spend_of(draft.frame, kind[draft.frame.index], "campaign_report")
    table = table.assign(currency=currency or draft.settings.currency)
    table["period_start"], table["period_end"] = (pd.Timestamp(p) if p is not None else pd.NaT for p in period)
    note = "spend that no keyword stands behind"
    return draft.reading({"spend": table}, currency=currency, period_start=period[0], period_end=period[1], note=note)
