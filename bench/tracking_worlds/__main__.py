"""Is what is told of an account true where its tracking has holes?

Eighteen kinds of account, drawn apart from the program, written as the files that their systems export, audited
through those files, and held against the truth. Prints for each kind, over its accounts: rows told "at least 90 %
sure that it loses", how many of them are said to be wrong and how many are, the coverage of the 90 % ranges of rows
whose money is known, the share of rows whose money is said not to be known, how often the whole lies inside its
range, and the share of true losses that are told. Mechanisms are chosen on the seeds from 1; what is printed in
``docs/benchmarks`` is of those from 101.

    python -m bench.tracking_worlds [--first SEED] [--seeds N] [--only PATTERN] [--write FILE]
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

import pandas as pd

from bench.tracking_worlds.files import write_files
from bench.tracking_worlds.kinds import KINDS
from bench.tracking_worlds.people import draw_account
from bench.tracking_worlds.score import FIGURES, counts, figures
from bench.tracking_worlds.truth import MARGIN
from keyworth import audit_keywords
from keyworth.settings import Settings


def account(name: str, seed: int) -> dict[str, float]:
    """Draw, write, audit and score one account."""
    kind = KINDS[name]
    truth, sales = draw_account(kind, seed, list(KINDS).index(name))
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(kind, truth, sales, seed, Path(folder))
        audit = audit_keywords(paths, Settings(money={"margin": MARGIN}))
    return counts(audit, truth)


def told(name: str, found: dict[str, float]) -> str:
    """Return a line of the table."""
    cells = [f"{found[f]:.0f}" if f == "told loss" else f"{found[f]:.3f}" for f in FIGURES]
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    """Print a line a kind."""
    parse = argparse.ArgumentParser()
    parse.add_argument("--first", type=int, default=101)
    parse.add_argument("--seeds", type=int, default=4)
    parse.add_argument("--only", default="")
    parse.add_argument("--write", type=Path)
    asked = parse.parse_args()
    lines = ["| world | " + " | ".join(FIGURES) + " |", "|---" * (len(FIGURES) + 1) + "|"]
    print("\n".join(lines), flush=True)
    for name in KINDS:
        if not re.search(asked.only, name):
            continue
        clock = time.perf_counter()
        rows = pd.DataFrame([account(name, seed) for seed in range(asked.first, asked.first + asked.seeds)])
        lines.append(told(name, figures(rows.sum())))
        print(f"{lines[-1]} {time.perf_counter() - clock:.0f} s, ratios {rows['ratio'].round(2).tolist()}", flush=True)
    if asked.write:
        asked.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
