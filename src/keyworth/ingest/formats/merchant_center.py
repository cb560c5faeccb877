"""Google Merchant Center feed: tab-separated, CSV, XML RSS or Atom; every variant is an item of its own."""

import io
import re

from keyworth.errors import UnusableFile
from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.product_rows import finish_catalogue, grouped, status_of
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.tabular.amounts import decimal_of, to_number

TITLE = "Google Merchant Center feed"
KINDS = ("catalogue",)
COLUMNS = {
    "id": ("id", "g:id", "product id", "item id"),
    "title": ("title", "g:title"),
    "description": ("description", "g:description", "summary", "content"),
    "url": ("link", "g:link"),
    "status": ("availability", "g:availability"),
    "price": ("price", "g:price"),
    "sale": ("sale price", "g:sale price"),
    "brand": ("brand", "g:brand"),
    "category": ("product type", "g:product type", "google product category", "g:google product category"),
    "group": ("item group id", "g:item group id"),
}
_FEED = re.compile(r"<(?:rss|feed|channel)\b", re.I)
_FIELDS = tuple(dict.fromkeys(a.removeprefix("g:").replace(" ", "_") for names in COLUMNS.values() for a in names))


def recognise(source):
    """Return 0.9 for an XML feed of products, or id, title and link beside a feed's own columns."""
    if source.text[:2000].lstrip().startswith("<"):
        return OWN_HEADER if _FEED.search(source.text[:4000]) else 0.0
    names = {n.removeprefix("g:") for n in source.names}
    own = {"image link", "availability", "google product category", "item group id"} & names
    return OWN_HEADER if {"id", "title", "link"} <= names and own else 0.0


def read(source, kind, settings):
    """Return the products, items of one group together."""
    if not source.header or source.text[:2000].lstrip().startswith("<"):
        source = _from_xml(source)
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "merchant_center")
    draft.need("title")
    draft.check()
    frame = draft.frame
    currency = draft.currency("price")
    decimal = decimal_of(frame[c] for c in ("price", "sale") if c in frame)
    if "sale" in frame:
        frame["price"] = frame["sale"].where(frame["sale"] != "", frame["price"])
    frame["price"] = frame["price"].map(_amount(decimal)).astype("str") if "price" in frame else ""
    ids = frame["id"] if "id" in frame else "row " + frame.index.astype("str").to_series(index=frame.index)
    group = frame.get("group", ids)
    frame["product_id"] = group.where(group != "", ids)
    if "status" in frame:
        frame["status"] = frame["status"].map({w: status_of(w) or "active" for w in frame["status"].unique()})
    draft.frame = frame.drop(columns=["id", "sale", "group"], errors="ignore")
    draft.drop_empty("title")
    draft.frame = grouped(draft.frame)
    return finish_catalogue(draft, currency=currency, decimal=".")


def _amount(decimal):
    def text(cell):
        value = to_number(re.sub(r"[A-Z]{3}", "", cell), decimal)
        return "" if value != value else repr(value)

    return text


def _from_xml(source):
    """Return the items of a feed as a table; a DOCTYPE is refused, the text is never loaded as one tree."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    # What the declaration says of the encoding no longer holds once the file has been saved anew.
    xml = re.sub(r"^\s*<\?xml[^>]*\?>", "", source.text.lstrip("\ufeff"))

    cells = [list(_FIELDS)]
    try:
        for _, element in iterparse(io.BytesIO(xml.encode()), events=("end",), forbid_dtd=True):
            if element.tag.rsplit("}", 1)[-1] in ("item", "entry"):
                cells.append(_item(element))
                element.clear()
    except DefusedXmlException:
        raise UnusableFile(
            f"{source.name} has a DOCTYPE, which a product feed does not need", mend="Export the feed again."
        ) from None
    except ParseError as fault:
        raise UnusableFile(
            f"{source.name} is XML that is cut short or damaged", [str(fault)], "Export it again."
        ) from None
    if len(cells) == 1:
        raise UnusableFile(f"{source.name} is XML without products", mend="Give the product feed.")
    return Source(source.name, source.data, cells)


def _item(element):
    found: dict[str, str] = {}
    for child in element:
        name = child.tag.rsplit("}", 1)[-1]
        found.setdefault(name, (child.text or child.get("href") or "").strip())
    return [found.get(name, "") for name in _FIELDS]


EXAMPLES = [
    (
        "id\ttitle\tdescription\tlink\tavailability\tprice\tsale_price\tbrand\titem_group_id\nM1\tMug S\tNice\thttps://a.b/m\t"
        "in_stock\t24.00 GBP\t18.00 GBP\tAcme\tMUG\nM2\tMug L\t\thttps://a.b/l\tout of stock\t22.00 G"
        "BP\t\tAcme\tMUG\nT9\tTeapot\t\t"
        "https://a.b/t\tpreorder\t1,249.00 GBP\t\tAcme\t\n",
        {
            "kind": "catalogue",
            "rows": 2,
            "currency": "GBP",
            "first": {"price": 18.0, "status": "active", "title": "Mug S"},
        },
    ),
    (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Acme</title>'
        '<entry><g:id>M</g:id><title>Mug &amp; Box</title><link href="https://a.b/m"/><summary>Hand-m'
        "ade.</summary><g:price>24.00 GBP"
        "</g:price><g:availability>in_stock</g:availability></entry></feed>",
        {"kind": "catalogue", "rows": 1, "first": {"title": "Mug & Box", "url": "https://a.b/m", "price": 24.0}},
    ),
]
