"""What retraining and the registry say to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.relevance.versions import SHIPPED
from keyworth.training.card import MEANING
from keyworth.training.registry import Models

if TYPE_CHECKING:
    from keyworth.training.retraining import Retrained

SHOWN = 10


def render_answer(found: Retrained) -> str:
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
        if w := n.get("unseen_weeks"):
            lines.append(f"  {w['items']} of them are of {w['weeks']} weeks of which it learnt nothing")
    if len(found.vocabulary):
        shown = ", ".join(f"{p} ({c:.0f})" for p, c in _first(found.vocabulary))
        lines.append(f"{len(found.vocabulary)} new phrases are proposed: {shown} …")
    if found.flips is not None:
        lines.append(render_changes(found.flips, "the audit"))
    lines += [f"Candidate: {found.version}"] if found.version else ["No candidate was kept; the champion is untouched."]
    return "\n".join([*lines, f"The champion is {found.champion}."])


def render_changes(changes: Sequence[Mapping[str, Any]], audit: str) -> str:
    """Return what a version changes in an audit: verdicts, products and pounds, or that it changes nothing.

    Parameters
    ----------
    changes : sequence of mapping
        From ``flips.flipped_verdicts``.
    audit : str
        What it is called.

    Examples
    --------
    >>> render_changes([], "audits/march")
    'It changes nothing in audits/march: no verdict, no product, no pound.'
    >>> print(render_changes([{"keyword": "sofa", "before": "cut", "after": "keep", "at_stake": 120.0}], "it"))
    It changes 1 keyword in it: 1 verdict (120 at stake), 0 products.
      sofa: cut → keep (120)
    """
    if not changes:
        return f"It changes nothing in {audit}: no verdict, no product, no pound."
    flipped = [c for c in changes if c["before"] != c["after"]]
    moved = [c for c in changes if c.get("product_before") != c.get("product_after")]
    pounds = sum(c["at_stake"] for c in flipped)
    lines = [
        f"It changes {_many(len(changes), 'keyword')} in {audit}: {_many(len(flipped), 'verdict')} "
        f"({pounds:,.0f} at stake), {_many(len(moved), 'product')}."
    ]
    for c in changes[:SHOWN]:
        verdict = f"{c['before']} → {c['after']}" if c["before"] != c["after"] else c["after"]
        product = (
            f"; {c['product_before'] or 'no product'} → {c['product_after'] or 'no product'}" if c in moved else ""
        )
        lines.append(f"  {c['keyword']}: {verdict}{product} ({c['at_stake']:,.0f})")
    if len(changes) > SHOWN:
        lines.append(f"  … and {len(changes) - SHOWN:,} more")
    return "\n".join(lines)


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def render_models(registry: Models) -> str:
    """Return the versions as a person reads them."""
    rows = [f"{'*' if v['champion'] else ' '} {v['version']:24} {v['told']}" for v in registry.listed()]
    acts = [
        f"  {a['act']} {a['version']}{' (forced)' if a['forced'] else ''}{': ' + a['reason'] if a['reason'] else ''}"
        for a in registry.state()["acts"]
    ]
    return "\n".join([*rows, *(["", "What was done:", *acts] if acts else [])])


def render_purge(caller: str, models: str | Path) -> str:
    """Return which versions learnt from a caller, and what to do about it.

    Examples
    --------
    >>> render_purge("C-17", "nowhere")
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
