"""A keyword's final relevance: of its text, what its searchers typed, where its clicks land, what its leads asked for.

Text alone cannot tell that "artisan maker module" is how an agency says "art studio". What searchers typed and what
leads asked for may raise a score; the landing page says which product, never whether one answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from keyworth.relevance.caller_evidence import hear_callers
from keyworth.relevance.landing_page_evidence import landing_products
from keyworth.relevance.lead_evidence import hear_leads
from keyworth.relevance.learnt_names import hear_learnt, learnt_names, recall_names
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.search_term_evidence import bridge_keywords
from keyworth.relevance.which_product import name_products
from keyworth.schema import RELEVANCE, conform


def combine_evidence(
    scored: pd.DataFrame,
    matches: pd.DataFrame,
    keywords: pd.DataFrame,
    searches: pd.DataFrame,
    leads: pd.DataFrame,
    staff_answers: pd.DataFrame,
    catalogue: pd.DataFrame | PreparedCatalogue,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
    terms: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Return each keyword's final relevance, product and status: of its text, its searchers, its page and its leads.

    Parameters
    ----------
    scored, matches : DataFrame
        ``schema.RELEVANCE`` and ``schema.MATCHES`` of `score_keywords`, from the texts alone.
    keywords : DataFrame
        Keyword rows of ``schema.KEYWORDS``, with ``sales_knowable``.
    searches, leads, staff_answers, catalogue : DataFrame
        Tables of ``schema``.
    settings, engine, progress
        As for `score_keywords`.
    terms : pair of DataFrame, optional
        `score_terms`' result, where it is there already.

    Returns
    -------
    DataFrame
        ``schema.RELEVANCE``, with what each kind of evidence said.
    """
    shop = prepared(catalogue)
    catalogue = shop.catalogue
    out, searched = bridge_keywords(scored, keywords, searches, shop, settings, engine, progress, terms)
    out = out.assign(text_relevance=scored["product_relevance"])
    out, named = hear_callers(out, keywords, searches, staff_answers, shop, settings)
    out = hear_leads(out, keywords, leads, shop, settings)
    recalled = recall_names(out, learnt_names(settings), shop)
    out = hear_learnt(out, recalled, catalogue, settings)
    out = name_products(out, matches, searched, keywords, leads, named, catalogue, recalled)
    out = out.assign(landing_shows=_landing_shows(out, keywords, catalogue))
    return conform(out, RELEVANCE)


def _landing_shows(relevance: pd.DataFrame, keywords: pd.DataFrame, catalogue: pd.DataFrame) -> pd.Series:
    """Return whether each keyword lands on what is sold or on what is gone: told, and no proof of an answer."""
    gone = (catalogue["status"] == "retired").to_numpy()
    shown = landing_products(keywords, catalogue)
    kinds = {name: "retired" if gone[at].all() else "current" for name, (at, _) in shown.items()}
    return relevance["keyword_key"].map(kinds).astype(object).fillna("").astype("str")
