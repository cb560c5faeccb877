"""Blind mode: what is asked, who can tell, and what is measured from it."""

from __future__ import annotations

import pytest

from keyworth.errors import KeyworthError
from keyworth.review.agreement import krippendorff_alpha
from keyworth.review.blind import MOST, blind_queue, judged, measured, random_sample
from keyworth.review.ledger import Ledger
from keyworth.review.review_session import Desk
from keyworth.review.server import create_app
from keyworth.review.signoff import Person
from keyworth.settings import Review
from tests.review.conftest import make_audit, make_keywords
from tests.review.visitors import HOST, OWN, enter

ANN, BOB = Person("Ann", "sales"), Person("Bob", "marketing")


@pytest.fixture
def wide(tmp_path) -> Desk:
    """A desk of forty keywords: half flagged, relevance known for all."""
    keywords = make_keywords(40)
    keywords["product_relevance"] = [0.9, 0.8, 0.2, 0.1] * 10
    return Desk(make_audit(tmp_path / "a", keywords=keywords), Ledger("sqlite://"), Review(blind_share=0.25))


def test_flagged_keywords_and_a_random_sample_are_mixed(wide):
    asked, sample = wide.blind_queue(), set(wide.sample)
    assert len(asked) == len(set(asked)) == 20
    assert len(sample) == 10
    flagged = [s for s in wide.shelf.subjects[:20] if s not in sample][:10]
    assert sorted(asked) == sorted([*sample, *flagged]), "the largest at stake, and the sample"
    places = [s in sample for s in asked]
    assert True in places[:6]
    assert False in places[:6], "nobody can tell them apart by their order"
    assert places != sorted(places)


def test_the_sample_is_random_and_the_same_for_everybody(wide):
    subjects = wide.shelf.subjects
    assert random_sample("a", subjects, 0.25) == random_sample("a", subjects[::-1], 0.25)
    assert random_sample("a", subjects, 0.25) != random_sample("b", subjects, 0.25)
    assert len(random_sample("a", [f"k{i}" for i in range(100_000)], 0.1)) == MOST, "nobody judges ten thousand"
    assert random_sample("a", [], 0.1) == []
    assert blind_queue("a", [], [], 0) == []
    hits = sum(len(set(random_sample(f"run {i}", subjects, 0.25)) & set(subjects[:20])) for i in range(200))
    assert 900 < hits < 1100, "drawn evenly from the flagged and the rest"


def test_only_the_random_part_measures_accuracy(wide):
    outside = [s for s in wide.blind_queue() if s not in wide.sample]
    for subject in outside:
        wide.judge(ANN, subject, "no", "no")
    found = measured(judged(wide.entries, wide.sample), wide.shelf)
    assert found["product"]["n"] == 0
    assert found["product"]["accuracy"] is None
    for subject in wide.sample:
        wide.judge(ANN, subject, "yes" if wide.shelf.row(subject)["product_relevance"] >= 0.5 else "no", "unsure")
    wide.judge(BOB, wide.sample[0], "yes", "no")
    wide.judge(BOB, wide.sample[1], "no", "no")
    found = measured(judged(wide.entries, wide.sample), wide.shelf)
    first, second = (wide.shelf.row(s)["product_relevance"] >= 0.5 for s in wide.sample[:2])
    disputed = (first is False) + (second is True)  # Bob against Ann: settled by nobody
    assert found["product"]["n"] == found["product"]["right"] == 10 - disputed
    assert found["product"]["pairs"] == 2
    assert found["customers"]["n"] == 2
    assert 0.6 < found["product"]["low"] < found["product"]["high"] == 1.0


def test_a_judgement_blocks_nobody_elses_decision(wide):
    subject = wide.sample[0]
    for who in (ANN, BOB, ANN):
        wide.judge(who, subject, "yes", "no")
    assert wide.keyword(subject)["standing"].version == 0
    wide.decide(BOB, subject, 0, "agree", "")
    assert len(wide.keyword(subject)["standing"].judgements) == 2
    with pytest.raises(KeyworthError, match="yes, no or unsure"):
        wide.judge(ANN, subject, "perhaps", "no")
    with pytest.raises(KeyworthError, match="no such keyword"):
        wide.judge(ANN, "none", "yes", "no")


def test_the_same_judgement_twice_is_one(wide):
    subject = wide.sample[0]
    first = wide.judge(ANN, subject, "yes", "no")
    assert wide.judge(ANN, subject, "yes", "no") == first
    wide.judge(BOB, subject, "yes", "no")
    assert wide.judge(ANN, subject, "yes", "no") == first, "whoever came between"
    wide.judge(ANN, subject, "no", "no")
    assert wide.judge(ANN, subject, "yes", "no").seq == 4, "another mind is another judgement"


def test_a_phrase_that_is_the_keyword_is_not_asked_about(tmp_path, tokens):
    keywords = make_keywords(8).assign(product_relevance=0.9, customer_phrase="Garden Room 5 ")
    desk = Desk(make_audit(tmp_path / "a", keywords=keywords), Ledger("sqlite://"), Review(blind_share=1.0))
    client = enter(create_app(desk, tokens, (HOST,)), tokens)
    for _ in range(8):
        page = client.get("/blind").text
        own = ">garden room 5</h2>" in page
        assert ("Do customers who say this" in page) == ('name="customers"' in page) == (not own)
        subject = page.split('name="subject" value="')[1].split('"')[0]
        form = {"subject": subject, "product": "yes"}
        assert client.post("/blind", data=form, headers=OWN).status_code == (303 if own else 422)
        if not own:
            client.post("/blind", data={**form, "customers": "no"}, headers=OWN)
    assert "judged them all" in client.get("/blind").text
    found = measured(judged(desk.entries, desk.sample), desk.shelf)
    assert (found["product"]["n"], found["customers"]["n"]) == (8, 7), "what was not asked measures nothing"


def test_the_blind_page_shows_no_score_and_ends(app, desk, tokens):
    client, left = enter(app, tokens), len(desk.blind_queue())
    for n in range(left):
        page = client.get("/blind").text
        assert f"{n} judged, {left - n} left" in page
        for told in ("0.90", "0.20", "100", "watch", "cut", "misaligned", "nothing on sale answers it", "At stake"):
            assert told not in page, told
        subject = page.split('name="subject" value="')[1].split('"')[0]
        form = {"subject": subject, "product": "yes", "customers": "unsure"}
        assert client.post("/blind", data=form, headers=OWN).status_code == 303
    assert "judged them all" in client.get("/blind").text
    assert "right on 1 of 1" in client.get("/signoff").text


def test_krippendorffs_own_example():
    """Nominal data of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: .743."""
    observers = {
        "a": "1 2 3 3 2 1 4 1 2 . . .", "b": "1 2 3 3 2 2 4 1 2 5 . 3",
        "c": ". 3 3 3 2 3 4 2 2 5 1 .", "d": "1 2 3 3 2 4 4 1 2 5 1 .",
    }  # fmt: skip
    rows = {name: values.split() for name, values in observers.items()}
    units = [{name: values[i] for name, values in rows.items() if values[i] != "."} for i in range(12)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([{"a": "x"}, {"b": "y"}]) is None
    assert krippendorff_alpha([{"a": "x", "b": "y"}] * 50) == pytest.approx(-0.98)
