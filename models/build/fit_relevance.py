"""Fit the relevance model that ships in ``models/relevance``, and write its card.

    python -m models.build.fit_relevance --data ../shared/data --out models/relevance
    python -m models.build.fit_relevance --shops-only --out models/relevance    the head for shops of a size alone

The first needs the data folder that README.md names. The same data give the same bytes. The floors that the card tells
are written into ``settings.Relevance`` by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from functools import partial
from pathlib import Path

import numpy as np

from keyworth.relevance.encode import encode_texts
from keyworth.relevance.model import FORMAT, MANIFEST, MODEL_FILE, Head, load_relevance_model
from keyworth.relevance.shop_head import HEAD
from keyworth.settings import Relevance
from models.build.relevance_card import SHOPS_PART, card_text, shops_card
from models.build.relevance_data import Encode, Pairs, chorus_pairs, esci_pairs, made_pairs
from models.build.relevance_keywords import fit_keyword_head, keyword_rows
from models.build.relevance_recipe import CORE, fit_calibrated
from models.build.shop_keywords import fit_shop_head, shop_rows

LISTED = (MODEL_FILE, "words.txt")


def all_pairs(data: Path, encode: Encode) -> list[Pairs]:
    """Return every set that the shipped model is fitted on."""
    judged = [read(data, encode, fields) for read in (chorus_pairs, esci_pairs) for fields in (False, True)]
    return judged + [made_pairs(data, encode, source) for source in ("chorus", "esci", "trades")]


def fit_relevance(data: Path, out: Path, parts: list[Pairs] | None = None, keep_large: bool = False) -> None:
    """Fit all heads and write model, manifest and card.

    Parameters
    ----------
    data, out : Path
    parts : list of Pairs, optional
        As ``all_pairs`` gives them, where they are at hand.
    keep_large : bool
        Keep the keyword head for large shops that ``out`` holds: refitted on sixty small shops it told 52 of 615
        keywords on chorus active that were told none.
    """
    large = load_relevance_model(out).heads["keyword"] if keep_large else None
    encode = partial(encode_texts, settings=Relevance())
    parts = all_pairs(data, encode) if parts is None else parts
    fitted = {name: fit_calibrated(name, parts) for name in CORE}
    heads = {name: head for name, (head, _) in fitted.items()}
    write_model(heads, out)  # the keyword head is fitted on what the pair heads say of whole catalogues
    rows = keyword_rows(data, heads)
    heads["keyword"] = large or fit_keyword_head(rows)
    write_model(heads, out)
    (out / "card.md").write_text(card_text(parts, rows, heads, fitted["pair"][1]), encoding="utf-8")
    fit_shops(out)


def fit_shops(out: Path) -> None:
    """Fit the head for shops of a size beside the heads that ``out`` holds, and write its part of the card.

    ``out`` must be the model in use, for its other heads score the shops.
    """
    rows = shop_rows()
    found = fit_shop_head(rows)
    write_model({**load_relevance_model(out).heads, HEAD: found.head}, out)
    card = (out / "card.md").read_text(encoding="utf-8").split(SHOPS_PART)[0].rstrip("\n")
    (out / "card.md").write_text(f"{card}\n\n{shops_card(rows, found)}", encoding="utf-8")


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
    parser.add_argument("--data", type=Path, help="needed unless --shops-only")
    parser.add_argument("--shops-only", action="store_true", help="fit the head for shops of a size alone")
    parser.add_argument("--keep-large", action="store_true", help="keep the keyword head for large shops as it is")
    parser.add_argument("--out", type=Path, required=True)
    known = parser.parse_args()
    if known.shops_only:
        fit_shops(known.out)
    elif known.data is None:
        parser.error("--data names the folder of judged data")
    else:
        fit_relevance(known.data, known.out, keep_large=known.keep_large)


if __name__ == "__main__":
    main()
