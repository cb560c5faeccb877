"""The customer's side of calls: who speaks, what is kept, what is set aside and why."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.language import customer_turns, redact_calls
from keyworth.settings import Language

SALES = schema.empty(schema.SALES)


def calls(*turns, **more):
    """Turns as (call_id, speaker, text)."""
    frame = pd.DataFrame(turns, columns=["call_id", "speaker", "text"]).assign(
        source_file="calls.csv", role="unknown", **more
    )
    frame["turn"] = frame.groupby("call_id").cumcount()
    frame["source_row"] = range(2, len(frame) + 2)
    return schema.conform(frame, schema.CALLS)


def roles(frame, **given):
    turns, aside = customer_turns(frame, Language(), **given)
    return turns["text"].tolist(), aside["reason"].tolist()


@pytest.mark.parametrize(
    ("agent", "customer"),
    [
        ("Agent", "Caller"),
        ("Sales Rep", "Customer"),
        ("Sam Rep", "Doe, Jane (Guest)"),
        ("Advisor", "Speaker 2"),
        ("Support", "Client"),
    ],
)
def test_labels_tell(agent, customer):
    assert roles(calls(("c", agent, "hello"), ("c", customer, "a shed please")))[0] == ["a shed please"]


def test_what_is_said_tells():
    frame = calls(
        ("c", "Speaker 1", "Acme Heating, Sam speaking, how can I help?"),
        ("c", "Speaker 2", "Hi, I'm looking for a boiler."),
        ("c", "Speaker 1", "Of course. Let me check what we offer."),
    )
    assert roles(frame)[0] == ["Hi, I'm looking for a boiler."]


def test_who_speaks_in_many_calls_is_staff():
    frame = calls(*[t for i in range(3) for t in ((f"c{i}", "Alex", "right"), (f"c{i}", f"Kim {i}", f"shed {i}"))])
    assert roles(frame)[0] == ["shed 0", "shed 1", "shed 2"]


def test_names_of_staff_are_given():
    frame = calls(("c", "Rep, Sam", "right"), ("c", "Jo", "a shed"))
    assert roles(frame, agent_names=["Sam Rep"])[0] == ["a shed"]


def test_a_call_without_a_customer_is_set_aside_by_name():
    texts, reasons = roles(calls(("c", "Agent", "hello? anyone there?"), ("d", "Caller", "a shed")))
    assert texts == ["a shed"]
    assert reasons == ["no customer's side in the call"]


def test_speech_without_labels_counts_only_where_no_staff_is_heard():
    frame = calls(("a", "", "Acme, Sam speaking. Hi, it beeps."), ("b", "", "I want a log cabin."))
    texts, reasons = roles(frame)
    assert texts == ["I want a log cabin."]
    assert "cannot be told" in reasons[0]


def test_turns_are_joined_and_nothing_is_lost():
    frame = calls(("c", "Caller", "a"), ("c", "Caller", "shed"), ("c", "Agent", "yes"), ("c", "Caller", " "))
    turns, aside = customer_turns(frame, Language())
    assert turns["text"].tolist() == ["a shed"]
    assert aside["reason"].tolist() == ["nothing was said"]


def test_retention():
    days = pd.to_datetime(["2026-01-01", "2026-08-01"], utc=True)
    frame = calls(("old", "Caller", "a hut"), ("new", "Caller", "a shed")).assign(started_at=days)
    turns, aside = customer_turns(frame, Language(retention_days=30))
    assert turns["text"].tolist() == ["a shed"]
    assert "older than 30 days" in aside["reason"].iloc[0]


def test_what_the_agent_had_just_said_is_noted():
    turns, _ = customer_turns(calls(("c", "Agent", "a garden pod?"), ("c", "Caller", "yes the garden pod")), Language())
    assert turns["echoed"].tolist() == ["a garden pod?"]


def test_calls_are_redacted_by_name_question_and_label():
    frame = calls(
        ("c", "Sam Rep", "Acme, Sam speaking, who's calling?"),
        ("c", "Doe, Jane (Guest)", "tamsin fforde, Jane is my mum"),
        ("c", "Sam Rep", "Thanks Tamsin, and your order number?"),
        ("c", "Doe, Jane (Guest)", "4471, for the garden room"),
    )
    out = redact_calls(frame, SALES, Language())
    assert out["speaker"].tolist() == ["agent", "customer"] * 2
    assert out["text"].tolist() == [
        "Acme, [name] speaking, who's calling?",
        "[name], [name] is my mum",
        "Thanks [name], and your order number?",
        "[id], for the garden room",
    ]
    assert redact_calls(frame, SALES, Language(redaction=False))["text"].tolist() == frame["text"].tolist()


def test_no_calls_at_all():
    none = schema.empty(schema.CALLS)
    assert not len(redact_calls(none, SALES, Language()))
    assert [len(t) for t in customer_turns(none, Language())] == [0, 0]


def test_the_order_of_rows_does_not_matter():
    frame = calls(*[(f"c{i % 7}", ("Agent", "Caller")[i % 2], f"text {i}") for i in range(60)])
    shuffled = frame.sample(frac=1, random_state=1)
    one, other = (customer_turns(redact_calls(f, SALES, Language()), Language())[0] for f in (frame, shuffled))
    pd.testing.assert_frame_equal(one, other)


def test_a_recording_named_after_a_person_is_kept_without_the_name(tmp_path):
    from keyworth import ingest, language, privacy
    from keyworth.settings import Settings

    said = "Agent: Acme Sheds, how can I help?\nCaller: I want a garden office.\n"
    for name in ("Call with Jane Doe.txt", "Call with John Doe.txt", "copy of Call with Jane Doe.txt"):
        (tmp_path / name).write_text(said if "John" not in name else said.replace("office", "room"))
    intake = ingest.read_files({"": sorted(tmp_path.iterdir())}, Settings().ingest)
    assert "Call with Jane Doe.txt" in intake.files["file"].tolist()  # check still tells the file
    calls = language.redact_calls(intake.tables["calls"], intake.tables["sales"], Settings().language)
    assert calls["call_id"].nunique() == calls["source_file"].nunique() == 2
    _, later = language.customer_turns(calls, Settings().language)
    kept = ingest.account(intake.files, intake.set_aside, [later], privacy.redact, privacy.redact_file_name)
    for table in (calls, *kept):
        assert not table.to_csv().count("Doe"), table.to_csv()
    assert set(calls["source_file"]) <= set(kept[0]["file"])
