"""Personal data goes, products stay, and redacting twice changes nothing."""

from __future__ import annotations

import json
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyworth import schema
from keyworth.assets import check_manifest
from keyworth.errors import UnusableModel
from keyworth.language import redact_calls
from keyworth.privacy import redact
from keyworth.privacy.dialogue import Dialogue, asked_for
from keyworth.privacy.redaction import LABELS
from keyworth.settings import Language

GONE = [
    ("my name is john smith and i want a garden office", "my name is [name] and i want a garden office"),
    ("hello this is oluwaseun adebayo speaking", "hello this is [name] speaking"),
    ("it's mrs thandiwe nkosi here", "it's mrs [name] here"),
    ("my name is Nguyen Thi Minh Khai", "my name is [name]"),
    ("my name is maria del carmen de la cruz calling from leeds", "my name is [name] calling from leeds"),
    ("my surname is o'shaughnessy", "my surname is [name]"),
    ("name's kowalczyk k o w a l c z y k", "name's [name]"),
    ("je m'appelle Amélie Dupont", "je m'appelle [name]"),
    ("Dear Mrs Thompson,", "Dear Mrs [name],"),
    ("oh one six one four nine six double oh one two", "[phone]"),
    ("my mobile is oh seven seven hundred nine hundred one two three", "my mobile is [phone]"),
    ("it's 07700 900 982 or (020) 7946 0018", "it's [phone] or [phone]"),
    ("+44 20 7946 0123", "[phone]"),
    ("call me on (555) 123-4567", "call me on [phone]"),
    ("it's jane dot smith at gmail dot com", "it's [email]"),
    ("write to jane.smith+x@example.co.uk please", "write to [email] please"),
    ("jimwebb 65 gmailcom", "[email]"),
    ("i live at 14 acacia gardens leeds ls1 4ab", "i live at [address] [postcode]"),
    ("7504 taylor drive brooklyn ny 11238", "[address]"),
    ("postcode's m one one a a", "postcode's [postcode]"),
    ("card number 4111 1111 1111 1111 please", "card number [card] please"),
    ("sort code 20-00-00 account 55779911", "sort code [account] account [account]"),
    ("my iban is de89 3704 0044 0532 0130 00", "my iban is [account]"),
    ("national insurance ab 12 34 56 c", "national insurance [national insurance]"),
    ("ssn 123-45-6789", "ssn [ssn]"),
    ("the last four of my social is oh four one nine", "the last four of my social is [ssn]"),
    ("my date of birth is fourth of july nineteen eighty two", "my date of birth is [date of birth]"),
    ("my policy number is ded 585841269", "my policy number is [id]"),
    ("my booking reference is QX7T9L", "my booking reference is [id]"),
    ("https://example.com/reset?token=9f8a7b6c5d", "[url with token]"),
]
KEPT = [
    "i want a garden room 3.5m x 4m for £12,000",
    "do you sell the rtx 3080 or the iPhone 12 pro max 256gb",
    "a bmw 320d from 2017, or a honda city",
    "it's about twenty five thousand pounds, between 1500 and 2000 quid",
    "is the oslo the same as the bergen",
    "the victoria orangery 4000 x 3000",
    "harper 3 seater sofa in rose gold",
    "we have 2 garden rooms down the road",
    "model number wh-1000xm4, ean 5012345678900",
    "a latte with almond milk and a classic caesar",
    "look at the shop. in fact, look at me",
    "my name's on the list",
    "u p v c windows",
    "galaxy s8 6gb",
    "",
]


@pytest.mark.parametrize(("said", "kept"), GONE)
def test_personal_data_goes(said, kept):
    assert redact(said) == kept


@pytest.mark.parametrize("said", KEPT)
def test_products_sizes_and_prices_stay(said):
    assert redact(said) == said


def test_names_that_are_known_go_wherever_they_stand():
    assert (
        redact("I told Grace Baker the baker is closed", ["Baker, Grace (Guest)"])
        == "I told [name] the baker is closed"
    )
    assert redact("ask Zebedee about the pod", ["Zebedee"]) == "ask [name] about the pod"


def test_a_short_answer_to_a_question_is_what_was_asked_for():
    assert redact("yes it's tamsin fforde", question="Can I take your name?") == "yes it's [name]"
    assert redact("4471", question="And your order number?") == "[id]"
    assert redact("a garden room", question="Can I take your name?") == "a garden room"


FRAGMENTS = st.sampled_from(
    [said for said, _ in GONE]
    + KEPT
    + [f"[{label}]" for label in LABELS]
    + ["my name is", "at", "dot com", "oh", "[", "]", "7"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=20)), max_size=6), st.sampled_from([" ", ", ", ". ", ""]))
def test_redacting_twice_changes_nothing(pieces, glue):
    once = redact(glue.join(pieces))
    assert redact(once) == once


def test_naughty_strings_do_no_harm(shared_data):
    for naughty in json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8")):
        once = redact(naughty)
        assert redact(once) == once
        assert redact(naughty, [naughty]) is not None


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "7",
        "7 ",
        "a@",
        "my name is ",
        "a.b ",
        "at ",
        "one ",
        "1 a street ",
        "j o n ",
        "[name] ",
        "-",
        "é ",
        "a dot ",
        "12 x ny ",
    ],
)
def test_time_grows_no_faster_than_the_text(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        began = time.perf_counter()
        redact(text)
        return time.perf_counter() - began

    seconds(1_000)
    small, large = seconds(20_000), seconds(160_000)
    assert large < 30 * max(small, 0.02), (small, large)


ANSWERS = [
    ("What's your name?", "grace", "[name]"),
    ("and your surname?", "baker", "[name]"),
    ("Could you spell it please?", "b a k e r", "[name]"),
    ("May I have your name and the last four of your social?", "grace baker 4471", "[name] [ssn]"),
    ("May I have your name and the last four of your social?", "rani and 5421", "[name] and [ssn]"),
    ("Hi, my name's Sam, and yours?", "ottilie", "[name]"),
    ("your card number please", "4532 7781", "[card]"),
    ("What are the last digits of the card?", "ending 7781", "ending [card]"),
    ("account number?", "k 20 991", "[account]"),
    ("your sort code and account?", "20 40 60 and 11223344", "[account] and [account]"),
    ("And the account number?", "four four oh nine", "[account]"),
    ("booking reference?", "k 7 2 h q 9", "[id]"),
    ("order number?", "a1 b2 c3", "[id]"),
    ("What's the policy number?", "hom 99 12", "[id]"),
    ("What's the email?", "tom dot farr at brightmail dot co dot uk", "[email]"),
    ("your email?", "johnny 45 gmail com", "[email]"),
    ("Could I take your postcode?", "s w 4 seven a b", "[postcode]"),
    ("What's the new password?", "tulip 42", "[password]"),
    ("address please", "no 45 lake view road bridgetown al 78529", "[address]"),
    ("What's the delivery address?", "flat 2 lomond house", "[address]"),
]
NOT_ANSWERS = [
    ("your address?", "change my address my credit card"),
    ("your card number?", "why do you need my card"),
    ("Could I have your name?", "sure one moment"),
    ("your name?", "i want a garden room 4 by 3"),
    ("What is your budget?", "about 4000"),
    ("which year is your car?", "2016"),
    ("which model?", "skoda octavia"),
    ("", "change my address my credit card and my phone number"),
    ("", "do you sell the karlstad corner sofa"),
]
CUED = [
    ("my account number is 8965", "my account number is [account]"),
    ("6754 is my ssn", "[ssn] is my ssn"),
    ("my password is tulip42", "my password is [password]"),
    ("email is catladymsncom", "email is [email]"),
    ("my card ends in 7781", "my card ends in [card]"),
    ("card number 4532 7781 0921 3344", "card number [card]"),
    ("my zip code is 60614", "my zip code is [postcode]"),
    ("my confirmation number is zt 4k 9p", "my confirmation number is [id]"),
    ("confirmation code jrtwpl", "confirmation code [id]"),
    ("deliver it to 18 brook lane hatfield al10 9dn", "deliver it to [address] [postcode]"),
    ("contact no 524 789 4158 address 777 elm avenue dayton oh 45402", "contact no [phone] address [address]"),
]


@pytest.mark.parametrize(("question", "said", "kept"), ANSWERS)
def test_what_was_asked_for_goes(question, said, kept):
    assert redact(said, question=question) == kept


@pytest.mark.parametrize(("question", "said"), NOT_ANSWERS)
def test_what_does_not_answer_stays(question, said):
    assert redact(said, question=question) == said


@pytest.mark.parametrize(("said", "kept"), CUED)
def test_values_beside_their_cue_go(said, kept):
    assert redact(said) == kept


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("May I have your first and last name and the last four digits of your SSN?", {"name", "number", "ssn"}),
        ("Could you help me with the booking confirmation number", {"id", "number"}),
        ("Where shall we deliver it?", {"address"}),
        ("What name should I put down?", {"name"}),
        ("Thanks Anna, I have your account number. What can I do for you?", {"other"}),
        ("Hi, my name is Sam. How may I help?", {"other"}),
        ("What's the brand name of the car?", {"other"}),
        ("", set()),
    ],
)
def test_what_a_question_asks_for(question, kinds):
    assert asked_for(question) == kinds


def test_a_question_stays_open_over_go_on_and_closes_with_the_next():
    call = Dialogue()
    turns = [
        ("a", "your card number please?"),
        ("c", "4532 7781"),
        ("a", "mm hmm"),
        ("c", "0921"),
        ("a", "which size?"),
    ]
    asked = [call.heard(*turn) for turn in turns]
    assert "card" in asked[1]
    assert "card" in asked[3]
    assert call.heard("c", "4000") == {"other"}


def test_whole_calls_are_redacted_by_what_was_asked():
    said = [
        ("Agent", "Thanks for calling. Can I take your name?"),
        ("Customer", "sure, one moment"),
        ("Customer", "shanthi vaidyan"),
        ("Agent", "Thank you Shanthi. And the number on your card?"),
        ("Customer", "four five three two"),
        ("Agent", "mm hmm"),
        ("Customer", "seven seven eight one"),
        ("Agent", "How wide is the garden room?"),
        ("Customer", "4000 by 3000"),
    ]
    frame = pd.DataFrame(said, columns=["speaker", "text"]).assign(call_id="c", source_file="c.csv", role="unknown")
    frame["turn"] = frame["source_row"] = range(len(frame))
    calls = redact_calls(schema.conform(frame, schema.CALLS), schema.empty(schema.SALES), Language())
    assert calls["text"].tolist() == [
        "Thanks for calling. Can I take your name?",
        "sure, one moment",
        "[name]",
        "Thank you [name]. And the number on your card?",
        "[card]",
        "mm hmm",
        "[card]",
        "How wide is the garden room?",
        "4000 by 3000",
    ]


def test_a_classifier_that_was_changed_is_refused(tmp_path):
    (tmp_path / "tokens.json").write_text("{}", encoding="utf-8")
    (tmp_path / "manifest.json").write_text('{"files": {"tokens.json": "0"}}', encoding="utf-8")
    with pytest.raises(UnusableModel):
        check_manifest(tmp_path)
