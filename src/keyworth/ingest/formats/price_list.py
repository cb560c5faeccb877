"""A price list as suppliers send it: a code and a description, headings of sections between rows, several prices."""

from keyworth.ingest.entities.product_rows import finish_catalogue, headings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.tabular.currencies import currency_in

TITLE = "price list"
KINDS = ("catalogue",)
COLUMNS = {
    "title": ("description", "product description", "item description", "bezeichnung", "désignation", "descripción"),
    "product_id": ("code", "product code", "item code", "stock code", "article no", "article number", "ref", "sku",
                   "part number", "part no", "artikelnummer", "cat no", "catalogue number"),
    "price": ("list price", "list price £", "rrp", "price", "retail price", "list", "price £", "price (£)", "net price",
              "trade price", "trade", "net", "preis", "prix"),
    "brand": ("brand", "manufacturer", "supplier"),
    "category": ("category", "range", "group"),
    "status": ("status", "availability"),
    "url": ("link", "url"),
}  # fmt: skip
_PRICES = ("list price", "rrp", "price", "trade", "net", "retail")


def recognise(source):
    """Return 0.8 for a code beside a description and a price, and no title of its own."""
    names = set(source.names)
    named = {"title", "name", "product", "product name", "item", "item name", "keyword", "stage", "speaker"} & names
    has = [any(norm(a) in names for a in COLUMNS[c]) for c in ("title", "product_id", "price")]
    return 0.8 if all(has) and not named else 0.0


def read(source, kind, settings):
    """Return the products; a heading becomes the category of what follows it."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "price_list")
    draft.need("title")
    draft.check()
    rows = source.rows.loc[draft.frame.index]
    footer = rows.iloc[:, 0].str.match(r"(?i)\s*(?:total|e\s?&\s?oe|page \d|notes?:|\*|all prices|subject to)")
    draft.drop(footer & (draft.frame["title"] == ""), "a note, not a product")
    headings(draft)
    draft.drop_empty("title", "description")
    used = draft.written("price")
    others = [h.strip() for h, n in zip(source.header, source.names, strict=True)
              if any(p in n for p in _PRICES) and h.strip() != used]  # fmt: skip
    note = f"'{used}' is taken as the price, not {', '.join(others)}" if others else ""
    told = " ".join(c for r in source.preamble for c in r)

    return finish_catalogue(draft, currency=draft.currency("price") or currency_in(told, settings.currency), note=note)


EXAMPLES = [
    (
        "ACME TRADE PRICE LIST 2026,,,\nAll prices GBP ex VAT,,,\n,,,\nCode,Description,List Price,Tr"
        "ade\nMUGS,,,\n00350,Copper Mug 350ml,"
        "24,18\nTEA-1,Teapot,POA,POA\nTotal lines: 2,,,\n",
        {"kind": "catalogue", "rows": 2, "set_aside": 2, "currency": "GBP",
         "first": {"product_id": "00350", "price": 24.0, "category": "MUGS"}},
    ),
]  # fmt: skip
