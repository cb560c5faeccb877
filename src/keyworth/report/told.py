"""The headline of an audit in a few plain lines: what the command line prints."""

from __future__ import annotations

from typing import Any

from keyworth.report.first_screen import first_screen
from keyworth.report.reading import keywords as readable
from keyworth.store import Audit


def told_headline(audit: Audit) -> str:
    """Return the answer, the pounds that move, what was traced, and the failed checks."""
    found = first_screen(audit, readable(audit))
    currency = audit.summary.get("settings", {}).get("ingest", {}).get("currency", "")
    lines = [f"Ready to sign off? {_answer(found['answer'])}", ""]
    lines += [f"  {v['word']:22} {v['keywords']:6,} keywords  {_sum(v['cost'], currency)}" for v in found["verdicts"]]
    if found["spend_known"]:
        moved = f"{_sum(found['move'], currency).strip()} of {_sum(found['total'], currency).strip()}"
        lines.append(f"  The decisions move {moved}.")
    if found["traced"]["known"]:
        names = ("point", "low", "high", "claimed")
        traced, low, high, claimed = (_sum(found["traced"][n], currency).strip() for n in names)
        lines.append(
            f"  Revenue traced to these keywords: {traced} (plausible range for such clicks, untraced sales included: "
            f"{low} to {high}); claimed: {claimed}."
        )
    for check in found["failed"]:
        lines.append(f"  Failed: {check.get('question') or check['name']} {check.get('why') or ''}".rstrip())
    return "\n".join(lines)


def _answer(answer: Any) -> str:
    return f"{answer['word']}: {answer['why']}." if isinstance(answer, dict) else str(answer)


def _sum(value: float | None, currency: str) -> str:
    return f"{'unknown':>12}" if value is None or value != value else f"{value:12,.0f} {currency}"
