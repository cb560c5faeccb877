"""A plain table of products, one a row; only `title` is needed. Price lists and feeds of any shop fit too."""

from keyworth.ingest.entities.product_rows import finish_catalogue
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score, positions

TITLE = "plain table of products"
KINDS = ("catalogue",)
COLUMNS = {
    "title": ("title", "name", "product", "product name", "product title", "item", "item name", "artikel",
     "bezeichnung",
              "produkt", "produktname", "désignation", "nom", "nom du produit", "nombre", "producto", "titolo",
               "título",
              "prodotto", "titel", "naam", "nazwa", "nome"),
    "product_id": ("product_id", "id", "sku", "code", "product code", "article no", "article number", "artikelnummer",
                   "ref", "reference", "item number", "part number", "ean", "handle", "item id", "stock code"),
    "description": ("description", "short_description", "desc", "long description", "body", "body (html)", "details",
                    "beschreibung", "descripción", "descrizione", "descrição", "omschrijving", "product description"),
    "category": ("category", "product_type", "type", "categories", "product category", "department", "range", "group",
                 "kategorie", "catégorie", "categoría", "categoria"),
    "brand": ("brand", "supplier", "vendor", "manufacturer", "make", "marke", "marque", "marca"),
    "price": ("price", "list price", "list price £", "rrp", "price (gbp)", "price (£)", "unit price", "regular price",
              "sale price", "preis", "prix", "precio", "prezzo", "preço", "prijs", "price_cents", "retail price"),
    "status": ("status", "availability", "state", "product status", "stock status", "in stock", "available", "active"),
    "retired_on": ("retired_on", "discontinued", "discontinued on", "retired", "end of life", "delisted on",
     "retired date"),
    "replaced_by": ("replaced_by", "successor", "replacement", "superseded by", "replacement product"),
    "url": ("url", "link", "product url", "page", "landing page"),
    "margin": ("margin", "gross margin", "margin %", "margin (%)", "gross margin %", "gm%"),
    "currency": ("currency", "currency code"),
}  # fmt: skip
_SURE = ("title", "product title", "product name")


def recognise(source):
    """Return 0.46 to 0.75 for a table with a column of titles; a bare `name` needs more columns beside it."""
    found = positions(source.names, COLUMNS)
    if "title" not in found or source.has("keyword") or source.has("stage") or source.has("email"):
        return 0.0
    sure = any(n in _SURE for n in source.names)
    return plain_score(source.names, COLUMNS, "title") if sure or len(found) >= 2 else 0.0


def read(source, kind, settings):
    """Return the products."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "plain_catalogue")
    return finish_catalogue(draft)


EXAMPLES = [
    ("title\nGarden office\n", {"kind": "catalogue", "rows": 1, "first": {"status": "active"}}),
    (
        "title;description;price\r\nCopper Mug;Hand-made, 350 ml;\"18,00 €\"\r\nTeapot;;POA\r\n".encode("cp1252"),
        {"kind": "catalogue", "rows": 2, "currency": "EUR", "first": {"price": 18.0}},
    ),
    (
        "id,title,supplier,short_description,product_type,price_cents\n1,Cable,Acme,USB,cable,1250\n",
        {"kind": "catalogue", "rows": 1,
         "first": {"product_id": "1", "brand": "Acme", "description": "USB", "category": "cable", "price": 12.5}},
    ),
]  # fmt: skip
