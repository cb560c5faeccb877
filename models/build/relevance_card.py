"""The relevance model's card: data, counts, calibration, limits, licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from keyworth.relevance.model import Head
    from models.build.relevance_data import Pairs

_CARD = """# The relevance model

P(a product answers a keyword), and P(a current product of a catalogue answers it). Made by
`python -m models.build.fit_relevance`; measured by `python -m bench.relevance_quality`.

* **What it is**: an additive model of {features} features: shrunken straight lines and boosted steps of one
  feature or two. The contributions add up to the log-odds; Platt's method calibrates them. Plain JSON, checked by hash.
* **Heads**: {heads}.
* **Fitted on**

| pairs | number | mean target |
|---|---|---|
{pairs}

| keywords against a whole catalogue | number | answered |
|---|---|---|
{keywords}

* **Targets**: ratings 0, 1, 2, 3 stand for 0, .25, .75 and 1. Made pairs carry the target of how they were altered.
* **Reliability**, pairs judged by people, keywords left out of the fit (10 bins; expected calibration error
  {ece:.3f}, Brier {brier:.3f}):

| predicted | judged | pairs |
|---|---|---|
{curve}

* **Limits**: English (the encoder's language). Judges rated one electronics shop and a sample of a general one; both
  have quirks (`laptop` is not answered by products that say notebook). A synonym that shares no word with the title and
  little meaning in the encoder's eyes scores low. Numbers of a keyword are compared with the title, not with a
  specification sheet.
* **Licences**: chorus judgements Apache-2.0, Icecat Open Content License for its product data; ESCI sample Apache-2.0;
  `words.txt` from the BERT vocabulary, Apache-2.0. None of the texts is in this folder.
"""

SHOPS_PART = "## Shops of a size"
_SHOPS = """{part}

From {least} to {most:,} products a keyword is judged by the head `{head}` ({lines} lines of one feature, {products}
products of two): summary, status, how it stands in the shop and in the report, and its best three products read
together with it (`models/cross-int8`). Fitted on {rows:,} judged keywords of {shops} shops (`data/shops`; what wants
no purchase is left out), {share:.2f} of them answered; what the cross-encoder adds, on {known:,} keywords of the
{known_shops} that it has not learnt from. All figures here are of those, by fits and calibrations that have not seen
the shop (folds by shop): AUC {auc:.3f}; without the cross-encoder {alone:.3f}.

| told | where | share of keywords | right |
|---|---|---|---|
| not answered | below {low:.2f} (`relevance_floor`) | {off:.2f} | {off_right:.2f} |
| cannot tell (`unclear`): asked | between | {asked:.2f} | |
| answered | from {high:.2f} (`answered_floor`) | {on:.2f} | {on_right:.2f} |

| predicted | answered | keywords |
|---|---|---|
{curve}

* **Limits**: the shops have {sizes} products, and reports of some ninety keywords. How near a keyword is to the rest of
  the report counts: a report that is mostly about what is not sold would make that look like the trade.
"""


def reliability(probability: np.ndarray, target: np.ndarray, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return mean prediction, mean target and number of each tenth of the range that holds any.

    Examples
    --------
    >>> reliability(np.array([0.05, 0.95]), np.array([0.0, 1.0]))
    [(0.05, 0.0, 1), (0.95, 1.0, 1)]
    """
    place = np.minimum((probability * bins).astype(int), bins - 1)
    used = [place == b for b in range(bins) if (place == b).any()]
    return [(float(probability[u].mean()), float(target[u].mean()), int(u.sum())) for u in used]


def calibration_error(probability: np.ndarray, target: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over equal tenths of the range.

    Examples
    --------
    >>> round(calibration_error(np.array([0.1, 0.9]), np.array([0.0, 1.0])), 3)
    0.1
    """
    rows = reliability(probability, target, bins)
    return sum(n * abs(p - t) for p, t, n in rows) / max(len(probability), 1)


def shops_card(rows: Any, found: Any) -> str:
    """Return the card's part on the head for shops of a size; ``rows`` and ``found`` as `shop_keywords` gives them."""
    from sklearn.metrics import roc_auc_score

    from keyworth.relevance.features.catalogue_context import FEW
    from keyworth.relevance.shop_head import HEAD, MOST
    from models.build.judged_shops import read_shops
    from models.build.shop_keywords import told

    answered = rows.answered[found.known]
    said = told(found.unseen, answered, found.relevance_floor, found.answered_floor)
    size = [len(shop.catalogue) for shop in read_shops()]
    pairs = sum(len(t.features) == 2 or len(t.edges[0]) > 2 for t in found.head.terms)
    curve = [f"| {p:.2f} | {t:.2f} | {n:,} |" for p, t, n in reliability(found.unseen, answered)]
    return _SHOPS.format(
        part=SHOPS_PART, least=FEW, most=MOST, head=HEAD, lines=len(found.head.terms) - pairs, products=pairs,
        rows=len(rows.answered), shops=len(set(rows.shop)), share=rows.answered.mean(),
        known=len(answered), known_shops=len(set(rows.shop[found.known])), auc=roc_auc_score(answered, found.unseen),
        alone=roc_auc_score(answered, found.alone), low=found.relevance_floor, high=found.answered_floor,
        off=said["not answered"], off_right=said["not answered, right"], asked=said["asked"], on=said["answered"],
        on_right=said["answered, right"], curve="\n".join(curve), sizes=f"{min(size)} to {max(size)}",
    )  # fmt: skip


def card_text(parts: list[Pairs], rows: Any, heads: dict[str, Head], held_out: tuple[np.ndarray, np.ndarray]) -> str:
    """Return the card; ``held_out`` are probabilities and targets of keywords left out of the fit."""
    counted: dict[str, list[np.ndarray]] = {}
    for p in parts:
        counted.setdefault(p.source, []).append(p.target)
    pairs = [f"| {name} | {sum(map(len, t)):,} | {np.concatenate(t).mean():.2f} |" for name, t in counted.items()]
    sources = list(dict.fromkeys(rows.source))
    keywords = [
        f"| {s} | {int((rows.source == s).sum()):,} | {rows.answered[rows.source == s].mean():.2f} |" for s in sources
    ]
    probability, target = held_out
    curve = [f"| {p:.2f} | {t:.2f} | {n:,} |" for p, t, n in reliability(probability, target)]
    named = ", ".join(f"`{name}` ({len(head.terms)} terms)" for name, head in heads.items())
    return _CARD.format(
        features=parts[0].features.shape[1], heads=named, pairs="\n".join(pairs), keywords="\n".join(keywords),
        curve="\n".join(curve), ece=calibration_error(probability, target),
        brier=float(np.mean((probability - target) ** 2)),
    )  # fmt: skip
