"""What each keyword's clicks are worth: attributed figures, their range and the chance of a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.money.cost import spread_cost
from keyworth.money.link import repeats
from keyworth.money.maturity import matured
from keyworth.money.shrink import fit_binomial, fit_poisson
from keyworth.registry import plugins
from keyworth.schema import MONEY, conform

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from keyworth.settings import Money

NOT_SUPPORTED = "not supported by the data supplied"


def estimate_money(
    keywords: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame,
    credits: pd.DataFrame,
    sales: pd.DataFrame,
    settings: Money,
    links: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate the money of every keyword row, under every attribution model.

    Parameters
    ----------
    keywords, relevance, catalogue, credits : DataFrame
        Canonical tables.
    sales : DataFrame
        As ``clean.usable_sales`` returns it.
    settings : Money
    links : DataFrame, optional
        As ``link.link_sales`` returns it: what share of sales could be traced.

    Returns
    -------
    money : DataFrame
        ``schema.MONEY``, a row a keyword row, under ``settings.attribution_model``.
        All figures are NaN and ``reason`` says why where no sales were supplied.
    by_model : DataFrame
        ``keyword_id, attribution_model, attributed_conversions, attributed_revenue,
        probability_below_break_even, expected_profit``.
    """
    import pandas as pd

    frame = _frame(keywords, relevance, settings)
    models = list(plugins("money.attribution_models"))
    if sales.empty:
        return _unsupported(frame, models)
    counted = _counted(sales, settings, keywords)
    parts, chosen = [], frame
    for name in models:
        got = _estimated(frame, _counts(frame, credits[credits["attribution_model"].eq(name)], counted), counted,
                         links, settings)  # fmt: skip
        parts.append(got.assign(attribution_model=name))
        if name == settings.attribution_model:
            chosen = got
    columns = ["keyword_id", "attribution_model", "attributed_conversions", "attributed_revenue",
               "probability_below_break_even", "expected_profit"]  # fmt: skip
    by_model = pd.concat(parts, ignore_index=True)[columns]
    money = conform(chosen.assign(spread_cost=frame["spread_cost"].to_numpy()), MONEY)
    return money, by_model


def _frame(keywords: pd.DataFrame, relevance: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """One row a keyword row, sorted, with cost, margin and the groups it is compared within."""
    import pandas as pd

    rows = keywords[["keyword_id", "keyword_key", "campaign", "match_type", "channel", "clicks", "cost"]].copy()
    known = relevance.drop_duplicates("keyword_key").set_index("keyword_key")
    for column in ("product_relevance", "product_status", "product_id", "margin"):
        rows[column] = rows["keyword_key"].map(known[column].to_dict())
    rows["spread_cost"] = spread_cost(keywords, settings)
    rows["full_cost"] = rows["cost"].fillna(0.0) + rows["spread_cost"]
    rows["product_relevance"] = rows["product_relevance"].astype("float64")
    rows["margin"] = (
        rows["margin"].astype("float64").where(rows["margin"].gt(0), settings.margin).fillna(settings.margin)
    )
    band = pd.cut(rows["product_relevance"].fillna(-1), [-2, 0, 0.1, 0.5, 0.9, 2], right=False, labels=False)
    rows["band"] = band.astype(str)
    return rows.sort_values("keyword_id", kind="stable", ignore_index=True)


def _unsupported(frame: pd.DataFrame, models: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    money = conform(frame[["keyword_id", "spread_cost"]].assign(reason=NOT_SUPPORTED), MONEY)
    nan = float("nan")
    columns = ["attributed_conversions", "attributed_revenue", "probability_below_break_even", "expected_profit"]
    by_model = pd.MultiIndex.from_product([models, frame["keyword_id"]], names=["attribution_model", "keyword_id"])
    return money, by_model.to_frame(index=False).assign(**dict.fromkeys(columns, nan))


def _counted(sales: pd.DataFrame, settings: Money, keywords: pd.DataFrame) -> pd.DataFrame:
    """Sales that count, each person once, with how far their outcome is in."""
    from keyworth.money.people import identify

    (who,) = identify(sales)
    repeat = repeats(sales.assign(person_number=who), settings)
    as_of = max(t for t in (sales["created_at"].max(), sales["closed_at"].max(), keywords["period_end"].max())
                if t == t) if sales["created_at"].notna().any() else sales["created_at"].max()  # fmt: skip
    out = sales.assign(matured=matured(sales, as_of, settings))
    return out[repeat.eq("")].set_index("sale_id")[["reached", "stage", "amount", "matured"]]


def _counts(frame: pd.DataFrame, credits: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    rows = credits[credits["keyword_id"].ge(0)].join(counted, on="sale_id", how="inner", rsuffix="_sale")
    won = rows["stage"].eq("won")
    rows = pd.DataFrame({
        "keyword_id": rows["keyword_id"], "leads": rows["credit"], "wins": rows["credit"].where(won, 0.0),
        "revenue": rows["amount"].where(won).fillna(0.0), "trials": rows["credit"] * rows["matured"],
    })  # fmt: skip
    return rows.groupby("keyword_id").sum().reindex(frame["keyword_id"]).fillna(0.0).reset_index()


def _estimated(
    frame: pd.DataFrame, counts: pd.DataFrame, counted: pd.DataFrame, links: pd.DataFrame | None, settings: Money
) -> pd.DataFrame:
    import numpy as np

    groups = frame[["channel", "match_type", "band", "campaign"]]
    clicks = frame["clicks"].fillna(0.0).clip(lower=0).to_numpy()
    share = frame["channel"].map(_traced_share(links)).fillna(1.0).to_numpy()
    leads = counts["leads"].to_numpy()
    first = fit_poisson(leads, clicks * share, groups)
    a, b = first.shape + leads, first.shape / np.maximum(first.mean, 1e-12) + clicks * share
    second = fit_binomial(counts["wins"].to_numpy(), counts["trials"].to_numpy(), groups[["channel", "band"]])
    c = second.shape * second.mean + counts["wins"].to_numpy()
    d = second.shape * (1 - second.mean) + (counts["trials"] - counts["wins"]).clip(lower=0.0).to_numpy()
    mean = a / b * c / (c + d)
    square = a * (a + 1) / b**2 * c * (c + 1) / ((c + d) * (c + d + 1))
    won = counted.loc[counted["stage"].eq("won") & counted["amount"].notna(), "amount"]
    return _told(frame, counts, clicks, mean, square, won, settings)


def _told(
    frame: pd.DataFrame,
    counts: pd.DataFrame,
    clicks: np.ndarray,
    mean: np.ndarray,
    square: np.ndarray,
    won: pd.Series,
    settings: Money,
) -> pd.DataFrame:
    """Turn moments of the rate of sales a click into the columns of ``schema.MONEY``."""
    import numpy as np
    from scipy.special import gdtr, gdtrix

    tail = (1 - settings.interval) / 2
    known = len(won) > 0
    value = float(won.mean()) if known else float("nan")
    noise = float(won.var(ddof=0) / value**2 / len(won)) if known and value > 0 else 0.0
    ratio = square / mean**2
    shape, worth = 1 / np.maximum(ratio - 1, 1e-9), 1 / np.maximum(ratio * (1 + noise) - 1, 1e-9)
    sales, revenue = clicks * mean, clicks * mean * value
    out = frame[["keyword_id"]].copy()
    low, high = (np.where(clicks > 0, gdtrix(1.0, shape, q) / shape * sales, 0.0) for q in (tail, 1 - tail))
    out["attributed_conversions"], out["attributed_leads"] = counts["wins"], counts["leads"]
    out["attributed_conversions_low"], out["attributed_conversions_high"] = low, high
    out["attributed_revenue"] = counts["revenue"] if known else float("nan")
    low, high = (np.where(clicks > 0, gdtrix(1.0, worth, q) / worth * revenue, 0.0) for q in (tail, 1 - tail))
    out["attributed_revenue_low"], out["attributed_revenue_high"] = low, high
    cost, margin = frame["full_cost"].to_numpy(), frame["margin"].to_numpy()
    limit = np.divide(cost, margin * revenue, out=np.full(len(cost), np.inf), where=revenue > 0)
    below = np.where(cost > 0, gdtr(worth, worth, np.minimum(limit, 1e12)), 0.0)
    out["probability_below_break_even"] = np.where(np.isfinite(value), below, np.nan)
    out["expected_profit"] = revenue * margin - cost
    out["wrong_cut_risk"] = 1 - out["probability_below_break_even"]
    out["matured_share"] = np.where(counts["leads"] > 0, counts["trials"] / counts["leads"].clip(lower=1e-12), 1.0)
    out["sales_knowable"] = frame["channel"].ne("organic")
    out["attribution_stable"] = True
    return out


def _traced_share(links: pd.DataFrame | None) -> dict[str, float]:
    """Share of each channel's sales that could be tied to a keyword (assumed lost at random within it)."""
    if links is None or links.empty:
        return {}
    rows = links[links["repeat_of"].eq("")]
    tied = ~rows["link"].isin(["no_keyword", "unmatched"])
    out = {}
    for name, channel in (("paid", "paid_search"), ("organic", "organic_search")):
        own = rows["channel"].eq(channel)
        out[name] = max((tied & own).sum() / own.sum(), 0.02) if own.any() and (tied & own).any() else 1.0
    return out
