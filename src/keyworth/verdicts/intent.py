"""What else a keyword may be searched for: work, help, a used one, or how to make it oneself.

Only wordings that leave little doubt are listed, and one that the catalogue
itself sells under ("refurbished laptops", "boiler repair", "DIY kit") counts for nothing.
"""

from __future__ import annotations

import re

import pandas as pd

# Each: how it is told, and what its searches say. English only; other languages match nothing.
INTENTS: dict[str, tuple[str, str]] = {
    "jobs": (
        "work",
        r"jobs|(?<!paint )(?<!nose )(?<!print )(?<!bodge )job|vacanc(?:y|ies)|careers?|salar(?:y|ies)|wages?|recruitment"
        r"|recruiting|now hiring|apprentice(?:s|ships?)?|internships?|interns?|work experience|job description|cv"
        r"|interview questions|subcontract(?:or|ors|ing)? work",
    ),
    "support": (
        "help with one they own",
        r"(?:customer|technical|tech|product|after ?sales) (?:support|services?|care|help)"
        r"|support (?:number|phone|line|email|contact|ticket|desk|team)|(?<!back )(?<!knee )(?<!lumbar )(?<!neck )support$"
        r"|help ?(?:line|desk)|log ?in|sign ?in|my account|password|(?:phone|contact|telephone) numbers?"
        r"|complaints?|(?:assembly|installation|fitting|user|operating) instructions|instructions|(?:user|owners?|owner's"
        r"|instruction|service|installation) manuals?|manuals?(?: pdf| download)?$|troubleshoot(?:ing)?|not working"
        r"|won'?t (?:start|turn on|open|close|work|charge)|error codes?|how (?:to|do i) (?:fix|repair|reset|clean|return|cancel)"
        r"|(?:warranty|guarantee) (?:claims?|registration|check)|register warranty|returns? policy|track(?:ing)? (?:my )?order"
        r"|order (?:tracking|status)|where is my|refunds?|cancel (?:my )?(?:order|subscription|account)|repairs?|repairing"
        r"|spare parts?|spares|replacement parts?|servicing",
    ),
    "second_hand": (
        "a used one",
        r"second[ -]?hand|2nd hand|(?<!most )(?<!commonly )(?<!often )used(?! (?:by|for|in|to|as|on|with))"
        r"|pre[ -]?(?:owned|loved)|refurb(?:ished|s)?|reconditioned|ebay|gumtree|craigslist|preloved|freecycle"
        r"|facebook marketplace|ex[ -]rental|nearly new|scrap",
    ),
    "do_it_yourself": (
        "how to make it themselves",
        r"diy|do it yourself|how (?:to|do i|do you|can i) (?:build|make|construct|install|assemble|design|convert|insulate)"
        r"|build (?:your|my) own|building (?:your|my) own|make (?:your|my) own|self[ -]build|home ?made|blueprints?"
        r"|plans (?:free|pdf|download)|free plans|plans$|step by step|tutorials?|woodworking plans",
    ),
    "informational": (
        "to read about it",
        r"what (?:is|are|does)|meaning|definition|define|wiki(?:pedia)?|history of|facts about|reddit|quora|youtube"
        r"|pictures of|clip ?art|how does|essay",
    ),
}
NOT_BUYING = ("jobs", "support", "second_hand", "do_it_yourself")


def intents(keys: pd.Series, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return what each keyword is searched for when it is not to buy.

    Parameters
    ----------
    keys : Series of str
        ``keyword_key``.
    catalogue : DataFrame
        ``schema.CATALOGUE``; wordings in the titles and categories on sale are offers.

    Returns
    -------
    DataFrame
        ``intent`` (a name of ``INTENTS`` or ``""``), ``intent_word`` (the words
        that tell it) and ``intent_told`` (the intent in plain words).

    Examples
    --------
    >>> keys = pd.Series(["garden room jobs", "used garden office", "garden office", "manual treadmill"])
    >>> from keyworth import schema
    >>> intents(keys, schema.empty(schema.CATALOGUE))["intent"].tolist()
    ['jobs', 'second_hand', '', '']
    """
    unique = pd.Series(pd.unique(keys.astype(object)), dtype=object)
    offered = _offered(catalogue)
    name = pd.Series("", index=unique.index, dtype=object)
    word = name.copy()
    for intent, (_, pattern) in INTENTS.items():
        found = unique.str.extract(_whole(pattern), expand=False).fillna("")
        hit = (name == "") & (found != "") & ~found.map(lambda w: _sold(w, offered))
        name, word = name.mask(hit, intent), word.mask(hit, found)
    by_key = pd.DataFrame({"intent": name, "intent_word": word}).set_axis(unique.to_numpy())
    out = by_key.reindex(keys.to_numpy()).set_axis(keys.index)
    out["intent_told"] = out["intent"].map({k: told for k, (told, _) in INTENTS.items()}).fillna("")
    return out


def _whole(pattern: str) -> str:
    return rf"(?<![\w-])({pattern})(?![\w-])"


def _offered(catalogue: pd.DataFrame) -> str:
    """Return every title and category on sale as one text to look words up in."""
    sold = catalogue[catalogue["status"] != "retired"]
    told = pd.concat([sold["title"], sold["category"]]).astype(object).str.casefold()
    return " | ".join(sorted(set(told)))


def _sold(word: str, offered: str) -> bool:
    stem = re.escape(word.rstrip("s"))
    return bool(word) and re.search(rf"\b{stem}", offered) is not None
