"""Fit the token classifier that ships in ``models/redaction``, and write its manifest.

    python -m models.build.fit_redaction --data ../shared/data --out models/redaction

Real turns: the half of MultiDoGO's conversations that ``bench.redaction`` does not measure on. They hold the
customers' side only, so the questions before them are invented. The same data give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from keyworth.privacy.dialogue import asked_for
from keyworth.privacy.redaction import rule_spans
from keyworth.privacy.token_classifier import CLASSES, FORMAT, class_of
from keyworth.privacy.token_features import Line, Token, features, judged, tokens_of
from keyworth.text.english_words import listed
from models.build.redaction_dialogues import OTHER_ASKS, Dialogues, Turn

KINDS = {"name": "name", "ssn": "ssn", "policyid": "code", "claimid": "code", "email_address": "email",
         "phone_number": "phone", "phonenumber": "phone", "address": "address"}  # fmt: skip
LABEL = {**dict.fromkeys(KINDS, "id"), "name": "name", "address": "address", "email_address": "email"}
INVENTED, LEAST_COUNT, LEAST_WORD, STRENGTH = 16_000, 4, 12, 0.1
LEAST = (0.0, 0.3, 0.3, 0.3, 0.5)
_TOWNS = listed("seattle denver boston chicago london paris leeds dallas newyork tokyo miami las vegas orlando dublin")


def held_out(conversation: str) -> bool:
    """Tell whether a conversation belongs to the half that is measured on and never fitted on."""
    return hashlib.sha256(conversation.encode()).digest()[0] % 2 == 1


def real_turns(
    data: Path, seed: int = 7, domains: Iterable[str] = ("insurance", "fastfood")
) -> Iterator[tuple[str, Turn]]:
    """Yield (conversation, turn) of the half that may be fitted on, once as it is and once after a question."""
    csv.field_size_limit(1 << 24)
    asks, choose = Dialogues(seed, ["sofa"], _TOWNS), random.Random(seed)  # noqa: S311 - invented data
    for name in domains:
        with gzip.open(data / "support_chats" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = [
                r
                for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                if not held_out(r["conversationId"])
            ]
        pending: tuple[str, tuple[str, ...]] = ("", ())
        for row in rows:
            words, labels = (row["utterance"] or "").split(), (row["slot-labels"] or "").split()
            if len(words) != len(labels) or not words:
                continue
            kinds = tuple(dict.fromkeys(KINDS[k] for k in labels if k in KINDS))
            gold = [LABEL.get(k, "") for k in labels]
            yield row["conversationId"], Turn("", words, gold)
            luck = choose.random()
            if kinds:
                question = asks.question(kinds) if luck < 0.75 else choose.choice(OTHER_ASKS)
            elif pending[0] == row["conversationId"] and luck < 0.3:
                question = asks.question(pending[1])  # the question before is still open
            else:
                question = (
                    asks.question((choose.choice(("name", "address", "phone", "code", "ssn")),))
                    if luck > 0.9
                    else choose.choice(OTHER_ASKS)
                )
            pending = (row["conversationId"], kinds) if kinds else ("", ())
            yield row["conversationId"], Turn(question, words, gold)


def products(data: Path) -> list[str]:
    """Return names of things sold, from a catalogue and from searches."""
    with gzip.open(data / "chorus" / "catalogue.csv.gz", "rt", encoding="utf-8", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)][::7]
    with gzip.open(data / "esci_150" / "products.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next(c for c in rows[0] if "title" in c)
    titles += [row[column] for row in rows][::3]
    cut = random.Random(3)  # noqa: S311 - invented data
    return [" ".join(t.split()[: cut.choice((1, 2, 3, 4, 6, 9))]).lower() for t in titles if t and t.split()]


def tokenised(turn: Turn) -> tuple[list[Token], list[str], frozenset[str]]:
    """Return a turn's tokens after the rules, the class of each, and what was asked for."""
    text = " ".join(turn.words)
    asked = asked_for(turn.question)
    tokens = tokens_of(text, rule_spans(text, (), asked))
    at, of = 0, []
    for word, label in zip(turn.words, turn.labels, strict=True):
        of += [label] * (len(word) + 1)
        at += len(word) + 1
    return tokens, [class_of(t.label) or of[t.start] for t in tokens], asked


def vocabulary_of(turns: list[tuple[list[Token], list[str], frozenset[str]]]) -> frozenset[str]:
    """Return the words with a weight of their own: frequent ones that are hardly ever anybody's."""
    seen: Counter[str] = Counter()
    personal: Counter[str] = Counter()
    for tokens, labels, _ in turns:
        for token, label in zip(tokens, labels, strict=True):
            word = token.word.casefold()
            if word and word.isalpha():
                seen[word] += 1
                personal[word] += bool(label)
    return frozenset(w for w, n in seen.items() if n >= LEAST_WORD and personal[w] <= 0.1 * n)


def rows_of(turns: list, vocabulary: frozenset[str], seed: int = 5) -> tuple[list[list[str]], list[int]]:
    """Return the features and the class of each word that the classifier would judge."""
    noise = random.Random(seed)  # noqa: S311 - invented data
    found, classes = [], []
    for tokens, labels, asked in turns:
        line = Line(tokens, vocabulary)
        before = earlier = ""
        for i, (token, label) in enumerate(zip(tokens, labels, strict=True)):
            if not token.label and judged(line.shapes[i], before, asked):
                found.append(features(line, i, before, earlier, asked))
                classes.append(CLASSES.index(label))
            seen = "" if noise.random() < 0.08 and not token.label else label  # what it will get wrong itself
            before, earlier = seen, before
    return found, classes


def fit(turns: list, strength: float = STRENGTH, least: tuple[float, ...] = LEAST) -> dict:
    """Return the content of the model's file."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    vocabulary = vocabulary_of(turns)
    found, classes = rows_of(turns, vocabulary)
    counts = Counter(f for row in found for f in set(row))
    column = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST_COUNT))}
    indices = [[column[f] for f in dict.fromkeys(row) if f in column] for row in found]
    pointer = np.cumsum([0, *map(len, indices)])
    matrix = csr_matrix(
        (np.ones(pointer[-1]), np.concatenate([np.array(r, int) for r in indices]), pointer),
        shape=(len(found), len(column)),
    )
    model = LogisticRegression(C=strength, max_iter=150, tol=1e-3, fit_intercept=False).fit(matrix, classes)
    rounded = np.round(model.coef_ - model.coef_.mean(0), 2)
    weights = {f: rounded[:, i].tolist() for f, i in column.items() if np.abs(rounded[:, i]).max() >= 0.05}
    return {
        "format": FORMAT,
        "classes": list(CLASSES),
        "least": list(least),
        "vocabulary": sorted(vocabulary),
        "weights": weights,
    }


def write(content: dict, out: Path) -> None:
    """Write the model and its manifest."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "tokens.json").write_text(
        json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    files = {"tokens.json": hashlib.sha256((out / "tokens.json").read_bytes()).hexdigest()}
    (out / "manifest.json").write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")


def all_turns(data: Path) -> list:
    """Return everything that the shipped classifier is fitted on."""
    invented = Dialogues(11, products(data), _TOWNS).turns(INVENTED)
    return [tokenised(t) for t in (*(t for _, t in real_turns(data)), *invented)]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/redaction"))
    options = parser.parse_args()
    write(fit(all_turns(options.data)), options.out)


if __name__ == "__main__":
    main()
