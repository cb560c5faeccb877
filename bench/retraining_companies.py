"""What retraining on one period's calls changes in the next period's audit: ``python -m bench.retraining_companies``.

Each invented company (`bench.companies`; ``drainage`` is for choosing) is written for two half-years: the same range
and keywords, other customers and other calls. `keyworth.retrain` learns from the first; the second is audited, and its
keywords are judged anew with what was learnt (`keyworth.training.flips`, the function that made the audit). Told are
the product named right, the jargon and the never-sold told, before and after, and how many rows of other kinds changed
their product, status or verdict.

A hundred and seventy calls teach few names: ``--times 6`` gives the first half-year six times as many.

    python -m bench.retraining_companies [NAME …] [--times N] [--keep FOLDER] [--misses]
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from bench.companies.__main__ import CHOOSING, audit_folder
from bench.companies.making.company import read_company
from bench.companies.score import judged, marks, truth_of
from bench.companies.write import NAMES
from keyworth import read_audit, read_settings, retrain
from keyworth.relevance.versions import SHIPPED
from keyworth.training.flips import judged_anew
from keyworth.training.registry import Models

MONTHS = 6
FIGURES = ("product named right", "jargon found", "jargon precision", "first wording right", "never sold told",
           "sold called gone", "sound keywords cut")  # fmt: skip
CATALOGUES = ("price guide 2026.csv", "services.csv", "stock list.csv")
SALES = ("enquiries.csv", "Opportunity report.csv", "orders_export_1.csv")
CHANGES = ("product_id", "product_status", "verdict")
AT_MOST = 0.02  # of the other rows that may change


def write_period(name: str, folder: Path, months_later: int, times: int = 1) -> Path:
    """Write a company's half-year, with its calls so many times."""
    company = replace(read_company(name), months_later=months_later)
    company = replace(company, words={**company.words, "calls": company.words["calls"] * times})
    for path, content in importlib.import_module(f"bench.companies.{name}").files(company).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def of_kind(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """Return the exports of these names that a company has."""
    return [folder / "exports" / name for name in names if (folder / "exports" / name).exists()]


def try_company(name: str, folder: Path, times: int = 1, misses: bool = False) -> pd.DataFrame:
    """Return the figures of a company before and after, and print what was learnt."""
    first = write_period(name, folder / f"{name} first {times}", 0, times)
    second = write_period(name, folder / f"{name} second", MONTHS)
    models, out = folder / f"{name} models {times}", folder / f"audit of {name} second"
    found = retrain(
        first / "exports" / "calls", sales=of_kind(first, SALES), catalogue=of_kind(first, CATALOGUES),
        out=models, settings=read_settings(first / "keyworth.toml"),
    )  # fmt: skip
    reasons = ", ".join(r["name"] for r in found.reasons) or found.numbers.get("of the encoder", "")
    print(f"\n{name}: {found.answer}, {found.version or 'no version'} {reasons} {found.numbers.get('names', '')}")
    if not out.exists():
        audit_folder(second, out)
    audit, settings = read_audit(out), read_settings(second / "keyworth.toml")
    champion = "" if Models(models).state()["champion"] == SHIPPED else str(models)
    truth = truth_of(read_company(name))
    before, after = (judged(truth, judged_anew(audit, settings, m)) for m in ("", champion))
    so, now = marks(before), marks(after)
    rows = [(f, int(so[f].sum()), len(so[f]), int(now[f].sum()), len(now[f])) for f in FIGURES]
    other = ~before["kind"].isin(["jargon", "never_sold"])
    changed = pd.concat([before[c].fillna("").astype(str) != after[c].fillna("").astype(str) for c in CHANGES], axis=1)
    changed = changed.any(axis=1)
    rows.append((f"other rows changed (≤ {AT_MOST:.0%})", 0, int(other.sum()), int((changed & other).sum()),
                 int(other.sum())))  # fmt: skip
    rows.append(("jargon and never-sold rows changed", 0, int((~other).sum()), int((changed & ~other).sum()),
                 int((~other).sum())))  # fmt: skip
    if misses and name == CHOOSING:
        shown = ["keyword", "kind", *CHANGES]
        both = before.loc[changed, shown].join(after.loc[changed, [*CHANGES, "learnt"]], rsuffix="_after")
        print(both.to_string(index=False))
        print(pd.read_csv(Path(models) / found.version / "learnt.csv").to_string() if found.version else "")
    return pd.DataFrame(rows, columns=["figure", "before", "of", "after", "of_after"]).set_index("figure")


def main() -> None:
    """Try the companies and print their figures, and those of all together."""
    parser = argparse.ArgumentParser(prog="python -m bench.retraining_companies", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; else all")
    parser.add_argument("--times", type=int, default=1, help="calls of the first half-year, so many times")
    parser.add_argument("--keep", type=Path, help="a folder in which exports, audits and models stay")
    parser.add_argument("--misses", action="store_true", help=f"list what changed, of {CHOOSING}")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        tables = {name: try_company(name, folder, args.times, args.misses) for name in args.names or NAMES}
    for name, table in {**tables, "together": sum(tables.values())}.items():
        print(f"\n{name}\n{table.to_string()}")


if __name__ == "__main__":
    main()
