"""What each keyword's clicks are worth: attributed figures, their range and the chance of a loss.

Click → lead → appointment → opportunity → won → value, each stage an empirical-Bayes
model over the report's own groups (channel, match type, band of relevance, brand,
campaign), so that early stages speak where there are no sales. The rate of leads, which
differs most, has a distribution of its own fitted without a family (``lattice``); later stages
are beta-binomial (``shrink``); deal sizes log-normal (``value``). Their product is one
posterior a keyword: its 5 % and 95 % points are the range, its part below cost ÷ margin is
the chance of a loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.brand import brand_rows
from keyworth.money.cost import spread_cost
from keyworth.money.deal_value import deal_values, kinds_of_products, own_values
from keyworth.money.empirical_bayes import fit_binomial, fit_poisson
from keyworth.money.keyword_estimates import tell
from keyworth.money.stage_counts import Untied, as_array, count_stages, counted_sales, traced_share, untied_rate
from keyworth.registry import plugins
from keyworth.schema import MONEY, conform
from keyworth.text import key

if TYPE_CHECKING:
    from keyworth.settings import Money

NOT_SUPPORTED = "not supported by the data supplied"
BY_MODEL = ("keyword_id", "attribution_model", "attributed_conversions", "attributed_revenue",
            "probability_below_break_even", "expected_profit")  # fmt: skip
THRESHOLD = 0.9  # P(below) on whose sides attribution models may differ


def estimate_money(
    keywords: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame,
    credits: pd.DataFrame,
    sales: pd.DataFrame,
    settings: Money,
    links: pd.DataFrame | None = None,
    pages: pd.DataFrame | None = None,
    brand_terms: Sequence[str] = (),
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
    pages : DataFrame, optional
        Search Console's pages: the clicks whose queries are not shown.
    brand_terms : sequence of str

    Returns
    -------
    money : DataFrame
        ``schema.MONEY``, a row a keyword row, under ``settings.attribution_model``.
        All figures are NaN and ``reason`` says why where nothing supports them.
    by_model : DataFrame
        ``keyword_id, attribution_model, attributed_conversions, attributed_revenue,
        probability_below_break_even, expected_profit``.
    """
    frame = _frame(keywords, relevance, catalogue, brand_terms, settings)
    models = list(plugins("money.attribution_models"))
    if sales.empty or not len(frame):
        return _unsupported(frame, models)
    counted, _ = counted_sales(sales, keywords, None, settings)
    won = counted[counted["won"] & counted["amount"].notna()]
    value = _values(frame, won, credits, catalogue, settings)
    share, untied = traced_share(links), untied_rate(keywords, links, pages, counted)
    parts: dict[str, pd.DataFrame] = {}
    seen: dict[str, pd.DataFrame] = {}
    for name in sorted(models, key=lambda name: name != settings.attribution_model):
        counts = count_stages(frame["keyword_id"], credits[credits["attribution_model"].eq(name)], counted)
        twin = next((other for other, told in seen.items() if told.equals(counts)), None)
        if twin is not None:  # where paths have one touchpoint, all models say the same
            parts[name] = parts[twin]
            continue
        seen[name] = counts
        belief = _believed(frame, counts, share, untied)
        parts[name] = tell(frame, counts, belief, value, settings, whole=name == settings.attribution_model)
    by_model = pd.concat([parts[name].assign(attribution_model=name) for name in models], ignore_index=True)
    money = parts[settings.attribution_model].merge(_stable(by_model, settings), on="keyword_id")
    money = money.assign(spread_cost=frame["spread_cost"].to_numpy())
    return conform(money, MONEY), by_model[list(BY_MODEL)]


def _frame(
    keywords: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame,
    brand_terms: Sequence[str],
    settings: Money,
) -> pd.DataFrame:
    """One row a keyword row, sorted, with cost, margin and the groups it is compared within."""
    rows = keywords[["keyword_id", "keyword_key", "campaign", "match_type", "channel", "clicks", "cost"]].copy()
    known = relevance.drop_duplicates("keyword_key").set_index("keyword_key")
    for column in ("product_relevance", "margin"):
        rows[column] = rows["keyword_key"].map(known[column].to_dict()).astype("float64")
    product = known["product_id"].to_dict()
    rows["spread_cost"] = spread_cost(keywords, settings)
    rows["full_cost"] = rows["cost"].fillna(0.0) + rows["spread_cost"]
    rows["margin"] = rows["margin"].where(rows["margin"].gt(0), settings.margin)
    band = pd.cut(rows["product_relevance"].fillna(-1), [-2, 0, 0.1, 0.5, 0.9, 2], right=False)
    rows["band"] = band.cat.codes.astype(str)
    rows["brand"] = brand_rows(keywords, brand_terms).astype(str)
    kinds = kinds_of_products(catalogue)
    rows["kind"] = [kinds.get(key(product.get(k, "")), "") for k in rows["keyword_key"]]
    rows.loc[rows["brand"].eq("True"), "kind"] = ""  # a name asks for no one product
    return rows.sort_values("keyword_id", kind="stable", ignore_index=True)


def _values(
    frame: pd.DataFrame, won: pd.DataFrame, credits: pd.DataFrame, catalogue: pd.DataFrame, settings: Money
) -> tuple[np.ndarray, np.ndarray]:
    """What a sale of each row is worth, by its kind and by its own sales, and the squared variation of that."""
    value, noise = deal_values(won, frame["kind"], kinds_of_products(catalogue))
    own = credits["attribution_model"].eq(settings.attribution_model) & credits["sale_id"].isin(won.index)
    return own_values(value, noise, frame["keyword_id"], credits[own])


def _unsupported(frame: pd.DataFrame, models: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    money = conform(frame[["keyword_id", "spread_cost"]].assign(reason=NOT_SUPPORTED), MONEY)
    pairs = pd.MultiIndex.from_product([models, frame["keyword_id"]], names=["attribution_model", "keyword_id"])
    by_model = pairs.to_frame(index=False).assign(**dict.fromkeys(BY_MODEL[2:], float("nan")))
    return money, by_model[list(BY_MODEL)]


def _believed(
    frame: pd.DataFrame,
    counts: pd.DataFrame,
    share: dict[str, tuple[float, float]],
    untied: Untied,
) -> dict[str, np.ndarray]:
    """Leads and their exposure with the groups' rate; the later stages' mean and doubt."""
    leads = as_array(counts, "leads")
    # A lead took a click: where fewer clicks are told than leads were traced, the export left some out.
    clicks = np.maximum(frame["clicks"].clip(lower=0).to_numpy(dtype="float64"), leads)  # NaN stays NaN
    known = np.isfinite(clicks)
    clicks = np.where(known, clicks, 0.0)
    seen = frame["channel"].map({c: s[0] for c, s in share.items()}).fillna(1.0).to_numpy()
    doubt = frame["channel"].map({c: s[1] for c, s in share.items()}).fillna(0.0).to_numpy()
    exposure = clicks * seen
    groups = frame[["channel", "match_type", "band", "brand", "campaign"]]
    first = fit_poisson(leads, exposure, groups)
    mean, noise = first.mean.copy(), first.noise + doubt
    blind = seen <= 0  # no sale of their channel could be tied to any keyword
    organic = blind & frame["channel"].eq("organic").to_numpy() & (untied.leads > 0)
    mean[organic], noise[organic] = untied.rate, 1.0 / (untied.leads + 0.5)
    later, unsure = np.ones(len(frame)), np.zeros(len(frame))
    for i, name in enumerate(("appointments", "opportunities", "wins"), start=1):
        events, trials = as_array(counts, name), as_array(counts, f"trials_{i}")
        prior = fit_binomial(events, np.maximum(trials, events), groups[["channel", "band", "brand"]])
        a = prior.shape * prior.mean + events
        b = prior.shape * (1 - prior.mean) + np.maximum(trials - events, 0.0)
        later *= a / (a + b)
        # Squares multiply: E[p²] / E[p]² = 1 + variation, and the group's own doubt fades with the row's data.
        unsure = (1 + unsure) * (1 + b / (a * (a + b + 1)) + prior.noise * (prior.shape / (a + b)) ** 2) - 1
    later[organic], unsure[organic] = untied.won, (1 - untied.won) / (untied.won * (untied.leads + 2))
    return {
        "clicks": clicks, "leads": leads, "due": mean * exposure, "mean": mean, "noise": noise,
        "shape": np.array([first.shape]),
        "later": later, "unsure": unsure, "seen": seen, "known": known & (~blind | organic),
    }  # fmt: skip


def _stable(by_model: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """Whether P(below) stays on its side of the threshold under every model, else who moves it most."""
    chosen = by_model[by_model["attribution_model"].eq(settings.attribution_model)].set_index("keyword_id")
    own = by_model["keyword_id"].map(chosen["probability_below_break_even"])
    side = by_model["probability_below_break_even"].ge(THRESHOLD) != own.ge(THRESHOLD)
    gap = (by_model["expected_profit"] - by_model["keyword_id"].map(chosen["expected_profit"])).abs()
    flips = by_model.assign(gap=gap)[side].sort_values(["keyword_id", "gap", "attribution_model"],
                                                       ascending=[True, False, True], kind="stable")  # fmt: skip
    worst: dict[int, str] = dict(
        flips.drop_duplicates("keyword_id")[["keyword_id", "attribution_model"]].itertuples(index=False)
    )
    out = chosen.reset_index()[["keyword_id"]]
    out["flipping_model"] = [worst.get(number, "") for number in out["keyword_id"]]
    return out.astype({"flipping_model": "str"}).assign(attribution_stable=out["flipping_model"].eq(""))
