"""A business-to-business service: few large deals, a long lag, Salesforce, Otter. For measuring only."""

from __future__ import annotations

from bench.companies.making import shapes
from bench.companies.making.company import Company
from bench.companies.making.dialogue import calls
from bench.companies.making.files import settings, shared, split
from bench.companies.making.people import people
from bench.companies.making.searching import site_searches
from bench.demo_company.exports import plain


def files(company: Company) -> dict[str, bytes]:
    """Return every export by its path, and the settings."""
    leads = people(company)
    made = calls(company, leads)
    table = company.catalogue.assign(url=company.words["site"] + company.catalogue["page"])
    names = {"product_id": "Code", "title": "Name", "description": "Description", "category": "Category",
             "price": "List price", "status": "Status", "url": "Page"}  # fmt: skip
    listed = table[list(names)].rename(columns=names)
    texts = {f"calls/{name}": text for name, text in shapes.otter(split(made, known=False)).items()}
    inside = {
        **shared(company),
        "services.csv": plain(listed),
        "site-search.csv": shapes.ga4_searches(company, site_searches(company)),
        "Opportunity report.csv": shapes.salesforce(company, leads),
        "visits.csv": shapes.visits(company, leads),
        "calls/switchboard.csv": shapes.turns_table(split(made, known=True)),
        **texts,
    }
    told = {f"exports/{name}": content for name, content in inside.items()}
    return {**told, "keyworth.toml": settings(company, lookback_days=180)}
