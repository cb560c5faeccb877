"""What every keyword truly is and is worth, before any export is written."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.demo_company.pages import landing_pages
from bench.demo_company.world import World, build_world, stream

BEFORE = ("bespoke", "modern", "best", "luxury", "insulated")
AFTER = (
    "price", "cost", "for sale", "near me", "company", "builders", "installed", "quote", "4m x 3m",
    "3m x 3m", "5 x 3", "surrey", "kent", "oxfordshire", "hertfordshire", "guildford", "with electrics",
    "made to measure",
)  # fmt: skip
LITTLE = ("for", "in", "the", "a", "my", "at", "of")
MATCH = ("exact", "phrase", "broad")
# kind: (median clicks, spread, click-through, cost a click, leads a click)
WORTH = {
    "healthy": (24, 1.0, 0.055, 6.4, 0.034),
    "misaligned_wording": (7, 0.7, 0.006, 7.6, 0.012),
    "retired_product": (60, 1.15, 0.038, 5.6, 0.0012),
    "no_current_product": (60, 1.15, 0.02, 5.9, 0.0004),
    "wrong_product": (60, 1.15, 0.018, 5.2, 0.0005),
    "other_intent": (28, 0.7, 0.03, 3.4, 0.001),
    "brand": (130, 0.6, 0.34, 1.1, 0.06),
    "spend_without_sales": (330, 0.4, 0.05, 4.9, 0.0006),
    "in_between": (40, 1.0, 0.025, 5.3, 0.011),
}


def spoken(head: str) -> bool:
    """Whether a wording is too much of a sentence to take a modifier."""
    words = head.split()
    return len(words) > 4 or "my" in words or words[0] in {"somewhere", "place", "little", "extra", "space"}


def variants(head: str, rng: np.random.Generator, n: int) -> list[str]:
    """A wording with what people add before or after it."""
    out = [head]
    if spoken(head):
        return out
    for _ in range(n * 3):
        if len(out) > n:
            break
        if rng.random() < 0.22:
            word = BEFORE[int(rng.integers(len(BEFORE)))]
            text = head if word in head else f"{word} {head}"
        else:
            text = f"{head} {AFTER[int(rng.integers(len(AFTER)))]}"
        if text not in out:
            out.append(text)
    return out[: n + 1]


def keyword_truth(world: World) -> pd.DataFrame:
    """Return one row for every keyword of the report and query of Search Console, with its truth and its money.

    The keywords are the same whatever the months later; what they truly are is not.
    """
    rng = stream(world.seed, "keywords")
    before = build_world(world.seed) if world.months_later else world
    paid = _paid(before, rng)
    organic = _organic(before, paid, rng)
    frame = pd.DataFrame([*paid, *organic])
    frame["url"] = landing_pages(before, frame)
    if world.months_later:
        _relabel(frame, world)
    frame["kinds"] = frame["kind"] + np.where(frame["also"] != "", ";" + frame["also"], "")
    _worth(frame, world.share_of_year, stream(world.seed + world.months_later, "worth"))
    return frame.reset_index(drop=True)


def _row(text: str, kind: str, concept: str, campaign: str, group: str, match: str, **more: str) -> dict:
    blank = {"channel": "paid", "also": ""}
    return {"keyword": text, "kind": kind, "concept": concept, "campaign": campaign, "ad_group": group,
            "match_type": match, **blank, **more}  # fmt: skip


def _paid(world: World, rng: np.random.Generator) -> list[dict]:
    rows: list[dict] = []
    for concept in (c for c in world.concepts.values() if not c.get("uncovered")):
        rows += _of_concept(concept, rng)
    shelves = sorted({c["category"] for c in world.concepts.values()})
    for line in world.lines.values():
        heir = world.concepts.get(line["successor"]) if not line["asks"] else None
        campaign = f"{heir['category'] if heir else 'Timber Buildings'} | Search"
        for text in [*line["asks"], *line["names"]]:
            rows.append(_row(text, "retired_product", line["id"], campaign, line["id"].title(), _match(rng)))
    for part in world.parts:
        for text in part["asks"]:
            shelf = "Add-ons" if rng.random() < 0.5 else shelves[int(rng.integers(len(shelves)))]
            rows.append(_row(text, "wrong_product", part["id"], f"{shelf} | Search", part["want"].title(), _match(rng)))
    for extra in world.extras[:9]:
        for text in extra["says"][:1]:
            rows.append(_row(text, "healthy", extra["id"], "Add-ons | Search", "Fittings", _match(rng)))
    for kind, name, campaign in (
        ("no_current_product", "never", "Home Improvement | Reach"),
        ("other_intent", "other_intent", "Generic | Reach"),
        ("brand", "brand", "Brand | Search"),
        ("spend_without_sales", "window_shopping", "Generic | Reach"),
        ("in_between", "in_between", "Generic | Reach"),
    ):
        for text in world.other[name]:
            also = "brand" if kind != "brand" and text.startswith(world.other["brand"][0]) else ""
            rows.append(_row(text, kind, "", campaign, campaign.split(" |")[0], _match(rng), also=also))
    rows += _duplicates(rows, rng)
    return rows


def _match(rng: np.random.Generator) -> str:
    return str(rng.choice(MATCH, p=(0.35, 0.4, 0.25)))


def _of_concept(concept: dict, rng: np.random.Generator) -> list[dict]:
    campaign = f"{concept['category']} | Search"
    texts: list[str] = []
    for i, head in enumerate(concept["says"]):
        texts += variants(head, rng, 3 if i == 0 else 2 if i < 3 else 1)
    texts += concept["also"]
    rows = [_row(t, "healthy", concept["id"], campaign, concept["range"], _match(rng))
            for t in dict.fromkeys(texts)]  # fmt: skip
    for text in concept["jargon"]:
        match = str(rng.choice(("phrase", "broad"), p=(0.4, 0.6)))
        rows.append(_row(text, "misaligned_wording", concept["id"], campaign, f"{concept['range']} Premium", match))
    return rows


def _duplicates(rows: list[dict], rng: np.random.Generator) -> list[dict]:
    healthy = [r for r in rows if r["kind"] == "healthy" and not r["concept"].startswith("extra")]
    out = []
    for i in sorted(rng.choice(len(healthy), 14, replace=False)):
        healthy[i]["also"] = "duplicate_keyword"
        out.append({**healthy[i], "campaign": "Generic | Reach", "ad_group": "Catch All"})
    _close_variants(rows)
    return out


def _close_variants(rows: list[dict]) -> None:
    """Plurals, another order, little words and a space more or less are one keyword to Google: duplicates too."""
    forms: dict[str, list[dict]] = {}
    for row in rows:
        if row["kind"] in ("healthy", "brand"):
            words = [w.removesuffix("s") for w in row["keyword"].split() if w not in LITTLE]
            form = "".join(sorted(words)) if row["kind"] == "healthy" else "".join(row["keyword"].split())
            forms.setdefault(form, []).append(row)
    for same in forms.values():
        if len(same) > 1:
            for row in same:
                row["also"] = "duplicate_keyword"


def _organic(world: World, paid: list[dict], rng: np.random.Generator) -> list[dict]:
    """Search Console's queries: what people typed, so never the agency's own wording."""
    share = {"healthy": 0.42, "retired_product": 0.25, "no_current_product": 0.14, "wrong_product": 0.14,
             "other_intent": 0.6, "brand": 0.8, "in_between": 0.4, "spend_without_sales": 0.6}  # fmt: skip
    out, seen = [], set()
    for row in paid:
        if row["keyword"] not in seen and rng.random() < share.get(row["kind"], 0.0):
            seen.add(row["keyword"])
            out.append(
                {
                    **row,
                    "channel": "organic",
                    "campaign": "",
                    "ad_group": "",
                    "match_type": "",
                    "also": row["also"].replace("duplicate_keyword", ""),
                }
            )
    texts = {r["keyword"] for r in paid}
    for concept in (c for c in world.concepts.values() if not c.get("uncovered")):
        for head in concept["says"][:4]:
            for text in variants(head, rng, 1)[1:]:
                if text not in texts and text not in seen:
                    seen.add(text)
                    out.append(_row(text, "healthy", concept["id"], "", "", "", channel="organic"))
    return out


def _relabel(frame: pd.DataFrame, now: World) -> None:
    """What the months changed: lines closed and reopened, wordings that customers took up."""
    frame.loc[frame["concept"].isin(now.later["closed"]), "kind"] = "retired_product"
    frame.loc[frame["concept"].isin(now.later["reopened"]), "kind"] = "healthy"
    for change in now.later["wording"]:
        concept = change["concept"]
        mine = (frame["concept"] == concept) & (frame["channel"] == "paid")
        frame.loc[mine & frame["keyword"].isin(change.get("adopted", [])), "kind"] = "healthy"


def _worth(frame: pd.DataFrame, share: float, rng: np.random.Generator) -> None:
    worth = pd.DataFrame([WORTH[k] for k in frame["kind"]], columns=["median", "spread", "ctr", "cpc", "rate"])
    organic = (frame["channel"] == "organic").to_numpy()
    n = len(frame)
    clicks = worth["median"] * np.exp(rng.normal(0, worth["spread"])) * np.where(organic, 0.8, 1) * share
    frame["clicks"] = np.maximum(np.round(clicks), 0).astype(int)
    ctr = worth["ctr"] * np.exp(rng.normal(0, 0.25, n)) * np.where(organic, 0.6, 1)
    frame["impressions"] = np.ceil(frame["clicks"] / np.minimum(ctr, 0.9)).astype(int)
    cpc = worth["cpc"] * np.exp(rng.normal(0, 0.18, n))
    frame["cost"] = np.where(organic, 0.0, np.round(frame["clicks"] * cpc, 2))
    frame["max_cpc"] = np.round(cpc * 1.3, 2)
    frame["lead_rate"] = worth["rate"] * np.exp(rng.normal(0, 0.3, n)) * np.where(organic, 0.5, 1)
    frame["position"] = np.round(np.exp(rng.normal(1.7, 0.6, n)) + 0.4, 2)
    # One visit in three to a paid keyword is called a conversion by the agency's tags: brochure, dwell, repeat call.
    claim = frame["lead_rate"] * rng.uniform(1.6, 2.6, n) + rng.uniform(0.006, 0.02, n)
    frame["claimed_conversions"] = np.where(organic, 0, rng.poisson(frame["clicks"] * claim)).astype(float)
    value = np.where(frame["kind"] == "brand", 5200, 1450) * rng.uniform(0.7, 1.3, n)
    frame["claimed_value"] = np.round(frame["claimed_conversions"] * value, 2)
