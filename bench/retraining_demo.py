"""The demo company three months later: alignment before and after its new calls are heard and learnt from.

The generator makes a second quarter whose customers have new wordings and whose range has changed, and lists apart
the keywords whose planted finding flips. The second quarter's keyword report is audited three times: hearing only
the first quarter's calls and searches; hearing the second's too; and with the encoder's adapter that retraining on
the second quarter's calls promotes, if its gate does. Told are the AUC of customer alignment, of keywords planted
healthy against those planted misaligned, and how many of the changed findings are planted ones.

Run: python -m bench.retraining_demo [--listed]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pandas as pd
from sklearn.metrics import roc_auc_score

from bench.demo_company.__main__ import demo_files
from keyworth import Audit, audit_keywords, read_settings, retrain
from keyworth.store import write_audit
from keyworth.training import Retrained

HEARD = ("calls", "site-search", "Search terms", "https___")  # what customers said and typed
FINDINGS = {"misaligned_wording", "retired_product", "no_current_product", "wrong_product", "out_of_stock"}
SIDES = ("before", "after")
KEY = ["keyword", "campaign", "match_type", "channel"]


def write(folder: Path, months_later: int) -> Path:
    """Write one quarter of the demo company."""
    for name, content in demo_files(months_later=months_later).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def audit(quarter: Path, heard: list[Path], models: str = "") -> Audit:
    """Audit a quarter's report, hearing the calls and searches of the quarters named."""
    files = [p for p in (quarter / "exports").iterdir() if not p.name.startswith(HEARD)]
    files += [p for q in heard for p in (q / "exports").iterdir() if p.name.startswith(HEARD)]
    return audit_keywords(sorted(files), read_settings(quarter / "keyworth.toml", relevance={"models": models}))


def auc(found: Audit, quarter: Path) -> float:
    """Return the AUC of customer alignment: planted healthy against planted misaligned."""
    planted = pd.read_csv(quarter / "planted.csv").fillna("")
    rows = found.keywords.merge(planted, on=KEY, suffixes=("", "_planted"))
    label = rows["planted"].map(lambda p: 0 if "misaligned_wording" in p else 1 if p in ("", "healthy") else -1)
    use = (label >= 0) & rows["customer_alignment"].notna()
    return float(roc_auc_score(label[use], rows.loc[use, "customer_alignment"]))


def render_flips(before: Audit, after: Audit, quarter: Path, listed: bool = False) -> str:
    """Return how many findings differ between two audits, and how many of them were planted."""
    planted = pd.read_csv(quarter / "planted_flips.csv").fillna("")
    both = before.keywords.merge(after.keywords, on=KEY, suffixes=("_before", "_after"))
    flags = [both[f"flags_{side}"].map(lambda f: "; ".join(sorted(set(f.split("; ")) & FINDINGS))) for side in SIDES]
    changed = both.assign(was=flags[0], now=flags[1])[flags[0] != flags[1]]
    changed = changed.merge(planted[KEY].assign(planted=True), how="left", on=KEY).fillna({"planted": False})
    hit = int(changed["planted"].sum())
    if listed:
        print(changed[["keyword", "was", "now", "planted"]].to_string())
    return f"{hit} of {len(planted)} planted flips found; {len(changed) - hit} findings changed that were not planted"


def learn(quarter: Path, folder: Path, before: Audit) -> Retrained:
    """Retrain on a quarter's calls and sales, with the audit before it as what was known."""
    exports, settings = quarter / "exports", read_settings(quarter / "keyworth.toml")
    known = write_audit(before, folder.parent / "audit", lambda audit, at: None)
    given = {name: exports / f"{name}.csv" for name in ("sales", "catalogue")}
    return retrain(exports / "calls", **given, audit=known, out=folder, settings=settings)


def demo_bench(folder: Path, listed: bool = False) -> None:
    """Print the figures."""
    first, second, models = write(folder / "first", 0), write(folder / "second", 3), folder / "models"
    print("the demo company three months later", flush=True)
    old = audit(first, [first])
    found = learn(second, models, old)
    told = "".join(f"; {r['name']}: {r['told']}" for r in found.reasons)
    print(f"  the encoder's adapter learnt from its calls: {found.answer}{told}")
    for name in ("champion", "challenger", "difference"):
        if row := found.numbers.get(name):
            print(f"    right product first, {name}: {row['recall_at_1']:.4f} [{row['low']:.4f}, {row['high']:.4f}]")
    new = found.vocabulary
    shown = ", ".join(
        f"{p} ({c:.0f}, since {d})" for p, c, d in new.head(6)[["phrase", "count", "first_seen"]].to_numpy()
    )
    print(f"  new phrases proposed: {len(new)}: {shown} …", flush=True)
    deaf, heard = audit(second, [first]), audit(second, [first, second])
    print(
        f"  alignment AUC, hearing the first quarter: {auc(deaf, second):.4f}; and the second: {auc(heard, second):.4f}"
    )
    print(f"  from the first quarter's audit to the second's: {render_flips(old, heard, second, listed)}", flush=True)
    if found.answer == "promote":
        after = audit(second, [first, second], str(models))
        print(f"  alignment AUC with what was learnt: {auc(after, second):.4f}")
        print(f"  from the first quarter's audit: {render_flips(old, after, second, listed)}")


def main() -> int:
    """Run in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        demo_bench(Path(folder), "--listed" in sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
