"""Facts: everything the rules need of a keyword, in one row, and what cannot be known of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from keyworth import schema
from keyworth.language.intent import intents
from keyworth.settings import Settings
from keyworth.verdicts.brand import brand_terms, is_brand
from keyworth.verdicts.close_variants import duplicates
from keyworth.verdicts.demand_counts import asked_counts
from keyworth.verdicts.lead_evidence import hear_leads
from keyworth.verdicts.suggestion_filter import without_condemned

NOT_KNOWABLE = "its own sales cannot be told from those of its page"


def gather_facts(
    read: Mapping[str, pd.DataFrame],
    relevance: pd.DataFrame,
    alignment: pd.DataFrame,
    traced: Mapping[str, pd.DataFrame],
    settings: Settings,
) -> pd.DataFrame:
    """Join all that is known of each keyword row.

    Parameters
    ----------
    read : mapping of str to DataFrame
        Tables by their names in ``schema``: ``keywords``, and ``catalogue``, ``searches``,
        ``phrases`` (for its callers) and ``sales`` where there are any.
    relevance, alignment : DataFrame
        Of ``schema``; may be empty.
    traced : mapping of str to DataFrame
        The money room's tables: ``money`` and, where several attribution models were
        run, ``money_by_model``.
    settings : Settings

    Returns
    -------
    DataFrame
        One row a ``keyword_id`` in the agency's order: the columns of KEYWORDS,
        RELEVANCE (its ``reason`` as ``relevance_reason``), ALIGNMENT and MONEY (``money_reason``), and

        ``full_cost``
            Pounds of the period: click cost with the agency's fee and content cost
            where the money room spreads them.
        ``is_brand``, ``intent``, ``intent_word``, ``intent_told``
        ``duplicate_of``, ``duplicate_wording``, ``duplicate_place``, ``duplicate_rows``, ``duplicate_cost``
        ``asked_count``
            How often the company's own customers ask for it, in calls and on its site.
        ``spent_since_retired``
            Cost times the share of the period after ``retired_on``.
        ``sales_low_model``, ``sales_high_model``
            The envelope of traced sales over the attribution models.
        ``revenue_high_model``
            The revenue traced under the attribution model that gives the row most.
        ``catalogue_unknown``, ``language_unknown``, ``money_unknown``
            Why that side cannot be known; ``""`` where it is.

    Examples
    --------
    >>> rows = pd.DataFrame({"keyword_id": [0], "keyword": ["pod"], "keyword_key": ["pod"]})
    >>> read = {"keywords": schema.conform(rows, schema.KEYWORDS)}
    >>> none = schema.empty(schema.RELEVANCE), schema.empty(schema.ALIGNMENT)
    >>> gather_facts(read, *none, {}, Settings())["catalogue_unknown"].tolist()
    ['no catalogue was supplied']
    """
    keywords, catalogue, sales = (_table(read, name) for name in ("keywords", "catalogue", "sales"))
    facts = keywords.reset_index(drop=True)
    facts = _join(facts, relevance.rename(columns={"reason": "relevance_reason"}), "keyword_key")
    facts = _join(facts, alignment, "keyword_key")
    facts = _join(facts, _table(traced, "money").rename(columns={"reason": "money_reason"}), "keyword_id")
    facts["sales_knowable"] = facts["sales_knowable"].fillna(False).astype(bool)
    facts = without_condemned(facts, settings.flags.break_even_probability)
    floor = settings.relevance.relevance_floor
    if "links" in traced:
        facts = hear_leads(facts, catalogue, traced["links"], traced["journeys"], floor)
    facts["full_cost"] = _full_cost(facts)
    terms = brand_terms(keywords, catalogue, settings.relevance.brand_terms, settings.report.company)
    facts["is_brand"] = is_brand(facts["keyword_key"], terms)
    facts = facts.join(intents(facts["keyword_key"], catalogue))
    worth = facts.reindex(columns=["attributed_conversions", "clicks", "cost"])
    facts = facts.join(duplicates(facts, worth))
    facts["asked_count"] = asked_counts(facts["keyword_key"], _table(read, "searches"), _table(read, "phrases"))
    facts["duplicate_cost"] = facts["full_cost"].where(facts["duplicate_of"] >= 0, 0.0)
    facts["spent_since_retired"] = _spent_since(facts)
    by_model = traced.get("money_by_model")
    facts["sales_low_model"], facts["sales_high_model"] = _envelope(facts, by_model, "attributed_conversions")
    facts["revenue_high_model"] = _envelope(facts, by_model, "attributed_revenue")[1]
    return facts.assign(**_unknown(facts, relevance, alignment, catalogue, sales))


def _table(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    known = {t.name: t for t in (*schema.INPUTS.values(), schema.PHRASES, schema.MONEY)}
    return tables[name] if name in tables else schema.empty(known[name])


def _join(facts: pd.DataFrame, table: pd.DataFrame, on: str) -> pd.DataFrame:
    """Join a table that has one row a key; columns that are there already stay as they are."""
    new = [c for c in table.columns if c == on or c not in facts.columns]
    right = table[new].drop_duplicates(on).set_index(on)
    joined = right.reindex(facts[on].to_numpy()).set_axis(facts.index)
    for name in joined.columns:
        if isinstance(joined[name].dtype, pd.StringDtype) or joined[name].dtype == object:
            joined[name] = joined[name].fillna("")
    return facts.join(joined)


def _full_cost(facts: pd.DataFrame) -> pd.Series:
    """Return click cost and, where the money room has spread them, fees and content cost; NaN if neither is known."""
    if "full_cost" in facts.columns:
        return facts["full_cost"].astype("float64")
    cost = facts["cost"].astype("float64")
    if "spread_cost" in facts.columns:
        return cost.add(facts["spread_cost"].where(facts["spread_cost"] > 0), fill_value=0)
    return cost


def _spent_since(facts: pd.DataFrame) -> pd.Series:
    """Return the cost of the period's share after the product was retired; NaN where no day is known."""
    start, end, retired = (pd.to_datetime(facts[n], utc=True) for n in ("period_start", "period_end", "retired_on"))
    whole = (end - start).dt.total_seconds() + 86400
    after = (end - retired).dt.total_seconds() + 86400
    # Without a period, the rows are of now, and a product retired in the past was retired all along.
    share = (after / whole).clip(0, 1).where(start.notna() & end.notna(), 1.0).where(retired.notna())
    return facts["full_cost"] * share


def _envelope(facts: pd.DataFrame, by_model: pd.DataFrame | None, figure: str) -> tuple[pd.Series, pd.Series]:
    if by_model is None or by_model.empty:
        own = facts.get(figure, pd.Series(float("nan"), index=facts.index))
        return own, own
    range_ = by_model.groupby("keyword_id")[figure].agg(["min", "max"])
    range_ = range_.reindex(facts["keyword_id"].to_numpy()).set_axis(facts.index)
    return range_["min"], range_["max"]


def _unknown(
    facts: pd.DataFrame, relevance: pd.DataFrame, alignment: pd.DataFrame, catalogue: pd.DataFrame, sales: pd.DataFrame
) -> dict[str, pd.Series]:
    """Return why each side of the triangle, and the money, cannot be known of a row."""

    def told(column: str, absent: str, reason: pd.Series) -> pd.Series:
        values = facts[column] if column in facts.columns else pd.Series(float("nan"), index=facts.index)
        why = pd.Series(absent or reason, index=facts.index, dtype=object)
        return why.where(values.isna(), "")

    no_phrases = alignment.empty or alignment["customer_alignment"].isna().all()
    catalogue_absent = "no catalogue was supplied" if catalogue.empty else ""
    language_absent = "no searches or calls of customers were supplied" if no_phrases else ""
    sales_absent = "no sales were supplied" if sales.empty else ""
    judged = _said(facts, "relevance_reason", "the relevance model gave no answer")
    counted = _said(facts, "money_reason", "what it brought could not be estimated")
    money = told("probability_below_break_even", sales_absent, counted)
    blurred = ~facts["sales_knowable"] & facts["probability_below_break_even"].notna()
    return {
        "catalogue_unknown": told("product_relevance", catalogue_absent, judged),
        "language_unknown": told("customer_alignment", language_absent, judged),
        "money_unknown": money.mask(blurred, _said(facts, "money_reason", NOT_KNOWABLE)),
    }


def _said(facts: pd.DataFrame, column: str, otherwise: str) -> pd.Series:
    """Return the reason that a room gives, else one of our own."""
    given = facts[column] if column in facts.columns else pd.Series("", index=facts.index)
    return given.astype(object).where(given != "", otherwise)
