"""The card of a version: what it learnt from, how it did, where it ends; Markdown."""

from __future__ import annotations

from typing import Any


def write_card(model: dict[str, Any]) -> str:
    """Return the card of what ``model.json`` holds.

    Examples
    --------
    >>> told = {"answer": "not computed", "reasons": [], "numbers": {}}
    >>> print(write_card({"gate": told, "counts": {"calls": 3}, "window": ["", ""]}).splitlines()[0])
    # Adapter of the encoder: not computed
    """
    gate, numbers = model["gate"], model["gate"]["numbers"]
    lines = [f"# Adapter of the encoder: {gate['answer']}", ""]
    first, last = model["window"]
    lines += [f"Calls from {first or 'an unknown day'} to {last or 'an unknown day'}; only redacted text was read.", ""]
    lines += [
        "| what | number |",
        "|---|---|",
        *(f"| {name.replace('_', ' ')} | {n} |" for name, n in model["counts"].items()),
    ]
    if "difference" in numbers:
        lines += ["", "## On callers and weeks it never saw", "", *_figures(numbers)]
    if gate["reasons"]:
        lines += [
            "",
            "## Why the gate did not say promote",
            "",
            *(f"* **{r['name']}**: {r['told']}" for r in gate["reasons"]),
        ]
    if flips := model.get("flips"):
        lines += [
            "",
            "## Verdicts it flips in the audit given",
            "",
            "| keyword | before | after | at stake |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {f['keyword'].replace('|', ' ')} | {f['before']} | {f['after']} | {f['at_stake']:,.2f} |" for f in flips
        ]
    lines += ["", "## Limits", "", *(f"* {limit}" for limit in LIMITS)]
    return "\n".join(lines) + "\n"


LIMITS = (
    "A linear map of frozen vectors: it moves wordings towards the products of this catalogue and knows no others.",
    "Labels are weak: a call that ends in a sale need not have been about what was sold.",
    "It is for the language and the trade of the calls above; the gate watches everyday meanings, not every trade.",
    "Of callers only hashes are kept; whoever knows an id can tell that its hash is there.",
)


def _figures(numbers: dict[str, Any]) -> list[str]:
    rows = ["| | recall@1 | 95 % interval | calibration error |", "|---|---|---|---|"]
    for name in ("champion", "challenger"):
        n = numbers[name]
        error = numbers["calibration_error"][name]
        rows.append(f"| {name} | {n['recall_at_1']:.4f} | {n['low']:.4f} to {n['high']:.4f} | {error:.4f} |")
    d = numbers["difference"]
    rows.append(f"| difference | {d['recall_at_1']:+.4f} | {d['low']:+.4f} to {d['high']:+.4f} | |")
    rows += [
        "",
        f"{numbers['tested_on']} items of {numbers['test_callers']} callers; intervals by a bootstrap over callers.",
    ]
    if b := numbers.get("benchmark"):
        rows += ["", f"Shipped benchmark: {b['champion']:.4f} before, {b['challenger']:.4f} after."]
    rows += ["", "| product group | items | champion right | challenger right |", "|---|---|---|---|"]
    rows += [f"| {g} | {v['items']} | {v['champion']} | {v['challenger']} |" for g, v in numbers["groups"].items()]
    return rows
