"""Phrases: verbatim, by distinct caller and search, without the agent's words."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.language import customer_searches, customer_turns, mine_phrases
from keyworth.settings import Language

NO_SEARCHES = schema.empty(schema.SEARCHES)
NO_TURNS = schema.empty(schema.CALLS)


def turns(*texts, **more):
    frame = pd.DataFrame({"text": texts, "call_id": [f"c{i}" for i in range(len(texts))], **more})
    return schema.conform(
        frame.assign(source_file="f", source_row=range(len(texts)), turn=0, role="customer"), schema.CALLS
    )


def searches(**counts):
    frame = pd.DataFrame({"search_term": [t.replace("_", " ") for t in counts], "count": list(counts.values())})
    return schema.conform(frame.assign(source_file="s", source_row=range(len(counts))), schema.SEARCHES)


def mined(spoken=NO_TURNS, typed=NO_SEARCHES, **given):
    phrases, _ = mine_phrases(spoken, typed, Language(**given))
    return dict(zip(phrases["phrase"], phrases["count"], strict=True))


def test_phrases_are_verbatim_and_counted_by_caller():
    said = turns(
        "Hi, I'm looking for a garden office please.",
        "do you do a Garden Office with a toilet?",
        "a garden office, a garden office!",
        "how much are garden offices",
        "an insulated garden office",
        "the insulated garden office you had",
    )
    found = mined(said)
    assert found["garden office"] == 6
    assert found["insulated garden office"] == 2
    assert not any(p.startswith(("a ", "the ")) or p.endswith(" please") for p in found)
    for phrase in found:
        assert any(phrase in text for text in said["text"])


def test_one_person_counts_once():
    assert mined(turns("a log cabin", "a log cabin", customer_id=["x", "x"])) == {}
    assert mined(turns("a log cabin", "a log cabin", person=["x", "y"])) == {"log cabin": 2}


def test_the_agents_words_never_count_when_repeated():
    said = [
        ("so the garden pod?", "yes the garden pod"),
        ("a garden pod then", "a garden pod or a studio"),
        ("", "a studio"),
    ]
    rows = [
        {"call_id": str(i), "turn": t, "speaker": who, "text": text, "source_file": "f", "source_row": 2 * i + t}
        for i, pair in enumerate(said)
        for t, (who, text) in enumerate(zip(("Agent", "Caller"), pair, strict=True))
    ]
    sides, _ = customer_turns(schema.conform(pd.DataFrame(rows), schema.CALLS), Language())
    assert mined(sides) == {"studio": 2}


def test_redaction_marks_are_no_words():
    found = mined(turns("my name is [name] garden room", "it's [name] and a garden room"))
    assert found == {"garden room": 2}


def test_searches_stand_whole_with_their_spelling():
    found = mined(typed=searches(gardn_ofice=5, garden_office_with_toilet=3, garden_offices=2, garden_office=4, once=1))
    assert found == {"garden office": 6, "gardn ofice": 5, "garden office with toilet": 3}


def test_spoken_and_searched_meet():
    phrases, quotes = mine_phrases(turns("a garden office", "garden offices"), searches(garden_office=4), Language())
    row = phrases.iloc[0]
    assert (row["phrase"], row["count"], row["callers"], row["searches"]) == ("garden office", 6, 2, 4)
    assert set(quotes["quote"]) == {"a garden office", "garden offices", "garden office"}


def test_junk_searches_are_set_aside_by_name():
    typed = schema.conform(
        pd.DataFrame(
            {
                "search_term": ["(not set)", "https://x.com/a", "12345", "jane@example.com", "07700 900123", "boiler"],
                "source_row": range(6),
            }
        ),
        schema.SEARCHES,
    )
    kept, aside = customer_searches(typed)
    assert kept["search_term"].tolist() == ["boiler"]
    assert len(aside) == 5
    assert not aside["content"].str.contains("jane@|900123").any()


def test_other_languages_pass_unharmed():
    found = mined(turns("Gartenhäuser aus Holz", "ein Gartenhäuser Katalog", "園芸 オフィス", "園芸 オフィス"))
    assert "Gartenhäuser" in found
    assert "園芸 オフィス" in found


def test_the_order_of_rows_does_not_matter():
    said = turns(
        *[
            f"a {a} {b} for the {c}"
            for a in ("small", "oak", "garden")
            for b in ("shed", "office")
            for c in ("dog", "bikes")
        ]
    )
    typed = searches(garden_shed=3, oak_office=2, oak_offices=2)
    one = mine_phrases(said, typed, Language())
    other = mine_phrases(said.sample(frac=1, random_state=3), typed.sample(frac=1, random_state=4), Language())
    for a, b in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(a, b)


def test_quotes_are_short_and_of_different_callers():
    said = turns(*["word " * 200 + "a garden office " + "word " * 200] * 12)
    _, quotes = mine_phrases(said, NO_SEARCHES, Language())
    assert quotes["quote"].str.len().max() < 300
    assert quotes.groupby("phrase_id")["call_id"].nunique().max() > 5


def test_nothing_gives_nothing():
    assert [len(t) for t in mine_phrases(NO_TURNS, NO_SEARCHES, Language())] == [0, 0]
    assert mined(turns("!!!", "um yeah")) == {}


@pytest.mark.slow
def test_twenty_thousand_calls():
    import time

    words = [
        "garden",
        "office",
        "with",
        "a",
        "log",
        "cabin",
        "and",
        "oak",
        "I",
        "want",
        "small",
        "the",
        "pod",
        "please",
    ]
    said = turns(*[" ".join(words[(i * k + k) % 14] for k in range(1, 60)) for i in range(20_000)])
    began = time.perf_counter()
    phrases, _ = mine_phrases(said, NO_SEARCHES, Language())
    assert time.perf_counter() - began < 60
    assert 0 < len(phrases) <= 5_000
