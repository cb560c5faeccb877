"""What staff answer: that a thing is not sold, or no more; and what is no such answer."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.language.refusals import refusal, staff_answers
from keyworth.settings import Language

GATE = "Hello, do you do electric gates?"


@pytest.mark.parametrize(
    ("answer", "once"),
    [
        ("We don't do gates, I'm afraid.", False), ("No, that's not something we offer.", False),
        ("Gates aren't something we do.", False), ("You'd want a blacksmith for that.", False),
        ("I'm afraid we only do fencing, not that.", False), ("We've never fitted those.", False),
        ("Sorry, we don't supply them.", False), ("Not any more, no.", True),
        ("We stopped doing gates last year.", True),
        ("We used to, but that line has finished.", True), ("They've been discontinued.", True),
        ("We no longer make them.", True),
    ],
)  # fmt: skip
def test_a_refusal_is_heard_with_its_sentence(answer: str, once: bool) -> None:
    assert refusal(GATE, f"Good morning. {answer} Anything else?") == (answer, once)


@pytest.mark.parametrize(
    "answer",
    [
        "We do, it comes under access control.", "We don't do Saturdays, sorry.",
        "We can't do that today, is Monday any good?",
        "I don't have your number in front of me.", "We don't charge for a visit.", "We don't take cards for that.",
        "Of course, whereabouts are you?", "It's not far.", "We won't be long.", "Don't you have one already?",
    ],
)  # fmt: skip
def test_a_day_a_payment_or_a_question_refuses_no_thing(answer: str) -> None:
    assert refusal(GATE, answer) == ("", False)


def calls(*turns: tuple[str, str, str], **more) -> pd.DataFrame:
    frame = pd.DataFrame(turns, columns=["call_id", "role", "text"])
    frame = frame.assign(speaker=frame["role"], turn=frame.groupby("call_id").cumcount(), **more)
    return schema.conform(frame, schema.CALLS)


def test_a_call_says_what_was_asked_what_was_answered_and_what_it_came_to() -> None:
    heard = calls(
        ("a", "customer", "Do you do gates?"), ("a", "agent", "We don't do those, no."),
        ("a", "customer", "Oh, a shame."),
        ("b", "customer", "A price for a fence?"), ("b", "agent", "Yes, our boundary solution."), person="x",
    )  # fmt: skip
    heard.loc[heard["call_id"] == "a", "person"] = "y"
    sales = schema.conform(pd.DataFrame({"person": ["x"], "product": ["Fence panel"], "stage": ["won"]}), schema.SALES)
    out = staff_answers(heard, sales, Language()).set_index("call_id")
    assert out.loc["a", ["asked", "refused", "answer", "product"]].tolist() == [
        "Do you do gates?",
        True,
        "We don't do those, no.",
        "",
    ]
    assert out.loc["b", ["refused", "product", "won"]].tolist() == [False, "Fence panel", True]
    assert "boundary solution" in out.loc["b", "staff"]


def test_no_calls_no_answers() -> None:
    assert staff_answers(schema.empty(schema.CALLS), schema.empty(schema.SALES), Language()).empty
