"""What makes the calls themselves suspect, whatever was learnt from them: each kind has a name.

None of these asks whether the challenger is better: a flood of copies, a leak or a swapped label also wins a
contest that it has spoilt.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.text import tokens

REPEATED, REPEATED_LEAST, REPEATED_MOST = 0.05, 20, 100  # copies are too many: a share and a number, or a number alone
STANDS_OUT = 5.0  # times the usual number of copies, for where all calls are short all are much alike
ALIKE = 0.6  # Jaccard likeness of two texts' words from which one is a copy of the other, small edits and all
LONG = 8  # words that a text needs to be a copy beyond its share of the calls
LOOKED_AT = 4000  # texts between which copies are looked for: as many of a larger number, spread evenly
LEAKED, LEAKED_LEAST = 0.1, 5  # rise of word-for-word texts between test and learnt over those among the learnt
HEARD_LEAST, HEARD_SHARE, HEARD_OWN = 10, 0.5, 0.05  # calls heard as one product; their labels' shares
HEARD_RIGHT = 0.6  # share of the other calls in which champion and labels must agree
NAMED_LEAST, NAMED_SHARE = 5, 0.25  # calls that name another product than their label, and their share of the label's


def suspicions(
    learnt: pd.DataFrame, test: pd.DataFrame, before: frozenset[str], titles: list[str], named: list[list[int]],
    heard: np.ndarray,
) -> dict[str, str]:  # fmt: skip
    """Return what is suspect of the examples, by name.

    Parameters
    ----------
    learnt, test : DataFrame
        ``learn.EXAMPLE``.
    before : frozenset of str
        Callers that earlier versions learnt from.
    titles : list of str [m]
        Of the products.
    named : list of list of int
        Places of the products that each text of ``learnt``, then of ``test``, names.
    heard : float [n × m]
        The champion's P(product) of each text of ``learnt``, then of ``test``.
    """
    every = pd.concat([learnt, test], ignore_index=True)
    product = every["product"].to_numpy(int)
    rank = (heard > heard[np.arange(len(product)), product][:, None]).sum(axis=1)
    far = rank >= max(1, heard.shape[1] // 3)  # the champion thinks little of the label
    found = {
        "leaked_callers": _leaked(learnt, test, before),
        "poisoned_transcript": _copies(list(every["text"]), product),
        "one_caller": _one_caller(list(every["caller"])),
        "contradicted_labels": _contradicted(product, named, far, titles),
        "swapped_labels": _swapped(product, heard.argmax(axis=1), far, titles),
    }
    return {name: told for name, told in found.items() if told}


def _leaked(learnt: pd.DataFrame, test: pd.DataFrame, before: frozenset[str]) -> str:
    """Callers on both sides; or test calls that stand word for word, under another name, among what was learnt from."""
    callers = set(test["caller"]) & (set(learnt["caller"]) | before)
    if callers:
        return f"{len(callers)} callers of the test were learnt from"
    own, asked = (t.groupby("text")["caller"].nunique() for t in (learnt, test))
    asked = asked[[len(tokens(t)) >= LONG for t in asked.index]]
    same = asked.index.isin(own.index)
    usual = float((own > 1).mean()) if len(own) else 0.0
    if same.sum() < LEAKED_LEAST or same.mean() <= usual + LEAKED:
        return ""
    return (
        f"{same.sum()} of the test's {len(asked)} calls stand word for word, under another caller's name, among "
        f"what was learnt from; of those learnt from, {usual:.0%} are said by two callers"
    )


def _copies(texts: list[str], product: np.ndarray) -> str:
    """One text, or nearly the same, with one label, far more often than calls are usually alike."""
    step = max(1, -(-len(texts) // LOOKED_AT))
    words = [_letters(t) for t in texts[::step]]
    copies = _alike(words, product[::step]) * step
    most = int(copies.max(initial=0))
    of = words[int(copies.argmax())] if len(words) else frozenset()
    others = copies[copies < most / 2]
    usual = float(np.median(others)) if len(others) else 0.0 if most > len(texts) / 2 else float(most)
    enough = most > max(REPEATED_LEAST - 1, REPEATED * len(texts)) or (most >= REPEATED_MOST and len(of) >= LONG)
    if not enough or most <= STANDS_OUT * usual:
        return ""
    return (
        f"one transcript, or nearly the same, stands {most} times among {len(texts)} calls ({most / len(texts):.1%}); "
        f"another is usually there {max(usual, 1):.0f} times"
    )


def _alike(words: list[frozenset[str]], product: np.ndarray) -> np.ndarray:
    """Return how many texts of the same label each text is like, itself among them."""
    from sklearn.feature_extraction.text import CountVectorizer

    if not any(words):
        return np.ones(len(words), int)
    grid = CountVectorizer(analyzer=sorted, binary=True, dtype=np.float32).fit_transform(words)
    size, out = np.asarray(grid.sum(axis=1)).ravel(), np.zeros(len(words), int)
    for start in range(0, len(words), 512):
        rows = slice(start, start + 512)
        both = (grid[rows] @ grid.T).toarray()
        like = both >= ALIKE * np.maximum(size[rows, None] + size - both, 1e-9)
        out[rows] = (like & (product[rows, None] == product)).sum(axis=1)
    return out


def _letters(text: str) -> frozenset[str]:
    return frozenset(w for w in tokens(text) if not any(c.isdigit() for c in w))


def _one_caller(callers: list[str]) -> str:
    counts = np.unique(np.array(callers, dtype=object).astype(str), return_counts=True)[1]
    most = int(counts.max(initial=0))
    if most < REPEATED_LEAST or most <= REPEATED * len(callers):
        return ""
    return f"one caller has {most} of the {len(callers)} calls ({most / len(callers):.1%}; {REPEATED:.0%} is the most)"


def _contradicted(product: np.ndarray, named: list[list[int]], far: np.ndarray, titles: list[str]) -> str:
    """Calls with one product's label whose callers name another, unlike it, and not that one."""
    other = np.array([n[0] if len(n) == 1 else -1 for n in named], dtype=int)
    wrong = (other >= 0) & (other != product)
    told = []
    for label, said in sorted(set(zip(product[wrong].tolist(), other[wrong].tolist(), strict=True))):
        rows = wrong & (product == label) & (other == said)
        both, mine = int(rows.sum()), int((product == label).sum())
        agreeing = int(((product == said) & (other == said)).sum())
        if both >= NAMED_LEAST and both >= NAMED_SHARE * mine and both > agreeing and far[rows].mean() > 0.5:
            told.append(f"{both} of the {mine} calls labelled “{titles[label]}” name “{titles[said]}”")
    return "; ".join(told)


def _swapped(product: np.ndarray, best: np.ndarray, far: np.ndarray, titles: list[str]) -> str:
    """What the champion hears as one product is hardly ever labelled so, and mostly as one far-off other.

    Its ear counts only where it agrees with the labels of the other calls: new words, which it cannot know yet,
    are what retraining is for.
    """
    right, told = best == product, []
    for said in np.unique(best):
        here = np.flatnonzero(best == said)
        label, times = np.unique(product[here], return_counts=True)
        top = label[times.argmax()]
        mine = here[product[here] == top]
        enough = len(here) >= HEARD_LEAST and len(mine) >= HEARD_SHARE * len(here)
        others = right[best != said]
        fair = len(others) > 0 and others.mean() >= HEARD_RIGHT
        if enough and fair and right[here].mean() <= HEARD_OWN and far[mine].mean() > 0.5:
            told.append(
                f"{len(mine)} of the {len(here)} calls that sound like “{titles[said]}” are labelled “{titles[top]}”"
            )
    return "; ".join(told)
