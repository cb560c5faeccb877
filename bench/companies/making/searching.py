"""What people typed: into Google before they clicked, into Google unpaid, and into the site's own search box."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.companies.making.company import Company
from bench.demo_company.searching import mistype


def some(company: Company, head: str, n: int, rng: np.random.Generator) -> list[str]:
    """Return a wording with what people add after it."""
    mods = rng.choice(company.words["mods"], n, replace=False)
    return [f"{mod} {head}" if mod in ("best", "cheap", "buy", "large", "small") else f"{head} {mod}" for mod in mods]


def _few(expected: float, rng: np.random.Generator) -> int:
    return int(expected + rng.random())


def search_terms(company: Company) -> pd.DataFrame:
    """Return the search terms by the keyword that bought them; some clicks are hidden, as Google hides them."""
    rng, rows = company.stream("search terms"), []
    for k in company.keywords.itertuples():
        seen = int(rng.binomial(k.clicks, 0.85))
        shares = {}
        if k.kind == "jargon":
            own = min(_few(company.typed * k.clicks, rng), seen)
            heads = company.things[k.thing.split("|")[0].split("/")[0]]["says"]
            places = rng.choice(len(heads), min(3, len(heads)), replace=False)
            shares = dict(
                zip([heads[i] for i in sorted(places)], rng.dirichlet(np.linspace(3, 1, len(places))), strict=True)
            )
        else:
            texts = [k.keyword] if k.match_type == "exact" else [k.keyword, *some(company, k.keyword, 2, rng)]
            own = 0
            shares = dict(zip(texts, rng.dirichlet(np.linspace(6, 1, len(texts))), strict=True))
        clicks = dict(zip(shares, rng.multinomial(seen - own, list(shares.values())), strict=True))
        if own:
            clicks[k.keyword] = clicks.get(k.keyword, 0) + own
        for term, n in clicks.items():
            if n:
                rows.append({"term": term, "keyword": k.keyword, "match_type": k.match_type, "campaign": k.campaign,
                             "ad_group": k.ad_group, "impressions": max(int(n), round(n * k.impressions / k.clicks)),
                             "clicks": int(n), "cost": round(n * k.cost / k.clicks, 2),
                             "conversions": float(rng.binomial(n, min(k.lead_rate * 1.5, 1)))})  # fmt: skip
    return pd.DataFrame(rows)


def _heads(company: Company):
    """Each wording of customers with how often it is used, relative to the others."""
    for thing in company.of_status("sold", "part", "retired", "never"):
        scale = thing["asks"] or 0.5
        for i, head in enumerate(thing["says"]):
            yield thing, head, scale / (i + 1), True
        for head in thing.get("also", ()):
            yield thing, head, scale / 6, False


def _jargon_typed(company: Company, counted: dict[str, int], rng: np.random.Generator) -> None:
    """A few visitors type the agency's words: the share that does, of those who type the commonest wording."""
    for k in company.keywords[company.keywords["kind"] == "jargon"].itertuples():
        thing = company.things[k.thing.split("|")[0].split("/")[0]]
        n = _few(company.typed * counted.get(thing["says"][0], 0) / 2, rng)
        if n:
            counted[k.keyword] = counted.get(k.keyword, 0) + n


def site_searches(company: Company) -> pd.DataFrame:
    """Return what was typed into the site's own search box, with counts, typos and junk."""
    rng = company.stream("site searches")
    per = company.words.get("searches", 5.0)
    count: dict[str, int] = {}
    for _, head, weight, short in _heads(company):
        count[head] = count.get(head, 0) + int(rng.poisson(per * weight))
        for longer in some(company, head, 2, rng) if short and len(head.split()) < 4 else ():
            count[longer] = count.get(longer, 0) + int(rng.poisson(per * weight / 8))
    count |= {text: int(rng.integers(2, 30)) for text in [*company.words["junk"], *company.words["brand_searches"]]}
    for text in [t for t, n in count.items() if n >= 6 and len(t) > 6]:
        count.setdefault(mistype(text, rng), 1)
    _jargon_typed(company, count, company.stream("jargon typed"))
    frame = pd.DataFrame({"term": list(count), "count": list(count.values())})
    return frame[frame["count"] > 0].sort_values(["count", "term"], ascending=[False, True], ignore_index=True)


def organic(company: Company) -> pd.DataFrame:
    """Return Search Console's queries: searched, seen, not bought."""
    rng = company.stream("organic")
    per = 6 * company.words.get("searches", 5.0)
    count: dict[str, int] = {}
    pages: dict[str, str] = {}
    for thing, head, weight, short in _heads(company):
        for text in [head, *(some(company, head, 2, rng) if short else ())]:
            count[text] = count.get(text, 0) + int(rng.poisson(per * weight * (1.0 if text == head else 0.25)))
            pages.setdefault(text, thing["page"])
    for text in company.words["brand_searches"]:
        count[text], pages[text] = int(rng.integers(60, 400)), "/"
    _jargon_typed(company, count, company.stream("jargon searched"))
    frame = pd.DataFrame({"keyword": list(count), "clicks": list(count.values())})
    frame = frame[frame["clicks"] > 0]
    n = len(frame)
    return frame.assign(
        channel="organic",
        impressions=(frame["clicks"] / rng.uniform(0.02, 0.09, n)).round().astype(int),
        position=np.round(np.exp(rng.normal(1.8, 0.5, n)) + 0.5, 2),
        url=[company.words["site"] + pages.get(t, "/") for t in frame["keyword"]],
    )
