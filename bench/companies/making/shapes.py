"""The exports' own shapes that the demo company does not have: price list, Salesforce, Shopify, calls, visits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.companies.making.company import Company
from bench.companies.making.dialogue import Call, phone_of
from bench.demo_company.exports import plain, text_of
from bench.demo_company.journeys import click_id


def origin(company: Company, lead, rng: np.random.Generator) -> dict[str, str]:
    """What reached the CRM of a lead's visit: of the paid ones most a click id, some the keyword, some nothing."""
    blank = dict.fromkeys(("source", "click_id", "term", "campaign", "page"), "")
    if lead.source == -2:
        return {**blank, "source": "Organic search", "page": company.words["site"] + company.things[lead.thing]["page"]}
    if lead.source < 0 or rng.random() < 0.1:
        return {**blank, "source": str(rng.choice(["Phone", "Recommendation", "Web form"]))}
    k = company.keywords.iloc[lead.source]
    return {
        "source": "Google Ads",
        "click_id": click_id(lead.customer_id) if rng.random() < 0.75 else "",
        "term": k["keyword"] if rng.random() < 0.55 else "",
        "campaign": k["campaign"],
        "page": k["url"],
    }


def visits(company: Company, leads: pd.DataFrame) -> bytes:
    """Return the analytics log of those who came by a keyword and agreed to be followed."""
    rng, rows = company.stream("visits"), []
    for lead in leads[leads["source"] >= 0].itertuples():
        k = company.keywords.iloc[lead.source]
        if rng.random() < 0.25:
            continue
        at = lead.at - pd.Timedelta(minutes=int(rng.integers(3, 60)))
        rows.append(
            [lead.customer_id, at, "google", "cpc", k["campaign"], k["keyword"], click_id(lead.customer_id), k["url"]]
        )
        if rng.random() < 0.35:
            back = at - pd.Timedelta(hours=int(rng.integers(5, 400)))
            rows.append([lead.customer_id, back, *[("google", "organic"), ("direct", "none")][int(rng.integers(2))],
                         "", "", "", company.words["site"] + "/"])  # fmt: skip
    rows.sort(key=lambda r: (r[1], r[0]))
    head = ["customer_id", "timestamp", "utm_source", "utm_medium", "utm_campaign", "utm_term", "gclid", "landing_page"]
    return text_of([head, *[[r[0], f"{r[1]:%Y-%m-%dT%H:%M:%SZ}", *r[2:]] for r in rows]]).encode()


def price_list(company: Company) -> bytes:
    """Return a price list with headings of sections between its lines, withdrawn ones still in it."""
    rows: list[list] = [[f"{company.words['company'].upper()} PRICE GUIDE 2026", "", "", ""],
                        ["All prices GBP excluding VAT. POA after a visit.", "", "", ""], ["", "", "", ""],
                        ["Code", "Description", "List price", "Status"]]  # fmt: skip
    for section, lines in company.catalogue.groupby("category", sort=False):
        rows.append([section, "", "", ""])
        for line in lines.itertuples():
            rows.append([line.product_id, line.title, line.price, "Withdrawn" if line.status == "retired" else ""])
    return text_of(rows).encode()


def crm(company: Company, leads: pd.DataFrame) -> bytes:
    """Return a small firm's own enquiry sheet, its stages in its own words."""
    rng, rows = company.stream("crm"), []
    stages = {
        "lead": ["New enquiry"], "appointment": ["Site visit booked"], "opportunity": ["Quote sent"],
        "won": ["Won - start date agreed", "Won"], "lost": ["Lost - too dear", "Lost - went elsewhere", "Gone quiet"],
    }  # fmt: skip
    for lead in leads.itertuples():
        told = origin(company, lead, rng)
        words = stages[lead.stage]
        stage = (
            "Lost - we don't do that"
            if lead.gone and lead.stage == "lost"
            else str(words[int(rng.integers(len(words)))])
        )
        closed = lead.stage in ("won", "lost")
        named = lead.product if lead.stage in ("won", "opportunity") or rng.random() < 0.4 else ""
        rows.append(
            {"Reference": f"FG{lead.customer_id[1:]}", "Enquiry date": f"{lead.at:%d/%m/%Y}",
             "Customer": lead.customer_id, "Phone": phone_of(lead.customer_id), "Item": named, "Stage": stage,
             "Value": "" if pd.isna(lead.amount) else f"{lead.amount:,.2f}", "Currency": "GBP",
             "Date closed": f"{lead.closes:%d/%m/%Y}" if closed else "", "Source": told["source"],
             "GCLID": told["click_id"], "UTM_campaign": told["campaign"], "UTM_term": told["term"],
             "Landing page": told["page"]}
        )  # fmt: skip
    return plain(pd.DataFrame(rows))


def salesforce(company: Company, leads: pd.DataFrame) -> bytes:
    """Return an opportunity report: stages in the firm's words, won and lost told by the probability."""
    rng, rows = company.stream("crm"), []
    stages = {"lead": ("First call", 10), "appointment": ("Plant audit", 30), "opportunity": ("Trial load", 60),
              "won": ("Live", 100), "lost": ("Not this time", 0)}  # fmt: skip
    for lead in leads.itertuples():
        told = origin(company, lead, rng)
        stage, chance = stages[lead.stage]
        named = lead.product if lead.stage in ("won", "opportunity") or rng.random() < 0.5 else ""
        rows.append(
            {"Account Name": lead.customer_id, "Opportunity Name": f"{lead.name} - {lead.customer_id}", "Stage": stage,
             "Amount Currency": "GBP", "Amount": "" if pd.isna(lead.amount) else f"{lead.amount:.2f}",
             "Probability (%)": chance, "Close Date": f"{lead.closes:%d/%m/%Y}", "Created Date": f"{lead.at:%d/%m/%Y}",
             "Lead Source": told["source"], "Product Name": named, "GCLID": told["click_id"], "UTM Term": told["term"],
             "Landing Page": told["page"]}
        )  # fmt: skip
    return plain(pd.DataFrame(rows))


def shopify_orders(company: Company, leads: pd.DataFrame) -> bytes:
    """Return the shop's orders; what brought them stands in note attributes."""
    rng, rows = company.stream("crm"), []
    for i, lead in enumerate(leads[leads["stage"] == "won"].itertuples()):
        told = origin(company, lead, rng)
        told_of = {"UTM campaign": told["campaign"], "UTM term": told["term"], "gclid": told["click_id"]}
        notes = {"UTM source": "google", "UTM medium": "cpc", **told_of} if told["source"] == "Google Ads" else {}
        mail = f"{lead.name.replace(' ', '.').lower()}{lead.customer_id[1:]}@example.com"
        back = rng.random() < 0.03
        stamp = f"{lead.at:%Y-%m-%d %H:%M:%S} +0000"
        rows.append(
            {"Name": f"#{3001 + i}", "Email": mail,
             "Financial Status": "refunded" if back else "paid", "Paid at": stamp, "Currency": "GBP",
             "Total": f"{lead.amount:.2f}", "Created at": stamp, "Lineitem quantity": 1, "Lineitem name": lead.product,
             "Note Attributes": "\n".join(f"{k}: {v}" for k, v in notes.items() if v),
             "Refunded Amount": f"{lead.amount:.2f}" if back else "0.00", "Phone": phone_of(lead.customer_id),
             "Landing Site": told["page"]}
        )  # fmt: skip
    return plain(pd.DataFrame(rows))


def callrail(company: Company, made: list[Call]) -> bytes:
    """Return CallRail's list: the numbers that visits were shown, with what was said in one cell."""
    rows: list[list] = [["Call Status", "Number Name", "Tracking Number", "Source", "Medium", "Campaign", "Keywords",
                         "Start Time", "Duration (seconds)", "Name", "Phone Number", "Landing Page", "GCLID", "Tags",
                         "Transcription"]]  # fmt: skip
    for call in made:
        paid = call.lead is not None and call.lead.source >= 0
        k = company.keywords.iloc[call.lead.source] if paid else None
        told = ["Google Ads", "CPC", k["campaign"], k["keyword"]] if paid else ["Direct", "Direct", "", ""]
        said = " ".join(f"{'Agent' if staff else 'Caller'}: {text}" for staff, text in call.turns)
        rows.append(["Answered Call", "Website pool", "+442079460100", *told, f"{call.at:%Y-%m-%d %H:%M:%S} +0000",
                     40 * len(call.turns), call.name.upper(), call.phone, k["url"] if paid else "",
                     click_id(call.lead.customer_id) if paid else "", "", said])  # fmt: skip
    return text_of(rows).encode()


def call_texts(made: list[Call]) -> dict[str, bytes]:
    """Return a text file a call, a speaker before each turn."""
    files = {}
    for call in made:
        lines = [f"Date: {call.at:%Y-%m-%d %H:%M}", f"Call ID: {call.call_id}", ""]
        lines += [f"{call.agent if staff else 'Caller'}: {text}" for staff, text in call.turns]
        files[f"{call.at:%Y-%m-%d} {call.call_id}.txt"] = ("\n".join(lines) + "\n").encode()
    return files


def otter(made: list[Call]) -> dict[str, bytes]:
    """Return Otter's texts: a name and a time above the words."""
    files = {}
    for call in made:
        lines = []
        for i, (staff, text) in enumerate(call.turns):
            lines += [f"{call.agent if staff else 'Unknown Speaker'}  {i // 6}:{i * 9 % 60:02d}  ", text, ""]
        files[f"{call.call_id}_otter_ai.txt"] = "\n".join([*lines, "Transcribed by https://otter.ai", ""]).encode()
    return files


def turns_table(made: list[Call], by: str = "customer_id") -> bytes:
    """Return a turn a row, known callers with their number in the CRM or their telephone."""
    rows = []
    for call in made:
        who = "" if call.lead is None else call.lead.customer_id if by == "customer_id" else call.phone
        rows += [{"call_id": call.call_id, "started_at": f"{call.at:%Y-%m-%d %H:%M}", by: who,
                  "speaker": "Agent" if staff else "Customer", "text": text} for staff, text in call.turns]  # fmt: skip
    return plain(pd.DataFrame(rows))


def ga4_searches(company: Company, searches: pd.DataFrame) -> bytes:
    """Return GA4's free-form exploration of the site's search box."""
    first, last = company.period
    line = "# " + "-" * 40
    shell = [
        line,
        "# Site search - Free form 1",
        f"# {company.words['company']} - GA4",
        f"# {first:%Y%m%d}-{last:%Y%m%d}",
        line,
    ]
    rows = [["Search term", "Event count", "Sessions"]]
    rows += [[t, int(c), max(1, int(c * 0.85))] for t, c in zip(searches["term"], searches["count"], strict=True)]
    rows += [
        ["(not set)", 14, 14],
        ["Grand total", int(searches["count"].sum()) + 14, int(searches["count"].sum() * 0.8)],
    ]
    return ("\n".join(shell) + "\n" + text_of(rows)).rstrip("\n").encode()


def shopify_searches(searches: pd.DataFrame) -> bytes:
    """Return Shopify's report of what was searched for in the shop."""
    return text_of([["Search query", "Searches"], *searches[["term", "count"]].to_numpy().tolist()]).encode()


def claims(company: Company) -> bytes:
    """Return the figures of the agency's slides, one of them more than its own rows hold."""
    k = company.keywords
    rows = [["label", "metric", "claimed", "group"], ["Total spend", "cost", round(float(k["cost"].sum()), 2), ""],
            ["Total clicks", "clicks", int(k["clicks"].sum()), ""],
            ["Total conversions", "conversions", int(k["claimed_conversions"].sum() * 1.35), ""],
            ["Total conversion value", "value", round(float(k["claimed_value"].sum()), 2), ""]]  # fmt: skip
    return text_of(rows).encode()
