"""Every sample of the formats' reference is recognised, and all its rows are accounted for."""

from __future__ import annotations

import pytest

from keyworth import schema
from keyworth.ingest import read_files
from keyworth.ingest.check_report import describe, described
from keyworth.settings import Ingest

# name: format, kind, rows in, rows set aside
SAMPLES = {
    "Keyword Stats 2026-08-09 at 21_25_18.csv": ("keyword_planner", "keywords", 3, 0),
    "Opportunity_extract.csv": ("salesforce_opportunities", "sales", 2, 0),
    "Searches by search query - 2026-08-01 - 2026-08-31.csv": ("shopify_searches", "searches", 3, 0),
    "ahrefs_organic_keywords_2019.csv": ("ahrefs", "keywords", 2, 0),
    "boiler_broad-match_uk_2026-08-28.csv": ("semrush", "keywords", 2, 0),
    "catalog_product_20260828_101112.csv": ("magento", "catalogue", 4, 1),
    "deals-1234567-42.csv": ("pipedrive", "sales", 2, 0),
    "example.com-organic-keywords-subdomains-al_2026-08-22_19-38-50.csv": ("ahrefs", "keywords", 3, 0),
    "example.com-organic.Positions-uk-20260828-2026-08-29T10_11_12Z.csv": ("semrush", "keywords", 3, 1),
    "ga4_exploration_search_terms.csv": ("ga4_search_terms", "searches", 5, 3),
    "ga4_landing_conversions.csv": ("ga4_landing_pages", "pages", 2, 0),
    "ga4_landing_page.csv": ("ga4_landing_pages", "pages", 4, 1),
    "ga4_search_term_api.csv": ("ga4_search_terms", "searches", 3, 0),
    "google_ads_editor_export.csv": ("google_ads_editor", "keywords", 6, 5),
    "google_ads_offline_conversions.csv": ("google_ads_offline_conversions", "sales", 2, 0),
    "google_ads_offline_conversions_click_ids.csv": ("google_ads_offline_conversions", "sales", 2, 0),
    "google_ads_palavras_chave_pt.csv": ("google_ads_keywords", "keywords", 3, 1),
    "google_ads_search_keyword_report.csv": ("google_ads_keywords", "keywords", 6, 3),
    "google_ads_search_keyword_report_excel.csv": ("google_ads_keywords", "keywords", 4, 2),
    "google_ads_search_terms_report.csv": ("google_ads_search_terms", "searches", 7, 3),
    "google_gb_boiler_matching-terms_2026-08-08_20-05-24.csv": ("ahrefs", "keywords", 3, 0),
    "gsc_api_query_page.json": ("search_console", "keywords", 3, 0),
    "hubspot-crm-exports-all-contacts-2026-08-28.csv": ("hubspot_contacts", "sales", 2, 0),
    "hubspot-crm-exports-all-deals-2026-08-28.csv": ("hubspot_deals", "sales", 3, 0),
    "merchant_center_feed.tsv": ("merchant_center", "catalogue", 3, 0),
    "merchant_center_feed.xml": ("merchant_center", "catalogue", 2, 0),
    "merchant_center_feed_atom.xml": ("merchant_center", "catalogue", 1, 0),
    "microsoft_ads_keyword_performance.csv": ("microsoft_ads", "keywords", 4, 1),
    "moz_keyword_explorer.csv": ("moz", "keywords", 3, 0),
    "orders_export_1.csv": ("shopify_orders", "sales", 3, 0),
    "plain_titles.csv": ("plain_catalogue", "catalogue", 3, 0),
    "price_list.xlsx": ("price_list", "catalogue", 5, 2),
    "products_export_1.csv": ("shopify_products", "catalogue", 4, 0),
    "products_export_new_headers.csv": ("shopify_products", "catalogue", 3, 0),
    "report1787900000000.csv": ("salesforce_opportunities", "sales", 8, 6),
    "semrush_api_domain_organic.csv": ("semrush", "keywords", 2, 0),
    "semrush_positions_semicolon.csv": ("semrush", "keywords", 2, 0),
    "seranking_keyword_research_related.csv": ("se_ranking", "keywords", 3, 0),
    "seranking_rank_tracker.csv": ("se_ranking", "keywords", 2, 0),
    "shopify_orders_rest.json": ("shopify_orders", "sales", 1, 0),
    "sistrix_keywords_de.csv": ("sistrix", "keywords", 3, 0),
    "sistrix_ranking_changes.csv": ("sistrix", "keywords", 2, 0),
    "touchpoints.csv": ("plain_touchpoints", "touchpoints", 3, 0),
    "wc-product-export-28-8-2026-1787900000000.csv": ("woocommerce", "catalogue", 4, 0),
}


@pytest.fixture(scope="session")
def every(shared_formats):
    paths = sorted(shared_formats.iterdir())
    return {p.name: read_files({"": [p]}, Ingest()) for p in paths}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample(every, name):
    files = every[name].files.iloc[0]
    form, kind, rows, aside = SAMPLES[name]
    assert (files["format"], files["kind"], files["rows_in"], files["rows_set_aside"]) == (form, kind, rows, aside)


@pytest.mark.slow
def test_renamed_it_is_recognised_all_the_same(shared_formats, tmp_path):
    for name, (form, kind, rows, _) in SAMPLES.items():
        path = tmp_path / "download"
        path.write_bytes((shared_formats / name).read_bytes())
        files = read_files({"": [path]}, Ingest()).files.iloc[0]
        assert (files["format"], files["kind"], files["rows_in"]) == (form, kind, rows), name


def test_every_row_is_used_or_set_aside(every):
    for name, intake in every.items():
        files = intake.files
        assert (files["rows_in"] == files["rows_used"] + files["rows_set_aside"]).all(), name
        assert len(intake.set_aside) == files["rows_set_aside"].sum(), name
        assert set(intake.tables) == set(schema.INPUTS)


def test_spend_ties_to_the_total_row(every):
    told = 0
    for intake in every.values():
        for row in intake.files.to_dict("records"):
            if row["cost_total_row"] == row["cost_total_row"]:
                assert row["cost"] == pytest.approx(row["cost_total_row"], abs=0.005)
                told += 1
    assert told == 4


def test_no_contact_is_kept(every):
    for name, intake in every.items():
        text = " ".join(
            t.to_csv() for t in [*intake.tables.values(), intake.set_aside] if t is not intake.tables["calls"]
        )
        assert "@" not in text.replace("@example.com/", ""), name
        assert "7946 0123" not in text, name


@pytest.mark.parametrize("name", ["https___example.com_-Performance-on-Search-2026-08-28.zip", "gsc"])
def test_search_console_export(every, name):
    tables = every[name].tables
    assert tables["keywords"]["keyword"].tolist() == ["boiler repair leeds", "plumber, leeds", "combi boiler beeping"]
    assert tables["keywords"]["cost"].isna().all()
    assert set(tables["keywords"]["channel"]) == {"organic"}
    assert str(tables["keywords"]["period_start"].iloc[0].date()) == "2026-06-21"
    assert len(tables["pages"]) == 3


def test_as_searches_when_given_so(shared_formats):
    intake = read_files({"searches": [shared_formats / "gsc" / "Queries.csv"]}, Ingest())
    assert intake.tables["searches"]["origin"].unique().tolist() == ["search_console"]


def test_description_is_for_people(every):
    text = describe(every["google_ads_search_keyword_report.csv"])
    assert "Google Ads keyword report, read as keywords" in text
    assert "equal to its total row" in text
    assert described(every["gsc"])["rows"] == {"in": 9, "used": 6, "set_aside": 3}
