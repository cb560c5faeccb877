"""The registry: whole versions only, an edited file never read, a champion whatever happens."""

import itertools
import json
import multiprocessing
import time

import numpy as np
import pytest
from safetensors.numpy import save

from keyworth.errors import KeyworthError, UnusableModel
from keyworth.training import Models


def files(number: int, size: int = 8) -> dict[str, bytes]:
    model = {"encoder": "e", "sharpness": 20.0, "gate": {"answer": "promote", "reasons": [], "numbers": {}}}
    weights = np.full((size, size), number / 100, np.float32)
    return {
        "model.json": json.dumps({**model, "n": number}).encode(),
        "adapter.safetensors": save({"weights": weights}),
        "callers.json": b"[]",
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
