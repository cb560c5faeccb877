"""Personal data out of text, before anything is kept. What is left is redacted text, not a promise of anonymity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keyworth.privacy.addresses import ADDRESS_WORDS, address_spans
from keyworth.privacy.codes import CODE_WORDS
from keyworth.privacy.contacts import CONTACT_WORDS, contact_spans
from keyworth.privacy.dialogue import asked_for
from keyworth.privacy.names import name_spans
from keyworth.privacy.numbers import SPOKEN_WORDS, is_of_a_product, number_label, number_spans
from keyworth.privacy.token_classifier import classified
from keyworth.privacy.token_features import worth_judging
from keyworth.text.english_words import Said, look

LABELS = (
    "name", "phone", "email", "address", "postcode", "card", "account", "national insurance", "ssn", "date of "
    "birth", "id", "password", "url with token",
)  # fmt: skip
Span = tuple[int, int, str]
MARK = re.compile(r"\[(?:" + "|".join(LABELS) + r")\]")
_DOTTED = re.compile(r"://|www\.|com\b", re.I)
_PASSES = 8


def redact(text: str, names: Sequence[str] = (), question: str = "") -> str:
    """Return text with personal data replaced by what it was, in brackets.

    Found by pattern, by the words around it and by a list of names; no model is asked. Some of what
    a person would recognise will stay: the figures are in ``bench/redaction.py``.

    Parameters
    ----------
    text : str
    names : sequence of str
        Names known to occur (speakers, customers of the CRM).
    question : str
        What was said to the speaker just before: a short answer to "can I take your name?" is a name.

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
    return redact_asked(text, names, asked_for(question) if question else frozenset())


def redact_asked(text: str, names: Sequence[str], asked: frozenset[str]) -> str:
    """Return text redacted, knowing what has just been asked for (``cues.asked_for``)."""
    for _ in range(_PASSES):
        once = _once(text, names, asked)
        if once == text:
            break
        text = once
    return text


def find(text: str, names: Sequence[str] = (), asked: frozenset[str] = frozenset()) -> list[Span]:
    """Return (start, end, label) of the personal data that one look at a text finds, in order, none overlapping."""
    said = look(text)
    marks = [(m.start(), m.end(), m.group()[1:-1]) for m in MARK.finditer(text)] if "[" in text else []
    spans = _outside(marks, rule_spans(text, names, asked, said))
    if worth_judging(said, asked):
        more = [m for m in classified(text, sorted([*spans, *marks]), asked) if not is_of_a_product(text, m[0])]
        spans = sorted([*spans, *((s, e, number_label(text, s, e, asked) if k == "id" else k) for s, e, k in more)])
    return _joined(text, spans)


def rule_spans(
    text: str, names: Sequence[str] = (), asked: frozenset[str] = frozenset(), said: Said | None = None
) -> list[Span]:
    """Return (start, end, label) of what the rules find, in order, none overlapping."""
    said = said or look(text)
    spans: list[Span] = []
    if (
        said.digits
        or "@" in text
        or not CONTACT_WORDS.isdisjoint(said.words)
        or said.letters > 2
        or _DOTTED.search(text)
    ):
        spans += contact_spans(text)
    if "address" in asked or not ADDRESS_WORDS.isdisjoint(said.words) or said.digits > 4:
        spans += address_spans(text, "address" in asked)
    if said.digits > 1 or not SPOKEN_WORDS.isdisjoint(said.words) or not CODE_WORDS.isdisjoint(said.words):
        spans += number_spans(text, asked)
    spans += name_spans(text, names, "name" in asked, said)
    return _merged(spans)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Join neighbours of one label with nothing said between them: an address and its town, a name and its letters."""
    out: list[Span] = []
    for span in spans:
        if out and out[-1][2] == span[2] and not text[out[-1][1] : span[0]].strip(" "):
            out[-1] = (out[-1][0], span[1], span[2])
        else:
            out.append(span)
    return out


def _outside(marks: list[Span], spans: list[Span]) -> list[Span]:
    """Return the spans that touch nothing that is redacted already."""
    out, mark = [], 0
    for start, end, label in spans:
        while mark < len(marks) and marks[mark][1] <= start:
            mark += 1
        if mark == len(marks) or marks[mark][0] >= end:
            out.append((start, end, label))
    return out


def redact_contacts(text: str) -> str:
    """Return a search without e-mail addresses, numbers and postcodes that point to a person; names stay.

    Examples
    --------
    >>> redact_contacts("john lewis sofa jane@example.com")
    'john lewis sofa [email]'
    """
    return _replaced(text, _merged([*contact_spans(text), *number_spans(text)]))


def _once(text: str, names: Sequence[str], asked: frozenset[str]) -> str:
    return _replaced(text, find(text, names, asked))


def _replaced(text: str, spans: list[Span]) -> str:
    pieces, at = [], 0
    for start, end, label in spans:
        pieces += [text[at:start], f"[{label}]"]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(spans: list[Span]) -> list[Span]:
    """Join overlapping spans under the label of the first; of those that start together, of the longest."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if out and span[0] < out[-1][1]:
            if span[1] > out[-1][1]:
                out[-1] = (out[-1][0], span[1], out[-1][2])
        else:
            out.append(span)
    return out
