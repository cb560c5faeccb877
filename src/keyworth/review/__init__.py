"""Review: people decide on the verdicts, sign, and what they decided goes back to the agency."""

from keyworth.review.follow_up import decisions_carried, told_carried
from keyworth.review.review_commands import (
    ledger_faults,
    merge_workbook,
    open_desk,
    told_ledger,
    told_signature,
    write_outputs,
)
from keyworth.review.signoff import person

__all__ = [
    "decisions_carried",
    "ledger_faults",
    "merge_workbook",
    "open_desk",
    "person",
    "told_carried",
    "told_ledger",
    "told_signature",
    "write_outputs",
]
