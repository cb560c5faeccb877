"""What a keyword asks for, without where, how and at what price it is wanted.

"Garden office quote", "garden office leeds" and "cheap garden offices near me"
ask for a garden office. A title never says "quote", so a shop would seem not to
sell what it sells.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from keyworth.relevance.features.words import read

_BEFORE = (
    "where (?:can i|to) (?:buy|get)|how much (?:is|are|does|do|for)|how much|i want|i need|looking for"
    "|do you (?:sell|have|do)"
    "|buy(?:ing)?|order|purchase|cheap(?:est)?|affordable|budget|discount(?:ed)?|best|top(?: rated| quality"
    "| 10)?|quality"
    "|bespoke|custom made|custom|made to measure|made to order|quotes? for|cost of|prices? (?:of|for)|local"
    "|suppliers of"
    "|installation of|delivery of|reviews? of|high quality|low cost"
)
_AFTER = (
    "near me|near by|nearby|close to me|in my area|for sale|on sale|to buy|made to measure|made to order|on finance"
    "|interest free|pay monthly|(?:next day|free|home) delivery|delivered|delivery|online|shops?|stores?|sales?|deals?"
    "|offers?|discount|clearance|prices?|pricing|costs?|quotes?|quotations?|estimates?|suppliers?|sellers?|retailers?"
    "|dealers?|stockists?|manufacturers?|compan(?:y|ies)|firms?|specialists?|installers?|installed|installation"
    "|fitters?|builders?|contractors?|reviews?|comparison|brochures?|showrooms?|finance|uk|in the uk"
)
_EDGES = re.compile(rf"^(?:{_BEFORE})\b\s*|\s*\b(?:{_AFTER})$")
_DANGLING = re.compile(
    r"^(?:(?:for|of|in|the|and|a|an|to|by|on)\s+)+|(?:\s+(?:for|of|in|the|and|a|an|to|by|on|with))+$"
)
_SPACES = re.compile(r"\s+")
_PLACED = re.compile(
    r"^(?P<thing>[^,]+?) (?:in|at the (?:end|bottom|back) of) (?:a |the |my |your |our )?(?P<place>[^,]+)$"
)
_SIZE = re.compile(r"\b\d+(?:\.\d+)? ?(?:m|ft|cm|mm)? ?(?:x|by) ?\d+(?:\.\d+)? ?(?:m|ft|cm|mm)?\b")
_WITH = re.compile(r"^(.+?) (with .+)$")
SIBLINGS = 4  # keywords that differ by one unknown word alone, from which on it is taken for a place or the like


def core(keyword: str, places: Iterable[str] = ()) -> str:
    """Return a keyword without its commercial words, or as it is where nothing else is in it.

    Parameters
    ----------
    keyword : str
    places : iterable of str
        Further words to leave out, as ``telling_nothing`` finds them.

    Examples
    --------
    >>> core("cheap garden offices near me"), core("garden office leeds", ["leeds"]), core("best buy")
    ('garden offices', 'garden office', 'best buy')
    >>> core("office in the garden with power")
    'garden office with power'
    """
    drop = set(places)
    kept = " ".join(w for w in keyword.split() if w not in drop) if drop else keyword
    for _ in range(4):
        shorter = _EDGES.sub("", kept).strip(" ,.-&")
        if shorter == kept:
            break
        kept = shorter
    kept = _turned(kept)
    if kept == keyword:
        return keyword
    kept = _DANGLING.sub("", _SPACES.sub(" ", kept)).strip()
    return kept if read(kept).tokens else keyword


def without_size(keyword: str) -> str:
    """Return a keyword without the size in which a thing is wanted.

    Examples
    --------
    >>> without_size("garden office 4m x 3m"), without_size("5 x 3")
    ('garden office', '5 x 3')
    """
    kept = _SPACES.sub(" ", _SIZE.sub(" ", keyword)).strip()
    return kept if read(kept).tokens else keyword


def _turned(keyword: str) -> str:
    """Return "office in the garden" as "garden office", the order in which titles put it."""
    tail = ""
    if found := _WITH.match(keyword):
        keyword, tail = found[1], f" {found[2]}"
    if found := _PLACED.match(keyword):
        keyword = f"{found['place']} {found['thing']}"
    return keyword + tail


def telling_nothing(keywords: Sequence[str], sold: Iterable[str]) -> frozenset[str]:
    """Return the words that only place a keyword: unknown to the catalogue, and put to many keywords alike.

    Parameters
    ----------
    keywords : sequence of str
        All the keywords of a report.
    sold : iterable of str
        Words of the catalogue (stems).

    Examples
    --------
    >>> bases = ["garden office", "garden room", "summer house", "log cabin"]
    >>> asked = bases + [f"{b} leeds" for b in bases]
    >>> sorted(telling_nothing(asked, {"garden", "office", "room", "summer", "house", "log", "cabin"}))
    ['leeds']
    """
    known = set(sold)
    cores = {core(k) for k in keywords}
    wordings = {frozenset(c.split()) for c in cores}
    rest: dict[str, set[frozenset[str]]] = defaultdict(set)
    for words in wordings:
        for word in words:
            stems = read(word).tokens
            if len(words) > 1 and word.isalpha() and not any(s in known for s in stems):
                rest[word].add(words - {word})
    return frozenset(w for w, r in rest.items() if len(r & wordings) >= SIBLINGS and len(r & wordings) >= 0.5 * len(r))
