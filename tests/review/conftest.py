"""A small saved audit to review, and a desk on it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from keyworth import schema
from keyworth.review.access_control import Door, Tokens
from keyworth.review.ledger import Ledger
from keyworth.review.review_session import Desk
from keyworth.review.server import create_app
from keyworth.settings import Review
from keyworth.store import Audit, write_audit
from tests.review.databases import PostgreSQL, postgresql
from tests.review.visitors import HOST

CHECKS = [
    {"name": "rows reconcile", "question": "Do the rows add up?", "status": "failed", "why": "3 rows are missing"}
]


def make_keywords(n: int) -> pd.DataFrame:
    i = pd.Series(range(n))
    kind = i % 4
    frame = pd.DataFrame(
        {
            "keyword_id": i,
            "keyword": "garden room " + i.astype(str),
            "keyword_key": "garden room " + i.astype(str),
            "campaign": kind.map({0: "A | Search", 1: "B | Search", 2: "C", 3: "D"}),
            "ad_group": "G",
            "match_type": kind.map({0: "exact", 1: "phrase", 2: "broad", 3: ""}),
            "channel": kind.map({0: "paid", 1: "paid", 2: "paid", 3: "organic"}),
            "verdict": kind.map({0: "cut", 1: "fix", 2: "keep", 3: "watch"}),
            "flags": kind.map({0: "no_current_product; other_intent", 1: "misaligned_wording", 2: "", 3: ""}),
            "at_stake": (100.0 + i).where(kind < 2, 0.0),
            "cost": 100.0 + i,
            "clicks": 10.0,
            "suggested_wording": kind.map({1: "garden office; office pod"}).fillna(""),
            "product_id": "p1",
            "product_title": "Garden room",
            "product_status": "active",
            "product_relevance": 0.9,
            "customer_alignment": 0.2,
            "customer_phrase": "garden office",
            "successor_id": "",
            "landing_page": "https://shop.example/rooms",
            "attributed_conversions": 0.0,
            "expected_conversions_low": 0.0,
            "expected_conversions_high": 0.4,
            "claimed_conversions": 2.0,
            "source_file": "ads.csv",
            "source_row": i + 4,
            "reason": "nothing on sale answers it",
        }
    )
    return frame


def make_audit(
    folder: Path,
    n: int = 12,
    hostile: list[str] | None = None,
    keywords: pd.DataFrame | None = None,
    run_id: str = "abc123def456",
    catalogue: pd.DataFrame | None = None,
    **summary: Any,
) -> Path:
    """Save a small audit: a quarter of it cut, fixed, kept and watched each, the last quarter organic."""
    if keywords is None:
        keywords = make_keywords(n)
    if hostile:
        texts = pd.Series([hostile[i % len(hostile)] for i in range(n)])
        for column in ("keyword", "campaign", "ad_group", "flags", "suggested_wording", "product_title", "reason"):
            keywords[column] = texts
    ledger = pd.DataFrame(
        {"claim": ["ROAS"], "claimed": [4.0], "recomputed": [1.5], "difference": [-2.5], "cause": ["brand"]}
        | {"verdict": ["not supported"], "ask_for": ["the conversions by keyword"], "scope": ["total"]}
    )
    tables = {"claim_ledger": schema.conform(ledger, schema.CLAIM_LEDGER), "catalogue": schema.empty(schema.CATALOGUE)}
    if catalogue is not None:
        tables["catalogue"] = schema.conform(catalogue, schema.CATALOGUE)
    told = {"run_id": run_id, "checks": CHECKS, "settings": {"ingest": {"currency": "GBP"}, "report": {}}, **summary}
    write_audit(Audit(keywords, tables, told), folder, lambda audit, at: (at / "report.html").write_text("x"))
    return folder


@pytest.fixture
def audit_dir(tmp_path: Path) -> Path:
    return make_audit(tmp_path / "audit")


@pytest.fixture
def desk(audit_dir: Path, tmp_path: Path) -> Desk:
    return Desk(audit_dir, Ledger(f"sqlite:///{tmp_path}/ledger.sqlite"), Review(two_signatures_above=50))


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def app(desk: Desk, tokens: Tokens) -> Door:
    """The review page of the desk."""
    return create_app(desk, tokens, (HOST,))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """A real PostgreSQL, or a loud skip."""
    with postgresql() as server:
        if isinstance(server, str):
            pytest.skip(server)
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres").new()
        return
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # what is tested here does not hang on the disk
    with tempfile.TemporaryDirectory(prefix="kw-", dir=memory) as folder:
        yield f"sqlite:///{folder}/l.sqlite"
