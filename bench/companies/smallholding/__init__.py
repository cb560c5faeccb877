"""A shop of some 3,000 lines: a stock list, Shopify's orders and searches, a switchboard. For measuring only."""

from __future__ import annotations

from bench.companies.making import shapes
from bench.companies.making.company import Company
from bench.companies.making.dialogue import calls
from bench.companies.making.files import catalogue_columns, settings, shared, split
from bench.companies.making.people import people
from bench.companies.making.searching import site_searches
from bench.demo_company.exports import plain


def files(company: Company) -> dict[str, bytes]:
    """Return every export by its path, and the settings; nobody has told the shop's own name as a brand."""
    leads = people(company)
    made = calls(company, leads)
    names = {
        "product_id": "Stock code",
        "title": "Product name",
        "category": "Category",
        "price": "RRP",
        "status": "Status",
    }
    listed = catalogue_columns(company, names)
    listed["URL"] = [f"{company.words['site']}{c.page}/{c.product_id.lower()}" for c in company.catalogue.itertuples()]
    inside = {
        **shared(company),
        "stock list.csv": plain(listed),
        "Searches by search query - 2026-01-01 - 2026-06-30.csv": shapes.shopify_searches(site_searches(company)),
        "orders_export_1.csv": shapes.shopify_orders(company, leads),
        "calls/known callers.csv": shapes.turns_table(split(made, known=True), by="phone"),
        "calls/switchboard.csv": shapes.turns_table(split(made, known=False), by="phone"),
    }
    told = {f"exports/{name}": content for name, content in inside.items()}
    return {**told, "keyworth.toml": settings(company, brand=False)}
