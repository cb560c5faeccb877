"""Search Console performance: queries and pages, in any language; CSV, a sheet, the API's rows, bulk export, Looker.

It is known by its measures (clicks, impressions,
a rate or a position) whatever dimensions stand beside them; where the
language is not known, by its shape: five columns, clicks ≤ impressions, a percentage. Rows of days, countries and
devices are summed. Query rows never add up to the totals (anonymised queries are left out).
"""

import pandas as pd

from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.other_rows import finish_pages, finish_searches
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, OWN_HEADER, Reading, SetAside
from keyworth.ingest.tabular.amounts import decimal_of, to_numbers
from keyworth.ingest.tabular.column_names import positions
from keyworth.ingest.tabular.dates import to_period, to_times

TITLE = "Search Console performance"
KINDS = ("keywords", "searches", "pages")
_MEASURES = {
    "clicks": ("clicks", "url clicks", "site clicks", "clics", "klicks", "clic", "klikken", "kliknięcia", "tıklama",
               "kliknutí", "klick", "クリック数", "클릭수", "点击次数", "cliques"),
    "impressions": ("impressions", "url impressions", "impresiones", "impressionen", "impressioni", "vertoningen",
                    "wyświetlenia", "görüntüleme", "gösterimler", "zobrazení", "visningar", "表示回数", "노출수",
                    "展示次数",
                    "impressões"),
    "ctr": ("ctr", "url ctr", "site ctr", "klickrate", "klickfrekvens", "클릭률", "点击率", "average ctr"),
    "position": ("position", "average position", "avg position", "avg. position", "average position (url)",
                 "posición",
                 "posizione", "positie", "pozycja", "konum", "掲載順位", "posição", "durchschnittliche position",
                 "게재순위"),
    "sum_position": ("sum position", "sum top position"),
}  # fmt: skip
_DIMENSIONS = {
    "query": ("top queries", "requêtes les plus fréquentes", "consultas principales", "häufigste suchanfragen",
              "query principali", "populairste zoekopdrachten", "najpopularniejsze zapytania", "en popüler sorgular",
              "nejčastější dotazy", "vanligaste sökfrågorna", "上位のクエリ", "인기 검색어", "热门查询",
              "principais consultas",
              "query", "queries", "search query"),
    "page": ("top pages", "page", "url", "landing page", "pages les plus populaires", "páginas principales",
             "häufigste seiten", "pagine principali", "populairste pagina's", "上位のページ", "principais páginas",
             "keys page"),
    "day": ("date", "data date", "datum", "fecha", "day", "日付", "data", "date (day)"),
    "country": ("country", "pays", "land", "país", "paese", "kraj", "国"),
    "device": ("device", "appareil", "gerät", "dispositivo", "device category", "apparaat", "urządzenie", "デバイス",
               "device type"),
    "search appearance": ("search appearance", "apparence dans les résultats de recherche",
                          "darstellung in der suche",
                          "aspecto en la búsqueda"),
    "hour": ("hour",),
    "kind": ("search type", "type", "site url", "property", "site", "is anonymized query", "is anonymized discover",
             "data state", "is amp top stories", "month", "week", "year month", "keys"),
}  # fmt: skip
_MACHINE = (" id", "fivetran", "dlt ", "airbyte")


def recognise(source):
    """Return 0.9 for rows of clicks, impressions and a rate or position by query, page, day …; for the filters."""
    if isinstance(source.json, dict) and "rows" in source.json:
        rows = source.json.get("rows") or [{}]
        return OWN_HEADER if isinstance(rows, list) and isinstance(rows[0], dict) and "keys" in rows[0] else NO
    return OWN_HEADER if _shape(source) else NO


def _layout(source):
    """Return the place of each measure and dimension, or an empty dict where the table is of something else."""
    names = source.names
    if {"keyword", "site", "date", "position"} <= set(names):  # a warehouse's name of the query
        names = ["query" if n == "keyword" else n for n in names]
    if len(names) == 9 and (names[0] in (*_DIMENSIONS["query"], *_DIMENSIONS["page"]) or _counted(source, 2)):
        return _by_place(source, 2)  # two periods compared; the latest stands first
    found = positions(names, {**_MEASURES, **_DIMENSIONS})
    measured = {"clicks", "impressions"} <= set(found) and {"ctr", "position", "sum_position"} & set(found)
    taken = set(found.values())
    others = [n for i, n in enumerate(names) if n and i not in taken and not n.startswith(("is ", "_", *_MACHINE[1:]))]
    others = [n for n in others if n not in _DIMENSIONS["kind"] and not n.endswith(_MACHINE[0])]
    if measured and not others and set(found) & set(_DIMENSIONS):
        return found
    # A language that is not known: five columns that relate to each other as Search Console's do.
    if len(names) == 5 and (names[0] not in ("keyword", "keywords", "campaign")) and _counted(source, 1):
        return _by_place(source, 1)
    return {}


def _by_place(source, step):
    first = source.rows.iloc[:, 0].str.strip()
    name = next((d for d, words in _DIMENSIONS.items() if source.names[0] in words), "")
    if not name:
        name = "page" if len(first) and first.str.match(r"https?://").all() else "query"
        name = "day" if len(first) and first.str.fullmatch(r"\d{4}-\d\d-\d\d").all() else name
    return {name: 0, **{m: 1 + i * step for i, m in enumerate(("clicks", "impressions", "ctr", "position"))}}


def _counted(source, step):
    """Tell whether a share of two counts stands beside them, and a position behind it."""
    rows = source.rows.iloc[:200]
    if not len(rows) or rows.shape[1] < 4 * step + 1:
        return False
    cells = [rows.iloc[:, 1 + i * step] for i in range(4)]
    decimal = decimal_of(cells)
    clicks, impressions, rate, place = (to_numbers(c, decimal)[0] for c in cells)
    if any(v.isna().any() for v in (clicks, impressions, rate, place)):
        return False
    expected = (clicks / impressions.where(impressions > 0)).fillna(0)
    return bool(
        (clicks <= impressions).all()
        and ((rate - expected).abs() < 0.006).all()
        and ((place >= 1) | (place == 0)).all()
    )


def _shape(source):
    """Return queries, pages, both, filters, or "by …" for other dimensions; "" for none of them."""
    names, rows = source.names, source.rows
    if names[:2] == ["filter", "value"] or (
        len(names) == 2 and rows.iloc[:, 0].str.contains(r"(?i)^search type$").any()
    ):
        return "filters"
    found = _layout(source)
    if not found:
        return ""
    if "query" in found:
        return "both" if "page" in found else "queries"
    if "page" in found:
        return "pages"
    return f"by {next(d for d in _DIMENSIONS if d in found)}"


def read(source, kind, settings):
    """Return queries or pages; the tables by day, country and device are the same clicks again,
    and the filters none."""
    source = _api(source) if isinstance(source.json, dict) else source
    shape = _shape(source)
    if shape == "pages" or (shape == "both" and kind == "pages"):
        return _pages(source, settings)
    if shape in ("queries", "both"):
        return _queries(source, kind, settings)
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
    place = _layout(source).get("day") if shape not in ("filters", "") else None
    if place is not None and len(rows):
        days = to_times(rows.iloc[:, place])[0].dropna()
        if len(days):
            return days.min().normalize(), days.max().normalize()
    return None, None


def _draft(source, kind, settings, called):
    """Return a draft with one row a query or page, rows of other dimensions summed; how, and the decimal mark."""
    found = _layout(source)
    columns = {called.get(c, c): (source.header[i],) for c, i in found.items()}
    draft = Draft(source, kind, TITLE, columns, settings, "search_console")
    draft.places = {called.get(c, c): i for c, i in found.items()}
    frame = source.rows.iloc[:, list(found.values())].set_axis([called.get(c, c) for c in found], axis=1)
    frame = frame.apply(lambda cells: cells.str.strip())
    key = called.get("query" if "query" in found else "page")
    keys = [key, *(called.get(c, c) for c in ("page",) if c in found and called.get(c, c) != key)]
    decimal = decimal_of(frame[c] for c in ("clicks", "impressions", "ctr", "stated_ctr", "position") if c in frame)
    draft.frame = frame
    if "query" in found:
        draft.drop(frame[key].isin(["", "(not set)"]), "an anonymised query: Search Console does not say it")
    sizes = called.get("impressions", "impressions")
    if draft.frame.duplicated(keys).any() or "sum_position" in found:
        draft.frame = _summed(draft, keys, sizes, called.get("ctr", "ctr"), decimal)
        return draft, f"{len(source.rows) - len(draft.aside)} rows summed to {len(draft.frame)}", "."
    return draft, "", decimal


def _summed(draft, keys, sizes, rate, decimal):
    frame = draft.frame
    numbers = {c: to_numbers(frame[c], decimal)[0] for c in ("clicks", sizes, "position", "sum_position") if c in frame}
    out = frame[keys].assign(_row=frame.index, clicks=numbers["clicks"], size=numbers[sizes])
    if "sum_position" in numbers:
        out["weight"] = numbers["sum_position"] + numbers[sizes]  # it counts from 0
    elif "position" in numbers:
        out["weight"] = numbers["position"] * numbers[sizes]
    by = out.groupby(keys, sort=False, dropna=False)
    table = by.sum(min_count=1).assign(_row=by["_row"].min()).reset_index().set_index("_row").rename_axis(None)
    shown = table[keys].assign(clicks=table["clicks"].map(_text), **{sizes: table["size"].map(_text)})
    if "weight" in table:
        shown["position"] = (table["weight"] / table["size"].where(table["size"] > 0)).round(2).map(_text)
    return shown.assign(**{rate: (table["clicks"] / table["size"].where(table["size"] > 0)).round(6).map(_text)})


def _text(value):
    return "" if value != value else repr(float(value))


def _queries(source, kind, settings):
    period = _period(source, "queries")
    note = "the latest of two periods compared" if len(source.names) == 9 else ""
    if kind == "searches":
        called = {"query": "search_term", "page": "landing_page", "impressions": "count"}
        draft, told, _ = _draft(source, kind, settings, called)
        return finish_searches(draft, "search_console", period=period, note="; ".join(filter(None, [note, told])))
    called = {"query": "keyword", "page": "landing_page", "ctr": "stated_ctr"}
    draft, told, decimal = _draft(source, "keywords", settings, called)
    note = "; ".join(filter(None, [note, told]))
    return finish_keywords(draft, channel="organic", period=period, note=note, decimal=decimal)


def _pages(source, settings):
    draft, told, _ = _draft(source, "pages", settings, {"query": "query", "page": "page"})
    draft.frame = draft.frame.drop(columns=["position", "ctr", "day", "kind"], errors="ignore")
    return finish_pages(draft, period=_period(source, "pages"), note=told)


def _api(source):
    """Return the API's rows as a table: what each key is, is told by its looks."""
    rows = source.json.get("rows", [])
    looks = (
        ("page", r"https?://.*"),
        ("date", r"\d{4}-\d\d-\d\d"),
        ("device", "DESKTOP|MOBILE|TABLET"),
        ("country", "[a-z]{3}"),
    )
    names: list[str] = []
    for keys in zip(*(r["keys"] for r in rows), strict=True):
        column = pd.Series([str(v) for v in keys], dtype="str")
        likely = next((n for n, looks_so in looks if n not in names and column.str.fullmatch(looks_so).all()), "query")
        names.append(likely if likely not in names else f"{likely} id")
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
    (
        "date,query,device,clicks,impressions,ctr,position\n2026-09-01,garden office,MOBILE,4,100,0.04,3\n"
        "2026-09-02,garden office,DESKTOP,3,100,0.03,5\n2026-09-02,shed,MOBILE,6,250,0.024,5.1\n",
        {"kind": "keywords", "rows": 2, "rows_in": 3, "first": {"clicks": 7.0, "impressions": 200.0, "position": 4.0}},
    ),
    (
        "data_date,site_url,query,is_anonymized_query,country,search_type,device,impressions,clicks,"
        "sum_top_position\n"
        "2026-09-01,sc-domain:example.com,shed,false,gbr,WEB,MOBILE,10,2,20\n"
        "2026-09-01,sc-domain:example.com,,true,gbr,WEB,MOBILE,90,1,200\n",
        {"kind": "keywords", "rows": 1, "set_aside": 1, "first": {"keyword": "shed", "position": 3.0}},
    ),
    (
        "Top queries;Clicks;Impressions;CTR;Position\nshed;60;2250;2,67%;5,1\n",
        {"kind": "keywords", "rows": 1, "first": {"position": 5.1, "stated_ctr": 0.0267}},
    ),
]
