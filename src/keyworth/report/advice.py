"""What to do: the ten largest stops, mends and uncovered phrases, each with its pounds and its evidence."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from keyworth.report import audit_reader, labels, sections
from keyworth.report.decision_lines import mend_kinds
from keyworth.report.figures import Figures
from keyworth.store import Audit
from keyworth.text.certainty import render_chance

TEN = 10  # people, of whom odds are told: "3 in 10"
FEW_CLICKS = 100  # below so many, what a click brings is not told


def advice(audit: Audit, frame: pd.DataFrame) -> dict[str, Any]:
    """Return ``cuts``, ``rewordings``, ``fixes``, ``uncovered`` phrases and ``unserved`` things, the largest first.

    ``click_worth`` is what a click on the aligned keywords costs and brings.

    Parameters
    ----------
    audit : Audit
    frame : DataFrame
        ``reading.keywords`` of it.
    """
    fixes = frame[frame["verdict"] == "fix"]
    reworded, worth = mend_kinds(fixes) == "wording", click_worth(audit, frame)
    return {
        "cuts": _largest(frame[frame["verdict"] == "cut"]),
        "rewordings": [{**row, "quotes": _quotes(audit, row["keyword_key"])} for row in _largest(fixes[reworded])],
        "fixes": _largest(fixes[~reworded]),
        "uncovered": _uncovered(audit, worth),
        "unserved": audit_reader.records(audit_reader.table(audit, "unserved").head(TEN)),
        "click_worth": worth,
    }


def three_lines(row: dict[str, Any]) -> list[str]:
    """Return what the product, the customers' words and the money say, those that say anything.

    Examples
    --------
    >>> three_lines({"why_product": "Nothing on sale answers it.", "why_customers": "", "why_money": None})
    ['Nothing on sale answers it.']
    """
    return [str(row[name]) for name in ("why_product", "why_customers", "why_money") if row.get(name)]


def why(row: dict[str, Any]) -> str:
    """Return the reason of a verdict: the audit's own, else its flags as words."""
    own = row["reason"]
    return str(own) if own else ", ".join(labels.plain_flags(row["flags"])).capitalize()


def _largest(own: pd.DataFrame) -> list[dict[str, Any]]:
    rows = audit_reader.records(audit_reader.most_first(own).head(TEN))
    return [{**row, "why": why(row), "evidence": three_lines(row)} for row in rows]


def _quotes(audit: Audit, keyword_key: str) -> list[dict[str, Any]]:
    """Return quotes for the suggested wording of a keyword, from different calls."""
    aligned, quotes = audit_reader.table(audit, "alignment"), audit_reader.quotes(audit)
    own = aligned[aligned["keyword_key"] == keyword_key] if not aligned.empty else aligned
    if own.empty or quotes.empty:
        return []
    wanted = ids(own["suggested_phrase_ids"].iloc[0])
    found = quotes[quotes["phrase_id"].isin(wanted)]
    found = found.sort_values(["call_id", "said_at", "quote"], ascending=[False, True, True])
    rows = audit_reader.records(found.drop_duplicates("quote").drop_duplicates("call_id").head(2))
    return [{"quote": row["quote"], "where": where_said(row, audit_reader.figures_of(audit))} for row in rows]


def ids(text: Any) -> list[Any]:
    """Return a JSON list from a cell, or nothing where it is not one."""
    try:
        found = json.loads(text) if isinstance(text, str) and text else []
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def where_said(row: dict[str, Any], told: Figures) -> str:
    """Return the place of a quote: its call or search, its day and what came of it."""
    place = (
        labels.call_name(row["call_id"]) if row["call_id"] else labels.ORIGINS.get(row.get("origin") or "", "a search")
    )
    return ", ".join(t for t in (place, told.day(row["said_at"]), row.get("outcome")) if t)


def click_worth(audit: Audit, frame: pd.DataFrame) -> dict[str, float] | None:
    """Return what a click on the aligned keywords costs and brings, or None where too few were bought.

    ``sales`` and ``revenue`` are of one click; the ends of the keywords' own ranges are added up,
    which is wider than needed and so on the safe side.

    Examples
    --------
    >>> rows = {"verdict": "keep", "product_relevance": 0.9, "customer_alignment": 0.9, "clicks": [60.0, 40.0]}
    >>> rows |= {"cost": [90.0, 10.0], "spend": [90.0, 10.0]}
    >>> for name, one in (("revenue", 300.0), ("conversions", 3.0)):
    ...     rows |= {f"expected_{name}{end}": [one * k, 0.0] for end, k in (("", 1), ("_low", 0.5), ("_high", 2))}
    >>> found = click_worth(Audit(pd.DataFrame()), pd.DataFrame(rows))
    >>> found["cost"], found["revenue"], found["sales"], found["sales_high"]
    (1.0, 3.0, 0.03, 0.06)
    """
    bought = (frame["cost"] > 0) & (frame["clicks"] > 0) & frame["expected_revenue_high"].notna()
    aligned = bought & sections.aligned(audit, frame) & (frame["verdict"] != "cut")
    own = frame[aligned]
    clicks = float(own["clicks"].sum())
    if clicks < FEW_CLICKS:
        return None
    names = {"cost": "spend"}
    for end in ("", "_low", "_high"):
        names |= {f"revenue{end}": f"expected_revenue{end}", f"sales{end}": f"expected_conversions{end}"}
    return {"clicks": clicks, **{name: float(own[column].sum()) / clicks for name, column in names.items()}}


def _uncovered(audit: Audit, worth: dict[str, float] | None) -> list[dict[str, Any]]:
    """Return the phrases that promise most, going by the aligned keywords' rates and the product's price."""
    found, catalogue = audit_reader.table(audit, "uncovered"), audit_reader.table(audit, "catalogue")
    if found.empty:
        return []
    prices = catalogue.drop_duplicates("product_id").set_index("product_id")["price"]
    found = found.assign(price=found["product_id"].map(prices), worth=0.0)
    if worth:
        for end in ("", "_low", "_high"):
            one_click = (found["price"] * worth[f"sales{end}"]).fillna(worth[f"revenue{end}"])
            found[f"worth{end}"] = found["count"] * found["product_relevance"] * one_click
        found["worth_cost"] = found["count"] * worth["cost"]
    found = found.sort_values(["worth", "count", "phrase"], ascending=[False, False, True])
    rows = audit_reader.records(found.head(TEN))
    for row in rows:
        chance = row["product_relevance"]
        row["confidence"] = "" if chance is None else f"The product answers it: {render_chance(chance)}."
    return rows
