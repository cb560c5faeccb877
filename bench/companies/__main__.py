"""What an audit finds at companies that it never met: ``python -m bench.companies [NAME …] [--json] [--write]``.

Each company is written to a folder, audited from its files as a user would, and the truth is opened afterwards.
``drainage`` is for choosing; of the others ``--misses`` lists nothing, so that nobody tunes to them. ``demo`` is the
company that ships.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from bench.companies.contradictions import contradictions
from bench.companies.demo import demo_truth
from bench.companies.making.company import read_company
from bench.companies.score import figures, judged, misses, together, truth_of
from bench.companies.write import NAMES, TYPED, write_company
from bench.demo_findings import DEMO

CHOOSING = "drainage"
LEVELS = (0.0, 0.02, 0.06, 0.2)  # shares of a jargon keyword's clicks that typed it
ALL = (*NAMES, "demo")
PAGE = Path(__file__).resolve().parents[2] / "docs/benchmarks/companies.md"
OF_JARGON = ["jargon found", "jargon precision", "first wording right"]
LISTED = (
    "product named right", *OF_JARGON, "never sold told", "never sold stopped", "retired told", "accessory only told",
    "sold called accessory", "sold called gone", "other intent found", "other intent precision", "sound keywords cut",
)  # fmt: skip


def audit_folder(folder: Path, out: Path) -> tuple[pd.DataFrame, set[str]]:
    """Audit a company's exports from the command line; return its keywords and the titles of its catalogue."""
    line = [sys.executable, "-m", "keyworth.cli", "audit", str(folder / "exports"), "--settings",
            str(folder / "keyworth.toml"), "--out", str(out), "--quiet"]  # fmt: skip
    job = subprocess.run(line, capture_output=True, text=True, check=False)
    if not (out / "keywords.csv").exists():
        raise RuntimeError(f"the audit of {folder} failed:\n{job.stdout}\n{job.stderr}")
    table = out / "tables" / "keywords.parquet"
    keywords = pd.read_parquet(table) if table.exists() else pd.read_csv(out / "keywords.csv", low_memory=False)
    catalogue = out / "tables" / "catalogue.parquet"
    return keywords, set(pd.read_parquet(catalogue)["title"].astype("str")) if catalogue.exists() else set()


def try_company(name: str, folder: Path, typed: float = TYPED) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Write, audit and judge a company; return its figures, its judged keywords and its contradictions."""
    home = DEMO if name == "demo" else folder / f"{name} {typed:g}"
    if name != "demo":
        write_company(name, home, typed)
    keywords, titles = audit_folder(home, folder / f"audit of {name} {typed:g}")
    rows = judged(demo_truth() if name == "demo" else truth_of(read_company(name, typed)), keywords)
    found = contradictions(rows, titles)
    return figures(rows, found), rows, found


def typed_levels(tables: dict[float, pd.DataFrame]) -> pd.DataFrame:
    """Return the figures of jargon by the share of clicks that typed it."""
    lines = {f"{level:.0%}": {f: _told(table.loc[f]) for f in OF_JARGON} for level, table in sorted(tables.items())}
    return pd.DataFrame(lines).T.rename_axis("typed")


def _told(row: pd.Series) -> str:
    return f"{row['so']} of {row['n']}" + (f" ({row['share']:.2f})" if row["n"] else "")


def page(tables: dict[str, pd.DataFrame], pooled: pd.DataFrame, levels: pd.DataFrame | None) -> str:
    """Return the page of figures."""
    names = [*tables, "together"]
    lines = [
        "# Companies never met",
        "",
        f"By `python -m bench.companies --write`; `{CHOOSING}` is for choosing, the others are only measured on.",
        "Figures that miss their aim are in **bold**. The generators' truth is beside them in `bench/companies`.",
        "",
        f"| figure | aim | {' | '.join(names)} |",
        "|---|---|" + "---|" * len(names),
    ]
    for figure in pooled.index:
        told = [(_told(t.loc[figure]), t.at[figure, "met"]) for t in [*tables.values(), pooled]]
        cells = [f"**{text}**" if met == "no" else text for text, met in told]
        lines.append(f"| {figure} | {pooled.at[figure, 'aim']} | {' | '.join(cells)} |")
    if levels is not None:
        lines += [
            "",
            f"## Jargon typed by a few of `{CHOOSING}`'s customers",
            "",
            "The share of the clicks on jargon that typed it; half that share of those who search the site did so too.",
            "",
            f"| typed | {' | '.join(levels.columns)} |",
            "|---|" + "---|" * len(levels.columns),
        ]
        lines += [f"| {name} | {' | '.join(row)} |" for name, row in zip(levels.index, levels.to_numpy(), strict=True)]
    return "\n".join(lines) + "\n"


def show_misses(rows: pd.DataFrame, found: pd.DataFrame) -> None:
    """Print what the audit got wrong, a figure at a time."""
    for name in LISTED:
        wrong = misses(rows, name)
        print(f"\n{name}: {len(wrong)} wrong\n{wrong.to_string(index=False) if len(wrong) else ''}")
    print(f"\ncontradictions: {len(found)}\n{found.to_string(index=False) if len(found) else ''}")


def main() -> None:
    """Try the companies and print, or write, their figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.companies", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ALL)}; else all")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--misses", action="store_true", help=f"list what is wrong, of {CHOOSING} and the demo")
    parser.add_argument(
        "--no-levels", action="store_true", help=f"audit {CHOOSING} once, not at each share of typed jargon"
    )
    parser.add_argument("--keep", type=Path, help="a folder in which the exports and the audits stay")
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks/companies.md")
    args = parser.parse_args()
    if unknown := set(args.names) - set(ALL):
        parser.error(f"no such company: {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        tried = {name: try_company(name, folder) for name in args.names or ALL}
        of_level = {TYPED: tried[CHOOSING][0]} if CHOOSING in tried and not args.no_levels else {}
        of_level |= {level: try_company(CHOOSING, folder, level)[0] for level in LEVELS if of_level and level != TYPED}
    tables = {name: table for name, (table, _, _) in tried.items()}
    pooled, levels = together(list(tables.values())), typed_levels(of_level) if of_level else None
    if args.json:
        told = {name: table.to_dict("index") for name, table in {**tables, "together": pooled}.items()}
        print(json.dumps({**told, **({"typed": levels.to_dict("index")} if levels is not None else {})}, indent=1))
    else:
        for name, table in {**tables, "together": pooled}.items():
            print(f"\n{name}\n{table.to_string(na_rep='')}")
        print("" if levels is None else f"\njargon typed by a few, {CHOOSING}\n{levels.to_string()}")
    if args.misses:
        for name in {CHOOSING, "demo"} & set(tried):
            show_misses(*tried[name][1:])
    if args.write:
        PAGE.write_text(page(tables, pooled, levels), encoding="utf-8")


if __name__ == "__main__":
    main()
