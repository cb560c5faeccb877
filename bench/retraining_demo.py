"""The demo company three months later: alignment before and after its new calls and searches are heard.

The generator makes a second quarter whose customers have new wordings and whose range has changed, and lists the
keywords whose planted finding flips. The second quarter's keyword report is audited twice: hearing only the first
quarter's calls and site searches, and hearing the second's too. Told are the AUC of customer alignment, of keywords
planted healthy against those planted misaligned, and how many of the changed findings are planted ones.

Run: python -m bench.retraining_demo
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.metrics import roc_auc_score

from bench.demo_company.__main__ import demo_files
from keyworth import Audit, audit_keywords, read_settings, retrain

HEARD = ("calls", "site-search")
KEY = ["keyword", "campaign", "match_type", "channel"]


def write(folder: Path, months_later: int) -> Path:
    """Write one quarter of the demo company."""
    for name, content in demo_files(months_later=months_later).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def audit(quarter: Path, heard: list[Path]) -> Audit:
    """Audit a quarter's report, hearing the calls and searches of the quarters named."""
    files = [p for p in (quarter / "exports").iterdir() if not p.name.startswith(HEARD)]
    files += [p for q in heard for p in (q / "exports").iterdir() if p.name.startswith(HEARD)]
    return audit_keywords(sorted(files), read_settings(quarter / "keyworth.toml"))


def auc(found: Audit, quarter: Path) -> float:
    """Return the AUC of customer alignment: planted healthy against planted misaligned."""
    planted = pd.read_csv(quarter / "planted.csv").fillna("")
    rows = found.keywords.merge(planted, on=KEY, suffixes=("", "_planted"))
    label = rows["planted"].map(lambda p: 0 if "misaligned_wording" in p else 1 if p in ("", "healthy") else -1)
    use = (label >= 0) & rows["customer_alignment"].notna()
    return float(roc_auc_score(label[use], rows.loc[use, "customer_alignment"]))


def told_flips(before: Audit, after: Audit, quarter: Path) -> str:
    """Return how many verdicts differ between two quarters' audits, and how many of them were planted."""
    planted = pd.read_csv(quarter / "planted_flips.csv").fillna("")
    both = before.keywords.merge(after.keywords, on=KEY, suffixes=("_before", "_after"))
    names = {"misaligned_wording", "retired_product", "no_current_product", "wrong_product", "out_of_stock"}
    flags = [both[f"flags_{side}"].map(lambda f: frozenset(f.split("; ")) & names) for side in ("before", "after")]
    changed = {tuple(row) for row in both.loc[flags[0] != flags[1], KEY].itertuples(index=False)}
    wanted = {tuple(row) for row in planted[KEY].itertuples(index=False)}
    hit = len(changed & wanted)
    return f"{hit} of {len(wanted)} planted flips found; {len(changed) - hit} findings changed that were not planted"


def demo_bench(folder: Path) -> dict[str, Any]:
    """Print the figures."""
    first, second = write(folder / "first", 0), write(folder / "second", 3)
    old, deaf, new = audit(first, [first]), audit(second, [first]), audit(second, [first, second])
    figures = {"before": auc(deaf, second), "after": auc(new, second)}
    print("the demo company three months later")
    print(f"  alignment AUC, the first quarter heard: {figures['before']:.4f}; and the second: {figures['after']:.4f}")
    print(f"  {told_flips(old, new, second)}")
    exports = second / "exports"
    answer = retrain(
        exports / "calls", sales=exports / "sales.csv", catalogue=exports / "catalogue.csv", out=folder / "models",
        settings=read_settings(second / "keyworth.toml"),
    )  # fmt: skip
    told = "; ".join(f"{r['name']}: {r['told']}" for r in answer.reasons)
    print(f"  the encoder's adapter on these calls: {answer.answer} ({told})")
    print(f"  new phrases proposed: {len(answer.vocabulary)}")
    return figures


def main() -> int:
    """Run in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        demo_bench(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
