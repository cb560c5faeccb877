"""Numbers as files write them: one grammar a file, never one a cell.

``1.204,50`` and ``1,204.50`` cannot both be numbers of one file. Cells that can only be read one way
settle which it is; ``1.234`` alone never does. Units, signs, ranges and bounds are understood;
what says "unknown" becomes NaN, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from keyworth.ingest.tabular.currencies import ISO_4217

NULLS = frozenset((
    "", "-", "--", "---", "–", "—", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "∞", "(not set)",
    "(not provided)", "(none)", "(no value)", "no data", "unknown", "poa", "tbc", "tba", "on request",
    "price on request", "auf anfrage", "sur demande", "gratis", "free", "?", ".", "ask", "p.o.a.", "p.o.a", "call",
    "call for price", "preis auf anfrage", "sur devis", "prix sur demande", "su richiesta", "a richiesta",
    "op aanvraag", "bajo pedido",
    "a consultar", "sob consulta", "na zapytanie", "enquire", "price on application", "varies", "quote",
))  # fmt: skip
_GROUPS = "[ \u00a0\u202f\u2009'’]"
_SHAPES = {
    d: (
        rf"\d{{1,3}}(?:\{g}\d{{2,3}})+\{d}\d+|\d*\{d}(?:\d{{1,2}}|\d{{4,}})|(?:0|\d{{4,}})\{d}\d{{3}}|\d{{1,3}}(?:\{g}\d{{2,3}}){{2,}}"
    )
    for d, g in ((".", ","), (",", "."))
}
_VALID = {
    d: rf"[+-]?(?:\d{{1,3}}(?:\{g}\d{{3}})+|\d{{1,2}}(?:\{g}\d{{2}})+\{g}\d{{3}}|\d+)(?:\{d}\d*)?|[+-]?\{d}\d+"
    for d, g in ((".", ","), (",", "."))
}
_UNIT = {"k": 1e3, "m": 1e6, "b": 1e9}
_RANGE = re.compile(r"^(.*[\dkmb%])\s*(?:-|–|—|to|bis|/|à)\s*(\D{0,3}\d.*)$", re.IGNORECASE)
# What has the shape of a day is no number and no range: 2026-04-01, 01-04, 12/05/2026, 1/4.
_DAY = re.compile(
    r"\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,4}|0\d\s?[-–/]\s?\d{1,4}|\d{1,2}/\d{1,2}|\d{1,2}[-–]\d{1,2}|\d{1,2}-0\d"
)
_HOUR = re.compile(r"\d{1,2}\s?[ap]\.?m\.?", re.I)
_EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_CODE = rf"(?-i:{'|'.join(sorted(ISO_4217))})|gbp|eur|usd|aud|cad|nzd|chf|pln|sek|nok|dkk|jpy"
_SIGN = rf"(?:US\$|AU?\$|CA?\$|NZ\$|HK\$|S\$|R\$|[£€$¥￥円₹₺₩₪₴฿₫₱]|(?:{_CODE})|kr\.?|zł|Kč|Fr\.?|Ft|lei)"
_PER = (
    r"(?:/|\bper\b|\bpro\b|\bpar\b|\bpor\b|\bal\b|\ba\b|\bevery\b)\s?(?:month|mo\.?|mth|week|wk|day|hour|hr|h|year|yr|annum|click|"
    r"person|head|visit|session|item|unit|pair|set|sqm|m2|m²|metre|meter|monat|woche|tag|stunde|jahr|person|mois|semaine|jour|"
    r"heure|an|mes|semana|día|hora|año|mese|settimana|giorno|ora|mês|dia|ano)\b"
    r"|(?<![a-z])p\.?\s?(?:c\.?m|m|w|a|h|p)\b\.?|\b(?:monthly|weekly|daily|hourly|annually|yearly|mtl\.|mensuel|each|ea\.?)"
)
_AFFIX = re.compile(
    r"^(?:from|ab|desde|dès|da|à partir de|a partir de|a partire da|vanaf|od|starting (?:at|from)|approx\.?|ca\.?"
    rf"|circa|~)\s*(?=\W|\d)|^{_SIGN}\s*|(?<=[-+<>(])\s*{_SIGN}\s*"
    rf"|\s*{_SIGN}(?=\)?-?$)"
    rf"|\s*(?:{_PER}|\(?(?:inc|ex|excl|incl|zzgl|inkl)\.? (?:vat|mwst|gst|tax)\.?\)?|\+ ?(?:vat|gst)|ttc|ht|x)$"
    r"|(?<=[<>~])\s+|\s+(?=%)|(?<=\d)\s*(?:\.-|,-|,–|\+)$",
    re.I,
)


def is_null(cells: pd.Series) -> pd.Series:
    """Tell which cells say nothing (empty, ``--``, ``n/a``, ``(not set)`` …)."""
    return cells.str.strip().str.lower().isin(NULLS)


def decimal_of(columns: Iterable[pd.Series], default: str = ".") -> str:
    """Return the decimal mark of a file from all its cells that hold numbers.

    Parameters
    ----------
    columns : iterable of Series of str
    default : str
        Where nothing settles it.

    Examples
    --------
    >>> import pandas as pd
    >>> decimal_of([pd.Series(["1.204", "0,50"])]), decimal_of([pd.Series(["1.204", "1,204.5"])])
    (',', '.')
    """
    votes = {".": 0, ",": 0}
    for cells in columns:
        bare = cells[cells.str.contains("[.,]", regex=True) & cells.str.contains(r"\d", regex=True)]
        bare = bare.str.replace(r"[^0-9.,]", "", regex=True).str.strip(".,")
        for mark, shape in _SHAPES.items():
            votes[mark] += int(bare.str.fullmatch(shape).sum())
    if votes["."] == votes[","]:
        return default
    return max(votes, key=votes.__getitem__)


def to_numbers(cells: pd.Series, decimal: str = ".", ranges: bool = True) -> tuple[pd.Series, pd.Series]:
    """Return the numbers in cells of text, and which cells are not numbers in this grammar.

    Parameters
    ----------
    cells : Series of str
    decimal : str
        ``"."`` or ``","``, of the whole file.
    ranges : bool
        Whether a range or a bound is a number here: a volume or a price may be one, a cost or a count never is.

    Returns
    -------
    numbers : Series of float64
        A percentage as a share; a range as its middle; a bound (``< 10%``) as the bound; NaN for nulls.
    bad : Series of bool

    Examples
    --------
    >>> import pandas as pd
    >>> n, bad = to_numbers(pd.Series(["1,182.40", " --", "5.07%", "£12", "1K – 10K", "1.204,50"]))
    >>> n.tolist(), bad.tolist()
    ([1182.4, nan, 0.0507, 12.0, 5500.0, nan], [False, False, False, False, False, True])
    """
    if decimal == "." and not cells.str.contains(r"[^0-9.]|^\.?$|\..*\.", regex=True).any():
        return _floats(cells), pd.Series(False, index=cells.index)
    stripped = cells.str.strip()
    plain = stripped.str.fullmatch(_VALID[decimal])
    group = "," if decimal == "." else "."
    simple = stripped.where(plain).str.replace(group, "", regex=False).str.replace(decimal, ".", regex=False)
    numbers = _floats(simple)
    rest = stripped[~plain & ~is_null(stripped)]
    bad = pd.Series(False, index=cells.index)
    if len(rest):
        known = {cell: _parse(cell, decimal, ranges) for cell in rest.unique()}
        values = rest.map(known).astype("float64")
        numbers.loc[rest.index] = values
        bad.loc[rest.index] = values.isna()
    return numbers, bad


def _floats(cells: pd.Series) -> pd.Series:
    """Return texts such as 12.5 as numbers, by Arrow's parser: pandas' takes ten times as long."""
    import pyarrow as pa
    from pyarrow import compute

    texts = compute.ascii_ltrim(pa.array(cells, pa.large_string(), from_pandas=True), "+")
    return pd.Series(compute.cast(texts, pa.float64()).to_numpy(zero_copy_only=False), index=cells.index)


def to_number(cell: str, decimal: str = ".") -> float:
    """Return the number in one cell; NaN where there is none.

    Examples
    --------
    >>> to_number("(1.182,40 €)", ",")
    -1182.4
    """
    value = _parse(cell.strip(), decimal)
    return float("nan") if value is None else value


def _parse(cell: str, decimal: str, ranges: bool = True) -> float | None:
    if _EXPONENT.fullmatch(cell):
        return float(cell.replace(",", "."))
    if not re.fullmatch(_VALID[decimal], cell) and (_DAY.fullmatch(cell) or _HOUR.fullmatch(cell)):
        return None
    cell = re.sub(_GROUPS + r"(?=\d{3})", "", cell)
    if match := _RANGE.match(cell):
        low, high = (_parse(part.strip(), decimal, False) for part in match.groups()) if ranges else (None, None)
        return None if low is None or high is None or low > high else round((low + high) / 2, 10)
    sign = -1.0 if re.fullmatch(r"\(.*\)|[^\d]*[-−][^\d]*\d.*|.*\d\s*[-−]", cell) else 1.0
    bare, before = cell.replace("−", "-"), ""
    while bare != before:  # "from £12 per month + VAT" is undone from the outside in
        bare, before = _AFFIX.sub("", bare.strip()), bare
    sign = 1.0 if re.fullmatch(r".*\d\s*[.,][-–]", cell) else sign
    if not ranges and re.search("[<>]", bare):
        return None
    bare = bare.strip("()+-<>").lower()
    share = 0.01 if bare.endswith("%") or bare.startswith("%") else 1.0
    bare = bare.strip("%")
    unit = _UNIT.get(bare[-1:], 1.0) if bare[:1].isdigit() else 1.0
    if unit != 1.0:
        bare = bare[:-1]
    if not re.fullmatch(_VALID[decimal], bare):
        return None
    group = "," if decimal == "." else "."
    value = float(bare.replace(group, "").replace(decimal, "."))
    return sign * round(value * unit * share, 12)
