"""Redaction on real support chats: what share of personal data goes, and what else goes with it.

Half of the conversations (by the hash of their id) were looked at while the rules were written; the
figures that count are of the other half, which was not. The baseline is what a plain pattern finds:
e-mail addresses, card numbers and phonenumbers' own matcher. Labels are MultiDoGO's, a word each.

Run: python -m bench.redaction [folder of shared data]
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from keyworth.privacy.redaction import find

PERSONAL = ("name", "ssn", "policyid", "claimid", "email_address", "phone_number", "phonenumber", "address")
PRODUCTS = ("food_item", "drink_item", "car_model", "car_brand")
Spans = Callable[[str], list[tuple[int, int]]]


def data_folder() -> Path:
    """Return the folder of real data, from the command line, the environment or beside the checkout."""
    root = Path(os.environ.get("KEYWORTH_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    folder = Path(given[0]) if given else root / "data"
    if not folder.exists():
        sys.exit(f"real data absent: {folder}")
    return folder


def turns(folder: Path) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield (held out, words, labels) of each turn whose labels fit its words."""
    csv.field_size_limit(1 << 24)
    for name in ("insurance", "fastfood"):
        with gzip.open(folder / "support_chats" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                words, labels = (row["utterance"] or "").split(), (row["slot-labels"] or "").split()
                if len(words) == len(labels):
                    yield hashlib.sha256(row["conversationId"].encode()).digest()[0] % 2 == 1, words, labels


def gone(words: list[str], spans: list[tuple[int, int]]) -> list[bool]:
    """Tell of each word whether half of it or more lies in a redacted span."""
    out, at = [], 0
    for word in words:
        covered = sum(max(0, min(end, at + len(word)) - max(start, at)) for start, end in spans)
        out.append(2 * covered >= len(word))
        at += len(word) + 1
    return out


def ours(text: str) -> list[tuple[int, int]]:
    """Return the spans that keyworth redacts."""
    return [(start, end) for start, end, _ in find(text)]


def baseline(text: str) -> list[tuple[int, int]]:
    """Return the spans of plain patterns and of phonenumbers' matcher."""
    import phonenumbers

    spans = [
        m.span() for m in re.finditer(r"[\w.+-]+@[\w-]+\.[\w.]+|\b(?:\d[ -]?){13,19}\b|\b\d{3}-\d{2}-\d{4}\b", text)
    ]
    for region in ("GB", "US"):
        spans += [(m.start, m.end) for m in phonenumbers.PhoneNumberMatcher(text, region)]
    return spans


def measure(folder: Path, held_out: bool, spans: Spans) -> tuple[Counter, Counter, Counter]:
    """Return words by label, words redacted by label, and the words most often eaten outside personal data."""
    total, lost, eaten = Counter(), Counter(), Counter()
    for held, words, labels in turns(folder):
        if held is not held_out:
            continue
        for word, label, is_gone in zip(words, labels, gone(words, spans(" ".join(words))), strict=True):
            total[label] += 1
            lost[label] += is_gone
            if is_gone and label not in PERSONAL:
                eaten[f"{word} ({label})"] += 1
    return total, lost, eaten


def main() -> None:
    """Print recall by kind, and what else was eaten, for us and the baseline."""
    folder = data_folder()
    held_out = "--tuning-half" not in sys.argv
    for name, spans in (("keyworth", ours), ("patterns + phonenumbers", baseline)):
        total, lost, eaten = measure(folder, held_out, spans)
        personal, found = sum(total[k] for k in PERSONAL), sum(lost[k] for k in PERSONAL)
        print(f"{name}: recall of personal words {found / personal:.3f} ({found:,} of {personal:,})")
        for kind in PERSONAL:
            print(f"  {kind:14} {lost[kind] / max(1, total[kind]):.3f} of {total[kind]:,}")
        other = sum(total.values()) - personal
        print(f"  other words eaten: {(sum(lost.values()) - found) / other:.4f} of {other:,}")
        for kind in PRODUCTS:
            print(f"  {kind} eaten: {lost[kind] / max(1, total[kind]):.4f} ({lost[kind]} of {total[kind]:,})")
        if not held_out:
            print("  most often eaten:", ", ".join(f"{w} {n}" for w, n in eaten.most_common(60)))


if __name__ == "__main__":
    main()
