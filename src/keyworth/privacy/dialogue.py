"""What a speaker has been asked for: read from questions, and kept open across the turns of a call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# What a question may ask for. "number" is any number that points to a person.
_KINDS = {
    "name": r"\b(?:your|ur|the|full|first|last|sur|good|whole|complete|correct|middle|maiden|a|and|customer|account "
    r"holder'?s?|caller'?s?)\W{0,3}(?:full |first |last |sur|good |sweet |complete )?(?:names?\b|surname\b)|"
    r"\bname(?:,| and\b|\W+please|\W*\?|\W+on the|\W+for the)|"
    r"who(?:'s| is| am i|m i)\b.{0,12}(?:calling|speaking|talking|with)|may i ask who|who do i have|"
    r"who(?:'s| is) (?:this|that|it for)|(?:spell|spelling)\b|what should i call you|"
    r"(?:surname|last name|first name)\W*(?:please|\?|$)",
    "address": r"(?<!mail )(?<!email )(?<!ip )(?<!web )(?<!mail-)\badd?ress\b|where (?:do|are) you (?:live|living|based|located|staying)|"
    r"(?:your|the) location|(?:which|what) (?:street|town|city|house|road|door|flat)|house number|door number|"
    r"where (?:is|should|shall|would|do|can|will) (?:it|we|i|you|this|that)\b.{0,24}(?:deliver|send|ship|go\b|post|come)",
    "postcode": r"\bpost\s?code|\bpostal code|\bzip\b|\bpin ?code|\bzip\s?code",
    "email": r"\be\W?mail\b|\bmail (?:id|address)|\bmail\b.{0,10}\?",
    "phone": r"\b(?:phone|mobile|telephone|cell|contact|landline|callback|call back|whats\W?app)\b.{0,24}"
    r"(?:number|no\b|num|details|\?)|\bnumber\b.{0,24}\b(?:reach|call|contact|ring|phone)|best (?:contact )?number|"
    r"contact (?:number|details)|(?:reach|call|ring|text) you (?:on|at|back)|phone (?:please|number)|"
    r"number (?:is )?best|what number",
    "ssn": r"\bssn\b|social security|\bsocial\b.{0,12}(?:number|digits|please|\?)|national insurance|\bni number|"
    r"\btax (?:id|number)|\b(?:last|first) (?:four|4|three|3|five|5)\b(?! (?:of|digits of|numbers of) (?:\w+ ){0,2}(?:card|account))",
    "card": r"\bcards?\b.{0,30}(?:number|digits|details|ending|expir|cvv|code|\?|please)|(?:number|digits|details|expir\w+)"
    r"\b.{0,24}\bcard\b|\bcvv\b|\bcvc\b|security code|expir(?:y|ation)|which card|(?:debit|credit|gift) card\b",
    "account": r"\b(?:account|acc|acct|a/c)\b.{0,16}(?:number|no\b|num\b|id\b|digits|details)|account\W*(?:please|\?)|sort code|\biban\b|"
    r"routing|(?:number|digits)\b.{0,16}\baccount|which account|user ?(?:id|name)|customer (?:id|number)|log ?in",
    "id": r"\b(?:policy|claim|order|booking|reference|ref|confirmation|reservation|invoice|member(?:ship)?|ticket|tracking|"
    r"case|flight|passport|licen[cs]e|registration|reg|serial|quote|record|loyalty|frequent flyer|pnr|license|subscription|"
    r"product|activation|verification|confirm\w*|transaction|application|patient|nhs|meter|itinerary|booking)"
    r"\b.{0,28}(?:number|no\b|num\b|id\b|code|key|reference|ref\b|locator|digits|details|plate)|\bpnr\b|"
    r"\b(?:reference|booking|confirmation|claim|policy|order)\W*(?:please|\?)|number plate|registration|\bid\W*(?:please|\?|number)",
    "birth": r"date of birth|\bd\.?o\.?b\b|birth ?da(?:y|te)|when were you born|born",
    "password": r"\bpass\s?(?:word|code|phrase)|\bpin\b(?! ?code)|security (?:question|answer|word)|memorable|secret|"
    r"mother'?s maiden|one.time|\botp\b",
    "number": r"\b(?:your|the|that|best|a)\b.{0,12}\bnumbers?\b|digits\b|\breference\b",
}  # fmt: skip
ASKED = {kind: re.compile(pattern, re.I) for kind, pattern in _KINDS.items()}
NUMBERS = frozenset(("phone", "ssn", "card", "account", "id", "number", "postcode", "birth", "password"))
OTHER = "other"  # something was said, and it asks for nothing of a person's
_HINT = re.compile(
    r"name|who|spell|add?ress|where|locat|street|town|city|post|zip|pin|mail|phone|mobile|cell|contact|landline|call|ring|"
    r"number|ssn|social|insur|tax|last|first|card|cv[vc]|code|expir|account|acc|a/c|sort|iban|rout|user|customer|log|"
    r"policy|claim|order|book|ref|confirm|reserv|invoice|member|ticket|track|case|flight|passport|licen|reg|serial|quote|"
    r"record|pnr|birth|d\.?o\.?b|born|pass|secur|memor|secret|maiden|otp|digit|\bid\b|what should|yours|about you|door|house",
    re.I,
)
_OWN = re.compile(
    r"\b(?:my name|your order (?:is|will|has)|for calling|for your (?:name|number|details|information)|this is|our "
    r"(?:number|address|website))\b[^.?!]{0,40}",
    re.I,
)
_AND_YOURS = re.compile(r"\b(?:and yours?|what about (?:you|yours)|how about (?:you|yours)|yours\?|you\?$)", re.I)
_MORE = re.compile(
    r"\W*(?:(?:ok|okay|yes|yeah|yep|right|mm+|mhm|uh|huh|go|on|ahead|and|then|next|sure|got|it|that|thanks|thank|you|please|"
    r"perfect|great|i'm|im|listening|ready|when|are|carry|continue|the|rest|of|more|sorry|again|repeat|pardon|slowly|\d+|"
    r"\[[a-z ]+\]|oh|double|one|two|three|four|five|six|seven|eight|nine|zero)\W*){1,8}",
    re.I,
)
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:what|which|when|where|how|why|would|do|did|does|is|are|can|could|may|shall|should)\b", re.I
)
_LIVES = 2


def asked_for(question: str) -> frozenset[str]:
    """Return what personal data a question asks for: the kinds of ``ASKED``, or "other" where it asks for none.

    Examples
    --------
    >>> sorted(asked_for("Can I take your name and the best contact number?"))
    ['name', 'number', 'phone']
    >>> sorted(asked_for("And what colour would you like?"))
    ['other']
    """
    if not question.strip():
        return frozenset()
    end = question[-300:]
    if not _HINT.search(end):
        return frozenset((OTHER,))
    asks = _OWN.sub(" ", end)
    found = frozenset(kind for kind, pattern in ASKED.items() if pattern.search(asks))
    if not found and _AND_YOURS.search(end):
        found = frozenset(kind for kind, pattern in ASKED.items() if pattern.search(end)) | _given(end)
    return found or frozenset((OTHER,))


def _given(text: str) -> frozenset[str]:
    return frozenset(("name",)) if re.search(r"\b(?:my name|this is|i'm|i am)\b", text, re.I) else frozenset()


@dataclass
class Dialogue:
    """What is being asked of each side of a call, turn by turn.

    A question stays open while the other side says no more than "mm-hm" or "go on", and through one more thing
    that it says without asking: "sure, take your time". Another question closes it.

    Examples
    --------
    >>> call = Dialogue()
    >>> [sorted(call.heard(who, said)) for who, said in [("agent", "your card number?"), ("caller", "4111 1111"),
    ...     ("agent", "yes?"), ("caller", "1111 1111"), ("agent", "which size?"), ("caller", "4000")]]
    [[], ['card', 'number'], [], ['card', 'number'], [], ['other']]
    """

    _open: dict[str, tuple[frozenset[str], int]] = field(default_factory=dict)

    def heard(self, speaker: str, text: str) -> frozenset[str]:
        """Take in a turn; return what its speaker had been asked for."""
        asked = self._asked_of(speaker)
        kinds = asked_for(text)
        before, age = self._open.get(speaker, (frozenset(), 0))
        personal = kinds - {OTHER}
        if personal:
            self._open[speaker] = (personal, 0)
        elif _AND_YOURS.search(text):
            self._open[speaker] = (asked - {OTHER} or before, 0)
        elif kinds and not _MORE.fullmatch(text):
            self._open[speaker] = (before, age + (_LIVES if _ASKS.search(text) else 1))
        return asked

    def _asked_of(self, speaker: str) -> frozenset[str]:
        others = [(kinds, age) for who, (kinds, age) in self._open.items() if who != speaker or not who]
        still = [kinds for kinds, age in others if age < _LIVES]
        kinds = frozenset().union(*still)
        return kinds or (frozenset((OTHER,)) if others else frozenset())
