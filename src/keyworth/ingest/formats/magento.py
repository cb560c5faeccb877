"""Adobe Commerce (Magento 2) products: translated overlays merged, children of a configurable folded into it."""

import pandas as pd

from keyworth.ingest.entities.product_rows import finish_catalogue, grouped
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "Adobe Commerce products"
KINDS = ("catalogue",)
COLUMNS = {
    "product_id": ("sku",),
    "title": ("name",),
    "description": ("description",),
    "short": ("short_description",),
    "category": ("categories",),
    "price": ("price",),
    "special": ("special_price",),
    "cost_per_item": ("cost",),
    "online": ("product_online",),
    "visibility": ("visibility",),
    "in_stock": ("is_in_stock",),
    "store": ("store_view_code",),
    "variations": ("configurable_variations",),
    "url": ("url_key",),
}


def recognise(source):
    """Return 0.9 for a SKU beside the store view and the product type."""
    return OWN_HEADER if source.has("sku", "store view code", "product type") else 0.0


def read(source, kind, settings):
    """Return the products; a row of another store view is set aside as a translation."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "magento")
    draft.need("product_id", "title")
    draft.check()
    draft.drop(draft.frame["store"] != "", "translation of a product that is already there")
    frame = draft.frame
    blank = pd.Series("", index=frame.index, dtype="str")
    parents = {}
    for sku, packed in zip(frame["product_id"], frame.get("variations", blank), strict=True):
        for variation in filter(None, packed.split("|")):
            parents[variation.split(",")[0].removeprefix("sku=").strip()] = sku
    child = frame["product_id"].isin(parents)
    status = (frame.get("in_stock", blank) == "0").map({True: "out_of_stock", False: "active"})
    status = status.where(frame.get("online", blank) != "2", "retired").astype("str")
    special = frame.get("special", blank)
    text = frame.get("description", blank).where(lambda d: d != "", frame.get("short", blank))
    categories = frame.get("category", blank).str.split(",").str[-1].str.strip().fillna("")
    out = frame[["product_id", "title"]].assign(
        description=text, category=categories, price=frame.get("price", blank).where(special == "", special),
        status=status, url=frame.get("url", blank),
    )  # fmt: skip
    out["product_id"] = out["product_id"].map(lambda s: parents.get(s, s)).astype("str")
    out["title"] = out["title"].where(~child, "")
    draft.frame = grouped(out)
    return finish_catalogue(draft, decimal=".")


EXAMPLES = [
    (
        'sku,store_view_code,product_type,categories,name,description,product_online,price,special_price,is_in_stock,'
        'configurable_variations\nMUG,,configurable,"Default/Kitchen,Default/Kitchen/Mugs",Copper Mug'
        ',<p>Hand-made.</p>,1,24.0000,,'
        '1,"sku=MUG-350,size=350 ml|sku=MUG-500,size=500 ml"\nMUG-350,,simple,,Copper Mug 350 ml,,1,2'
        '4.0000,18.0000,1,\nMUG-350,de,'
        "simple,,Kupferbecher,,,,,,\nTEA,,simple,,Old Teapot,,2,0.0000,,0,\n",
        {"kind": "catalogue", "rows": 2, "set_aside": 1,
         "first": {"title": "Copper Mug", "price": 18.0, "category": "Default/Kitchen/Mugs"}},
    ),
]  # fmt: skip
