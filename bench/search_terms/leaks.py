"""A company's search-terms report as broad and phrase match make it, each term with its truth."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd

from bench.companies.making.company import Company
from bench.companies.making.searching import search_terms, some
from bench.companies.write import company_files
from bench.demo_company import exports
from keyworth.text import key

WORDS = tomllib.loads((Path(__file__).parent / "truth.toml").read_text(encoding="utf-8"))
REPORT = "exports/Search terms report.csv"
BLOCK = ("never_sold", "other_intent", "retired", "accessory_only")
LEAKED = 0.35  # of a loose keyword's clicks, those that its words let in
KINDS = (("sold", 0.4), ("other", 0.25), ("off", 0.25), ("reading", 0.1))
EACH = 3  # terms let in a loose keyword


def with_leaks(company: Company) -> pd.DataFrame:
    """Return the terms with ``truth`` (block, keep, doubt), ``why`` and ``worth``; one row a term and keyword.

    What a keyword's clicks bought is shared anew: of a loose one, ``LEAKED`` went on what its words let in.
    """
    rng = company.stream("leaked terms")
    truth = company.keywords[["keyword", "campaign", "match_type", "kind", "thing", "worth", "lead_rate"]]
    base = search_terms(company).merge(truth, on=["keyword", "campaign", "match_type"], validate="many_to_one")
    base = base.assign(
        truth=np.select([base["kind"].isin(BLOCK), base["kind"] == "doubt"], ["block", "doubt"], "keep"),
        why=base["kind"], conversions=base["conversions"],
    )  # fmt: skip
    base.loc[base["kind"] == "jargon", "worth"] = np.where(base.loc[base["kind"] == "jargon", "term"].eq(
        base.loc[base["kind"] == "jargon", "keyword"]), base.loc[base["kind"] == "jargon", "worth"], 1.0)  # fmt: skip
    rows = []
    for (_, _, _), own in base.groupby(["keyword", "campaign", "match_type"], sort=False):
        k = own.iloc[0]
        if k["match_type"] == "exact" or k["kind"] != "aligned":
            rows += own.to_dict("records")
            continue
        n = int(own["clicks"].sum())
        leaked = round(LEAKED * n)
        made = _let_in(company, k, rng)
        clicks = rng.multinomial(leaked, rng.dirichlet(np.linspace(3, 1, len(made))))
        rows += _thinned(own, rng)
        for (term, kind), c in zip(made, clicks, strict=True):
            if c:
                rows.append(_row(k, term, kind, int(c), rng))
    return pd.DataFrame(rows)


def _let_in(company: Company, k: pd.Series, rng: np.random.Generator) -> list[tuple[str, str]]:
    names, shares = zip(*KINDS, strict=True)
    made = []
    for kind in rng.choice(names, EACH, replace=False, p=shares):
        if kind == "sold":
            thing = company.things[k["thing"].split("|")[0].split("/")[0]]
            heads = [*thing["says"], *thing.get("also", ())]
            head = str(heads[int(rng.integers(len(heads)))])
            term = some(company, head, 1, rng)[0] if rng.random() < 0.5 else head
        elif kind == "off":
            never = [h for t in company.of_status("never") for h in t["says"]]
            pool = [*WORDS["off"][company.name], *never]
            term = str(pool[int(rng.integers(len(pool)))])
        else:
            term = WORDS[kind][int(rng.integers(len(WORDS[kind])))].format(k["keyword"])
        made.append((term, str(kind)))
    return made


def _thinned(own: pd.DataFrame, rng: np.random.Generator) -> list[dict]:
    out = []
    for row in own.to_dict("records"):
        kept = int(rng.binomial(row["clicks"], 1 - LEAKED))
        if kept:
            share = kept / row["clicks"]
            out.append({**row, "clicks": kept, "cost": round(row["cost"] * share, 2),
                        "impressions": max(kept, round(row["impressions"] * share)),
                        "conversions": float(rng.binomial(int(row["conversions"]), share))})  # fmt: skip
    return out


def _row(k: pd.Series, term: str, kind: str, clicks: int, rng: np.random.Generator) -> dict:
    each, seen = k["cost"] / k["clicks"], k["impressions"] / k["clicks"]
    rate = min(k["lead_rate"] * 1.5, 1) if kind == "sold" else 0.0
    return {
        **k.to_dict(), "term": term, "clicks": clicks, "cost": round(clicks * each, 2),
        "impressions": max(clicks, round(clicks * seen)), "conversions": float(rng.binomial(clicks, rate)),
        "truth": {"sold": "keep", "reading": "doubt"}.get(kind, "block"), "why": kind,
        "worth": k["worth"] if kind == "sold" else 0.0,
    }  # fmt: skip


def truth_of(terms: pd.DataFrame, company: Company) -> pd.DataFrame:
    """Return the truth of each distinct term: kept where any of its rows is, ``listed`` where it is a keyword."""
    terms = terms.assign(term_key=terms["term"].map(key))
    by = terms.groupby("term_key", sort=True)
    told = by["truth"].agg(lambda t: "keep" if (t == "keep").any() else "doubt" if (t == "doubt").any() else "block")
    out = told.to_frame().join(by[["clicks", "cost", "conversions"]].sum()).join(by[["worth"]].max())
    why = by["why"].agg(lambda w: "|".join(sorted(set(w))))
    return out.assign(listed=out.index.isin(set(company.keywords["keyword"].map(key))), why=why)


def write_with_leaks(company: Company, folder: Path) -> pd.DataFrame:
    """Write a company with such a report, and beside its exports ``truth_of_terms.csv``; return the truth."""
    terms = with_leaks(company)
    files = company_files(company.name, company.typed)
    by = ["term", "keyword", "match_type", "campaign", "ad_group"]
    shown = terms.groupby(by, sort=False)[["impressions", "clicks", "cost", "conversions"]].sum().reset_index()
    files[REPORT] = exports.terms_report(company, shown, company.keywords)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    truth = truth_of(terms, company)
    truth.to_csv(folder / "truth_of_terms.csv", lineterminator="\n")
    return truth
