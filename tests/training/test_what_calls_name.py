"""Which calls are learnt from, by what their rows name; who is found again when asked for; which weeks are unseen."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest

from keyworth import schema
from keyworth.errors import UnusableModel
from keyworth.training import Models, gate
from keyworth.training.console_text import render_changes
from keyworth.training.split import caller_hash, exact_hash, id_hashes, unseen_weeks
from keyworth.training.weak_labels import SEVERAL, weak_examples
from tests.training.test_registry import files

SHOP = schema.conform(
    pd.DataFrame({"product_id": ["P1", "P2", "P3"], "title": ["Garden office", "Leather sofa", "Laser printer"]}),
    schema.CATALOGUE,
)
THING = np.arange(3)
SAID = "hello I would like to know what it costs please"


def examples(rows, sales=()):
    """Return what is learnt from rows of (product, role, customer_id, person), all of one call."""
    made = [
        {"call_id": "Call 7", "turn": i, "role": role, "text": SAID, "product": product, "customer_id": customer,
         "person": person, "started_at": pd.Timestamp("2026-01-05", tz="UTC")}
        for i, (product, role, customer, person) in enumerate(rows)
    ]  # fmt: skip
    calls = schema.conform(pd.DataFrame(made), schema.CALLS)
    sold = schema.conform(pd.DataFrame(sales, columns=["customer_id", "person", "product", "stage"]), schema.SALES)
    return weak_examples(calls, calls[calls["role"] == "customer"], sold, SHOP, THING)


def row(product="", role="customer", customer="C-1", person=""):
    return product, role, customer, person


TWO = [
    ("Garden office", "Leather sofa"), ("Garden office; Leather sofa", ""), ("P1", "Leather sofa"), ("P1;P2", "P1"),
    ("", "Laser printer;Leather sofa"), ("Garden office", "Something never sold"), ("P3", "laser-printer; P1"),
]  # fmt: skip
ONE = [
    ("Garden office", "garden OFFICE"), ("P1", "Garden office"), ("", "P1"), ("P1; P1", ""), ("garden-office", "P1"),
    ("P1;", ";P1"), ("Garden office", ""),
]  # fmt: skip


@pytest.mark.parametrize("named", TWO)
@pytest.mark.parametrize("roles", [("customer", "customer"), ("customer", "agent"), ("agent", "customer")])
def test_a_call_whose_rows_name_two_products_is_set_aside_whatever_their_order(named, roles):
    for order in itertools.permutations(zip(named, roles, strict=True)):
        learnt, aside = examples([row(p, r) for p, r in order] + [row()])
        assert learnt.empty
        assert aside["reason"].tolist() == [SEVERAL]
        assert aside["content"].str.startswith("Call 7: ").all()


@pytest.mark.parametrize("named", ONE)
def test_a_call_whose_rows_name_one_product_is_learnt_from_whatever_their_order(named):
    for order in itertools.permutations(named):
        learnt, aside = examples([row(order[0]), row(order[1], "agent"), row()])
        assert learnt["product"].tolist() == [0], aside["reason"].tolist()


def test_a_sale_of_two_products_tells_nothing():
    for sale in ([("C-1", "", "P1; P2", "won")], [("C-1", "", "P1", "won"), ("C-1", "", "P2", "won")]):
        learnt, aside = examples([row()], sale)
        assert learnt.empty
        assert len(aside) == 1


PHONE = schema.person_key("020 7946 0123")
MAIL = schema.person_key("ann@shop.example")
ASKED = [
    "C-1", "c-1", " C-1 ", "Ｃ-1", "Call 7", "call 7", "CALL  7", "020 7946 0123", "+44 20 7946 0123",
    "+44 (0)20 7946-0123", "0044 20 7946 0123", "(020) 79460123", "Ann@Shop.example", "ANN@SHOP.EXAMPLE ", "D-9", "d-9",
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_purge_finds_a_caller_by_every_id_however_it_is_spelled(tmp_path, asked):
    sales = [("C-1", MAIL, "P1", "won"), ("D-9", PHONE, "P1", "lead")]
    learnt, _ = examples([row("P1", person=""), row("", "agent", "", PHONE)], sales)
    assert len(learnt) == 1
    models = Models(tmp_path / "models")
    name = models.add({**files(1), "caller_ids.json": json.dumps(learnt["ids"].iloc[0].split()).encode()})
    assert models.learnt_from(asked) == [name]
    for other in ("C-10", "call 8", "020 7946 0124", "bob@shop.example", ""):
        assert models.learnt_from(other) == []


def test_what_early_versions_kept_is_found_too(tmp_path):
    models = Models(tmp_path / "models")
    name = models.add({**files(1), "callers.json": json.dumps([exact_hash("C-17")]).encode()})
    assert models.learnt_from("C-17") == [name]
    assert exact_hash("c-17") == caller_hash("C-17") in id_hashes("c-17")


@pytest.mark.parametrize("found", [2, 0, "1", None, True, [1], 1.5])
def test_another_format_is_not_guessed_at(tmp_path, found):
    from tests.training.test_registry import craft

    models = Models(tmp_path / "models")
    models.folder.mkdir()
    made = craft(models, json.dumps({"format": found, "files": {}}).encode())
    with pytest.raises(UnusableModel) as told:
        models.read(made)
    assert "its format is" in str(told.value)
    model = json.loads(files(1)["model.json"])
    name = models.add({**files(1), "model.json": json.dumps({**model, "format": found}).encode()})
    with pytest.raises(UnusableModel):
        models.promote(name)
    made = craft(models, b'{"files": {}}')
    with pytest.raises(UnusableModel):
        models.read(made)


DAYS = pd.Series(pd.date_range("2026-01-05", periods=40, freq="7D", tz="UTC"))


def test_a_week_is_unseen_where_it_is_kept_and_nothing_of_it_was_learnt():
    weeks = unseen_weeks(DAYS, DAYS.iloc[:0])
    assert 0 < (weeks != "").sum() < len(weeks)
    assert set(unseen_weeks(DAYS, DAYS)) == {""}
    undated = pd.Series([pd.NaT] * 3, dtype="datetime64[us, UTC]")
    assert set(unseen_weeks(undated, DAYS.iloc[:0])) == {""}, "an unknown week is not an unseen one"


def items(weeks):
    product = np.arange(200) % 4
    eye = np.full((4, 4), 0.02) + np.eye(4) * 0.9
    worse = np.where(np.arange(200) % 5 == 0, (product + 1) % 4, product)
    group = np.array([f"group {p}" for p in product], object)
    callers = np.array([f"test {i}" for i in range(200)], object)
    return gate.Items(product, group, callers, eye[worse], eye[product], np.array(weeks, dtype=object))


def test_no_unseen_week_is_no_promotion():
    seen = gate.judge(items([""] * 200), {}, 150)
    assert (seen.answer, seen.names) == ("refuse", ["no_unseen_week"])
    some = gate.judge(items(["2026-W04"] * 30 + [""] * 170), {}, 150)
    assert some.answer == "promote"
    assert some.numbers["unseen_weeks"] == {"weeks": 1, "items": 30, "champion": 24, "challenger": 30}


def test_what_a_promotion_changes_is_told():
    assert render_changes([], "the audit") == "It changes nothing in the audit: no verdict, no product, no pound."
    changes = [
        {"keyword": "sofa", "before": "cut", "after": "keep", "at_stake": 100.0},
        {
            "keyword": "pod",
            "before": "fix",
            "after": "fix",
            "at_stake": 50.0,
            "product_before": "",
            "product_after": "Cabin",
        },
    ]
    told = render_changes(changes, "the audit")
    assert "2 keywords in the audit: 1 verdict (100 at stake), 1 product." in told
    assert "pod: fix; no product → Cabin" in told
    assert "… and 90 more" in render_changes(changes[:1] * 100, "the audit")
