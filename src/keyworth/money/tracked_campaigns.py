"""Campaigns of which nothing is on file: is nobody coming, or is it not tracked?

Leads of campaigns are gamma-Poisson counts about their clicks' due, or, with a chance of one in twenty, none because
nothing is tracked (a zero-inflated negative binomial; Lambert 1992). Where the log holds far more visits than leads,
the visits are counted: those of a campaign that is tracked are there, whether anyone buys or not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.money.channels import channels, keyword_class
from keyworth.money.empirical_bayes import SHAPES, negative_binomial
from keyworth.money.keyword_resolution import keyword_of, mapped
from keyworth.text import key

UNTRACKED = 0.05  # of campaigns, before anything is seen
MANY = 5  # visits a lead, from which on the log holds those who did not ask, too
ROUNDS = 12


def campaign_visits(keywords: pd.DataFrame, touchpoints: pd.DataFrame, calls: pd.DataFrame) -> pd.Series:
    """Return how many logged visits and calls name each campaign, or a keyword that stands in it alone.

    Parameters
    ----------
    keywords, touchpoints, calls : DataFrame
        Canonical tables.

    Returns
    -------
    Series of float
        By campaign (``text.key``).
    """
    named = pd.DataFrame({"campaign": mapped(keywords["campaign"], key), "keyword": keywords["keyword_key"]})
    named = named[keywords["channel"].ne("organic").to_numpy()].drop_duplicates()
    alone = named.drop_duplicates("keyword", keep=False).set_index("keyword")["campaign"]
    said = touchpoints[keyword_class(channels(touchpoints)).isin(["paid", "any"]).to_numpy()]
    campaign = mapped(said["campaign"].where(said["campaign"].ne(""), said["utm_campaign"]), key)
    word = mapped(said["keyword"].where(said["keyword"].ne(""), said["utm_term"]), keyword_of)
    turns = calls[["call_id", "campaign", "keyword"]].drop_duplicates("call_id")
    campaign = pd.concat([campaign, mapped(turns["campaign"], key)])
    word = pd.concat([word, mapped(turns["keyword"], keyword_of)])
    place = campaign.where(campaign.ne(""), word.map(alone).fillna("").astype("str"))
    return place[place.ne("")].value_counts().astype("float64")


def tracked_campaigns(
    keywords: pd.DataFrame, journeys: pd.DataFrame, visits: pd.Series, answered: list[str]
) -> pd.DataFrame:
    """Return for each keyword row how likely it is that its campaign is not tracked, and which part of it is.

    Parameters
    ----------
    keywords, journeys : DataFrame
        Of ``schema``.
    visits : Series
        As `campaign_visits` returns them.
    answered : list of str
        Campaigns that a person says are tracked.

    Returns
    -------
    DataFrame
        ``untracked`` (a probability) and ``part`` (of its clicks, those whose visits are on file, against the
        campaigns whose are), in the order of `keywords`. Rows that name no campaign, and organic ones, are tracked.

    Examples
    --------
    >>> from keyworth.schema import JOURNEYS, KEYWORDS, conform
    >>> rows = conform(pd.DataFrame({"keyword_id": range(4), "campaign": list("abcd"), "channel": "paid",
    ...                              "clicks": 2000.0}), KEYWORDS)
    >>> sold = {"sale_id": [f"s{i}" for i in range(90)], "keyword_id": [i % 3 for i in range(90)]}
    >>> paths = conform(pd.DataFrame(sold), JOURNEYS)
    >>> tracked_campaigns(rows, paths, pd.Series(dtype=float), [])["untracked"].round(2).tolist()
    [0.0, 0.0, 0.0, 1.0]
    >>> tracked_campaigns(rows, paths, pd.Series(dtype=float), ["D"])["untracked"].tolist()
    [0.0, 0.0, 0.0, 0.0]
    """
    name = mapped(keywords["campaign"], key)
    paid = keywords["channel"].ne("organic") & name.ne("")
    by = name[paid]
    clicks = keywords.loc[paid, "clicks"].fillna(0.0).clip(lower=0).groupby(by).sum()
    claimed = keywords.loc[paid, "claimed_conversions"].fillna(0.0).groupby(by).sum()
    leads = _leads(keywords, name, journeys).reindex(clicks.index).fillna(0.0)
    seen = visits.reindex(clicks.index).fillna(0.0)
    tracked = clicks.index.isin([key(text) for text in answered])
    every = float(seen.sum()) >= MANY * float(leads.sum()) and seen.sum() > 0
    events = (seen + leads if every else leads).to_numpy()
    chance = _untracked(events, clicks.to_numpy(), np.zeros(len(events)) if every else claimed.to_numpy())
    chance = np.where(tracked | (seen.to_numpy() > 0), 0.0, chance)
    part = np.ones(len(events))
    if every:
        rate = events / np.maximum(clicks.to_numpy(), 1.0)
        part = np.minimum((events + 1.0) / (_usual(rate, clicks.to_numpy()) * clicks.to_numpy() + 1.0), 1.0)
        part = np.where(tracked, 1.0, part)
    told = pd.DataFrame({"untracked": chance, "part": part}, index=clicks.index)
    return told.reindex(name.where(paid, "")).fillna({"untracked": 0.0, "part": 1.0}).set_axis(keywords.index)


def _leads(keywords: pd.DataFrame, name: pd.Series, journeys: pd.DataFrame) -> pd.Series:
    """Sales with a touchpoint in each campaign."""
    tied = journeys.loc[journeys["keyword_id"].ge(0), ["sale_id", "keyword_id"]]
    place = tied["keyword_id"].map(pd.Series(name.to_numpy(), index=keywords["keyword_id"].to_numpy()))
    pairs = pd.DataFrame({"sale_id": tied["sale_id"], "campaign": place}).drop_duplicates()
    return pairs.groupby("campaign").size().astype("float64")


def _untracked(events: np.ndarray, clicks: np.ndarray, claimed: np.ndarray) -> np.ndarray:
    """The chance that each count is zero because nothing is tracked."""
    none = events <= 0
    chance = np.where(none, 0.5, 0.0)
    if not events.sum() or not none.any():
        return np.zeros(len(events))
    for _ in range(ROUNDS):
        there = 1 - chance
        due = clicks * (events.sum() + 0.5) / max(float((clicks * there).sum()), 1e-9)
        # What the agency itself counts in a campaign is due there, too, as far as leads follow it elsewhere.
        due = np.maximum(due, claimed * events.sum() / max(float((claimed * there).sum()), events.sum()))
        due = np.maximum(due, 1e-9)
        logs = [negative_binomial(events, due, shape) for shape in SHAPES]
        whole = [np.logaddexp(np.log(1 - UNTRACKED) + one, np.where(none, np.log(UNTRACKED), -np.inf)) for one in logs]
        best = int(np.argmax([one.sum() for one in whole]))
        chance = np.where(none, np.exp(np.log(UNTRACKED) - whole[best]), 0.0)
    return chance


def _usual(rate: np.ndarray, clicks: np.ndarray) -> float:
    """The median of the campaigns' visits a click, weighed by clicks, of those that have any."""
    some = rate > 0
    order = np.argsort(rate[some], kind="stable")
    weight = np.cumsum(clicks[some][order])
    return float(rate[some][order][np.searchsorted(weight, weight[-1] / 2)])
