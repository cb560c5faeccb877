"""WooCommerce products: parents without a price, variations that point to them, decimals as the shop has them."""

from typing import Any

import pandas as pd

from keyworth.ingest.entities.product_rows import finish_catalogue, grouped
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.tabular.amounts import decimal_of

TITLE = "WooCommerce products"
KINDS = ("catalogue",)
COLUMNS = {
    "id": ("id",),
    "sku": ("sku",),
    "type": ("type",),
    "title": ("name",),
    "short": ("short description",),
    "description": ("description",),
    "category": ("categories",),
    "brand": ("brands", "brand"),
    "price": ("regular price",),
    "sale": ("sale price",),
    "published": ("published",),
    "visibility": ("visibility in catalog",),
    "stock": ("in stock?",),
    "backorders": ("backorders allowed?",),
    "parent": ("parent",),
    "url": ("permalink", "external url"),
}


def recognise(source):
    """Return 0.9 for a regular price beside the visibility, or attributes beside "Meta:" columns."""
    own = source.has("regular price", "visibility in catalog") or (
        source.has("attribute 1 name") and any(n.startswith("meta: ") for n in source.names)
    )
    return OWN_HEADER if own and source.has("name") else 0.0


def read(source, kind, settings):
    """Return the products, variations folded into their parents."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "woocommerce")
    draft.need("title")
    draft.check()
    frame = draft.frame
    blank = pd.Series("", index=frame.index, dtype="str")

    def get(name: str) -> Any:
        return frame.get(name, blank)

    decimal = decimal_of([get("price"), get("sale")])
    own = get("sku").where(get("sku") != "", "id:" + get("id"))
    parent = get("parent")
    by_id = dict(zip("id:" + get("id"), own, strict=True))
    variation = get("type").str.contains("variation") & (parent != "")
    product = own.where(~variation, parent.map(lambda p: by_id.get(p, p)))
    price = get("sale").where(get("sale") != "", get("price"))
    text = get("short").where(get("description") == "", get("short") + " " + get("description")).str.strip()
    text = text.str.replace(r"^'(?=[=+@-])", "", regex=True)  # the exporter's guard against formulas
    sold = get("stock").str.lower().isin(["0", "", "outofstock"]) & ~get("backorders").isin(["1", "notify"])
    off = get("published").isin(["-1", "0", "2"]) | (get("visibility").str.lower() == "hidden")
    status = sold.map({True: "out_of_stock", False: "active"}).where(~(get("type").str.contains("variable")), "")
    status = status.where(~off, "retired").astype("str")
    out = frame[["title"]].assign(
        product_id=product.where(product != "id:",
         ""), description=text, category=get("category").str.replace("\\,", ","),
        brand=get("brand"), price=price if decimal == "." else price.str.replace(".", "").str.replace(",", "."),
        status=status, url=get("url"),
    )  # fmt: skip
    # A variation's own name is its parent's with the choice added.
    out["title"] = out["title"].where(~variation | ~product.isin(own[~variation]), "")
    draft.frame = grouped(out[out["product_id"] != ""])
    return finish_catalogue(draft, decimal=".")


EXAMPLES = [
    (
        'ID,Type,SKU,Name,Published,"Visibility in catalog","Short description",Description,"In stock'
        '?","Backorders allowed?",'
        '"Sale price","Regular price",Categories,Parent\n44,variable,MUG,"Copper Mug",1,visible,Hand-'
        'made.,"<p>Mug.</p>\\n",1,0,,'
        ',"Kitchen > Mugs",\n45,variation,MUG-350,"Copper Mug - 350 ml",1,visible,,,1,0,"18,00","24,0'
        '0",,MUG\n46,variation,,'
        '"Copper Mug - 500 ml",1,visible,,,backorder,notify,,"22,00",,id:44\n47,simple,CARD,Guide,-1,'
        'hidden,,,1,0,,0,Gifts,\n',
        {"kind": "catalogue", "rows": 2, "rows_in": 4,
         "first": {"product_id": "MUG", "title": "Copper Mug", "price": 18.0, "status": "active"}},
    ),
]  # fmt: skip
