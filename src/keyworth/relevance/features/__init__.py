"""Features of keyword and product pairs: semantic, lexical, attributes, product against accessory."""

from keyworth.relevance.features.pairs import FEATURES, pair_features
from keyworth.relevance.features.prepared_texts import KeywordSide, ProductSide, prepare_keywords, prepare_products
from keyworth.relevance.features.summary import SUMMARY, keyword_summary

__all__ = [
    "FEATURES", "SUMMARY", "KeywordSide", "ProductSide", "keyword_summary", "pair_features", "prepare_keywords",
    "prepare_products",
]  # fmt: skip
