"""What people answered decides, is told as theirs, and moves what is near it only where that proved worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from keyworth import schema
from keyworth.relevance import answers, near_answers
from keyworth.settings import Relevance, read_settings

CATALOGUE = schema.conform(
    pd.DataFrame(
        {
            "product_id": ["007", "b-1", "old", "case"],
            "title": ["Potting bench", "Cold frame", "Wooden sledge", "Sledge cover"],
            "status": ["active", "out_of_stock", "retired", "active"],
            "price": [90.0, 45.0, 30.0, 9.0],
            "replaced_by": ["", "", "b-1", ""],
        }
    ),
    schema.CATALOGUE,
)


def rows(**more: object) -> pd.DataFrame:
    """Return the relevance of five keywords of which nobody can tell."""
    keys = ["bench for seedlings", "glass lid for plants", "sledge", "cover for a sledge", "greenhouse heater"]
    made = {"keyword_key": keys, "applicable": True, "product_relevance": 0.4, "product_status": "unclear",
            "product_id": "007", "product_title": "Potting bench", "price": 90.0}  # fmt: skip
    return schema.conform(pd.DataFrame({**made, **more}), schema.RELEVANCE)


def said(*given: tuple[str, ...]) -> pd.DataFrame:
    """Return answers: keyword, answer, product id, by, on."""
    columns = ["keyword", "answer", "product_id", "answered_by", "answered_on"]
    return schema.conform(pd.DataFrame(list(given), columns=columns), schema.ANSWERS)


def take(given: pd.DataFrame, relevance: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    found, told = answers.take_answers(rows() if relevance is None else relevance, given, CATALOGUE, Relevance())
    return found.set_index("keyword_key"), told


def test_without_answers_nothing_changes() -> None:
    before = rows()
    after, told = answers.take_answers(before, schema.empty(schema.ANSWERS), CATALOGUE, Relevance())
    pd.testing.assert_frame_equal(after, before)
    assert told.empty


def test_an_answer_decides_which_product_and_whether_one_answers() -> None:
    found, told = take(said(
        ("Bench for seedlings", "product", "007", "Ann", "2026-11-30"),
        ("glass lid for plants", "product", "B-1", "Ann", "2026-11-30"),
        ("sledge", "product", "old", "Ann", "2026-11-30"),
        ("cover for a sledge", "accessory_only", "case", "Ann", "2026-11-30"),
        ("greenhouse heater", "none", "", "Ann", "2026-11-30"),
    ))  # fmt: skip
    wanted = ["active", "out_of_stock", "retired", "accessory_only", "none"]
    assert found["product_status"].tolist() == wanted
    assert found["product_id"].tolist() == ["007", "b-1", "old", "case", "007"]
    assert (found["product_relevance"] > 0.9).tolist() == [True, True, False, False, False]
    assert set(found["answered_by"]) == {"Ann"}
    assert found.loc["sledge", ["retired_id", "successor_title"]].tolist() == ["old", "Cold frame"]
    assert set(told["used"]) == {answers.USED}
    assert list(found.reset_index().columns) == list(schema.RELEVANCE.columns)


def test_none_of_what_was_sold_once_is_still_retired() -> None:
    once = rows(product_status="retired", product_id="old", retired_id="old", retired_relevance=0.9)
    found, _ = take(said(("sledge", "none", "", "Ann", "2026-11-30")), once)
    assert found.loc["sledge", ["product_status", "product_id"]].tolist() == ["retired", "old"]


def test_what_is_sold_and_stands_in_no_catalogue_is_on_sale_without_a_product() -> None:
    found, _ = take(said(("greenhouse heater", "other", "", "Ann", "2026-11-30")))
    row = found.loc["greenhouse heater"]
    assert (row["product_status"], row["product_id"], row["product_title"]) == ("active", "", "")
    assert np.isnan(row["price"])


def test_a_keyword_that_could_not_be_judged_may_be_answered() -> None:
    silent = rows(applicable=False, reason="it is not English", product_relevance=float("nan"), product_status="none")
    found, _ = take(said(("sledge", "product", "b-1", "Ann", "2026-11-30")), silent)
    assert found.loc["sledge", ["product_status", "reason"]].tolist() == ["out_of_stock", ""]
    assert bool(found.loc["sledge", "applicable"])


@pytest.mark.parametrize(
    ("given", "status", "used"),
    [
        ([("sledge", "none", "", "Ann", "2026-11-01"), ("sledge", "product", "b-1", "Bob", "2026-11-02")],
         "out_of_stock", ["not used: a later answer stands", answers.USED]),
        ([("sledge", "none", "", "Ann", "2026-11-01"), ("sledge", "product", "b-1", "Bob", "2026-11-01")],
         "unclear", ["not used: people disagree"] * 2),
        ([("sledge", "none", "", "Ann", "2026-11-01"), ("sledge", "product", "b-1", "Ann", "2026-11-01")],
         "out_of_stock", ["not used: a later answer stands", answers.USED]),
        ([("sledge", "none", "", "Ann", "2026-11-01"), ("sledge", "none", "", "Bob", "2026-11-01")],
         "none", [answers.USED, "it says the same as another's"]),
        ([("sledge", "product", "sold out for good", "Ann", "2026-11-01")],
         "unclear", ["not used: its product is not in the catalogue any more"]),
        ([("sledge", "perhaps", "", "Ann", "2026-11-01")],
         "unclear", ["not used: its answer is none of product, other, accessory_only, none"]),
        ([("hovercraft", "none", "", "Ann", "2026-11-01")], "unclear",
         ["not used: the report does not list the keyword"]),
    ],
    ids=["later", "dispute", "changed mind", "agree", "gone", "odd", "not listed"],
)  # fmt: skip
def test_every_answer_is_told_what_became_of_it(given: list, status: str, used: list[str]) -> None:
    found, told = take(said(*given))
    assert found.loc["sledge", "product_status"] == status
    assert told["used"].tolist() == used


def _report(n: int, sold: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Return keywords in twins of one meaning, of which the first of each is answered; and their vectors."""
    keys = [f"thing {i}" for i in range(n)] + [f"twin {i}" for i in range(n)]
    frame = pd.DataFrame({"keyword_key": keys, "applicable": True, "product_relevance": 0.45,
                          "product_status": "unclear", "product_id": "007"})  # fmt: skip
    given = [(f"thing {i}", "product" if sold[i] else "none", "007" if sold[i] else "", "Ann", "2026-11-30")
             for i in range(n)]  # fmt: skip
    return schema.conform(frame, schema.RELEVANCE), said(*given), np.eye(n, dtype=np.float32)


def _vectors(monkeypatch: pytest.MonkeyPatch, of: dict[str, np.ndarray]) -> None:
    monkeypatch.setattr(near_answers, "cores", lambda keys, catalogue: list(keys))
    monkeypatch.setattr(near_answers, "encode_texts", lambda texts, *_: np.stack([of[t] for t in texts]))


def test_what_is_near_moves_where_the_answers_bear_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    n, sold = 20, np.arange(20) % 4 < 2
    frame, given, eye = _report(n, sold)
    meaning = {f"{kind} {i}": eye[i // 2] for i in range(n) for kind in ("thing", "twin")}  # pairs share a meaning
    _vectors(monkeypatch, meaning)
    found, _ = answers.take_answers(frame, given, CATALOGUE, Relevance())
    twins = found.iloc[n:]
    assert (twins["product_relevance"] > 0.45).tolist() == sold.tolist()
    assert set(twins["product_status"]) == {"active", "none"} or set(twins["product_status"]) == {"active", "unclear"}
    assert twins["answer_near"].str.startswith("thing ").all()
    assert (twins["answered_by"] == "").all()


def test_nothing_moves_where_it_did_not_prove_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 20
    frame, given, eye = _report(n, np.arange(n) % 2 == 0)
    meaning = {f"{kind} {i}": eye[i // 2] for i in range(n) for kind in ("thing", "twin")}  # and answers differ
    _vectors(monkeypatch, meaning)
    found, _ = answers.take_answers(frame, given, CATALOGUE, Relevance())
    assert (found.iloc[n:]["product_relevance"] == 0.45).all()
    assert found.iloc[n:]["answer_shift"].isna().all()


def test_few_answers_move_nothing_and_nothing_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_answers, "encode_texts", lambda *_: pytest.fail("encoded in vain"))
    frame, given, _ = _report(near_answers.LEAST - 1, np.ones(near_answers.LEAST - 1, bool))
    found, _ = answers.take_answers(frame, given, CATALOGUE, Relevance())
    assert found["answer_shift"].isna().all()


def test_order_of_answers_and_keywords_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    n, sold = 20, np.arange(20) % 4 < 2
    frame, given, eye = _report(n, sold)
    _vectors(monkeypatch, {f"{kind} {i}": eye[i // 2] for i in range(n) for kind in ("thing", "twin")})
    one, _ = answers.take_answers(frame, given, CATALOGUE, Relevance())
    two, _ = answers.take_answers(frame[::-1].reset_index(drop=True), given[::-1], CATALOGUE, Relevance())
    two = two.sort_values("keyword_key", ignore_index=True)
    pd.testing.assert_frame_equal(one.sort_values("keyword_key", ignore_index=True).drop(columns="answer_near"),
                                  two.drop(columns="answer_near"))  # fmt: skip


def test_answers_beside_keyworth_toml_are_found(tmp_path) -> None:
    (tmp_path / "keyworth.toml").write_text("[relevance]\nbrand_terms = ['x']\n")
    assert read_settings(tmp_path / "keyworth.toml").relevance.answers == ""
    (tmp_path / "answers.csv").write_text("keyword,answer\nsledge,none\n")
    found = read_settings(tmp_path / "keyworth.toml").relevance
    assert found.answers == str(tmp_path / "answers.csv")
    assert answers.read_answers(found.answers)["answer"].tolist() == ["none"]
