"""Every engine gives the same results in the same order; Ray is started with its token, and without its dashboard."""

from __future__ import annotations

import os

import numpy as np
import pytest

from keyworth.engines import get_engine
from keyworth.errors import KeyworthError, UnusableSettings
from keyworth.relevance.encode import encode_texts
from keyworth.settings import Relevance

TEXTS = [f"garden office number {i}" for i in range(130)]


@pytest.fixture(params=["local", pytest.param("ray", marks=pytest.mark.slow)])
def engine(request):
    if request.param == "ray":
        pytest.importorskip("ray", reason="Ray is not installed (pip install 'keyworth[ray]'): it was not tried")
        try:
            get_engine("ray").workers()
        except KeyworthError as fault:
            pytest.skip(f"Ray does not start on this machine, so that it was not tried: {fault}")
    yield get_engine(request.param)
    if request.param == "ray":
        import ray

        ray.shutdown()


def test_results_come_in_the_order_of_the_parts(engine):
    assert list(engine.map(pow, range(20), 2)) == [i**2 for i in range(20)]
    assert list(engine.map(pow, [], 2)) == []
    assert engine.workers() >= 1
    with pytest.raises(ZeroDivisionError):
        list(engine.map(divmod, [1, 2], 0))


def test_vectors_are_the_same_on_every_engine(engine):
    settings = Relevance(cache=False)
    assert np.array_equal(encode_texts(TEXTS, settings, engine), encode_texts(TEXTS, settings))


def test_ray_asks_for_its_token(engine):
    if engine is get_engine("local"):
        pytest.skip("of Ray alone")
    assert engine.workers() >= 1
    assert os.environ["RAY_AUTH_MODE"] == "token"
    assert len(os.environ["RAY_AUTH_TOKEN"]) >= 32 or "RAY_ADDRESS" in os.environ


def test_an_unknown_engine_is_told_with_the_known_ones():
    with pytest.raises(UnusableSettings, match="local"):
        get_engine("cloud")
