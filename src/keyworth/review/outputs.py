"""What leaves the review: files for the agency, for colleagues, and the state of the sign-off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keyworth.report.safe_cells import guard_formulas
from keyworth.review.agreement import krippendorff_alpha
from keyworth.review.desk import Desk
from keyworth.review.editor import bulk_file, editor_file, editor_rows
from keyworth.review.letter import letter
from keyworth.review.signoff import valid_signatures
from keyworth.review.workbook import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def signoff_state(desk: Desk) -> dict[str, Any]:
    """Return what the sign-off page shows: pounds, checks, signatures, agreement, the head of the ledger."""
    desk.refresh()
    entries = desk.entries
    accepted = {e.payload["check"]: e for e in entries if e.kind == "acceptance"}
    checks = [c for c in desk.audit.summary.get("checks", []) if c.get("status") == "failed"]
    return {
        "amount": desk.amount(),
        "two_above": desk.settings.two_signatures_above,
        "checks": [{**c, "accepted": accepted.get(c["name"])} for c in checks],
        "signatures": valid_signatures(entries),
        "void": [e for e in entries if e.kind == "signature" and e not in valid_signatures(entries)],
        "signed": desk.is_signed(),
        "head": desk.ledger.head(),
        "faults": desk.ledger.verify(),
        "alpha": agreement(desk),
    }


def agreement(desk: Desk) -> dict[str, float | int | None]:
    """Return Krippendorff's alpha of the blind judgements, for product and for customers, with n."""
    judged: dict[str, dict[str, dict[str, str]]] = {"product": {}, "customers": {}}
    for entry in desk.entries:
        if entry.kind == "judgement" and entry.payload["sample"]:
            for name, by_subject in judged.items():
                by_subject.setdefault(entry.subject, {})[entry.author] = entry.payload[name]
    found: dict[str, float | int | None] = {}
    for name, by_subject in judged.items():
        found[name] = krippendorff_alpha(list(by_subject.values()))
        found[f"{name}_n"] = sum(len(v) > 1 for v in by_subject.values())
    return found


def _editor(desk: Desk) -> bytes:
    return editor_file(editor_rows(desk.decided(), desk.audit.tables.get("catalogue"))[0])


def _bulk(desk: Desk) -> bytes:
    return bulk_file(editor_rows(desk.decided(), desk.audit.tables.get("catalogue"))[0])


def _left_out(desk: Desk) -> bytes:
    return guard_formulas(editor_rows(desk.decided())[1]).to_csv(index=False).encode()


def _workbook(desk: Desk) -> bytes:
    return workbook(desk.decided(), desk.run_id)


def _letter(form: str) -> Callable[[Desk], bytes]:
    def make(desk: Desk) -> bytes:
        claims = desk.audit.tables["claim_ledger"]
        return letter(desk.decided(), claims, desk.audit.summary, form=form).encode()

    return make


OUTPUTS: dict[str, tuple[str, Callable[[Desk], bytes]]] = {
    "google-ads-editor.csv": ("text/csv; charset=utf-16", _editor),
    "microsoft-bulk.csv": ("text/csv; charset=utf-8", _bulk),
    "not-exported.csv": ("text/csv; charset=utf-8", _left_out),
    "decisions.xlsx": (XLSX, _workbook),
    "letter.html": ("text/html; charset=utf-8", _letter("html")),
    "letter.txt": ("text/plain; charset=utf-8", _letter("txt")),
}
