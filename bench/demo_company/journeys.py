"""Customers: how they came, what they asked for, and what the sales team made of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.demo_company.world import SITE, World, stream

LEADS = 900
WIN = 0.305
FIRST = ("Amara", "Bryn", "Ceri", "Dilys", "Edwin", "Farah", "Gwen", "Harjit", "Imogen", "Jonty", "Kezia", "Lorcan",
         "Maureen", "Nikhil", "Oonagh", "Percy", "Queenie", "Rhona", "Sunil", "Tegan", "Una", "Vikram", "Wendy",
         "Yusuf", "Zelda", "Alasdair", "Beryl", "Callum", "Daphne", "Errol")  # fmt: skip
LAST = (
    "Thistlewick",
    "Oakhanger",
    "Pemblethorpe",
    "Quarrendon-Bly",
    "Raskelf",
    "Sandringwell",
    "Tolpuddy",
    "Umberley",
    "Vennaway",
    "Wetherspoke",
    "Yaddlethwaite",
    "Ashgrovely",
    "Birkinstall",
    "Cattermoor",
    "Dunsterfold",
    "Ellerbank",
    "Fosdykeham",
    "Garrowhill",
    "Hebblewaite",
    "Inkpenny",
    "Jollifant",
    "Kettlesborough",
    "Lapworthy",
    "Mossgate",
    "Netherclough",
    "Okehurst",
    "Patelworth",
    "Singhwick",
    "Rookhope",
    "Sallowfield",
)


def people(world: World, truth: pd.DataFrame) -> pd.DataFrame:
    """Return one row a lead: who, when, which keyword truly brought them, what they want and what came of it."""
    rng = stream(world.seed + world.months_later, "people")
    expected = (truth["clicks"] * truth["lead_rate"]).to_numpy()
    total = int(LEADS * world.share_of_year)
    known = int(total * 0.79)
    source = rng.choice(len(truth), known, p=expected / expected.sum())
    frame = pd.DataFrame({"source": np.concatenate([source, np.full(total - known, -1)])})
    sold, named = _sold(world), truth["concept"].tolist()
    frame["concept"] = [_want(list(sold), named[i] if i >= 0 else "", rng) for i in frame["source"]]
    first, last = world.period
    days = (last - first).days + 1
    hours = np.clip(rng.normal(13.5, 2.6, total), 8.1, 20.9)
    frame["at"] = first + pd.to_timedelta((rng.integers(0, days, total) * 1440 + hours * 60).astype(int), unit="min")
    frame = frame.sample(frac=1, random_state=int(rng.integers(2**31))).reset_index(drop=True)
    frame["at"] = sorted(frame["at"])
    frame["customer_id"] = [f"C{10001 + 1000 * world.months_later + i}" for i in range(total)]
    frame["name"] = [f"{FIRST[int(rng.integers(30))]} {LAST[int(rng.integers(30))]}" for _ in range(total)]
    frame["product_id"] = [_product(sold, c, rng) for c in frame["concept"]]
    _outcome(world, frame, rng)
    return frame


def _want(sold: list[str], named: str, rng: np.random.Generator) -> str:
    """What a lead ends up asking for: what their keyword named, if it is sold."""
    if named in sold and rng.random() < 0.93:
        return named
    return str(rng.choice(sold))


def _product(sold: dict[str, np.ndarray], concept: str, rng: np.random.Generator) -> str:
    weights = np.exp(-0.5 * np.arange(len(sold[concept])))
    return str(rng.choice(sold[concept], p=weights / weights.sum()))


def _sold(world: World) -> dict[str, np.ndarray]:
    """The active products of each concept; extras and parts are bought with a room, not asked for."""
    active = world.catalogue.loc[world.catalogue["status"] == "active"]
    products = {str(c): rows.to_numpy() for c, rows in active.groupby("concept")["product_id"]}
    return {c: products[c] for c in world.concepts if c in products}


def _outcome(world: World, frame: pd.DataFrame, rng: np.random.Generator) -> None:
    n = len(frame)
    end = world.period[1] + pd.Timedelta(days=1)
    won = rng.random(n) < WIN
    lag = np.where(won, np.exp(rng.normal(3.35, 0.55, n)), np.exp(rng.normal(2.9, 0.8, n)))
    frame["closes"] = frame["at"] + pd.to_timedelta((lag * 24).round(), unit="h")
    waits = pd.to_timedelta(rng.integers(20, 150, n), unit="h")
    reached = np.select([rng.random(n) < 0.3, rng.random(n) < 0.5], ["lead", "appointment"], "opportunity")
    stage = np.where(frame["closes"] < end, np.where(won, "won", "lost"), reached)
    stage = np.where((frame["at"] + waits > end) & (stage == "appointment"), "lead", stage)
    frame["stage"] = stage
    price = frame["product_id"].map(world.catalogue.set_index("product_id")["price"]).to_numpy()
    frame["amount"] = np.where(stage == "won", np.round(price * rng.uniform(0.97, 1.22, n), 2), np.nan)


def sales_table(world: World, leads: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Return the CRM's export: a row a sale; some people ring twice and stand in it twice."""
    rng = stream(world.seed + world.months_later, "crm")
    titles = world.catalogue.set_index("product_id")["title"]
    rows = []
    for i, lead in enumerate(leads.itertuples()):
        row = {
            "sale_id": f"S-{20001 + 1000 * world.months_later + i}",
            "customer_id": lead.customer_id,
            "stage": lead.stage,
            "created_at": lead.at.strftime("%Y-%m-%d %H:%M"),
            "closed_at": lead.closes.strftime("%Y-%m-%d %H:%M") if lead.stage in ("won", "lost") else "",
            "amount": "" if pd.isna(lead.amount) else f"{lead.amount:.2f}",
            "currency": "GBP",
            "product": titles[lead.product_id] if lead.stage in ("won", "opportunity") or rng.random() < 0.4 else "",
        }
        rows.append({**row, **_origin(lead, truth, rng)})
    again = sorted(rng.choice(len(rows), len(rows) // 26, replace=False))
    rows += [
        {
            **rows[j],
            "sale_id": f"S-{30001 + 1000 * world.months_later + j}",
            "stage": "lead",
            "created_at": _next_day(rows[j]["created_at"], world),
            "closed_at": "",
            "amount": "",
            "product": "",
        }
        for j in again
    ]
    return pd.DataFrame(rows).sort_values(["created_at", "sale_id"], ignore_index=True)


def _next_day(at: str, world: World) -> str:
    later = min(pd.Timestamp(at) + pd.Timedelta(days=2, minutes=37), world.period[1] + pd.Timedelta(hours=21))
    return max(later, pd.Timestamp(at)).strftime("%Y-%m-%d %H:%M")


def click_id(customer: str) -> str:
    """Return the click id of a customer's paid visit, invented, in Google's outward shape."""
    n = int(customer[1:])
    return f"EAIaIQob{n * 7919 % 1000003:06d}Demo{n * 104729 % 999983:06d}_wcB"


def _origin(lead, truth: pd.DataFrame, rng: np.random.Generator) -> dict:
    blank = dict.fromkeys(("click_id", "utm_source", "utm_medium", "utm_campaign", "utm_term", "landing_page"), "")
    if lead.source < 0:
        return blank
    k = truth.iloc[lead.source]
    if k["channel"] == "organic":
        return {**blank, "landing_page": k["url"]} if rng.random() < 0.7 else blank
    if rng.random() < 0.06:  # consent refused: nothing reached the CRM
        return blank
    return {
        "click_id": click_id(lead.customer_id) if rng.random() < 0.82 else "",
        "utm_source": "google",
        "utm_medium": "cpc",
        "utm_campaign": k["campaign"],
        "utm_term": k["keyword"] if rng.random() < 0.8 else "",
        "landing_page": k["url"],
    }


def touchpoints(world: World, leads: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Return the visits that led to a lead: its true source first or last, other searches for the same thing, brand."""
    rng = stream(world.seed + world.months_later, "touches")
    paid = truth.loc[(truth["channel"] == "paid") & truth["kind"].isin(["healthy", "brand"])]
    by_concept = {c: g for c, g in paid.groupby("concept")}
    rows: list[dict] = []
    for lead in leads.loc[leads["source"] >= 0].itertuples():
        k = truth.iloc[lead.source]
        paid_visit = k["channel"] == "paid"
        visits = [("paid search" if paid_visit else "organic search", k, paid_visit)]
        for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.5, 0.28, 0.15, 0.07]))):
            visits.append(_another(by_concept.get(lead.concept), by_concept[""], rng))
        if rng.random() < 0.5:  # of those who come back, the keyword brought half first and half last
            visits = visits[1:] + visits[:1]
        back = rng.uniform(0.02, 1.5)
        for channel, keyword, clicked in visits:
            rows.append(_touch(lead, back, channel, keyword, clicked))
            back += rng.exponential(9) + 0.1
    return pd.DataFrame(rows).sort_values(["at", "customer_id"], ignore_index=True)


def _another(same: pd.DataFrame | None, brand: pd.DataFrame, rng: np.random.Generator) -> tuple:
    """A further visit of the same person: another search for the thing, the brand's name, or no search at all."""
    pick = rng.random()
    if pick < 0.3 and same is not None:
        return "paid search", same.iloc[int(rng.integers(len(same)))], False
    if pick < 0.5:
        return "paid search", brand.iloc[int(rng.integers(len(brand)))], False
    if pick < 0.7:
        return "organic search", None, False
    return str(rng.choice(["direct", "referral", "email", "paid social"])), None, False


def _touch(lead, days_before: float, channel: str, k, clicked: bool) -> dict:
    at = lead.at - pd.Timedelta(seconds=int(days_before * 86400))
    return {
        "customer_id": lead.customer_id,
        "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "channel": channel,
        "keyword": k["keyword"] if k is not None and channel == "paid search" else "",
        "campaign": k["campaign"] if k is not None and channel == "paid search" else "",
        "click_id": click_id(lead.customer_id) if clicked else "",
        "landing_page": k["url"] if k is not None else SITE + "/",
    }
