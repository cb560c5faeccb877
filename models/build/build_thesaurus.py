"""The thesaurus that ships in ``models/thesaurus``: which words name the same thing, or a kind of it.

    python -m models.build.build_thesaurus --wordnet /usr/share/wordnet --out models/thesaurus

Reads WordNet 3.0's nouns of things, food, substances, animals and plants (Debian's package ``wordnet-base``) and
``data/trade_names``. The same files give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from keyworth.relevance.features.words import read, stem
from keyworth.text.english_words import rank as common_words

KINDS = (5, 6, 8, 13, 20, 27)  # lexicographer files: animals, things, bodies, food, plants, substances
SENSE = 0.85  # of a relation's strength is left with each commoner sense that a word has
SAME, KIND_OF, KIND = 0.95, (0.8, 0.65), (0.5, 0.0)  # strengths; by the steps between kind and thing
LEAST = 0.3
SENSES = 4
_LETTERS = re.compile(r"[a-z][a-z_ '.-]*")

CARD = """# Thesaurus

* `things.txt`: {things} things that people buy: their names, what each is a kind of, what is sold for it (stems).
* `words.txt` and the arrays: {pairs} pairs of {words} words and two-word names (stems, written together) that name the
  same thing or a kind of it, with a strength from 0 to 1: a word a shopper asks for, a word that a title has.

Made by `python -m models.build.build_thesaurus` from `data/trade_names`, written for keyworth (MIT), and from
WordNet 3.0 (`LICENSE.wordnet`).
"""


def read_wordnet(folder: Path) -> tuple[dict[str, dict[str, int]], dict[str, list[str]]]:
    """Return each name's synsets with the rank of the sense, and each synset's broader synsets."""
    broader, chosen = {}, set()
    for line in _lines(folder / "data.noun"):
        field = line.split(" | ")[0].split()
        start = 4 + 2 * int(field[3], 16)
        pointers = [field[i : i + 2] for i in range(start + 1, start + 1 + 4 * int(field[start]), 4)]
        broader[field[0]] = [to for mark, to in pointers if mark == "@"]
        if int(field[1]) in KINDS:
            chosen.add(field[0])
    senses: dict[str, dict[str, int]] = defaultdict(dict)
    known = common_words()
    for line in _lines(folder / "index.noun"):
        field = line.split()
        parts = re.split(r"[_ '-]", field[0])
        if not _LETTERS.fullmatch(field[0]) or len(parts) > 2 or not all(p in known for p in parts):
            continue
        for rank, synset in enumerate(field[-int(field[2]) :][:SENSES]):
            if synset in chosen:
                senses["".join(stem(p) for p in parts)].setdefault(synset, rank)
    return senses, {s: [b for b in found if b in chosen] for s, found in broader.items() if s in chosen}


def relations(senses: dict[str, dict[str, int]], broader: dict[str, list[str]]) -> dict[tuple[str, str], float]:
    """Return the strength of each (asked, sold) pair of names."""
    named: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, found in senses.items():
        for synset, rank in found.items():
            named[synset].append((name, rank))
    out: dict[tuple[str, str], float] = defaultdict(float)
    for synset, names in named.items():
        for above, steps in _above(synset, broader):
            asks, sells = (KIND_OF[steps - 1], KIND[steps - 1]) if steps else (SAME, SAME)
            for a, i in named.get(above, ()):
                for b, j in names:
                    if a != b:
                        worth = SENSE ** (i + j)
                        out[a, b] = max(out[a, b], asks * worth)
                        out[b, a] = max(out[b, a], sells * worth)
    return {pair: s for pair, s in out.items() if s >= LEAST}


def read_things(folder: Path) -> list[str]:
    """Return the lines of ``data/trade_names`` as stems: ``name=name|broader|part,part``."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            field = [f.strip() for f in [*line.split("|"), "", "", ""][:3]]
            if not field[0] or line.startswith("#"):
                continue
            names, broader, parts = (
                [_stems(n) for n in re.split(sign, f)] for sign, f in zip("=,,", field, strict=True)
            )
            if any(names):
                out.append("|".join(("=".join(_distinct(names)), broader[0], ",".join(_distinct(parts)))))
    return out


def _stems(name: str) -> str:
    return " ".join(read(name).tokens)


def _distinct(names: list[str]) -> list[str]:
    return list(dict.fromkeys(n for n in names if n))


def other_names(things: list[str]) -> dict[tuple[str, str], float]:
    """Return the pairs of names of one or two words that a thing has."""
    out: dict[tuple[str, str], float] = {}
    for line in things:
        names = [n.replace(" ", "") for n in line.split("|")[0].split("=") if n.count(" ") < 2]
        out |= {(a, b): SAME for a in names for b in names if a != b}
    return out


def _above(synset: str, broader: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    seen, level = {synset}, [synset]
    for steps in range(len(KIND_OF) + 1):
        yield from ((s, steps) for s in level)
        level = [b for s in level for b in broader.get(s, ()) if b not in seen]
        seen.update(level)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith("  "))


def write_thesaurus(pairs: dict[tuple[str, str], float], things: list[str], licence: str, out: Path) -> None:
    """Write the words, the pairs as a sparse matrix in three arrays, the things, card, licence and manifest."""
    words = sorted({w for pair in pairs for w in pair})
    place = {w: i for i, w in enumerate(words)}
    listed = sorted((place[a], place[b], round(s * 255)) for (a, b), s in pairs.items())
    row, column, strength = (np.array(values) for values in zip(*listed, strict=True))
    out.mkdir(parents=True, exist_ok=True)
    (out / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(out / "start.npy", np.searchsorted(row, np.arange(len(words) + 1)).astype(np.int32))
    np.save(out / "sold.npy", column.astype(np.int32))
    np.save(out / "strength.npy", strength.astype(np.uint8))
    (out / "LICENSE.wordnet").write_text(licence, encoding="utf-8")
    card = CARD.format(pairs=f"{len(listed):,}", words=f"{len(words):,}", things=f"{len(things):,}")
    (out / "README.md").write_text(card, encoding="utf-8")
    (out / "things.txt").write_text("\n".join(things) + "\n", encoding="utf-8")
    names = ("things.txt", "words.txt", "start.npy", "sold.npy", "strength.npy")
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    (out / "manifest.json").write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--names", type=Path, default=Path("data/trade_names"))
    parser.add_argument("--out", type=Path, required=True)
    known = parser.parse_args()
    licence = [line[5:].rstrip() for line in (known.wordnet / "data.noun").open() if line.startswith("  ")]
    things = read_things(known.names)
    pairs = relations(*read_wordnet(known.wordnet)) | other_names(things)
    write_thesaurus(pairs, things, "\n".join(licence) + "\n", known.out)


if __name__ == "__main__":
    main()
