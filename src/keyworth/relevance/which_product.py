"""Which product a keyword is for: text, landing page, leads, its ad group's leads and callers, weighed together.

A page says which product, not whether one answers: agencies send keywords for what was never sold to the nearest
page. So nothing here makes a product of none; among products that may answer it decides. Lines that differ by size
alone are one thing: what is known of one speaks for all of them, and the text chooses the line.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.accessory_targets import LEAST_SURE
from keyworth.relevance.accessory_words import only_for_it
from keyworth.relevance.caller_evidence import products_named
from keyworth.relevance.landing_page_evidence import landing_products
from keyworth.relevance.search_term_evidence import DECIMALS, ENOUGH, FOR_IT
from keyworth.relevance.wording import wording
from keyworth.text import key

# Log-odds. A page of one product names it as surely as a text that is e³ times as likely right as wrong; of several, as
# they share it; one that only bears its words says less. Set on the invented contractor of `bench.companies` (drainage)
# and the demo alone.
PAGE, WORDS, LEAD, SALE = 3.0, 1.0, 1.0, 2.0
KIN, CALLERS = 0.5, 1.6  # … of log how much oftener than by chance the ad group's leads, or callers, named it
FEW, DOUBT = 2.0, 0.3  # people that are supposed for each thing, and beside those who named it and those by chance
ANSWERED = 0.5  # P(a product answers by its text) from which on it is said to
UNMATCHED = -4.0  # of a product that the text alone did not consider
CURRENT = ("active", "out_of_stock")
KINDS = ("text", "page", "sold", "learnt", "kin", "callers")
_NAMED = {"product_id": "product_id", "title": "product_title", "status": "product_status", "price": "price",
          "margin": "margin"}  # fmt: skip


def name_products(
    relevance: pd.DataFrame,
    matches: pd.DataFrame,
    searched: pd.DataFrame,
    keywords: pd.DataFrame,
    leads: pd.DataFrame,
    callers: pd.DataFrame,
    catalogue: pd.DataFrame,
    learnt: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the relevance with the product that all evidence together names.

    Parameters
    ----------
    relevance, matches : DataFrame
        ``schema.RELEVANCE`` and ``schema.MATCHES`` of `score_keywords`.
    searched : DataFrame
        What the texts of its search terms say, of `bridge_keywords`.
    keywords : DataFrame
        Keyword rows with ``keyword_id``, ``keyword_key``, ``landing_page``, ``campaign`` and ``ad_group``.
    leads : DataFrame
        ``schema.LEADS``.
    callers : DataFrame
        ``keyword_key, product_id, callers`` of `hear_callers`.
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    learnt : DataFrame, optional
        From ``learnt_names.recall_names``.

    Returns
    -------
    DataFrame
        ``schema.RELEVANCE``: another product where the other evidence outweighs the text; never another status, but
        that a keyword which sold a thing, or lands on its page, is for the thing and not for an accessory alone.
    """
    if relevance.empty or catalogue.empty:
        return relevance
    current = current_products(catalogue)
    own = _of_leads(keywords, leads, catalogue)
    votes = {"page": _shown(keywords, catalogue), "sold": own, "kin": _of_kin(keywords, own), "callers": callers}
    votes["learnt"] = _of_calls(learnt)
    base = own.groupby("product_id")["leads"].sum().add(callers.groupby("product_id")["callers"].sum(), fill_value=0.0)
    best = weigh_products(_mixed(matches, searched), votes, base, catalogue)
    best = best.reindex(relevance["keyword_key"]).set_axis(relevance.index)
    on_sale = relevance["product_status"].isin([*CURRENT, "unclear"])
    proof = best[["page", "sold"]].fillna(0.0).sum(axis=1) > 0
    thing = (relevance["product_status"] == "accessory_only") & proof & (best["product_id"] != relevance["product_id"])
    use = best["product_id"].notna() & (on_sale | thing)
    best["moved"] |= best["product_id"] != relevance["product_id"]
    out = _named(relevance, use & (best["moved"].eq(True) | thing), best["product_id"], current)
    return _accessory_only(out, matches, searched, votes, catalogue)


def weigh_products(
    matches: pd.DataFrame, votes: dict[str, pd.DataFrame], base: pd.Series, catalogue: pd.DataFrame
) -> pd.DataFrame:
    """Return the product of each text for which most speaks, with what each kind of evidence says of it.

    Parameters
    ----------
    matches : DataFrame
        ``keyword_key, product_id, relevance``: what the text alone says.
    votes : dict of DataFrame
        ``keyword_key, product_id`` and what ``page`` and ``sold`` say in log-odds; ``leads`` of ``kin`` and ``callers``
        are counts of people.
    base : Series
        How many people each product was named by, of all.
    catalogue : DataFrame
        ``schema.CATALOGUE``.

    Returns
    -------
    DataFrame
        By ``keyword_key``: ``product_id``, the columns of ``KINDS`` and ``moved``, whether any but the text spoke.
    """
    current = current_products(catalogue)
    family = product_families(current)
    of_family = base.reindex(current.index).fillna(0.0).groupby(family).sum() + FEW
    parts = [_of_text(without_what_is_for_it(matches, catalogue))]
    for name, column, weight in (("kin", "leads", KIN), ("callers", "callers", CALLERS)):
        if name in votes:
            parts.append(_beyond_chance(votes[name], column, of_family, family, weight, name))
    parts += [votes[name][["keyword_key", "product_id", name]] for name in ("page", "sold", "learnt") if name in votes]
    sums = [p.groupby(["keyword_key", "product_id"]).sum() for p in parts]
    table = pd.concat(sums, axis=1).reindex(columns=list(KINDS))
    table = table[table.index.get_level_values("product_id").isin(current.index)]
    moved = table[list(KINDS[1:])].fillna(0.0).gt(0).any(axis=1).groupby(level=0).any()
    table["text"] = table["text"].fillna(UNMATCHED)
    table = table.fillna(0.0).reset_index()
    table["whole"] = table[list(KINDS)].sum(axis=1)
    best = table.sort_values(["keyword_key", "whole", "product_id"], ascending=[True, False, True])
    best = best.drop_duplicates("keyword_key").set_index("keyword_key")
    return best.assign(moved=moved.reindex(best.index))


def current_products(catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return what is on sale, by its id."""
    return (
        catalogue[catalogue["status"].isin(CURRENT)].drop_duplicates("product_id").set_index("product_id", drop=False)
    )


def product_families(products: pd.DataFrame) -> pd.Series:
    """Return a name for the thing that each product is a line of: its category and title, without sizes and variants.

    Examples
    --------
    >>> titles = ["Merrow 240 Garden Office, 2.4 x 1.8 m", "Merrow 300 Garden Office, Cedar", "Sauna"]
    >>> product_families(pd.DataFrame({"title": titles, "category": ""})).nunique()
    2
    """
    first = products["title"].str.split(",").str[0]
    words = [" ".join(sorted(w for w in wording(t) if not any(c.isdigit() for c in w))) for t in first]
    named = pd.Series(words, products.index).mask(lambda s: s == "", products["title"])
    return products["category"].astype(object) + "\n" + named.astype(object)


def _accessory_only(
    relevance: pd.DataFrame,
    matches: pd.DataFrame,
    searched: pd.DataFrame,
    votes: dict[str, pd.DataFrame],
    catalogue: pd.DataFrame,
) -> pd.DataFrame:
    """Return the relevance, those keywords apart that nothing but an accessory for the thing asked answers."""
    current = current_products(catalogue)
    pairs = matches[matches["product_id"].isin(current.index)]
    asked = pairs["keyword_key"].tolist(), pairs["product_id"].tolist()
    for_it = pd.Series(only_for_it(*asked, current, head=True), pairs.index)
    best = (
        pairs[for_it].sort_values(["relevance", "product_id"], ascending=[False, True]).drop_duplicates("keyword_key")
    )
    accessory: Any = best[best["relevance"] >= LEAST_SURE].set_index("keyword_key")["product_id"]
    other = pairs[~for_it & (pairs["relevance"] >= ANSWERED)]["keyword_key"]
    typed = searched[searched["relevance"] >= ANSWERED * searched["weight"]]["keyword_key"]
    came_to = votes["sold"].merge(accessory.rename("accessory"), left_on="keyword_key", right_index=True)
    sold = came_to.loc[(came_to["product_id"] != came_to["accessory"]) & (came_to["leads"] >= 0.5), "keyword_key"]
    heard = votes["callers"].groupby("keyword_key")["callers"].sum()
    proof = {*other, *typed, *sold, *heard[heard >= 0.5].index}
    out, chosen = relevance.copy(), relevance["keyword_key"].map(accessory)
    only = chosen.notna() & ~out["keyword_key"].isin(proof) & out["product_status"].isin([*CURRENT, "unclear", "none"])
    product = current.reindex(chosen).set_axis(out.index)
    out.loc[only, "product_status"] = "accessory_only"
    out.loc[only, "accessory_relevance"] = out.loc[only, "product_relevance"]
    out.loc[only, "product_relevance"] = (out.loc[only, "product_relevance"] * FOR_IT).round(DECIMALS)
    for column, source in (("product_id", "product_id"), ("product_title", "title")):
        out.loc[only, column] = product.loc[only, source]
    return out


def _named(relevance: pd.DataFrame, use: pd.Series, chosen: pd.Series, current: pd.DataFrame) -> pd.DataFrame:
    out = relevance.copy()
    product = current.reindex(chosen).set_axis(out.index)
    for source, column in _NAMED.items():
        told = use if column != "product_status" else use & (out["product_status"] != "unclear")  # still to be asked
        out.loc[told, column] = product.loc[told, source]
    return out


def _of_calls(learnt: pd.DataFrame | None) -> pd.DataFrame:
    """Return the products that calls taught the keyword's words to mean."""
    if learnt is None:
        return pd.DataFrame(columns=["keyword_key", "product_id", "learnt"]).astype({"learnt": float})
    told = learnt[learnt["weight"] > 0]
    return told[["keyword_key", "product_id"]].assign(learnt=told["weight"])


def without_what_is_for_it(matches: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of texts and products, those lowered in which a lid is on sale and the tank is meant."""
    out = matches[["keyword_key", "product_id", "relevance"]].copy()
    for_it = only_for_it(out["keyword_key"].tolist(), out["product_id"].tolist(), current_products(catalogue))
    out.loc[for_it, "relevance"] *= FOR_IT
    return out


def _mixed(matches: pd.DataFrame, searched: pd.DataFrame) -> pd.DataFrame:
    """Return what a keyword's own text and those of its search terms say of each product, as far as there were some."""
    own = matches[["keyword_key", "product_id", "relevance"]].copy()
    if searched.empty:
        return own
    weight = searched.groupby("keyword_key")["weight"].first()
    own["relevance"] *= ENOUGH
    sums: Any = (
        pd.concat([own, searched[own.columns]])
        .groupby(["keyword_key", "product_id"], as_index=False)["relevance"]
        .sum()
    )
    sums["relevance"] /= ENOUGH + sums["keyword_key"].map(weight).fillna(0.0)
    return sums


def _of_text(matches: pd.DataFrame) -> pd.DataFrame:
    p = matches["relevance"].clip(0.002, 0.998)
    return matches[["keyword_key", "product_id"]].assign(text=np.log(p / (1 - p)))


def _shown(keywords: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return the products that landing pages show; the more a page shows, the less it says of each."""
    ids = catalogue["product_id"].to_numpy(object)
    rows = [
        (name, ids[at], (PAGE if by_address else WORDS) / (1 + np.log(len(places))))
        for name, (places, by_address) in landing_products(keywords, catalogue).items()
        for at in places
    ]
    return pd.DataFrame(rows, columns=["keyword_key", "product_id", "page"])


def _of_leads(keywords: pd.DataFrame, leads: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return the products that leads and sales of each keyword named, by title or id."""
    by_name = products_named(catalogue)
    names = leads["product"].map({p: by_name.get(key(p)) for p in leads["product"].unique()})
    rows = leads.assign(
        product_id=names, keyword_key=leads["keyword_id"].map(keywords.set_index("keyword_id")["keyword_key"])
    )
    rows = rows.dropna(subset=["product_id", "keyword_key"])
    sums = rows.groupby(["keyword_key", "product_id"], as_index=False)[["leads", "wins"]].sum()
    return sums.assign(sold=LEAD * np.log1p(sums["leads"]) + SALE * np.log1p(sums["wins"]))


def _of_kin(keywords: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return the products that leads of other keywords of the same ad group, or of the same page, named."""
    parts = []
    for group in (["campaign", "ad_group"], ["landing_page"]):
        told = keywords.loc[keywords[group[-1]] != "", ["keyword_key", *group]].drop_duplicates()
        of_group = told.merge(own, on="keyword_key").groupby([*group, "product_id"], as_index=False)["leads"].sum()
        parts.append(told.merge(of_group, on=group)[["keyword_key", "product_id", "leads"]])
    both = pd.concat(parts).groupby(["keyword_key", "product_id"], as_index=False)["leads"].max()
    mine = both.merge(own[["keyword_key", "product_id", "leads"]], how="left", on=["keyword_key", "product_id"])
    return both.assign(leads=(mine["leads_x"] - mine["leads_y"].fillna(0.0)).clip(lower=0.0).to_numpy())


def _beyond_chance(
    counts: pd.DataFrame, column: str, base: pd.Series, family: pd.Series, weight: float, name: str
) -> pd.DataFrame:
    """Return how much oftener each product's family is named than by chance, in log-odds; few say little.

    A page that leads to everything names nothing; three of three that name a thing in a hundred name it well.
    """
    known = counts.assign(family=counts["product_id"].map(family).astype(object)).dropna(subset=["family"])
    known = known.groupby(["keyword_key", "family"], as_index=False)[column].sum()  # type: ignore[assignment]
    expected = known.groupby("keyword_key")[column].transform("sum") * known["family"].map(base / base.sum()).astype(
        float
    )
    told: Any = known.assign(**{name: weight * np.log((known[column] + DOUBT) / (expected + DOUBT))})
    lines = family.rename("family").rename_axis("product_id").reset_index()
    return told[["keyword_key", "family", name]].merge(lines, on="family")[["keyword_key", "product_id", name]]
