"""People: told apart by a key, their e-mail addresses and telephone numbers never kept."""

from __future__ import annotations

import re

import pandas as pd

from keyworth.schema import person_key

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w#.-])\+?\(?\d[\d ()./-]{6,16}\d(?![\w-])")
_PHONE_CELL = re.compile(r"\s*(?:tel:?|mobile:?|')?\s*\+?[\d ()./-]{7,20}(?:\s*(?:x|ext\.?)\s*\d+)?\s*", re.I)


def mask(text: str) -> str:
    """Return a text with e-mail addresses and telephone numbers replaced.

    Examples
    --------
    >>> mask("Doe, jane@example.com, +44 20 7946 0123, 2026-08-14, £1,180.50")
    'Doe, [email], [phone], 2026-08-14, £1,180.50'
    """
    text = _EMAIL.sub("[email]", text)
    return _PHONE.sub(lambda m: "[phone]" if _is_phone(m[0]) else m[0], text)


def _is_phone(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return 9 <= digits <= 15 and not re.match(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", text)


def first_contact(text: str) -> str:
    """Return the first e-mail address in a cell, else the cell if it is a telephone number, else ``""``.

    Examples
    --------
    >>> first_contact("Jane Doe (jane@example.com);Joe (joe@example.com)"), first_contact("501")
    ('jane@example.com', '')
    """
    if match := _EMAIL.search(text):
        return match[0]
    if _PHONE_CELL.fullmatch(text) and sum(c.isdigit() for c in text) >= 9:
        return text
    return ""


def persons(*columns: pd.Series) -> pd.Series:
    """Return a person key for each row, from the first of the columns that holds a contact.

    Parameters
    ----------
    *columns : Series of str
        E-mail addresses before telephone numbers.
    """
    out = columns[0].map({c: person_key(first_contact(c)) for c in columns[0].unique()}).astype("str")
    for cells in columns[1:]:
        more = cells.map({c: person_key(first_contact(c)) for c in cells.unique()}).astype("str")
        out = out.where(out != "", more)
    return out


def identify(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``person`` filled, and ``customer_id`` free of addresses and numbers.

    ``person`` comes from columns ``email`` and ``phone`` where there are any, else from a
    ``customer_id`` that is one itself; such an id is replaced by the key.
    """
    told = [c for c in ("customer_id", "email", "phone") if c in frame]
    if not (frame[told] != "").to_numpy().any():
        return frame.assign(person="", customer_id="").drop(columns=[c for c in told if c != "customer_id"])
    frame = frame.copy()
    blank = pd.Series("", index=frame.index, dtype="str")
    ids = frame.get("customer_id", blank).astype("str")
    sources = [frame[c].astype("str") for c in ("email", "phone") if c in frame]
    # A bare digit id is a CRM's own number, not a telephone: only a marked one is a contact.
    own = ids.where(ids.str.contains("@", regex=False) | ids.str.match(r"\s*(?:\+|0)\d[\d ()-]{8,}$"), "")
    frame["person"] = persons(*sources, own) if sources else persons(own)
    key = persons(own)
    frame["customer_id"] = ids.where(key == "", key)
    frame["customer_id"] = frame["customer_id"].where(frame["customer_id"] != "", frame["person"])
    return frame.drop(columns=[c for c in ("email", "phone") if c in frame])
