"""A fair hearing: what is refuted of honest reports, what is found in crooked ones: ``python -m bench.claims_reports``.

``leads`` is for choosing; of the others ``--misses`` lists nothing, so that nobody tunes to them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import pandas as pd

from bench.claims_reports.reports import CAUSES, Line, dishonest, honest
from bench.claims_reports.world import END, START, World, made, settings_of

CHOOSING = "leads"
NAMES = ("leads", "shop", "b2b")
HEADS = {  # each agency has its own deck
    "leads": ("Metric", "This period", "Previous period", "% change"),
    "shop": ("KPI", "Current period", "Prior period", "Change %"),
    "b2b": ("Measure", "Actual", "Last period", "Growth"),
}


def write_case(world: World, lines: list[Line], folder: Path) -> None:
    """Write an account and what its agency says of it as files."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = world.rows.assign(period_start=f"{START:%Y-%m-%d}", period_end=f"{END:%Y-%m-%d}")
    rows.to_csv(folder / "keywords.csv", index=False)
    world.sales.to_csv(folder / "sales.csv", index=False)
    world.touchpoints.to_csv(folder / "touchpoints.csv", index=False)
    (folder / "keyworth.toml").write_text(settings_of(world), encoding="utf-8")
    plain = [line for line in lines if line.before is None]
    listed = pd.DataFrame({
        "label": [line.label for line in plain], "metric": [line.metric for line in plain],
        "claimed": [line.claimed for line in plain], "group": [line.group for line in plain],
        "period_start": ["" if line.start is None else f"{line.start:%Y-%m-%d}" for line in plain],
        "period_end": ["" if line.end is None else f"{line.end:%Y-%m-%d}" for line in plain],
    })  # fmt: skip
    listed.to_csv(folder / "agency summary.csv", index=False)
    deck = [line for line in lines if line.before is not None]
    shown = [(line.label, f"{line.claimed:,.2f}", f"{line.before:,.2f}", f"{line.change:+.1f}%") for line in deck]
    pd.DataFrame(shown, columns=list(HEADS[world.kind.name])).to_csv(folder / "agency deck.csv", index=False)


def ledger_of(folder: Path) -> pd.DataFrame:
    """Return the claim ledger of an account's files."""
    from keyworth import audit_keywords
    from keyworth.settings import read_settings

    names = ("keywords.csv", "sales.csv", "touchpoints.csv", "agency summary.csv", "agency deck.csv")
    audit = audit_keywords([folder / name for name in names], read_settings(folder / "keyworth.toml"))
    return audit.tables["claim_ledger"]


def score(lines: list[Line], ledger: pd.DataFrame) -> pd.DataFrame:
    """Return each line with whether it is refuted, and whether a planted fault is found with its cause.

    A fault counts as found where a row of its figure is not supported, or for another period cannot be checked, and
    the cause named is the planted one.
    """
    out = []
    plain = [line for line in lines if line.before is None]
    deck = [line for line in lines if line.before is not None]
    for file, listed in (("agency summary.csv", plain), ("agency deck.csv", deck)):
        for place, line in enumerate(listed, start=2):
            rows = ledger[ledger["source_file"].eq(file) & ledger["source_row"].eq(place)]
            refuted = rows["verdict"].eq("not supported")
            open_ = refuted | (rows["verdict"].eq("cannot be checked") & (line.fault == "window"))
            named = rows.loc[open_, "cause"].str.startswith(CAUSES.get(line.fault, "?"))
            out.append({"label": line.label, "fault": line.fault, "refuted": bool(refuted.any()),
                        "found": bool(line.fault and named.any()), "rows": len(rows),
                        "causes": " | ".join(rows.loc[rows["verdict"].ne("supported"), "cause"])})  # fmt: skip
    return pd.DataFrame(out)


def figures(name: str, folder: Path) -> tuple[dict[str, float], pd.DataFrame]:
    """Return the counts of an account, and its scored lines."""
    world, scored = made(name), []
    for kind, lines in (("honest", honest(world)), ("crooked", dishonest(world))):
        write_case(world, lines, folder / name / kind)
        scored.append(score(lines, ledger_of(folder / name / kind)).assign(report=kind))
    rows = pd.concat(scored, ignore_index=True)
    fair, planted = rows[rows["fault"].eq("")], rows[rows["fault"].ne("")]
    told = {
        "honest lines": int(rows["report"].eq("honest").sum()),
        "accusations of the honest": int(fair.loc[fair["report"].eq("honest"), "refuted"].sum()),
        "accusations of fair lines beside faults": int(fair.loc[fair["report"].eq("crooked"), "refuted"].sum()),
        "planted": len(planted), "found with the right cause": int(planted["found"].sum()),
    }  # fmt: skip
    return told, rows


def main() -> None:
    """Read the switches, write, audit, score and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.claims_reports", description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--misses", action="store_true", help=f"list what went wrong in {CHOOSING!r}")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tried = {name: figures(name, Path(folder)) for name in args.names or NAMES}
    told = pd.DataFrame({name: found[0] for name, found in tried.items()})
    print(json.dumps(told.to_dict(), indent=1) if args.json else told.to_string())
    if args.misses and CHOOSING in tried:
        rows = tried[CHOOSING][1]
        wrong = (rows["fault"].eq("") & rows["refuted"]) | (rows["fault"].ne("") & ~rows["found"])
        print(rows[wrong].to_string())


if __name__ == "__main__":
    main()
