"""Fit the relevance model that ships in ``models/relevance``, and write its card.

    python -m models.build.fit_relevance --data ../shared/data --out models/relevance

Needs the data folder that README.md names. The same data give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from functools import partial
from pathlib import Path

import numpy as np

from keyworth.relevance.encode import encode_texts
from keyworth.relevance.model import FORMAT, MANIFEST, MODEL_FILE, Head
from keyworth.settings import Relevance
from models.build.relevance_card import card_text
from models.build.relevance_data import Encode, Pairs, chorus_pairs, esci_pairs, made_pairs
from models.build.relevance_keywords import fit_keyword_head, keyword_rows
from models.build.relevance_recipe import CORE, fit_calibrated

LISTED = (MODEL_FILE, "words.txt")


def all_pairs(data: Path, encode: Encode) -> list[Pairs]:
    """Return every set that the shipped model is fitted on."""
    judged = [read(data, encode, fields) for read in (chorus_pairs, esci_pairs) for fields in (False, True)]
    return judged + [made_pairs(data, encode, source) for source in ("chorus", "esci", "trades")]


def fit_relevance(data: Path, out: Path, parts: list[Pairs] | None = None) -> None:
    """Fit all heads and write model, manifest and card.

    Parameters
    ----------
    data, out : Path
    parts : list of Pairs, optional
        As ``all_pairs`` gives them, where they are at hand.
    """
    encode = partial(encode_texts, settings=Relevance())
    parts = all_pairs(data, encode) if parts is None else parts
    fitted = {name: fit_calibrated(name, parts) for name in CORE}
    heads = {name: head for name, (head, _) in fitted.items()}
    write_model(heads, out)  # the keyword head is fitted on what the pair heads say of whole catalogues
    rows = keyword_rows(data, heads)
    heads["keyword"] = fit_keyword_head(rows)
    write_model(heads, out)
    (out / "card.md").write_text(card_text(parts, rows, heads, fitted["pair"][1]), encoding="utf-8")


def write_model(heads: dict[str, Head], out: Path) -> None:
    """Write heads as JSON, and the manifest of hashes."""
    if "keyword" not in heads:
        heads = {**heads, "keyword": Head(0.0, ())}
    content = {"format": FORMAT, "heads": {name: _plain(head) for name, head in heads.items()}}
    out.mkdir(parents=True, exist_ok=True)
    (out / MODEL_FILE).write_text(json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in LISTED if (out / name).exists()}
    (out / MANIFEST).write_text(json.dumps({"files": files}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _plain(head: Head) -> dict:
    terms = [
        {
            "features": list(t.features),
            "edges": [e.tolist() for e in t.edges],
            "values": np.round(t.values, 6).tolist(),
            "line": t.line,
        }
        for t in head.terms
    ]
    return {"baseline": head.baseline, "curve": list(head.curve), "terms": terms}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    known = parser.parse_args()
    fit_relevance(known.data, known.out)


if __name__ == "__main__":
    main()
