"""Rows of JSON (an API's answer, a line each) as a table: nested fields by their path, lists of words joined."""

from __future__ import annotations

from typing import Any

_LISTS = ("results", "rows", "data", "records", "items", "value", "deals", "keywords", "result", "response")
_LOOKED = 50


def json_cells(data: Any) -> list[list[str]]:
    """Return a header and rows, or an empty list where the JSON is no list of flat rows.

    Examples
    --------
    >>> json_cells([{"campaign": {"name": "A"}, "clicks": 3}, {"clicks": 4}])
    [['campaign.name', 'clicks'], ['A', '3'], ['', '4']]
    >>> json_cells({"results": [{"a": None}]}), json_cells([{"turns": [{"text": "hi"}]}])
    ([['a'], ['']], [])
    """
    records = _records(data)
    if not records or any(_nested(record) for record in records[:_LOOKED]):
        return []
    flat = [_flat(record) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    return [names, *([record.get(name, "") for name in names] for record in flat)]


def _records(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        found = next((data[n] for n in _LISTS if isinstance(data.get(n), list) and data[n]), None)
        return _records(found) if found is not None else []
    if not isinstance(data, list) or not data or not all(isinstance(r, dict) for r in data):
        return []
    if all(isinstance(r.get("results"), list) for r in data):  # pages of an API's answers
        return [row for r in data for row in r["results"] if isinstance(row, dict)]
    return data


def _nested(record: dict[str, Any]) -> bool:
    """Tell whether a record holds records: a conversation with its turns is no row."""
    inner = [v for value in record.values() for v in (value.values() if isinstance(value, dict) else (value,))]
    return any(isinstance(v, list) and any(isinstance(i, dict | list) for i in v) for v in inner)


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    out: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < 6:
            out |= _flat(value, f"{prefix}{name}.", depth + 1)
        elif isinstance(value, list):
            out[prefix + name] = "; ".join(str(v) for v in value)
        elif value is None or isinstance(value, dict):
            out[prefix + name] = ""
        else:
            out[prefix + name] = str(value).lower() if isinstance(value, bool) else _text(value)
    return out


def _text(value: Any) -> str:
    return repr(value) if isinstance(value, float) else str(value)
