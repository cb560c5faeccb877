"""What each keyword's clicks are worth: attributed figures, their range and the chance of a loss.

Click → lead → appointment → opportunity → won → value, each stage an empirical-Bayes
model over the report's own groups (channel, match type, band of relevance, brand,
campaign), so that early stages speak where there are no sales. The rate of leads, which
differs most, has a distribution of its own fitted without a family (``effect_distribution``); later stages
are beta-binomial (``empirical_bayes``); what a customer pays log-normal (``deal_value``). Their product is one
posterior a keyword: its 5 % and 95 % points are the range, its part below cost ÷ margin is
the chance of a loss. A row's own leads speak as far as its sales could be traced to it: ``traced_share`` and
``named_share`` bound what was to be seen; where its campaign may not be tracked at all, what is believed of
keywords like it stands beside, by that chance. Rows that no visit tells apart are judged together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.errors import UnusableSettings
from keyworth.money.customers import by_customer, credits_by_customer, sales_a_customer
from keyworth.money.deal_value import deal_values, kinds_of_products, own_values
from keyworth.money.empirical_bayes import fit_binomial, fit_poisson
from keyworth.money.keyword_estimates import UNANSWERED, tell
from keyworth.money.stage_counts import as_array, count_stages
from keyworth.registry import plugins
from keyworth.schema import MONEY, MONEY_BY_MODEL, TRACEABILITY, conform
from keyworth.text import key

if TYPE_CHECKING:
    from keyworth.settings import Money

NOT_SUPPORTED = "not supported by the data supplied"
WIDE = "not knowable: its page's sales may be this query's or another's"
READ = (
    "keyword_id", "keyword_key", "campaign", "match_type", "channel", "clicks", "cost", "is_brand",
    *list(TRACEABILITY.columns)[1:],
)  # fmt: skip


def estimate_money(
    rows: pd.DataFrame,
    relevance: pd.DataFrame,
    catalogue: pd.DataFrame,
    credits: pd.DataFrame,
    counted: pd.DataFrame,
    settings: Money,
    sure: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate the money of every keyword row, under every attribution model.

    Parameters
    ----------
    rows : DataFrame
        ``schema.EVIDENCE``: keyword rows, with how far their sales could be traced, and whether they are of the brand.
    relevance, catalogue, credits : DataFrame
        Of ``schema``.
    counted : DataFrame
        ``schema.COUNTED_SALES``.
    settings : Money
    sure : float
        P(below break-even) from which a keyword is said to lose: what more clicks would have to reach.

    Returns
    -------
    money : DataFrame
        ``schema.MONEY``, a row a keyword row, under ``settings.attribution_model``.
        All figures are NaN and ``reason`` says why where nothing supports them.
    by_model : DataFrame
        ``schema.MONEY_BY_MODEL``.
    """
    frame = _frame(rows, relevance, catalogue, settings)
    models = list(plugins("money.attribution_models"))
    if settings.attribution_model not in models:
        problem = f"there is no attribution model {settings.attribution_model!r}"
        raise UnusableSettings(problem, mend=f"Name one of {', '.join(models)}.")
    if counted.empty or not len(frame):
        return _unsupported(frame, models)
    won = counted[counted["won"] & counted["amount"].notna()]
    repeats = sales_a_customer(counted[counted["won"]])
    value = _values(frame, won, credits, catalogue, settings)
    parts: dict[str, pd.DataFrame] = {}
    seen: dict[str, pd.DataFrame] = {}
    for name in sorted(models, key=lambda name: name != settings.attribution_model):
        counts = count_stages(frame["keyword_id"], credits[credits["attribution_model"].eq(name)], counted)
        twin = next((other for other, told in seen.items() if told.equals(counts)), None)
        if twin is not None:  # where paths have one touchpoint, all models say the same
            parts[name] = parts[twin]
            continue
        seen[name] = counts
        belief = _believed(frame, counts) | {"repeats": np.array([repeats])}
        whole = name == settings.attribution_model
        parts[name] = tell(frame, counts, belief, value, settings, sure, whole=whole)
    by_model = pd.concat([parts[name].assign(attribution_model=name) for name in models], ignore_index=True)
    money = _bounded(parts[settings.attribution_model], frame)
    return conform(money, MONEY), conform(by_model, MONEY_BY_MODEL)


def _bounded(money: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Set beside the estimates the organic rows' bounds, and what could not be known."""
    same = ("spread_cost", "possible_conversions_low", "possible_conversions_high", "sales_knowable")
    money = money.assign(**{name: frame[name].to_numpy() for name in same})
    wide = frame["bounds_wide"].to_numpy() & money["reason"].eq("")
    return money.assign(reason=money["reason"].mask(wide, WIDE))


def _frame(rows: pd.DataFrame, relevance: pd.DataFrame, catalogue: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """One row a keyword row, sorted, with cost, margin and the groups it is compared within."""
    rows = rows.reindex(columns=list(READ))
    alone = rows["judged_with"].fillna(-1).lt(0)
    rows["judged_with"] = rows["judged_with"].mask(alone, rows["keyword_id"]).astype("int64")
    rows = rows.fillna({"named_share": 1.0, "untracked": 0.0})
    known = relevance.drop_duplicates("keyword_key").set_index("keyword_key")
    for column in ("product_relevance", "margin"):
        rows[column] = rows["keyword_key"].map(known[column].to_dict()).astype("float64")
    product = known["product_id"].to_dict()
    rows["full_cost"] = rows["cost"].fillna(0.0) + rows["spread_cost"]
    rows["margin"] = rows["margin"].where(rows["margin"].gt(0), settings.margin)
    band = pd.cut(rows["product_relevance"].fillna(-1), [-2, 0, 0.1, 0.5, 0.9, 2], right=False)
    rows["band"] = band.cat.codes.astype(str)
    rows["brand"] = rows["is_brand"].astype(str)
    kinds = kinds_of_products(catalogue)
    rows["kind"] = [kinds.get(key(product.get(k, "")), "") for k in rows["keyword_key"]]
    rows.loc[rows["brand"].eq("True"), "kind"] = ""  # a name asks for no one product
    return rows.sort_values("keyword_id", kind="stable", ignore_index=True)


def _values(
    frame: pd.DataFrame, won: pd.DataFrame, credits: pd.DataFrame, catalogue: pd.DataFrame, settings: Money
) -> tuple[np.ndarray, np.ndarray]:
    """What a sale of each row is worth, by its kind and by its own sales, and the squared variation of that."""
    value, noise = deal_values(by_customer(won), frame["kind"], kinds_of_products(catalogue))
    own = credits["attribution_model"].eq(settings.attribution_model) & credits["sale_id"].isin(won["sale_id"])
    return own_values(value, noise, frame["keyword_id"], credits_by_customer(credits[own], won))


def _unsupported(frame: pd.DataFrame, models: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    known = ["keyword_id", "spread_cost", "possible_conversions_low", "possible_conversions_high"]
    money = conform(frame[known].assign(reason=NOT_SUPPORTED), MONEY)
    pairs = pd.MultiIndex.from_product([models, frame["keyword_id"]], names=["attribution_model", "keyword_id"])
    return money, conform(pairs.to_frame(index=False), MONEY_BY_MODEL)


def _believed(frame: pd.DataFrame, counts: pd.DataFrame) -> dict[str, np.ndarray]:
    """Leads and their exposure with the groups' rate; the later stages' mean and doubt."""
    leads = as_array(counts, "leads")
    # A lead took a click: where fewer clicks are told than leads were traced, the export left some out.
    clicks = np.maximum(frame["clicks"].clip(lower=0).to_numpy(dtype="float64"), leads)  # NaN stays NaN
    known = np.isfinite(clicks)
    clicks = np.where(known, clicks, 0.0)
    seen, doubt = as_array(frame, "traced_share"), as_array(frame, "traced_doubt")
    untracked, named = as_array(frame, "untracked"), as_array(frame, "named_share")
    untied = {name: as_array(frame, f"untied_{name}") for name in ("leads", "rate", "won")}
    exposure = clicks * seen
    groups = frame[["channel", "match_type", "band", "brand", "campaign"]]
    first = fit_poisson(leads, exposure * (1 - untracked), groups)
    mean, noise = first.mean.copy(), first.noise.copy()
    blind = seen <= 0  # no sale of their channel could be tied to any keyword
    organic = blind & frame["channel"].eq("organic").to_numpy() & (untied["leads"] > 0)
    mean[organic], noise[organic] = untied["rate"][organic], 1.0 / (untied["leads"][organic] + 0.5)
    later, unsure = np.ones(len(frame)), np.zeros(len(frame))
    for i, name in enumerate(("appointments", "opportunities", "wins"), start=1):
        events, trials = as_array(counts, name), as_array(counts, f"trials_{i}")
        prior = fit_binomial(events, np.maximum(trials, events), groups[["channel", "band", "brand", "campaign"]])
        a = prior.shape * prior.mean + events
        b = prior.shape * (1 - prior.mean) + np.maximum(trials - events, 0.0)
        later *= a / (a + b)
        # Squares multiply: E[p²] / E[p]² = 1 + variation, and the group's own doubt fades with the row's data.
        unsure = (1 + unsure) * (1 + b / (a * (a + b + 1)) + prior.noise * (prior.shape / (a + b)) ** 2) - 1
    won, tried = untied["won"][organic], untied["leads"][organic] + 2
    later[organic], unsure[organic] = won, (1 - won) / (won * tried)
    own = mean * exposure * named
    unit = np.unique(as_array(frame, "judged_with"), return_inverse=True)[1]
    return {
        "clicks": clicks, "leads": _together(unit, as_array(counts, "own")),
        "due": _together(unit, own), "mean": mean, "noise": noise, "doubt": doubt, "unit": unit,
        "apart": 1 - own**2 / np.maximum(_together(unit, own**2), 1e-300),
        "shape": np.array([first.shape]), "untracked": untracked,
        "later": later, "unsure": unsure, "seen": seen, "known": known & (~blind | organic) & (untracked < UNANSWERED),
    }  # fmt: skip


def _together(unit: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """What the rows that are judged together have in all, for each of them."""
    return np.bincount(unit, figures)[unit]
