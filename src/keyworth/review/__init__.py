"""Review: people decide on the verdicts, sign, and what they decided goes back to the agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import lazy_door

if TYPE_CHECKING:
    from keyworth.review.answering import answers_place, keep_answers, read_sheet, render_answers
    from keyworth.review.asking import write_sheet
    from keyworth.review.follow_up import decisions_carried, render_carried
    from keyworth.review.review_commands import (
        ledger_faults,
        merge_workbook,
        open_desk,
        render_ledger,
        render_signature,
        reviewed_answers,
        terminal_session,
        write_outputs,
    )
    from keyworth.review.signoff import person

_HOMES = {
    "answers_place": "answering",
    "decisions_carried": "follow_up",
    "keep_answers": "answering",
    "ledger_faults": "review_commands",
    "merge_workbook": "review_commands",
    "open_desk": "review_commands",
    "person": "signoff",
    "read_sheet": "answering",
    "reviewed_answers": "review_commands",
    "terminal_session": "review_commands",
    "render_answers": "answering",
    "render_carried": "follow_up",
    "render_ledger": "review_commands",
    "render_signature": "review_commands",
    "write_outputs": "review_commands",
    "write_sheet": "asking",
}
__all__ = sorted(_HOMES)

__getattr__ = lazy_door(__name__, _HOMES)
