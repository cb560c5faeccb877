"""The errors a person can mend.

``KeyworthError`` is the only class caught at the door (the command line and
the review server); anything else is a defect of ours and keeps its traceback.

::

    KeyworthError
    ├── UnusableFile       a file cannot be read as what it is said to be
    ├── UnusableSettings   keyworth.toml, or a switch, says something impossible
    ├── UnusableAudit      a saved audit is missing, half-written or edited
    └── UnusableModel      a model file fails its checksum or its allow-list
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SHOWN = 25
# Escape sequences, overwriting, direction marks and halves of letters: what a name or a cell could do to a terminal.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Return a text that a terminal only shows: each control character is a replacement character.

    Line ends and tabs stay.

    Examples
    --------
    >>> printable("april\\x1b[2J.csv")
    'april�[2J.csv'
    """
    return text if text.isascii() and text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)


class KeyworthError(Exception):
    """A fault a person can mend, told whole: what is wrong, where, and the mend.

    Parameters
    ----------
    subject : str
        What is at fault, in the user's own words (a file name, a setting).
    problems : sequence of str
        Every fault found, each naming its row and column where it has one.
    mend : str
        What to do about it.

    Examples
    --------
    >>> print(KeyworthError("april.csv cannot be used", ["row 2, 'Cost': 'x' is not a number"], "Mend the file."))
    april.csv cannot be used (1 problem)
    <BLANKLINE>
      row 2, 'Cost': 'x' is not a number
    <BLANKLINE>
    Mend the file.
    """

    def __init__(self, subject: str, problems: Sequence[str] = (), mend: str = "") -> None:
        self.subject = printable(subject)
        self.problems = tuple(printable(problem) for problem in problems)
        self.mend = mend
        super().__init__(self._render())

    def _render(self) -> str:
        n = len(self.problems)
        lines = [self.subject if not n else f"{self.subject} ({n} problem{'s' if n > 1 else ''})"]
        if n:
            lines += ["", *(f"  {p}" for p in self.problems[:SHOWN])]
            if n > SHOWN:
                lines.append(f"  … and {n - SHOWN} more of the same kind")
        if self.mend:
            lines += ["", self.mend]
        return "\n".join(lines)


class UnusableFile(KeyworthError):
    """A file cannot be read as what it is said to be."""


class UnusableSettings(KeyworthError):
    """``keyworth.toml``, or a switch, says something impossible."""


class UnusableAudit(KeyworthError):
    """A saved audit is missing, half-written or has been edited."""


class UnusableModel(KeyworthError):
    """A model file fails its checksum or holds what the allow-list forbids."""
