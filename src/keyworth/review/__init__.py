"""Review: people decide on the verdicts, sign, and what they decided goes back to the agency."""

from keyworth.review.acts import merge_workbook, open_desk, parse_head, told_ledger, told_signature, write_outputs

__all__ = ["merge_workbook", "open_desk", "parse_head", "told_ledger", "told_signature", "write_outputs"]
