"""The telephone calls: who says what. Customers in their words, agents in the agency's."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.demo_company.truth import spoken
from bench.demo_company.world import World, stream, toml

CALLS, TWICE = {0: 150, 3: 440}, 8  # three months later everything that was recorded is kept, to be learnt from
SLOTS = ("size", "place", "obstacle", "ground", "utility", "distance", "where", "relative")
AREAS = ("RG", "GU", "OX", "HP", "SL", "TN")  # with districts that no post town has


@dataclass(frozen=True)
class Call:
    """One call: its lead's row, its agent, and turns of (is it the agent, text)."""

    call_id: str
    lead: object
    agent: str
    turns: list[tuple[bool, str]]


def calls(world: World, leads: pd.DataFrame) -> list[Call]:
    """Return the calls, some of them by a customer who rings again, in the order in which they rang."""
    rng = stream(world.seed + world.months_later, "calls")
    words = toml("talk")
    rows = _callers(leads, CALLS[world.months_later], rng)
    return [
        Call(f"K{7001 + 1000 * world.months_later + i}", lead, *_dialogue(world, words, lead, rng))
        for i, lead in enumerate(rows.itertuples())
    ]


def _callers(leads: pd.DataFrame, wanted: int, rng: np.random.Generator) -> pd.DataFrame:
    """Every thing that is sold is asked for by several callers; beyond that, as often as it sells."""
    picked: list[int] = []
    for _, group in leads.groupby("concept", sort=True):
        picked += list(rng.choice(group.index, min(4, len(group)), replace=False))
    rest = leads.index.difference(picked)
    picked += list(rng.choice(rest, wanted - TWICE - len(picked), replace=False))
    rows = leads.loc[picked]
    second = rows.iloc[rng.choice(len(rows), TWICE, replace=False)].copy()  # the same person, a day on
    second["at"] += pd.Timedelta(hours=23, minutes=11)
    return pd.concat([rows, second]).sort_values(["at", "customer_id"])


def _pick(rng: np.random.Generator, options: list) -> str:
    return str(options[int(rng.integers(len(options)))])


def _aloud(head: str) -> str:
    """A typed wording as it is said: with its little words."""
    return head.replace(" for garden", " for the garden").replace(" in garden", " in the garden")


def _a(head: str) -> str:
    """A wording with the article that a speaker gives it."""
    first = head.split()[0]
    bare = first in {"somewhere", "space", "room", "annexe"} or head.endswith("s") or "prices" in head
    if bare and head.split()[-1] not in {"glass"}:
        return head if first != "annexe" else f"an {head}"
    return f"{'an' if first[0] in 'aeio' else 'a'} {head}"


def _head(concept: dict, rng: np.random.Generator) -> str:
    heads = [*concept["says"], *concept["also"]]
    weights = np.array([1 / (i + 1.5) for i in range(len(heads))])
    return str(rng.choice(heads, p=weights / weights.sum()))


def _dialogue(world: World, words: dict, lead, rng: np.random.Generator) -> tuple[str, list[tuple[bool, str]]]:
    concept = world.concepts.get(lead.concept) or world.concepts["lounge"]
    agent = _pick(rng, words["agents"])
    head, other = _head(concept, rng), _head(concept, rng)
    values = _person(lead, rng, words) | {
        "agent": agent.split()[0],
        "head": head,
        "other": other,
        "because": _pick(rng, concept["because"]),
        "price": f"{int(concept['price'] // 100 * 100):,}",
    }

    jargon = concept["jargon"] or world.concepts["lounge"]["jargon"]

    def say(part: str) -> str:
        values["jargon"] = _pick(rng, jargon) if part not in ("puzzled", "plainly") else values.get("jargon", "")
        heads = {"a_head": _a(_aloud(values["head"])), "a_other": _a(_aloud(values["other"]))}
        slots = {name: _pick(rng, words[name]) for name in SLOTS}
        text = _pick(rng, words[part]).format(**values, **heads, **slots)
        return re.sub(r"(^|[.?!] )([a-z])", lambda m: m[1] + m[2].upper(), text)

    turns = [(True, say("hello"))]
    chance = rng.random()
    if chance > 0.84:
        line = list(world.lines.values())[int(rng.integers(len(world.lines)))]
        values["gone"] = _a(_aloud(_pick(rng, line["asks"] or line["names"]).replace(" for sale", "")))
        turns += [(False, say("gone_ask")), (True, say("gone_answer")), (False, say("gone_reply"))]
    else:
        turns += [(False, say("ask_plain" if spoken(head) else "ask")), (True, say("pitch"))]
        if chance < 0.2:  # a few repeat the agent's word to ask what it means: not their own wording
            turns += [(False, say("puzzled" if chance < 0.035 else "plainly")), (True, "Exactly that, yes.")]
    turns += [
        (False, say("why")),
        (True, say("probe")),
        (False, say("detail")),
        (True, say("fine")),
    ]
    for _ in range(int(rng.integers(1, 4))):
        other = values["other"]
        turns += [(False, say("again_plain" if spoken(other) else "again")), (True, say("answer"))]
        values["other"] = _head(concept, rng)
    turns += [(True, say("contact")), (False, say("details"))]
    if world.months_later:  # staff have learnt to say what they note, in the catalogue's words
        title = world.catalogue.set_index("product_id")["title"][lead.product_id].split(",")[0]
        turns += [(True, f"I'll put the {title} down on your file.")]
    if lead.stage == "won" and rng.random() < 0.3:
        turns += [(True, "And how would you like to pay the deposit?"), (False, say("card"))]
    return agent, [*turns, (True, say("close")), (False, say("bye"))]


def _person(lead, rng: np.random.Generator, words: dict) -> dict:
    """Invented contact data in ranges set apart for fiction: Ofcom's numbers, example.com, no real postal district."""
    n = int(lead.customer_id[1:])
    first, last = lead.name.split(" ", 1)
    return {
        "name": lead.name,
        "short": first,
        "email": f"{first}.{last}@example.com".lower(),
        "phone": f"07700 900{n % 1000:03d}",
        "landline": f"020 7946 0{n * 7 % 1000:03d}",
        "postcode": f"{AREAS[n % len(AREAS)]}{n % 20 + 70} {n % 9 + 1}QT",
        "house": n % 180 + 1,
        "street": _pick(rng, words["streets"]),
        "card": "4111 1111 1111 1111",
    }
