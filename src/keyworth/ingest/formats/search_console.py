"""Search Console performance: queries and pages, in any language; CSV, sheet of a workbook, or the API's JSON.

Headers are translated and numbers are not, so the shape tells: five columns, clicks ≤ impressions, a percentage.
Query rows never add up to the totals (anonymised queries are left out), so nothing is summed into traffic.
"""

import pandas as pd

from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.other_rows import finish_pages, finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER, Reading, SetAside
from keyworth.ingest.tabular.amounts import to_numbers
from keyworth.ingest.tabular.dates import to_period, to_times

TITLE = "Search Console performance"
KINDS = ("keywords", "searches", "pages")
_QUERIES = (
    "top queries", "requêtes les plus fréquentes", "consultas principales", "häufigste suchanfragen",
     "query principali",
    "populairste zoekopdrachten", "najpopularniejsze zapytania", "en popüler sorgular", "nejčastější dotazy",
    "vanligaste sökfrågorna", "上位のクエリ", "인기 검색어", "热门查询", "principais consultas",
)  # fmt: skip
_OTHERS = {
    "country": "by country", "device": "by device", "search appearance": "by search appearance", "date": "by day",
    "pays": "by country", "appareil": "by device", "land": "by country", "gerät": "by device", "datum": "by day",
    "apparence dans les résultats de recherche": "by search appearance",
     "darstellung in der suche": "by search appearance",
    "país": "by country", "dispositivo": "by device", "fecha": "by day",
     "aspecto en la búsqueda": "by search appearance",
    "hour": "by hour", "filter": "filters",
}  # fmt: skip


def recognise(source):
    """Return 0.9 for rows of query or page, clicks, impressions, CTR and position; for the API's rows; for filters."""
    if isinstance(source.json, dict):
        rows = source.json.get("rows") or [{}]
        return OWN_HEADER if isinstance(rows, list) and isinstance(rows[0], dict) and "keys" in rows[0] else 0.0
    return OWN_HEADER if _shape(source) else 0.0


def _shape(source):
    """Return what a table of Search Console is of: queries, pages, both, another breakdown; "" if it is none."""
    names, rows = source.names, source.rows
    if names[:2] == ["filter", "value"] or (
        len(names) == 2 and rows.iloc[:, 0].str.contains(r"(?i)^search type$").any()
    ):
        return "filters"
    if {"query", "page", "impressions", "position"} <= set(names) or {"query", "url", "sum position"} <= set(names):
        return "both"
    if len(names) not in (5, 9) or (names[0] not in (*_QUERIES, *_OTHERS) and not _measures(source)):
        return ""
    if names[0] in _OTHERS:
        return _OTHERS[names[0]] if "ctr" in names or _measures(source) else ""
    first = rows.iloc[:, 0].str.strip() if len(rows) else pd.Series(dtype="str")
    if len(first) and first.str.match(r"https?://").all() and names[0] not in _QUERIES:
        return "pages"
    if names[0] in _QUERIES or len(first) == 0 or not first.str.fullmatch(r"\d{4}-\d\d-\d\d").all():
        return "queries" if names[0] not in ("keyword", "keywords", "campaign") else ""
    return "by day"


def _measures(source):
    rows = source.rows.iloc[:200]
    step = 1 if len(source.names) == 5 else 2
    if not len(rows) or rows.shape[1] < 4 * step + 1:
        return False
    clicks, impressions, rate, place = (to_numbers(rows.iloc[:, 1 + i * step])[0] for i in range(4))
    if any(v.isna().any() for v in (clicks, impressions, rate, place)):
        return False
    expected = (clicks / impressions.where(impressions > 0)).fillna(0)
    return bool(
        (clicks <= impressions).all()
        and ((rate - expected).abs() < 0.006).all()
        and ((place >= 1) | (place == 0)).all()
    )


def read(source, kind, settings):
    """Return the queries as organic keywords or as searches, the pages as pages; other breakdowns are set aside."""
    source = _api(source) if source.json is not None else source
    shape = _shape(source)
    if shape in ("queries", "both", "pages"):
        return (
            _pages(source, shape, settings)
            if shape == "pages" or kind == "pages"
            else _queries(source, kind, shape, settings)
        )
    reason = "Search Console's filters, not rows" if shape == "filters" else f"the same clicks again, {shape}"
    rows = zip(source.rows.index, source.rows.to_numpy(), strict=True)
    aside = [SetAside(int(i), reason, " | ".join(r)[:300]) for i, r in rows]
    start, end = _period(source, shape)
    return Reading({}, len(aside), aside, period_start=start, period_end=end, note="counted, not used")


def _period(source, shape):
    """Return the period of the whole export, from its filters or from its days."""
    rows = source.rows
    if shape == "filters" and rows.shape[1] > 1:
        for value in rows.iloc[:, 1]:
            start, end = to_period(value)
            if start is not None:
                return start, end
    if shape == "by day" and len(rows):
        days = to_times(rows.iloc[:, 0])[0].dropna()
        if len(days):
            return days.min(), days.max()
    return None, None


def _columns(source, shape):
    if shape == "both":
        return {"query": ("query", "keyword"), "page": ("page", "url", "landing page"), "clicks": ("clicks",),
                "impressions": ("impressions",), "position": ("position", "avg position"), "ctr": ("ctr",)}  # fmt: skip
    step = 1 if len(source.names) == 5 else 2
    places = {
        "query": 0,
        "page": 0,
        "clicks": 1,
        "impressions": 1 + step,
        "ctr": 1 + 2 * step,
        "position": 1 + 3 * step,
    }
    return {c: (source.header[i],) for c, i in places.items()}


def _queries(source, kind, shape, settings):
    columns = _columns(source, shape)
    page = {"landing_page": columns["page"]} if shape == "both" else {}
    note = "the latest of two periods compared" if len(source.names) == 9 else ""
    if kind == "searches":
        named = {"search_term": columns["query"], "clicks": columns["clicks"], "count": columns["impressions"], **page}
        return finish_searches(
            Draft(source, kind, TITLE, named, settings, "search_console"), "search_console", note=note
        )
    named = {"keyword": columns["query"], "stated_ctr": columns["ctr"], **page}
    named |= {c: columns[c] for c in ("clicks", "impressions", "position")}
    draft = Draft(source, "keywords", TITLE, named, settings, "search_console")
    return finish_keywords(draft, channel="organic", note=note, decimal=".")


def _pages(source, shape, settings):
    columns = _columns(source, shape)
    named = {c: columns[c] for c in ("page", "clicks", "impressions")} | (
        {"query": columns["query"]} if shape == "both" else {}
    )
    return finish_pages(Draft(source, "pages", TITLE, named, settings, "search_console"))


def _api(source):
    """Return the API's rows as a table: which key is the page and which the query is told by their looks."""
    rows = source.json.get("rows", [])
    names = ["page" if all(str(v).startswith("http") for v in values) else "query"
             for values in zip(*(r["keys"] for r in rows), strict=True)]  # fmt: skip
    if sorted(names) == ["page"] or sorted(names) == ["query"]:
        names = ["Top queries" if names == ["query"] else "Top pages"]
    cells = [[*names, "clicks", "impressions", "ctr", "position"]]
    cells += [
        [*map(str, r["keys"]), *(repr(r.get(m, "")) for m in ("clicks", "impressions", "ctr", "position"))]
        for r in rows
    ]
    return Source(source.name, source.data, cells)


EXAMPLES = [
    (
        'Top queries,Clicks,Impressions,CTR,Position\nboiler repair,255,1765,14.45%,1.06\n"plumber, l'
        'eeds",15,314,4.78%,10\n',
        {"kind": "keywords", "rows": 2, "first": {"keyword": "boiler repair", "channel": "organic", "position": 1.06}},
    ),
    (
        "Requêtes les plus fréquentes,Clics,Impressions,CTR,Position\ndépannage,114,3681,3.1%,2.36\n",
        {"kind": "keywords", "rows": 1, "first": {"keyword": "dépannage", "clicks": 114.0}},
    ),
    (
        "Top pages,Clicks,Impressions,CTR,Position\nhttps://example.com/,834,8146,10.24%,9.69\n",
        {"kind": "pages", "rows": 1},
    ),
    ("Filter,Value\nSearch type,Web\n", {"kind": "keywords", "rows_in": 1, "set_aside": 1}),
    (
        '{"rows": [{"keys": ["boiler", "https://example.com/"], "clicks": 2, "impressions": 9, "ctr":'
        ' 0.22, "position": 1.5}]}',
        {"kind": "keywords", "rows": 1, "first": {"landing_page": "https://example.com/", "clicks": 2.0}},
    ),
]
