"""The files of an account as its systems write them: Google Ads, HubSpot or Stripe, a log of visits, a price list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bench.tracking_worlds.kinds import Kind
from bench.tracking_worlds.truth import CAMPAIGNS, DAYS, NOUNS, START

DECORATED = {"exact": "[{}]", "phrase": '"{}"', "broad": "{}"}
PLACES = ("near me", "in kent", "prices", "ideas", "for sale", "with delivery")
SHOWN = 0.6  # of search terms, those that the report names
SITE = "https://garden.example.com"


def write_files(kind: Kind, keywords: pd.DataFrame, sales: pd.DataFrame, seed: int, folder: Path) -> list[Path]:
    """Write the files of an account into a folder and return their paths."""
    rng = np.random.default_rng([seed, 99])
    folder.mkdir(parents=True, exist_ok=True)
    terms = _terms(kind, keywords, rng)
    files = {
        "keywords.csv": _keyword_report(keywords), "catalogue.csv": _catalogue(), "terms.csv": _terms_report(terms),
        "visits.csv": _visits(kind, keywords, sales, terms, rng),
        "deals.csv": _invoices(keywords, sales) if kind.invoices else _deals(kind, keywords, sales, rng),
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def _period() -> str:
    last = START + pd.Timedelta(days=DAYS - 1)
    return f"{START.day} {START:%B %Y} - {last.day} {last:%B %Y}"


def _keyword_report(keywords: pd.DataFrame) -> str:
    rows = pd.DataFrame({
        "Keyword": [DECORATED[m].format(k) for m, k in zip(keywords["match_type"], keywords["keyword"], strict=True)],
        "Match type": keywords["match_type"].str.capitalize() + " match", "Campaign": keywords["campaign"],
        "Currency code": "GBP", "Impr.": (keywords["clicks"] * 20).astype(int),
        "Clicks": keywords["clicks"].astype(int), "Cost": keywords["cost"].map("{:.2f}".format),
    })  # fmt: skip
    return f'Search keyword report\n"{_period()}"\n' + rows.to_csv(index=False)


def _catalogue() -> str:
    rows = pd.DataFrame({"product_id": [f"p{n}" for n in range(CAMPAIGNS)], "title": [n.title() for n in NOUNS]})
    return rows.assign(category=rows["title"], status="active").to_csv(index=False)


def _terms(kind: Kind, keywords: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What was typed for each row: ``row, term, part`` of its clicks, and whether the report shows it."""
    told = []
    names = keywords.groupby("campaign")["keyword"].apply(list)
    for row in keywords.itertuples():
        typed = [row.keyword]
        if row.match_type != "exact":
            typed = [row.keyword] + [f"{row.keyword} {p}" for p in rng.choice(PLACES, 2, replace=False)]
            typed.append(f"{row.keyword.split()[0]} garden building {rng.choice(PLACES)}")  # in other words
            if rng.random() < 0.3:  # another keyword's own words
                typed.append(str(rng.choice(names[row.campaign])))
        part = rng.dirichlet(np.full(len(typed), 1.5))
        told += [(row.Index, term, p, term == row.keyword or rng.random() < SHOWN)
                 for term, p in zip(typed, part, strict=True)]  # fmt: skip
    terms = pd.DataFrame(told, columns=["row", "term", "part", "shown"])
    facts = keywords.loc[terms["row"], ["keyword", "campaign", "match_type", "clicks"]].reset_index(drop=True)
    return terms.join(facts)


def _terms_report(terms: pd.DataFrame) -> str:
    shown = terms[terms["shown"]]
    clicks = np.maximum((shown["clicks"] * shown["part"]).round().astype(int), 1)
    rows = pd.DataFrame({
        "Search term": shown["term"], "Match type": shown["match_type"].str.capitalize() + " match",
        "Added/Excluded": "None", "Campaign": shown["campaign"],
        "Keyword": [DECORATED[m].format(k) for m, k in zip(shown["match_type"], shown["keyword"], strict=True)],
        "Impr.": clicks * 10, "Clicks": clicks, "Currency code": "GBP", "Cost": clicks * 0.5,
    })  # fmt: skip
    return f'Search terms report\n"{_period()}"\n' + rows.to_csv(index=False)


def _visits(
    kind: Kind, keywords: pd.DataFrame, sales: pd.DataFrame, terms: pd.DataFrame, rng: np.random.Generator
) -> str:
    """The log: a line a visit, its address with what the ad's tracking wrote into it."""
    paid = sales[sales["row"].ge(0)].drop_duplicates(["person", "at"])[["person", "row", "at"]]
    if kind.every_visit:
        rest = keywords["clicks"].astype(int) - paid["row"].value_counts().reindex(keywords.index).fillna(0).astype(int)
        row = np.repeat(keywords.index, rest.clip(lower=0))
        at = START + pd.to_timedelta(rng.uniform(0, DAYS, len(row)), unit="D").floor("s")
        more = pd.DataFrame({"person": [f"v{i}" for i in range(len(row))], "row": row, "at": at})
        paid = pd.concat([paid, more], ignore_index=True)
    paid = paid.reset_index(drop=True)
    facts = keywords.loc[paid["row"]].reset_index(drop=True)
    term = facts["keyword"].copy()
    if kind.logs_terms:
        term = pd.Series([_typed(terms, row, rng) for row in paid["row"]], dtype="str")
    term[facts["noun"] < kind.blank] = ""
    plain = "/" + facts["noun"].map(lambda n: NOUNS[n].replace(" ", "-"))
    asked = "utm_source=google&utm_medium=cpc&utm_campaign=" + facts["campaign"].str.replace(" ", "+")
    asked += "&utm_term=" + term.str.replace(" ", "+")
    if kind.names_match_type:
        asked += "&matchtype=" + facts["match_type"].str[0]
    untracked = facts["noun"] < kind.untracked
    url = SITE + plain + ("?" + asked).where(~untracked, "")
    channel = pd.Series("google / cpc", index=paid.index).where(~untracked, "google / organic")
    log = pd.DataFrame({"timestamp": paid["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"), "visitor_id": paid["person"],
                        "channel": channel, "url": url})  # fmt: skip
    return log.sort_values(["timestamp", "visitor_id"]).to_csv(index=False)


def _typed(terms: pd.DataFrame, row: int, rng: np.random.Generator) -> str:
    own = terms[terms["row"].eq(row)]
    return str(rng.choice(own["term"], p=own["part"] / own["part"].sum()))


def _value(keywords: pd.DataFrame, sales: pd.DataFrame) -> pd.Series:
    row = sales["row"].clip(lower=0)
    value = keywords["value"].reindex(row).to_numpy() * sales["amount"]
    return value.where(sales["row"].ge(0), sales["amount"]).round(2)


def _products(keywords: pd.DataFrame, sales: pd.DataFrame) -> list[str]:
    noun = keywords["noun"].reindex(sales["row"].clip(lower=0)).to_numpy()
    return [NOUNS[n].title() for n in noun]


def _deals(kind: Kind, keywords: pd.DataFrame, sales: pd.DataFrame, rng: np.random.Generator) -> str:
    """HubSpot's deals: the first source and its drill-downs; what staff typed in says so and no more."""
    facts = keywords.reindex(sales["row"].clip(lower=0)).reset_index(drop=True)
    sales = sales.reset_index(drop=True)
    hidden = sales["row"].ge(0) & (facts["noun"] < kind.untracked)
    source = (
        sales["source"].mask(hidden, "Organic Search").mask(hidden & (rng.random(len(sales)) < 0.5), "Direct Traffic")
    )
    typed = pd.Series(rng.random(len(sales)) < kind.typed_in)
    abroad = rng.random(len(sales)) < kind.foreign
    amount = _value(keywords, sales)
    made, closed = (
        sales[c].dt.tz_convert("Europe/London").dt.strftime("%Y-%m-%d %H:%M") for c in ("created", "closed")
    )
    deals = pd.DataFrame({
        "Record ID": 7000 + np.arange(len(sales)), "Deal Name": "Deal", "Pipeline": "Sales Pipeline",
        "Deal Stage": np.where(sales["won"], "Closed Won", "Closed Lost"),
        "Close Date": closed,
        "Create Date": made, "Amount": amount.where(sales["won"]),
        "Currency": np.where(abroad, "USD", "GBP"), "Product": _products(keywords, sales),
        "Original Source": source.mask(typed, "Offline Sources"),
        "Original Source Drill-Down 1": np.where(typed, "CRM_UI", ""), "Original Source Drill-Down 2": "",
        "Associated Contact IDs": sales["person"].mask(typed & sales["row"].ge(0), "typed " + sales["person"]),
    })  # fmt: skip
    deals.loc[abroad, "Amount"] *= 1.25
    back = deals[sales["share_back"].gt(0)].copy()
    back["Amount"] = (-back["Amount"] * sales.loc[back.index, "share_back"]).round(2)
    return pd.concat([deals, back]).to_csv(index=False)


def _invoices(keywords: pd.DataFrame, sales: pd.DataFrame) -> str:
    """Stripe's payments: one a month of each customer, and no word of where they came from."""
    rows = pd.DataFrame({
        "id": [f"ch_{i}" for i in range(len(sales))],
        "Created date (UTC)": sales["created"].dt.strftime("%Y-%m-%d %H:%M"),
        "Amount": _value(keywords, sales).map("{:.2f}".format), "Amount Refunded": "0.00", "Currency": "gbp",
        "Description": _products(keywords, sales), "Status": "Paid", "Customer ID": sales["person"],
    })  # fmt: skip
    return rows.to_csv(index=False)
