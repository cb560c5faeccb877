"""Where sales contradict the texts: people who came by a keyword became leads for what is on sale.

"Granny flat" shares no word with "One-Bedroom Annexe", and no encoder is sure of it. Three leads from
eighty clicks are. The evidence is taken one way only: leads speak for a product, the lack of them does
not speak against one here (that is the money's own question, and must not count twice towards a cut).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.relevance.score import cores
from keyworth.relevance.search_term_evidence import NAMED

# A visitor whom nothing on sale answers is taken to become a lead a twentieth as often as one whom something does.
STRAY = 0.05
SOLD = 0.5  # P(a product answers) from which on it is said to, and its keyword counts for the shop's rate of leads
DECIMALS = 6


def hear_leads(
    facts: pd.DataFrame, catalogue: pd.DataFrame, links: pd.DataFrame, journeys: pd.DataFrame, floor: float
) -> pd.DataFrame:
    """Return the facts with the relevance that leads speak for.

    Parameters
    ----------
    facts : DataFrame
        With ``product_relevance``, ``product_status``, ``retired_relevance``, ``attributed_leads``, ``clicks``.
    catalogue, links, journeys : DataFrame
        For the product that the leads asked for or bought.
    floor : float
        Below it no product answers.

    Returns
    -------
    DataFrame
        ``leads_for_it`` (how many, over all spellings of the keyword), and a raised ``product_relevance``,
        status and product where a Poisson likelihood ratio of the leads carries it over the floor.
    """
    facts = facts.assign(leads_for_it=np.nan)
    if facts.empty or "attributed_leads" not in facts or catalogue.empty:
        return facts
    keys = sorted(set(facts["keyword_key"]))
    family = facts["keyword_key"].map(dict(zip(keys, cores(keys, catalogue), strict=True)))
    counted = facts["attributed_leads"].notna() & facts["sales_knowable"]
    gone = facts["keyword_id"].map(_for_what_is_gone(catalogue, links, journeys)).fillna(0.0)
    leads = (facts["attributed_leads"] - gone).clip(lower=0.0).where(counted, 0.0).groupby(family).transform("sum")
    clicks = facts["clicks"].where(counted, 0.0).fillna(0.0).groupby(family).transform("sum")
    ours = counted & (facts["product_relevance"] >= SOLD)
    rate = facts.loc[ours, "attributed_leads"].sum() / max(facts.loc[ours, "clicks"].sum(), 1.0)
    facts["leads_for_it"] = leads.where(counted.groupby(family).transform("any"))
    if not rate > 0:
        return facts
    ratio = leads * -np.log(STRAY) - (1 - STRAY) * rate * clicks  # log of Poisson(answered) over Poisson(stray)
    p = facts["product_relevance"].clip(1e-6, 1 - 1e-6)
    heard = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + ratio.clip(lower=0))))
    weak = (facts["product_status"] == "retired") & (facts["retired_relevance"] < NAMED)
    up = (leads >= 1) & (ratio > 0) & (heard >= floor) & ((facts["product_status"] == "none") | weak)
    place = family.map(_asked_for(facts["keyword_id"], family, catalogue, links, journeys))
    return _raised(facts, up, heard.round(DECIMALS), catalogue.reindex(place).set_axis(facts.index))


def _for_what_is_gone(catalogue: pd.DataFrame, links: pd.DataFrame, journeys: pd.DataFrame) -> pd.Series:
    """Return how many leads of each keyword asked for a product that is no longer sold."""
    gone = catalogue["status"] == "retired"
    titles = set(catalogue.loc[gone, "title"]) - set(catalogue.loc[~gone, "title"])
    of_gone = journeys[journeys["sale_id"].isin(links.loc[links["product"].isin(titles), "sale_id"])]
    return of_gone.groupby("keyword_id")["share"].sum()


def _asked_for(
    ids: pd.Series, family: pd.Series, catalogue: pd.DataFrame, links: pd.DataFrame, journeys: pd.DataFrame
) -> pd.Series:
    """Return the place in the catalogue of the product that a family's leads asked for most, by family."""
    current = catalogue[catalogue["status"] != "retired"].drop_duplicates("title")
    paths = journeys.merge(links[["sale_id", "product"]], on="sale_id")
    paths["place"] = paths["product"].map(pd.Series(current.index, index=current["title"]))
    paths["family"] = paths["keyword_id"].map(pd.Series(family.to_numpy(), index=ids))
    most = paths.dropna(subset=["place", "family"]).groupby(["family", "place"])[["share"]].sum().reset_index()
    most = most.sort_values(["family", "share", "place"], ascending=[True, False, True]).drop_duplicates("family")
    return most.set_index("family")["place"]


def _raised(facts: pd.DataFrame, up: pd.Series, heard: pd.Series, product: pd.DataFrame) -> pd.DataFrame:
    out = facts.copy()
    out.loc[up, "product_relevance"] = heard[up]
    out.loc[up, "product_status"] = "active"
    known = product["product_id"].notna()
    for column, source in (("product_id", "product_id"), ("product_title", "title")):
        # A retired product's title must not stand beside "active": where no lead names a product, none is shown.
        shown = product[source].where(known, "")
        use = up & (known | (facts["product_id"] == facts["retired_id"]))
        out.loc[use, column] = shown[use]
    return out
