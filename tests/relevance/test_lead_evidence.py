"""Leads speak for a product, one way only."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth import schema
from keyworth.relevance.lead_evidence import hear_leads
from keyworth.settings import Relevance

FLOORS = Relevance(relevance_floor=0.05, answered_floor=0.05)

CATALOGUE = schema.conform(
    pd.DataFrame(
        {"product_id": ["p1", "p2"], "title": ["One-Bedroom Annexe", "Potting Shed"], "status": ["active", "retired"]}
    ),
    schema.CATALOGUE,
)
ROWS = pd.DataFrame(
    {
        "keyword_id": [0, 1, 2],
        "keyword_key": ["annexe", "granny flat", "loft conversion"],
        "clicks": [1000.0, 80.0, 400.0],
        "sales_knowable": True,
    }
)


def relevance(**more) -> pd.DataFrame:
    rows = {
        "keyword_key": ["annexe", "granny flat", "loft conversion"],
        "product_relevance": [0.9, 0.01, 0.01],
        "product_status": ["active", "none", "none"],
        "product_id": ["p1", "p2", "p2"],
        "product_title": ["One-Bedroom Annexe", "Potting Shed", "Potting Shed"],
        "retired_id": ["", "p2", "p2"],
        "retired_relevance": [0.0, 0.2, 0.2],
    }
    return pd.DataFrame({**rows, **more})


def leads(of=(30.0, 3.0, 1.0), product="") -> pd.DataFrame:
    return pd.DataFrame({"keyword_id": [0, 1, 2], "product": ["", product, ""], "leads": of, "wins": 0.0})


def heard(found=None, of=(30.0, 3.0, 1.0), product="One-Bedroom Annexe", **rows) -> pd.DataFrame:
    found = relevance() if found is None else found
    return hear_leads(found, ROWS.assign(**rows), leads(of, product), CATALOGUE, FLOORS)


def test_leads_at_the_shops_own_rate_speak_for_what_is_on_sale():
    out = heard()
    assert out.loc[1, "product_relevance"] > 0.5
    assert out.loc[1, ["product_status", "product_id"]].tolist() == ["active", "p1"]


def test_a_stray_lead_of_many_clicks_says_nothing():
    out = heard()
    assert out.loc[2, ["product_relevance", "product_status"]].tolist() == [0.01, "none"]


def test_the_lack_of_leads_never_speaks_against():
    out = heard(of=[30.0, 0.0, 0.0], clicks=[1000.0, 9000.0, 9000.0])
    assert (out["product_relevance"] == relevance()["product_relevance"]).all()


def test_a_named_retired_product_stays_retired():
    out = heard(relevance(product_status=["active", "retired", "none"], retired_relevance=[0.0, 0.99, 0.0]))
    assert out.loc[1, "product_status"] == "retired"


def test_leads_for_a_product_that_is_gone_do_not_speak_for_what_is_on_sale():
    weak = relevance(product_status=["active", "retired", "none"], retired_relevance=[0.0, 0.6, 0.0])
    for product, status in (("Potting Shed", "retired"), ("One-Bedroom Annexe", "active")):
        assert heard(weak, product=product).loc[1, "product_status"] == status


@pytest.mark.parametrize("knowable", [False])
def test_what_cannot_be_known_says_nothing(knowable):
    out = heard(sales_knowable=knowable)
    assert (out["product_status"] == relevance()["product_status"]).all()
