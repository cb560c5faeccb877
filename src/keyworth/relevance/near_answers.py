"""Keywords near those that people answered move with them, so far as that proved worth on the answers.

The chance that something on sale answers a keyword is moved on its log-odds by a Gaussian process over the encoder's
cosine of the keywords' cores (Rasmussen & Williams, 2006, ch. 3: Laplace's approximation). How strongly is chosen by
leaving each answer out (Opper & Winther's approximation), and nothing moves where that did not surely help.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.encode import encode_texts
from keyworth.relevance.score import cores
from keyworth.relevance.status import outcome

# The cosine at which two keywords have nothing to do with each other, and the power of what is above it: of six pairs
# tried, the one of the least log loss on the shipped judged shops, 20 answers each (`bench.answers --choose`).
APART, POWER = 0.2, 2
STRENGTHS = (0.5, 1.0, 3.0)  # variance, in log-odds², of what an answer tells of a keyword of the same core
PROVED = 0.005  # nats an answer by which the log loss of those left out must fall
LEAST = 10  # answers below which nothing can be proved
MOST = 1000  # answers that are learnt from, the last first: the fit costs their third power
LOOKED_AT = 20_000  # keywords that may move: of a larger report those in most doubt
SURE = 4.0  # log-odds beyond which no answer to another keyword tells anything
SAME = 0.999  # cosine of cores that are the same
FELT = 0.1  # log-odds below which nothing is told of a move
DECIMALS = 6


def move_near(
    out: pd.DataFrame, relevance: pd.DataFrame, own: pd.DataFrame, catalogue: pd.DataFrame, settings: Any,
    engine: Any = None, progress: Callable[..., Any] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the relevance with keywords near the answered ones moved.

    Parameters
    ----------
    out : DataFrame
        ``schema.RELEVANCE``, to be changed.
    relevance : DataFrame
        The same as it was before anybody was asked.
    own : DataFrame
        The answer of each row (``answer``, ``place`` in the catalogue), NaN where nobody was asked.
    catalogue, settings, engine, progress
        As for ``take_answers``.
    """
    out = out.assign(answer_near="", answer_shift=np.nan)
    odds = _odds(relevance["product_relevance"].to_numpy(float))
    judged = np.flatnonzero(own["answer"].notna().to_numpy() & np.isfinite(odds))
    judged = judged[np.argsort(own["answered_on"].to_numpy(str)[judged], kind="stable")][-MOST:]
    gone = (relevance["product_status"] == "retired").to_numpy()
    others = np.flatnonzero(own["answer"].isna().to_numpy() & (np.abs(odds) < SURE) & ~gone)
    others = np.sort(others[np.argsort(np.abs(odds[others]), kind="stable")][:LOOKED_AT])
    if len(judged) < LEAST or not len(others) or catalogue.empty:
        return out
    keys = out["keyword_key"].to_numpy(object)
    asked = cores([*keys[judged], *keys[others]], catalogue)
    vectors = encode_texts(asked, settings, engine, progress, "Encoding keywords")
    near, far = vectors[: len(judged)], vectors[len(judged) :]
    yes = (out["answer"].isin(["product", "other"]) & ~_retired(own, catalogue)).to_numpy()[judged]
    strength = proved_strength(likeness(near, near), yes, odds[judged])
    if not strength:
        return out
    told, _ = fit_answers(strength * likeness(near, near), yes, odds[judged])
    parts = strength * likeness(far, near) * told
    shift = np.round(parts.sum(axis=1), 4)
    led = np.where(shift > 0, parts.argmax(axis=1), parts.argmin(axis=1))
    moved = np.abs(shift) >= FELT
    of, by, shift = others[moved], judged[led[moved]], shift[moved]
    same = (far[moved] * near[led[moved]]).sum(axis=1) >= SAME
    return _moved(out, of, by, shift, odds[of] + shift, same, own, catalogue, settings)


def likeness(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return how near each keyword is to each answered one, 1 for the same core, 0 for what is far off.

    Examples
    --------
    >>> likeness(np.array([[1.0, 0.0]]), np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])).round(2).tolist()
    [[1.0, 0.25, 0.0]]
    """
    cosine = np.round((a @ b.T).astype(float), 4)
    return np.clip((cosine - APART) / (1 - APART), 0.0, 1.0) ** POWER


def proved_strength(near: np.ndarray, yes: np.ndarray, odds: np.ndarray) -> float:
    """Return how strongly answers move what is near them, 0 where leaving each out does not show that they should.

    Parameters
    ----------
    near : float array [n × n]
        From ``likeness``, of the answered keywords.
    yes : bool array [n]
        Whether something on sale answers.
    odds : float array [n]
        Log-odds of it before anybody was asked.

    Examples
    --------
    >>> twins = np.kron(np.eye(10), np.ones((2, 2)))            # ten pairs of keywords of the same core
    >>> alike = np.repeat(np.arange(10) % 2 == 0, 2)
    >>> proved_strength(twins, alike, np.zeros(20)), proved_strength(np.eye(20), alike, np.zeros(20))
    (3.0, 0.0)
    """
    before, best, found = _loss(odds, yes), PROVED, 0.0
    for strength in STRENGTHS:
        _, apart = fit_answers(strength * near, yes, odds)
        gain = before - _loss(odds + apart, yes)
        sure = gain.mean() - gain.std(ddof=1) / np.sqrt(len(gain))
        if sure > 0 and gain.mean() > best:
            best, found = float(gain.mean()), strength
    return found


def fit_answers(covariance: np.ndarray, yes: np.ndarray, odds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what each answer tells (its shift is ``covariance @ told``), and each one's shift without its own.

    Examples
    --------
    >>> told, apart = fit_answers(np.ones((2, 2)), np.array([True, True]), np.zeros(2))
    >>> bool((told > 0).all() and (apart > 0).all() and (apart < np.ones((2, 2)) @ told).all())
    True
    """
    y, n, shift = yes.astype(float), len(yes), np.zeros(len(yes))
    for _ in range(50):
        p = _chance(odds + shift)
        weight = p * (1 - p)
        root = np.sqrt(weight)
        inner = np.linalg.inv(np.eye(n) + root[:, None] * covariance * root[None, :])
        wanted = weight * shift + y - p
        told = wanted - root * (inner @ (root * (covariance @ wanted)))
        shift, last = covariance @ told, shift
        if np.abs(shift - last).max() < 1e-7:
            break
    p = _chance(odds + shift)
    weight, told = p * (1 - p), y - p
    root = np.sqrt(weight)
    inner = np.linalg.inv(np.eye(n) + root[:, None] * covariance * root[None, :])
    spread = np.diag(covariance) - ((covariance * root) @ inner * (covariance * root)).sum(axis=1)
    return told, shift - spread * told / np.maximum(1 - weight * spread, 1e-6)


def _moved(
    out: pd.DataFrame, of: np.ndarray, by: np.ndarray, shift: np.ndarray, odds: np.ndarray, same: np.ndarray,
    own: pd.DataFrame, catalogue: pd.DataFrame, settings: Any,
) -> pd.DataFrame:  # fmt: skip
    """Set what moved: the chance, and the status where it crosses a floor; of the same core the product, too."""
    rows, lead = out.index[of], out.index[by]
    out.loc[rows, "answer_near"] = out.loc[lead, "keyword_key"].to_numpy()
    out.loc[rows, "answer_shift"] = shift
    product = catalogue.reset_index(drop=True).reindex(own.loc[lead, "place"].fillna(-1).astype(int)).set_axis(rows)
    sold = product["status"].isin(["active", "out_of_stock"]).to_numpy() & same
    sold &= outcome(_chance(odds), settings) != "not answered"
    for column, source in _NAMED.items():
        out.loc[rows[sold], column] = product.loc[sold, source]
    return with_chance(out, rows, odds, catalogue, settings)


_NAMED = {"product_id": "product_id", "product_title": "title", "price": "price", "margin": "margin"}


def with_chance(out: pd.DataFrame, rows: pd.Index, odds: np.ndarray, catalogue: pd.DataFrame, settings: Any) -> Any:
    """Return the relevance with another chance of some rows, in log-odds, and its status where a floor is crossed."""
    p = np.round(_chance(odds), DECIMALS)
    before, after = outcome(out.loc[rows, "product_relevance"], settings), outcome(p, settings)
    out = out.copy()
    out.loc[rows, "product_relevance"] = p
    status = catalogue.drop_duplicates("product_id").set_index("product_id")["status"]
    stocked = out.loc[rows, "product_id"].map(status).fillna("active").replace("retired", "active")
    only = out.loc[rows, "accessory_relevance"].fillna(0.0) > 0
    told = np.select([after == "answered", after == "unclear", only], [stocked, "unclear", "accessory_only"], "none")
    crossed = before != after
    out.loc[rows[crossed], "product_status"] = told[crossed]
    return out


def _retired(own: pd.DataFrame, catalogue: pd.DataFrame) -> pd.Series:
    gone = (catalogue["status"] == "retired").to_numpy()
    place = own["place"].fillna(-1).astype(int)
    return (own["answer"] == "product") & (place >= 0) & gone[place.clip(lower=0)]


def _odds(p: np.ndarray) -> np.ndarray:
    p = np.where(np.isfinite(p), np.clip(p, 0.005, 0.995), np.nan)
    return np.log(p / (1 - p))


def _chance(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))


def _loss(odds: np.ndarray, yes: np.ndarray) -> np.ndarray:
    return np.logaddexp(0.0, np.where(yes, -odds, odds))
