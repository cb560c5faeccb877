"""The judged keywords under data/shops keep their format, fit their catalogues, and mix the labels as described."""

import re
from pathlib import Path

import pandas as pd
import pytest

SHOPS = sorted(folder for folder in (Path(__file__).parents[2] / "data" / "shops").iterdir() if folder.is_dir())
CATALOGUE = ["title", "product_id", "description", "category", "brand", "price", "status", "retired_on", "replaced_by"]
KEYWORDS = ["keyword", "truth", "product_id", "doubt"]
# An optional last column: what the keyword wants other than to buy from this shop.
INTENTS = {"", "jobs", "learning", "diy", "free", "used", "support"}
# The status of the products that a label names; a label that names none answers with nothing on sale.
STATUS_OF = {
    "answered": "active",
    "wrong_product": "active",
    "out_of_stock": "out_of_stock",
    "retired": "retired",
    "never": None,
}
SHARES = {
    "answered": (0.45, 0.60),
    "never": (0.18, 0.27),
    "wrong_product": (0.08, 0.16),
    "retired": (0.06, 0.12),
    "out_of_stock": (0.03, 0.07),
}


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(params=SHOPS, ids=lambda folder: folder.name)
def shop(request):
    return read(request.param / "catalogue.csv"), read(request.param / "keywords.csv")


def test_there_are_shops_of_many_trades():
    assert len(SHOPS) >= 16


def test_catalogue_is_the_plain_table(shop):
    catalogue, _ = shop
    assert list(catalogue) == CATALOGUE
    assert 35 <= len(catalogue) <= 75
    for column in ("title", "product_id"):
        assert catalogue[column].str.strip().ne("").all()
        assert catalogue[column].is_unique
    assert set(catalogue["status"]) == {"active", "out_of_stock", "retired"}
    assert pd.to_numeric(catalogue["price"].replace("", "0")).ge(0).all()


def test_retired_products_say_when_and_their_successor_is_sold(shop):
    catalogue, _ = shop
    retired = catalogue["status"].eq("retired")
    assert catalogue["retired_on"].ne("").eq(retired).all()
    pd.to_datetime(catalogue.loc[retired, "retired_on"], format="%Y-%m-%d")
    assert not (catalogue["replaced_by"].ne("") & ~retired).any()
    sold = set(catalogue.loc[~retired, "product_id"])
    assert set(catalogue["replaced_by"]) - {""} <= sold


def test_keywords_are_judged_once_with_a_known_label(shop):
    _, keywords = shop
    assert list(keywords) in (KEYWORDS, [*KEYWORDS, "intent"])
    assert 70 <= len(keywords) <= 100
    assert set(keywords.get("intent", "")) <= INTENTS
    assert keywords["keyword"].str.strip().eq(keywords["keyword"]).all()
    assert keywords["keyword"].ne("").all()
    assert keywords["keyword"].str.casefold().is_unique
    assert set(keywords["truth"]) == set(STATUS_OF)
    assert set(keywords["doubt"]) <= {"0", "1"}


def test_a_label_names_products_of_its_status(shop):
    catalogue, keywords = shop
    named = keywords.assign(product_id=keywords["product_id"].str.split(";")).explode("product_id")
    status = named["product_id"].map(catalogue.set_index("product_id")["status"])
    wanted = named["truth"].map(STATUS_OF)
    none = named["truth"].eq("never")
    assert named.loc[none, "product_id"].eq("").all()
    assert status[~none].eq(wanted[~none]).all(), named[~none & status.ne(wanted)].to_string()


def test_the_mix_of_a_shop_is_as_described(shop):
    _, keywords = shop
    # Keywords of another intent are nearly all answered by nothing: the mix is that of customers' keywords.
    asked = keywords[keywords["intent"].eq("")] if "intent" in keywords else keywords
    share = asked["truth"].value_counts(normalize=True)
    outside = {label: share[label] for label, (low, high) in SHARES.items() if not low <= share[label] <= high}
    assert not outside
    assert keywords["doubt"].eq("1").mean() < 0.08


@pytest.mark.parametrize(
    "path",
    [path for folder in SHOPS for path in sorted(folder.iterdir())],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_files_are_utf8_with_line_feeds(path):
    raw = path.read_bytes()
    raw.decode("utf-8")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_half_of_the_shops_leave_columns_empty():
    filled = [
        read(folder / "catalogue.csv")[["description", "category", "brand", "price"]].ne("").any() for folder in SHOPS
    ]
    bare = [columns.sum() < 2 for columns in filled]
    assert 0.3 <= sum(bare) / len(bare) <= 0.7


def stems(text):
    """Return the first five letters of each word of three letters or more."""
    return {word[:5] for word in re.findall(r"[a-z]{3,}", text.casefold())}


def test_a_third_of_the_answered_keywords_share_no_word_with_their_product():
    shared = []
    for folder in SHOPS:
        titles = read(folder / "catalogue.csv").set_index("product_id")["title"].map(stems)
        answered = read(folder / "keywords.csv").query("truth == 'answered'")
        for keyword, products in zip(answered["keyword"], answered["product_id"].str.split(";"), strict=True):
            shared.append(any(stems(keyword) & titles[product] for product in products))
    assert 0.6 <= sum(shared) / len(shared) <= 0.8
