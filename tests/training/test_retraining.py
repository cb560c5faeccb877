"""Retraining end to end on an invented shop: promoted when it is better, else refused by name."""

import json

import numpy as np
import pytest

import keyworth
from keyworth.errors import KeyworthError
from keyworth.settings import Settings, read_settings
from keyworth.training import Models, render_models
from tests.training.made import MENU, calls, catalogue


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    return folder, calls(folder / "calls.csv"), catalogue(folder / "catalogue.csv")


@pytest.fixture(scope="module")
def first(shop):
    folder, said, menu = shop
    return keyworth.retrain(said, catalogue=menu, out=folder / "models")


def test_better_on_callers_it_never_saw_is_promoted(shop, first):
    assert first.answer == "promote", first.reasons
    assert first.numbers["challenger"]["low"] > first.numbers["champion"]["high"] - 0.2
    assert first.numbers["difference"]["low"] > 0
    assert first.champion == first.version == Models(shop[0] / "models").champion().name


@pytest.mark.slow
def test_same_inputs_give_the_same_bytes(shop, first, tmp_path):
    again = keyworth.retrain(shop[1], catalogue=shop[2], out=tmp_path / "models")
    assert again.version == first.version  # the name holds the hash of every file
    lines = shop[1].read_text().splitlines()
    order = np.random.default_rng(0).permutation(len(lines) - 1)
    turned = tmp_path / "calls.csv"
    turned.write_text("\n".join([lines[0], *(lines[1 + i] for i in order)]) + "\n")
    assert keyworth.retrain(turned, catalogue=shop[2], out=tmp_path / "other").numbers == first.numbers


def test_nothing_learnt_from_who_is_tested(shop, first):
    registry = Models(shop[0] / "models")
    learnt = [i for i in range(400) if registry.learnt_from(f"customer {i}")]
    assert len(learnt) == first.numbers["learnt_from"]
    assert registry.learnt_from("customer of nobody") == []
    kept = b"".join(p.read_bytes() for p in (registry.folder / first.version).iterdir())
    assert b"customer 1" not in kept


@pytest.mark.slow
def test_force_is_recorded(shop, first, tmp_path):
    rng = np.random.default_rng(3)
    said = calls(tmp_path / "calls.csv", label=lambda i, product: list(MENU)[rng.integers(5)])
    found = keyworth.retrain(said, catalogue=shop[2], out=tmp_path / "models", force=True)
    registry = Models(tmp_path / "models")
    assert found.champion == found.version
    assert registry.state()["acts"][-1]["forced"]
    place = registry.folder / found.version
    assert json.loads((place / "manifest.json").read_text())["forced"] is True
    assert "promoted by force" in (place / "card.md").read_text()
    assert "promoted by force" in render_models(registry)
    assert registry.rollback()["champion"] == "shipped"
    with pytest.raises(KeyworthError, match="the gate refused"):
        registry.promote(found.version)


def test_a_card_tells_the_numbers(shop, first):
    card = (shop[0] / "models" / first.version / "card.md").read_text()
    assert "2026-01-01 to 2026-09-" in card
    assert f"{first.numbers['challenger']['recall_at_1']:.4f}" in card
    assert "Limits" in card


def test_the_champion_moves_what_an_audit_reads(shop, first):
    folder = shop[0]
    (folder / "keyworth.toml").write_text("")
    settings = read_settings(folder / "keyworth.toml").relevance
    assert settings.models == str(folder / "models")
    from keyworth.relevance.active_model import encode_asked
    from keyworth.relevance.encode import encode_texts

    asked, sold = encode_asked(["settee"], settings), encode_texts(["leather sofa"], settings)
    before = encode_texts(["settee"], Settings().relevance)
    assert float(asked[0] @ sold[0]) > float(before[0] @ sold[0])


@pytest.mark.slow
def test_without_a_catalogue_the_products_named_are_one(shop, tmp_path):
    found = keyworth.retrain(shop[1], out=tmp_path / "models")
    assert found.answer == "promote"
    json.dumps(found.as_json())


def test_what_a_candidate_is_said_to_change_is_what_whole_audits_differ_by(shop, first, tmp_path):
    from keyworth import audit_keywords
    from keyworth.training.flips import judged_anew

    words = [w for names in MENU.values() for w in names] + list(MENU)
    rows = "".join(f"{w},Search,{40 + i},{30 + i}.5\n" for i, w in enumerate(words))
    report = tmp_path / "keywords.csv"
    report.write_text(f"keyword,campaign,clicks,cost\n{rows}", encoding="utf-8")
    sold = "".join(f"s{i},won,2026-02-0{1 + i % 9},400,{w}\n" for i, w in enumerate(words[:9]))
    (tmp_path / "sales.csv").write_text(f"sale_id,stage,created_at,amount,utm_term\n{sold}", encoding="utf-8")
    paths = [report, tmp_path / "sales.csv", shop[1], shop[2]]
    shipped, settings = Settings(), Settings(relevance={"models": str(shop[0] / "models")})
    before, after = audit_keywords(paths, shipped), audit_keywords(paths, settings)
    assert judged_anew(before, shipped, "").equals(before.keywords.reset_index(drop=True))
    said = judged_anew(before, shipped, str(shop[0] / "models"))
    assert said.equals(after.keywords.reset_index(drop=True))
