"""The hand-made labels of the benchmark's shops say what their catalogues and phrases bear out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

SHOPS = sorted(p.parent for p in Path(__file__).resolve().parents[2].glob("bench/shops/*/*/keywords.csv"))
STATUS = {"answered": "active", "out_of_stock": "out_of_stock", "retired": "retired", "wrong_product": "active"}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_both_parts_have_five_shops_of_trades_of_their_own():
    assert [p.parent.name for p in SHOPS].count("development") == 5
    assert len({p.name for p in SHOPS}) == len(SHOPS) == 10


@pytest.mark.parametrize("shop", SHOPS, ids=lambda p: p.name)
def test_labels_agree_with_the_catalogue_and_the_phrases(shop):
    catalogue, keywords = read(shop / "catalogue.csv"), read(shop / "keywords.csv")
    assert catalogue["product_id"].is_unique
    assert keywords["keyword"].str.casefold().is_unique
    assert set(keywords["truth"]) == {*STATUS, "never"}
    status = dict(zip(catalogue["product_id"], catalogue["status"], strict=True))
    for row in keywords.itertuples():
        named = row.product_id.split("|") if row.product_id else []
        assert bool(named) == (row.truth != "never"), row.keyword
        assert all(status[p] == STATUS[row.truth] for p in named), row.keyword
        assert (row.alignment == "misaligned") == bool(row.better), row.keyword
    assert (keywords["doubt"] == "true").mean() < 0.08
    if (shop / "phrases.csv").exists():
        assert (keywords["alignment"] != "").sum() >= 20
        said = set(read(shop / "phrases.csv")["phrase"])
        assert {b for better in keywords["better"] for b in better.split("|")} - {""} <= said
