"""How search terms are judged at companies that it never met: ``python -m bench.search_terms [NAME …] [--misses]``.

The truth of every term is written before the audit and opened after it. ``drainage`` is for choosing, ``laundry`` and
``smallholding`` are measured on, and nothing of theirs is listed. What a negative blocks is worked out here again,
from Google's words, not by keyworth's own code.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from pathlib import Path

import pandas as pd

from bench.companies.__main__ import audit_folder
from bench.companies.making.company import read_company
from bench.companies.score import tabled, together
from bench.search_terms.leaks import write_with_leaks
from keyworth.text import key

CHOOSING = "drainage"
NAMES = (CHOOSING, "laundry", "smallholding")
PAGE = Path(__file__).resolve().parents[2] / "docs/benchmarks/search-terms.md"
AIMS = {
    "terms lost": ("=", 0.0), "negatives right": (">=", 0.95), "unwanted, blocked": (">=", 0.7),
    "with a sale, blocked": ("=", 0.0), "additions right": (">=", 0.8),
}  # fmt: skip


def blocks(negative: str, kind: str, search: str) -> bool:
    """Tell whether a negative keyword blocks a search.

    Examples
    --------
    >>> blocks("free", "broad", "Free sheds"), blocks("garden shed", "phrase", "shed garden")
    (True, False)
    """
    own, typed = (re.findall(r"[^\W_]+", text.casefold()) for text in (negative, search))
    if kind == "exact":
        return own == typed
    if kind == "phrase":
        return any(typed[i : i + len(own)] == own for i in range(len(typed) - len(own) + 1))
    return set(own) <= set(typed)


def judged(truth: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Return the truth of each term with its answer, and whether any proposed negative blocks it."""
    told = pd.read_csv(folder / "search_terms.csv", keep_default_na=False)
    told["term_key"] = told["search_term"].map(key)
    answers = told.groupby("term_key")["answer"].agg(
        lambda a: sorted(set(a), key=["negative", "add", "reword", "leave"].index)[0]
    )
    negatives = pd.read_csv(folder / "negatives.csv", keep_default_na=False)
    wanted = negatives[negatives["state"] == "proposed"]
    pairs = list(zip(wanted["negative"], wanted["match_type"], strict=True))
    stopped = [any(blocks(n, kind, term) for n, kind in pairs) for term in truth.index]
    return truth.assign(answer=answers.reindex(truth.index).fillna("lost"), blocked=stopped)


def figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a company, each with how many it is of."""
    sure = rows[rows["truth"] != "doubt"]
    negative, added = sure[sure["answer"] == "negative"], sure[sure["answer"].isin(["add", "reword"])]
    unlisted = sure[~sure["listed"] & (sure["truth"] == "block")]
    right = (
        (added["truth"] == "keep") & ((added["worth"] >= 1) | added["why"].str.contains("jargon")) & ~added["listed"]
    )
    earning = sure[~sure["listed"] & (sure["truth"] == "keep") & (sure["conversions"] > 0) & (sure["worth"] >= 1)]
    wanted, sold = rows["truth"] == "keep", rows["conversions"] > 0
    stopped = unlisted["blocked"]
    counted = {
        "terms lost": (int((rows["answer"] == "lost").sum()), len(rows)),
        "negatives right": (int((negative["truth"] == "block").sum()), len(negative)),
        "unwanted, blocked": (int(stopped.sum()), len(unlisted)),
        "unwanted, blocked, pounds": (round(unlisted.loc[stopped, "cost"].sum()), round(unlisted["cost"].sum())),
        "wanted, blocked": (int(rows.loc[wanted, "blocked"].sum()), int(wanted.sum())),
        "with a sale, blocked": (int(rows.loc[sold, "blocked"].sum()), int(sold.sum())),
        "additions right": (int(right.sum()), len(added)),
        "earning, added": (int(earning["answer"].isin(["add", "reword"]).sum()), len(earning)),
    }
    return tabled(counted)


def try_company(name: str, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """Write, audit and judge a company; return its figures, its rows and the account's spend as the audit tells it."""
    home, out = folder / name, folder / f"audit of {name}"
    truth = write_with_leaks(read_company(name), home)
    audit_folder(home, out)
    rows = judged(truth, out)
    return figures(rows), rows, json.loads((out / "audit.json").read_text(encoding="utf-8"))["account"]


def page(tables: dict[str, pd.DataFrame], accounts: dict[str, dict]) -> str:
    """Return the page of figures."""
    lines = [
        "# Search terms",
        "",
        "By `python -m bench.search_terms --write`. `bench/search_terms/leaks.py` writes the truth of each term first.",
        f"`{CHOOSING}` is for choosing, the others are only measured on. Misses are in **bold**.",
        "",
        f"| figure | aim | {' | '.join(tables)} |",
        "|---|---|" + "---|" * len(tables),
    ]
    for figure in next(iter(tables.values())).index:
        sign, aim = AIMS.get(figure, ("", 0.0))
        cells = []
        for table in tables.values():
            so, n, share = table.at[figure, "so"], table.at[figure, "n"], table.at[figure, "share"]
            met = not sign or (so == 0 if sign == "=" else share >= aim)
            cells.append(f"{so:,} of {n:,} ({share:.2f})" if met else f"**{so:,} of {n:,} ({share:.2f})**")
        told = "" if not sign else "0" if sign == "=" else f"≥ {aim:.2f}"
        lines.append(f"| {figure} | {told} | {' | '.join(cells)} |")
    ties = "; ".join(f"{name} {a['total']:,.2f} of {a['stated']:,.2f}" for name, a in accounts.items())
    return "\n".join([*lines, "", f"The account's spend on the first screen, of its total row: {ties}.", ""])


def main() -> None:
    """Try the companies and print, or write, their figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_terms", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; else all")
    parser.add_argument("--misses", action="store_true", help=f"list what is wrong at {CHOOSING}")
    parser.add_argument("--keep", type=Path, help="a folder in which the exports and the audits stay")
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks/search-terms.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        tried = {name: try_company(name, args.keep or Path(temporary)) for name in args.names or NAMES}
    if args.write:
        tables = {name: table for name, (table, _, _) in tried.items()}
        accounts = {name: account for name, (_, _, account) in tried.items()}
        PAGE.write_text(page({**tables, "together": together(list(tables.values()))}, accounts), encoding="utf-8")
    for name, (table, _, account) in tried.items():
        print(f"\n{name}\n{table[['so', 'n', 'share']].to_string()}")
        print(f"account: {account['total']:,.2f} of {account['stated']:,.2f} stated, ties: {account['ties']}")
    if len(tried) > 1:
        both = together([table for table, _, _ in tried.values()])
        print(f"\ntogether\n{both[['so', 'n', 'share']].to_string()}")
    if args.misses and CHOOSING in tried:
        rows = tried[CHOOSING][1]
        print(rows[(rows["answer"] == "negative") & (rows["truth"] != "block")].to_string())
        print(rows[rows["blocked"] & (rows["truth"] == "keep")].to_string())
        print(rows[~rows["listed"] & ~rows["blocked"] & (rows["truth"] == "block")].to_string())
        print(rows[rows["answer"].isin(["add", "reword"])].to_string())


if __name__ == "__main__":
    main()
