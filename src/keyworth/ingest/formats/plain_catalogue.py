"""A plain table of products, one a row; only `title` is needed. Price lists and feeds of any shop fit too."""

import re

from keyworth.ingest.entities.product_rows import finish_catalogue, headings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.tabular.column_names import plain_score, positions

TITLE = "plain table of products"
KINDS = ("catalogue",)
COLUMNS = {
    "title": ("title", "name", "product", "product name", "product title", "item", "item name", "artikel",
     "bezeichnung",
              "produkt", "produktname", "désignation", "nom", "nom du produit", "nombre", "producto", "titolo",
               "título",
              "prodotto", "titel", "naam", "nazwa", "nome", "treatment", "service", "procedure", "course", "package",
              "treatment name", "service name", "course title", "course name", "package name", "class", "therapy",
              "membership", "plan", "behandlung", "leistung", "dienstleistung", "prestation", "soin", "tratamiento",
              "servicio", "trattamento", "servizio", "behandeling", "dienst", "usługa", "zabieg", "tratamento",
              "serviço",
              "商品名", "サービス", "メニュー"),
    "product_id": ("product_id", "id", "sku", "code", "product code", "article no", "article number", "artikelnummer",
                   "ref", "reference", "item number", "part number", "ean", "handle", "item id", "stock code"),
    "description": ("description", "short_description", "desc", "long description", "body", "body (html)", "details",
                    "beschreibung", "descripción", "descrizione", "descrição", "omschrijving", "product description"),
    "category": ("category", "product_type", "type", "categories", "product category", "department", "range", "group",
                 "kategorie", "catégorie", "categoría", "categoria"),
    "brand": ("brand", "supplier", "vendor", "manufacturer", "make", "marke", "marque", "marca"),
    "price": ("price", "list price", "list price £", "rrp", "price (gbp)", "price (£)", "unit price", "regular price",
              "sale price", "preis", "prix", "precio", "prezzo", "preço", "prijs", "price_cents", "retail price",
              "fee", "fees", "price from", "prices from", "from", "from price", "starting price", "starting from",
              "our price",
              "price inc vat", "price (inc vat)", "price ex vat", "price per person", "price per session", "charge",
              "rate",
              "tariff", "current price", "tarif", "honorar", "tarifa", "tariffa", "tarief", "cena", "価格", "料金"),
    "status": ("status", "availability", "state", "product status", "stock status", "in stock", "available",
               "active"),
    "retired_on": ("retired_on", "discontinued", "withdrawn", "withdrawn on", "discontinued from",
                   "discontinued date",
     "discontinued on", "retired", "end of life", "delisted on",
     "retired date"),
    "replaced_by": ("replaced_by", "replacement code", "use instead", "superseded by code", "nachfolger", "successor",
                    "replacement", "superseded by", "replacement product"),
    "url": ("url", "link", "product url", "page", "landing page"),
    "margin": ("margin", "gross margin", "margin %", "margin (%)", "gross margin %", "gm%"),
    "currency": ("currency", "currency code"),
}  # fmt: skip
_SURE = ("title", "product title", "product name")
_SERVICES = ("treatment", "service", "procedure", "course", "package", "class", "therapy", "treatment name",
             "service name",
             "course title", "course name", "package name", "plan", "membership", "behandlung", "leistung",
             "prestation",
             "soin", "tratamiento", "servicio", "trattamento", "servizio", "behandeling", "dienst")  # fmt: skip
# What a list of products never has: it is of orders, a ledger, calls, tasks, people or visits.
_OTHER = re.compile(
    r"(?:order|invoice|transaction|payment|refund|customer|caller|billing|call|task|deal|lead|ticket"
    r"|appointment|booking)"
    r"(?: (?:#|no\.?|number|id|ref|reference|date|status|name|total|time|type|email|phone|duration|method|stage"
    r"|value))?"
    r"|.*\((?:billing|shipping)\)|account(?: name| number)?|institution|balance|debit|credit|payee|memo"
    r"|assignee|assigned to"
    r"|due date|priority|direction|duration|speaker|transcript|e-?mail.*|phone.*|first name|last name|surname"
    r"|stage|keyword"
    r"|search term|search query|lifecycle stage|clicks|impressions|sessions|pageviews|users|item cost"
    r"|quantity \(- refund\)"
    r"|bestellnummer|rechnungsnummer|commande|pedido|ordine"
)


_PRICE = re.compile(
    r"\b(?:price|prices|fee|fees|rate|charge|cost|costs|preis|prix|precio|prezzo|prijs|cena|preço|tarif|tarifa"
    r"|tariffa|tarief)\b"
)
_NO_PRICE = re.compile(
    r"cost price|trade|wholesale|vat|tax|rate %|shipping|delivery|postage|was |old |category|band|group"
)


def _columns(source):
    """Return the columns, and as the price a header that speaks of one where none says just that."""
    columns = dict(COLUMNS)
    if "price" not in positions(source.names, COLUMNS):
        places = [i for i, n in enumerate(source.names) if _PRICE.search(n) and not _NO_PRICE.search(n)]
        rows = source.rows.iloc[:200]
        money = [i for i in places if rows.iloc[:, i].str.contains(r"\d", regex=True).mean() >= 0.5]
        # What a treatment costs is its price; of goods it is what the shop pays.
        fit = [i for i in money if _services(source) or not re.search(r"\bcosts?\b", source.names[i])]
        if fit:
            columns["price"] = (*columns["price"], source.names[fit[0]])
    return columns


def recognise(source):
    """Return 0.46 to 0.75 for a table with a title, beside a price,
    a code or an address unless it says "title" itself."""
    names = [n for n in source.names if n]
    columns = _columns(source)
    found = positions(source.names, columns)
    if "title" not in found or any(_OTHER.fullmatch(n) for n in names) or {"date", "amount"} <= set(names):
        return 0.0
    sure = any(n in _SURE for n in names)
    known = {"price", "product_id", "url"} & set(found)
    if not sure and not known:
        return 0.0
    return max(plain_score(source.names, columns, "title"), 0.5)


def _services(source):
    return bool(set(_SERVICES) & set(source.names))


def read(source, kind, settings):
    """Return the products or services; a heading between them becomes the category of what follows it."""
    draft = Draft(source, kind, TITLE, _columns(source), settings, "plain_catalogue")
    headings(draft)
    return finish_catalogue(draft)


EXAMPLES = [
    ("title\nGarden office\n", {"kind": "catalogue", "rows": 1, "first": {"status": "active"}}),
    (
        "title;description;price\r\nCopper Mug;Hand-made, 350 ml;\"18,00 €\"\r\nTeapot;;POA\r\n".encode("cp1252"),
        {"kind": "catalogue", "rows": 2, "currency": "EUR", "first": {"price": 18.0}},
    ),
    (
        "Treatment,Fee\nFacials,\nDeep cleanse,£45\nPeel,from £80 per session\nMassage,\nBack,POA\n",
        {"kind": "catalogue", "rows": 3, "set_aside": 2, "currency": "GBP",
         "first": {"title": "Deep cleanse", "category": "Facials", "price": 45.0}},
    ),
    (
        "id,title,supplier,short_description,product_type,price_cents\n1,Cable,Acme,USB,cable,1250\n",
        {"kind": "catalogue", "rows": 1,
         "first": {"product_id": "1", "brand": "Acme", "description": "USB", "category": "cable", "price": 12.5}},
    ),
]  # fmt: skip
