"""Blind mode: people judge before they see the score; a random sample measures how often keyworth is right.

The queue mixes the keywords with most pounds at stake with a random sample, in an
order that tells nobody which is which. Accuracy comes from the random sample alone:
what was flagged is not what the account looks like.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from keyworth.review.agreement import krippendorff_alpha
from keyworth.review.chain import Entry
from keyworth.review.decisions import BLIND
from keyworth.review.queue import Queue
from keyworth.text import key

ANSWERS = ("yes", "no", "unsure")
MOST = 100  # of each half: a hundred judgements bound a share within ten points; nobody judges a thousand
_ASKED = {"product": "product_relevance", "customers": "customer_alignment"}
_Z = 1.959964  # the normal quantile of a two-sided 95 %


def random_sample(run_id: str, subjects: Sequence[str], share: float) -> list[str]:
    """Return the random sample, the same for every reviewer: the first by the hash of their ids.

    Examples
    --------
    >>> random_sample("a1", ["k1", "k2", "k3"], 0.4) == random_sample("a1", ["k3", "k2", "k1"], 0.4)
    True
    """
    n = min(MOST, max(1, round(len(subjects) * share)), len(subjects))
    return sorted(subjects, key=lambda s: _drawn(run_id, "sample", s))[:n]


def blind_queue(run_id: str, subjects: Sequence[str], sample: Sequence[str], flagged: int) -> list[str]:
    """Return what a reviewer is asked, in order: the random sample mixed with as many of the largest at stake.

    Parameters
    ----------
    run_id : str
    subjects : sequence of str
        Largest at stake first.
    sample : sequence of str
        `random_sample`.
    flagged : int
        How many of the subjects are flagged at all.
    """
    drawn = set(sample)
    largest = [s for s in subjects[:flagged] if s not in drawn][: len(sample)]
    return sorted([*sample, *largest], key=lambda s: _drawn(run_id, "order", s))


def asks_customers(row: Mapping[str, Any]) -> bool:
    """Return whether it is worth asking what customers say for a keyword: not where they say the keyword itself.

    Examples
    --------
    >>> asks_customers({"keyword_key": "log burner", "customer_phrase": "Log burner"})
    False
    >>> asks_customers({"keyword_key": "log burner", "customer_phrase": "wood stove"})
    True
    """
    return key(str(row["customer_phrase"])) != row["keyword_key"]


def judged(entries: Iterable[Entry], sample: Iterable[str]) -> dict[str, dict[str, dict[str, str]]]:
    """Return the answers on the random sample: by question, subject and reviewer."""
    drawn = set(sample)
    found: dict[str, dict[str, dict[str, str]]] = {name: {} for name in _ASKED}
    for entry in entries:
        subject = entry.subject.removeprefix(BLIND)
        if entry.kind == "judgement" and subject in drawn:
            for name, by_subject in found.items():
                if name in entry.payload:  # what was not asked was not answered
                    by_subject.setdefault(subject, {})[entry.author] = str(entry.payload[name])
    return found


def measured(answers: dict[str, dict[str, dict[str, str]]], queue: Queue) -> dict[str, dict[str, Any]]:
    """Return how often keyworth is right and how far reviewers agree, for each question.

    Returns
    -------
    dict
        By question: ``n`` keywords that reviewers settled (unsure or in dispute does not count), ``right``
        of them, ``accuracy`` with ``low`` and ``high`` (Wilson, 95 %); ``alpha`` (Krippendorff) on ``pairs``
        keywords that two or more judged. None where there is nothing to measure.
    """
    out = {}
    for name, by_subject in answers.items():
        probability = queue.keywords[_ASKED[name]].to_numpy(dtype=float, na_value=math.nan)
        right = []
        for subject, said in by_subject.items():
            settled, p = set(said.values()) - {"unsure"}, float(probability[queue.place[subject]])
            if len(settled) == 1 and not math.isnan(p):
                right.append((p >= 0.5) == (settled == {"yes"}))
        out[name] = {
            **_wilson(sum(right), len(right)),
            "alpha": krippendorff_alpha(list(by_subject.values())),
            "pairs": sum(len(said) > 1 for said in by_subject.values()),
        }
    return out


def _wilson(right: int, n: int) -> dict[str, Any]:
    if not n:
        return {"n": 0, "right": 0, "accuracy": None, "low": None, "high": None}
    p, z2 = right / n, _Z**2
    centre, half = p + z2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low, high = np.clip([(centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n)], 0, 1)
    return {"n": n, "right": right, "accuracy": p, "low": float(low), "high": float(high)}


def _drawn(run_id: str, purpose: str, subject: str) -> bytes:
    return hashlib.sha256(f"{run_id} {purpose} {subject}".encode()).digest()
