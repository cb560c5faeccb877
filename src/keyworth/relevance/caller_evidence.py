"""What callers make of a keyword: who speaks of a thing that is sold is served, who asks for another is told so.

Text alone gives "reed bed sewage system" to whoever sells sewage plants. That no served caller, no member of staff and
no title ever said "reed bed" speaks against it; that callers who say "septic tank" went on to buy a "settlement tank"
speaks for it, and says which product. What the keyword's own searchers typed is heard in the same way, so that jargon,
which nobody says, is judged by the words of those whom it reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.accessory_words import own_words
from keyworth.relevance.features.background import background_idf
from keyworth.relevance.model import log_odds
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.score import cores
from keyworth.relevance.search_term_evidence import DECIMALS, ENOUGH, NAMED, searched_terms
from keyworth.relevance.status import RETIRED_FLOOR, outcome
from keyworth.relevance.wording import wording
from keyworth.text import key

# Log-odds, fitted on the invented contractor of `bench.companies` (drainage) and the demo, rounded.
UNHEARD = 2.0  # that no served caller, member of staff or title says a word of it, a share of its weight,
SERVED = 4.5  # that one served caller says all of it, a share,
USUAL = 0.6  # … beyond this part of the share that what is surely sold has at this company
REFUSED = 1.5  # that staff said no to those who asked for it
FEWEST = 20  # served calls below which their silence says nothing
WHOLE = 0.75  # of a wording's weight, from which on a caller is taken to ask for it
ASKED = 3  # on the company's own site or by callers: people whom no call on file refused
LEAST = 0.05  # weight of the commonest word
ONCE_SOLD = 0.12  # P(a retired product answers), where staff say that it is sold no more
CELLS = 2**23


@dataclass(frozen=True)
class Heard:
    """What callers say of distinct texts: arrays over ``texts``."""

    texts: list[str]
    unheard: np.ndarray  # share of its weight that nobody served, no staff and no title says
    served: np.ndarray  # the largest share that one served caller says
    refused: np.ndarray  # the largest share that one refused caller said
    askers: np.ndarray  # served callers who say WHOLE of it
    turned_away: np.ndarray  # refused ones
    gone: np.ndarray  # of those, told that it is sold no more
    buyers: np.ndarray  # served ones who bought
    products: Any  # CSR [texts × catalogue ids] of callers, theirs or staff's words, whose call came to it
    ids: list[str]


def hear_callers(
    relevance: pd.DataFrame,
    keywords: pd.DataFrame,
    searches: pd.DataFrame,
    staff_answers: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue,
    settings: Any,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the relevance that callers speak for, and the products that they name for each keyword.

    Parameters
    ----------
    relevance, keywords, searches, catalogue : DataFrame
        Tables of ``schema``.
    staff_answers : DataFrame
        ``schema.STAFF_ANSWERS``; where too few are heard nothing changes.
    settings : settings.Relevance

    Returns
    -------
    relevance : DataFrame
        With ``callers_asked``, ``callers_refused``, ``callers_bought`` and ``staff_answer``, and another relevance and
        status where that is what callers and staff say.
    named : DataFrame
        ``keyword_key, product_id, callers``.
    """
    shop = prepared(catalogue)
    catalogue = shop.catalogue
    out = relevance.assign(callers_asked=np.nan, callers_refused=np.nan, callers_bought=np.nan, staff_answer="")
    none = pd.DataFrame({"keyword_key": [], "product_id": [], "callers": []}).astype({"callers": float})
    if out.empty or staff_answers.empty or catalogue.empty:
        return out, none
    keys, terms = out["keyword_key"].tolist(), searched_terms(keywords, searches)
    heard = listen(sorted({*keys, *terms["term_key"]}), staff_answers, shop)
    mix = _mixture(keys, terms, heard.texts)
    own = pd.Index(heard.texts).get_indexer(pd.Index(keys))
    out["callers_asked"] = heard.askers[own] + heard.turned_away[own]
    out["callers_refused"], out["callers_bought"] = heard.turned_away[own], heard.buyers[own]
    out["staff_answer"] = _answered(heard, own, staff_answers)
    counts = (mix @ heard.products).tocoo()
    named = pd.DataFrame(
        {
            "keyword_key": np.array(keys, object)[counts.row],
            "product_id": np.array(heard.ids, object)[counts.col],
            "callers": counts.data,
        }
    )
    served = int((~staff_answers["refused"]).sum())
    if served < FEWEST:
        return out, named
    return _judged(out, heard, mix, own, _open_still(out, keywords, catalogue, settings), settings), named


def listen(texts: Sequence[str], staff_answers: pd.DataFrame, catalogue: pd.DataFrame | PreparedCatalogue) -> Heard:
    """Return what callers and staff say of each text.

    Parameters
    ----------
    texts : sequence of str
        Keys of keywords and search terms.
    staff_answers, catalogue : DataFrame
        Of ``schema``.
    """
    from scipy.sparse import csr_matrix, vstack

    no = staff_answers["refused"].to_numpy(bool)
    shop = prepared(catalogue)
    catalogue, current = shop.catalogue, shop.current.products
    sold = [
        wording(" ".join(t)) for t in zip(current["title"], current["category"], current["description"], strict=True)
    ]
    said = [wording(t) for t in staff_answers["asked"]]
    with_staff = [wording(f"{a} {s}") for a, s in zip(staff_answers["asked"], staff_answers["staff"], strict=True)]
    known = set().union(*sold, *(w for w, refused in zip(with_staff, no, strict=True) if not refused))
    weights, columns = _weights(cores(list(texts), shop))
    heard = _holding(said, columns)
    unheard = (
        np.asarray(weights @ np.array([w not in known for w in columns], float)) if columns else np.zeros(len(texts))
    )
    came_to, ids = _came_to(staff_answers, catalogue)
    bought = staff_answers["won"].to_numpy(bool).astype(float)
    gone = (staff_answers["once"].to_numpy(bool) & no).astype(float)
    parts, products = [], []
    for rows in _blocks(len(texts), len(staff_answers)):
        share = (weights[rows] @ heard.T).toarray()
        whole = share >= WHOLE
        parts.append(
            np.column_stack([
                np.where(no, 0.0, share).max(axis=1), np.where(no, share, 0.0).max(axis=1), (whole & ~no).sum(axis=1),
                (whole & no).sum(axis=1), whole @ gone, whole @ bought,
            ])
        )  # fmt: skip
        anyone = (weights[rows] @ _holding(with_staff, columns).T).toarray() >= WHOLE
        products.append(csr_matrix(anyone.astype(float)) @ came_to)
    served, refused, askers, turned_away, gone_of, buyers = np.concatenate(parts).T
    told = (served, refused, askers, turned_away, gone_of, buyers)
    return Heard(list(texts), unheard, *told, vstack(products).tocsr(), ids)


def _weights(asked: Sequence[str]) -> tuple[Any, list[str]]:
    """Return how much each word says in each text, CSR whose rows add up to one, and the words."""
    from scipy.sparse import csr_matrix

    sets = [sorted(wording(t)) for t in asked]
    columns = sorted(set().union(*sets))
    place = {w: i for i, w in enumerate(columns)}
    rarity = background_idf(columns) + LEAST if columns else np.zeros(0)
    index = np.array([place[w] for words in sets for w in words], int)
    data, sizes = rarity[index], [len(words) for words in sets]
    total = np.repeat([rarity[[place[w] for w in words]].sum() for words in sets], sizes)
    ends = np.r_[0, np.cumsum(sizes)].astype(int)
    return csr_matrix((data / total, index, ends), (len(sets), max(len(columns), 1))), columns


def _holding(said: Sequence[frozenset[str]], columns: list[str]) -> Any:
    """Return which texts hold which words, CSR [texts × columns]."""
    from scipy.sparse import csr_matrix

    place = {w: i for i, w in enumerate(columns)}
    rows = [sorted(place[w] for w in words if w in place) for words in said]
    ends = np.r_[0, np.cumsum([len(r) for r in rows])].astype(int)
    places = np.array([i for r in rows for i in r], int)
    return csr_matrix((np.ones(len(places)), places, ends), (len(rows), max(len(columns), 1)))


def _came_to(staff_answers: pd.DataFrame, catalogue: pd.DataFrame) -> tuple[Any, list[str]]:
    """Return which product each call came to, CSR [answers × products]."""
    from scipy.sparse import csr_matrix

    named = products_named(catalogue)
    ids = sorted(set(named.values()))
    place = {p: i for i, p in enumerate(ids)}
    found = [(row, place[named[k]]) for row, k in enumerate(staff_answers["product"].map(key)) if k in named]
    rows, columns = (np.array(c, int) for c in zip(*found, strict=True)) if found else (np.zeros(0, int),) * 2
    return csr_matrix((np.ones(len(rows)), (rows, columns)), (len(staff_answers), max(len(ids), 1))), ids


def products_named(catalogue: pd.DataFrame) -> dict[str, str]:
    """Return the id of each product by its title and by its id, in their keys."""
    by_name = {key(t): i for t, i in zip(catalogue["title"], catalogue["product_id"], strict=True)}
    by_name |= {key(i): i for i in catalogue["product_id"] if i}
    by_name.pop("", None)
    return by_name


def _blocks(n: int, wide: int) -> Iterator[slice]:
    step = max(CELLS // max(wide, 1), 1)
    return (slice(start, min(start + step, n)) for start in range(0, n, step))


def _mixture(keys: Sequence[str], terms: pd.DataFrame, texts: list[str]) -> Any:
    """Return how far its own text, and each that its searchers typed, speaks for a keyword: CSR, rows sum to 1."""
    from scipy.sparse import csr_matrix, diags

    row, column = pd.Index(keys), pd.Index(texts)
    rows = np.r_[np.arange(len(keys)), row.get_indexer(pd.Index(terms["keyword_key"]))]
    columns = np.r_[column.get_indexer(pd.Index(keys)), column.get_indexer(pd.Index(terms["term_key"]))]
    data = np.r_[np.full(len(keys), ENOUGH), terms["weight"].to_numpy(float)]
    kept = rows >= 0
    mix = csr_matrix((data[kept], (rows[kept], columns[kept])), (len(keys), len(texts)))
    return (diags(1 / np.asarray(mix.sum(axis=1)).ravel()) @ mix).tocsr()


def _answered(heard: Heard, own: np.ndarray, staff_answers: pd.DataFrame) -> list[str]:
    """Return the first sentence by which staff refused each keyword's askers."""
    told = staff_answers[staff_answers["refused"]]
    weights, columns = _weights([heard.texts[i] for i in own])
    share = (weights @ _holding([wording(t) for t in told["asked"]], columns).T).tocsr()
    sentences = told["answer"].tolist()
    out = []
    for i, place in enumerate(own):
        at = slice(share.indptr[i], share.indptr[i + 1])
        best = (
            share.indices[at][np.argmax(share.data[at])] if heard.turned_away[place] > 0 and len(share.data[at]) else -1
        )
        out.append(sentences[best] if best >= 0 else "")
    return out


def _open_still(out: pd.DataFrame, keywords: pd.DataFrame, catalogue: pd.DataFrame, settings: Any) -> np.ndarray:
    """Return of which keywords callers' silence says too little: others ask for them, or a part is what is nearest."""
    asked = pd.Series(0.0, out.index)
    if "asked_count" in keywords.columns:
        counts = keywords.groupby("keyword_key")["asked_count"].max()
        asked = out["keyword_key"].map(counts).fillna(0.0)
    near = (asked >= ASKED) | out["product_id"].isin(own_words(catalogue[catalogue["status"] != "retired"]))
    return (near & (out["product_relevance"] >= settings.relevance_floor)).to_numpy(bool)


def _judged(
    out: pd.DataFrame, heard: Heard, mix: Any, own: np.ndarray, still: np.ndarray, settings: Any
) -> pd.DataFrame:
    """Return the relevance with what callers add to its log-odds, and the status that follows."""
    p = out["product_relevance"].to_numpy(float)
    unheard, served = mix @ heard.unheard, mix @ heard.served
    with np.errstate(invalid="ignore"):
        sure = outcome(p, settings) == "answered"
    usual = float(served[sure].mean()) if sure.any() else 1.0
    refused = (heard.refused[own] >= WHOLE) & (heard.refused[own] > served)
    added = SERVED * (served - USUAL * usual) - UNHEARD * unheard - REFUSED * refused
    new = np.round(1 / (1 + np.exp(-(log_odds(np.nan_to_num(p)) + added))), DECIMALS)
    new = np.where(still & ~refused, np.maximum(new, settings.relevance_floor), new)
    status = out["product_status"]
    held = (status == "retired") & (out["retired_relevance"] >= NAMED)  # it names what is gone
    held |= (status == "accessory_only") & (new > p)
    use = out["applicable"].to_numpy(bool) & ~np.isnan(p) & ~held.to_numpy()
    told = outcome(new, settings)
    once = (heard.gone[own] > 0) & refused & (out["retired_relevance"] >= ONCE_SOLD).to_numpy()
    retired = (out["retired_relevance"] >= RETIRED_FLOOR).to_numpy() | once
    retired &= (out["retired_title"] != "").to_numpy()
    kept = status.isin(["retired", "accessory_only"]).to_numpy() & (told != "answered")
    stocked = (status == "out_of_stock").to_numpy()
    settled = np.select(
        [kept, (told == "answered") & stocked, told == "answered", (told == "not answered") & retired,
         told == "not answered"],
        [status.to_numpy(object), "out_of_stock", "active", "retired", "none"], "unclear",
    )  # fmt: skip
    out = out.assign(product_relevance=np.where(use, new, p))
    changed = use & (settled != status.to_numpy(object))
    out.loc[changed, "product_status"] = settled[changed]
    gone = changed & (settled == "retired")
    for name in ("id", "title"):
        out.loc[gone, f"product_{name}"] = out.loc[gone, f"retired_{name}"]
    return out
