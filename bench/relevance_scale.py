"""How time and memory of a relevance pass grow: ``python -m bench.relevance_scale [--sizes N …] [--write]``.

Made texts (`bench.made_texts`), as many keywords as products, cold, each size in a process of its own. Beside each,
the time in which sentence-transformers encodes the same texts once on the same cores, extrapolated from a sample
that is encoded in the same run. Prints the growth between sizes: 10 where cost grows with keywords plus products.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from bench.made_texts import made_tables, made_texts

SIZES = (1_000, 10_000, 100_000)
SAMPLE = 2_000  # texts that sentence-transformers encodes
PAGE = Path("docs/benchmarks/relevance-scale.md")


def ours(size: int, encoder: str) -> dict[str, float]:
    """Score so many keywords against so many products in this process."""
    keywords, catalogue = made_tables(size, size)
    before, cpu = time.perf_counter(), time.process_time()
    from keyworth.relevance import score_keywords
    from keyworth.settings import Relevance

    table, _ = score_keywords(keywords, catalogue, Relevance(encoder=encoder))
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    assert table["product_relevance"].notna().mean() > 0.9
    return {"seconds": seconds, "cpu": cpu, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def theirs(sample: int) -> dict[str, float]:
    """Encode a sample in this process; return seconds a text, and seconds to start."""
    before = time.perf_counter()
    from sentence_transformers import SentenceTransformer

    from keyworth.training.export_encoder import find_weights

    model = SentenceTransformer(str(find_weights()))
    start = time.perf_counter() - before
    titles, keywords = made_texts(sample // 2, sample // 2)
    before, cpu = time.perf_counter(), time.process_time()
    model.encode([*titles, *keywords], show_progress_bar=False)
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    return {"seconds": seconds / sample, "cpu": cpu / sample, "start": start}


def measure(sizes: list[int], encoder: str, sample: int) -> pd.DataFrame:
    """Return a row a size."""
    each = _apart("--theirs", str(sample))
    rows = []
    for size in sizes:
        row = _apart("--size", str(size), "--encoder", encoder)
        row["encoding_once"] = each["start"] + 2 * size * each["seconds"]
        row["of_encoding_once"] = row["seconds"] / row["encoding_once"]
        row["of_encoding_once_cpu"] = row["cpu"] / (2 * size * each["cpu"])
        rows.append({"keywords": size, "products": size, **row})
        print(rows[-1], flush=True)
    table = pd.DataFrame(rows)
    table["times_the_texts"] = table["keywords"] / table["keywords"].shift()
    table["times_the_seconds"] = table["seconds"] / table["seconds"].shift()
    table["times_the_cpu"] = table["cpu"] / table["cpu"].shift()
    return table.round(3).replace({np.nan: None})


def _apart(*arguments: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as cache:
        job = subprocess.run(
            [sys.executable, "-m", "bench.relevance_scale", *arguments],
            capture_output=True, text=True, env={**os.environ, "KEYWORTH_CACHE": cache},
        )  # fmt: skip
    if job.returncode:
        sys.exit(job.stderr)
    return json.loads(job.stdout.splitlines()[-1])


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--encoder", default="minilm")
    parser.add_argument("--write", action="store_true", help=f"also write {PAGE}")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--theirs", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.size or arguments.theirs:
        print(json.dumps(ours(arguments.size, arguments.encoder) if arguments.size else theirs(arguments.theirs)))
        return
    table = measure(arguments.sizes, arguments.encoder, arguments.sample)
    lines = [f"| {' | '.join(map(str, row))} |" for row in (list(table.columns), *table.to_numpy().tolist())]
    lines.insert(1, "|" + "---|" * len(table.columns))
    print("\n".join(lines))
    if arguments.write:
        head = (
            f"# How a relevance pass grows\n\nBy `python -m bench.relevance_scale --write`, made texts, cold, encoder \
{arguments.encoder}.\n`encoding_once` is sentence-transformers' time for the same texts, extrapolated from \
{arguments.sample} of them.\n\n"
        )
        PAGE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
