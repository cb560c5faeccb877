"""Where sales contradict the texts: people who came by a keyword became leads for what is on sale.

"Granny flat" shares no word with "One-Bedroom Annexe", and no encoder is sure of it. Three leads from
eighty clicks are. The evidence is taken one way only: leads speak for a product, the lack of them does
not speak against one here (that is the money's own question, and must not count twice towards a cut).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.score import cores
from keyworth.relevance.search_term_evidence import NAMED
from keyworth.relevance.status import outcome

# A visitor whom nothing on sale answers is taken to become a lead a twentieth as often as one whom something does.
STRAY = 0.05
SOLD = 0.5  # P(a product answers) from which on it is said to, and its keyword counts for the shop's rate of leads
DECIMALS = 6


def hear_leads(
    relevance: pd.DataFrame, keywords: pd.DataFrame, leads: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue, settings: Any,
) -> pd.DataFrame:  # fmt: skip
    """Return the relevance that leads speak for.

    Parameters
    ----------
    relevance : DataFrame
        ``schema.RELEVANCE``.
    keywords : DataFrame
        Keyword rows: ``keyword_id``, ``keyword_key``, ``clicks``, ``sales_knowable``.
    leads : DataFrame
        ``schema.LEADS``; without rows nothing was heard.
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    settings : settings.Relevance
        Its floors say what answers and what cannot be told.

    Returns
    -------
    DataFrame
        With ``leads_for_it`` (how many, over all spellings of the keyword), and a raised ``product_relevance``,
        status and product where a Poisson likelihood ratio of the leads carries it over the floor.
    """
    out = relevance.assign(leads_for_it=np.nan)
    shop = prepared(catalogue)
    catalogue = shop.catalogue
    if out.empty or leads.empty or catalogue.empty:
        return out
    keys = out["keyword_key"].tolist()
    family = dict(zip(keys, cores(keys, shop), strict=True))
    rows = keywords.assign(family=keywords["keyword_key"].map(family), clicks=keywords["clicks"].fillna(0.0))
    of_row = rows["keyword_id"].map(leads.groupby("keyword_id")["leads"].sum()).fillna(0.0)
    gone = rows["keyword_id"].map(_for_what_is_gone(catalogue, leads)).fillna(0.0)
    rows = rows.assign(leads=of_row, kept=(of_row - gone).clip(lower=0.0))[rows["sales_knowable"].astype(bool)]
    found = rows.groupby("family")[["kept", "clicks"]].sum().reindex([family[k] for k in keys]).set_axis(out.index)
    out["leads_for_it"] = found["kept"]
    answered = rows["keyword_key"].map(out.set_index("keyword_key")["product_relevance"]) >= SOLD
    rate = rows.loc[answered, "leads"].sum() / max(rows.loc[answered, "clicks"].sum(), 1.0)
    if not rate > 0:
        return out
    return _raised(out, found.fillna(0.0), rate, settings, _asked_for(rows, leads, catalogue), catalogue, family)


def _for_what_is_gone(catalogue: pd.DataFrame, leads: pd.DataFrame) -> pd.Series:
    """Return how many leads of each keyword row asked for a product that is no longer sold."""
    gone = catalogue["status"] == "retired"
    titles = set(catalogue.loc[gone, "title"]) - set(catalogue.loc[~gone, "title"])
    return leads[leads["product"].isin(titles)].groupby("keyword_id")["leads"].sum()


def _asked_for(rows: pd.DataFrame, leads: pd.DataFrame, catalogue: pd.DataFrame) -> pd.Series:
    """Return the place in the catalogue of the product that a family's leads asked for most, by family."""
    current = catalogue[catalogue["status"] != "retired"].drop_duplicates("title")
    asked = leads.assign(
        place=leads["product"].map(pd.Series(current.index, index=current["title"])),
        family=leads["keyword_id"].map(rows.set_index("keyword_id")["family"]),
    ).dropna(subset=["place", "family"])
    most = asked.groupby(["family", "place"])[["leads"]].sum().reset_index()
    most = most.sort_values(["family", "leads", "place"], ascending=[True, False, True]).drop_duplicates("family")
    return most.set_index("family")["place"]


def _raised(
    relevance: pd.DataFrame,
    found: pd.DataFrame,
    rate: float,
    settings: Any,
    asked: pd.Series,
    catalogue: pd.DataFrame,
    family: dict[str, str],
) -> pd.DataFrame:
    """Raise what the leads carry over the floor, by the log of Poisson(answered) over Poisson(stray)."""
    out = relevance.copy()
    ratio = found["kept"] * -np.log(STRAY) - (1 - STRAY) * rate * found["clicks"]
    p = out["product_relevance"].clip(1e-6, 1 - 1e-6)
    heard = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + ratio.clip(lower=0))))
    weak = (out["product_status"] == "retired") & (out["retired_relevance"] < NAMED)
    up = (found["kept"] >= 1) & (ratio > 0) & (heard >= settings.relevance_floor)
    up &= out["product_status"].isin(["none", "unclear"]) | weak
    product = catalogue.reindex(out["keyword_key"].map(family).map(asked)).set_axis(out.index)
    out.loc[up, "product_relevance"] = heard[up].round(DECIMALS)
    sure = outcome(heard, settings) == "answered"
    out.loc[up, "product_status"] = np.where(sure, "active", "unclear")[up]
    known = product["product_id"].notna()
    for column, source in (("product_id", "product_id"), ("product_title", "title")):
        # A retired product's title must not stand beside "active": where no lead names a product, none is shown.
        use = up & (known | (out["product_id"] == out["retired_id"]))
        out.loc[use, column] = product[source].where(known, "")[use]
    return out
