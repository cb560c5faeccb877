"""What answers are worth: ``python -m bench.answers [NAME …] [--shops] [--companies] [--choose] [--write]``.

What cannot be told is asked as `keyworth ask` asks it, most pounds first, and answered by the truth: of the invented
companies (`bench.companies`, ``drainage`` is for choosing), of the ten shops that no model was fitted on
(``bench/shops``), of two of another hand where ../shared/data has them, and of the sixty shipped ones (``data/shops``:
the model was fitted on these, so that their first column flatters). The answers go through the file that audits read.
Pounds of shops are made up, as skewed as an agency's are. ``right`` is of what is told (answered or not) over all
keywords; ``right, others`` of those nobody answered; ``settled`` counts what could not be told before and is now.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from bench.companies.__main__ import ALL, audit_folder
from bench.companies.demo import demo_truth
from bench.companies.making.company import read_company
from bench.companies.score import judged, truth_of
from bench.companies.write import TYPED, write_company
from bench.demo_findings import DEMO
from bench.shops_quality import PARTS, SHOPS
from keyworth import Audit, ingest, read_audit, read_settings, schema, text
from keyworth.relevance.answers import read_answers, take_answers
from keyworth.relevance.encode import encode_texts
from keyworth.relevance.near_answers import STRENGTHS, fit_answers
from keyworth.relevance.score import cores, score_keywords
from keyworth.relevance.triangle import of_size
from keyworth.review.answering import keep_answers, read_sheet
from keyworth.review.asking import asked_rows
from keyworth.settings import Relevance, Settings
from keyworth.training.flips import judged_anew

BUDGETS = (0, 20, 50, 100)
SOLD = ("active", "out_of_stock")
ANSWERED = ("answered", "out_of_stock", "aligned", "jargon")
SAYS = {
    "wrong_product": "accessory only",
    "accessory_only": "accessory only",
    "never": "none",
    "never_sold": "none",
}
PAGE = Path(__file__).resolve().parents[1] / "docs/benchmarks/answers.md"
FIGURES = ("answers", "right", "right, others", "told", "product right", "keywords settled an answer",
           "pounds settled an answer")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A shop or company: its audit before anybody was asked, and the truth by keyword key.

    ``truth`` has ``truth`` (its kind, "" where it is in doubt) and ``products`` (the ids that are right).
    """

    name: str
    audit: Audit
    truth: pd.DataFrame
    again: object  # from the path of a file of answers to the keywords as they are judged then


def said(kind: str, products: set[str], catalogue: set[str]) -> str:
    """Return the truthful answer, "" where two honest people would differ."""
    named = sorted(products & catalogue)
    if kind in ANSWERED or kind == "retired":
        return named[0] if named else "none" if kind == "retired" else ""
    told = SAYS.get(kind, "")
    return f"{told}: {named[0]}" if named and told == "accessory only" else told


def shop_case(folder: Path) -> Case:
    """Return a judged shop, scored by the texts alone, with made-up pounds."""
    rows = pd.read_csv(folder / "keywords.csv", dtype=str, keep_default_na=False)
    rows = rows.assign(keyword_key=rows["keyword"].map(text.key)).drop_duplicates("keyword_key", ignore_index=True)
    doubt = rows["doubt"].isin(["true", "1"])
    spend = np.exp(np.random.default_rng(len(rows)).normal(4, 1.2, len(rows)))
    catalogue = ingest.read_files({"catalogue": [folder / "catalogue.csv"]}, Settings().ingest).tables["catalogue"]
    tuned = of_size(catalogue, Relevance())
    scored, matches = score_keywords(schema.conform(rows, schema.KEYWORDS), catalogue, tuned)
    intent = rows.get("intent", "")
    listed = rows[["keyword", "keyword_key"]].assign(keyword_id=range(len(rows)), cost=spend, intent=intent)

    def keywords(relevance: pd.DataFrame) -> pd.DataFrame:
        return schema.conform(listed.merge(relevance, on="keyword_key"), schema.KEYWORD_FINDINGS)

    def again(path: str) -> pd.DataFrame:
        return keywords(take_answers(scored, read_answers(path), catalogue, tuned)[0])

    truth = pd.DataFrame({"truth": rows["truth"].mask(doubt | (listed["intent"] != ""), ""),
                          "products": rows["product_id"].str.split("|").map(set)})  # fmt: skip
    audit = Audit(keywords(scored), {"catalogue": catalogue, "matches": matches}, {"run_id": folder.name})
    return Case(folder.name, audit, truth.set_axis(rows["keyword_key"]), again)


def company_case(name: str, folder: Path) -> Case:
    """Return an invented company, audited from its files."""
    home = DEMO if name == "demo" else folder / name
    if name != "demo":
        write_company(name, home, TYPED)
    out = folder / f"audit of {name}"
    if not out.exists():
        audit_folder(home, out)
    audit, settings = read_audit(out), read_settings(home / "keyworth.toml")
    rows = judged(demo_truth() if name == "demo" else truth_of(read_company(name, TYPED)), audit.keywords)
    rows = rows.drop_duplicates("keyword_key")
    truth = pd.DataFrame({"truth": rows["kind"].where(~rows["kind"].isin(["brand", "doubt", "other_intent"]), ""),
                          "products": rows["products"]})  # fmt: skip

    def again(path: str) -> pd.DataFrame:
        tuned = settings.relevance.model_copy(update={"answers": path})
        return judged_anew(audit, settings.model_copy(update={"relevance": tuned}), "")

    return Case(name, audit, truth.set_axis(rows["keyword_key"]), again)


def try_case(case: Case, folder: Path) -> pd.DataFrame:
    """Return the counts of a case after each number of answers, a row a number."""
    ids = set(case.audit.tables["catalogue"]["product_id"])
    asked = asked_rows(case.audit)
    known = asked[asked["keyword_key"].isin(case.truth.index)]
    told = [said(*case.truth.loc[k, ["truth", "products"]], ids) for k in known["keyword_key"]]
    sheet = known[["keyword", "keyword_key"]].assign(answer=told)
    sheet = sheet[sheet["answer"] != ""]
    before = case.audit.keywords
    out = []
    for budget in BUDGETS:
        given, path = sheet.head(budget), ""
        if len(given):
            given[["keyword", "answer"]].to_csv(folder / "sheet.csv", index=False)
            answered = read_sheet(folder / "sheet.csv", case.audit, "Truth", "2026-11-30")
            if answered.faults:
                raise RuntimeError("\n".join(answered.faults))
            (folder / "answers.csv").unlink(missing_ok=True)
            keep_answers(answered, folder / "answers.csv")
            path = str(folder / "answers.csv")
        after = case.again(path) if path else before
        out.append(counted(case, before, after, set(given["keyword_key"])))
    return pd.DataFrame(out, index=list(BUDGETS))


def counted(case: Case, before: pd.DataFrame, after: pd.DataFrame, given: set[str]) -> dict[str, float]:
    """Return what is told after some answers, counted by distinct keyword."""
    pounds = before.groupby("keyword_key")["cost"].sum()
    was, now = (frame.drop_duplicates("keyword_key").set_index("keyword_key") for frame in (before, after))
    keys = [k for k in case.truth.index if case.truth.at[k, "truth"] and k in now.index]
    truth, now, was = case.truth.loc[keys], now.loc[keys], was.loc[keys]
    sold = truth["truth"].isin(ANSWERED)
    told = now["product_status"] != "unclear"
    right = told & (now["product_status"].isin(SOLD) == sold)
    other = ~now.index.isin(given)
    settled = told & (was["product_status"] == "unclear")
    named = [p in ids for p, ids in zip(now["product_id"], truth["products"], strict=True)]
    return {
        "keywords": len(keys), "answers": len(given), "told": told.sum(), "right": right.sum(),
        "others told": (told & other).sum(), "others right": (right & other).sum(),
        "settled": settled.sum(), "pounds settled": pounds.loc[settled.index[settled]].sum(),
        "sold": sold.sum(), "product right": (pd.Series(named, now.index) & sold).sum(),
    }  # fmt: skip


def figures(counts: pd.DataFrame) -> pd.DataFrame:
    """Return shares of counts, a column a number of answers."""
    n = counts["answers"].where(counts["answers"] > 0)
    return pd.DataFrame({
        "answers": counts["answers"],
        "right": counts["right"] / counts["told"],
        "right, others": counts["others right"] / counts["others told"],
        "told": counts["told"] / counts["keywords"],
        "product right": counts["product right"] / counts["sold"],
        "keywords settled an answer": counts["settled"] / n,
        "pounds settled an answer": counts["pounds settled"] / n,
    }).T.round(3).loc[list(FIGURES)]  # fmt: skip


def choose(shops: list[Case]) -> pd.DataFrame:
    """Return the log loss of the shipped shops' other keywords after 20 answers, by how near moves with near."""
    grid = [(0.0, 0.0, 0.0), *((s, apart, power) for s in STRENGTHS for apart in (0.2, 0.4, 0.6) for power in (1, 2))]
    loss, n = np.zeros(len(grid)), 0
    for case in shops:
        rows = case.audit.keywords.set_index("keyword_key").loc[case.truth.index[case.truth["truth"] != ""]]
        yes = case.truth.loc[rows.index, "truth"].isin(ANSWERED).to_numpy()
        p = rows["product_relevance"].fillna(0.0).clip(0.005, 0.995).to_numpy()
        odds = np.log(p / (1 - p))
        order = np.lexsort((-rows["cost"].to_numpy(), np.abs(odds) > np.log(9)))
        vectors = encode_texts(cores(list(rows.index), case.audit.tables["catalogue"]), Relevance())
        a, rest = order[:20], order[20:]
        cosine = vectors @ vectors.T
        n += len(rest)
        for place, (strength, apart, power) in enumerate(grid):
            near = strength * np.clip((cosine - apart) / (1 - apart), 0, 1) ** power
            told = fit_answers(near[np.ix_(a, a)], yes[a], odds[a])[0] if strength else np.zeros(len(a))
            moved = odds[rest] + near[np.ix_(rest, a)] @ told
            loss[place] += np.logaddexp(0, np.where(yes[rest], -moved, moved)).sum()
    found = pd.DataFrame(grid, columns=["strength", "apart", "power"]).assign(log_loss=(loss / n).round(4))
    return found.sort_values("log_loss", ignore_index=True)


def shop_folders() -> dict[str, list[Path]]:
    """Return the judged shops by whose they are."""
    root, shared = Path(__file__).resolve().parents[1], os.environ.get("KEYWORTH_SHARED", "")
    parts = {"ten shops not fitted on": [p for part in PARTS for p in sorted((SHOPS / part).iterdir()) if p.is_dir()]}
    elsewhere = Path(shared) / "data" / "judged_shops"
    if shared and elsewhere.is_dir():
        parts["two of another hand"] = sorted(p for p in elsewhere.iterdir() if p.is_dir())
    else:
        print("two shops of another hand: skipped, ../shared/data has them not")
    shipped = root / "data" / "shops"
    return {**parts, "sixty shipped shops (fitted on)": sorted(p for p in shipped.iterdir() if p.is_dir())}


def page(tables: dict[str, pd.DataFrame]) -> str:
    """Return the page of figures."""
    lines = ["# What answers are worth", "", "By `python -m bench.answers --write`; " + " ".join(
        (__doc__ or "").split("\n\n", 1)[1].split()), ""]  # fmt: skip
    for name, table in tables.items():
        lines += [
            f"## {name}",
            "",
            f"| | {' | '.join(f'after {b}' for b in BUDGETS)} |",
            "|---|" + "---|" * len(BUDGETS),
        ]
        lines += [f"| {f} | {' | '.join('' if np.isnan(v) else f'{v:g}' for v in row)} |"
                  for f, row in zip(table.index, table.to_numpy(float), strict=True)]  # fmt: skip
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Try what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"companies, of {', '.join(ALL)}; else all")
    parser.add_argument("--shops", action="store_true", help="the shops alone")
    parser.add_argument("--companies", action="store_true", help="the companies alone")
    parser.add_argument("--choose", action="store_true", help="how near moves with near, on the shipped shops")
    parser.add_argument("--keep", type=Path, help="a folder in which the companies' audits stay")
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks/answers.md")
    args = parser.parse_args()
    if args.choose:
        print(choose([shop_case(f) for f in shop_folders()["sixty shipped shops (fitted on)"]]).to_string())
        return
    tables = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        for name in () if args.shops else args.names or ALL:
            tables[name] = figures(try_case(company_case(name, folder), folder))
            print(f"\n{name}\n{tables[name].to_string(na_rep='')}", flush=True)
        for name, folders in ({} if args.companies else shop_folders()).items():
            tables[name] = figures(sum(try_case(shop_case(f), folder) for f in folders))
            print(f"\n{name}\n{tables[name].to_string(na_rep='')}", flush=True)
    if args.write:
        PAGE.write_text(page(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
