"""Plain words for the names that the tables hold: verdicts, findings, attribution models, ties, parts of a score.

Every name has a fallback, its own letters with spaces, so that a new flag, feature or
attribution model is told before anybody adds its words here.
"""

from __future__ import annotations

import re

VERDICT_WORDS = {"keep": "Keep", "fix": "Mend", "cut": "Stop", "watch": "Not enough evidence"}
VERDICT_MEANING = {
    "keep": "It earns its keep on the evidence supplied.",
    "fix": "Worth having, once its wording, product or claim is put right.",
    "cut": "What is on sale, customers and money all speak against it.",
    "watch": "The evidence is not there yet. It is neither good nor bad.",
}
MENDS = {"wording": "Wording", "page": "Page or offer", "product": "Product", "bid": "Bid"}
WHO_MENDS = {"wording": "the agency", "page": "your website", "product": "you", "bid": "the agency"}
MEND_OF_RULE = {
    "misaligned": "wording",
    "reword": "wording",
    "accessory": "wording",
    "brand_intent": "page",
    "other_intent": "page",
    "loses_unexplained": "page",
    "brand_retired": "product",
    "retired": "product",
    "out_of_stock": "product",
    "unserved_demand": "product",
    "loses_off_catalogue": "product",
    "duplicate": "bid",
    "loses": "bid",
}
ORIGINS = {
    "site_search": "site search",
    "search_ads": "a search that an ad answered",
    "search_console": "a Google search",
}
MODEL_WORDS = {
    "first": "first visit takes all",
    "last": "last visit takes all",
    "linear": "equal shares",
    "position_based": "first and last count most",
    "time_decay": "later visits count more",
    "markov": "what each visit’s absence would cost",
    "shapley": "what each visit adds to the others",
}
TIE_WORDS = {
    "click_id": "tied by the click id",
    "call_tracking": "tied by call tracking",
    "utm": "tied by the campaign tag",
    "customer_id": "tied by the customer",
    "time": "by its page and the hour of the visit, not exactly",
    "landing_page": "shared by landing page, not exactly",
    "campaign": "shared over its campaign, not exactly",
    "no_keyword": "no keyword of the report",
    "unmatched": "not tied to a visit",
}
FEATURE_WORDS = {
    "semantic": "meaning in common",
    "semantic_beyond_words": "meaning in common beyond the words",
    "semantic_or_words": "meaning or words in common",
    "semantic_and_words": "meaning and words in common",
    "fuzzy_set": "like words, in any order",
    "fuzzy_partial": "like a part of the title",
    "characters": "letters in common",
    "coverage": "its words in the title",
    "coverage_any_field": "its words anywhere in the product’s entry",
    "missing_word": "a word not in the title",
    "missing_anywhere": "a word nowhere in the product’s entry",
    "words_missing": "how many words are missing",
    "all_words": "every word is in the title",
    "title_share": "how much of the title it names",
    "adjacent": "its words stand together in the title",
    "in_order": "its words stand in the same order",
    "head_in_title": "the thing asked for is in the title",
    "head_in_body": "the thing asked for is in the description only",
    "head_ends_phrase": "the title is about the thing asked for",
    "head_is_modifier": "the thing asked for only describes another",
    "head_before_part": "the product is a part of the thing asked for",
    "head_after_for": "the product is for the thing asked for",
    "head_place": "how early the title names the thing asked for",
    "thing_asked": "the product is the thing asked for",
    "thing_not_asked": "the product is another thing",
    "thing_same": "by its name, the product is the very thing",
    "thing_kind": "by its name, the product is a kind of the thing",
    "thing_broader": "by its name, the product is what the thing is a kind of",
    "thing_beside": "the thing is named beside what is sold",
    "thing_other": "by its name, the product is something else",
    "weight_after_for": "its words stand after “for” in the title",
    "weight_before_part": "its words name what the part belongs to",
    "weight_after_without": "its words stand after “without” in the title",
    "number_missing": "a number is missing",
    "number_clashes": "another number is in its place",
    "code_missing": "a model number is missing",
    "code_found": "the model number is found",
    "brand_found": "the brand is the product’s",
    "brand_other": "another brand is named",
    "keyword_words": "how many words the keyword has",
    "keyword_rarity": "how rare the keyword’s words are",
    "keyword_head_rarity": "how rare the word for the thing is",
    "title_words": "how long the title is",
    "measure_agrees": "the size agrees",
    "measure_clashes": "the size differs",
    "colour_agrees": "the colour agrees",
    "colour_clashes": "the colour differs",
    "opposite_clashes": "the opposite is asked for",
    "opposite_agrees": "the same of two opposites",
    "condition_clashes": "new against second-hand",
    "used_not_said": "second-hand, which was not asked for",
    "accessory_offered": "an accessory, where the thing itself is asked for",
    "accessory_for": "an accessory for the thing asked for",
    "accessory_asked": "an accessory, as asked for",
    "accessory_not_asked": "not the accessory asked for",
    "best_logit": "how well the best product answers",
    "second": "how well the second product answers",
    "second_logit": "how well the second product answers",
    "mean_of_three": "how well the best three products answer",
    "logit_margin": "how far the best product is ahead of the third",
    "logit_over_fifth": "how far the best product is ahead of the fifth",
    "competing": "how many products answer",
    "best_lexical": "its words in the best title",
    "best_semantic": "meaning in common with the best product",
    "best_characters": "letters in common with the best title",
    "known_weight": "how many of its words the shop’s titles hold",
    "sold_weight": "how many of its words name what the shop sells",
    "unknown_word": "a telling word that no title holds",
    "unsold_word": "a telling word that names nothing sold",
    "best_accessory": "an accessory holds its words",
    "thing_sold": "the thing, or a kind of it, is sold by that name",
    "thing_missing": "only other things are sold by that name",
    "is_accessory": "something for it is the better answer",
    "is_retired": "what is retired is the better answer",
    "thing_logit": "how well a product that is the thing answers",
    "accessory_beats": "how far an accessory is ahead of the thing",
    "host_logit": "how near it is to what accessories here are for",
    "host_beats": "how far what accessories are for is ahead of what is sold",
    "retired_logit": "how well a retired product answers",
    "retired_beats": "how far a retired product is ahead",
    "top_cosine": "meaning in common with the nearest product",
    "cosine_z": "how far the nearest product stands out from the range",
    "cosine_gap": "how far the nearest product is ahead of the next",
    "cosine_margin": "how far the nearest product is ahead of the next few",
    "mean_cosine": "meaning in common with the range",
    "beyond_hub": "nearness, beside how near that product is to others",
    "beyond_range": "nearness, beside how near products here are to each other",
    "beyond_report": "nearness, beside how near that product is to the report’s other keywords",
    "report_near": "how near the report’s other keywords are",
    "report_centre": "how near the middle of the report it is",
    "near_answered": "whether keywords like it are answered",
    "cross_best": "the best product, read together with it",
    "cross_first": "the nearest product, read together with it",
    "said_in_title": "the share of it that one title says",
    "said_anywhere": "the share of it that one entry says",
    "title_margin": "how far one title says more than the next few",
    "anywhere_margin": "how far one entry says more than the next few",
    "unknown_in_titles": "a telling word that no title here has",
    "unknown_anywhere": "a telling word that no entry here has",
    "lacks_known": "words that the best title lacks and others have",
    "lacks_unknown": "words that no title here has",
    "common_word": "words that half of the titles have",
}


def plain(name: str) -> str:
    """Return a name of the tables as words.

    Examples
    --------
    >>> plain("out_of_stock")
    'out of stock'
    """
    return name.replace("_", " ").strip()


def model_word(name: str) -> str:
    """Return an attribution model in plain words.

    Examples
    --------
    >>> model_word("linear"), model_word("own_rule")
    ('equal shares', 'own rule')
    """
    return MODEL_WORDS.get(name, plain(name))


def tie_word(name: str) -> str:
    """Return how a visit was tied to a sale.

    Examples
    --------
    >>> tie_word("utm"), tie_word("loyalty_card")
    ('tied by the campaign tag', 'loyalty card')
    """
    return TIE_WORDS.get(name, plain(name))


def feature_word(name: str) -> str:
    """Return a part of the relevance score in plain words; two that work together are joined.

    Examples
    --------
    >>> feature_word("characters"), feature_word("semantic × title_words"), feature_word("new_part")
    ('letters in common', 'meaning in common, with how long the title is', 'new part')
    """
    return ", with ".join(FEATURE_WORDS.get(part, plain(part)) for part in re.split(r"\s*×\s*", name))


def plain_flags(flags: str) -> list[str]:
    """Return the names of raised flags as words.

    Examples
    --------
    >>> plain_flags("brand; wrong_product")
    ['brand', 'wrong product']
    """
    return [plain(flag) for flag in flags.split("; ") if flag]


def call_name(call: str) -> str:
    """Return how a call is told: its number, or the name of its file without folder and ending.

    Examples
    --------
    >>> call_name("call-0117"), call_name("K7003"), call_name("exports/calls/K7032 rev transcript.txt")
    ('call 0117', 'call K7003', 'call K7032 rev transcript')
    """
    name = re.sub(r"\.[A-Za-z]\w{1,4}$", "", re.split(r"[/\\]", call)[-1])
    return "call " + (re.sub(r"^call[ _-]*", "", name, flags=re.I) or name or call)
