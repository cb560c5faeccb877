"""Text cells that no spreadsheet takes for a formula, and the way back.

A cell that begins with ``= + - @``, a tab or a line end may be run as a formula
when a CSV file is opened; so may what follows a separator or a quote inside it,
once the file is read with another dialect. An apostrophe is set before each such
place. ``unguard`` takes exactly those apostrophes away again, so a real keyword
such as ``+loan`` is not lost: it reads ``'+loan`` in the file.
"""

from __future__ import annotations

import re

import pandas as pd

# The full-width forms run as formulas too under East Asian settings.
_DANGER = "=+\\-@\t\r\n＝＋－＠"
_SKIPPED = "['\\s\x00-\x20\u200b\ufeff]"  # what spreadsheets trim before they look, and earlier guards
_AFTER_SEPARATOR = "(?:^|(?<=[,;|\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]))"
_PLACE = f'{_AFTER_SEPARATOR}(?={_SKIPPED}*[{_DANGER}])|(?<=")(?={_SKIPPED}*[{_DANGER}])'
_GUARDED = f"{_AFTER_SEPARATOR}'(?={_SKIPPED}*[{_DANGER}])|(?<=\")'(?={_SKIPPED}*[{_DANGER}])"
_place, _guarded, _danger = re.compile(_PLACE), re.compile(_GUARDED), f"[{_DANGER}]"


def guard(text: str) -> str:
    """Return a text with an apostrophe before every place at which a formula could begin.

    Examples
    --------
    >>> guard("+loan"), guard("a;=1+1"), guard("self-build, 3 - 4 m")
    ("'+loan", "a;'=1+1", 'self-build, 3 - 4 m')
    """
    return _place.sub("'", text)


def unguard(text: str) -> str:
    """Return the text that ``guard`` was given.

    Examples
    --------
    >>> unguard(guard("'=1+1")), unguard("'+loan"), unguard("'tis")
    ("'=1+1", '+loan', "'tis")
    """
    return _guarded.sub("", text)


def guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a table, its text columns guarded for CSV; numbers, truths and times are left alone.

    Parameters
    ----------
    frame : DataFrame

    Returns
    -------
    DataFrame
        The same shape, index and column names.

    Examples
    --------
    >>> import pandas as pd
    >>> guard_formulas(pd.DataFrame({"keyword": ["+loan", "shed"], "cost": [-1.5, 2]})).to_dict("list")
    {'keyword': ["'+loan", 'shed'], 'cost': [-1.5, 2.0]}
    """
    safe = frame.copy()
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        if isinstance(column.dtype, pd.CategoricalDtype):
            column = column.astype(object)
        elif not (pd.api.types.is_object_dtype(column.dtype) or pd.api.types.is_string_dtype(column.dtype)):
            continue
        texts = column.map(lambda value: isinstance(value, str)).astype(bool)
        hits = texts & column.where(texts, "").astype("str").str.contains(_danger, regex=True).fillna(False)
        if not hits.any():
            continue
        values = column.astype(object).copy()
        values[hits.to_numpy()] = [guard(value) for value in column[hits]]
        safe[name] = values.astype(column.dtype)
    return safe
