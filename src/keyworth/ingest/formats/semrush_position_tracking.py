"""Semrush Position Tracking: for each date a position, its type and its landing page; the last date counts."""

import re

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Semrush Position Tracking"
KINDS = ("keywords",)
COLUMNS = {"keyword": ("keyword",), "search_volume": ("search volume", "volume")}
_DATED = re.compile(r"^(.*[./*].*)_(\d{8})$")


def _dates(source):
    """Return the domain's columns of positions by date: the first domain is the own one."""
    found = [(m[2], m[1], h) for h in source.header if (m := _DATED.match(h.strip()))]
    own = found[0][1] if found else ""
    return [(day, header) for day, domain, header in found if domain == own]


def recognise(source):
    """Return 0.9 for positions of a domain under dates."""
    return OWN_HEADER if source.has("keyword") and _dates(source) else NO


def read(source, kind, settings):
    """Return each keyword with its position and landing page of the last date."""
    day, header = max(_dates(source))
    columns = {**COLUMNS, "position": (header,), "landing_page": (f"{header.strip()}_landing",)}
    note = f"positions of {day[:4]}-{day[4:6]}-{day[6:]}"
    return finish_rankings(
        Draft(source, kind, TITLE, columns, settings, "semrush_position_tracking"), note=note, decimal="."
    )


EXAMPLES = [
    (
        "Keyword,Tags,*.example.com/*_20261004,*.example.com/*_20261004_type,*.example.com/*_20261004_landing,"
        "*.example.com/*_20261011,*.example.com/*_20261011_type,*.example.com/*_20261011_landing,Search Volume\n"
        "shed,,5,organic,https://example.com/s,3,organic,https://example.com/t,1900\nbarn,,-,,,-,,,90\n",
        {
            "kind": "keywords",
            "rows": 2,
            "first": {"position": 3.0, "landing_page": "https://example.com/t", "search_volume": 1900.0},
        },
    ),
]
