"""The headline of an audit in a few plain lines: what the command line prints."""

from __future__ import annotations

from typing import Any

from keyworth.report import audit_reader
from keyworth.report.first_screen import first_screen
from keyworth.report.owner_figures import owner_figures
from keyworth.report.past_cuts import told_past_cuts
from keyworth.report.what_would_change import what_would_change
from keyworth.store import Audit


def told_headline(audit: Audit) -> str:
    """Return the answer, the pounds that move, what was traced, and the failed checks."""
    found, told = first_screen(audit, audit_reader.keywords(audit)), audit_reader.figures_of(audit)
    lines = [f"Ready to sign off? {_answer(found['answer'])}", ""]
    lines += [f"  {v['word']:22} {v['keywords']:6,} keywords  {told.money(v['cost']):>14}" for v in found["verdicts"]]
    if found["spend_known"]:
        lines.append(f"  The decisions move {told.money(found['move'])} of {told.money(found['total'])}.")
    lines += [f"  {line}" for line in found["account"]]
    traced = found["traced"]
    if traced["known"]:
        lines.append(
            f"  Revenue traced to these keywords: {told.estimate(traced['point'])}; with {traced['basis']}, such "
            f"clicks are expected to bring {told.between(traced['low'], traced['high'])}; claimed: "
            f"{told.estimate(traced['claimed'])}."
        )
    past = told_past_cuts((audit.summary.get("changes") or {}).get("past_cuts") or {})
    lines += [f"  {line}" for line in past]
    lines += [f"  {line}" for line in owner_figures(audit, told)]
    lines += [f"  {line}" for line in what_would_change(audit, told)[1:]]
    for check in found["failed"]:
        lines.append(f"  Failed: {check.get('question') or check['name']} {check.get('why') or ''}".rstrip())
    return "\n".join(lines)


def _answer(answer: Any) -> str:
    return f"{answer['word']}: {answer['why']}." if isinstance(answer, dict) else str(answer)
