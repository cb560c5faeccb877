"""Phrase mining on real support chats: which product phrases that people labelled are mined, and how many others.

Gold: the distinct phrases labelled as food, drink or car in turns of two or more conversations. Of
each miner's list, as many of the first as there are gold ones are judged: precision is the share of
them whose words people labelled as products most of the times they were said; recall is the share of
gold phrases in the whole list. The baseline is scikit-learn's n-grams without English stop words,
by the number of conversations. No setting was fitted here.

Run: python -m bench.phrases [folder of shared data]
"""

from __future__ import annotations

import csv
import gzip
import time
from collections import defaultdict

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer

from bench.redaction import data_folder
from keyworth import schema
from keyworth.language import mine_phrases, redact
from keyworth.settings import Language
from keyworth.text.word_forms import singular

PRODUCT = ("food_item", "drink_item", "car_model", "car_brand")
AROUND = (*PRODUCT, "ingredient", "size", "car_year")


def read(name: str) -> pd.DataFrame:
    """Return a row for each labelled turn: conversation, words, labels."""
    with gzip.open(data_folder() / "support_chats" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [
            (r["conversationId"], (r["utterance"] or "").split(), (r["slot-labels"] or "").split())
            for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    frame = pd.DataFrame(rows, columns=["call_id", "words", "labels"])
    return frame[frame["words"].map(len) == frame["labels"].map(len)].reset_index(drop=True)


def form(words: list[str]) -> str:
    """Return the form under which singular and plural are one."""
    return " ".join(singular(w.casefold()) for w in words)


def gold(frame: pd.DataFrame) -> tuple[set[str], dict[str, list[int]]]:
    """Return the gold phrases, and for every n-gram how often it was a product and how often said."""
    callers: dict[str, set[str]] = defaultdict(set)
    said: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for call, words, labels in frame.itertuples(index=False):
        start = 0
        for end in range(1, len(words) + 1):
            if end == len(words) or labels[end] != labels[start]:
                if labels[start] in PRODUCT:
                    callers[form(words[start:end])].add(call)
                start = end
        for n in range(1, 7):
            for i in range(len(words) - n + 1):
                entry = said[form(words[i : i + n])]
                entry[0] += all(label in AROUND for label in labels[i : i + n])
                entry[1] += 1
    return {phrase for phrase, who in callers.items() if len(who) > 1}, said


def ours(frame: pd.DataFrame) -> list[str]:
    """Return keyworth's phrases, the most used first, of the redacted turns, as in an audit."""
    turns = frame.assign(
        text=[redact(" ".join(words)) for words in frame["words"]],
        role="customer",
        source_file="chats",
        source_row=frame.index,
    )
    turns["turn"] = turns.index
    phrases, _ = mine_phrases(schema.conform(turns, schema.CALLS), schema.empty(schema.SEARCHES), Language())
    return [form(p.replace("-", " ").split()) for p in phrases["phrase"]]


def baseline(frame: pd.DataFrame) -> list[str]:
    """Return plain n-grams by the number of conversations."""
    texts = frame.groupby("call_id")["words"].agg(lambda ws: " . ".join(form(w) for w in ws))
    counter = CountVectorizer(ngram_range=(1, 6), stop_words="english", min_df=2, binary=True, token_pattern=r"[^\s.]+")
    counts = counter.fit_transform(texts).sum(axis=0).A1
    names = counter.get_feature_names_out()
    return [names[i] for i in sorted(range(len(names)), key=lambda i: (-counts[i], names[i]))]


def main() -> None:
    """Print precision and recall of both miners on both sets of chats."""
    for name in ("fastfood", "insurance"):
        frame = read(name)
        known, said = gold(frame)
        print(f"{name}: {len(known)} product phrases of two or more conversations")
        for miner, mine in (("keyworth", ours), ("n-grams without stop words", baseline)):
            began = time.perf_counter()
            found = mine(frame)
            took = time.perf_counter() - began
            first = found[: len(known)]
            right = sum(2 * said[p][0] > said[p][1] for p in first if p in said)
            recall = len(known & set(found)) / len(known)
            at = len(known & set(first)) / len(known)
            rates = f"precision {right / len(first):.3f}  recall {recall:.3f} (first {len(first)}: {at:.3f})"
            print(f"  {miner:28} {rates}  {len(found):,} phrases in {took:.1f} s")


if __name__ == "__main__":
    main()
