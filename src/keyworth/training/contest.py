"""The contest: a challenger is fitted, and the gate judges it beside the champion on the same items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth.relevance.encode import encode_texts, normal
from keyworth.relevance.versions import SHIPPED, Adapter, Version
from keyworth.training import gate
from keyworth.training.adapter import fit_adapter, fit_sharpness, identity
from keyworth.training.chunk_encoding import encode_passages
from keyworth.training.finetune import fine_tune
from keyworth.training.products import named_in
from keyworth.training.retention_probe import benchmark, strangers, unrelated_words
from keyworth.training.split import fold_of, unseen_weeks
from keyworth.training.suspicions import suspicions

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Settings

Encode = Callable[[Sequence[str]], np.ndarray]
CHOICE = 5  # of the callers learnt from, one in so many only chooses between the adapter and the fine-tuned encoder


@dataclass(frozen=True)
class Contender:
    """Champion or challenger, ready to be asked.

    Attributes
    ----------
    encode : callable
        Texts to unit vectors.
    adapter : Adapter
    products : float [m × d]
        What is on sale, as its encoder reads it.
    graph, tokenizer : bytes
        Of an encoder of its own.
    """

    encode: Encode
    adapter: Adapter
    products: np.ndarray
    graph: bytes = b""
    tokenizer: bytes = b""

    def asked(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of short wordings, as an audit reads them."""
        return self.adapter.apply(self.encode(texts))

    def probability(self, calls: Sequence[str]) -> np.ndarray:
        """Return P(product) of what callers said, float [n × m]."""
        return self.adapter.probability(encode_passages(self.encode, calls), self.products)


@dataclass(frozen=True)
class Range:
    """What is on sale, a product of each kind: ``table`` (catalogue), ``meanings`` (what the encoder reads)."""

    table: pd.DataFrame
    meanings: list[str]


def hold_contest(
    learnt: pd.DataFrame, test: pd.DataFrame, sold: Range, champion: Version, models: str, before: frozenset[str],
    settings: Settings, encoder: bool, never_sold: Sequence[str] = (), progress: Any = None,
) -> tuple[gate.Answer, Contender, dict[str, Any]]:  # fmt: skip
    """Fit a challenger and judge it.

    Parameters
    ----------
    learnt, test : DataFrame
        ``learn.EXAMPLE``; ``product`` is a place in ``sold``.
    sold : Range
    champion : Version
    models : str
        The folder in which the champion lies.
    before : frozenset of str
        Callers that earlier versions learnt from.
    settings : Settings
    encoder : bool
        Fine-tune the encoder, too, and take it where it does better than the adapter on callers kept apart.
    never_sold : sequence of str
        Wordings that no product answers, which are to stay where they are beside everyday words.
    progress : callable, optional

    Returns
    -------
    answer : gate.Answer
    challenger : Contender
    told : dict
        How it was fitted.
    """
    holder = champion_of(sold, champion, models, settings, progress)
    products = holder.products
    said = encode_passages(holder.encode, list(learnt["text"]))
    still = [*unrelated_words([*learnt["text"], *sold.table["title"]]), *never_sold]
    challenger, told = fit_light(learnt, said, holder, still)
    if encoder:
        challenger, told = fit_deeper(learnt, said, holder, challenger, told, sold, still, settings.training.seed)
    if champion.name == SHIPPED:  # calibrated on what the challenger learnt from, so that the two compare fairly
        y, weight, wanted = _labels(learnt)
        _, sharpness = fit_sharpness((said @ products.T).astype(float)[wanted], y[wanted], weight[wanted])
        holder = replace(holder, adapter=Adapter(holder.adapter.weights, sharpness))
    return _judged(learnt, test, sold, holder, challenger, before, settings), challenger, told


def suspect_of(
    learnt: pd.DataFrame, test: pd.DataFrame, sold: Range, holder: Contender, before: frozenset[str]
) -> tuple[dict[str, str], np.ndarray]:
    """Return what is wrong with the calls themselves, by name, and P(product) of each as the champion hears it."""
    calls = learnt[learnt["origin"] != "judged"]
    texts = [*calls["text"], *test["text"]]
    heard = holder.probability(texts)
    named = named_in(texts, sold.table, np.arange(len(sold.table)), least=2)
    return suspicions(calls, test, before, list(sold.table["title"]), named, heard), heard


def champion_of(sold: Range, champion: Version, models: str, settings: Settings, progress: Any = None) -> Contender:
    """Return the champion as it reads what is on sale."""
    tuned = settings.relevance.model_copy(update={"models": "" if champion.name == SHIPPED else models})
    encode = partial(encode_texts, settings=tuned, progress=progress, label="Encoding calls and products")
    products = encode(sold.meanings)
    adapter = champion.adapter or identity(products.shape[1])
    return Contender(encode, adapter, products, champion.graph, champion.tokenizer)


def _judged(
    learnt: pd.DataFrame, test: pd.DataFrame, sold: Range, holder: Contender, challenger: Contender,
    before: frozenset[str], settings: Settings,
) -> gate.Answer:  # fmt: skip
    calls = learnt[learnt["origin"] != "judged"]
    suspect, heard = suspect_of(learnt, test, sold, holder, before)
    items = gate.Items(
        test["product"].to_numpy(int), test["group"].to_numpy(object), test["caller"].to_numpy(object),
        heard[len(calls) :], challenger.probability(list(test["text"])),
        unseen_weeks(test["started_at"], calls["started_at"]),
    )  # fmt: skip
    both = (holder, challenger)
    return gate.judge(
        items, suspect, len(calls), settings.training.seed,
        benchmark=tuple(benchmark(c.asked, c.encode) for c in both),
        strangers=tuple(strangers(c.asked, c.products) for c in both),
    )  # fmt: skip


def _labels(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return table["product"].to_numpy(int), table["weight"].to_numpy(float), table["wanted"].to_numpy(bool)


def fit_light(
    learnt: pd.DataFrame, said: np.ndarray, holder: Contender, still: Sequence[str], rows: np.ndarray | None = None
) -> tuple[Contender, dict[str, Any]]:
    """Fit the light adapter on the champion's frozen vectors, on all rows or some."""
    rows = np.ones(len(learnt), bool) if rows is None else rows
    y, weight, wanted = (column[rows] for column in _labels(learnt))
    adapter, told = fit_adapter(
        said[rows], y, holder.products, list(learnt["caller"][rows]), weight, wanted, holder.adapter,
        still=holder.encode(still),
    )  # fmt: skip
    return replace(holder, adapter=adapter), {"kind": "adapter", **told}


def fit_deeper(
    learnt: pd.DataFrame, said: np.ndarray, holder: Contender, light: Contender, light_told: dict[str, Any],
    sold: Range, still: Sequence[str], seed: int,
) -> tuple[Contender, dict[str, Any]]:  # fmt: skip
    """Fine-tune the encoder on most callers; the others choose between it and the adapter fitted on the same."""
    chooses = fold_of(learnt["caller"], CHOICE) == 0
    y, weight, wanted = _labels(learnt)
    texts, fits = list(learnt["text"]), np.flatnonzero(~chooses)
    chosen_by = np.flatnonzero(chooses & wanted)
    if not len(chosen_by) or not len(fits):
        return light, light_told
    apart, _ = fit_light(learnt, said, holder, still, ~chooses)
    graph, tokenizer = fine_tune(
        [texts[i] for i in fits], y[fits], sold.meanings, said[fits] @ holder.products.T, weight[fits], wanted[fits],
        still, seed,
    )  # fmt: skip
    encode = encoding(Version("", {}, None, graph, tokenizer).own_encoder())
    products = encode(sold.meanings)
    cosines = encode_passages(encode, [texts[i] for i in chosen_by]) @ products.T
    loss, sharpness = fit_sharpness(cosines.astype(float), y[chosen_by], weight[chosen_by])
    deep = Contender(encode, Adapter(identity(products.shape[1]).weights, sharpness), products, graph, tokenizer)
    of_light, _ = fit_sharpness(
        (apart.adapter.apply(said[chosen_by]) @ holder.products.T).astype(float), y[chosen_by], weight[chosen_by]
    )
    measured = {
        "choosing_calls": len(chosen_by),
        "log_loss_adapter": round(of_light, 4),
        "log_loss_encoder": round(loss, 4),
    }
    if loss >= of_light:
        return light, {**light_told, **measured}
    return deep, {"kind": "encoder", "sharpness": sharpness, "log_loss": round(loss, 6), **measured}


def encoding(encoder: Any) -> Encode:
    """Return how an encoder that no workspace has yet reads texts: each distinct one once, as a cache keeps it."""

    def encode(texts: Sequence[str]) -> np.ndarray:
        distinct, place = np.unique(np.array([normal(t) for t in texts], dtype=object).astype(str), return_inverse=True)
        return encoder.encode(distinct.tolist()).astype(np.float16).astype(np.float32)[place]

    return encode
