"""One form for the singular and the plural of an English word: for comparing, never shown."""

from __future__ import annotations

from functools import lru_cache

from keyworth.text.english_words import rank

_IRREGULAR = {
    "children": "child", "feet": "foot", "men": "man", "women": "woman", "people": "person", "teeth": "tooth",
    "mice": "mouse", "knives": "knife", "shelves": "shelf", "halves": "half", "leaves": "leaf", "lives": "life",
    "wives": "wife", "loaves": "loaf", "scarves": "scarf", "quizzes": "quiz", "series": "series", "species": "species",
    "mens": "man", "womens": "woman", "childrens": "child",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def singular(word: str) -> str:
    """Return the form under which an English word's singular and plural count as one.

    Where an ending leaves two forms open ("boxes": box, "sizes": size), the one in the list of English
    words is taken; a word with a plural of its own ("lens", "lenses") is no plural.

    Parameters
    ----------
    word : str
        In lower case.

    Examples
    --------
    >>> [singular(w) for w in ("rooms", "batteries", "movies", "boxes", "sizes", "buses", "houses", "potatoes")]
    ['room', 'battery', 'movie', 'box', 'size', 'bus', 'house', 'potato']
    >>> [singular(w) for w in ("glass", "glasses", "lens", "lenses", "women's", "bbq", "x100s")]
    ['glass', 'glass', 'lens', 'lens', 'woman', 'bbq', 'x100s']
    """
    word = word.removesuffix("'s").removesuffix("’s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or not word.isalpha():
        return word
    ranks = rank()
    if word + "es" in ranks and ranks.get(word, len(ranks)) < ranks.get(word[:-1], len(ranks)):
        return word
    forms = [word[:-1]]
    if len(word) > 4 and word.endswith("ies"):
        forms = [word[:-3] + "y", word[:-1]]
    elif len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        forms = [word[:-2], word[:-1]]
    elif word.endswith(("ses", "zes", "oes")):
        silent, added = word[:-1], word[:-2]
        forms = [silent] if silent in ranks or added not in ranks else [added]
    return min(forms, key=lambda form: ranks.get(form, len(ranks)))
