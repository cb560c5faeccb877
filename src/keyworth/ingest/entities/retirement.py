"""What says in a price list that a line is no longer sold, since when and what replaces it, in several languages."""

from __future__ import annotations

import re
from typing import NamedTuple

_GONE = (
    r"withdrawn|disc(?:\.|ontinued|'d|(?=\s*(?:\d|$|[,;:])))(?!\w)|delisted|deleted|no longer (?:available|sold"
    r"|offered|made)"
    r"|end of (?:life|line|sale)"
    r"|e\.?o\.?l\b|obsolete|retired|ceased|phased out|(?:last )?sold until|ended"
    r"|entf[äa]llt|eingestellt|ausgelaufen|auslauf\w*|nicht mehr lieferbar|abgekündigt"
    r"|arr[êe]té\w*|supprimé\w*|retiré\w*|plus disponible|abandonné\w*"
    r"|descatalogad\w*|discontinuad\w*|retirad\w*|descontinuad\w*|fuori (?:produzione|catalogo)|dismess\w*"
    r"|non più disponibile"
    r"|vervallen|uit (?:assortiment|productie)|niet meer leverbaar|wycofan\w*|niedostępn\w* na stałe"
    r"|fora de linha|encerrad\w*"
    r"|utgått|udgået|販売終了|生産終了|廃番|取扱終了"
)
_WHEN = r"\d{1,4}[/.\-年]\d{1,2}(?:[/.\-月]\d{1,4}日?)?|\d{1,2}\.? ?[^\W\d_]{3,}\.? \d{4}|[^\W\d_]{3,} \d{4}"
_NEXT = (
    r"(?:replaced (?:by|with)|superseded by|successor:?|use|see|now|order|ersetzt durch|nachfolger:?"
    r"|remplacé\w* par|voir"
    r"|sustituid\w* por|sostituit\w* d[ai]l?|vervangen door|zastąpion\w* (?:przez|:)|substituíd\w* por"
    r"|replacement:?|後継品?[:：]?)"
)
_STATEMENT = re.compile(
    rf"^\W*(?:now |was |product |item |line )?(?P<gone>{_GONE})(?P<rest>.*)$"
    rf"|^\W*(?P<only>{_NEXT})\s+(?P<code>\S*\d\S*)\W*$",
    re.I | re.S,
)
_CODE = re.compile(rf"\b{_NEXT}\s*:?\s*(?P<code>[\w./-]*\w)", re.I)
_IN_TITLE = re.compile(
    rf"^(?P<title>.*?\S)\s*(?:[-–—*:,]+\s*|[(\[]\s*)(?P<said>(?:now )?(?:{_GONE}).*?)[)\]]?\s*$", re.I | re.S
)


class Retired(NamedTuple):
    """That a line is no longer sold: since when, as written, and what replaces it; both may be ``""``."""

    on: str
    by: str


def retired(cell: str) -> Retired | None:
    """Return what a cell says of a line's end, or None.

    Examples
    --------
    >>> retired("Withdrawn 31/01/2025"), retired("Disc. 31/03/2025, use AB-12"), retired("In stock")
    (Retired(on='31/01/2025', by=''), Retired(on='31/03/2025', by='AB-12'), None)
    >>> retired("entfällt ab 01.04.2025, ersetzt durch K-7"), retired("discount available")
    (Retired(on='01.04.2025', by='K-7'), None)
    """
    match = _STATEMENT.match(cell.strip())
    if not match:
        return None
    if match["only"]:
        return Retired("", match["code"])
    when = re.search(_WHEN, match["rest"])
    rest = match["rest"].replace(when[0], " ") if when else match["rest"]
    code = _CODE.search(rest)
    return Retired(when[0] if when else "", code["code"] if code else "")


def in_title(title: str) -> tuple[str, Retired] | None:
    """Return a title without the remark at its end that the line is retired, and the remark; None without one.

    Examples
    --------
    >>> in_title("Oak shed 8x6 (discontinued 31/03/2025)")
    ('Oak shed 8x6', Retired(on='31/03/2025', by=''))
    """
    match = _IN_TITLE.match(title)
    found = retired(match["said"]) if match else None
    return (match["title"], found) if match and found else None
