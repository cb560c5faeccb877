"""Seconds of an audit of so many search terms, cold: ``python -m bench.search_terms.speed [--terms 30000]``.

A made shop, a keyword for every twenty terms, an empty cache. Seconds of processor are told beside those of the clock,
for a machine that others use too.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from bench.audit_speed import audit
from bench.made_texts import made_texts

HEAD = "Search {} report\n1 May 2026 - 31 May 2026\n"


def write_account(folder: Path, terms: int, products: int) -> None:
    """Write a keyword report, a search terms report and a catalogue of a made shop."""
    titles, asked = made_texts(products, terms)
    rng = np.random.default_rng(5)
    clicks = rng.integers(1, 40, terms)
    bought = np.array(asked)[rng.integers(0, max(terms // 20, 1), terms)]
    shared = {"Campaign": "Shop", "Ad group": "All", "Currency code": "GBP"}
    rows = pd.DataFrame({"Search term": asked, "Match type": "Broad match", "Added/Excluded": "None", "Keyword": bought,
                         "Impr.": clicks * 20, "Clicks": clicks, "Cost": clicks * 0.7,
                         "Conversions": rng.binomial(clicks, 0.03), **shared})  # fmt: skip
    listed = rows.groupby("Keyword", sort=False)[["Impr.", "Clicks", "Cost", "Conversions"]].sum().reset_index()
    listed = listed.rename(columns={"Keyword": "Search keyword"}).assign(**{"Match type": "Broad match", **shared})
    for name, kind, table in (("terms", "terms", rows), ("keywords", "keyword", listed)):
        text = HEAD.format(kind) + table.to_csv(index=False, float_format="%.2f")
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    shop = pd.DataFrame({"title": titles, "product_id": range(products), "status": "active"})
    shop.to_csv(folder / "catalogue.csv", index=False)


def main() -> None:
    """Time an audit and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_terms.speed", description=__doc__)
    parser.add_argument("--terms", type=int, nargs="+", default=[30_000])
    parser.add_argument("--products", type=int, default=2000)
    args = parser.parse_args()
    for terms in args.terms:
        with tempfile.TemporaryDirectory() as name:
            home = Path(name) / "exports"
            home.mkdir()
            write_account(home, terms, args.products)
            told = audit(str(home), "--out", str(Path(name) / "audit"), cache=Path(name) / "cache")
        took = f"{told['seconds']:.1f} s, {told['cpu']:.1f} s of processor, {told['peak_mb']:,.0f} MB"
        print(f"{terms:,} terms x {args.products:,} products: {took}")


if __name__ == "__main__":
    main()
