"""Personal data out of text, before anything is kept. What is left is redacted text, not a promise of anonymity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keyworth.language.addresses import address_spans
from keyworth.language.contacts import contact_spans
from keyworth.language.names import name_spans
from keyworth.language.numbers import number_spans

LABELS = (
    "name", "phone", "email", "address", "postcode", "card", "account", "national insurance", "ssn", "date of birth", "id",
    "url with token",
)  # fmt: skip
MARK = re.compile(r"\[(?:" + "|".join(LABELS) + r")\]")
_PASSES = 8


def redact(text: str, names: Sequence[str] = ()) -> str:
    """Return text with personal data replaced by what it was, in brackets.

    Found by pattern, by the words around it and by a list of names; no model is asked. Some of what
    a person would recognise will stay: the figures are in ``bench/redaction.py``.

    Parameters
    ----------
    text : str
    names : sequence of str
        Names known to occur (speakers, customers of the CRM).

    Returns
    -------
    str
        ``redact(redact(text)) == redact(text)``.

    Examples
    --------
    >>> redact("my name is Priya Nair, oh seven seven double zero nine double zero one two three")
    'my name is [name], [phone]'
    >>> redact("a garden room 3.5m x 4m for £12,000")
    'a garden room 3.5m x 4m for £12,000'
    """
    for _ in range(_PASSES):
        once = _once(text, names)
        if once == text:
            break
        text = once
    return text


def find(text: str, names: Sequence[str] = ()) -> list[tuple[int, int, str]]:
    """Return (start, end, label) of the personal data that one look at a text finds, in order, none overlapping."""
    spans = [*contact_spans(text), *address_spans(text), *number_spans(text), *name_spans(text, names)]
    if not spans:
        return []
    kept = [(m.start(), m.end()) for m in MARK.finditer(text)]
    out, mark = [], 0
    for start, end, label in _merged(spans):
        while mark < len(kept) and kept[mark][1] <= start:
            mark += 1
        if mark == len(kept) or kept[mark][0] >= end:
            out.append((start, end, label))
    return out


def _once(text: str, names: Sequence[str]) -> str:
    pieces, at = [], 0
    for start, end, label in find(text, names):
        pieces += [text[at:start], f"[{label}]"]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join overlapping spans; the earliest detector that reaches furthest names them."""
    out: list[tuple[int, int, str]] = []
    order = {id(s): i for i, s in enumerate(spans)}
    for span in sorted(spans, key=lambda s: (s[0], -s[1], order[id(s)])):
        if out and span[0] < out[-1][1]:
            if span[1] > out[-1][1]:
                out[-1] = (out[-1][0], span[1], out[-1][2])
        else:
            out.append(span)
    return out
