"""What retraining and the registry say to a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.relevance.versions import SHIPPED
from keyworth.training.card import MEANING
from keyworth.training.registry import Models

if TYPE_CHECKING:
    from keyworth.training.retraining import Retrained

SHOWN = 10


def told_answer(found: Retrained) -> str:
    """Return what retraining came to, as a person reads it."""
    lines = [f"The gate says: {found.answer}."]
    for r in found.reasons:
        lines += [f"  {r['name']}: {r['told']}", f"    {MEANING.get(r['name'], '')}"]
    aside = found.set_aside["reason"].value_counts().sort_index()
    lines += [f"  {n} calls set aside: {reason}" for reason, n in aside.items()]
    n = found.numbers
    if "difference" in n:
        for name in ("champion", "challenger", "difference"):
            v = n[name]
            lines.append(
                f"  right product first, {name:10} {v['recall_at_1']:+.4f}  ({v['low']:+.4f} to {v['high']:+.4f})"
            )
        lines.append(f"  on {n['tested_on']} calls of {n['test_callers']} callers, none of whom it learnt from")
    if len(found.vocabulary):
        shown = ", ".join(f"{p} ({c:.0f})" for p, c in _first(found.vocabulary))
        lines.append(f"{len(found.vocabulary)} new phrases are proposed: {shown} …")
    if found.flips:
        pounds = sum(f["at_stake"] for f in found.flips)
        lines.append(f"{len(found.flips)} verdicts would flip ({pounds:,.0f} at stake):")
        lines += [f"  {f['keyword']}: {f['before']} → {f['after']} ({f['at_stake']:,.0f})" for f in found.flips[:SHOWN]]
    lines += [f"Candidate: {found.version}"] if found.version else ["No candidate was kept; the champion is untouched."]
    return "\n".join([*lines, f"The champion is {found.champion}."])


def told_models(registry: Models) -> str:
    """Return the versions as a person reads them."""
    rows = [f"{'*' if v['champion'] else ' '} {v['version']:24} {v['told']}" for v in registry.listed()]
    acts = [
        f"  {a['act']} {a['version']}{' (forced)' if a['forced'] else ''}{': ' + a['reason'] if a['reason'] else ''}"
        for a in registry.state()["acts"]
    ]
    return "\n".join([*rows, *(["", "What was done:", *acts] if acts else [])])


def told_purge(caller: str, models: str | Path) -> str:
    """Return which versions learnt from a caller, and what to do about it.

    Examples
    --------
    >>> told_purge("C-17", "nowhere")
    'No version learnt from this caller.'
    """
    found = Models(models).learnt_from(caller)
    if not found:
        return "No version learnt from this caller."
    champion = Models(models).state()["champion"]
    told = [f"{name}{' (the champion)' if name == champion else ''}" for name in found]
    mend = f"Roll back to a version not named (or `keyworth models promote {SHIPPED}`), delete these folders, retrain."
    return "\n".join(["Learnt from this caller:", *(f"  {t}" for t in told), mend])


def _first(vocabulary: Any) -> list[tuple[str, float]]:
    top = vocabulary.head(SHOWN)
    return list(zip(top["phrase"], top["count"], strict=True))
