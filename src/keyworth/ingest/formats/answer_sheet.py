"""keyworth's own sheet of what was asked, or its file of answers: taken by `keyworth answer`, never an input."""

from keyworth.ingest.protocol import CERTAIN, NO, Reading, SetAside

TITLE = "A sheet of `keyworth ask`, or its answers"
KINDS = ("keywords",)
_OURS = ({"keyword", "answer", "product 1 id"}, {"keyword", "answer", "answered by"},
         {"keyword", "answer", "products"})  # fmt: skip


def recognise(source):
    """Return 1 where a table has the sheet's own columns."""
    names = {name.replace("_", " ") for name in source.names}
    return CERTAIN if any(own <= names for own in _OURS) else NO


def read(source, kind, settings):
    """Return nothing; every row is set aside."""
    rows = source.rows
    content = [" | ".join(str(c) for c in cells if c)[:300] for cells in rows.to_numpy()]
    told = "a sheet to be answered: give it to `keyworth answer`"
    aside = [SetAside(int(i), told, c) for i, c in zip(rows.index, content, strict=True)]
    return Reading({}, len(aside), aside, note="answers: audits take them from beside keyworth.toml")


EXAMPLES = [
    (
        "\ufeffkeyword,answer,note,product_1_id,product_1_title\r\ngarden pod,,,p1,Pod\r\n",
        {"rows_in": 1, "set_aside": 1},
    ),
    (
        "keyword,answer,product_id,product_title,note,answered_by,answered_on\ngarden pod,none,,,,Ann,2026-11-30\n",
        {"rows_in": 1, "set_aside": 1},
    ),
]
