"""The page: new calls go in at the top, a gated candidate comes out at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.relevance.encode import base_encoder
from keyworth.relevance.versions import SHIPPED, Version
from keyworth.settings import Settings
from keyworth.store import Audit, read_audit
from keyworth.training import gate
from keyworth.training.contest import champion_of, hold_contest, suspect_of
from keyworth.training.flips import flipped_verdicts
from keyworth.training.names_gate import OF_ADAPTER, names_alone, proved
from keyworth.training.registry import Models
from keyworth.training.split import LEARN, TEST, UNUSED, split_examples
from keyworth.training.training_inputs import Read, read_examples
from keyworth.training.version_files import version_files
from keyworth.training.weak_labels import WEAK

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
    set_aside : DataFrame
        ``schema.SET_ASIDE``: calls that were not learnt from, and why.
    flips : tuple of dict, optional
        ``keyword, before, after, at_stake`` of each verdict that the candidate would flip; None without an audit.
    """

    answer: str
    reasons: tuple[dict[str, Any], ...]
    numbers: dict[str, Any]
    version: str
    champion: str
    vocabulary: pd.DataFrame
    set_aside: pd.DataFrame
    flips: tuple[dict[str, Any], ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            **{name: getattr(self, name) for name in ("answer", "reasons", "numbers", "version", "champion", "flips")},
            "vocabulary": self.vocabulary.to_dict("records"),
            "set_aside": self.set_aside["reason"].value_counts().sort_index().to_dict(),
        }


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
        Fine-tune the encoder itself, too; it is taken where it does better than the light adapter on callers kept
        apart for that choice. Slow, and needs the extra ``encoder``.
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
    champion, base = _holder(registry, settings)
    earlier = read_audit(audit) if audit else None
    given = {"calls": _listed(calls), "sales": _listed(sales), "catalogue": _listed(catalogue)}
    read = read_examples(given, audit, earlier, database, settings, registry.state().get("vocabulary", {}), progress)
    part = split_examples(read.examples["caller"], read.examples["started_at"])
    undated = read.examples["started_at"].isna() & read.examples["origin"].isin(WEAK)
    part = np.where((part == LEARN) & undated, UNUSED, part)  # its week may be one that is kept for the test
    read.counts["calls without a date, which are not learnt from"] = int((undated & (part == UNUSED)).sum())
    learnt, test = (read.examples[part == p].reset_index(drop=True) for p in (LEARN, TEST))
    test = test[test["wanted"] & test["origin"].isin(WEAK)].reset_index(drop=True)
    weak = learnt["origin"].isin(WEAK)
    answer = gate.too_little(
        learnt.loc[weak, "product"].to_numpy(int), test["product"].to_numpy(int), settings.training.min_calls,
        _why_few(read, part),
    )  # fmt: skip
    before = frozenset().union(*(registry.callers(v) for v in registry.versions()))
    fit: dict[str, Any] = {}
    if answer:
        challenger = champion_of(read.sold, champion, str(registry.folder), settings, progress)
        suspect = suspect_of(learnt, test, read.sold, challenger, before)[0] if proved(read.names) else {}
    else:
        suspect = {}
        answer, challenger, fit = hold_contest(
            learnt, test, read.sold, champion, str(registry.folder), before, settings, encoder, read.never_sold,
            progress,
        )  # fmt: skip
    if answer.answer != gate.PROMOTE and proved(read.names) and not suspect and OF_ADAPTER.issuperset(answer.names):
        answer, fit = names_alone(answer, read.names), {"kind": "names"}
        challenger = champion_of(read.sold, champion, str(registry.folder), settings, progress)
    elif answer.answer == gate.NOT_COMPUTED:
        return Retrained(
            answer.answer, answer.reasons, answer.numbers, "", champion.name, read.vocabulary, read.set_aside
        )
    forced = force and answer.answer != gate.PROMOTE
    model = {
        "format": 1, "encoder": base, "parent": champion.name, "seed": settings.training.seed, "fit": fit,
        "sharpness": challenger.adapter.sharpness, "gate": {**asdict(answer), "reasons": list(answer.reasons)},
        "counts": read.counts, "set_aside": read.set_aside["reason"].value_counts().sort_index().to_dict(),
        "window": read.window, "recalibration": read.recalibration or champion.model.get("recalibration", {}),
        "forced": forced,
    }  # fmt: skip
    return _kept(model, challenger, learnt, read, registry, earlier, settings, progress)


def _kept(
    model: dict[str, Any], challenger: Any, learnt: pd.DataFrame, read: Read, registry: Models, earlier: Audit | None,
    settings: Settings, progress: Any,
) -> Retrained:  # fmt: skip
    """Keep the candidate, and make it champion if the gate (or force) says so."""
    flips: tuple[dict[str, Any], ...] | None = None
    learnt = pd.concat([learnt[["caller", "ids"]], read.taught], ignore_index=True)
    files = version_files(model, challenger, learnt, read.vocabulary, read.set_aside, read.names)
    if earlier:
        here = "" if model["parent"] == SHIPPED else str(registry.folder)
        flips = flipped_verdicts(earlier, settings, here, files, progress)
        files = version_files({**model, "flips": list(flips)}, challenger, learnt, read.vocabulary, read.set_aside,
                              read.names)  # fmt: skip
    answer = model["gate"]
    name = registry.add(files, forced=model["forced"])
    if answer["answer"] == gate.PROMOTE or model["forced"]:
        registry.promote(name, force=model["forced"])
    now = registry.state()["champion"]
    return Retrained(
        answer["answer"], tuple(answer["reasons"]), answer["numbers"], name, now, read.vocabulary, read.set_aside, flips
    )


def _holder(registry: Models, settings: Settings) -> tuple[Version, str]:
    """Return the champion, and the identity of the encoder that the settings name."""
    champion, base = registry.champion(), base_encoder(settings.relevance).identity
    if champion.adapter and champion.model["encoder"] != base:
        raise KeyworthError(
            f"the champion {champion.name} is for the encoder {champion.model['encoder']}, the settings name {base}",
            mend="Name its encoder in keyworth.toml, or `keyworth models promote shipped`.",
        )
    return champion, base


def _why_few(read: Read, part: np.ndarray) -> str:
    """Return what became of the calls that are neither learnt from nor tested on."""
    reasons = read.set_aside["reason"].value_counts()
    told = [f"{n} calls are set aside: {reason}" for reason, n in reasons.items()]
    weeks = read.examples["started_at"].dropna().dt.strftime("%G-W%V").nunique()
    if undated := read.counts["calls without a date, which are not learnt from"]:
        told.append(f"{undated} calls have no date: their weeks may be among those kept for the test")
    elif len(part) and not (part == LEARN).any():
        told.append(
            f"all their weeks ({weeks}) are among those kept for the test for ever: calls of other weeks are needed"
        )
    return "".join(f"; {t}" for t in told)


def _listed(paths: Paths) -> list[str | Path]:
    return [paths] if isinstance(paths, str | Path) else list(paths)
