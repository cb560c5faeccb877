"""Time and memory of a whole audit, from the command line: ``python -m bench.audit_speed [--repeats N] [--write]``.

Each run is `keyworth audit` in a process of its own, cores and memory as the machine has them: the demo company cold
(an empty cache), again (nothing changed), and again with one more call (everything is made anew but what the caches
hold); then the 615 keywords and 19,406 products of ``../shared/data/chorus``, cold and again, where they are there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

PAGE = Path("docs/benchmarks/audit.md")
CALL = "Agent: Hello, Sam speaking. Caller: Hi, do you do an insulated garden room for a home office?\n"


def audit(*arguments: str, cache: Path) -> dict[str, float]:
    """Run one audit; return its seconds, seconds of processor and peak megabytes."""
    before = time.perf_counter()
    job = subprocess.Popen(
        [sys.executable, "-m", "keyworth.cli", "audit", *arguments, "--quiet"],
        stdout=subprocess.DEVNULL, env={**os.environ, "KEYWORTH_CACHE": str(cache)},
    )  # fmt: skip
    _, status, used = os.wait4(job.pid, 0)
    job.returncode = os.waitstatus_to_exitcode(status)
    if job.returncode:
        sys.exit(f"keyworth audit {' '.join(arguments)} ended with {job.returncode}")
    seconds = time.perf_counter() - before
    return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}


def help_seconds() -> dict[str, float]:
    """Time `keyworth --help`."""
    before = time.perf_counter()
    subprocess.run([sys.executable, "-m", "keyworth.cli", "--help"], stdout=subprocess.DEVNULL, check=True)
    return {"seconds": time.perf_counter() - before}


def demo(folder: Path) -> list[dict]:
    """Return the runs of the demo company's audit."""
    from keyworth.assets import asset

    files, settings = folder / "exports", str(asset("data", "demo", "keyworth.toml"))
    shutil.copytree(asset("data", "demo", "exports"), files)
    given = [str(files), "--settings", settings, "--out", str(folder / "demo")]
    rows = [{"audit": f"demo, {name}", **audit(*given, cache=folder / "cache")} for name in ("cold", "again")]
    (files / "one more call.txt").write_text(CALL, encoding="utf-8")
    return [*rows, {"audit": "demo, one more call", **audit(*given, cache=folder / "cache")}]


def chorus(folder: Path) -> list[dict]:
    """Return the runs over chorus."""
    from bench.relevance_speed import DATA, tables

    if not DATA.exists():
        print(f"left out: chorus, real data absent: {DATA}", file=sys.stderr)
        return []
    keywords, catalogue, *_ = tables()
    keywords[["keyword"]].to_csv(folder / "keywords.csv", index=False)
    names = ["title", "product_id", "description", "category", "brand", "status"]
    catalogue[names].to_csv(folder / "catalogue.csv", index=False)
    given = ["--keywords", str(folder / "keywords.csv"), "--catalogue", str(folder / "catalogue.csv")]
    given += ["--out", str(folder / "chorus")]
    return [{"audit": f"chorus, {name}", **audit(*given, cache=folder / "cache-c")} for name in ("cold", "again")]


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true", help=f"also write {PAGE}")
    arguments = parser.parse_args()
    rows: list[dict] = []
    for _ in range(arguments.repeats):
        with tempfile.TemporaryDirectory() as folder:
            rows += [{"audit": "keyworth --help", **help_seconds()}, *demo(Path(folder)), *chorus(Path(folder))]
    table = pd.DataFrame(rows).groupby("audit", sort=False).median().round(2).reset_index()
    lines = [f"| {' | '.join(map(str, row))} |" for row in (list(table.columns), *table.to_numpy().tolist())]
    lines.insert(1, "|" + "---|" * len(table.columns))
    print("\n".join(lines))
    if arguments.write:
        head = "# A whole audit\n\nBy `python -m bench.audit_speed --write`; medians of "
        PAGE.write_text(f"{head}{arguments.repeats} runs.\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
