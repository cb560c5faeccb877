"""The exports that every company has; each company adds its catalogue, its CRM and its calls."""

from __future__ import annotations

import pandas as pd

from bench.companies.making import shapes
from bench.companies.making.company import Company
from bench.companies.making.searching import organic, search_terms
from bench.demo_company import exports


def shared(company: Company) -> dict[str, bytes]:
    """Return the agency's exports and Search Console's, by file name."""
    console = f"https___www.{company.words['slug']}.example_-Performance-on-Search-2026-07-01.zip"
    return {
        "Search keyword report.csv": exports.keyword_report(company, company.keywords),
        "Search terms report.csv": exports.terms_report(company, search_terms(company), company.keywords),
        console: exports.search_console(company, organic(company)),
        "agency-claims.csv": shapes.claims(company),
    }


def settings(company: Company, brand: bool = True, **money: object) -> bytes:
    """Return what the company knows and no export says."""
    first, last = company.period
    words = company.words
    agents = ", ".join(f'"{name}"' for name in words["agents"])
    lines = ["[ingest]", 'currency = "GBP"', f"period_start = {first:%Y-%m-%d}", f"period_end = {last:%Y-%m-%d}",
             f"agent_names = [{agents}]", ""]  # fmt: skip
    if brand:
        lines += ["[relevance]", f'brand_terms = ["{words["slug"]}"]', ""]
    lines += [
        "[money]",
        f"margin = {words['margin']}",
        f"as_of = {last:%Y-%m-%d}",
        *(f"{k} = {v}" for k, v in money.items()),
    ]
    lines += ["", "[report]", f'company = "{words["company"]}"', f'agency = "{words["agency"]}"', ""]
    return "\n".join(lines).encode()


def split(made: list, known: bool) -> list:
    """Return the calls whose callers the CRM knows, or the others."""
    return [call for call in made if (call.lead is not None) == known]


def catalogue_columns(company: Company, names: dict[str, str]) -> pd.DataFrame:
    """Return the catalogue under a company's own headers."""
    return company.catalogue[list(names)].rename(columns=names)
