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
    known = {t.name: t for t in vars(schema).values() if isinstance(t, schema.Table)}
    return schema.empty(known[name]) if name in known else pd.DataFrame()


def keywords(audit: Audit) -> pd.DataFrame:
    """Return the keyword rows with every column that the report uses, absent ones as nulls.

    ``spend`` is the full cost where fees are spread over the keywords, else the cost.
    """
    frame = audit.keywords.copy()
    columns = {**schema.KEYWORDS.columns, **schema.MONEY.columns}
    texts = ("verdict", "flags", "product_id", "product_title", "product_status", "customer_phrase", "verdict_reason")
    columns |= dict.fromkeys((*texts, "suggested_wording"), schema.TEXT)
    columns |= dict.fromkeys(
        ("at_stake", "product_relevance", "customer_alignment", "customer_phrase_count"), schema.NUMBER
    )
    for name, dtype in columns.items():
        if name not in frame:
            absent: Any = {schema.TEXT: "", schema.TRUTH: True}.get(dtype, math.nan)
            frame[name] = absent
        elif dtype == schema.TEXT:
            frame[name] = frame[name].astype(object).where(frame[name].notna(), "").astype("str")
        elif dtype == schema.TRUTH:
            frame[name] = frame[name].astype(object).where(frame[name].notna(), True).astype(bool)
        elif dtype == schema.NUMBER:
            frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("float64")
    whole = frame["full_cost"] if "full_cost" in frame else frame["cost"]
    frame["spend"] = pd.to_numeric(whole, errors="coerce").fillna(frame["cost"])
    if "keyword_id" not in audit.keywords:
        frame["keyword_id"] = range(len(frame))
    return frame.sort_values("keyword_id", kind="stable").reset_index(drop=True)


def settings(audit: Audit, section: str, name: str, default: Any) -> Any:
    """Return a setting that the audit was made with."""
    found = (audit.summary.get("settings") or {}).get(section)
    value = found.get(name) if isinstance(found, dict) else None
    return default if value is None or value == "" else value


def figures_of(audit: Audit) -> Figures:
    """Return how this audit's figures are told."""
    currency = settings(audit, "ingest", "currency", "GBP")
    listed = audit.keywords["currency"].dropna() if "currency" in audit.keywords else pd.Series(dtype="str")
    listed = listed[listed.astype("str").str.fullmatch("[A-Z]{3}")]
    if not listed.empty:
        currency = str(listed.mode().iloc[0])
    return Figures(str(currency), str(settings(audit, "report", "locale", "en_GB")))


def period(frame: pd.DataFrame, told: Figures) -> str:
    """Return the period of the figures in words, or nothing where the files do not say."""
    start = pd.to_datetime(frame["period_start"], utc=True).min()
    end = pd.to_datetime(frame["period_end"], utc=True).max()
    if pd.isna(start) or pd.isna(end):
        return ""
    return f"{told.day(start)} to {told.day(end)}"


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
