"""The telephone calls: who says what. Customers in their words, agents in the agency's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.demo_company.truth import spoken
from bench.demo_company.world import World, _toml, stream

CALLS = 150


@dataclass(frozen=True)
class Call:
    """One call: its lead's row, its agent, and turns of (is it the agent, text)."""

    call_id: str
    lead: object
    agent: str
    turns: list[tuple[bool, str]]


def calls(world: World, leads: pd.DataFrame) -> list[Call]:
    """Return 150 calls by 150 different customers, in the order in which they rang."""
    rng = stream(world.seed + world.months_later, "calls")
    words = _toml("talk")
    rows = _callers(leads, rng)
    return [Call(f"K{7001 + i}", lead, *_dialogue(world, words, lead, rng)) for i, lead in enumerate(rows.itertuples())]


def _callers(leads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Every thing that is sold is asked for by several callers; beyond that, as often as it sells."""
    picked: list[int] = []
    for _, group in leads.groupby("concept", sort=True):
        picked += list(rng.choice(group.index, min(4, len(group)), replace=False))
    rest = leads.index.difference(picked)
    picked += list(rng.choice(rest, max(CALLS - len(picked), 0), replace=False))
    return leads.loc[sorted(picked[:CALLS])]


def _pick(rng: np.random.Generator, options: list) -> str:
    return str(options[int(rng.integers(len(options)))])


def _head(concept: dict, rng: np.random.Generator) -> str:
    heads = [*concept["says"], *concept["also"]]
    weights = np.array([1 / (i + 1.5) for i in range(len(heads))])
    return str(rng.choice(heads, p=weights / weights.sum()))


def _dialogue(world: World, words: dict, lead, rng: np.random.Generator) -> tuple[str, list[tuple[bool, str]]]:
    concept = world.concepts.get(lead.concept) or world.concepts["lounge"]
    agent = _pick(rng, words["agents"])
    head, other = _head(concept, rng), _head(concept, rng)
    values = _person(lead, rng, words) | {"agent": agent.split()[0], "head": head, "other": other,
              "because": _pick(rng, concept["because"]), "price": f"{int(concept['price'] // 100 * 100):,}"}  # fmt: skip

    def say(part: str) -> str:
        jargon = _pick(rng, concept["jargon"] or world.concepts["lounge"]["jargon"])
        text = _pick(rng, words[part]).format(**values, jargon=jargon)
        return text[0].upper() + text[1:]

    turns = [(True, say("hello"))]
    if rng.random() < 0.16:
        line = list(world.lines.values())[int(rng.integers(len(world.lines)))]
        values["gone"] = _pick(rng, line["asks"] or line["names"])
        turns += [(False, say("gone_ask")), (True, say("gone_answer")), (False, say("gone_reply"))]
    else:
        turns += [(False, say("ask_plain" if spoken(head) else "ask")), (True, say("pitch"))]
    turns += [
        (False, say("why")),
        (True, say("probe")),
        (False, say("detail")),
        (True, "OK, that's no problem at all."),
    ]
    for _ in range(int(rng.integers(1, 4))):
        turns += [(False, say("again_plain" if spoken(other) else "again")), (True, say("answer"))]
        other = _head(concept, rng)
        values["other"] = other
    turns += [(True, say("contact")), (False, say("details"))]
    if lead.stage == "won" and rng.random() < 0.3:
        turns += [(True, "And how would you like to pay the deposit?"), (False, say("card"))]
    return agent, [*turns, (True, say("close")), (False, say("bye"))]


def _person(lead, rng: np.random.Generator, words: dict) -> dict:
    """Invented contact data in ranges set apart for fiction: Ofcom's numbers, example.com, no real postcode."""
    n = int(lead.customer_id[1:])
    first, last = lead.name.split(" ", 1)
    return {
        "name": lead.name,
        "short": first,
        "email": f"{first}.{last}@example.com".lower(),
        "phone": f"07700 900{n % 1000:03d}",
        "landline": f"020 7946 0{n * 7 % 1000:03d}",
        "postcode": f"ZZ{n % 90 + 10} {n % 9 + 1}QT",
        "house": n % 180 + 1,
        "street": _pick(rng, words["streets"]),
        "card": "4111 1111 1111 1111",
    }
