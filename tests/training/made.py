"""A small invented shop whose callers have words of their own for what it sells."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

MENU = {
    "garden office": ("home working pod", "a cabin to work in", "desk shed"),
    "leather sofa": ("settee", "hide couch", "a three seat lounger"),
    "laser printer": ("toner machine", "thing that prints", "office copier"),
    "running shoes": ("trainers", "joggers for my feet", "sport sneakers"),
    "baby stroller": ("pushchair", "buggy", "pram for the little one"),
}
ASKED = ("do you have {}", "I want {} please", "how much is {}", "we are looking for {}", "can I order {} today")
HEAD = ("call_id", "customer_id", "started_at", "speaker", "text", "product", "outcome")
BEFORE = ("hello", "good morning", "hi there", "yes", "right so")
AFTER = ("thanks", "for next week", "as soon as you can", "if it is in stock", "for my sister", "not too dear")


def calls(path: Path, n: int = 400, seed: int = 1, label=None, more=()) -> Path:
    """Write n calls as a plain table; ``label(number, product)`` may give another product than the one meant.

    ``more`` are further rows, or a function that turns the rows into others.
    """
    rng, rows = np.random.default_rng(seed), []
    for i in range(n):
        product = list(MENU)[rng.integers(len(MENU))]
        words = MENU[product][rng.integers(3)]
        said = f"{BEFORE[rng.integers(5)]} {ASKED[rng.integers(5)].format(words)} {AFTER[rng.integers(6)]}"
        named = label(i, product) if label else product
        day = f"2026-{1 + i % 9:02d}-{1 + i % 27:02d}T10:00:00Z"
        rows.append([f"call {i}", f"customer {i}", day, "customer", said, named, "won"])
        rows.append([f"call {i}", f"customer {i}", day, "agent", "of course", named, "won"])
    rows = more(rows) if callable(more) else [*rows, *more]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def catalogue(path: Path) -> Path:
    """Write the shop's catalogue."""
    path.write_text("product_id,title\n" + "".join(f"P{i},{t}\n" for i, t in enumerate(MENU)), encoding="utf-8")
    return path
