"""The adapter: a linear map on frozen vectors, learnt from (customer's words, product) in seconds without torch.

A customer's vector v becomes v + vW, normalised; products stay where they are. W minimises the softmax
cross-entropy of the right product against the whole catalogue (each other product is a negative, the
nearest are the hard ones), shrunk towards the champion's map. The gradient lies in the span of the
products' vectors, so W = W₀ + B Qᵀ with Q a basis of that span: few numbers where the catalogue is small.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keyworth.relevance.versions import SHARPNESS, Adapter, softmax

SHRINKAGE = (3.0, 1.0, 0.3, 0.1)  # tried in this order; a later one must be better out of sample
FOLDS, STEPS = 3, 60  # of the choice of SHRINKAGE; the most of the optimiser
STILL = 100.0  # what moving unrelated words costs beside the shrinkage
MOST_PRODUCTS = 2000  # beyond, the negatives of an example are the products nearest to some example
DECIMALS = 5
SHARPEST = 4.6  # natural logarithm: of a few calls all right, no more than so sure is borne out


def identity(dimensions: int) -> Adapter:
    """Return the map that changes nothing."""
    return Adapter(np.zeros((dimensions, dimensions), np.float32))


def fit_adapter(
    vectors: np.ndarray,
    product: np.ndarray,
    products: np.ndarray,
    callers: Sequence[str],
    weight: np.ndarray | None = None,
    wanted: np.ndarray | None = None,
    start: Adapter | None = None,
    still: np.ndarray | None = None,
) -> tuple[Adapter, dict[str, float]]:
    """Learn the map; its shrinkage and its calibration from callers that the fold's fit has not seen.

    Parameters
    ----------
    vectors : float [n × d]
        Of the customers' words, unmapped.
    product : int [n]
        Place of the product in ``products``.
    products : float [m × d]
    callers : sequence of str [n]
        Folds are cut between callers.
    weight : float [n], optional
        Trust in each label.
    wanted : bool [n], optional
        False where somebody judged that the product does not answer.
    start : Adapter, optional
        The champion, towards which the map is shrunk.
    still : float [k × d], optional
        Vectors of words that have nothing to do with these products: moving them costs.

    Returns
    -------
    adapter : Adapter
    told : dict
        ``shrinkage``, ``sharpness`` and the ``log_loss`` out of sample.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> p = np.eye(4)
    >>> said = np.roll(np.arange(4), 1)[np.arange(80) % 4]          # they say the neighbour's word
    >>> v = p[said] + 0.1 * rng.normal(size=(80, 4))
    >>> found, _ = fit_adapter(v, np.arange(80) % 4, p, [str(i) for i in range(80)])
    >>> bool((found.probability(v, p).argmax(1) == np.arange(80) % 4).all())
    True
    """
    vectors, products = vectors.astype(float), products.astype(float)
    weight = np.ones(len(product)) if weight is None else weight
    wanted = np.ones(len(product), bool) if wanted is None else wanted
    still = np.zeros((0, vectors.shape[1])) if still is None else still.astype(float)
    start = start or identity(vectors.shape[1])
    loss, shrinkage, sharpness = _choose(
        SHRINKAGE, callers, vectors, product, products, weight, wanted, start.weights, still
    )
    weights = _solve(vectors, product, products, weight, wanted, start.weights, shrinkage, still)
    return Adapter(weights, sharpness), {"shrinkage": shrinkage, "sharpness": sharpness, "log_loss": round(loss, 6)}


def _choose(
    tried: Sequence[float], callers: Sequence[str], vectors: np.ndarray, product: np.ndarray, products: np.ndarray,
    weight: np.ndarray, wanted: np.ndarray, w0: np.ndarray, still: np.ndarray,
) -> tuple[float, float, float]:  # fmt: skip
    """Return log loss, shrinkage and sharpness that do best on callers that the fold's fit has not seen."""
    n = len(product)
    distinct, place = np.unique(np.asarray(callers, dtype=object).astype(str), return_inverse=True)
    fold = (np.random.default_rng(5).permutation(len(distinct)) % FOLDS)[place]
    best: tuple[float, float, float] | None = None
    for shrinkage in tried:
        scores = np.zeros((n, len(products)))
        for f in range(FOLDS):
            a, b = fold != f, fold == f
            if a.any() and b.any():
                w = _solve(vectors[a], product[a], products, weight[a], wanted[a], w0, shrinkage, still)
                scores[b] = Adapter(w).apply(vectors[b]) @ products.T
        loss, sharpness = fit_sharpness(scores[wanted], product[wanted], weight[wanted])
        if best is None or loss < best[0] - 1e-4:
            best = loss, shrinkage, sharpness
    assert best is not None
    return best


def fit_sharpness(cosines: np.ndarray, product: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Return the least log loss and the sharpness that gives it."""
    from scipy.optimize import minimize_scalar

    if not len(product):
        return float("inf"), SHARPNESS

    def loss(log_sharpness: float) -> float:
        p = softmax(np.exp(log_sharpness) * cosines)[np.arange(len(product)), product]
        return float(-(weight * np.log(np.maximum(p, 1e-12))).sum() / weight.sum())

    found = minimize_scalar(loss, bounds=(0.0, SHARPEST), method="bounded", options={"xatol": 1e-3})
    return float(found.fun), round(float(np.exp(found.x)), 3)


def _solve(
    x: np.ndarray, y: np.ndarray, p: np.ndarray, weight: np.ndarray, wanted: np.ndarray, w0: np.ndarray,
    shrinkage: float, still: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Return W [d × d] by L-BFGS over B, from zero."""
    from scipy.optimize import minimize

    if len(p) > MOST_PRODUCTS:
        y, p = _nearest(x, y, p)
    basis = np.linalg.svd(p, full_matrices=False)[2]
    basis = basis[np.linalg.norm(p @ basis.T, axis=0) > 1e-6]
    reduced, before = p @ basis.T, (x + x @ w0) @ p.T
    share, rows = weight / weight.sum(), np.arange(len(y))

    def cost(flat: np.ndarray) -> tuple[float, np.ndarray]:
        b = flat.reshape(x.shape[1], len(basis))
        q = softmax(SHARPNESS * (before + (x @ b) @ reduced.T))
        right = np.clip(q[rows, y], 1e-12, 1 - 1e-9)
        slope = q.copy()
        slope[rows, y] -= 1.0
        slope[~wanted] *= -(right / (1 - right))[~wanted, None]
        moved = still @ b
        loss = (share * -np.log(np.where(wanted, right, 1 - right))).sum()
        loss += shrinkage / 2 * (flat @ flat) + STILL / 2 * (moved * moved).sum() / max(len(still), 1)
        gradient = SHARPNESS * x.T @ ((share[:, None] * slope) @ reduced) + STILL * still.T @ moved / max(len(still), 1)
        return loss, gradient.ravel() + shrinkage * flat

    found = minimize(cost, np.zeros(x.shape[1] * len(basis)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.round(w0 + found.x.reshape(x.shape[1], len(basis)) @ basis, DECIMALS).astype(np.float32)


def _nearest(x: np.ndarray, y: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep the products asked for and those nearest to what was said: the hard negatives."""
    score = np.zeros(len(p))
    for start in range(0, len(x), 1024):
        score = np.maximum(score, (x[start : start + 1024] @ p.T).max(axis=0))
    score[y] = np.inf
    kept = np.sort(np.argsort(-score, kind="stable")[: max(MOST_PRODUCTS, len(np.unique(y)))])
    place = np.full(len(p), -1)
    place[kept] = np.arange(len(kept))
    return place[y], p[kept]
