"""The card of a version, for whoever has to say yes to it: what it learnt from, how it did, where it ends; Markdown."""

from __future__ import annotations

from typing import Any

KIND = {"adapter": "Adapter of the encoder", "encoder": "Fine-tuned encoder",
        "names": "Names learnt from calls, the encoder as it was"}  # fmt: skip
# What each reason means to somebody who has never seen a model, and what to do about it.
MEANING = {
    "too_little_data": "Too few calls to learn anything from. Add more, or say what was bought (--sales, --catalogue).",
    "one_product": "With one product there is nothing to tell apart. Add calls about others.",
    "shuffled_labels": "What callers say has nothing to do with the products noted for them: look whether two files "
    "were joined by the wrong column.",
    "leaked_callers": "The test would be a test of memory: the same calls are on both sides. Look for calls exported "
    "twice, under other names.",
    "poisoned_transcript": "One call has been copied many times, by mistake or to push a product. Remove the copies.",
    "one_caller": "One caller would speak for everybody. Look whether a switchboard's own number stands as the caller.",
    "contradicted_labels": "Callers ask for one product by its name and another is noted for them. Correct the calls "
    "or the CRM.",
    "swapped_labels": "All who sound as if they wanted one product have an unlike one noted. Listen to ten of these "
    "calls: if the notes are right, --force.",
    "no_unseen_week": "It may have learnt the season, not the words. Add calls of more weeks, with dates: one week in "
    "five is kept for the test.",
    "no_lift": "On calls that it has not seen it is not surely better than what is in use. More calls may settle it.",
    "worse_group": "It is better on average and worse for these products, whose keywords it would misjudge.",
    "forgetting": "It has unlearnt everyday meanings, so that keywords of other kinds would suffer.",
    "pulls_in_strangers": "Things that this shop never sold come to look as if it sold them.",
    "calibration": "It is surer of itself than it is right.",
}
LIMITS = (
    "It moves wordings towards the products of this catalogue and knows no others.",
    "Labels are weak: a call that ends in a sale need not have been about what was sold.",
    "It is for the language and the trade of the calls above; the gate watches everyday meanings, not every trade.",
    "Of callers only hashes are kept; whoever knows an id can tell that its hash is there.",
)


def write_card(model: dict[str, Any]) -> str:
    """Return the card of what ``model.json`` holds.

    Examples
    --------
    >>> told = {"answer": "not computed", "reasons": [], "numbers": {}}
    >>> print(write_card({"gate": told, "counts": {"calls": 3}, "window": ["", ""]}).splitlines()[0])
    # Adapter of the encoder: not computed
    """
    told, numbers = model["gate"], model["gate"]["numbers"]
    kind = KIND[model.get("fit", {}).get("kind", "adapter")]
    lines = [f"# {kind}: {told['answer']}{', promoted by force' if model.get('forced') else ''}", ""]
    first, last = model["window"]
    lines += [f"Calls from {first or 'an unknown day'} to {last or 'an unknown day'}; only redacted text was read."]
    if told["reasons"]:
        lines += ["", "## Why the gate did not say promote", ""]
        lines += [f"* **{r['name']}**: {r['told']}. {MEANING.get(r['name'], '')}".rstrip() for r in told["reasons"]]
    if model.get("forced"):
        lines += ["", "It was made champion by `--force` all the same."]
    lines += ["", "## What it learnt from", "", "| what | number |", "|---|---|"]
    lines += [f"| {name} | {n} |" for name, n in model["counts"].items()]
    lines += [f"| calls set aside: {reason} | {n} |" for reason, n in model.get("set_aside", {}).items()]
    if "difference" in numbers:
        lines += ["", "## On callers it never saw", "", *_figures(numbers)]
    lines += _choice(model.get("fit", {})) + _recalibration(model.get("recalibration", {}))
    if model.get("flips") == []:
        lines += ["", "## Verdicts it flips in the audit given", "", "None."]
    elif flips := model.get("flips"):
        head = ["| keyword | before | after | at stake |", "|---|---|---|---|"]
        lines += ["", "## Verdicts it flips in the audit given", "", *head]
        lines += [
            f"| {f['keyword'].replace('|', ' ')} | {f['before']} | {f['after']} | {f['at_stake']:,.2f} |" for f in flips
        ]
    lines += ["", "## Limits", "", *(f"* {limit}" for limit in LIMITS)]
    return "\n".join(lines) + "\n"


def _choice(fit: dict[str, Any]) -> list[str]:
    if "log_loss_encoder" not in fit:
        return []
    told = (
        f"On {fit['choosing_calls']} calls kept apart for the choice, the log loss (lower is better) is "
        f"{fit['log_loss_adapter']} with the light adapter and {fit['log_loss_encoder']} with the encoder fine-tuned: "
        f"the {fit['kind']} was taken."
    )
    return ["", "## Adapter or encoder", "", told]


def _recalibration(found: dict[str, Any]) -> list[str]:
    if not found:
        return []
    told = (
        f"The relevance model is corrected by {found['judged']} blind judgements (log-odds × {found['slope']} "
        f"{found['intercept']:+}): log loss on judgements not fitted on {found['log_loss_before']} before, "
        f"{found['log_loss_after']} after."
    )
    return ["", "## Recalibration", "", told]


def _figures(numbers: dict[str, Any]) -> list[str]:
    rows = ["| | right product first | 95 % interval | calibration error |", "|---|---|---|---|"]
    for name, label in (("champion", "in use now (champion)"), ("challenger", "this one (challenger)")):
        n, error = numbers[name], numbers["calibration_error"][name]
        rows.append(f"| {label} | {n['recall_at_1']:.4f} | {n['low']:.4f} to {n['high']:.4f} | {error:.4f} |")
    d = numbers["difference"]
    rows.append(f"| difference | {d['recall_at_1']:+.4f} | {d['low']:+.4f} to {d['high']:+.4f} | |")
    rows += [
        "",
        f"{numbers['tested_on']} calls of {numbers['test_callers']} callers; intervals by a bootstrap over callers.",
    ]
    if w := numbers.get("unseen_weeks"):
        told = f"{w['items']} of the calls are of {w['weeks']} weeks that it never saw either"
        right = f": the champion is right on {w['champion']} of them, the challenger on {w['challenger']}"
        rows += ["", f"{told}{right if w['items'] else ''}."]
    if b := numbers.get("benchmark"):
        rows += ["", f"Everyday meanings of other trades: {b['champion']:.4f} before, {b['challenger']:.4f} after."]
    rows += ["", "| product group | calls | champion right | challenger right |", "|---|---|---|---|"]
    rows += [f"| {g} | {v['items']} | {v['champion']} | {v['challenger']} |" for g, v in numbers["groups"].items()]
    return rows
