"""Redaction on real support chats: what share of personal data goes, and what else goes with it.

* Real chats (MultiDoGO, insurance and fast food): the conversations whose id hashes to an odd byte. Neither the rules
  nor the classifier were made on them. Only the customers' turns are there: "dialogue" puts an invented
  question before each that answers one, in other words than the classifier was fitted on; some come a turn early.
* Invented calls of other businesses (``redaction_calls.txt``): the agent's turns are those written there.

A word is gone when half of it or more is; a span, when all its words are. The baseline is what plain patterns and
phonenumbers' own matcher find. ``--tuning-half`` looks at the other half, ``--rules`` leaves the classifier out.

Run: python -m bench.redaction [folder of shared data]
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from keyworth.privacy.dialogue import Dialogue
from keyworth.privacy.redaction import find, rule_spans

HERE = Path(__file__).resolve().parent
PERSONAL = ("name", "ssn", "policyid", "claimid", "email_address", "phone_number", "phonenumber", "address")
INVENTED = ("name", "address", "card", "account", "ssn", "code", "email", "phone", "password")
PRODUCTS = ("food_item", "drink_item", "car_model", "car_brand")
QUESTION = {
    "name": "What name should I put down?",
    "ssn": "Which are the last four digits of the social security number?",
    "policyid": "I have to look up the policy, which number does it have?",
    "claimid": "And the claim number is?",
    "email_address": "To which email shall we write?",
    "phone_number": "On what phone number can we reach you?",
    "phonenumber": "What's a good phone number for the driver?",
    "address": "Where do we deliver it to, what's the address?",
}
SMALL_TALK = (
    "All right.",
    "Certainly, happy to help with that.",
    "Would you like anything else with it?",
    "Let me look.",
)
Finder = Callable[[str, frozenset[str]], list[tuple[int, int]]]


class Said(NamedTuple):
    """A turn of a customer: its words, the label of each, and what it had been asked for."""

    words: list[str]
    labels: list[str]
    asked: frozenset[str]


def data_folder() -> Path:
    """Return the folder of real data, from the command line, the environment or beside the checkout."""
    root = Path(os.environ.get("KEYWORTH_SHARED", HERE.parent.parent / "shared"))
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    folder = Path(given[0]) if given else root / "data"
    if not folder.exists():
        sys.exit(f"real data absent: {folder}")
    return folder


def conversations(folder: Path, held_out: bool) -> Iterator[list[tuple[list[str], list[str]]]]:
    """Yield the turns (words, labels) of each real conversation of a half; those whose labels fit their words."""
    csv.field_size_limit(1 << 24)
    for name in ("insurance", "fastfood"):
        with gzip.open(folder / "support_chats" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            for conversation, turns in groupby(rows, key=lambda row: row["conversationId"]):
                if (hashlib.sha256(conversation.encode()).digest()[0] % 2 == 1) is held_out:
                    split = [((t["utterance"] or "").split(), (t["slot-labels"] or "").split()) for t in turns]
                    yield [(words, labels) for words, labels in split if len(words) == len(labels)]


def real(folder: Path, held_out: bool, dialogue: bool) -> Iterator[Said]:
    """Yield the customers' turns of a half of the real conversations."""
    for n, turns in enumerate(conversations(folder, held_out)):
        call = Dialogue()
        kinds = [[k for k in dict.fromkeys(labels) if k in PERSONAL] for _, labels in turns]
        for i, (words, labels) in enumerate(turns):
            if not dialogue:
                yield Said(words, labels, frozenset())
                continue
            early = (n + i) % 5 == 0 and i + 1 < len(turns) and not kinds[i]  # what the next turn answers is asked now
            asked = kinds[i] or (kinds[i + 1] if early else [])
            answered = (n + i - 1) % 5 == 0 and i and not kinds[i - 1]  # it was asked a turn ago
            if asked and not answered:
                call.heard("agent", " ".join(QUESTION[k] for k in asked))
            else:
                call.heard("agent", SMALL_TALK[(n + i) % 2 if answered else (n + i) % 4])
            yield Said(words, labels, call.heard("customer", " ".join(words)))


def invented(dialogue: bool) -> Iterator[Said]:
    """Yield the customers' turns of the invented calls."""
    call = Dialogue()
    for line in (HERE / "redaction_calls.txt").read_text(encoding="utf-8").splitlines():
        side, _, text = line.partition(": ")
        if not text:
            call = Dialogue()
        elif side == "a":
            call.heard("agent", text)
        elif side == "c":
            words, labels = [], []
            for kind, marked, plain in re.findall(r"\{(\w+)\|([^}]*)\}|([^{}]+)", text):
                new = (marked or plain).split()
                words += new
                labels += [kind or "O"] * len(new)
            asked = call.heard("customer", " ".join(words))
            yield Said(words, labels, asked if dialogue else frozenset())


def gone(words: list[str], spans: list[tuple[int, int]]) -> list[bool]:
    """Tell of each word whether half of it or more lies in a redacted span."""
    out, at = [], 0
    for word in words:
        covered = sum(max(0, min(end, at + len(word)) - max(start, at)) for start, end in spans)
        out.append(2 * covered >= len(word))
        at += len(word) + 1
    return out


def ours(text: str, asked: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return the spans that keyworth redacts."""
    return [(start, end) for start, end, _ in find(text, asked=asked)]


def rules(text: str, asked: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return the spans that the rules alone redact."""
    return [(start, end) for start, end, _ in rule_spans(text, asked=asked)]


def baseline(text: str, asked: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return the spans of plain patterns and of phonenumbers' matcher."""
    import phonenumbers

    spans = [
        m.span() for m in re.finditer(r"[\w.+-]+@[\w-]+\.[\w.]+|\b(?:\d[ -]?){13,19}\b|\b\d{3}-\d{2}-\d{4}\b", text)
    ]
    for region in ("GB", "US"):
        spans += [(m.start, m.end) for m in phonenumbers.PhoneNumberMatcher(text, region)]
    return spans


class Figures:
    """Words and spans by label: how many there are and how many are gone; what was eaten beside them."""

    def __init__(self, turns: Iterator[Said], finder: Finder, personal: tuple[str, ...]) -> None:
        self.words, self.words_gone = Counter(), Counter()
        self.spans, self.spans_gone, self.eaten, self.left = Counter(), Counter(), Counter(), []
        self.personal = personal
        for said in turns:
            lost = gone(said.words, finder(" ".join(said.words), said.asked))
            self.words.update(said.labels)
            self.words_gone.update(label for label, is_gone in zip(said.labels, lost, strict=True) if is_gone)
            for label, run in groupby(zip(said.labels, lost, said.words, strict=True), key=lambda w: w[0]):
                if label in personal:
                    self.spans[label] += 1
                    self.spans_gone[label] += all(is_gone for _, is_gone, _ in run)
                else:
                    self.eaten.update(f"{word} ({label})" for _, is_gone, word in run if is_gone)

    def show(self, title: str) -> None:
        """Print them."""
        print(f"\n{title}")
        print(f"  {'':16}{'by word':>8}{'n':>7}{'by span':>9}{'n':>7}")
        for kind in self.personal:
            if n := self.words[kind]:
                word, span = self.words_gone[kind] / n, self.spans_gone[kind] / self.spans[kind]
                print(f"  {kind:16}{word:8.3f}{n:7,}{span:9.3f}{self.spans[kind]:7,}")
        for name, kinds in (
            ("other words", [k for k in self.words if k not in self.personal]),
            ("product words", [k for k in PRODUCTS if self.words[k]]),
        ):
            if n := sum(self.words[k] for k in kinds):
                print(f"  {name + ' taken':16} {sum(self.words_gone[k] for k in kinds) / n:.4f} of {n:,}")


def titles(finder: Finder) -> None:
    """Print how many words of the product titles of ``data/shops`` are taken, alone and in a sentence."""
    words = taken = 0
    for file in sorted((HERE.parent / "data" / "shops").glob("*/catalogue.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                for text in (row["title"].lower(), f"i'd like the {row['title'].lower()} please"):
                    lost = gone(text.split(), finder(text, frozenset()))
                    words, taken = words + len(lost), taken + sum(lost)
    print(f"\nproduct titles of data/shops: {taken / max(1, words):.4f} of {words:,} words taken")


def main() -> None:
    """Print recall by kind, and what else was eaten, for us and the baseline."""
    folder = data_folder()
    held_out = "--tuning-half" not in sys.argv
    finder = rules if "--rules" in sys.argv else ours
    ours("warm up")
    for dialogue in (True, False):
        given = "dialogue given" if dialogue else "turn by turn"
        began = time.perf_counter()
        found = Figures(real(folder, held_out, dialogue), finder, PERSONAL)
        spent = time.perf_counter() - began
        found.show(f"real chats, {given} ({spent:.1f} s)")
        if not held_out:
            print("  most often eaten:", ", ".join(f"{w} {n}" for w, n in found.eaten.most_common(60)))
        Figures(invented(dialogue), finder, INVENTED).show(f"invented calls of other businesses, {given}")
    Figures(real(folder, held_out, False), baseline, PERSONAL).show("patterns + phonenumbers, real chats, turn by turn")
    titles(finder)


if __name__ == "__main__":
    main()
