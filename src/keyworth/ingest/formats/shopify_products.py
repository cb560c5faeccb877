"""Shopify products, both generations of headers; a product is several rows (variants, pictures) of one handle."""

import pandas as pd

from keyworth.ingest.entities.product_rows import finish_catalogue, grouped, share_left
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Shopify products"
KINDS = ("catalogue",)
COLUMNS = {
    "product_id": ("handle", "url handle"),
    "title": ("title",),
    "description": ("body (html)", "description"),
    "brand": ("vendor",),
    "category": ("product category", "type"),
    "type": ("type",),
    "price": ("variant price", "price"),
    "cost_per_item": ("cost per item",),
    "status": ("status",),
    "published": ("published", "published on online store"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
}


def recognise(source):
    """Return 0.9 for a handle beside a variant's price, or the new handle beside "Published on online store"."""
    old, new = source.has("handle", "variant price"), source.has("url handle", "published on online store")
    return OWN_HEADER if old or new else 0.0


def read(source, kind, settings):
    """Return the products: the lowest price of their variants, sold out only when all variants are."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "shopify_products")
    draft.need("product_id", "title")
    draft.check()
    draft.drop_empty("product_id", "handle")
    frame = draft.frame.assign(status=_status(draft.frame))
    if "type" in frame:
        category = frame["category"] if "category" in frame else frame["type"]
        frame["category"] = category.where(category != "", frame["type"])
    frame = share_left(frame, "price", "cost_per_item")
    draft.frame = grouped(frame.drop(columns=["type", "published", "tracker", "quantity", "policy"], errors="ignore"))
    return finish_catalogue(draft, decimal=".")


def _status(frame):
    """Return the status of each variant row; "" for rows that are only a picture."""
    blank = pd.Series("", index=frame.index, dtype="str")
    stated = frame.get("status", blank).str.lower()
    published = frame.get("published", blank).str.lower()
    # Only the first row of a product states these two.
    first = frame["product_id"].drop_duplicates()
    product = frame["product_id"]
    off = stated.isin(["draft", "archived"]) | published.isin(["false", "no", "0"])
    off = product.map(off.groupby(product).max())
    quantity = pd.to_numeric(frame.get("quantity", blank), errors="coerce")
    tracked = frame.get("tracker", blank) != ""
    # Without a policy or a quantity nobody has said that it cannot be bought.
    stop = frame.get("policy", blank).str.lower().isin(["deny", "false"])
    variant = (frame.get("price", blank) != "") | frame.index.isin(first.index)
    out = (tracked & stop & quantity.le(0)).map({True: "out_of_stock", False: "active"})
    return out.where(variant, "").where(~off, "retired").astype("str")


EXAMPLES = [
    (
        "Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant Inventory Tracker,"
        'Variant Inventory Qty,Variant Inventory Policy,Variant Price,Cost per item,Status\nmug,Coppe'
        'r Mug,"<p>Hand-made'
        '\n<b>mug</b></p>",Acme,Mugs,true,Size,S,shopify,0,deny,18.00,7.20,active\nmug,,,,,,,L,shopify,-2,continue,22.00,,\n'
        "pot,Old Teapot,,Acme,Pots,false,Title,Default Title,,0,deny,0.00,,draft\n",
        {"kind": "catalogue", "rows": 2, "rows_in": 3,
         "first": {"title": "Copper Mug", "description": "Hand-made mug", "price": 18.0, "status": "active",
          "margin": 0.6}},
    ),
]  # fmt: skip
