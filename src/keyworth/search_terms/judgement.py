"""Every search term that was bought, judged: the terms, their words, and the negatives on file and missing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from keyworth.language.intent import intents
from keyworth.language.intent_words import NOT_BUYING
from keyworth.relevance.triangle import floors_of
from keyworth.schema import NEGATIVES, NGRAMS, SEARCH_TERMS, Inputs, conform
from keyworth.search_terms.bought import bought_rows, customers_heard, term_facts
from keyworth.search_terms.judge import judge_terms
from keyworth.search_terms.negatives import protected_texts, with_negatives
from keyworth.search_terms.ngrams import ngram_table
from keyworth.search_terms.on_file import negatives_table
from keyworth.settings import Settings


@dataclass(frozen=True)
class SearchTerms:
    """``search_terms``, ``ngrams`` and ``negatives`` of ``schema``."""

    search_terms: pd.DataFrame
    ngrams: pd.DataFrame
    negatives: pd.DataFrame


def judge_search_terms(
    searches: pd.DataFrame,
    phrases: pd.DataFrame,
    inputs: Inputs,
    terms: pd.DataFrame,
    keywords: pd.DataFrame,
    settings: Settings,
) -> SearchTerms:
    """Judge what the ads bought.

    Parameters
    ----------
    searches, phrases : DataFrame
        Of ``schema``, as the language room returns them.
    inputs : Inputs
        Its catalogue and its negatives on file are used.
    terms : DataFrame
        ``schema.RELEVANCE`` of the terms, by their text.
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    settings : Settings
    """
    catalogue, on_file = inputs.catalogue, inputs.negatives_on_file
    floors = floors_of(catalogue, settings.relevance)
    heard = customers_heard(searches, phrases)
    rows = bought_rows(searches, keywords)
    if len(rows):
        facts = term_facts(rows, terms, keywords, catalogue, heard, settings)
        judged = judge_terms(rows, facts, keywords, floors, settings.flags)
    else:
        judged = conform(rows, SEARCH_TERMS).assign(paid_key="", sales=float("nan"), family="")
    buyers = heard[~intents(pd.Series(heard.index, index=heard.index), catalogue)["intent"].isin(NOT_BUYING)]
    protected = protected_texts(judged, keywords, buyers, catalogue)
    judged = with_negatives(judged, protected)
    ngrams = ngram_table(judged, protected, catalogue)
    negatives = negatives_table(on_file, judged, ngrams, keywords, buyers)
    judged = judged.sort_values(
        ["cost", "term_key", "campaign", "keyword"], ascending=[False, True, True, True], kind="stable"
    )
    return SearchTerms(conform(judged, SEARCH_TERMS), conform(ngrams, NGRAMS), conform(negatives, NEGATIVES))
