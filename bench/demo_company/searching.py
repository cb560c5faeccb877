"""What people typed: into the site's own search box, and into Google before they clicked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from bench.demo_company.truth import variants
from bench.demo_company.world import World, stream

TERMS = 1500
NEXT_TO = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjkldxcvbnmn", strict=True))


def mistype(text: str, rng: np.random.Generator) -> str:
    """Return a text as a hurried thumb types it: a letter swapped, dropped, doubled or missed."""
    i = int(rng.integers(1, max(len(text) - 1, 2)))
    kind = int(rng.integers(4))
    if kind == 0:
        return text[: i - 1] + text[i : i + 1] + text[i - 1] + text[i + 1 :]
    if kind == 1:
        return text[:i] + text[i + 1 :]
    if kind == 2:
        return text[:i] + text[i - 1] + text[i:]
    return text[:i] + NEXT_TO.get(text[i : i + 1], "e") + text[i + 1 :]


def site_searches(world: World) -> pd.DataFrame:
    """Return 1,500 distinct terms with how often each was searched, typos and junk among them."""
    rng = stream(world.seed + world.months_later, "searches")
    count: dict[str, int] = {}
    for text, mean in [*_sold(world, rng), *_not_sold(world, rng), *_noise(world, rng)]:
        count[text] = count.get(text, 0) + int(1 + rng.poisson(mean * np.exp(rng.normal(0, 0.5))))
    _contaminate(world, rng, count)
    _fill(rng, count)
    frame = pd.DataFrame({"term": list(count), "count": list(count.values())})
    return frame.sort_values(["count", "term"], ascending=[False, True], ignore_index=True).head(TERMS)


def _sold(world: World, rng: np.random.Generator) -> Iterator[tuple[str, float]]:
    for concept in world.concepts.values():
        for i, head in enumerate(concept["says"]):
            for j, text in enumerate(variants(head, rng, 9)):
                yield text, (16 / (i + 1)) if j == 0 else 3.0
        yield from ((text, 3.0) for text in concept["also"])
    for extra in world.extras:
        yield from ((text, 5.0) for text in extra["says"])


def _not_sold(world: World, rng: np.random.Generator) -> Iterator[tuple[str, float]]:
    for line in world.lines.values():
        for i, text in enumerate(line["asks"]):
            for j, longer in enumerate(variants(text, rng, 1)):
                yield longer, 5 / (i + 1) if j == 0 else 1
        yield from ((text, 1.5) for text in line["names"][:2])
    yield from ((part["asks"][0], 2.0) for part in world.parts)
    yield from ((str(text), 1.0) for text in rng.choice(world.other["never"], 22, replace=False))


def _noise(world: World, rng: np.random.Generator) -> Iterator[tuple[str, float]]:
    means = {"brand": 9, "other_intent": 1.5, "in_between": 4, "window_shopping": 2, "junk": 2}
    for name, mean in means.items():
        yield from ((text, mean) for text in world.other[name])


def _contaminate(world: World, rng: np.random.Generator, count: dict[str, int]) -> None:
    """A handful of visitors paste the advertisement's own words."""
    jargon = [j for c in world.concepts.values() for j in c["jargon"]]
    for text in rng.choice(jargon, 4, replace=False):
        count[str(text)] = count.get(str(text), 0) + 1


def _fill(rng: np.random.Generator, count: dict[str, int]) -> None:
    common = [t for t, n in count.items() if n >= 3 and len(t) > 6]
    for text in (t for t in common if len(t.split()) <= 2):
        count.setdefault(text.upper() if rng.random() < 0.1 else text.title(), 1)
    while len(count) < TERMS:
        text = mistype(common[int(rng.integers(len(common)))], rng)
        count[text] = count.get(text, 0) + 1


def search_terms(world: World, truth: pd.DataFrame) -> pd.DataFrame:
    """Return what people typed into Google before clicking, by the keyword that Google matched to it."""
    rng = stream(world.seed + world.months_later, "search terms")
    rows = []
    for k in truth.loc[truth["channel"] == "paid"].itertuples():
        terms = _typed(world, k, rng)
        share = rng.dirichlet(np.linspace(3, 1, len(terms))) * 0.85
        for text, part in zip(terms, share, strict=True):
            impressions = round(k.impressions * part)
            if impressions < 8:
                continue
            clicks = int(rng.binomial(impressions, min(k.clicks / max(k.impressions, 1), 1)))
            rows.append({"term": text, "keyword": k.keyword, "match_type": k.match_type, "campaign": k.campaign,
                         "ad_group": k.ad_group, "impressions": impressions, "clicks": clicks,
                         "cost": round(clicks * k.cost / max(k.clicks, 1), 2),
                         "conversions": float(rng.binomial(clicks, min(k.lead_rate * 2, 1)))})  # fmt: skip
    return pd.DataFrame(rows)


def _typed(world: World, k, rng: np.random.Generator) -> list[str]:
    if k.kind == "misaligned_wording":  # nobody types it: Google stretched the keyword to what people say
        heads = world.concepts[k.concept]["says"][:4]
        return [str(t) for t in rng.choice(heads, min(2, len(heads)), replace=False)]
    if k.match_type == "exact":
        return [k.keyword]
    return variants(k.keyword, rng, 1 if k.match_type == "phrase" else 2)
