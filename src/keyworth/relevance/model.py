"""The relevance model: features → log-odds that add up → a calibrated probability.

An additive model: each term is a step function of one feature, or a table over
two, so that its contribution can be read off and the contributions add up to
the score exactly. It is kept as JSON, checked by hash; loading it runs no code.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from keyworth.assets import asset
from keyworth.errors import UnusableModel

MODEL_FILE, MANIFEST = "relevance.json", "manifest.json"
FORMAT = 2
PART = 100_000  # pairs at a time: bounds the memory of their columns
GRADES = ("exact", "substitute", "complement", "irrelevant")
_MEND = "Install keyworth again, or run `keyworth models rollback`."


@dataclass(frozen=True)
class Term:
    """A step function of one feature, a table over two, or (``line``) straight lines between knots.

    ``values`` has a last place for NaN. Beyond the outermost knots a line stays level. A line over two features has
    two knots each: between the four corners it is straight along either.
    """

    features: tuple[str, ...]
    edges: tuple[np.ndarray, ...]
    values: np.ndarray
    line: bool = False

    @property
    def name(self) -> str:
        return " × ".join(self.features)

    def __call__(self, columns: dict[str, np.ndarray]) -> np.ndarray:
        if self.line and len(self.features) == 2:
            return self._surface(*(columns[f] for f in self.features))
        if self.line:
            column = columns[self.features[0]]
            return np.where(np.isnan(column), self.values[-1], np.interp(column, self.edges[0], self.values[:-1]))
        return self.values[tuple(_bins(columns[f], e) for f, e in zip(self.features, self.edges, strict=True))]

    def _surface(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        u, v = ((np.clip(c, *e) - e[0]) / (e[1] - e[0]) for c, e in zip((a, b), self.edges, strict=True))
        low = (1 - v) * self.values[0, 0] + v * self.values[0, 1]
        high = (1 - v) * self.values[1, 0] + v * self.values[1, 1]
        return np.where(np.isnan(u) | np.isnan(v), self.values[-1, -1], (1 - u) * low + u * high)


def log_odds(p: np.ndarray) -> np.ndarray:
    """Return the log-odds of probabilities, those near 0 and 1 as the least and the most that are told apart."""
    p = np.clip(p, 0.003, 0.997)
    return np.log(p / (1 - p))


def log_sides(logit: np.ndarray) -> np.ndarray:
    """Return ln p and -ln(1 - p) of log-odds, float64 [n × 2]."""
    return np.stack([-np.logaddexp(0, -logit), np.logaddexp(0, logit)], axis=-1)


@dataclass(frozen=True)
class Head:
    """An additive model with its calibration.

    ``curve`` holds a, b and c of beta calibration (Kull, Silva Filho and Flach, AISTATS 2017): the calibrated
    log-odds are ``a ln p - b ln(1 - p) + c``, where p is what the sum says. With a = b it is Platt's.
    """

    baseline: float
    terms: tuple[Term, ...]
    curve: tuple[float, float, float] = (1.0, 1.0, 0.0)

    def contributions(self, columns: dict[str, np.ndarray], rows: int) -> dict[str, np.ndarray]:
        out = {"baseline": np.full(rows, self.baseline)}
        for term in self.terms:
            out[term.name] = out.get(term.name, 0.0) + term(columns)
        return out

    def logit(self, columns: dict[str, np.ndarray], rows: int) -> np.ndarray:
        total = np.full(rows, self.baseline)
        for term in self.terms:
            total += term(columns)
        return total

    def probability(self, columns: dict[str, np.ndarray], rows: int) -> np.ndarray:
        return self.calibrate(self.logit(columns, rows))

    def calibrate(self, logit: np.ndarray) -> np.ndarray:
        """Return the probability that a sum of contributions means."""
        a, b, c = self.curve
        sides = log_sides(logit)
        return 1 / (1 + np.exp(-np.clip(sides @ [a, b] + c, -30, 30)))


@dataclass(frozen=True)
class RelevanceModel:
    """The shipped model: of pairs with and without the encoder's cosine, and of keywords.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from keyworth.relevance.features import pair_features, prepare_keywords, prepare_products
    >>> kw, prod = prepare_keywords(["ipad case"]), prepare_products(pd.DataFrame({"title": ["Leather iPad case"]}))
    >>> features = pair_features(kw, prod, np.array([0]), np.array([0]), np.array([0.9]))
    >>> model = load_relevance_model()
    >>> bool(model.probability(features)[0] > 0.5)
    True
    """

    heads: dict[str, Head]
    identity: str  # SHA-256 of the model file

    def probability(self, features: pd.DataFrame) -> np.ndarray:
        """Return P(the product answers the keyword) of each pair, calibrated, float64 [n]."""
        return self._of_pairs(features, "probability")

    def logit(self, features: pd.DataFrame) -> np.ndarray:
        """Return the log-odds before calibration: what ``contributions`` add up to."""
        return self._of_pairs(features, "logit")

    def contributions(self, features: pd.DataFrame) -> pd.DataFrame:
        """Return the log-odds that each term adds, and ``baseline``: a row sums to ``logit``."""
        seen = self._seen(features)
        parts = []
        for head, rows in (("pair", np.flatnonzero(seen)), ("pair_words_only", np.flatnonzero(~seen))):
            if len(rows):
                found = self.heads[head].contributions(_columns(features.iloc[rows]), len(rows))
                parts.append(pd.DataFrame(found, index=rows))
        if not parts:
            return pd.DataFrame(self.heads["pair"].contributions(_columns(features), 0))
        return pd.concat(parts).fillna(0.0).sort_index().set_axis(features.index)

    def keyword_probability(self, summary: pd.DataFrame, head: str = "keyword") -> np.ndarray:
        """Return P(a current product answers the keyword), calibrated, from ``features.keyword_summary``."""
        return self.heads[head].probability(_columns(summary), len(summary))

    def keyword_contributions(self, summary: pd.DataFrame, head: str = "keyword") -> pd.DataFrame:
        """Return the log-odds that each term adds, and ``baseline``, before calibration."""
        return pd.DataFrame(self.heads[head].contributions(_columns(summary), len(summary)))

    def _seen(self, features: pd.DataFrame) -> np.ndarray:
        return ~np.isnan(features["semantic"].to_numpy(float))

    def _of_pairs(self, features: pd.DataFrame, what: str) -> np.ndarray:
        out, seen = np.zeros(len(features)), self._seen(features)
        for head, which in (("pair", seen), ("pair_words_only", ~seen)):
            rows = np.flatnonzero(which)
            for start in range(0, len(rows), PART):
                at = rows[start : start + PART]
                part = features.iloc[at] if len(at) < len(features) else features
                out[at] = getattr(self.heads[head], what)(_columns(part), len(part))
        return out


def grade(probability: np.ndarray, features: pd.DataFrame) -> np.ndarray:
    """Return ESCI's grade of each pair: exact, substitute, complement or irrelevant.

    A complement is an accessory or a part for what the keyword asks.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> f = pd.DataFrame({"accessory_offered": [0, 1.0], "weight_after_for": [0, 0.9], "weight_before_part": [0, 0.0],
    ...                   "head_before_part": [0, 0.0], "coverage": [1.0, 1.0]})
    >>> grade(np.array([0.9, 0.2]), f).tolist()
    ['exact', 'complement']
    """
    belongs = features[["weight_after_for", "weight_before_part"]].max(axis=1).to_numpy()
    accessory = (features["accessory_offered"].to_numpy() > 0) & (features["coverage"].to_numpy() >= 0.5)
    accessory |= (belongs > 0.4) | (features["head_before_part"].to_numpy() > 0)
    choices = [probability >= 0.6, accessory & (probability < 0.6), probability >= 0.3]
    return np.select(choices, ["exact", "complement", "substitute"], default="irrelevant")


def load_relevance_model(path: str | Path | None = None) -> RelevanceModel:
    """Load the shipped relevance model, or another one of its format.

    Parameters
    ----------
    path : path-like, optional
        A folder with ``relevance.json`` and the ``manifest.json`` of its SHA-256.

    Raises
    ------
    UnusableModel
        When a file is missing, its hash is not the manifest's, or its content is not of this format.
    """
    folder = Path(path) if path is not None else asset("models", "relevance")
    try:
        content, listed = (folder / MODEL_FILE).read_bytes(), (folder / MANIFEST).read_bytes()
    except OSError as fault:
        raise UnusableModel(
            f"{folder} holds no relevance model", [f"{fault.filename}: {fault.strerror}"], _MEND
        ) from None
    return _parse(str(folder), content, listed)


@lru_cache(maxsize=4)
def _parse(folder: str, content: bytes, listed: bytes) -> RelevanceModel:
    identity = hashlib.sha256(content).hexdigest()
    try:
        expected = json.loads(listed)["files"][MODEL_FILE]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnusableModel(f"{folder}/{MANIFEST} does not list {MODEL_FILE}", mend=_MEND) from None
    if identity != expected:
        problem = f"{MODEL_FILE}: SHA-256 is {identity[:16]}…, the manifest says {str(expected)[:16]}…"
        raise UnusableModel(f"the relevance model in {folder} has been changed", [problem], _MEND)
    try:
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}, this version reads {FORMAT}")
        heads = {name: _head(h) for name, h in data["heads"].items()}
    except (ValueError, KeyError, TypeError) as fault:
        raise UnusableModel(f"the relevance model in {folder} cannot be read", [str(fault)], _MEND) from None
    return RelevanceModel(heads, identity)


def _head(data: dict[str, Any]) -> Head:
    terms = []
    for t in data["terms"]:
        edges = tuple(np.array(e, float) for e in t["edges"])
        values, line = np.array(t["values"], float), bool(t.get("line", False))
        if values.shape != tuple(len(e) + 2 - line for e in edges) or not np.isfinite(values).all():
            raise ValueError(f"term {t['features']}: its values do not fit its edges")
        if line and (len(edges) > 2 or (len(edges) == 2 and any(len(e) != 2 or e[0] >= e[1] for e in edges))):
            raise ValueError(f"term {t['features']}: a line has one feature, or two with two knots each")
        terms.append(Term(tuple(t["features"]), edges, values, line))
    a, b, c = (float(value) for value in data["curve"])
    if not (np.isfinite([a, b, c]).all() and min(a, b) >= 0):
        raise ValueError("its calibration would turn the order round")
    return Head(float(data["baseline"]), tuple(terms), (a, b, c))


def _bins(column: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return each value's place between the edges; NaN has the last one."""
    return np.where(np.isnan(column), len(edges) + 1, np.searchsorted(edges, column, side="right"))


def _columns(features: pd.DataFrame) -> dict[str, np.ndarray]:
    return {name: features[name].to_numpy(dtype=float) for name in features.columns}
