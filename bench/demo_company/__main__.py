"""``python -m bench.demo_company --out data/demo``: write the invented company's exports, and what is planted."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from bench.demo_company import exports
from bench.demo_company.call_files import call_files
from bench.demo_company.claims import claims
from bench.demo_company.journeys import people, sales_table, touchpoints
from bench.demo_company.planted import planted_flips, planted_keywords, planted_phrases
from bench.demo_company.searching import search_terms, site_searches
from bench.demo_company.talk import calls
from bench.demo_company.truth import keyword_truth
from bench.demo_company.world import COMPANY, World, build_world, toml

SEED = 2026


def demo_files(seed: int = SEED, months_later: int = 0) -> dict[str, bytes]:
    """Return every file of the demo company by its path, the same bytes for the same arguments."""
    world = build_world(seed, months_later)
    truth = keyword_truth(world)
    leads = people(world, truth)
    searches = site_searches(world)
    terms = search_terms(world, truth)
    made, faults = claims(truth)
    console = f"https___www.ottermead.example_-Performance-on-Search-2026-{'10' if months_later else '07'}-01.zip"
    inside = {
        "Search keyword report.csv": exports.keyword_report(world, truth),
        "Search terms report.csv": exports.terms_report(world, terms, truth),
        console: exports.search_console(world, truth),
        "catalogue.csv": exports.catalogue_file(world),
        "site-search-1.csv": exports.site_search_report(world, searches, 0),
        "site-search-2.csv": exports.site_search_report(world, searches, 1),
        "sales.csv": exports.plain(sales_table(world, leads, truth)),
        "touchpoints.csv": exports.plain(touchpoints(world, leads, truth)),
        "agency-claims.csv": exports.plain(made),
        **call_files(calls(world, leads), truth),
    }
    files = {f"exports/{name}": content for name, content in inside.items()}
    files["keyworth.toml"] = settings_file(world).encode()
    files["planted.csv"] = exports.plain(planted_keywords(world, truth))
    files["planted_phrases.csv"] = exports.plain(planted_phrases(world, truth, searches))
    files["planted_claims.csv"] = exports.plain(faults)
    if months_later:
        files["planted_flips.csv"] = exports.plain(planted_flips(seed, truth))
    return files


def settings_file(world: World) -> str:
    """Return the settings of the demo's audit: what the company knows and no export says."""
    first, last = world.period
    agents = ", ".join(f'"{name}"' for name in toml("talk")["agents"])
    return "\n".join(
        ["# Settings of the demo company's audit.", "", "[ingest]", 'currency = "GBP"',
         f"period_start = {first:%Y-%m-%d}", f"period_end = {last:%Y-%m-%d}", f"agent_names = [{agents}]", "",
         "[relevance]", 'brand_terms = ["ottermead", "otter mead"]', "",
         "[money]", "agency_fee = 4200.0", "content_cost = 2600.0", "margin = 0.18", f"as_of = {last:%Y-%m-%d}", "",
         "[report]", f'company = "{COMPANY}"', 'agency = "Pellingrove Media"', ""]
    )  # fmt: skip


def write_demo(out: Path, seed: int = SEED, months_later: int = 0) -> None:
    """Write the demo's files below a folder, replacing old exports."""
    for old in sorted((out / "exports").rglob("*")):
        if old.is_file():
            old.unlink()
    for name, content in demo_files(seed, months_later).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main() -> None:
    """Read the switches and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.demo_company", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--months-later", type=int, default=0, choices=(0, 3))
    args = parser.parse_args()
    write_demo(args.out, args.seed, args.months_later)
    planted = pd.read_csv(args.out / "planted.csv")
    print(planted["planted"].value_counts().to_string())


if __name__ == "__main__":
    main()
