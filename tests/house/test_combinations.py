"""Every combination of inputs, of a healthy and of a poor account, small and large: an audit, never a traceback."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from keyworth import audit_keywords, save_audit
from keyworth.settings import Settings
from tests.house.conftest import write_table

PRODUCTS = ["Garden office", "Summer house", "Log cabin", "Potting shed", "Bike store", "Greenhouse"]
STRANGERS = ["hot tub", "cheap laptops", "pizza near me", "iphone 12", "nursery jobs", "car tyres"]
INPUTS = ("terms", "catalogue", "searches", "calls", "sales", "touchpoints")


def _words(healthy: bool, many: int) -> list[str]:
    base = [p.lower() for p in PRODUCTS] if healthy else STRANGERS
    return [f"{base[i % len(base)]}{f' {i // len(base) + 2}m' if i >= len(base) else ''}" for i in range(many)]


def _files(healthy: bool, many: int) -> dict[str, list[tuple[str, ...]]]:
    words = _words(healthy, many)
    some = words[: max(1, many // 2)]
    return {
        "keywords": [("keyword", "clicks", "cost"), *((w, str(20 + i), f"{15 + i}.50") for i, w in enumerate(words))],
        "terms": [
            ("Search term", "Match type", "Added/Excluded", "Keyword", "Impr.", "Clicks", "Cost"),
            *((f"{w} price", "Phrase match", "None", w, "50", "5", "6.00") for w in words),
        ],
        "catalogue": [("title", "price"), *((p, "9500") for p in PRODUCTS)],
        "searches": [("search_term", "count"), *((w, str(9 - i % 5)) for i, w in enumerate(some))],
        "calls": [
            ("call_id", "transcript", "customer_id"),
            *((f"c{i}", f"Agent: Hello. Caller: Do you sell a {w}?", f"k{i}") for i, w in enumerate(some)),
        ],
        "sales": [
            ("sale_id", "customer_id", "stage", "created_at", "closed_at", "amount", "utm_term"),
            *(
                (f"s{i}", f"k{i}", "won" if healthy else "lost", "2026-02-01", "2026-03-01", "9500", w)
                for i, w in enumerate(some)
            ),
        ],
        "touchpoints": [
            ("customer_id", "at", "channel", "keyword"),
            *((f"k{i}", "2026-01-20", "paid search", w) for i, w in enumerate(some)),
        ],
    }


def _combinations() -> list[object]:
    """Return every choice of inputs of a healthy and a poor account.

    All are slow but none and all of them, a healthy account that lacks one, and a poor one that has one.
    """
    choices = itertools.product((True, False), itertools.product((True, False), repeat=len(INPUTS)))
    return [
        pytest.param(healthy, c, marks=() if sum(c) in (0, 5 if healthy else 1, 6) else pytest.mark.slow,
                     id=f"{'healthy' if healthy else 'poor'}-{_name(c)}")
        for healthy, c in choices
    ]  # fmt: skip


def _name(chosen: tuple[bool, ...]) -> str:
    return "+".join(name for name, there in zip(INPUTS, chosen, strict=True) if there) or "keywords-alone"


SIZES = [pytest.param(1, marks=pytest.mark.slow), 3, pytest.param(30, marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=SIZES)
def many(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module")
def accounts(many: int, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, dict[str, Path]]:
    """The files of an account by whether it is healthy."""
    out: dict[bool, dict[str, Path]] = {}
    for healthy in (True, False):
        folder, tables = tmp_path_factory.mktemp("files"), _files(healthy, many)
        out[healthy] = {name: write_table(folder / f"{name}.csv", rows) for name, rows in tables.items()}
    return out


@pytest.mark.parametrize(("healthy", "chosen"), _combinations())
def test_any_inputs_give_an_audit(
    accounts: dict[bool, dict[str, Path]], many: int, healthy: bool, chosen: tuple[bool, ...]
) -> None:
    files = accounts[healthy]
    given = [files[name] for name, there in zip(INPUTS, chosen, strict=True) if there]
    audit = audit_keywords([files["keywords"], *given], Settings())
    assert len(audit.keywords) == many
    assert audit.keywords["verdict"].isin(["keep", "fix", "cut", "watch"]).all()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_readme_s_own_use_on_a_healthy_account(rows: int, tmp_path: Path) -> None:
    tables = _files(healthy=True, many=rows)
    given = [write_table(tmp_path / f"{name}.csv", tables[name]) for name in ("keywords", "terms", "catalogue")]
    assert (save_audit(audit_keywords(given, Settings()), tmp_path / "audit") / "report.html").exists()
