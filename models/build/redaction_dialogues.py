"""Invented turns of calls for the token classifier: answers with personal data, and talk that only sounds like it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.build.redaction_values import LABELS, Values


class Turn(NamedTuple):
    """A turn: what was said before it, its words, and the class of each word ("" for nobody's)."""

    question: str
    words: list[str]
    labels: list[str]


_PHRASES = json.loads((Path(__file__).parent / "redaction_phrases.json").read_text(encoding="utf-8"))
BRANDS, CUES, ASKS, BARE, CUED, NAMED = (_PHRASES[k] for k in ("brands", "cues", "asks", "bare", "cued", "named"))
PAIRS, TRIPLES, JOINS, REFUSALS = (_PHRASES[k] for k in ("pairs", "triples", "joins", "refusals"))
PLAIN, SAID, FACTS, OTHER_ASKS = (_PHRASES[k] for k in ("plain", "said", "facts", "other_asks"))


class Dialogues:
    """A maker of turns; ``products`` are names of things sold, which are nobody's."""

    def __init__(self, seed: int, products: list[str], towns: list[str]) -> None:
        self.values = Values(seed)
        self._products, self._towns = products, towns

    def turns(self, n: int) -> Iterator[Turn]:
        """Yield ``n`` turns."""
        choose = self.values.random
        for _ in range(n):
            kind = choose.random()
            turn = self._personal() if kind < 0.5 else self._refusal() if kind < 0.62 else self._plain()
            yield self._written(turn)

    def question(self, kinds: tuple[str, ...]) -> str:
        """Return a question for these kinds of data."""
        one = self.values.one
        cues = " and ".join(one(*CUES[kind]) for kind in kinds)
        return one(*ASKS).format(cue=cues)

    def _personal(self) -> Turn:
        choose, one = self.values.random, self.values.one
        shape = choose.random()
        if shape < 0.08:
            return self._filled(
                choose.choice((*OTHER_ASKS, self.question(("name",)))), one(*NAMED).replace("{x}", "{name}")
            )
        if shape < 0.6:
            kinds: tuple[str, ...] = (one(*CUES),)
        else:
            kinds = choose.choice(PAIRS if shape < 0.92 else TRIPLES)
        answered = choose.random()
        asked = (
            self.question(kinds)
            if answered < 0.7
            else self.question((one(*CUES),))
            if answered < 0.78
            else choose.choice(OTHER_ASKS)
        )
        pieces: list[str] = []
        for kind in kinds:
            # A bare number tells nothing by itself: only a question, or a neighbour, says whose it is.
            bare = choose.random() < 0.55 and (
                answered < 0.7 or len(kinds) > 1 or kind in ("name", "address", "email", "phone")
            )
            frame = one(*BARE) if bare and not pieces else "{x}" if bare else one(*CUED)
            value = (
                "part"
                if bare
                and answered < 0.7
                and len(kinds) == 1
                and kind in ("card", "account", "phone")
                and choose.random() < 0.25
                else kind
            )
            pieces.append(frame.replace("{cue}", one(*CUES[kind])).replace("{x}", "{" + value + "}"))
        return self._filled(asked, one(*JOINS).join(pieces))

    def _refusal(self) -> Turn:
        question = (
            self.question((self.values.one(*CUES),))
            if self.values.random.random() < 0.75
            else self.values.random.choice(OTHER_ASKS)
        )
        said = self.values.random.choice((*REFUSALS, *REFUSALS, self.values.one(*SAID)))
        return self._filled(question, said)

    def _plain(self) -> Turn:
        question = self.values.random.choice(OTHER_ASKS)
        if self.values.random.random() < 0.12:
            question = self.question((self.values.one(*CUES),))
            return self._filled(question, self.values.one(*SAID))
        return self._filled(question, self.values.one(*(SAID if self.values.random.random() < 0.45 else FACTS)))

    def _filled(self, question: str, frame: str) -> Turn:
        if "{plain}" in frame:
            frame = frame.replace("{plain}", self.values.one(*PLAIN))
        words: list[str] = []
        labels: list[str] = []
        for piece in frame.replace("{", " {").replace("}", "} ").split():
            kind = piece.strip("{}") if piece.startswith("{") else ""
            made = (
                self._other(kind)
                if kind and kind not in self.values.makers
                else self.values.makers[kind]()
                if kind
                else piece
            )
            label = LABELS.get(kind, "id") if kind in self.values.makers else ""
            for word in made.split():
                words.append(word)
                labels.append(label)
        return Turn(question, words, labels)

    def _other(self, kind: str) -> str:
        choose = self.values.random
        if kind == "town":
            return choose.choice(self._towns)
        if kind == "product":
            return choose.choice(self._products)
        if kind == "brand":
            return choose.choice(BRANDS)
        if kind == "year":
            return str(choose.randint(1990, 2027))
        if kind == "amount":
            return str(
                choose.choice(
                    (50, 100, 150, 200, 250, 500, 750, 1000, 1500, 2000, 2500, 5000, 12000, choose.randint(11, 9999))
                )
            )
        return str(choose.choice((choose.randint(1, 12), choose.randint(1, 40), choose.randint(1, 500))))

    def _written(self, turn: Turn) -> Turn:
        """Return a turn as a person might write it: with capitals and stops, or as it came."""
        style = self.values.random.random()
        if style > 0.25 or not turn.words:
            return turn
        proper = [
            w.title() if label in ("name", "address") and not any(c.isdigit() for c in w) else w
            for w, label in zip(turn.words, turn.labels, strict=True)
        ]
        words = [w if i else w[:1].upper() + w[1:] for i, w in enumerate(proper)]
        return turn._replace(words=[*words[:-1], words[-1] + self.values.one("", ".", ".", "!")])
