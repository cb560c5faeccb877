"""The gate: champion against challenger on the same items, of callers that neither has seen, some in weeks unseen too.

It answers ``promote``, ``refuse`` or ``not computed``, each with its numbers and the name of every reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

PROMOTE, REFUSE, NOT_COMPUTED = "promote", "refuse", "not computed"
DRAWS = 2000  # of the bootstrap: the ends of a 90 % interval are then known to half a percentile
LEAST_TEST = 20  # items; below, nothing can be told
LEAST_AGREEMENT = 0.1  # beyond chance, of the labels with the words: Cohen's kappa
GROUP_LEAST, GROUP_FALL = 2, 0.05  # items lost on balance, and fall of recall, at which a group is worse
FORGOTTEN = 0.02  # fall of the shipped benchmark that is too much
NEARER = 0.03  # rise of the cosine of other trades' wordings with the nearest product that is too much
CALIBRATION, CALIBRATED = 0.03, 0.1  # rise of the calibration error that is too much, unless it stays below; and
# of few items 1/√n, which is what such a share may rise by chance


@dataclass(frozen=True)
class Items:
    """Test items, and what each model says of them.

    Attributes
    ----------
    product : int [n]
        Place of the right product.
    group, caller : object arrays [n]
    champion, challenger : float [n × products]
        P(product).
    unseen_week : str [n], optional
        The week of an item of which nothing was learnt, "" where something was or the week is not known.
    """

    product: np.ndarray
    group: np.ndarray
    caller: np.ndarray
    champion: np.ndarray
    challenger: np.ndarray
    unseen_week: np.ndarray | None = None


@dataclass(frozen=True)
class Answer:
    """What the gate says, why, and with which numbers."""

    answer: str
    reasons: tuple[dict[str, Any], ...] = ()
    numbers: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The names of the reasons."""
        return [r["name"] for r in self.reasons]


def too_little(learnt: np.ndarray, test: np.ndarray, least_learnt: int, why: str = "") -> Answer | None:
    """Return that nothing is computed, where there is too little to learn from or to be tested on.

    Parameters
    ----------
    learnt, test : int arrays
        The product of each example.
    least_learnt : int
        Examples below which nothing is computed.
    why : str
        What became of the others.

    Examples
    --------
    >>> answer = too_little(np.arange(10), np.arange(3), 100)
    >>> answer.answer, answer.names
    ('not computed', ['too_little_data'])
    """
    numbers = {"learnt_from": len(learnt), "tested_on": len(test)}
    if len(test) < LEAST_TEST or len(learnt) < least_learnt:
        told = (
            f"{len(learnt)} calls to learn from and {len(test)} to be tested on; needed are {least_learnt} and "
            f"{LEAST_TEST}{why}"
        )
        return Answer(NOT_COMPUTED, (_reason("too_little_data", told),), numbers)
    if min(len(np.unique(learnt)), len(np.unique(test))) < 2:
        told = "all the calls are about one product: there is nothing to tell apart"
        return Answer(NOT_COMPUTED, (_reason("one_product", told),), numbers)
    return None


def judge(
    items: Items,
    suspect: Mapping[str, str],
    learnt_from: int,
    seed: int = 20260101,
    *,
    benchmark: Sequence[float] = (),
    strangers: Sequence[float] = (),
) -> Answer:
    """Judge a challenger.

    Parameters
    ----------
    items : Items
    suspect : mapping of str to str
        From ``suspicions``: what is wrong with the calls themselves, by name.
    learnt_from : int
        Examples that the challenger learnt from.
    seed : int
    benchmark : (float, float), optional
        The shipped benchmark's figure of champion and challenger.
    strangers : (float, float), optional
        How near champion and challenger bring other trades' wordings to the products.
    """
    numbers: dict[str, Any] = {
        "learnt_from": learnt_from, "tested_on": len(items.product), "test_callers": len(set(items.caller))
    }  # fmt: skip
    numbers |= compare(items, seed)
    for name, pair in (("benchmark", benchmark), ("strangers", strangers)):
        if pair:
            numbers[name] = {"champion": _r(pair[0]), "challenger": _r(pair[1])}
    numbers["groups"] = of_groups(items)
    if items.unseen_week is not None:
        numbers["unseen_weeks"] = of_unseen_weeks(items)
    found = {
        "shuffled_labels": _shuffled(numbers), **suspect, "no_unseen_week": _no_unseen_week(numbers),
        "no_lift": _no_lift(numbers),
        "worse_group": _worse_group(numbers), "forgetting": _forgetting(numbers),
        "pulls_in_strangers": _strangers(numbers), "calibration": _calibration(numbers),
    }  # fmt: skip
    reasons = tuple(_reason(name, told) for name, told in found.items() if told)
    return Answer(REFUSE if reasons else PROMOTE, reasons, numbers)


def compare(items: Items, seed: int) -> dict[str, Any]:
    """Return recall@1 and its difference with 95 % intervals, by a bootstrap over callers, paired."""
    right = np.stack([m.argmax(axis=1) == items.product for m in (items.champion, items.challenger)]).astype(float)
    _, place = np.unique(items.caller.astype(str), return_inverse=True)
    sums = np.stack([np.bincount(place, weights=r) for r in right])
    size = np.bincount(place).astype(float)
    drawn = np.random.default_rng(seed).multinomial(len(size), np.full(len(size), 1 / len(size)), size=DRAWS)
    means = (drawn @ sums.T) / (drawn @ size)[:, None]
    out: dict[str, Any] = {}
    for name, value, draws in (
        ("champion", right[0].mean(), means[:, 0]),
        ("challenger", right[1].mean(), means[:, 1]),
        ("difference", right[1].mean() - right[0].mean(), means[:, 1] - means[:, 0]),
    ):
        low, high = np.quantile(draws, [0.025, 0.975])
        out[name] = {"recall_at_1": _r(value), "low": _r(low), "high": _r(high)}
    out["agreement_beyond_chance"] = _r(kappa(items))
    out["calibration_error"] = {
        "champion": _r(calibration_error(items.champion, items.product)),
        "challenger": _r(calibration_error(items.challenger, items.product)),
    }
    return out


def kappa(items: Items) -> float:
    """Return Cohen's kappa of the better model's answers with the labels: 0 where labels are shuffled."""
    found = []
    for scores in (items.champion, items.challenger):
        said = scores.argmax(axis=1)
        m = scores.shape[1]
        chance = float(
            (np.bincount(said, minlength=m) / len(said)) @ (np.bincount(items.product, minlength=m) / len(said))
        )
        found.append((float((said == items.product).mean()) - chance) / max(1 - chance, 1e-9))
    return max(found)


def calibration_error(probability: np.ndarray, product: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error of the first answer, over bins of equal count.

    Guo, C. et al. (2017), On calibration of modern neural networks, section 2.
    """
    sure, right = probability.max(axis=1), probability.argmax(axis=1) == product
    parts = np.array_split(np.argsort(sure, kind="stable"), min(bins, len(sure)))
    return float(sum(len(p) * abs(sure[p].mean() - right[p].mean()) for p in parts) / len(sure))


def of_groups(items: Items) -> dict[str, dict[str, Any]]:
    """Return how many items of each product group each model gets right."""
    right = [m.argmax(axis=1) == items.product for m in (items.champion, items.challenger)]
    out = {}
    for name in sorted(set(items.group)):
        here = items.group == name
        out[str(name)] = {
            "items": int(here.sum()), "champion": int(right[0][here].sum()), "challenger": int(right[1][here].sum())
        }  # fmt: skip
    return out


def of_unseen_weeks(items: Items) -> dict[str, int]:
    """Return how many weeks there are of which nothing was learnt, their items, and how many each model gets right."""
    week = np.asarray(items.unseen_week, dtype=object)
    here = week != ""
    right = [int((m.argmax(axis=1) == items.product)[here].sum()) for m in (items.champion, items.challenger)]
    return {"weeks": len(set(week[here])), "items": int(here.sum()), "champion": right[0], "challenger": right[1]}


def _no_unseen_week(numbers: dict[str, Any]) -> str:
    found = numbers.get("unseen_weeks", {"weeks": 1})
    told = "all the calls of the test are of weeks that were learnt from, or of no known week"
    return told if not found["weeks"] else ""


def _shuffled(numbers: dict[str, Any]) -> str:
    value = numbers["agreement_beyond_chance"]
    return f"labels and words agree {value:.3f} beyond chance; {LEAST_AGREEMENT} is the least" * (
        value < LEAST_AGREEMENT
    )


def _no_lift(numbers: dict[str, Any]) -> str:
    d = numbers["difference"]
    told = f"recall@1 {d['recall_at_1']:+.4f} ({d['low']:+.4f} to {d['high']:+.4f}): the interval does not clear nought"
    return told * (d["low"] <= 0)


def _worse_group(numbers: dict[str, Any]) -> str:
    worse = [
        f"{name} ({g['champion']} → {g['challenger']} of {g['items']})"
        for name, g in numbers["groups"].items()
        if g["champion"] - g["challenger"] >= max(GROUP_LEAST, GROUP_FALL * g["items"])
    ]
    return f"worse on {', '.join(worse)}" if worse else ""


def _forgetting(numbers: dict[str, Any]) -> str:
    if not (b := numbers.get("benchmark")) or b["champion"] - b["challenger"] <= FORGOTTEN:
        return ""
    return f"the shipped benchmark falls from {b['champion']:.4f} to {b['challenger']:.4f}; {FORGOTTEN} is the most"


def _strangers(numbers: dict[str, Any]) -> str:
    if not (b := numbers.get("strangers")) or b["challenger"] - b["champion"] <= NEARER:
        return ""
    return f"other trades' wordings come nearer to the products, from {b['champion']:.3f} to {b['challenger']:.3f}"


def _calibration(numbers: dict[str, Any]) -> str:
    c = numbers["calibration_error"]
    rise = max(CALIBRATION, numbers["tested_on"] ** -0.5)
    if c["challenger"] <= max(c["champion"] + rise, CALIBRATED):
        return ""
    return f"the calibration error rises from {c['champion']:.3f} to {c['challenger']:.3f}"


def _reason(name: str, told: str) -> dict[str, Any]:
    return {"name": name, "told": told}


def _r(value: float) -> float:
    return round(float(value), 4)
