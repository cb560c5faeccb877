"""What calls teach of names: whose words they are, how many said them, and how they did on callers not learnt from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from keyworth import language, retrain, schema
from keyworth.relevance.learnt_names import learnt_names as learnt_names_of
from keyworth.settings import Relevance, Settings
from keyworth.training import Models, learnt_names
from keyworth.training.learnt_names import heard_calls, learn_names, stands, taught_by
from keyworth.training.split import TEST, caller_hash, split_examples
from tests.training import made

SHOP = schema.conform(
    pd.DataFrame({"product_id": ["kiln", "wheel"], "title": ["Stoneware firing", "Throwing lesson"],
                  "status": "active"}), schema.CATALOGUE,
)  # fmt: skip
SAID = {
    "kiln": ("I need my mugs fired", "That comes under vitrification services."),
    "wheel": ("I would like a potters wheel class", "That is our centring induction."),
    "": ("do you have glaze chemicals", "No, sorry, we don't do those."),
}


def calls(n: int = 120, agree: float = 1.0) -> pd.DataFrame:
    """Return n calls in turn about each thing; of some, staff use the words of another."""
    rng, rows = np.random.default_rng(1), []
    for i in range(n):
        product = list(SAID)[i % 3]
        other = product if rng.random() < agree or not product else {"kiln": "wheel", "wheel": "kiln"}[product]
        day = pd.Timestamp("2026-01-05", tz="UTC") + pd.Timedelta(days=i)
        for turn, (role, text) in enumerate([("customer", SAID[product][0]), ("agent", SAID[other][1])]):
            rows.append({"call_id": f"c{i}", "customer_id": f"k{i}", "started_at": day, "turn": turn,
                         "speaker": role, "role": role, "text": text, "source_file": "calls.csv",
                         "source_row": 2 * i + turn})  # fmt: skip
    return schema.conform(pd.DataFrame(rows), schema.CALLS)


def learnt(monkeypatch: pytest.MonkeyPatch, given: pd.DataFrame, settings: Settings | None = None) -> tuple:
    """Return what is learnt where half of the calls about a thing have a record of it."""
    monkeypatch.setattr(learnt_names, "_asked_for", lambda said, *_: said.map(
        {SAID["kiln"][0]: 0, SAID["wheel"][0]: 1}).fillna(-1).astype(int).to_numpy())  # fmt: skip
    settings = settings or Settings()
    turns, _ = language.customer_turns(given, settings.language)
    who = pd.DataFrame({"call_id": turns["call_id"].unique()})
    who = who.assign(caller=[caller_hash(c) for c in who["call_id"]], ids=who["call_id"])
    weak = pd.DataFrame({"text": [SAID["kiln"][0]], "product": [0], "wanted": [True]})
    heard = heard_calls(given, turns, weak, who, SHOP, np.arange(2), settings)
    return learn_names(heard, turns, given, SHOP, settings), heard


def test_staff_words_customers_words_and_what_is_not_sold(monkeypatch: pytest.MonkeyPatch) -> None:
    names, heard = learnt(monkeypatch, calls())
    by_kind = names.groupby("kind")["phrase"].agg(set)
    assert "vitrification services" in by_kind["staff"]
    assert "centring induction" in by_kind["staff"]
    assert any("glaze chemicals" in phrase for phrase in by_kind["not_sold"])
    assert set(names.loc[names["kind"] == "customers", "product_id"]) == {"kiln"}  # the other has no record
    found = names.set_index("phrase").loc["vitrification services"]
    assert (found["product_id"], found["product_title"]) == ("kiln", "Stoneware firing")
    assert 0 < found["calls"] < 40  # of the forty calls, those of callers and weeks that are for the test are not
    assert found["calls"] == found["agree"]
    assert found["right"] == found["tested"] > 0
    assert list(names.columns) == list(schema.LEARNT.columns)
    part = split_examples(heard["caller"], heard["started_at"])
    assert not set(taught_by(names, heard)["call_id"]) & set(heard.loc[part == TEST, "call_id"])


def test_what_the_next_callers_gainsay_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    names, _ = learnt(monkeypatch, calls(agree=0.78))
    staff = names[names["kind"] == "staff"]
    assert len(staff)
    assert (staff["agree"] < staff["calls"]).any()
    assert (staff["right"] < staff["tested"]).all()


def test_words_that_go_with_everything_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names, _ = learnt(monkeypatch, calls(agree=0.5))
    assert "staff" not in set(names["kind"])


def test_one_caller_teaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = calls()
    names, _ = learnt(monkeypatch, given[given["call_id"].isin(["c0", "c1", "c2"])].reset_index(drop=True))
    assert names.empty


def test_order_of_calls_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = calls()
    one, _ = learnt(monkeypatch, given)
    two, _ = learnt(monkeypatch, given.sample(frac=1, random_state=3).reset_index(drop=True))
    pd.testing.assert_frame_equal(one, two)


def test_plural_and_hyphen_are_one() -> None:
    found = stands(["kiln firing", "", "kiln"], pd.Series(["two kiln-firings", "firing kiln"]))
    assert found.tolist() == [[1, 0, 1], [0, 0, 1]]


JARGON = {"garden office": "detached workspace solution", "leather sofa": "hide seating system",
          "laser printer": "document output device", "running shoes": "athletic footwear platform",
          "baby stroller": "infant mobility unit"}  # fmt: skip


def _in_staff_words(rows: list) -> list:
    return [[*r[:4], f"That is our {JARGON[r[5]]}.", *r[5:]] if r[3] == "agent" else r for r in rows]


def test_names_alone_are_promoted_where_the_encoder_has_too_little(tmp_path: Path) -> None:
    given = made.calls(tmp_path / "calls.csv", n=90, more=_in_staff_words)
    found = retrain(given, catalogue=made.catalogue(tmp_path / "catalogue.csv"), out=tmp_path / "models")
    assert (found.answer, found.champion) == ("promote", found.version)
    assert found.numbers["of the encoder"] == ["too_little_data"]
    assert found.numbers["names"]["staff"]["tested"] >= 5
    models = Models(tmp_path / "models")
    version = models.champion()
    assert not version.adapter.weights.any()  # the encoder is as it was
    names = learnt_names_of(Relevance(models=str(tmp_path / "models"))).set_index("phrase")
    assert names.loc["hide seating system", ["kind", "product_title"]].tolist() == ["staff", "leather sofa"]
    taught = [i for i in range(90) if models.learnt_from(f"customer {i}")]
    assert 40 < len(taught) < 90
    assert "Names learnt from calls" in models.files(version.name)["card.md"].decode()


def test_suspect_calls_teach_no_names(tmp_path: Path) -> None:
    def copied(rows: list) -> list:
        one = "hello I want the thing that prints and scans and copies please for my office next week"
        day = "2026-03-03T10:00:00Z"
        more = [[f"copy {i}", f"stranger {i}", day, who, text, "leather sofa", "won"] for i in range(60)
                for who, text in (("customer", one), ("agent", "of course"))]  # fmt: skip
        return [*_in_staff_words(rows), *more]

    given = made.calls(tmp_path / "calls.csv", n=90, more=copied)
    found = retrain(given, catalogue=made.catalogue(tmp_path / "catalogue.csv"), out=tmp_path / "models")
    assert found.answer != "promote"
    assert found.champion == "shipped"
