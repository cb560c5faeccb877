"""A ``keyworth.toml`` from what the files told, with what only a person knows left to fill in."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.ingest.how_read import SEEN, SET, STATED, Settled

if TYPE_CHECKING:
    from pydantic import BaseModel

    from keyworth.ingest.read import Intake
    from keyworth.settings import Settings

_ASKED = (
    ("money", "margin", "share of revenue that is left after what was sold is paid for, 0 to 1"),
    ("money", "agency_fee", "the agency's fee a month"),
    ("money", "content_cost", "content and links a month"),
    ("money", "lookback_days", "how long before a sale a click may have helped it"),
    ("relevance", "brand_terms", "your own names and those of your brands"),
    ("report", "company", "as the report calls you"),
    ("report", "agency", "as the report calls them"),
)


def found_settings(intake: Intake, settings: Settings) -> str:
    """Return the text of a ``keyworth.toml``: what was found is set, what was assumed or is not known is commented.

    Parameters
    ----------
    intake : Intake
        With ``how`` (``look_through(…, explain=True)``).
    settings : Settings
        What was set already is set again.
    """
    lines = ["# What `keyworth check` found. A line behind # is a default or a guess: correct it and take the # away."]
    lines += ["", "[ingest]", *_ingest(intake, settings), "", "[ingest.stages]", *_stages(intake, settings)]
    for name, mapping in settings.ingest.formats.items():
        lines += ["", f"[ingest.formats.{name}]", *(f"{_text(h)} = {_text(c)}" for h, c in mapping.items())]
    for section in ("money", "relevance", "report"):
        lines += ["", f"[{section}]", *_section(section, getattr(settings, section))]
    for section in ("language", "flags", "review", "training"):
        if chosen := _chosen(getattr(settings, section), frozenset()):
            lines += ["", f"[{section}]", *chosen]
    return "\n".join(lines) + "\n"


def _ingest(intake: Intake, settings: Settings) -> list[str]:
    own, out = settings.ingest, []
    value: Any
    told: Any
    for name, attribute in (("currency", "currency"), ("day_first", "dates"), ("time_zone", "time_zone")):
        value, why, sure = _most([getattr(how, attribute) for how in intake.how.values()])
        if name == "day_first":
            sure = sure and value in ("day first", "month first")
            value = value == "day first" if sure else own.day_first
        elif not value or value == "the zone that each names":
            value, sure = getattr(own, name), False
        if name in own.model_fields_set:
            value, why, sure = getattr(own, name), SET, True
        out.append(f"{'' if sure else '# '}{name} = {_value(value)}" + (f"  # {why}" if why else ""))
    days = {c: intake.files[c].dropna() for c in ("period_start", "period_end")}
    for name, pick in (("period_start", "min"), ("period_end", "max")):
        chosen = getattr(own, name)
        told = getattr(days[name], pick)() if len(days[name]) else None
        day = chosen or (told.date() if told is not None else "2026-01-01")
        note = "" if chosen else "  # stated in the files" if told is not None else "  # of reports that do not say"
        out.append(f"{'' if chosen else '# '}{name} = {day}{note}")
    named = "agent_names" in own.model_fields_set
    out.append(f"{'' if named else '# '}agent_names = {_value(own.agent_names or ['Sam'])}  # speakers who are staff")
    return out


def _most(found: list[Settled | None]) -> tuple[str, str, bool]:
    """Return the value that most files tell, how, and whether any told it at all."""
    there = [f for f in found if f is not None]
    told = [f for f in there if f.how in (STATED, SEEN, SET)] or there
    if not told:
        return "", "", False
    value = Counter(f.value for f in told).most_common(1)[0][0]
    first = next(f for f in told if f.value == value)
    others = sorted({f.value for f in told} - {value})
    also = f"; elsewhere {', '.join(others)}" if others else ""
    return value, _comment(f"{first.how} {first.where}".strip() + also), first.how in (STATED, SEEN, SET)


def _stages(intake: Intake, settings: Settings) -> list[str]:
    counts: dict[tuple[str, str], int] = {}
    for how in intake.how.values():
        for words, meaning, rows in how.stages:
            counts[words, meaning] = counts.get((words, meaning), 0) + rows
    out = ["# a stage in your own words = lead, appointment, opportunity, won or lost"]
    seen = set()
    for (words, meaning), rows in counts.items():
        hidden = "# " if not meaning or words in seen else ""
        out.append(f"{hidden}{_text(words)} = {_text(meaning or 'lead')}  # {rows:,} row{'' if rows == 1 else 's'}")
        seen.add(words)
    out += [f"{_text(w)} = {_text(m)}" for w, m in settings.ingest.stages.items() if w not in seen]
    return out


def _section(name: str, section: BaseModel) -> list[str]:
    asked = {setting: words for of, setting, words in _ASKED if of == name}
    out = []
    for setting, words in asked.items():
        known = setting in section.model_fields_set
        out.append(f"{'' if known else '# '}{setting} = {_value(getattr(section, setting))}  # {words}")
    return out + _chosen(section, frozenset(asked))


def _chosen(section: BaseModel, but: frozenset[str]) -> list[str]:
    # The folder of retrained models and the answers are found beside the file again.
    names = sorted(section.model_fields_set - but - {"models", "answers"})
    return [f"{name} = {_value(getattr(section, name))}" for name in names]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) or hasattr(value, "isoformat"):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(v) for v in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(k)} = {_value(v)}" for k, v in value.items()) + "}"
    return _text("" if value is None or value is pd.NaT else str(value))


def _text(value: str) -> str:
    """Return a TOML basic string; it escapes what JSON does, and DEL."""
    written = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return written.replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join(c for c in text.split() if c.isprintable())
