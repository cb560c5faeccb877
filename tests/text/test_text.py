"""One form of a word, one form of a page's address, for every room that compares them."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth.language.ngrams import form
from keyworth.relevance.landing_page_evidence import landing_products
from keyworth.text.urls import page_of
from keyworth.text.word_forms import singular
from keyworth.verdicts.close_variants import meanings

PLURALS = {
    "sheds": "shed", "galleries": "gallery", "hoodies": "hoodie", "magpies": "magpie", "mazes": "maze",
    "benches": "bench", "cloches": "cloche", "axes": "axe", "vases": "vase", "canvases": "canvas", "cactuses": "cactus",
    "mattresses": "mattress", "shelves": "shelf", "gloves": "glove", "shoes": "shoe", "mangoes": "mango",
    "children": "child", "teas": "tea", "trellises": "trellis", "quizzes": "quiz", "donuts": "donut",
}  # fmt: skip


@pytest.mark.parametrize(("plural", "one"), PLURALS.items())
def test_a_plural_and_its_singular_are_one_word_to_every_room(plural, one):
    assert singular(plural) == singular(one) == one
    assert form(plural) == form(one)
    assert meanings(pd.Series([plural, one])).nunique() == 1


@pytest.mark.parametrize("word", ["canvas", "lens", "bus", "glass", "series", "trellis", "x100s", "4s", "men", "gas"])
def test_a_singular_that_ends_in_s_is_no_plural(word):
    assert singular(singular(word)) == singular(word)
    assert singular(word) == {"men": "man"}.get(word, word)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.glade.example/garden-rooms", "HTTP://glade.example/Garden-Rooms/?gclid=x#top", "/garden-rooms/",
        "garden-rooms", "www.glade.example/garden-rooms", "https://glade.example/garden%2Drooms", " /garden-rooms ",
    ],
)  # fmt: skip
def test_a_page_is_the_same_however_it_is_written(url):
    assert page_of(url) == "/garden-rooms"
    keywords = pd.DataFrame({"keyword_key": ["a"], "landing_page": [url]})
    shop = pd.DataFrame({"title": ["Merrow"], "category": [""], "url": ["https://glade.example/garden-rooms"]})
    assert landing_products(keywords, shop)["a"][0].tolist() == [0]


@pytest.mark.parametrize("url", ["https://glade.example", "https://glade.example/", "/", "https://glade.example/?a=b"])
def test_a_home_page_is_one_page_and_shows_no_product(url):
    assert page_of(url) == "/"
    keywords = pd.DataFrame({"keyword_key": ["a"], "landing_page": [url]})
    shop = pd.DataFrame({"title": ["Merrow"], "category": [""], "url": ["https://glade.example/"]})
    assert landing_products(keywords, shop) == {}
