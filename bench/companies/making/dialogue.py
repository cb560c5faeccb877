"""The telephone calls: customers in their words, staff in theirs, and what staff answer where a thing isn't sold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from bench.companies.making.company import Company
from bench.companies.making.people import by_asking, moments

WORDS = Path(__file__).parent / "talk.toml"
FICTION = ("+447700900", "+442079460", "+441134960", "+441614960")
STRANGERS = "+441154960"


@dataclass(frozen=True)
class Call:
    """One call: who, when, whether the CRM knows them, and turns of (is it staff, text)."""

    call_id: str
    at: pd.Timestamp
    name: str
    phone: str
    agent: str
    lead: object | None
    thing: str
    turns: list[tuple[bool, str]]


def calls(company: Company, leads: pd.DataFrame) -> list[Call]:
    """Return the calls in order: half of them by people in the CRM, half by people whom nothing there names."""
    rng = company.stream("calls")
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    n = company.words["calls"]
    known = leads.loc[sorted(rng.choice(len(leads), min(n // 2, len(leads)), replace=False))]
    strangers = by_asking(company, rng, n - len(known), "sold", "part", "retired", "never")
    rows = [(lead.at - pd.Timedelta(minutes=20), lead.name, lead, lead.thing) for lead in known.itertuples(index=False)]
    times = moments(company, rng, len(strangers))
    rows += [(at, f"Caller {i + 1}", None, thing) for i, (at, thing) in enumerate(zip(times, strangers, strict=True))]
    rows.sort(key=lambda row: (row[0], row[3]))
    out = []
    for i, (at, name, lead, thing) in enumerate(rows):
        agent, turns = _dialogue(company, words, thing, rng)
        phone = f"{STRANGERS}{i:03d}" if lead is None else phone_of(lead.customer_id)
        out.append(Call(f"T{5001 + i}", at, name, phone, agent, lead, thing, turns))
    return out


def phone_of(customer: str) -> str:
    """Return a customer's number, nobody else's, in Ofcom's ranges for fiction."""
    n = int(customer[1:])
    return f"{FICTION[n // 1000 % len(FICTION)]}{n % 1000:03d}"


def _pick(rng: np.random.Generator, options: list) -> str:
    return str(options[int(rng.integers(len(options)))])


def _spoken(head: str, words: dict) -> bool:
    return len(head.split()) > 4 or (head.split()[0] in words["plain_first"] and len(head.split()) > 2)


def _a(head: str, words: dict) -> str:
    last = head.split()[-1]
    if last.endswith("s") or last in words["mass"] or _spoken(head, words) or head.split()[0] in ("a", "new"):
        return head if not head.startswith("new ") or last.endswith("s") else f"a {head}"
    return f"{'an' if head[0] in 'aeiou' else 'a'} {head}"


def _head(thing: dict, rng: np.random.Generator) -> str:
    heads = [*thing["says"], *thing.get("also", ())]
    weights = np.array([1 / (i + 1.3) for i in range(len(heads))])
    return str(rng.choice(heads, p=weights / weights.sum()))


def _dialogue(
    company: Company, words: dict, wanted: str, rng: np.random.Generator
) -> tuple[str, list[tuple[bool, str]]]:
    thing = company.things[wanted]
    agent = _pick(rng, company.words["agents"])
    head, other = _head(thing, rng), _head(thing, rng)
    values = {
        "company": company.words["company"], "agent": agent.split()[0], "head": head, "a_head": _a(head, words),
        "other": other, "a_other": _a(other, words), "because": _pick(rng, thing.get("because", ["we need it doing"])),
        "jargon": _pick(rng, thing.get("staff", [thing.get("section", "").lower() or "yard"])),
    }  # fmt: skip

    def say(part: str) -> str:
        text = _pick(rng, words[part]).format(**values)
        return text[0].upper() + text[1:]

    turns = [(True, say("hello"))]
    if "no" in thing:
        turns += [(False, say("gone_ask")), (True, thing["no"]), (False, say("gone_reply")), (True, say("close"))]
        return agent, turns
    turns += [(False, say("ask_plain" if _spoken(head, words) else "ask"))]
    told = rng.random() < 0.6 and "staff" in thing
    turns += [(True, say("pitch" if told else "pitch_plain"))]
    if told and rng.random() < 0.15:
        turns += [(False, say("puzzled")), (True, "That's the one.")]
    turns += [(False, say("why")), (True, say("probe")), (False, say("detail"))]
    if rng.random() < 0.6:
        turns += [(False, say("again")), (True, say("answer"))]
    return agent, [*turns, (True, say("close")), (False, say("bye"))]
