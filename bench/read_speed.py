"""A keyword report of a million rows: time and memory against `pandas.read_csv` told the dialect, in one run.

``python -m bench.read_speed [ROWS]``
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np


def write_report(path: Path, rows: int, seed: int = 7) -> Path:
    """Write a keyword report as Google Ads downloads it: a preamble, thousands with commas, a total row."""
    draw = np.random.default_rng(seed)
    clicks, impressions = draw.integers(0, 4_000, rows), draw.integers(0, 90_000, rows)
    cost = np.round(clicks * draw.gamma(2.0, 0.4, rows), 2)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('Search keyword report\n"1 January 2026 - 31 March 2026"\n')
        file.write("Keyword status,Keyword,Match type,Campaign,Ad group,Impr.,Clicks,Cost,Conversions,Currency code\n")
        kinds = ("Exact match", "Phrase match", "Broad match")
        for i in range(rows):
            file.write(
                f'Enabled,"garden room {i:07d}",{kinds[i % 3]},Campaign {i % 40},Group {i % 900},'
                f'"{impressions[i]:,}","{clicks[i]:,}","{cost[i]:,.2f}",{clicks[i] // 20}.00,GBP\n'
            )
        file.write(f'Total: Account,,,,,"{impressions.sum():,}","{clicks.sum():,}","{cost.sum():,.2f}",,GBP\n')
    return path


def by_pandas(path: Path) -> int:
    """Read it as someone would who knows its dialect."""
    import pandas as pd

    return len(pd.read_csv(path, skiprows=2, thousands=",", skipfooter=0))


def by_keyworth(path: Path) -> int:
    """Read it as an audit does: found out, checked, every row accounted for."""
    from keyworth.ingest import read_files
    from keyworth.settings import Ingest

    return len(read_files({"": [path]}, Ingest()).tables["keywords"])


def _child(read: Callable[[Path], int], path: Path, out: multiprocessing.SimpleQueue) -> None:
    start = time.perf_counter()
    rows = read(path)
    out.put((rows, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measured(read: Callable[[Path], int], path: Path) -> tuple[int, float, float]:
    """Return rows, seconds and MiB at the peak, of a process of its own."""
    context = multiprocessing.get_context("spawn")
    out = context.SimpleQueue()
    child = context.Process(target=_child, args=(read, path, out))
    child.start()
    found = out.get()
    child.join()
    return found


def main(rows: int = 1_000_000) -> None:
    """Print both, and keyworth's as multiples of pandas'."""
    with tempfile.TemporaryDirectory() as place:
        path = write_report(Path(place) / "report.csv", rows)
        size = path.stat().st_size / 1024**2
        (n, t, m), (k, s, p) = measured(by_pandas, path), measured(by_keyworth, path)
    print(f"{rows:,} rows, {size:.0f} MiB")
    print(f"pandas.read_csv  {n:>9,} rows {t:6.2f} s {m:6.0f} MiB")
    print(f"keyworth         {k:>9,} rows {s:6.2f} s {p:6.0f} MiB: {s / t:.2f} × the time, {p / m:.2f} × the memory")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
