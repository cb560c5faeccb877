"""A contractor who works by quotation: a price guide with headings, an enquiry sheet, CallRail. For choosing."""

from __future__ import annotations

from bench.companies.making import shapes
from bench.companies.making.company import Company
from bench.companies.making.dialogue import calls
from bench.companies.making.files import settings, shared, split
from bench.companies.making.people import people
from bench.companies.making.searching import site_searches


def files(company: Company) -> dict[str, bytes]:
    """Return every export by its path, and the settings."""
    leads = people(company)
    made = calls(company, leads)
    texts = {f"calls/{name}": text for name, text in shapes.call_texts(split(made, known=False)).items()}
    inside = {
        **shared(company),
        "price guide 2026.csv": shapes.price_list(company),
        "site-search.csv": shapes.ga4_searches(company, site_searches(company)),
        "enquiries.csv": shapes.crm(company, leads),
        "visits.csv": shapes.visits(company, leads),
        "calls/Call List.csv": shapes.callrail(company, split(made, known=True)),
        **texts,
    }
    return {**{f"exports/{name}": content for name, content in inside.items()}, "keyworth.toml": settings(company)}
