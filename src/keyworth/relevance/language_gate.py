"""Keywords that cannot be judged, and why: nothing to read, or a language that the encoder does not know.

A keyword is short and full of names, so a language identifier alone raises
false alarms: it is asked only about keywords whose words are mostly in neither
the English vocabulary nor the shop's own titles. What the shop itself writes
is judged by its spelling, whatever the language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from keyworth import text
from keyworth.relevance.features.background import background_idf
from keyworth.relevance.features.words import stem
from keyworth.relevance.vocabulary import distinct_stems
from keyworth.text.english_words import rank

MAX_CHARACTERS = 400  # no one searches for more; it is a pasted page
KNOWN_SHARE = 0.5  # of a keyword's words, from which it is English or the shop's own: the rest may be misspelt
SURE = 0.6  # probability at which a foreign language is told; no English keyword that it was chosen on reaches it
SURE_WITH_PARTICLE = 0.2  # the same for a keyword with one of the words below
LANGUAGES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "cs": "Czech",
    "tr": "Turkish", "hu": "Hungarian", "ro": "Romanian",
}  # fmt: skip
# Small words of these languages that English queries do not have.
_PARTICLES = frozenset(
    {
        "acheter", "aus", "avec", "barata", "baratas", "barato", "bois", "cher", "comprar", "con", "da", "das", "de",
        "del", "der", "des", "di", "do", "du", "en", "fur", "för", "für", "guenstig", "günstig", "kaufen", "kopen",
        "la", "le", "les", "met", "mit", "na", "och", "og", "para", "pas", "per", "pour", "sur", "til", "von", "voor",
        "y", "z", "acquistare",
    }
)  # fmt: skip


def reasons_not_applicable(
    keywords: Sequence[str], titles: Sequence[str] = (), languages: Sequence[str] = ("en",)
) -> list[str]:
    """Return why each keyword cannot be judged, or ``""`` where it can.

    Parameters
    ----------
    keywords : sequence of str
    titles : sequence of str
        On sale: what the shop itself writes can be judged by its spelling.
    languages : sequence of str
        What the encoder knows; empty for any.

    Examples
    --------
    >>> reasons_not_applicable(["garden office", "", "🎉", "садовый офис", "drewniany domek ogrodowy"])
    ['', 'it has no word', 'it has no word', 'it is written in Cyrillic script, which the encoder does not know',
     'it seems to be Polish, which the encoder does not know']
    >>> reasons_not_applicable(["садовый офис"], ["Садовый офис 3 м"])
    ['']
    """
    shop = {s for title in titles for s in _scripts(title)}
    own = distinct_stems(titles)
    return [_reason(k, shop, own, bool(languages)) for k in keywords]


def _reason(keyword: str, shop: set[str], own: set[str], limited: bool) -> str:
    words = text.tokens(keyword)
    if not words:
        return "it has no word"
    if len(text.clean(keyword)) > MAX_CHARACTERS:
        return f"it is longer than {MAX_CHARACTERS} characters"
    scripts = _scripts(keyword)
    foreign = sorted(scripts - shop - {"LATIN"})
    if foreign and "LATIN" in scripts:
        return f"it mixes Latin with {foreign[0].capitalize()} letters"
    if foreign and limited:
        return f"it is written in {foreign[0].capitalize()} script, which the encoder does not know"
    if limited and not foreign and (language := _language(keyword, words, own)):
        return f"it seems to be {language}, which the encoder does not know"
    return ""


def _scripts(value: str) -> set[str]:
    """Return the scripts of a text's letters, by the first word of their Unicode names."""
    if value.isascii():
        return {"LATIN"} if any(c.isalpha() for c in value) else set()
    return {unicodedata.name(c, "UNKNOWN").split()[0].split("-")[0] for c in text.clean(value) if c.isalpha()}


def _language(keyword: str, words: list[str], own: set[str]) -> str:
    """Return the name of the foreign language that a keyword is in, ``""`` where none is told."""
    english = [idf < 1 or w in rank() for w, idf in zip(words, background_idf([stem(w) for w in words]), strict=True)]
    known = sum(
        (e and w not in _PARTICLES) or stem(w) in own or any(c.isdigit() for c in w)
        for w, e in zip(words, english, strict=True)
    )
    particle = bool(_PARTICLES.intersection(words)) and len(words) > 1
    if known > KNOWN_SHARE * len(words) or (known == KNOWN_SHARE * len(words) and not particle):
        return ""
    code, probability = _identifier().classify(keyword)
    return LANGUAGES.get(code, "") if probability >= (SURE_WITH_PARTICLE if particle else SURE) else ""


@cache
def _identifier() -> Any:
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *LANGUAGES])
    return identifier
