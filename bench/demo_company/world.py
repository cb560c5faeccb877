"""What the invented company sells, sold and never sold, and how its customers put it."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
SITE = "https://www.ottermead.example"
COMPANY = "Ottermead Garden Rooms"
SIZES = ((2.4, 1.8), (3.0, 2.4), (3.6, 2.7), (4.2, 3.0), (5.4, 3.3), (6.6, 3.9))
PERIODS = {0: ("2026-01-01", "2026-06-30"), 3: ("2026-07-01", "2026-09-30")}


@dataclass(frozen=True)
class World:
    """The company at a moment: its words and its catalogue."""

    seed: int
    months_later: int
    concepts: dict[str, dict]
    lines: dict[str, dict]
    parts: list[dict]
    extras: list[dict]
    other: dict[str, list[str]]
    later: dict
    catalogue: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def period(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the exports."""
        first, last = PERIODS[self.months_later]
        return pd.Timestamp(first), pd.Timestamp(last)

    @property
    def share_of_year(self) -> float:
        """How long the period is, against the half-year that rates and counts are told for."""
        return 0.5 if self.months_later else 1.0

    @cached_property
    def _best(self) -> dict[str, str]:
        live_first = self.catalogue.sort_values("status", key=lambda s: s != "active", kind="stable")
        return dict(live_first.groupby("concept")["product_id"].first().items())

    def product_of(self, concept: str) -> str:
        """The product that best stands for a concept, a line or a part."""
        return self._best[concept]


def stream(seed: int, name: str) -> np.random.Generator:
    """A random stream of its own for each part, so that a change in one leaves the others' bytes alone."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def slug(text: str) -> str:
    """A name as it stands in an address."""
    return text.lower().replace(" ", "-")


def toml(name: str) -> dict:
    return tomllib.loads((HERE / "world" / f"{name}.toml").read_text(encoding="utf-8"))


def build_world(seed: int, months_later: int = 0) -> World:
    """Read the words, age them by some months, and lay out the catalogue."""
    parts = toml("accessories")
    world = World(
        seed,
        months_later,
        {c["id"]: c for c in toml("concepts")["concept"]},
        {line["id"]: line for line in toml("gone")["line"]},
        [{"id": f"part{i:02d}", **p} for i, p in enumerate(parts["part"])],
        [{"id": f"extra{i:02d}", **p} for i, p in enumerate(parts["extra"])],
        toml("other"),
        toml("later"),
    )
    if months_later:
        _age(world)
    return World(**{**world.__dict__, "catalogue": _catalogue(world)})


def _age(world: World) -> None:
    """Customers' new words come to the front of the old ones; words they took up leave the jargon."""
    for change in world.later["wording"]:
        concept = world.concepts[change["concept"]]
        adopted = change.get("adopted", [])
        concept["says"] = change.get("new", []) + adopted + concept["says"]
        concept["jargon"] = [j for j in concept["jargon"] if j not in adopted]


def _price(base: float, size: tuple[float, float]) -> float:
    return float(round(base * (0.62 + 0.045 * size[0] * size[1]) / 50) * 50)


def _catalogue(world: World) -> pd.DataFrame:
    rng = stream(world.seed, "catalogue")
    rows = [*_rooms(world, rng), *_small(world, rng), *_retired(world, rng)]
    frame = pd.DataFrame(rows)
    ranges = frame["concept"].map({c["id"]: f"/{slug(c['range'])}" for c in world.concepts.values()}).fillna("")
    shelf = frame["category"].replace("Discontinued", "Timber buildings").map(slug)
    frame["url"] = SITE + "/" + shelf + ranges + "/" + frame["product_id"].str.lower()
    first = frame.loc[frame["status"] == "active"].groupby("concept")["product_id"].first()
    frame["replaced_by"] = frame["successor"].map(first).fillna("")
    return frame


def _rooms(world: World, rng: np.random.Generator) -> list[dict]:
    closed = set(world.later["closed"]) if world.months_later else set()
    rows: list[dict] = []
    for concept in world.concepts.values():
        sizes = SIZES[1:3] if concept.get("uncovered") else SIZES
        for i, size in enumerate(sizes):
            title = concept["titles"][i % len(concept["titles"])]
            big = tuple(round(x * (2.2 if concept["id"] == "annexe" else 1.0), 1) for x in size)
            text = f"{big[0]:.1f} x {big[1]:.1f} m"
            rows.append(
                {
                    "product_id": f"OG-{1001 + len(rows)}",
                    "title": title.format(r=concept["range"], n=int(size[0] * 100), s=text),
                    "description": f"{concept['description']} {text} outside."
                    + ("" if i % 2 else " Price includes delivery and fitting."),
                    "category": concept["category"],
                    "price": _price(concept["price"], size),
                    "status": "retired" if concept["id"] in closed else "active",
                    "retired_on": world.later["closed_on"] if concept["id"] in closed else "",
                    "margin": round(float(rng.uniform(0.14, 0.22)), 3),
                    "concept": concept["id"],
                    "successor": "lounge" if concept["id"] in closed else "",
                }
            )
    for i in rng.choice(len(rows), 7, replace=False):
        if rows[i]["concept"] == rows[i - 1]["concept"] and rows[i]["status"] == "active":
            rows[i]["status"] = "out_of_stock"
    return rows


def _small(world: World, rng: np.random.Generator) -> list[dict]:
    return [
        {
            "product_id": f"OG-{2001 + i}",
            "title": item["title"],
            "description": item["description"],
            "category": "Accessories",
            "price": float(item["price"]),
            "status": "active",
            "retired_on": "",
            "margin": round(float(rng.uniform(0.25, 0.45)), 3),
            "concept": item["id"],
            "successor": "",
        }
        for i, item in enumerate([*world.parts, *world.extras])
    ]


def _retired(world: World, rng: np.random.Generator) -> list[dict]:
    reopened = set(world.later["reopened"]) if world.months_later else set()
    rows: list[dict] = []
    for line in world.lines.values():
        for title in line["titles"]:
            back = line["id"] in reopened
            rows.append(
                {
                    "product_id": f"OG-{501 + len(rows)}",
                    "title": title,
                    "description": line["description"],
                    "category": "Discontinued" if rng.random() < 0.5 and not back else "Timber buildings",
                    "price": float(rng.integers(30, 160) * 50),
                    "status": "active" if back else "retired",
                    "retired_on": "" if back else line["retired_on"],
                    "margin": round(float(rng.uniform(0.12, 0.2)), 3),
                    "concept": line["id"],
                    "successor": line["successor"] if not back else "",
                }
            )
    return rows
