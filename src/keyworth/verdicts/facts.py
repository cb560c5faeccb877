"""Facts: everything the rules need of a keyword, in one row, and what cannot be known of it."""

from __future__ import annotations

import pandas as pd

from keyworth import schema
from keyworth.settings import Settings
from keyworth.verdicts.close_variants import duplicates
from keyworth.verdicts.evidence import Evidence
from keyworth.verdicts.suggestion_filter import without_condemned

NOT_KNOWABLE = "its own sales cannot be told from those of its page"


def gather_facts(
    evidence: Evidence,
    relevance: pd.DataFrame,
    alignment: pd.DataFrame,
    money: pd.DataFrame,
    by_model: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """Join all that is known of each keyword row.

    Parameters
    ----------
    evidence : Evidence
    relevance, alignment, money, by_model : DataFrame
        Of ``schema``; may be empty.
    settings : Settings

    Returns
    -------
    DataFrame
        ``schema.FACTS``: one row a ``keyword_id`` in the agency's order.

    Examples
    --------
    >>> rows = schema.conform(pd.DataFrame({"keyword_id": [0], "keyword": ["pod"]}), schema.EVIDENCE)
    >>> none = [schema.empty(t) for t in (schema.RELEVANCE, schema.ALIGNMENT, schema.MONEY, schema.MONEY_BY_MODEL)]
    >>> given = Evidence(rows, *(schema.empty(t) for t in (schema.CATALOGUE, schema.CREDITS, schema.COUNTED_SALES)))
    >>> gather_facts(given, *none, Settings())["catalogue_unknown"].tolist()
    ['no catalogue was supplied']
    """
    facts = evidence.rows.reset_index(drop=True)
    facts = _join(facts, relevance.rename(columns={"reason": "relevance_reason"}), "keyword_key")
    facts = _join(facts, alignment, "keyword_key")
    facts = _join(facts, money.rename(columns={"reason": "money_reason"}), "keyword_id")
    facts = without_condemned(facts, settings.flags.break_even_probability)
    facts["full_cost"] = facts["cost"].add(facts["spread_cost"].where(facts["spread_cost"] > 0), fill_value=0)
    facts = facts.join(duplicates(facts, facts[["attributed_conversions", "clicks", "cost"]]))
    facts["duplicate_cost"] = facts["full_cost"].where(facts["duplicate_of"] >= 0, 0.0)
    facts["spent_since_retired"] = _spent_since(facts)
    facts["sales_low_model"], facts["sales_high_model"] = _envelope(facts, by_model, "attributed_conversions")
    facts["revenue_high_model"] = _envelope(facts, by_model, "attributed_revenue")[1]
    facts = facts.assign(**_unknown(facts, evidence.catalogue))
    return schema.conform(facts, schema.FACTS)


def _join(facts: pd.DataFrame, table: pd.DataFrame, on: str) -> pd.DataFrame:
    """Join a table that has one row a key; columns that are there already stay as they are."""
    new = [c for c in table.columns if c == on or c not in facts.columns]
    right = table[new].drop_duplicates(on).set_index(on)
    joined = right.reindex(facts[on].to_numpy()).set_axis(facts.index)
    texts = [name for name in joined.columns if isinstance(joined[name].dtype, pd.StringDtype)]
    return facts.join(joined.fillna(dict.fromkeys(texts, "")))


def _spent_since(facts: pd.DataFrame) -> pd.Series:
    """Return the cost of the period's share after the product was retired; NaN where no day is known."""
    start, end, retired = (pd.to_datetime(facts[n], utc=True) for n in ("period_start", "period_end", "retired_on"))
    whole = (end - start).dt.total_seconds() + 86400
    after = (end - retired).dt.total_seconds() + 86400
    # Without a period, the rows are of now, and a product retired in the past was retired all along.
    share = (after / whole).clip(0, 1).where(start.notna() & end.notna(), 1.0).where(retired.notna())
    return facts["full_cost"] * share


def _envelope(facts: pd.DataFrame, by_model: pd.DataFrame, figure: str) -> tuple[pd.Series, pd.Series]:
    """Return the least and the most that an attribution model gives each row."""
    ends = by_model.groupby("keyword_id")[figure].agg(["min", "max"])
    ends = ends.reindex(facts["keyword_id"].to_numpy()).set_axis(facts.index)
    return ends["min"].fillna(facts[figure]), ends["max"].fillna(facts[figure])


def _unknown(facts: pd.DataFrame, catalogue: pd.DataFrame) -> dict[str, pd.Series]:
    """Return why each side of the triangle, and the money, cannot be known of a row."""
    judged = _stated(facts["relevance_reason"], "the relevance model gave no answer")
    products = pd.Series("no catalogue was supplied", facts.index) if catalogue.empty else judged
    heard = facts["asked_count"].notna()
    phrases = pd.Series("too few customers spoke of such a thing to say how they word it", facts.index)
    phrases = phrases.where(heard, "no calls and no searches on the company's own site were supplied")
    counted = _stated(facts["money_reason"], "what it brought could not be estimated")
    counted = counted.where(facts["sales_supplied"], "no sales were supplied")
    known = facts["probability_below_break_even"].notna()
    blurred = known & ~facts["sales_knowable"]
    return {
        "catalogue_unknown": products.where(facts["product_relevance"].isna(), ""),
        "language_unknown": phrases.where(facts["customer_alignment"].isna(), ""),
        "money_unknown": counted.where(~known, "").mask(blurred, _stated(facts["money_reason"], NOT_KNOWABLE)),
    }


def _stated(reason: pd.Series, otherwise: str) -> pd.Series:
    """Return the reason that a room gives, else one of our own."""
    return reason.fillna("").where(reason.fillna("") != "", otherwise)
