"""What a speaker has been asked for: read from questions, and kept open across the turns of a call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from keyworth.privacy.token_features import worth_judging
from keyworth.text.english_words import look
from keyworth.text.stop_words import listed

_NUMBER = r"(?:numbers?|no\b|num\b|nos\b|id\b|ids\b|digits|details|code|ref\b|reference|ending|\W*(?:please|pls|\?|$))"
_NOT_OF_A_PERSON = "".join(
    rf"(?<!\b{thing} )"
    for thing in ("my", "brand", "product", "model", "domain", "file", "company", "item", "shop", "our")
)
# What a question may ask for. A mention is enough: the answer tells whether it was one. "number" is any number.
_KINDS = {
    "name": rf"\b{_NOT_OF_A_PERSON}(?:names?|surname|forename|lastname|firstname|fullname)\b|"
    r"\bwho(?:'s| is| am i|m i| do i| would| was)?\b.{0,16}(?:calling|speaking|talking|with|"
    r"this|that|have|it for|holder)|"
    r"may i ask who|\bspell|what (?:should|do|can|may) (?:i|we) call you|speaking (?:to|with)\b",
    "address": r"(?<!mail )(?<!email )(?<!ip )(?<!web )(?<!mail-)(?<!e-mail )\badd?ress\b(?!ed|ing)|"
    r"where (?:do|are) you\b|(?:your|the) location|(?:which|what) (?:street|town|city|road|house|door|flat)|"
    r"(?:house|door|flat) number|"
    r"\bwhere\b.{0,24}(?:deliver|send|ship|\bgo\b|post\b|come|drop|bring)|deliver(?:ed)? (?:it )?to\b",
    "postcode": r"\bpost\s?code|\bpostal code|\bzip\b|\bpin ?code|\bzip\s?code",
    "email": r"\be\W?mail|\bmail (?:id|address)|\bmail\b.{0,10}\?",
    "phone": rf"\b(?:phone|mobile|telephone|tel|cell|contact|landline|callback|call back|"
    rf"whats\W?app)\b.{{0,24}}{_NUMBER}|"
    r"\bnumber\b.{0,32}\b(?:reach|call|contact|ring|phone|text)|(?:reach|call|ring|text|contact) you\b|best number|"
    r"number\b.{0,12}\bbest",
    "ssn": r"\bssn\b|social security|\bsocial\b|national insurance|\bni number|\btax (?:id|number)|"
    r"\b(?:last|first|final) (?:four|4|three|3|five|5|few)\b",
    "card": rf"\bcards?\b.{{0,30}}{_NUMBER}|{_NUMBER}.{{0,30}}\bcards?\b|\bcv[vc]\b|security code|expir|which card|"
    r"(?:your|the|debit|credit) card\b",
    "account": rf"\b(?:account|acc|acct|a/c)\b.{{0,24}}{_NUMBER}|sort code|\biban\b|routing|"
    rf"{_NUMBER}.{{0,24}}\baccount|which account|user ?(?:id|name)|customer (?:id|number)|log ?in",
    "id": r"\b(?:policy|claim|order|booking|reference|ref|confirmation|reservation|invoice|"
    r"member(?:ship)?|ticket|tracking|"
    r"case|passport|licen[cs]e|registration|reg|serial|quote|record|loyalty|flyer|subscription|product|activation|"
    rf"verification|transaction|application|patient|nhs|meter|itinerary|"
    rf"reservation)\b.{{0,28}}(?:{_NUMBER}|key|locator|plate)|"
    rf"{_NUMBER}.{{0,16}}\b(?:policy|claim|order|booking|reservation|ticket|confirmation|invoice|letter)\b|"
    r"\bpnr\b|\breference\b|number plate|\bconfirmation (?:number|code)",
    "birth": r"date of birth|\bd\.?o\.?b\b|birth ?da(?:y|te)|\bborn\b",
    "password": r"\bpass\s?(?:word|code|phrase)|\bpin\b(?! ?code)|security (?:question|answer|word)|"
    r"memorable|\bsecret\b|"
    r"maiden|one.time|\botp\b",
    "number": r"\bnumbers?\b|\bdigits\b|\breference\b",
}
# The words without one of which a kind's pattern cannot match: looked up before it is tried.
_NEEDED = {
    "name": "name names surname forename lastname firstname fullname who who's whos spell spelling "
    "spelled spelt call speaking",
    "address": "address adress where location street town city road house door flat deliver delivered",
    "postcode": "postcode post postal zip zipcode pincode pin code",
    "email": "email e mail emails emailid",
    "phone": "phone mobile telephone tel cell contact landline callback call whatsapp number reach ring text",
    "ssn": "ssn social security insurance ni tax last first final",
    "card": "card cards cvv cvc security expiry expiration expires expire",
    "account": "account acc acct a sort iban routing user userid username customer log login",
    "id": "policy claim order booking reference ref confirmation reservation invoice member "
    "membership ticket tracking case "
    "passport licence license registration reg serial quote record loyalty flyer subscription product activation "
    "verification transaction application patient nhs meter itinerary pnr letter plate",
    "birth": "birth dob d birthday birthdate born",
    "password": "password passcode passphrase pass pin security memorable secret maiden one otp",
    "number": "number numbers digits reference",
}
_KINDS_OF: dict[str, list[str]] = {}
for _kind, _words in _NEEDED.items():
    for _word in listed(_words):
        _KINDS_OF.setdefault(_word, []).append(_kind)
ASKED = {kind: re.compile(pattern, re.I) for kind, pattern in _KINDS.items()}
NUMBERS = frozenset(("phone", "ssn", "card", "account", "id", "number", "postcode", "birth", "password"))
OTHER = "other"  # something was said, and it asks for nothing of a person's
# In what asks a question, only the sentences that ask or bid count: "Thanks, I have your name. Which size?"
_SENTENCE = re.compile(r"[^.?!]*(?:\?|[.!]|$)")
_BIDS = re.compile(
    r"\?|\b(?:please|pls|provide|need|share|tell|confirm|verify|let me know|give|spell|require|enter)\b", re.I
)
_OWN = re.compile(
    r"\b(?:my name|thank(?:s| you) for (?:calling|your|the|providing|sharing|confirming))\b[^.?!]{0,40}", re.I
)
_AND_YOURS = re.compile(r"\b(?:and yours?|what about (?:you|yours)|how about (?:you|yours)|yours\?)", re.I)
_MORE = re.compile(
    r"\W*(?:(?:ok|okay|yes|yeah|yep|right|mm+|mhm|hmm|hm|uh|huh|and the|last|bit|go|on|ahead|"
    r"and|then|next|sure|got|it|that|thanks|thank|you|please|"
    r"perfect|great|i'm|im|listening|ready|when|are|carry|continue|the|rest|of|more|sorry|again|"
    r"repeat|pardon|slowly|\d+|"
    r"\[[a-z ]+\]|oh|double|one|two|three|four|five|six|seven|eight|nine|zero)\W*){1,8}",
    re.I,
)
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:what|which|when|where|how|why|would|do|did|does|is|are|can|could|may|shall|should)\b", re.I
)
_LIVES = 2  # turns: an answer comes at once or after one "pardon?"


@lru_cache(maxsize=4096)
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
    may = {kind for word in look(end).words if word in _KINDS_OF for kind in _KINDS_OF[word]}
    asks = _OWN.sub(" ", end) if may else ""
    if "?" in asks:
        asks = " ".join(said for said in _SENTENCE.findall(asks) if _BIDS.search(said))
    found = frozenset(kind for kind in may if ASKED[kind].search(asks))
    if not found and "you" in end and _AND_YOURS.search(end):
        found = frozenset(kind for kind in may if ASKED[kind].search(end)) | _given(end)
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
        if asked and self._answers(text):
            self._open = {
                who: (kinds, max(age, _LIVES - 1)) if who != speaker or not who else (kinds, age)
                for who, (kinds, age) in self._open.items()
            }
        if personal:
            self._open[speaker] = (personal, 0)
        elif "you" in text and _AND_YOURS.search(text):
            self._open[speaker] = (asked - {OTHER} or before, 0)
        elif kinds and not _MORE.fullmatch(text):
            self._open[speaker] = (before, age + (_LIVES if _ASKS.search(text) else 1))
        return asked

    @staticmethod
    def _answers(text: str) -> bool:
        """Tell whether a turn holds more than everyday words."""
        return worth_judging(look(text), frozenset())

    def _asked_of(self, speaker: str) -> frozenset[str]:
        others = [(kinds, age) for who, (kinds, age) in self._open.items() if who != speaker or not who]
        still = [kinds for kinds, age in others if age < _LIVES]
        kinds = frozenset().union(*still)
        return kinds or (frozenset((OTHER,)) if others else frozenset())
