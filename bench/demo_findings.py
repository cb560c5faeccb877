"""Precision and recall of what is planted in the demo company: ``python -m bench.demo_findings``.

The audit reads the exports alone; the list of what is planted is opened here, after it has spoken. A flag on a
keyword that is not planted as that kind is a false finding, whatever else is wrong with the keyword; beside that
precision stands the one that leaves out the keywords on which two honest judges would differ.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"
KEY = ["keyword", "campaign", "match_type", "channel"]
# What is measured: flags of the audit that say it, kinds in planted.csv that make it so.
FINDINGS = {
    "obsolete": ("retired_product", "no_current_product"),
    "wrong product": ("wrong_product",),
    "misaligned": ("misaligned_wording",),
    "retired product": ("retired_product",),
    "no current product": ("no_current_product",),
    "duplicate": ("duplicate_keyword",),
    "other intent": ("other_intent",),
    "brand": ("brand",),
}


def run_audit(folder: Path = DEMO):
    """Return the audit of a demo folder's exports with its settings."""
    from keyworth import audit_keywords
    from keyworth.settings import read_settings

    return audit_keywords([folder / "exports"], read_settings(folder / "keyworth.toml"))


def judged(audit_keywords: pd.DataFrame, folder: Path = DEMO) -> pd.DataFrame:
    """Return every keyword with its verdict, its flags as a set, and what is planted on it as a set.

    Raises
    ------
    ValueError
        When the audit lost a keyword, or made one up.
    """
    planted = pd.read_csv(folder / "planted.csv", keep_default_na=False)
    found = audit_keywords.assign(**{c: audit_keywords[c].astype("str").fillna("") for c in KEY})
    both = planted.merge(found, on=KEY, how="outer", indicator=True, validate="one_to_one")
    if (strays := both.loc[both["_merge"] != "both", [*KEY, "_merge"]]).size:
        raise ValueError(f"the audit's keywords are not the planted ones:\n{strays.to_string()}")
    both["planted"] = both["planted"].str.split(";").map(set)
    both["raised"] = both["flags"].fillna("").str.split("; ").map(lambda flags: set(flags) - {""})
    return both


def findings(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each finding, how many are planted and found, its precision and its recall."""
    out = []
    for name, kinds in FINDINGS.items():
        is_so = rows["planted"].map(lambda s, kinds=kinds: bool(s & set(kinds)))
        said = rows["raised"].map(lambda s, kinds=kinds: bool(s & set(kinds)))
        right, open_ = int((is_so & said).sum()), rows["planted"].map(lambda s: "in_between" in s)
        out.append(
            {
                "finding": name,
                "planted": int(is_so.sum()),
                "flagged": int(said.sum()),
                "right": right,
                "precision": right / max(int(said.sum()), 1),
                "without in-between": right / max(int((said & ~open_).sum()), 1),
                "recall": right / max(int(is_so.sum()), 1),
            }
        )
    return pd.DataFrame(out).set_index("finding")


def mistakes(rows: pd.DataFrame, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the missed and the false findings of one name, with what the audit thought."""
    kinds = set(FINDINGS[name])
    is_so, said = rows["planted"].map(lambda s: bool(s & kinds)), rows["raised"].map(lambda s: bool(s & kinds))
    shown = [
        "keyword",
        "channel",
        "planted",
        "verdict",
        "flags",
        "product_title",
        "product_status",
        "product_relevance",
        "customer_alignment",
        "customer_phrase",
    ]
    shown = [c for c in shown if c in rows.columns]
    return rows.loc[is_so & ~said, shown], rows.loc[said & ~is_so, shown]


def healthy_cut(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the keywords in which nothing is wrong, and which the audit would cut all the same."""
    return rows.loc[(rows["verdict"] == "cut") & rows["planted"].map(lambda s: s == {"healthy"})]


def suggestions_right(rows: pd.DataFrame) -> float:
    """Return the share of misaligned keywords found whose first suggested wording is one that customers use for it."""
    found = rows.loc[rows["customer_wording"].ne("") & rows["raised"].map(lambda s: "misaligned_wording" in s)]
    first = found["suggested_wording"].fillna("").str.split("; ").str[0]
    own = found["customer_wording"].str.split("; ")
    return sum(any(o in f for o in says) for f, says in zip(first, own, strict=True)) / max(len(found), 1)


def uncovered_recall(audit, folder: Path = DEMO) -> float:
    """Return the share of the planted uncovered phrases that the audit lists."""
    planted = pd.read_csv(folder / "planted_phrases.csv")
    return float(planted["phrase"].isin(audit.tables["uncovered"]["phrase"]).mean())


def main() -> None:
    """Audit the demo, or another folder of the generator's, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.demo_findings", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DEMO)
    parser.add_argument("--mistakes", action="store_true", help="show every missed and false finding")
    args = parser.parse_args()
    audit = run_audit(args.folder)
    rows = judged(audit.keywords, args.folder)
    print(findings(rows).round(3).to_string())
    kinds = rows["planted"].map(lambda s: ";".join(sorted(s)))
    print("\n" + pd.crosstab(kinds, rows["verdict"]).to_string())
    print(f"\nhealthy keywords cut: {len(healthy_cut(rows))} of {int((kinds == 'healthy').sum())}")
    print(f"first suggested wording is the customers' own: {suggestions_right(rows):.3f}")
    print(f"planted uncovered phrases listed: {uncovered_recall(audit, args.folder):.3f}")
    if args.mistakes:
        for name in FINDINGS:
            for label, frame in zip(("missed", "false"), mistakes(rows, name), strict=True):
                print(f"\n{name}: {len(frame)} {label}\n{frame.to_string() if len(frame) else ''}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
