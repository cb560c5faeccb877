"""The registry: whole versions only, an edited file never read, a champion whatever happens."""

import hashlib
import itertools
import json
import multiprocessing
import os
import time

import numpy as np
import pandas as pd
import pytest
from safetensors.numpy import save

from keyworth.errors import KeyworthError, UnusableModel
from keyworth.schema import CATALOGUE, KEYWORDS, conform
from keyworth.training import Models


def files(number: int, size: int = 8) -> dict[str, bytes]:
    model = {"encoder": "e", "sharpness": 20.0, "gate": {"answer": "promote", "reasons": [], "numbers": {}}}
    weights = np.full((size, size), number / 100, np.float32)
    return {
        "model.json": json.dumps({**model, "n": number}).encode(),
        "adapter.safetensors": save({"weights": weights}),
        "callers.json": b"[]",
        "card.md": b"# A card\n",
        "vocabulary.csv": b"phrase,count,callers,first_seen,last_seen,state\nsweat shed,9,9,2026-07-01,,proposed\n",
    }


@pytest.fixture
def registry(tmp_path):
    models = Models(tmp_path / "models")
    for number in (1, 2):
        models.promote(models.add(files(number)))
    return models


def test_promote_and_roll_back(registry):
    first, second = registry.versions()
    assert registry.champion().name == second
    assert registry.rollback()["champion"] == first
    assert registry.rollback()["champion"] == "shipped"
    with pytest.raises(KeyworthError, match="no champion to roll back to"):
        registry.rollback()
    assert registry.promote("v0001")["champion"] == first
    assert [a["act"] for a in registry.state()["acts"]] == ["promote", "promote", "rollback", "rollback", "promote"]
    assert registry.read(second).adapter.weights[0, 0] == np.float32(0.02)


def test_the_same_content_is_the_same_version(registry):
    assert registry.add(files(1)) == registry.versions()[0]
    assert len(registry.versions()) == 2


def test_unknown_versions_are_told(registry):
    with pytest.raises(KeyworthError, match="names no version"):
        registry.promote("v0009")
    with pytest.raises(KeyworthError, match="names 2 versions"):
        registry.promote("v")
    with pytest.raises(UnusableModel):
        registry.read("../../etc")


@pytest.mark.parametrize("rounds", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_tampered_files_are_refused_before_they_are_parsed(registry, rounds, monkeypatch):
    import safetensors.numpy

    def parsed(_content):
        raise AssertionError("an edited file was parsed")

    monkeypatch.setattr(safetensors.numpy, "load", parsed)
    rng = np.random.default_rng(rounds)
    champion = registry.state()["champion"]
    paths = [*sorted((registry.folder / champion).iterdir()), registry.folder / "champion.json"]
    whole = {path: path.read_bytes() for path in paths}
    for _ in range(rounds):
        path = paths[rng.integers(len(paths))]
        content = bytearray(whole[path])
        at, kind = int(rng.integers(len(content))), rng.integers(4)
        if kind == 0:
            content[at] ^= int(rng.integers(1, 256))
        elif kind == 1:
            del content[at : at + int(rng.integers(1, 40))]
        elif kind == 2:
            content[at:at] = rng.bytes(int(rng.integers(1, 40)))
        else:
            content = bytearray(rng.bytes(len(content)))
        path.write_bytes(content)
        with pytest.raises(UnusableModel):
            registry.champion()
        path.write_bytes(whole[path])


def test_a_missing_or_added_file_is_refused(registry):
    place = registry.folder / registry.state()["champion"]
    (place / "extra.pkl").write_bytes(b"x")
    with pytest.raises(UnusableModel, match="was not written with it"):
        registry.champion()
    (place / "extra.pkl").unlink()
    (place / "callers.json").unlink()
    with pytest.raises(UnusableModel):
        registry.champion()
    assert "damaged" in registry.listed()[-1]["told"]
    assert registry.promote("shipped")["champion"] == "shipped"


@pytest.mark.parametrize(
    "name",
    ["../../secret.txt", "/etc/hostname", "..", "", "manifest.json", "sub/adapter.safetensors", "a\\b.json", "~.md"],
)
def test_a_manifest_that_names_other_places_is_refused(registry, name):
    """Even one whose own hash is right: whoever can write a folder can name it."""
    (registry.folder.parent / "secret.txt").write_bytes(b"{}")
    crafted = craft(registry, json.dumps({"format": 1, "files": {name: hashlib.sha256(b"{}").hexdigest()}}).encode())
    with pytest.raises(UnusableModel, match="is no name of a file"):
        registry.read(crafted)


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b'{"files": 3}', b'{"files": [1]}', b"[" * 100_000, b"\xff\xfe"]
)
def test_a_manifest_that_is_none_is_refused(registry, manifest):
    with pytest.raises(UnusableModel):
        registry.read(craft(registry, manifest))


def craft(registry, manifest: bytes) -> str:
    name = f"v0009-{hashlib.sha256(manifest).hexdigest()[:16]}"
    (registry.folder / name).mkdir()
    (registry.folder / name / "manifest.json").write_bytes(manifest)
    return name


@pytest.mark.parametrize("file", ["adapter.safetensors", "manifest.json", "model.json"])
def test_links_and_pipes_are_not_opened(registry, file):
    place = registry.folder / registry.state()["champion"]
    whole = (place / file).read_bytes()
    (registry.folder.parent / "elsewhere").write_bytes(whole)
    (place / file).unlink()
    (place / file).symlink_to(registry.folder.parent / "elsewhere")
    with pytest.raises(UnusableModel):
        registry.champion()
    (place / file).unlink()
    os.mkfifo(place / file)
    with pytest.raises(UnusableModel):
        registry.champion()


def test_a_linked_version_or_champion_is_refused(registry):
    name = registry.state()["champion"]
    (registry.folder / name).rename(registry.folder.parent / name)
    (registry.folder / name).symlink_to(registry.folder.parent / name)
    with pytest.raises(UnusableModel, match="it is a link"):
        registry.champion()
    (registry.folder / "champion.json").unlink()
    os.mkfifo(registry.folder / "champion.json")
    with pytest.raises(UnusableModel, match="has been changed"):
        registry.champion()


def test_phrases_are_accepted_by_somebody(registry):
    first = registry.versions()[0]
    with pytest.raises(KeyworthError, match="cannot be decided") as fault:
        registry.decide_phrases(first, ["nobody says this", "sweat shed"], ["Sweat Shed"], "")
    assert len(fault.value.problems) == 3
    registry.decide_phrases(first, ["Sweat shed"], [], "Ann")
    assert registry.vocabulary(first)["state"].tolist() == ["accepted"]
    assert registry.rollback()["vocabulary"] == {"sweat shed": "accepted"}
    assert "Ann" in registry.state()["acts"][-2]["reason"]


def write_for_ever(folder):
    """Add, promote and roll back until killed."""
    models = Models(folder)
    for number in itertools.count(3):
        models.promote(models.add(files(number, 200)))
        if number % 3 == 0:
            models.rollback()


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_any_moment_the_champion_loads(registry, rounds):
    rng, fork = np.random.default_rng(rounds), multiprocessing.get_context("fork")
    for _ in range(rounds):
        writer = fork.Process(target=write_for_ever, args=(registry.folder,))
        writer.start()
        time.sleep(float(rng.uniform(0, 0.15)))
        writer.kill()
        writer.join()
        assert registry.champion().adapter is not None
    for name in registry.versions():
        registry.read(name)
    assert len(registry.versions()) > 2


def test_kept_results_are_of_the_champion_that_made_them(tmp_path, monkeypatch):
    from keyworth.relevance import score_keywords
    from keyworth.relevance.encode import base_encoder
    from keyworth.settings import Relevance

    monkeypatch.setenv("KEYWORTH_CACHE", str(tmp_path / "cache"))
    models = Models(tmp_path / "models")
    settings = Relevance(models=str(models.folder))
    model = {"encoder": base_encoder(Relevance()).identity, "sharpness": 20.0}
    for slope in (1.0, 0.5):
        learnt = {**model, "recalibration": {"slope": slope, "intercept": -1.0}}
        models.add({**files(1, 384), "model.json": json.dumps(learnt).encode()})
    keywords = conform(pd.DataFrame({"keyword": ["sofa"], "keyword_key": ["sofa"]}), KEYWORDS)
    catalogue = conform(pd.DataFrame({"product_id": ["1"], "title": ["Oak table"], "status": ["active"]}), CATALOGUE)

    def relevance() -> float:
        return float(score_keywords(keywords, catalogue, settings)[0]["product_relevance"].iloc[0])

    shipped = relevance()
    found = []
    for version in models.versions():
        models.promote(version, force=True, reason="a test")
        found.append(relevance())
    models.rollback()
    assert len({shipped, *found}) == 3
    assert relevance() == found[0]
    models.rollback()
    assert relevance() == shipped
