"""Encoding: the same bytes whatever comes along; the cache survives what happens to caches."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from keyworth.assets import check_manifest
from keyworth.errors import UnusableModel, UnusableSettings
from keyworth.registry import plugins
from keyworth.relevance.encode import encode_texts, load_encoder
from keyworth.relevance.vector_cache import MAX_SHARDS, VectorCache
from keyworth.settings import Relevance

TEXTS = [
    "garden office",
    "ink cartridge for HP LaserJet 4000",
    "sofa",
    "4m x 3m insulated garden room with veranda",
    "tv",
]
NO_CACHE = Relevance(cache=False)


def test_a_vector_depends_on_its_text_alone():
    together = encode_texts(TEXTS, NO_CACHE)
    for i, t in enumerate(TEXTS):
        assert (encode_texts([t], NO_CACHE)[0] == together[i]).all()
    assert (encode_texts(TEXTS[::-1], NO_CACHE)[::-1] == together).all()


def test_cached_vectors_are_the_encoder_s():
    fresh = encode_texts(TEXTS, NO_CACHE)
    assert (encode_texts(TEXTS, Relevance()) == fresh).all()
    assert (encode_texts([*TEXTS, "another"], Relevance())[:-1] == fresh).all()


@pytest.mark.parametrize("name", ["minilm", "static"])
def test_an_encoder_s_examples_hold(name):
    module = plugins("relevance.encoders")[name]
    encoder = module.load()
    for a, near, far in module.EXAMPLES:
        x, y, z = encoder.encode([a, near, far])
        assert x @ y > x @ z, (a, near, far)
        assert np.linalg.norm(x) == pytest.approx(1, abs=1e-3)


def test_an_unknown_encoder_is_told_with_the_known_ones():
    with pytest.raises(UnusableSettings, match="minilm"):
        load_encoder(Relevance(encoder="minilmm"))


def test_an_edited_model_file_is_refused(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"x")
    (tmp_path / "manifest.json").write_text('{"files": {"a.bin": "00"}}')
    with pytest.raises(UnusableModel, match=r"a\.bin"):
        check_manifest(tmp_path)
    with pytest.raises(UnusableModel):
        check_manifest(tmp_path / "absent")


def unit(n: int, seed: int) -> np.ndarray:
    v = np.random.default_rng(seed).normal(size=(n, 4)).astype(np.float32)
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def test_many_small_additions_are_merged_and_none_is_lost():
    cache = VectorCache("many", 4)
    vectors = unit(80, 1)
    for i in range(80):
        cache.add([f"text {i}"], vectors[i : i + 1])
    known, found = cache.find([f"text {i}" for i in range(80)])
    assert known.all()
    assert np.abs(found - vectors).max() < 1e-3
    assert len(list(cache.shards.folder.glob("*.rows"))) <= MAX_SHARDS + 1


def test_a_torn_or_foreign_shard_is_ignored():
    cache = VectorCache("torn", 4)
    cache.add(["a", "b"], unit(2, 2))
    shard = next(cache.shards.folder.glob("*.rows"))
    shard.write_bytes(shard.read_bytes()[:-5])
    (cache.shards.folder / "foreign.rows").write_bytes(b"no")
    assert not cache.find(["a", "b"])[0].any()


def test_writers_at_once_lose_nothing(tmp_path):
    program = (
        "import sys, numpy as np\nfrom keyworth.relevance.vector_cache import VectorCache\nc = VectorCache('both', 4)\n"
        "for i in range(40): c.add([f'{sys.argv[1]} {i}'], np.full((1, 4), 0.5, np.float32))"
    )
    jobs = [subprocess.Popen([sys.executable, "-c", program, name]) for name in "ab"]
    assert [job.wait() for job in jobs] == [0, 0]
    known, _ = VectorCache("both", 4).find([f"{name} {i}" for name in "ab" for i in range(40)])
    # A merge may pass a shard that another is writing: what it missed is still there beside it.
    assert known.all()


def test_a_read_only_cache_only_costs_the_saving(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KEYWORTH_CACHE", str(tmp_path / "file"))
    assert encode_texts(["garden office"], Relevance()).shape == (1, 384)
