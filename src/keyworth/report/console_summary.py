"""The headline of an audit in a few plain lines: what the command line prints."""

from __future__ import annotations

from keyworth.report import audit_reader
from keyworth.report.first_screen import first_screen
from keyworth.report.owner_figures import owner_figures
from keyworth.report.past_cuts import render_past_cuts
from keyworth.report.speech import spoken
from keyworth.report.what_would_change import what_would_change
from keyworth.store import Audit


def render_headline(audit: Audit) -> str:
    """Return the answer, what to do with its pounds, what was traced, and the failed checks with their mends."""
    found, told = first_screen(audit, audit_reader.keywords(audit)), audit_reader.figures_of(audit)
    answer = found["answer"]
    lines = [f"Ready to sign off? {answer['word']}: {spoken(answer['why'], told)}.", ""]
    for row in found["lines"]:
        pounds = getattr(told, row["kind"])(row["figure"])
        lines.append(f"  {row['word']:20} {pounds:>12} {found['per']} {spoken(row['say'], told)}")
        lines += [f"  {'':20} {'':12} {spoken(said, told)}" for said in row["beneath"]]
    lines += [f"  {line}" for line in found["account"]]
    traced = found["traced"]
    if traced["known"]:
        lines.append(
            f"  Revenue traced to these keywords: {told.estimate(traced['point'])}; with {traced['basis']}, such "
            f"clicks are expected to bring {told.between(traced['low'], traced['high'])}; claimed: "
            f"{told.estimate(traced['claimed'])}."
        )
    past = render_past_cuts((audit.summary.get("changes") or {}).get("past_cuts") or {})
    lines += [f"  {line}" for line in past]
    lines += [f"  {line}" for line in owner_figures(audit, told)]
    lines += [f"  {line}" for line in what_would_change(audit, told)[1:]]
    for check in (*found["failed"], *found["noted"]):
        kind = "Failed" if check["stops"] else "Failed, and stops no decision"
        lines.append(f"  {kind}: {check['question'] or check['name']} {check['why']}. {check['mend']}".rstrip())
    return "\n".join(lines)
