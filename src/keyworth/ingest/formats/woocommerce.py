"""WooCommerce products: parents without a price, variations that point to them, decimals as the shop has them."""

from typing import Any

import pandas as pd

from keyworth.ingest.entities.product_rows import finish_catalogue, grouped
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.tabular.amounts import decimal_of
from keyworth.ingest.tabular.column_names import norm, positions

TITLE = "WooCommerce products"
KINDS = ("catalogue",)
# WooCommerce's own exporter in English, German, French, Spanish, Italian, Dutch, Polish, Portuguese and Japanese, then
# what other exporters call the same.
COLUMNS = {
    "id": ("id", "product id", "post id"),
    "sku": ("sku", "artikelnummer", "ugs", "cod", "numer katalogowy"),
    "type": ("type", "typ", "tipo", "タイプ", "product type", "tax:product type"),
    "title": ("name", "nom", "nombre", "nome", "naam", "nazwa", "名前", "post title", "title", "product name"),
    "short": ("short description", "kurzbeschreibung", "description courte", "descripción corta", "breve descrizione",
              "korte beschrijving", "krótki opis", "descrição curta", "簡単な説明", "post excerpt", "excerpt"),
    "description": ("description", "beschreibung", "descripción", "descrizione", "beschrijving", "opis", "descrição",
                    "説明", "post content", "content"),
    "category": ("categories", "kategorien", "catégories", "categorías", "categorie", "categorieën", "kategorie",
                 "categorias", "カテゴリー", "product categories", "tax:product cat", "category"),
    "brand": ("brands", "brand", "marken", "marques", "marcas", "marchi", "merken"),
    "price": ("regular price", "regulärer preis", "tarif régulier", "precio normal", "prezzo di listino",
              "reguliere prijs",
              "cena", "preço", "preço normal", "通常価格", "price"),
    "sale": ("sale price", "angebotspreis", "tarif promo", "precio rebajado", "prezzo in offerta", "actieprijs",
             "cena promocyjna", "preço promocional", "セール価格"),
    "published": ("published", "veröffentlicht", "publié", "publicado", "pubblicato", "gepubliceerd", "opublikowano",
                  "公開済み"),
    "state": ("status", "post status"),
    "visibility": ("visibility in catalog", "sichtbarkeit im katalog", "visibilité dans le catalogue",
                   "visibilidad en el catálogo", "visibilità nel catalogo", "zichtbaarheid in catalogus",
                   "widoczność w katalogu", "visibilidade no catálogo", "カタログでの表示", "visibility",
                   "catalog visibility"),
    "stock": ("in stock?", "vorrätig?", "auf lager?", "en stock ?", "en stock?", "¿existencias?", "¿en inventario?",
              "in stock ?", "op voorraad?", "na stanie?", "em estoque?", "em stock?", "在庫あり?", "在庫あり？",
              "in stock",
              "stock status", "is in stock"),
    "quantity": ("stock", "lager", "bestand", "inventario", "magazzino", "voorraad", "magazyn", "estoque", "在庫",
                 "stock quantity", "quantity"),
    "backorders": ("backorders allowed?", "lieferrückstände erlaubt?",
                   "autoriser les commandes de produits en rupture ?",
                   "¿permitir reservas de productos agotados?", "abilita gli ordini arretrati?",
                   "nabestellingen toestaan?",
                   "zamówienia zaległe dozwolone?", "são permitidas encomendas?", "お取り寄せを許可しますか?",
                   "backorders allowed", "backorders"),
    "parent": ("parent", "übergeordnetes produkt", "übergeordnet", "superior", "genitore", "hoofd", "rodzic",
               "ascendente",
               "親", "post parent", "parent sku"),
    "url": ("permalink", "external url", "product url", "url"),
}  # fmt: skip
_STOCK = ("stock", "backorders", "visibility", "quantity")
_NO = ("0", "no", "false", "outofstock", "out of stock", "out-of-stock", "nein", "non", "nie")
_YES = ("1", "yes", "true", "notify", "allow", "allowed")
_OFF = ("-1", "0", "2", "no", "false", "draft", "private", "pending", "trash", "entwurf")


def recognise(source):
    """Return 0.9 for a regular price beside what WooCommerce says of stock, or attributes beside "Meta:" columns."""
    found = positions(source.names, COLUMNS)
    priced = bool(set(source.names) & {norm(n) for n in (*COLUMNS["price"][:-1], *COLUMNS["sale"])} - {"preço", "cena"})
    own = (priced and any(c in found for c in _STOCK)) or ("visibility" in found and "price" in found) or (
        source.has("attribute 1 name") and any(n.startswith("meta: ") for n in source.names)
    )  # fmt: skip
    return OWN_HEADER if own and "title" in found and not source.has("handle") else 0.0


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
    own = own.where(own != "id:", "row " + own.index.astype("str"))
    parent = get("parent").where(get("parent") != "0", "")
    by_id = dict(zip("id:" + get("id"), own, strict=True)) | dict(zip(get("id"), own, strict=True))
    variation = get("type").str.contains("variation") | ((get("type") == "") & (parent != ""))
    product = own.where(~variation | (parent == ""), parent.map(lambda p: by_id.get(p, p)))
    price = get("sale").where(get("sale") != "", get("price"))
    text = get("short").where(get("description") == "", get("short") + " " + get("description")).str.strip()
    text = text.str.replace(r"^'(?=[=+@-])", "", regex=True)  # the exporter's guard against formulas
    out = frame[["title"]].assign(
        product_id=product, description=text, category=get("category").str.replace("\\,", ","),
        brand=get("brand"), price=price if decimal == "." else price.str.replace(".", "").str.replace(",", "."),
        status=_status(get), url=get("url"),
    )  # fmt: skip
    # A variation's own name is its parent's with the choice added.
    out["title"] = out["title"].where(~variation | ~product.isin(own[~variation]), "")
    draft.frame = grouped(out)
    return finish_catalogue(draft, decimal=".")


def _status(get: Any) -> Any:
    """Return the status of each row, ``""`` for a parent of variations; what no column says is no "no"."""
    stock, backorders = get("stock").str.lower(), get("backorders").str.lower()
    left = pd.to_numeric(get("quantity"), errors="coerce")
    out = stock.isin(_NO) | ((stock == "") & left.le(0))
    status = (out & ~backorders.isin(_YES)).map({True: "out_of_stock", False: "active"})
    status = status.where(~get("type").str.contains("variable"), "")
    off = get("published").str.lower().isin(_OFF) | (get("visibility").str.lower() == "hidden")
    off |= get("state").str.lower().isin(_OFF)
    return status.where(~off, "retired").astype("str")


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
    (
        "sku,name,regular_price,in_stock,backorders_allowed,status\nA,Rig,899.00,1,0,publish\nB,Kit,49.00,0,0,"
        "publish\n",
        {"rows": 2, "first": {"product_id": "A", "status": "active", "price": 899.0}},
    ),
    (
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Sichtbarkeit im Katalog,Kurzbeschreibung,Angebotspreis,"
        "Regulärer Preis,"
        'Kategorien\n7,simple,H1,Gartenhaus,1,visible,Aus Holz,,"1.249,00",Häuser\n',
        {"rows": 1, "first": {"title": "Gartenhaus", "status": "active", "price": 1249.0, "category": "Häuser"}},
    ),
]  # fmt: skip
