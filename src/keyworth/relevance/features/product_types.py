"""Which things a keyword asks for and a title sells, by the names that shops and people have for them.

``models/thesaurus/things.txt`` has a line a thing: its names, what it is a kind of, what is sold for it. With it a
settee is a sofa, a divan bed is a bed, and an air bed, a paper shredder or a beard trimmer is not a divan bed, a
garden shredder or a hedge trimmer, although they share the word by which they end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from keyworth.assets import asset, check_manifest
from keyworth.relevance.features.words import Reading

LONGEST = 4  # words of a name
LEVELS = 2  # a thing is a kind of what it is a kind of
NAMES = ("thing_same", "thing_kind", "thing_broader", "thing_beside", "thing_other")
FILE = "things.txt"


@dataclass(frozen=True)
class Things:
    """The lexicon: ``names[i]`` are thing i's names, ``of`` the things a name may mean; names are stems and spaces."""

    names: list[tuple[str, ...]]
    of: dict[str, tuple[int, ...]]
    kinds: Any  # CSR [things × things], 1 from a thing to itself and to all that it is a kind of
    parts: frozenset[str]  # last words of what is sold for a thing, and of no thing itself

    def __len__(self) -> int:
        return len(self.names)

    def spans(self, tokens: Sequence[str]) -> list[tuple[int, int, tuple[int, ...]]]:
        """Return the names in a text, longest first from the left: first word, past the last, things meant.

        Examples
        --------
        >>> things = load_things()
        >>> [(a, b) for a, b, _ in things.spans(["oak", "chest", "drawer", "and", "couch"])]
        [(1, 3), (4, 5)]
        """
        out, at = [], 0
        while at < len(tokens):
            for end in range(min(at + LONGEST, len(tokens)), at, -1):
                if meant := self.of.get(" ".join(tokens[at:end])):
                    out.append((at, end, meant))
                    break
            at = out[-1][1] if out and out[-1][1] > at else at + 1
        return out

    def asked(self, readings: Iterable[Reading], heads: Sequence[int]) -> Any:
        """Return the things that keywords ask for by the name that holds their head word, CSR [keywords × things]."""
        found = [
            [t for a, b, meant in self.spans(r.tokens) if a <= head < b for t in meant]
            for r, head in zip(readings, heads, strict=True)
        ]
        return self._rows(found)

    def sold(self, readings: Iterable[Reading]) -> tuple[Any, Any]:
        """Return the things titles sell (their phrase ends with the name) and all they name, CSR [titles × things]."""
        sells, mentions = [], []
        for r in readings:
            spans = self.spans(r.tokens)
            mentions.append([t for *_, meant in spans for t in meant])
            sells.append([t for _, b, meant in spans if r.ends[b - 1] and r.zones[b - 1] < 2 for t in meant])
        return self._rows(sells), self._rows(mentions)

    def _rows(self, found: list[list[int]]) -> Any:
        from scipy import sparse

        rows = [sorted(set(f)) for f in found]
        start = np.r_[0, np.cumsum([len(r) for r in rows])].astype(np.int64)
        column = np.array([t for r in rows for t in r], np.int64)
        return sparse.csr_matrix((np.ones(len(column), np.float32), column, start), (len(rows), max(len(self), 1)))


def thing_features(asked: Any, sold: tuple[Any, Any], ki: np.ndarray, pi: np.ndarray) -> dict[str, np.ndarray]:
    """Return the features named in ``NAMES`` for a block of pairs, each 0 or 1.

    Parameters
    ----------
    asked : CSR matrix [keywords × things]
    sold : (CSR matrix, CSR matrix) [products × things]
        As ``Things.asked`` and ``Things.sold`` give them.
    ki, pi : int arrays [n]

    Returns
    -------
    dict of name to float array [n]
        The title sells the very thing; a kind of it; what it is a kind of; only names it beside something else;
        sells another thing by name. All are 0 where the lexicon does not know what is asked or sold.
    """
    kinds = load_things().kinds
    sells, mentions = sold
    k, s = asked[ki], sells[pi]
    same = _meet(k, s)
    kind = _meet(k, (sells @ kinds)[pi]) & ~same
    broader = _meet((asked @ kinds)[ki], s) & ~same & ~kind
    beside = _meet(k, (mentions @ kinds)[pi]) & ~same & ~kind
    known = (np.diff(k.indptr) > 0) & (np.diff(s.indptr) > 0)
    found = (same, kind, broader, beside, known & ~same & ~kind & ~broader)
    return {name: column.astype(float) for name, column in zip(NAMES, found, strict=True)}


def _meet(a: Any, b: Any) -> np.ndarray:
    return np.asarray(a.multiply(b).sum(axis=1)).ravel() > 0


@cache
def load_things() -> Things:
    """Return the shipped lexicon, its file checked against the manifest.

    Raises
    ------
    UnusableModel
        When a file is missing or has been edited.
    """
    folder = asset("models", "thesaurus")
    check_manifest(folder)
    return parse_things((folder / FILE).read_text(encoding="utf-8").splitlines())


def parse_things(lines: Iterable[str]) -> Things:
    """Return the lexicon from its lines: ``name=name|broader name|part,part``, all as stems.

    Examples
    --------
    >>> things = parse_things(["bed||frame", "divan bed=divan|bed|headboard,leg", "headboard||"])
    >>> things.kinds.toarray().astype(int).tolist(), sorted(things.parts)
    ([[1, 0, 0], [1, 1, 0], [0, 0, 1]], ['frame', 'leg'])
    """
    from scipy import sparse

    fields = [line.split("|") for line in lines if line]
    names = [tuple(f[0].split("=")) for f in fields]
    of: dict[str, list[int]] = {}
    for i, own in enumerate(names):
        for name in own:
            of.setdefault(name, []).append(i)
    above = [(i, j) for i, f in enumerate(fields) for j in {*of.get(f[1], ()), *_heads(names[i], of)} if i != j]
    size = max(len(names), 1)
    step = sparse.csr_matrix((np.ones(len(above)), tuple(np.array(above, int).reshape(-1, 2).T)), (size, size))
    kinds = whole = sparse.identity(size, format="csr")
    for _ in range(LEVELS):
        whole = whole @ step
        kinds = kinds + whole
    kinds.data[:] = 1
    ends = {name.split()[-1] for own in names for name in own}
    parts = {part.split()[-1] for f in fields for part in f[2].split(",") if part}
    return Things(names, {n: tuple(i) for n, i in of.items()}, kinds.astype(np.float32), frozenset(parts - ends))


def _heads(own: tuple[str, ...], of: dict[str, list[int]]) -> set[int]:
    """Return the things by whose name one of a thing's own names ends: a divan bed is a bed."""
    return {j for name in own if " " in name for j in of.get(name.split()[-1], ())}
