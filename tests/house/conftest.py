"""A small shop's files: enough for every room to have something to do."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

KEYWORDS = [
    ("keyword", "campaign", "match_type", "clicks", "cost", "conversions", "conversion_value", "impressions"),
    ("garden office", "Search", "exact", "120", "310.50", "9", "90000", "4000"),
    ("insulated garden room", "Search", "phrase", "80", "200.00", "4", "40000", "2100"),
    ("hot tub", "Search", "broad", "60", "190.10", "3", "30000", "9000"),
    ("log cabin", "Search", "broad", "44", "99.90", "1", "9000", "3000"),
    ("garden office jobs", "Search", "broad", "30", "40.00", "0", "0", "800"),
    ("=cmd|' /C calc'!A0", "Search", "broad", "1", "0.10", "0", "0", "10"),
]
CATALOGUE = [
    ("title", "product_id", "category", "price", "status", "retired_on", "replaced_by"),
    ("Garden Office 3m x 4m, insulated", "p1", "Garden offices", "12000", "active", "", ""),
    ("Insulated Garden Room 4m x 5m", "p2", "Garden rooms", "18000", "active", "", ""),
    ("Hot Tub Cover", "p3", "Accessories", "89", "active", "", ""),
    ("Log Cabin 44mm", "p4", "Log cabins", "5000", "retired", "2024-03-31", "p2"),
]
SEARCHES = [("search_term", "count"), ("garden office", "40"), ("insulated garden room", "22"), ("log cabin", "3")]
CALLS = [
    ("call_id", "transcript", "customer_id"),
    ("c1", "Agent: Hello, Sam speaking. Caller: Hi, I want a garden office, my number is 07700 900123.", "k1"),
    ("c2", "Agent: Hello. Caller: Do you do an insulated garden room?", "k2"),
    ("c3", "Agent: Hello. Caller: a garden office please", "k3"),
]
SALES = [
    ("sale_id", "customer_id", "stage", "created_at", "closed_at", "amount", "product", "utm_term"),
    ("s1", "k1", "won", "2026-02-01", "2026-03-01", "12000", "Garden Office 3m x 4m, insulated", "garden office"),
    ("s2", "k2", "lost", "2026-02-03", "2026-03-05", "18000", "Insulated Garden Room 4m x 5m", ""),
    ("s3", "k3", "lead", "2026-04-03", "", "", "", "garden office"),
]
TOUCHPOINTS = [
    ("customer_id", "at", "channel", "keyword"),
    ("k1", "2026-01-20", "paid search", "garden office"),
    ("k2", "2026-01-25", "paid search", "insulated garden room"),
]
TABLES = {
    "keywords": KEYWORDS, "catalogue": CATALOGUE, "searches": SEARCHES, "calls": CALLS, "sales": SALES,
    "touchpoints": TOUCHPOINTS,
}  # fmt: skip


def write_table(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


@pytest.fixture
def shop(tmp_path: Path) -> dict[str, Path]:
    """The shop's files by kind."""
    folder = tmp_path / "files"
    folder.mkdir()
    return {kind: write_table(folder / f"{kind}.csv", rows) for kind, rows in TABLES.items()}
