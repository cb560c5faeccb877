"""SE Ranking: rank tracker (a position, a change and a page for each date) and keyword research."""

import re

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "SE Ranking keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "search_volume": ("search vol.", "volume", "search volume"),
    "landing_page": ("url", "url found", "ranking url", "target url"),
    "position": ("current position", "last position", "position"),
    "ad_group": ("group",),
}


def recognise(source):
    """Return 0.9 for "Search vol." with research columns, or dates each followed by "Dynamics"."""
    if not source.has("keyword"):
        return 0.0
    research = source.has("search vol.", "difficulty") and (source.has("search intent") or source.has("competition"))
    return OWN_HEADER if research or _summary(source) or (source.names.count("dynamics") and _dates(source)) else 0.0


def _summary(source):
    """Tell a project's summary: a position now and before, beside the page that is wanted or found."""
    names = set(source.names)
    now, before = (
        {"current position", "position", "last position"} & names,
        {"previous position", "first position"} & names,
    )
    return bool(
        now and before and {"target url", "url found", "ranking url"} & names and {"change", "dynamics"} & names
    )


def _dates(source):
    return [(h.strip(), i) for i, h in enumerate(source.header) if re.fullmatch(r"\d{4}-\d\d-\d\d", h.strip())]


def read(source, kind, settings):
    """Return the keywords with their position on the last date of the file."""
    dates = _dates(source)
    columns, note = dict(COLUMNS), ""
    if dates:
        last, _ = max(dates)
        columns["position"] = (last,)
        note = f"positions of {last}"
    return finish_rankings(Draft(source, kind, TITLE, columns, settings, "se_ranking"), note=note)


EXAMPLES = [
    (
        '"Google Mobile United Kingdom"\nKeyword,Url,Group,Search vol.,Results,2026-08-01,Dynamics,UR'
        "L,2026-08-08,Dynamics,URL\n"
        "boiler repair,https://example.com/a,R,880,12,6,0,,4,2,\nbeeping,,,12100,9,-,-,,-,88,\n",
        {"kind": "keywords", "rows": 2, "first": {"position": 4.0, "ad_group": "R"}},
    ),
    (
        "Keyword,Difficulty,Search vol.,Search intent,SERP features,CPC,Competition\nboiler,41,14800,"
        "T,Reviews,18.2,0.78\n"
        "grant,-,-,I,,-,-\n",
        {"kind": "keywords", "rows": 2, "first": {"search_volume": 14800.0}},
    ),
]
