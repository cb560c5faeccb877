"""An audit that programs ask: the SDK's own client, over stdio; what it is told is what the report shows."""

from __future__ import annotations

import asyncio
import json
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from keyworth.store import SUMMARY, read_audit
from tests.house.conftest import CALLS

pytest.importorskip("mcp", reason="the extra `mcp` is not installed: nobody asked the audit")


@pytest.fixture(scope="module")
def saved(saved_shop: Path) -> Path:
    return saved_shop


@pytest.fixture(scope="module")
def asked(saved: Path) -> dict[str, Any]:
    """What a client hears: the tools, and an answer of each."""
    with ThreadPoolExecutor(1) as apart:  # the browser's tests leave an event loop running in this thread
        return apart.submit(asyncio.run, _ask(saved)).result()


async def _ask(saved: Path) -> dict[str, Any]:
    from mcp import Client, StdioServerParameters, stdio_client

    server = StdioServerParameters(
        command=sys.executable, args=["-m", "keyworth", "mcp", str(saved)], env=dict(os.environ)
    )
    questions: dict[str, tuple[str, dict[str, Any]]] = {
        "overview": ("overview", {}),
        "garden": ("keywords", {"words": "garden"}),
        "watched": ("keywords", {"verdict": "watch", "limit": 2}),
        "retired": ("keywords", {"flag": "retired_product"}),
        "why": ("explanation", {"keyword": "Garden Office"}),
        "unknown": ("explanation", {"keyword": "garden ofice"}),
        "products": ("products", {"words": "insulated"}),
        "phrases": ("phrases", {}),
        "claims": ("claims", {"limit": 500}),
    }
    async with Client(stdio_client(server)) as client:
        heard: dict[str, Any] = {"tools": (await client.list_tools()).tools}
        for name, (tool, given) in questions.items():
            answer = await client.call_tool(tool, given)
            heard[name] = answer.structured_content
    return heard


def test_tools_only_read(asked: dict[str, Any]) -> None:
    assert {t.name for t in asked["tools"]} == {"overview", "keywords", "explanation", "products", "phrases", "claims"}
    assert all(t.annotations.read_only_hint and t.description for t in asked["tools"])
    assert all("audit" not in t.input_schema.get("properties", {}) for t in asked["tools"])


def test_answers_are_rows_of_the_audit_s_own_tables(asked: dict[str, Any], saved: Path) -> None:
    listed = pd.read_csv(saved / "keywords.csv", keep_default_na=False).to_dict("records")
    assert asked["garden"]["found"] == 3
    for row in [*asked["garden"]["rows"], *asked["why"]["rows"]]:
        own = next(r for r in listed if r["source_row"] == row["source_row"])
        for name, value in row.items():
            assert _same(value, own[name]), name
    assert asked["watched"]["shown"] <= 2 <= asked["watched"]["found"]
    assert [r["keyword"] for r in asked["retired"]["rows"]] == ["log cabin"]
    claims = pd.read_csv(saved / "claims.csv", keep_default_na=False).to_dict("records")
    assert asked["claims"]["found"] == len(claims)
    assert all(_same(row[n], own[n]) for row, own in zip(asked["claims"]["rows"], claims, strict=False) for n in row)
    assert {r["title"] for r in asked["products"]["rows"]} == {
        "Garden Office 3m x 4m, insulated", "Insulated Garden Room 4m x 5m",
    }  # fmt: skip


def test_the_first_screen_s_figures_stand_on_the_first_screen(asked: dict[str, Any], saved: Path) -> None:
    page = (saved / "report.html").read_text(encoding="utf-8")
    found = asked["overview"]
    for told in (found["spend"], found["decisions_move"], *(v["cost"] for v in found["verdicts"] if v["keywords"])):
        assert told in page


def test_no_call_is_told_and_an_unknown_keyword_is_answered(asked: dict[str, Any]) -> None:
    everything = json.dumps({k: v for k, v in asked.items() if k != "tools"})
    assert "07700" not in everything
    assert not [words for _, words, _ in CALLS[1:] if words in everything]
    assert "did you mean 'garden office'" in asked["unknown"]["not_found"]


def test_nothing_is_written_and_a_damaged_audit_is_refused(saved: Path, asked: dict[str, Any]) -> None:
    assert read_audit(saved).summary["files"]
    assert {p.name for p in saved.iterdir()} == {n.split("/")[0] for n in read_audit(saved).summary["files"]} | {
        SUMMARY
    }
    done = subprocess.run(
        [sys.executable, "-m", "keyworth", "mcp", str(saved / "tables")], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert "not an audit directory" in done.stderr
    assert done.stdout == ""


def _same(told: Any, written: Any) -> bool:
    if told is None or told == "":
        return written == ""
    if isinstance(told, bool):
        return str(written) == str(told)
    if isinstance(told, int | float):
        return math.isclose(float(written), told, rel_tol=1e-9)
    return str(written).lstrip("'") == str(told).lstrip("'")
