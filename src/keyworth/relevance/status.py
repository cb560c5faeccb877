"""What is on sale for a keyword: active, out of stock, retired, accessory only, none; or nobody can tell (unclear)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from keyworth import text
from keyworth.relevance.accessory_targets import asked_itself, only_for
from keyworth.relevance.model import log_odds

STATUS = (
    "is_accessory", "is_retired", "thing_logit", "accessory_beats", "host_logit", "host_beats", "retired_logit",
    "retired_beats",
)  # fmt: skip
PAIR_FLOOR = 0.12  # of a single pair's probability: below it the product is no answer worth naming
RETIRED_FLOOR = 0.35  # of P(a retired product answers): it must be a fair answer by itself
MISSING_MARGIN = 1.5  # log-odds by which what is out of stock must be the better answer than anything in stock
RETIRED_MARGIN = 1.5  # log-odds by which it must be the better answer than any current product
# Share of the keyword, by rarity, that the retired product must say: "potting shed" is not what "pub shed" asked for.
RETIRED_SAYS = 0.5


@dataclass(frozen=True)
class Evidence:
    """What the ranges of a catalogue say of each keyword, before it is said whether anything answers it.

    Pairs are places in a range's pairs, -1 where there is none.
    """

    nearest: np.ndarray  # the best pair of the current range, in stock unless only that out of stock answers
    second: np.ndarray
    old: np.ndarray  # the best pair of the retired range
    only_missing: np.ndarray  # what is out of stock is the better answer
    was_sold: np.ndarray  # what is retired is the better answer
    only_accessory: np.ndarray  # something for it is the better answer
    accessory: np.ndarray  # the product that is for it, -1
    accessory_relevance: np.ndarray
    out_of_stock: np.ndarray  # P(the best product out of stock answers)
    signs: pd.DataFrame  # `STATUS`


def weigh_status(
    keys: Sequence[str], current: Any, retired: Any, hosted: tuple[Any, Any], floor: float = PAIR_FLOOR
) -> Evidence:
    """Return what is for and against each keyword's being answered.

    Parameters
    ----------
    keys : sequence of str
    current, retired : Scored
        The two ranges of products after the model.
    hosted : (Scored, CSR matrix [hosts × current products])
        What the accessories of the current range are for, scored as if it were sold; which product is for which.
    floor : float
        Of a single pair's probability.
    """
    n = len(keys)
    best, second = _best(current, n)
    in_stock = (current.products["status"] != "out_of_stock").to_numpy()[current.product]
    stocked, _ = _best(current, n, in_stock)
    missing, _ = _best(current, n, ~in_stock)
    old, _ = _best(retired, n)
    out_of_stock = np.where(missing >= 0, _at(current.probability, missing), 0.0)
    in_hand = np.nan_to_num(_at(current.probability, stocked))
    only_missing = (in_hand < floor) | (log_odds(out_of_stock) - log_odds(in_hand) > MISSING_MARGIN)
    only_missing &= out_of_stock >= floor
    was_sold = retired.of_keyword >= RETIRED_FLOOR
    was_sold &= log_odds(retired.of_keyword) - log_odds(current.of_keyword) > RETIRED_MARGIN
    was_sold &= np.nan_to_num(_at(retired.features["coverage_any_field"].to_numpy(float), old)) >= RETIRED_SAYS
    only_accessory, for_it, accessory = _only_accessory(keys, current, *hosted, floor)
    only_accessory &= ~was_sold
    nearest = np.where(only_missing, missing, np.where(stocked >= 0, stocked, best))
    signs = _signs(n, current, retired, hosted[0], old).assign(
        is_accessory=only_accessory.astype(float), is_retired=was_sold.astype(float)
    )
    return Evidence(
        nearest, second, old, only_missing, was_sold, only_accessory, for_it, np.where(only_accessory, accessory, 0.0),
        out_of_stock, signs[list(STATUS)],
    )  # fmt: skip


def _signs(n: int, current: Any, retired: Any, hosted: Any, old: np.ndarray) -> pd.DataFrame:
    """Return the log-odds of thing, accessory, host and retired product beside each other; NaN where none is sold."""
    thing, accessory = (_odds(_at(current.probability, place)) for place in (current.thing, current.accessory))
    host = np.zeros(n)
    np.maximum.at(host, hosted.keyword, hosted.probability)
    host = _odds(np.where(host > 0, host, np.nan))
    best = _odds(_at(current.probability, _best(current, n)[0]))
    gone = _odds(_at(retired.probability, old)) if len(retired.products) else np.full(n, np.nan)
    return pd.DataFrame(
        {
            "thing_logit": thing,
            "accessory_beats": accessory - thing,
            "host_logit": host,
            "host_beats": host - thing,
            "retired_logit": gone,
            "retired_beats": gone - best,
        }
    ).round(5)


def _odds(p: np.ndarray) -> np.ndarray:
    return log_odds(np.nan_to_num(p))


def outcome(probability: Any, settings: Any) -> np.ndarray:
    """Return what may be told of P(a current product answers): "answered", "not answered" or "unclear".

    Examples
    --------
    >>> from keyworth.settings import Relevance
    >>> outcome([0.01, 0.5, 0.99], Relevance(relevance_floor=0.2, answered_floor=0.7)).tolist()
    ['not answered', 'unclear', 'answered']
    """
    p = np.asarray(probability, float)
    sure = p >= max(settings.answered_floor, settings.relevance_floor)
    return np.select([sure, p < settings.relevance_floor], ["answered", "not answered"], "unclear").astype(object)


def settle_status(
    keys: Sequence[str], current: Any, retired: Any, found: Evidence, relevance: np.ndarray, settings: Any
) -> pd.DataFrame:
    """Return one row a keyword: its nearest product, and what became of it.

    Parameters
    ----------
    keys : sequence of str
    current, retired : Scored
    found : Evidence
    relevance : float array
        P(a current product answers).
    settings : settings.Relevance

    Returns
    -------
    DataFrame
        The columns of ``schema.RELEVANCE``.
    """
    n, told = len(keys), outcome(relevance, settings)
    sold, off = told == "answered", told == "not answered"
    status = np.select(
        [sold & found.only_missing, sold, off & found.was_sold, off & found.only_accessory, off],
        ["out_of_stock", "active", "retired", "accessory_only", "none"],
        "unclear",
    )
    out = pd.DataFrame({"keyword_key": list(keys), "applicable": True, "reason": "", "product_relevance": relevance})
    out["product_status"] = status
    shown = np.where(found.nearest >= 0, current.product[found.nearest] if len(current.product) else -1, -1)
    shown = np.where((status == "accessory_only") & (found.accessory >= 0), found.accessory, shown)
    for name, column in _product(current, shown).items():
        out[name] = column
    for name, feature in (("lexical", "coverage"), ("semantic", "semantic")):
        out[name] = _feature(current, found.nearest, feature)
    out["second_relevance"] = _at(current.probability, found.second)
    rivals = np.bincount(current.keyword, weights=current.probability >= 0.5, minlength=n)[:n]
    out["competing_products"] = rivals.astype(int)
    out["accessory_relevance"], out["out_of_stock_relevance"] = found.accessory_relevance, found.out_of_stock
    out["retired_relevance"] = retired.of_keyword
    return _with_retired(out, retired, found.old, current.products)


def _only_accessory(
    keys: Sequence[str], current: Any, hosted: Any, links: Any, floor: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where only an accessory is sold, which product that is (-1: none), and how surely it is for it."""
    only, product, relevance = only_for(keys, current, hosted, links)
    by_pair = np.nan_to_num(_at(current.probability, current.accessory))
    named = np.where(current.accessory >= 0, current.product[current.accessory] if len(current.product) else -1, -1)
    by_name = current.only_accessory & (by_pair >= floor) & ~only
    by_name &= ~asked_itself(keys, current.products, hosted, links, np.where(by_name, named, -1))
    product = np.where(by_name, named, product)
    return only | by_name, product, np.where(by_name, by_pair, relevance)


def _best(scored: Any, n: int, allowed: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the pair that is best and the one that is second for each keyword, -1 where there is none."""
    places = np.arange(len(scored.keyword)) if allowed is None else np.flatnonzero(allowed)
    lexical = scored.features["coverage"].to_numpy(float)[places] if len(places) else np.zeros(0)
    order = places[np.lexsort((scored.product[places], -lexical, -scored.probability[places], scored.keyword[places]))]
    rank = np.arange(len(order)) - np.searchsorted(scored.keyword[order], scored.keyword[order])
    best, second = np.full(n, -1), np.full(n, -1)
    best[scored.keyword[order[rank == 0]]] = order[rank == 0]
    second[scored.keyword[order[rank == 1]]] = order[rank == 1]
    return best, second


def _at(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    if not len(values):
        return np.full(len(places), np.nan)
    return np.where(places >= 0, np.asarray(values, float)[places], np.nan)


def _feature(scored: Any, places: np.ndarray, name: str) -> np.ndarray:
    return np.round(_at(scored.features[name].to_numpy(float), places), 4)


def _product(scored: Any, places: np.ndarray) -> dict[str, np.ndarray]:
    rows = scored.products.reindex(places)
    return {
        "product_id": rows["product_id"].where(pd.notna(rows["product_id"]), "").to_numpy(),
        "product_title": rows["title"].where(pd.notna(rows["title"]), "").to_numpy(),
        "price": rows["price"].to_numpy(float),
        "margin": rows["margin"].to_numpy(float),
    }


def _with_retired(out: pd.DataFrame, retired: Any, old: np.ndarray, current: pd.DataFrame) -> pd.DataFrame:
    where = np.where(old >= 0, retired.product[old] if len(retired.product) else -1, -1)
    rows = retired.products.reindex(where).reset_index(drop=True)
    known = (where >= 0) & (retired.of_keyword > 0)
    out["retired_id"] = rows["product_id"].where(known, "")
    out["retired_title"] = rows["title"].where(known, "")
    out["retired_on"] = rows["retired_on"].where(known, pd.NaT)
    named = rows["replaced_by"].where(known, "").fillna("")
    out["successor_id"], out["successor_title"] = successors(named, current)
    gone = out["product_status"] == "retired"
    for name in ("id", "title"):
        out.loc[gone, f"product_{name}"] = out.loc[gone, f"retired_{name}"]
    return out


def successors(named: pd.Series, current: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the id and title of the product on sale that each text names by id or by title; else the text."""
    by_id = current.drop_duplicates("product_id")
    place = named.map(pd.Series(by_id.index, index=by_id["product_id"]))
    keys = current["title"].map(text.key).drop_duplicates()
    place = place.fillna(named.map(lambda name: text.key(name)).map(pd.Series(keys.index, index=keys.to_numpy())))
    found = current.reindex(place.where(named != ""))[["product_id", "title"]].set_axis(named.index)
    return found["product_id"].fillna("").astype(object), found["title"].fillna(named).astype(object)
