"""Shopify orders, CSV or the API's JSON: an order is several rows, its totals stand in the first."""

import re

import pandas as pd

from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Shopify orders"
KINDS = ("sales",)
COLUMNS = {
    "sale_id": ("name",),
    "email": ("email",),
    "phone": ("phone", "billing phone"),
    "financial": ("financial status",),
    "created_at": ("created at",),
    "closed_at": ("paid at",),
    "cancelled": ("cancelled at",),
    "amount": ("total", "total price", "current total price"),
    "refunded": ("refunded amount",),
    "currency": ("currency",),
    "product": ("lineitem name",),
    "notes": ("note attributes",),
    "landing_page": ("landing site", "landing site base url"),
}
_NOTE = re.compile(r"(?im)^\s*(utm[ _](?:source|medium|campaign|term)|gclid)\s*:\s*(.+?)\s*$")


def recognise(source):
    """Return 0.9 for line items beside a financial status, or the API's orders."""
    if isinstance(source.json, dict):
        orders = source.json.get("orders") or [{}]
        return OWN_HEADER if isinstance(orders[0], dict) and "line_items" in orders[0] else 0.0
    return (
        OWN_HEADER
        if source.has("financial status") and (source.has("lineitem name") or source.has("total price"))
        else 0.0
    )


def read(source, kind, settings):
    """Return the orders; refunds are taken off the amount, a cancelled or wholly refunded order is lost."""
    draft = Draft(_api(source) if source.json is not None else source, kind, TITLE, COLUMNS, settings, "shopify_orders")
    draft.need("sale_id")
    draft.check()
    frame = draft.frame
    if "product" not in frame:
        frame["product"] = ""
    items = frame.groupby("sale_id", sort=False)["product"].agg(lambda p: "; ".join(dict.fromkeys(filter(None, p))))
    head = ~frame["sale_id"].duplicated() | (frame["financial"] != "")
    frame = frame[head].assign(product=lambda f: f["sale_id"].map(items).astype("str"))
    status = frame["financial"].str.lower()
    gone = status.isin(["refunded", "voided"])
    if "cancelled" in frame:
        gone |= frame["cancelled"] != ""
    frame["stage"] = gone.map({True: "lost", False: "won"}).where(
        ~status.isin(["pending", "authorized"]), "opportunity"
    )
    if "refunded" in frame:
        net = pd.to_numeric(frame["amount"], errors="coerce") - pd.to_numeric(
            frame["refunded"], errors="coerce"
        ).fillna(0)
        readable = net.notna() & ~gone
        frame["amount"] = frame["amount"].where(~readable, net.round(2).astype("str"))
    if "notes" in frame:
        frame = _noted(frame)
    draft.frame = frame.drop(columns=["financial", "cancelled", "refunded", "notes"], errors="ignore")
    return finish_sales(draft)


def _noted(frame):
    """Return the frame with UTM values from note attributes; nothing else of them is kept."""
    told = frame["notes"].map(lambda n: {k.lower().replace(" ", "_"): v for k, v in _NOTE.findall(n)})
    for name in ("utm_source", "utm_medium", "utm_campaign", "utm_term"):
        frame[name] = told.map(lambda t, name=name: t.get(name, "")).astype("str")
    frame["click_id"] = told.map(lambda t: t.get("gclid", "")).astype("str")
    return frame


def _api(source):
    cells = [["Name", "Email", "Phone", "Financial Status", "Created at", "Total", "Currency", "Lineitem name",
     "Note Attributes",
              "Landing site", "Cancelled at", "Source"]]  # fmt: skip
    for order in source.json["orders"]:
        notes = "\n".join(f"{n.get('name')}: {n.get('value')}" for n in order.get("note_attributes") or [])
        items = "; ".join(i.get("title", "") for i in order.get("line_items") or [])
        fields = ("name", "email", "phone", "financial_status", "created_at", "total_price", "currency")
        own = [str(order.get(f) or "") for f in fields]
        cells.append(
            [*own, items, notes, *(str(order.get(f) or "") for f in ("landing_site", "cancelled_at", "source_name"))]
        )
    return Source(source.name, source.data, cells)


EXAMPLES = [
    (
        "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Note Attributes,Refunded"
        " Amount,Phone\n#1001,"
        'jane@example.com,paid,GBP,43.99,2026-08-14 10:30:59 +0100,Mug 350,"UTM source: google\nUTM t'
        'erm: copper mug\nIP address: '
        '192.0.2.7",0.00,\n#1001,jane@example.com,,,,2026-08-14 10:30:59 +0100,Mug 500,,,\n#1002,,ref'
        'unded,GBP,22.00,2026-08-14 '
        "11:01:40 +0100,Mug 500,,22.00,\n",
        {"kind": "sales", "rows": 2, "rows_in": 3,
         "first": {"stage": "won", "amount": 43.99, "utm_term": "copper mug", "product": "Mug 350; Mug 500"}},
    ),
    (
        '{"orders": [{"name": "#1", "created_at": "2026-08-14T10:30:59+01:00", "total_price": "43.99"'
        ', "currency": "GBP", '
        '"financial_status": "paid", "landing_site": "/p/mug?utm_term=copper%20mug&gclid=Cj0", "line_'
        'items": [{"title": "Mug"}]}]}',
        {"kind": "sales", "rows": 1, "first": {"click_id": "Cj0", "utm_term": "copper mug", "product": "Mug"}},
    ),
]  # fmt: skip
