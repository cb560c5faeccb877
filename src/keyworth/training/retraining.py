"""The page: new calls go in at the top, a gated candidate comes out at the bottom."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keyworth import ingest, language
from keyworth.errors import KeyworthError
from keyworth.relevance.champion import CALLERS, CARD, MODEL, SHIPPED, WEIGHTS, Adapter, Version
from keyworth.relevance.encode import encode_texts, load_encoder
from keyworth.relevance.meaning import product_meanings
from keyworth.settings import Settings
from keyworth.store import Audit, read_audit
from keyworth.text import key
from keyworth.training import gate, learn, reviewed
from keyworth.training.adapter import fit_adapter, fit_sharpness, identity
from keyworth.training.card import write_card
from keyworth.training.flips import flipped_verdicts
from keyworth.training.forgetting import benchmark, strangers
from keyworth.training.registry import Models
from keyworth.training.split import LEARN, TEST, split_examples
from keyworth.training.strangers import unrelated_words
from keyworth.training.vocabulary import new_phrases

if TYPE_CHECKING:
    import pandas as pd

Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class Retrained:
    """What retraining came to.

    Attributes
    ----------
    answer : {"promote", "refuse", "not computed"}
    reasons : tuple of dict
        ``name`` and ``told`` of each.
    numbers : dict
    version : str
        The candidate's name; "" where there was too little data for one.
    champion : str
        Who is champion now.
    vocabulary : DataFrame
        New phrases, proposed.
    flips : tuple of dict
        ``keyword, before, after, at_stake`` of each verdict that the candidate would flip, where an audit is given.
    """

    answer: str
    reasons: tuple[dict[str, Any], ...]
    numbers: dict[str, Any]
    version: str
    champion: str
    vocabulary: pd.DataFrame
    flips: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            **{name: getattr(self, name) for name in ("answer", "reasons", "numbers", "version", "champion", "flips")},
            "vocabulary": self.vocabulary.to_dict("records"),
        }


@dataclass(frozen=True)
class _Read:
    examples: pd.DataFrame
    catalogue: pd.DataFrame
    phrases: pd.DataFrame
    counts: dict[str, int | float]
    window: list[str]


def retrain(
    calls: Paths,
    *,
    sales: Paths = (),
    catalogue: Paths = (),
    audit: str | Path | None = None,
    database: str | None = None,
    encoder: bool = False,
    out: str | Path = "models",
    force: bool = False,
    settings: Settings | None = None,
    progress: Callable[..., Any] | None = None,
) -> Retrained:
    """Learn from new calls, and propose a candidate that becomes champion only if the gate says so.

    Parameters
    ----------
    calls, sales, catalogue : path-like or sequence of them
        In any format that is read. Without a catalogue, the audit's; without an audit, the products that
        calls and sales name.
    audit : path-like, optional
        A saved audit: its catalogue, its known phrases, and what people decided on it.
    database : str, optional
        The decisions' database; by default the one beside the audit.
    encoder : bool
        Let the encoder's adapter move further from where it starts (weaker shrinkage is tried, too); slower.
    out : path-like
        The workspace's folder of models.
    force : bool
        Make the candidate champion although the gate refused it; recorded.
    settings : Settings, optional
    progress : callable, optional

    Returns
    -------
    Retrained

    Raises
    ------
    KeyworthError
        For every fault that a person can mend.
    """
    settings, registry = settings or Settings(), Models(out)
    champion = registry.champion()
    earlier = read_audit(audit) if audit else None
    given = {"calls": _listed(calls), "sales": _listed(sales), "catalogue": _listed(catalogue)}
    read = _read(given, earlier, audit, database, settings, progress)
    vocabulary = new_phrases(read.phrases, _known(read.catalogue, earlier))
    encode = partial(encode_texts, settings=settings.relevance, progress=progress)
    of = load_encoder(settings.relevance).identity
    if champion.adapter and champion.model["encoder"] != of:
        raise KeyworthError(
            f"the champion {champion.name} is for the encoder {champion.model['encoder']}, the settings name {of}",
            mend="Name its encoder in keyworth.toml, or `keyworth models promote shipped`.",
        )
    before = frozenset().union(*(registry.callers(v) for v in registry.versions()))
    part = split_examples(read.examples["caller"], read.examples["started_at"])
    learnt, test = (read.examples[part == p].reset_index(drop=True) for p in (LEARN, TEST))
    test = test[test["wanted"] & (test["origin"] == "call")].reset_index(drop=True)
    least = settings.training.min_calls
    if len(learnt) < least or len(test) < gate.LEAST_TEST:
        none = np.zeros((len(test), 1))
        product, group, caller = (test[c].to_numpy(object) for c in ("product", "group", "caller"))
        items = gate.Items(product, group, caller, none, none)
        answer = gate.judge(items, list(learnt["text"]), list(learnt["caller"]), least_learnt=least)
        return Retrained(answer.answer, answer.reasons, answer.numbers, "", champion.name, vocabulary)
    return _propose(
        learnt,
        test,
        read,
        champion,
        before,
        encode,
        settings,
        encoder,
        earlier,
        vocabulary,
        registry,
        force,
        of,
        progress,
    )


def _propose(
    learnt: pd.DataFrame, test: pd.DataFrame, read: _Read, champion: Version, before: frozenset[str], encode: Any,
    settings: Settings, encoder: bool, earlier: Audit | None, vocabulary: pd.DataFrame, registry: Models, force: bool,
    of: str, progress: Any,
) -> Retrained:  # fmt: skip
    """Hold the contest, keep the candidate, and make it champion if the gate (or force) says so."""
    answer, challenger, told = _contest(learnt, test, read, champion, before, encode, settings, encoder)
    model = {
        "format": 1, "encoder": of, "parent": champion.name, "seed": settings.training.seed,
        "sharpness": challenger.sharpness, "fit": told, "gate": {**asdict(answer), "reasons": list(answer.reasons)},
        "counts": read.counts, "window": read.window,
    }  # fmt: skip
    files = _files(model, challenger, sorted(set(learnt["caller"])), vocabulary)
    if earlier:
        here = "" if champion.name == SHIPPED else str(registry.folder)
        flips = flipped_verdicts(earlier, settings, here, files, progress)
        files = _files({**model, "flips": list(flips)}, challenger, sorted(set(learnt["caller"])), vocabulary)
    name = registry.add(files)
    if answer.answer == gate.PROMOTE or force:
        registry.promote(name, force=force)
    now = registry.state()["champion"]
    return Retrained(answer.answer, answer.reasons, answer.numbers, name, now, vocabulary, flips if earlier else ())


def _read(
    given: dict[str, list[str | Path]],
    earlier: Audit | None,
    audit: Any,
    database: str | None,
    settings: Settings,
    progress: Any,
) -> _Read:
    import pandas as pd

    tables = ingest.read_files({k: v for k, v in given.items() if v}, settings.ingest, progress).tables
    if tables["calls"].empty:
        raise KeyworthError("there is no call among the files", mend="Name transcripts with --calls.")
    redacting = settings.language.model_copy(update={"redaction": True})  # only redacted text is ever learnt from
    redacted = language.redact_calls(tables["calls"], tables["sales"], redacting, settings.ingest.agent_names)
    turns, _ = language.customer_turns(redacted, redacting, settings.ingest.agent_names)
    phrases, _ = language.mine_phrases(turns, tables["searches"], redacting)
    products = tables["catalogue"] if len(tables["catalogue"]) else earlier.tables["catalogue"] if earlier else None
    products = learn.named_products(turns, tables["sales"]) if products is None else products
    products = products.sort_values(["title", "product_id"], kind="stable", ignore_index=True)
    weak, _ = learn.weak_examples(turns, tables["sales"], products)
    judged = reviewed.judged_keywords(audit, earlier, database, settings.review) if earlier else None
    counts: dict[str, int | float] = {"calls": int(turns["call_id"].nunique()), "weak_labels": len(weak), "judged": 0}
    if earlier and judged is not None and len(judged):
        sure = learn.judged_examples(earlier.keywords, judged, products)
        trust, seen = learn.trust_in_weak(weak, sure)
        counts |= {"judged": len(sure), "trust_in_weak_labels": trust, "trust_measured_on": seen}
        weak = pd.concat([weak.assign(weight=trust), sure], ignore_index=True)
    days = turns["started_at"].dropna()
    window = [f"{d:%Y-%m-%d}" for d in (days.min(), days.max())] if len(days) else ["", ""]
    return _Read(weak, products, phrases, counts, window)


def _contest(
    learnt: pd.DataFrame, test: pd.DataFrame, read: _Read, champion: Version, before: frozenset[str], encode: Any,
    settings: Settings, further: bool,
) -> tuple[gate.Answer, Adapter, dict[str, float]]:  # fmt: skip
    """Fit the challenger and let the gate judge it beside the champion on the same items."""
    products = encode(product_meanings(read.catalogue), label="Encoding products")
    said, asked = (
        encode(list(learnt["text"]), label="Encoding calls"),
        encode(list(test["text"]), label="Encoding calls"),
    )
    y, weight = learnt["product"].to_numpy(int), learnt["weight"].to_numpy(float)
    start = champion.adapter or identity(products.shape[1])
    wanted = learnt["wanted"].to_numpy(bool)
    still = encode(unrelated_words([*learnt["text"], *read.catalogue["title"]]), label="Encoding other words")
    challenger, told = fit_adapter(said, y, products, list(learnt["caller"]), weight, wanted, start, further, still)
    if champion.name == SHIPPED:  # calibrated on what the challenger learnt from, so that the two compare fairly
        cosines = (start.apply(said) @ products.T).astype(float)[wanted]
        start = Adapter(start.weights, fit_sharpness(cosines, y[wanted], weight[wanted])[1])
    items = gate.Items(
        test["product"].to_numpy(int), test["group"].to_numpy(object), test["caller"].to_numpy(object),
        start.probability(asked, products), challenger.probability(asked, products),
    )  # fmt: skip
    share, near = benchmark(encode), strangers(encode, products)
    answer = gate.judge(
        items, list(learnt["text"]), list(learnt["caller"]), (share(start), share(challenger)),
        strangers=(near(start), near(challenger)),
        before=before, least_learnt=settings.training.min_calls, seed=settings.training.seed,
    )  # fmt: skip
    return answer, challenger, told


def _files(model: dict[str, Any], adapter: Adapter, callers: list[str], vocabulary: pd.DataFrame) -> dict[str, bytes]:
    from safetensors.numpy import save

    def text(value: Any) -> bytes:
        return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()

    return {
        MODEL: text(model),
        WEIGHTS: save({"weights": adapter.weights}),
        CALLERS: text(callers),
        CARD: write_card(model).encode(),
        "vocabulary.csv": vocabulary.to_csv(index=False, lineterminator="\n").encode(),
    }


def _known(catalogue: pd.DataFrame, earlier: Audit | None) -> frozenset[str]:
    known = {key(t) for t in catalogue["title"]}
    if earlier is not None:
        known |= set(earlier.tables["phrases"]["phrase_key"]) | {key(k) for k in earlier.keywords["keyword"]}
    return frozenset(known)


def _listed(paths: Paths) -> list[str | Path]:
    return [paths] if isinstance(paths, str | Path) else list(paths)
