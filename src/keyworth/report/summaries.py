"""One page for people who will not open the report: as Markdown, as an e-mail, and as blocks for Slack."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from keyworth.report import audit_reader
from keyworth.report.figures import Figures
from keyworth.report.page import environment
from keyworth.report.speech import spoken
from keyworth.store import Audit

CHECKS = 3
_ACCENT = "#0b4f5c"
_LONGEST_HEADER, _LONGEST_BLOCK = 150, 3000  # characters that Slack takes


def summaries(audit: Audit, first: dict[str, Any]) -> dict[str, str]:
    """Return the summaries by file name, in the language of ``[report] locale``.

    Parameters
    ----------
    audit : Audit
    first : dict
        ``first_screen.first_screen`` of it.
    """
    told = audit_reader.figures_of(audit)
    email = environment().get_template("summary/summary.html")
    colour = str(audit_reader.settings(audit, "report", "colour", _ACCENT))
    accent = colour if re.fullmatch("#[0-9a-fA-F]{6}", colour) else _ACCENT
    html = email.render(**gathered(first, told, str), logo=first["logo"], accent=accent, locale=told.locale[:2])
    return {
        "summary.md": _markdown(gathered(first, told, _as_markdown)),
        "summary.html": html,
        "summary.json": _slack(gathered(first, told, _as_slack)),
    }


def gathered(first: dict[str, Any], told: Figures, quote: Callable[[Any], Any]) -> dict[str, Any]:
    """Return what a summary says, every text of it in one language and made safe by ``quote``."""

    def say(said: Any) -> str:
        return spoken(said, told, quote)

    def figure(row: dict[str, Any], name: str) -> str:
        return "" if row[name] is None else getattr(told, row["kind"])(row[name])

    lines = [
        {"verdict": row["verdict"], "word": say(row["word"]), "beneath": [say(one) for one in row["beneath"]],
         "pounds": getattr(told, row["kind"])(row["figure"]), "say": say(row["say"])}
        for row in first["lines"]
    ]  # fmt: skip
    owners = [
        {"name": say(row["name"]), "point": figure(row, "point"), "traced": figure(row, "traced"),
         "between": f"{figure(row, 'low')}–{figure(row, 'high')}" if row["low"] is not None else "",
         "before": figure(row, "before")}
        for row in first["owners"]
    ]  # fmt: skip
    checks = [(say(c["question"] or c["name"]), say(c["mend"])) for c in (*first["failed"], *first["noted"])[:CHECKS]]
    brings = "What it brings a month" if first["per"] == "a month" else "What it brings in the period"
    fixed = ("Keyword audit", "Ready to sign off?", "Expected", "Between", "Traced", "Last audit",
             "What would change this", "Not covered", "The whole report: report.html")  # fmt: skip
    return {
        "words": {**{name: say(name) for name in fixed}, "What it brings": say(brings)},
        "company": str(quote(first["company"])),
        "period": str(quote(first["period"])),
        "run": str(quote(first["run_id"])),
        "answer": say(first["answer"]["word"]),
        "why": say(first["answer"]["why"]),
        "per": say(first["per"]),
        "checks": checks,
        "lines": lines,
        "owners": owners,
        "before": first["before"],
        "would_change": [say(said) for said in first["would_change"]],
        "not_covered": [say(said) for said in first["not_covered"]],
    }


def _markdown(page: dict[str, Any]) -> str:
    words = page["words"]
    lines = [f"# {words['Keyword audit']}" + (f": {page['company']}" if page["company"] else ""), ""]
    lines += [page["period"], ""] if page["period"] else []
    lines += [f"**{words['Ready to sign off?']} {page['answer']}.** {page['why']}.", ""]
    lines += [f"* {question} {mend}" for question, mend in page["checks"]] + ([""] if page["checks"] else [])
    for row in page["lines"]:
        lines.append(f"* **{row['word']}: {row['pounds']}** {page['per']} {row['say']}")
        lines += [f"  * {said}" for said in row["beneath"]]
    heads = ["What it brings", "Expected", "Between", "Traced"] + (["Last audit"] if page["before"] else [])
    names = ["name", "point", "between", "traced"] + (["before"] if page["before"] else [])
    lines += ["", "| " + " | ".join(words[head] for head in heads) + " |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    lines += ["| " + " | ".join(row[name] for name in names) + " |" for row in page["owners"]]
    for name in ("would_change", "not_covered"):
        head = words["What would change this" if name == "would_change" else "Not covered"]
        lines += ["", f"**{head}**", "", *(f"* {said}" for said in page[name])] if page[name] else []
    return "\n".join([*lines, "", f"{words['The whole report: report.html']} ({page['run']})", ""])


def _slack(page: dict[str, Any]) -> str:
    words = page["words"]
    title = words["Keyword audit"] + (f": {page['company']}" if page["company"] else "")
    answer = f"*{words['Ready to sign off?']} {page['answer']}.* {page['why']}."
    checks = [f"• {question} {mend}" for question, mend in page["checks"]]
    fields = [
        f"*{row['name']}*\n{row['point']} {row['between'] and '(' + row['between'] + ')'}" for row in page["owners"]
    ]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": title[:_LONGEST_HEADER]}},
        _section("\n".join([answer, *checks])),
        {"type": "divider"},
        *(
            _section("\n".join([f"*{row['word']}: {row['pounds']}* {page['per']} {row['say']}",
                                *(f"• {said}" for said in row["beneath"])]))
            for row in page["lines"]
        ),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": field[:2000]} for field in fields]},
    ]  # fmt: skip
    for name, head in (("would_change", "What would change this"), ("not_covered", "Not covered")):
        if page[name]:
            blocks.append(_section("\n".join([f"*{words[head]}*", *(f"• {said}" for said in page[name])])))
    foot = f"{page['period']} · {words['The whole report: report.html']} · {page['run']}"
    blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": foot[:_LONGEST_BLOCK]}]})
    return json.dumps({"text": f"{title}: {page['answer']}", "blocks": blocks}, ensure_ascii=False, indent=1) + "\n"


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_LONGEST_BLOCK]}}


def _as_markdown(text: Any) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(str(text).split()))


def _as_slack(text: Any) -> str:
    safe = " ".join(str(text).split())
    for sign, told in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("*", "∗"), ("`", "'")):
        safe = safe.replace(sign, told)
    return safe
