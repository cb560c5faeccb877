"""From files, an audit and its decisions to what is learnt from and tested on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth import ingest, language
from keyworth.errors import KeyworthError
from keyworth.relevance.product_text import product_meanings
from keyworth.text import key
from keyworth.training import learnt_names, weak_labels
from keyworth.training import review_labels as people
from keyworth.training.contest import Range
from keyworth.training.products import named_products, one_of_each
from keyworth.training.recalibration import recalibrate
from keyworth.training.vocabulary import new_phrases

if TYPE_CHECKING:
    from keyworth.settings import Settings
    from keyworth.store import Audit


NEVER = {"no_current_product", "other_intent"}  # flags of what the shop has nothing to do with


@dataclass(frozen=True)
class Read:
    """What there is to learn from.

    Attributes
    ----------
    examples : DataFrame
        ``learn.EXAMPLE``; ``product`` is a place in ``sold``.
    sold : contest.Range
    never_sold : list of str
        Keywords of the audit that no product ever answered: learning is not to draw them to one.
    vocabulary : DataFrame
        New phrases, proposed.
    set_aside : DataFrame
        ``schema.SET_ASIDE``: what was given and is not learnt from, and why.
    counts : dict
    window : list of str
        First and last day of the calls.
    recalibration : dict
        Of the relevance model; empty where judgements do not bear one out.
    names : DataFrame
        ``schema.LEARNT``: wordings that calls tie to a product, or to what is not sold.
    taught : DataFrame
        ``caller, ids``: the calls that taught them.
    """

    examples: pd.DataFrame
    sold: Range
    never_sold: list[str]
    vocabulary: pd.DataFrame
    set_aside: pd.DataFrame
    counts: dict[str, int | float]
    window: list[str]
    recalibration: dict[str, float]
    names: pd.DataFrame
    taught: pd.DataFrame


def read_examples(
    given: Mapping[str, Sequence[str | Path]], audit: str | Path | None, earlier: Audit | None, database: str | None,
    settings: Settings, decided: Mapping[str, str], progress: Callable[..., Any] | None = None,
) -> Read:  # fmt: skip
    """Read what was given; only redacted text goes any further.

    Parameters
    ----------
    given : mapping of kind to paths
    audit, earlier
        A saved audit's directory, and the audit.
    database : str, optional
    settings : Settings
    decided : mapping of phrase key to "accepted" or "rejected"
        What was decided of phrases proposed before.
    progress : callable, optional

    Raises
    ------
    KeyworthError
        Where there is no call, no product, or a file that cannot be read.
    """
    intake = ingest.read_files({k: v for k, v in given.items() if v}, settings.ingest, progress)
    tables = intake.tables
    if tables["calls"].empty:
        why = intake.set_aside["reason"].value_counts().sort_index()
        told = [f"{n} rows are set aside: {reason}" for reason, n in why.items()]
        raise KeyworthError("there is no call with words among the files", told, "Name transcripts with --calls.")
    redacting = settings.language.model_copy(update={"redaction": True})
    calls = language.redact_calls(tables["calls"], tables["sales"], redacting, settings.ingest.agent_names)
    turns, unheard = language.customer_turns(calls, redacting, settings.ingest.agent_names)
    phrases, _ = language.mine_phrases(turns, tables["searches"], redacting)
    shop = _catalogue(tables, calls, earlier)
    thing = one_of_each(shop)
    weak, unlinked = weak_labels.weak_examples(calls, turns, tables["sales"], shop, thing)
    who = weak_labels.callers_of(calls, turns, tables["sales"])
    heard = learnt_names.heard_calls(calls, turns, weak, who, shop, thing, settings, progress)
    names = learnt_names.learn_names(heard, turns, calls, shop, settings)
    counts: dict[str, int | float] = {"calls": int(calls["call_id"].nunique())}
    judged = people.judged_keywords(audit, earlier, database) if audit and earlier else None
    recalibration: dict[str, float] = {}
    if earlier and judged is not None and len(judged):
        sure = people.judged_examples(earlier.keywords, judged, shop, thing)
        recalibration = recalibrate(earlier.keywords.iloc[judged["row"]], judged, settings.training.seed)
        trust = people.trust_in_weak(weak, sure)
        weak = pd.concat([people.trusted(weak, trust), sure], ignore_index=True)
        for origin, (value, seen) in trust.items():
            counts |= {f"trust in {_TOLD[origin]}": value, f"measured on judged {_TOLD[origin]}": seen}
        counts["keywords judged by people"] = len(sure)
    counts |= {f"wordings learnt: {_NAMES[kind]}": int((names["kind"] == kind).sum()) for kind in _NAMES}
    counts |= {_TOLD[origin]: int((weak["origin"] == origin).sum()) for origin in weak_labels.WEAK}
    set_aside = pd.concat([unheard, unlinked], ignore_index=True)
    places = {p: i for i, p in enumerate(sorted(set(thing.tolist())))}
    sold = shop.iloc[list(places)].reset_index(drop=True)
    days = turns["started_at"].dropna()
    return Read(
        weak.assign(product=weak["product"].map(places).astype(int)),
        Range(sold, product_meanings(sold)), _never_sold(earlier),
        new_phrases(phrases, _known(shop, earlier), decided), set_aside, counts,
        [f"{d:%Y-%m-%d}" for d in (days.min(), days.max())] if len(days) else ["", ""], recalibration, names,
        learnt_names.taught_by(names, heard)[["caller", "ids"]],
    )  # fmt: skip


_NAMES = {"customers": "of customers", "staff": "of staff alone", "not_sold": "of what is not sold"}
_TOLD = {
    weak_labels.CALL: "products named by a call's record",
    weak_labels.SALE: "products named by its sale",
    weak_labels.NAMED: "products named by a speaker",
}


def _catalogue(tables: Mapping[str, pd.DataFrame], calls: pd.DataFrame, earlier: Audit | None) -> pd.DataFrame:
    products = tables["catalogue"] if len(tables["catalogue"]) else earlier.tables["catalogue"] if earlier else None
    products = named_products(calls, tables["sales"]) if products is None else products
    if products.empty:
        raise KeyworthError(
            "no product is known", ["no catalogue was given, and calls and sales name none often enough"],
            "Name a catalogue with --catalogue.",
        )  # fmt: skip
    return products.sort_values(["title", "product_id", "description"], kind="stable", ignore_index=True)


def _known(catalogue: pd.DataFrame, earlier: Audit | None) -> frozenset[str]:
    known = {key(t) for t in catalogue["title"]}
    if earlier is not None:
        known |= set(earlier.tables["phrases"]["phrase_key"]) | {key(k) for k in earlier.keywords["keyword"]}
    return frozenset(known)


def _never_sold(earlier: Audit | None) -> list[str]:
    if earlier is None:
        return []
    found = earlier.keywords["flags"].map(lambda flags: bool(NEVER & set(flags.split("; "))))
    return sorted(set(earlier.keywords.loc[found, "keyword"]))
