"""An invented company: its words, its catalogue, and its keywords with what they truly are and are worth."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from bench.demo_company.world import stream

HERE = Path(__file__).parent.parent
COLUMNS = ["group", "keyword", "kind", "thing", "better", "intent", "worth"]
KINDS = ("aligned", "jargon", "brand", "never_sold", "retired", "accessory_only", "other_intent", "doubt")
GONE = ("never_sold", "retired", "accessory_only")
PERIOD = (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-06-30"))
# kind: (clicks, click-through, cost a click), the first and last as shares of the company's own.
TRAFFIC = {
    "aligned": (1.0, 0.06, 1.0),
    "jargon": (0.5, 0.008, 1.1),
    "brand": (2.4, 0.32, 0.25),
    "never_sold": (1.1, 0.02, 0.9),
    "retired": (1.0, 0.035, 0.95),
    "accessory_only": (0.9, 0.02, 0.9),
    "other_intent": (0.7, 0.03, 0.65),
    "doubt": (0.6, 0.03, 0.9),
}


@dataclass(frozen=True)
class Company:
    """A company at the end of its period; ``typed`` is the share of a jargon keyword's clicks that typed it so."""

    name: str
    typed: float
    words: dict
    things: dict[str, dict]
    catalogue: pd.DataFrame
    keywords: pd.DataFrame
    months_later: int = 0

    @property
    def seed(self) -> int:
        """The seed of all its streams."""
        return self.words["seed"]

    @property
    def period(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the exports."""
        later = pd.DateOffset(months=self.months_later)
        return PERIOD[0] + later, PERIOD[1] + later + pd.offsets.MonthEnd(0)

    def stream(self, name: str) -> np.random.Generator:
        """A random stream of its own for each part, and each period."""
        return stream(self.seed, f"{name}, {self.months_later} months later" if self.months_later else name)

    def of_status(self, *status: str) -> list[dict]:
        """Return the things of these statuses: sold, part, retired, never."""
        return [t for t in self.things.values() if t["status"] in status]


def read_truth(name: str) -> pd.DataFrame:
    """Return the hand-written truth of a company's keywords; ``worth`` is margin brought a pound of clicks."""
    rows = pd.read_csv(HERE / name / "truth.csv", dtype=str, keep_default_na=False)
    return rows.assign(worth=pd.to_numeric(rows["worth"]))


def read_company(name: str, typed: float = 0.06) -> Company:
    """Read the words and the truth of a company, lay out its catalogue and its agency's figures."""
    words = tomllib.loads((HERE / name / "world.toml").read_text(encoding="utf-8"))
    things = {t["id"]: {"status": "sold", "asks": 1, "deal": 0, **t} for t in words["thing"]}
    things = {k: {**t, "asks": 0 if t["status"] == "part" and "no" not in t else t["asks"]} for k, t in things.items()}
    truth = read_truth(name)
    places = truth["group"].map(words["groups"])
    truth = truth.assign(campaign=places.str[0], ad_group=truth["group"], page=places.str[1])
    homes = truth.loc[truth["kind"] == "aligned"].assign(thing=lambda t: t["thing"].str.split("[|/]").str[0])
    home = dict(homes.groupby("thing", sort=False)["page"].first())
    sections = {things[t]["section"]: page for t, page in home.items()}
    for thing in things.values():
        thing["page"] = home.get(thing["id"], sections.get(thing.get("section", ""), "/"))
    return Company(name, typed, words, things, _catalogue(words, things), _figures(truth, words, things))


def _catalogue(words: dict, things: dict[str, dict]) -> pd.DataFrame:
    rng = stream(words["seed"], "catalogue")
    rows = []
    for thing in things.values():
        status = "retired" if thing["status"] == "retired" else "active"
        shared = {"category": thing.get("section", ""), "status": status, "thing": thing["id"], "page": thing["page"]}
        for line in thing.get("lines", ()):
            told = dict(zip(("product_id", "title", "price", "description"), [*line, ""], strict=False))
            rows.append({**shared, **told})
        for title, options, base in thing.get("families", ()):
            for place, choice in enumerate(itertools.product(*options)):
                price = base * (0.8 + 0.5 * place / max(np.prod([len(o) for o in options]) - 1, 1))
                out = status == "active" and rng.random() < 0.05
                rows.append(
                    {**shared, "product_id": f"BC{10001 + len(rows)}", "title": title.format(*choice),
                     "price": f"{price:.2f}", "status": "out_of_stock" if out else status, "description": ""}
                )  # fmt: skip
    return pd.DataFrame(rows)


def products_of(company: Company, answers: str) -> set[str]:
    """Return the ids that ``thing``, or ``thing/pattern`` of its titles, joined by ``|``, stand for.

    Examples
    --------
    >>> sorted(products_of(read_company("drainage"), "kerb|rain"))
    ['SF-20', 'SW-20']
    """
    found: set[str] = set()
    for part in filter(None, answers.split("|")):
        thing, _, pattern = part.partition("/")
        lines = company.catalogue[company.catalogue["thing"] == thing]
        found |= set(lines.loc[[bool(re.search(pattern, t)) for t in lines["title"]], "product_id"])
    return found


def _deal(answers: str, things: dict[str, dict]) -> float:
    named = [things[k] for a in filter(None, answers.split("|")) if (k := a.split("/")[0]) in things]
    sold = [t for t in named if t["status"] in ("sold", "part") and t["deal"]]
    if sold:
        return float(np.mean([t["deal"] for t in sold]))
    every = [t for t in things.values() if t["status"] == "sold"]
    return float(np.average([t["deal"] for t in every], weights=[t["asks"] for t in every]))


def _figures(truth: pd.DataFrame, words: dict, things: dict[str, dict]) -> pd.DataFrame:
    """The agency's report: clicks and costs by kind; leads a click so that the margin is ``worth`` times the cost."""
    rng, n = stream(words["seed"], "figures"), len(truth)
    of_kind = pd.DataFrame([TRAFFIC[k] for k in truth["kind"]], columns=["clicks", "ctr", "cpc"])
    clicks = words["paid_clicks"] * of_kind["clicks"] * np.exp(rng.normal(0, 0.6, n))
    cpc = words["cpc"] * of_kind["cpc"] * np.exp(rng.normal(0, 0.2, n))
    match = rng.choice(["exact", "phrase", "broad"], n, p=(0.3, 0.45, 0.25))
    loose = rng.choice(["phrase", "broad"], n, p=(0.5, 0.5))
    deal = np.array([_deal(a, things) for a in truth["thing"]])
    value = words["win"] * deal * words["margin"]
    out = truth.assign(
        channel="paid",
        match_type=np.where(truth["kind"] == "jargon", loose, match),
        url=words["site"] + truth["page"],
        clicks=np.maximum(np.round(clicks), 3).astype(int),
        max_cpc=np.round(cpc * 1.3, 2),
        lead_rate=np.minimum(truth["worth"] * cpc / value, 0.5),
        # They ring to ask for what is not there, half as often as people ring for what is.
        ask_rate=np.where(truth["kind"].isin(GONE), 0.6 * words["cpc"] / np.median(value), 0.0),
        position=1.0,
    )
    out["cost"] = np.round(out["clicks"] * cpc, 2)
    ctr = np.minimum(of_kind["ctr"] * np.exp(rng.normal(0, 0.25, n)), 0.8)
    out["impressions"] = np.ceil(out["clicks"] / ctr).astype(int)
    claim = np.minimum(out["lead_rate"] * rng.uniform(1.3, 2.0, n) + rng.uniform(0.004, 0.016, n), 0.9)
    out["claimed_conversions"] = rng.poisson(out["clicks"] * claim).astype(float)
    out["claimed_value"] = np.round(out["claimed_conversions"] * deal * words["win"] * rng.uniform(0.5, 0.9, n), 2)
    return out
