"""Fixed sentences, once: English in the code, other languages in one catalogue, figures told in the locale.

A line is its English sentence with named places and what stands in them. The page fills the places
with marked-up figures, a summary with plain ones; both say the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Any

from markupsafe import Markup, escape

from keyworth.assets import asset
from keyworth.report.figures import Figures

FOLDER = ("templates", "words")


@dataclass(frozen=True)
class Amount:
    """A figure in a line, and how it is told: a method of `Figures`."""

    value: Any
    kind: str = "money"


@dataclass(frozen=True)
class Line:
    """A sentence with named places, and what fills them.

    Parameters
    ----------
    words : str
        English, as the catalogue knows it.
    values : dict
        An `Amount`, a text, or a `Line` by place.
    many : str
        The sentence where ``n`` is not one.
    """

    words: str
    values: Mapping[str, Any] = field(default_factory=dict)
    many: str = ""


def line(words: str, *, many: str = "", **values: Any) -> Line:
    """Return a sentence with its figures.

    Examples
    --------
    >>> spoken(line("{n} keyword", many="{n} keywords", n=Amount(2, "count")), Figures())
    '2 keywords'
    """
    return Line(words, values, many)


def spoken(said: Line | str, told: Figures, quote: Callable[[Any], Any] = str) -> str:
    """Return a line as plain text, in the language of the locale; ``quote`` makes texts safe where they go."""
    return _filled(said, told.locale, lambda amount: quote(getattr(told, amount.kind)(amount.value)), quote)


def marked_up(said: Line | str, fig: Callable[[Any, str], Markup]) -> Markup:
    """Return a line as HTML, in English as the page is; ``fig`` marks its figures up."""
    return Markup(_filled(said, "en", lambda amount: fig(amount.value, amount.kind), escape))  # noqa: S704 - escaped


def translated(words: str, locale: str, n: float | None = None, many: str = "") -> str:
    """Return a fixed sentence in the language of a locale; English where its catalogue has no such sentence.

    Examples
    --------
    >>> translated("Stop", "de_DE"), translated("no such words", "de"), translated("Stop", "en_GB")
    ('Stoppen', 'no such words', 'Stop')
    """
    catalogue = _catalogue(locale.replace("-", "_").split("_")[0])
    return catalogue.ngettext(words, many, int(n)) if many and n is not None else catalogue.gettext(words)


def _filled(said: Line | str, locale: str, tell: Callable[[Amount], Any], quote: Callable[[Any], Any] = str) -> str:
    if isinstance(said, str):
        return str(quote(translated(said, locale)))
    count = said.values.get("n")
    words = translated(said.words, locale, count.value if isinstance(count, Amount) else None, said.many)
    places = {}
    for name, value in said.values.items():
        if isinstance(value, Amount):
            places[name] = tell(value)
        elif isinstance(value, Line):
            places[name] = _filled(value, locale, tell, quote)
        else:
            places[name] = quote(translated(str(value), locale))
    return str(quote(words)).format(**places)


@cache
def _catalogue(language: str) -> NullTranslations:
    path = asset(*FOLDER) / f"{language}.po"
    if not language.isalpha() or not path.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
