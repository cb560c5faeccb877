"""Invented personal data in the shapes in which callers write and say it: names, addresses, numbers, codes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from keyworth.text import english_words
from keyworth.text.english_words import listed

_LEXICON = Path(english_words.__file__).parent / "lexicon"
_DIGITS = listed(
    """
    zero one two three four five six seven eight nine
    """
)
_ONSETS = listed(
    """
    b br ch d dh f g gr h j k kh kr l m n p pr r s sh st sr t th v w y z
    """
)
_VOWELS = listed(
    """
    a a a aa e e ee i i o oo u ai au ia
    """
)
_CODAS = ["", "", "", "n", "r", "sh", "l", "m", "th", "t", "k", "v", "nd", "ng", "s"]
_STREETS = listed(
    """
    street street road road lane avenue ave drive close court gardens grove hill way place crescent terrace
    st rd dr ln
    blvd boulevard circle parkway square trail row mews nagar colony complex apartments highway park
    """
)
_STREET_WORDS = listed(
    """
    oak maple park church station high mill queen king victoria green baker river lake hill washington
    lincoln cedar pine
    elm garden chapel school manor bridge market orchard meadow sunset spring forest willow north south east
    west gandhi
    nehru temple main first second fifth 5th 12th 42nd ocean pacific rose cherry stone white brook valley
    harbour castle
    """
)
_TOWNS = listed(
    """
    leeds bristol york reading bath derby hull luton exeter oxford durham preston swansea stockport croydon bolton
    springfield dallas austin boston seattle denver portland phoenix memphis houston orlando tampa atlanta
    cleveland
    madurai chennai salem pune mumbai delhi trichy coimbatore hyderabad kochi lagos nairobi cork galway
    toronto perth
    """
)
_STATES = listed(
    """
    al az ca co ct fl ga il ma md mi mn mo nc nj nv ny oh or pa tn tx va wa wi texas florida ohio georgia virginia
    california michigan arizona oregon maine nevada colorado tamilnadu kerala kent surrey essex devon
    norfolk cornwall
    """
)
_HOSTS = [
    "gmail",
    "gmail",
    "gmail",
    "yahoo",
    "hotmail",
    "outlook",
    "icloud",
    "aol",
    "msn",
    "live",
    "btinternet",
    "rediffmail",
    "mail",
    "verizon",
    "comcast",
    "att",
]
_SIGNS = {"dot": ".", "at": "@", "underscore": "_", "dash": "-"}


class Values:
    """A maker of invented values; the same seed gives the same values."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented data, no secret
        given = (_LEXICON / "given_names.txt").read_text(encoding="utf-8").split()
        family = (_LEXICON / "family_names.txt").read_text(encoding="utf-8").split()
        self._given, self._family = [w for w in given if len(w) > 2], [w for w in family if len(w) > 2]
        self.makers: dict[str, Callable[[], str]] = {
            "name": self.name,
            "first": self.first,
            "spelt": self.spelt,
            "address": self.address,
            "street": self.street,
            "postcode": self.postcode,
            "email": self.email,
            "phone": self.phone,
            "ssn": self.ssn,
            "card": self.card,
            "account": self.account,
            "code": self.code,
            "password": self.password,
            "part": self.part,
        }

    def digits(self, n: int) -> str:
        """Return ``n`` digits."""
        return "".join(self.random.choice("0123456789") for _ in range(n))

    def one(self, *of: str) -> str:
        """Return one of several."""
        return self.random.choice(of)

    def odd_word(self) -> str:
        """Return a name that no list has."""
        parts = self.random.choice((1, 2, 2, 3))
        made = "".join(self.random.choice(_ONSETS) + self.random.choice(_VOWELS) for _ in range(parts))
        return made + self.random.choice(_CODAS)

    def first(self) -> str:
        """Return a given name, or a name that no list has."""
        common = self.random.random()
        if common < 0.25:
            return self.odd_word()
        return self.random.choice(self._given if common < 0.6 else self._given[:1500])

    def last(self) -> str:
        """Return a family name, or a name that no list has."""
        common = self.random.random()
        if common < 0.25:
            return self.odd_word()
        return self.random.choice(self._family if common < 0.6 else self._family[:1500])

    def name(self) -> str:
        """Return a name of one to three words."""
        shape = self.random.random()
        if shape < 0.2:
            return self.first()
        if shape < 0.3:
            return f"{self.first()} {self.random.choice('abcdefghjklmnprstvw')}"
        if shape < 0.36:
            return f"{self.first()} {self.random.choice('abcdefghjklmnprstvw')} {self.last()}"
        if shape < 0.42:
            return f"{self.first()} {self.first()} {self.last()}"
        return f"{self.first()} {self.last()}"

    def spelt(self) -> str:
        """Return a name letter by letter."""
        word = self.random.choice((self.first, self.last))()
        return " ".join(word) if self.random.random() < 0.7 else word + " " + " ".join(word)

    def street(self) -> str:
        """Return a house number and a street."""
        named = self.random.choice((self.random.choice(_STREET_WORDS), self.last(), self.odd_word()))
        if self.random.random() < 0.2:
            named = f"{self.random.choice(_STREET_WORDS)} {named}"
        house = self.digits(self.random.choice((1, 2, 2, 3, 3, 4, 5))).lstrip("0") or "7"
        house += self.random.choice(["", "", "", "", " a", "b"])
        if self.random.random() < 0.12:
            house = " ".join(_DIGITS[int(d)] for d in house if d.isdigit())
        before = self.one("", "", "", "", "", "no ", "flat 3 ", "door no ", "plot ", "unit 12 ", "number ")
        return f"{before}{house} {named} {self.random.choice(_STREETS)}"

    def postcode(self) -> str:
        """Return a UK postcode, a ZIP code or a PIN code."""
        area = self.one("ls", "m", "b", "sw", "ec", "bs", "yo", "cf", "eh", "g", "ne", "rg")
        unit = "".join(self.random.choice("abdefghjlnpqrstuwxyz") for _ in range(2))
        uk = f"{area}{self.random.randint(1, 29)} {self.random.randint(1, 9)}{unit}"
        return self.one(
            uk, uk.replace(" ", ""), " ".join(uk.replace(" ", "")), self.digits(5), self.digits(5), self.digits(6)
        )

    def address(self) -> str:
        """Return an address, whole or not."""
        shape = self.random.random()
        town, state = self.random.choice(_TOWNS), self.random.choice(_STATES)
        if self.random.random() < 0.2:
            town = self.odd_word()
        if shape < 0.06:
            kind = self.one("the", "the old", ""), self.random.choice(_STREET_WORDS)
            named = " ".join((*kind, self.one("house", "cottage", "farm", "barn", "court")))
            lane = f"{self.random.choice(_STREET_WORDS)} {self.random.choice(_STREETS)}"
            return f"{named} {lane} {self.one('', town, self.postcode())}"
        if shape < 0.25:
            return self.street()
        if shape < 0.4:
            return f"{self.street()} {town}"
        if shape < 0.5:
            return f"{self.random.choice((self.odd_word(), self.last()))} {self.random.choice(_STREETS)} {town}"
        if shape < 0.58:
            return f"{self.digits(2)} {self.last()} {town} {self.digits(6)}"
        if shape < 0.66:
            return f"{self.street()} {self.one('apt', 'suite', 'unit', 'apartment')} {self.digits(3)} {town} {state}"
        if shape < 0.72:
            return f"{town} {state} {self.digits(5)}"
        if shape < 0.77:
            return (
                f"{self.street()} {self.one('near', 'opposite', 'behind')} {self.random.choice(_STREET_WORDS)} {town}"
            )
        return f"{self.street()} {self.one('', '', 'in ')}{town} {state} {self.postcode()}"

    def email(self) -> str:
        """Return an e-mail address: written, spoken, or with its signs lost."""
        first, last, host = self.first(), self.last(), self.random.choice(_HOSTS)
        end = self.one("com", "com", "com", "net", "co uk", "org")
        left = self.one(
            first, f"{first}{last}", f"{first} {last}", f"{first}{self.digits(2)}", f"{first} {self.digits(3)}"
        )
        odd = self.one(f"{last}works", f"{self.odd_word()}mail", f"{last}", host, host)
        glued = left.replace(" ", "")
        return self.random.choice(
            (
                f"{glued}{host}{end.replace(' ', '')}",
                f"{glued}{odd}{end.replace(' ', '')}",
                f"{left} {host}{end.replace(' ', '')}",
                f"{left} at {host} dot {end.replace(' ', ' dot ')}",
                f"{' '.join(first)} at {odd} dot {end.replace(' ', ' dot ')}",
                f"{glued}@{odd}.{end.replace(' ', '.')}",
                f"{glued} {host} {end}",
                f"{first} dot {last} at {odd} dot {end.replace(' ', ' dot ')}",
                f"{glued} at {odd} {end}",
                f"{first} {self.digits(3)} {self.one('com', host + ' com')}",
            )
        )

    def said(self, digits: str) -> str:
        """Return digits as they may be said or written."""
        shape = self.random.random()
        if shape < 0.6:
            return digits
        if shape < 0.75:
            return " ".join(digits)
        if shape < 0.88:
            return " ".join("oh" if d == "0" and self.random.random() < 0.6 else _DIGITS[int(d)] for d in digits)
        size = self.random.choice((2, 3, 4))
        return " ".join(digits[i : i + size] for i in range(0, len(digits), size))

    def phone(self) -> str:
        """Return a telephone number."""
        ten = self.digits(10)
        uk, us = f"07{self.digits(9)}", f"{ten[:3]} {ten[3:6]} {ten[6:]}"
        return self.random.choice(
            (ten, us, f"1 {us}", uk, self.said(uk), f"{uk[:5]} {uk[5:]}", self.said(ten), self.digits(9))
        )

    def ssn(self) -> str:
        """Return the last four digits of a social security number, or the whole."""
        nine = self.digits(9)
        whole = self.one(nine, f"{nine[:3]} {nine[3:5]} {nine[5:]}")
        return (
            whole
            if self.random.random() < 0.25
            else self.said(self.digits(self.random.choice((3, 4, 4, 4, 4, 4, 4, 5))))
        )

    def card(self) -> str:
        """Return a card number, or its last four digits."""
        d = self.digits(16)
        if self.random.random() < 0.45:
            return self.said(self.digits(4))
        return self.one(d, f"{d[:4]} {d[4:8]} {d[8:12]} {d[12:]}", self.said(d), d[:15], d[:12], f"{d[:8]} {d[8:]}")

    def account(self) -> str:
        """Return an account number of 3 to 12 digits."""
        d = self.digits(self.random.choice((3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 12)))
        letters = self.random.random() < 0.12
        return f"{self.random.choice('abcdgkmtx')}{self.random.choice('abckptx')}{d}" if letters else self.said(d)

    def code(self) -> str:
        """Return a booking code, a policy, a claim or an order number."""
        letters = "".join(self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))
        d = self.digits(10)
        mixed = "".join(self.random.choice((letters[i % 8], d[i])) for i in range(self.random.choice((5, 6, 6, 7, 8))))
        return self.random.choice(
            (
                mixed,
                mixed,
                " ".join(mixed),
                letters[:6],
                letters[: self.random.choice((4, 5, 6))],
                d[:6],
                d[: self.random.randint(4, 9)],
                f"{letters[:3]}{d[:3]}",
                f"{letters[:3]} {d[:3]}",
                f"{letters[:3]} {d[:9]}",
                f"{d[:3]} {letters[:3]}",
                f"{letters[:2]}{d[:4]}",
                f"{letters[:2]} {d[:4]}",
                f"{letters[:1]}{d[:5]}",
                f"{d[:2]}{letters[:4]}",
                f"{letters[:3]}-{d[:4]}",
            )
        )

    def part(self) -> str:
        """Return some digits of a longer number, told in groups."""
        return self.said(self.digits(self.random.choice((2, 3, 4, 4, 5, 6))))

    def password(self) -> str:
        """Return a password or a pin."""
        word = self.random.choice(
            (*_STREET_WORDS, self.first(), self.odd_word(), "tiger", "dragon", "sunflower", "summer")
        )
        return self.one(
            f"{word}{self.digits(2)}",
            f"{word}{self.digits(4)}",
            word,
            self.digits(4),
            f"{word} {self.digits(2)}",
            self.digits(6),
        )


LABELS = {
    "name": "name",
    "first": "name",
    "spelt": "name",
    "address": "address",
    "street": "address",
    "postcode": "address",
    "email": "email",
}
