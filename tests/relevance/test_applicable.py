"""Which keywords can't be judged, and why."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth.relevance.language_gate import reasons_not_applicable


@pytest.mark.parametrize(
    "keyword",
    [
        "logitech g933",
        "xtc the big express",
        "kohen 5 drawer dresser",
        "novara",
        "ps4",
        "déco lamp",
        "tinitus help",
        "otoscope",
        "vax hoovver",
        "bilge pumpp",
    ],
)
def test_names_are_no_foreign_language(keyword):
    assert reasons_not_applicable([keyword]) == [""]


@pytest.mark.parametrize(
    "keyword", ["cabane de jardin en bois pas cher", "drewniany domek ogrodowy", "tuinhuis kopen", "садовый офис"]
)
def test_another_language_is_told(keyword):
    assert "does not know" in reasons_not_applicable([keyword])[0]


def test_the_shop_s_own_language_is_judged_by_its_spelling():
    assert reasons_not_applicable(["tuinhuis kopen"], ["Tuinhuis kopen op maat"]) == [""]
    assert reasons_not_applicable(["садовый офис"], languages=()) == [""]


def test_homoglyphs_are_told():
    assert reasons_not_applicable(["g\u0430rden office"]) == ["it mixes Latin with Cyrillic letters"]


def test_real_english_queries_raise_no_alarm(shared_data):
    queries = pd.read_csv(shared_data / "furniture_queries" / "query.csv", sep="\t")["query"].tolist()
    queries += pd.read_csv(shared_data / "chorus" / "judgements.csv")["query"].drop_duplicates().tolist()
    alarms = [(q, r) for q, r in zip(queries, reasons_not_applicable(queries), strict=True) if r]
    assert len(alarms) <= 1, alarms
