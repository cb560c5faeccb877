"""Google Ads negative keywords: searches the agency blocks, never demand, so nothing of it is used."""

from keyworth.ingest.protocol import OWN_HEADER, Reading, SetAside

TITLE = "Google Ads negative keywords"
KINDS = ("keywords",)


def recognise(source):
    """Return 0.9 for a column of negative keywords."""
    return OWN_HEADER if source.has("negative keyword") else 0.0


def read(source, kind, settings):
    """Return nothing; every row is set aside."""
    rows = source.rows
    content = [" | ".join(c for c in cells if c)[:300] for cells in rows.to_numpy()]
    aside = [
        SetAside(int(i), "negative keyword: it blocks searches", c) for i, c in zip(rows.index, content, strict=True)
    ]
    return Reading({}, len(aside), aside)


EXAMPLES = [
    ("Negative keyword report\nAll Time\nNegative keyword,Level\njobs,Campaign\n", {"rows_in": 1, "set_aside": 1})
]
