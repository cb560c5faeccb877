"""Which product a keyword is for: its text, its landing page, and what its leads and sales named, weighed together.

A page says which product, not whether one answers: agencies send keywords for what was never sold to the nearest
page. So nothing here makes a product of none; among products that may answer it decides.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.relevance.landing_page_evidence import landing_products
from keyworth.text import key

# Log-odds. A page of one product names it as surely as a text that is e³ times as likely right as wrong; of several, as
# they share it. Set on the invented contractor of `bench.companies` (drainage) alone.
PAGE, LEAD, SALE = 3.0, 1.0, 2.0
UNMATCHED = -4.0  # of a product that the text alone did not consider
CURRENT = ("active", "out_of_stock")
_NAMED = {"product_id": "product_id", "title": "product_title", "status": "product_status", "price": "price",
          "margin": "margin"}  # fmt: skip


def name_products(
    relevance: pd.DataFrame, matches: pd.DataFrame, keywords: pd.DataFrame, leads: pd.DataFrame,
    catalogue: pd.DataFrame, learnt: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the relevance with the product that all evidence together names.

    Parameters
    ----------
    relevance, matches : DataFrame
        ``schema.RELEVANCE`` and ``schema.MATCHES`` of `score_keywords`.
    keywords : DataFrame
        Keyword rows with ``keyword_id``, ``keyword_key`` and ``landing_page``.
    leads : DataFrame
        ``schema.LEADS``.
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    learnt : DataFrame, optional
        From ``learnt_names.recall_names``.

    Returns
    -------
    DataFrame
        ``schema.RELEVANCE``: another product where page, leads and sales outweigh the text; never another status, but
        that a keyword which sold a thing, or lands on its page, is for the thing and not for an accessory alone.
    """
    if relevance.empty or catalogue.empty:
        return relevance
    current = catalogue[catalogue["status"].isin(CURRENT)].drop_duplicates("product_id").set_index("product_id")
    shown = _shown(keywords, catalogue)
    votes = [_of_text(matches), shown, _of_leads(keywords, leads, catalogue), _of_calls(learnt)]
    weight = pd.concat(votes, ignore_index=True).groupby(["keyword_key", "product_id"])[["text", "page", "sold"]].sum()
    weight = weight[weight.index.get_level_values("product_id").isin(current.index)].reset_index()
    weight["text"] = weight["text"].where(weight["text"] != 0, UNMATCHED)
    weight["whole"] = weight["text"] + weight["page"] + weight["sold"]
    best = weight.sort_values(["keyword_key", "whole", "product_id"], ascending=[True, False, True])
    best = best.drop_duplicates("keyword_key").set_index("keyword_key").reindex(relevance["keyword_key"])
    best = best.set_axis(relevance.index)
    on_sale = relevance["product_status"].isin([*CURRENT, "unclear"])
    thing = (relevance["product_status"] == "accessory_only") & (best["page"].fillna(0) + best["sold"].fillna(0) > 0)
    thing &= best["product_id"] != relevance["product_id"]
    use = best["product_id"].notna() & (on_sale | thing)
    use &= (best["page"] > 0) | (best["sold"] > 0) | thing
    return _named(relevance, use, best["product_id"], current.reset_index())


def _named(relevance: pd.DataFrame, use: pd.Series, chosen: pd.Series, current: pd.DataFrame) -> pd.DataFrame:
    out = relevance.copy()
    product = current.set_index("product_id", drop=False).reindex(chosen).set_axis(out.index)
    for source, column in _NAMED.items():
        told = use if column != "product_status" else use & (out["product_status"] != "unclear")  # still to be asked
        out.loc[told, column] = product.loc[told, source]
    return out


def _of_calls(learnt: pd.DataFrame | None) -> pd.DataFrame:
    """Return the products that calls taught the keyword's words to mean."""
    if learnt is None:
        return pd.DataFrame(columns=["keyword_key", "product_id", "text", "page", "sold"]).astype({"sold": float})
    told = learnt[learnt["weight"] > 0]
    return told[["keyword_key", "product_id"]].assign(text=0.0, page=0.0, sold=told["weight"])


def _of_text(matches: pd.DataFrame) -> pd.DataFrame:
    p = matches["relevance"].clip(0.002, 0.998)
    return matches[["keyword_key", "product_id"]].assign(text=np.log(p / (1 - p)), page=0.0, sold=0.0)


def _shown(keywords: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return the products that landing pages show; the more a page shows, the less it says of each."""
    ids = catalogue["product_id"].to_numpy(object)
    rows = [
        (name, ids[at], PAGE / (1 + np.log(len(places))))
        for name, places in landing_products(keywords, catalogue).items()
        for at in places
    ]
    return pd.DataFrame(rows, columns=["keyword_key", "product_id", "page"]).assign(text=0.0, sold=0.0)


def _of_leads(keywords: pd.DataFrame, leads: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return the products that leads and sales of each keyword named, by title or id."""
    by_name = {key(t): i for t, i in zip(catalogue["title"], catalogue["product_id"], strict=True)}
    by_name |= {key(i): i for i in catalogue["product_id"] if i}
    names = leads["product"].map({p: by_name.get(key(p)) for p in leads["product"].unique()})
    rows = leads.assign(
        product_id=names, keyword_key=leads["keyword_id"].map(keywords.set_index("keyword_id")["keyword_key"])
    )
    rows = rows.dropna(subset=["product_id", "keyword_key"])
    sums = rows.groupby(["keyword_key", "product_id"], as_index=False)[["leads", "wins"]].sum()
    sold = LEAD * np.log1p(sums["leads"]) + SALE * np.log1p(sums["wins"])
    return sums[["keyword_key", "product_id"]].assign(text=0.0, page=0.0, sold=sold)
