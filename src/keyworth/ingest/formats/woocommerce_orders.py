"""WooCommerce orders, whichever exporter wrote them: an order a row or an item a row, statuses of the shop."""

from keyworth.ingest.entities.order_rows import decided, net, once
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.tabular.column_names import positions

TITLE = "WooCommerce orders"
KINDS = ("sales",)
COLUMNS = {
    "sale_id": ("order number", "order #", "order id", "bestellnummer", "numéro de commande", "número de pedido",
                "numero ordine", "bestelnummer", "numer zamówienia", "número do pedido", "注文番号"),
    "stage": ("order status", "status", "bestellstatus", "état de la commande", "estado del pedido", "stato ordine",
              "bestelstatus", "status zamówienia", "status do pedido", "注文ステータス"),
    "created_at": ("order date", "date", "date created", "bestelldatum", "date de commande", "fecha del pedido",
                   "data ordine", "besteldatum", "data zamówienia", "data do pedido", "注文日"),
    "closed_at": ("paid date", "paid at", "date paid", "completed date"),
    "email": ("email (billing)", "billing email", "billing email address", "customer email", "e-mail (rechnung)"),
    "phone": ("phone (billing)", "billing phone", "customer phone"),
    "customer_id": ("customer user id", "customer id", "user id", "customer"),
    "amount": ("order total amount", "order total", "total", "n. revenue", "net sales", "bestellsumme", "gesamtsumme",
               "total de la commande", "total del pedido", "totale ordine", "ordertotaal", "wartość zamówienia",
               "total do pedido", "注文合計"),
    "refunded": ("order refund amount", "refund amount", "refunded amount", "total refunded", "order refund"),
    "currency": ("order currency", "currency", "währung", "devise", "moneda", "valuta", "waluta", "moeda"),
    "product": ("item name", "product name", "product(s)", "product name(main)", "line item name", "artikelname",
                "items",
                "line items", "line item 1"),
    "landing_page": ("attribution session entry", "session entry", "landing page"),
    "utm_source": ("utm source", "attribution utm source", "meta: wc order attribution utm source"),
    "utm_medium": ("utm medium", "meta: wc order attribution utm medium"),
    "utm_campaign": ("utm campaign", "attribution utm campaign", "meta: wc order attribution utm campaign"),
    "utm_term": ("utm term", "meta: wc order attribution utm term"),
    "channel": ("attribution", "origin"),
}  # fmt: skip
_OWN = {"order total amount", "email (billing)", "first name (billing)", "billing email", "order key", "n. revenue",
        "billing first name", "order currency", "payment method title", "order subtotal amount", "item cost",
        "cart discount amount", "customer note", "bestellstatus", "customer type"}  # fmt: skip
# The shop's own words; a paid order is a sale before it is sent.
_MEANS = {"completed": "won", "processing": "won", "on hold": "opportunity", "pending": "opportunity", "paid": "won",
          "pending payment": "opportunity", "refunded": "lost", "cancelled": "lost", "canceled": "lost",
          "failed": "lost",
          "checkout draft": "lost", "draft": "lost", "trash": "lost", "shipped": "won", "delivered": "won",
          "abgeschlossen": "won", "fertiggestellt": "won", "in bearbeitung": "won", "wartend": "opportunity",
          "in wartestellung": "opportunity", "rückerstattet": "lost", "storniert": "lost", "fehlgeschlagen": "lost",
          "terminée": "won", "en cours": "won", "en attente": "opportunity", "remboursée": "lost", "annulée": "lost",
          "completado": "won", "procesando": "won", "reembolsado": "lost", "cancelado": "lost", "fallido": "lost",
          "completato": "won", "in lavorazione": "won", "rimborsato": "lost", "annullato": "lost", "fallito": "lost",
          "voltooid": "won", "in behandeling": "won", "zrealizowane": "won", "w trakcie realizacji": "won",
          "concluído": "won", "processando": "won", "完了": "won", "処理中": "won"}  # fmt: skip


def recognise(source):
    """Return 0.9 for an order's number, status and total beside two columns that WooCommerce's exporters write."""
    found = positions(source.names, COLUMNS)
    if not {"sale_id", "stage", "amount"} <= set(found) or source.has("lineitem name"):
        return NO
    return (
        OWN_HEADER if len(_OWN & set(source.names)) >= 2 or any(n.startswith("billing ") for n in source.names) else NO
    )


def read(source, kind, settings):
    """Return the orders, what was refunded taken off; the rows of one order's items are joined."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "woocommerce_orders")
    draft.need("sale_id", "stage", "amount")
    draft.check()
    draft.drop_empty("sale_id", "order number")
    frame = once(draft.frame)
    frame["decided"] = decided(frame["stage"].str.replace("^wc-", "", regex=True), _MEANS)
    draft.frame = net(draft, frame)
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "Order Number,Order Status,Order Date,Email (Billing),Payment Method Title,Order Refund Amount,Order "
        "Total Amount,"
        "Item Name\n1,Completed,2026-09-01 10:00,a@example.com,Card,100,700,Shed\n"
        "1,Completed,2026-09-01 10:00,a@example.com,Card,100,700,Shelf\n"
        "2,Refunded,2026-09-02 10:00,b@example.com,Card,1200,1200,Awning\n",
        {
            "kind": "sales",
            "rows": 2,
            "rows_in": 3,
            "first": {"stage": "won", "amount": 600.0, "product": "Shed; Shelf"},
        },
    ),
]
