"""What the report reads from a saved audit, with a calm answer for whatever is absent."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report.figures import Figures
from keyworth.store import Audit


def table(audit: Audit, name: str) -> pd.DataFrame:
    """Return a table of the audit, empty with its columns where the audit has none.

    Examples
    --------
    >>> table(Audit(pd.DataFrame()), "phrases").empty
    True
    """
    found = audit.tables.get(name)
    if found is not None:
        return found
    return schema.empty(schema.SAVED[name]) if name in schema.SAVED else pd.DataFrame()


def keywords(audit: Audit) -> pd.DataFrame:
    """Return the keyword rows (``schema.KEYWORD_FINDINGS``), with ``spend`` and ``saves``, of the period.

    ``spend`` is what each cost, fees in, where known; ``saves`` what is lost on a keyword that is to be stopped or
    mended: its spend less the margin that it is expected to bring, unknown where that is.
    """
    frame = schema.conform(audit.keywords, schema.KEYWORD_FINDINGS)
    frame = frame.assign(spend=frame["full_cost"].fillna(frame["cost"]))
    lost = (frame["spend"] - frame["expected_revenue"] * margins(audit, frame)).clip(lower=0.0)
    frame["saves"] = lost.where(frame["verdict"].isin(["cut", "fix"]), 0.0)
    return frame.sort_values("keyword_id", kind="stable", ignore_index=True)


def most_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the keywords in the order in which they are listed: what saves most first, then what costs most."""
    by = ["saves", "spend", "keyword_id"]
    return frame.sort_values(by, ascending=[False, False, True], na_position="last")


def margins(audit: Audit, frame: pd.DataFrame) -> pd.Series:
    """Return each keyword's margin, the settings' where its product has none."""
    return frame["margin"].where(frame["margin"] > 0, float(settings(audit, "money", "margin", 0.4)))


def settings(audit: Audit, section: str, name: str, default: Any) -> Any:
    """Return a setting that the audit was made with."""
    found = (audit.summary.get("settings") or {}).get(section)
    value = found.get(name) if isinstance(found, dict) else None
    return default if value is None or value == "" else value


def figures_of(audit: Audit) -> Figures:
    """Return how this audit's figures are told."""
    currency = str(settings(audit, "ingest", "currency", "GBP"))
    return Figures(currency, str(settings(audit, "report", "locale", "en_GB")))


def period(frame: pd.DataFrame, told: Figures) -> str:
    """Return the period of the figures in words, or nothing where the files do not say."""
    start, end = period_ends(frame)
    return "" if start is None or end is None else f"{told.day(start)} to {told.day(end)}"


def period_ends(frame: pd.DataFrame) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """Return the first and the last day of the figures, None where the files do not say."""
    start = pd.to_datetime(frame["period_start"], utc=True).min()
    end = pd.to_datetime(frame["period_end"], utc=True).max()
    return (None if pd.isna(start) else start), (None if pd.isna(end) else end)


def quotes(audit: Audit) -> pd.DataFrame:
    """Return the quotes with ``origin``, where a search was typed, and no day where the file dates no search.

    A search-terms report counts a whole period: its last day is not the day of any search in it.
    """
    found, searches = table(audit, "quotes"), table(audit, "searches")
    place = ["source_file", "source_row"]
    rows = searches[[*place, "origin", "searched_at"]].drop_duplicates(place)
    found = found.merge(rows, on=place, how="left")
    typed = found["call_id"].fillna("").eq("")
    dated = ~typed | found["searched_at"].notna()
    return found.assign(said_at=found["said_at"].where(dated), origin=found["origin"].fillna(""))


def by_model(audit: Audit, numbers: set[int]) -> pd.DataFrame:
    """Return sales and revenue of keywords under every attribution model, in the models' order.

    Returns
    -------
    DataFrame
        ``keyword_id, attribution_model, attributed_conversions, attributed_revenue``; only won sales count.
    """
    names = ["keyword_id", "attribution_model", "attributed_conversions", "attributed_revenue"]
    found = table(audit, "money_by_model")
    if not set(names) <= set(found.columns):
        won = table(audit, "credits")
        won = won[won["amount"].notna()].sort_values(["keyword_id", "attribution_model", "sale_id", "credit"])
        found = won.groupby(names[:2], as_index=False)[["credit", "amount"]].sum()
        found = found.rename(columns={"credit": names[2], "amount": names[3]})
    return found.loc[found["keyword_id"].isin(numbers), names].sort_values(names[:2])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain Python values; what is unknown is None.

    Examples
    --------
    >>> records(pd.DataFrame({"a": [1.0, float("nan")]}))
    [{'a': 1.0}, {'a': None}]
    """
    return [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def plain(value: Any) -> Any:
    """Return a value of a table as JSON has it."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def rounded(value: Any, digits: int = 2) -> Any:
    """Return a number to so many decimals, None where it is not known.

    Examples
    --------
    >>> rounded(0.127), rounded(float("nan"))
    (0.13, None)
    """
    return None if plain(value) is None else round(float(value), digits)
