"""HubSpot deals, by the labels of a view or by internal names; attribution stands in drill-downs."""

import re

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.entities.stage_words import OPEN, stage_of
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.tabular.column_names import positions
from keyworth.ingest.vendors import hubspot_sources as words

TITLE = "HubSpot deals"
KINDS = ("sales",)
COLUMNS = words.everywhere({
    "stage": (
        "deal stage",
        "dealstage",
        "deal-phase",
        "dealphase",
        "phase de la transaction",
        "étape de la transaction",
        "etapa del negocio",
        "etapa del trato",
        "fase trattativa",
        "fase dell'affare",
        "fase dell'offerta",
        "dealfase",
        "etap transakcji",
        "etapa do negócio",
        "取引ステージ",
    ),
    "sale_id": (
        "record id",
        "record id - deal",
        "deal id",
        "hs_object_id",
        "datensatz-id",
        "id d'enregistrement",
        "id de registro",
        "id del registro",
        "id record",
        "record-id",
        "identyfikator rekordu",
        "id do registro",
        "レコード id",
        "レコードid",
    ),
    "email": (
        "associated contact",
        "contact email",
        "email",
        "zugehöriger kontakt",
        "contact associé",
        "contacto asociado",
        "contatto associato",
        "gekoppelde contactpersoon",
        "powiązany kontakt",
        "contato associado",
    ),
    "contact": ("associated contact ids", "associated contact id"),
    "created_at": (
        "create date",
        "createdate",
        "created date",
        "erstellungsdatum",
        "erstellt am",
        "date de création",
        "fecha de creación",
        "data di creazione",
        "aanmaakdatum",
        "data utworzenia",
        "data de criação",
        "作成日",
    ),
    "closed_at": (
        "close date",
        "closedate",
        "closed date",
        "abschlussdatum",
        "schließungsdatum",
        "date de fermeture",
        "date de clôture",
        "fecha de cierre",
        "data di chiusura",
        "sluitingsdatum",
        "data zamknięcia",
        "data de fechamento",
        "クローズ日",
    ),
    "amount": (
        "amount",
        "amount in company currency",
        "betrag",
        "montant",
        "importe",
        "valor",
        "importo",
        "bedrag",
        "kwota",
        "金額",
    ),
    "currency": ("currency", "deal_currency_code", "währung", "devise", "moneda", "valuta", "waluta", "moeda", "通貨"),
    "product": ("product", "product interest", "line items"),
    "channel": words.SOURCE,
    "drill_1": words.FIRST,
    "drill_2": words.SECOND,
    "click_id": words.CLICK,
    "landing_page": ("first page seen", "hs_analytics_first_url"),
})  # fmt: skip

_NAMES = ("deal name", "dealname", "nom de la transaction", "nombre del negocio", "nombre del trato", "nome trattativa",
          "nome dell'affare", "dealnaam", "nazwa transakcji", "nome do negócio", "取引名")  # fmt: skip
_ENTERED = re.compile(r"(?i)date[ _]entered[ _]+[\"'“”‘’]*([^\"“”‘’(]+)")


def recognise(source):
    """Return 0.9 for a deal's stage beside its name or HubSpot's record id."""
    found = positions(source.names, COLUMNS)
    named = set(source.names) & set(words.everywhere({"": _NAMES})[""])
    known = "sale_id" in found and source.names[found["sale_id"]] != "deal id"
    return OWN_HEADER if "stage" in found and (named or known) else 0.0


def read(source, kind, settings):
    """Return the deals; the first associated contact is the customer."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "hubspot_deals")
    draft.need("stage")
    draft.check()
    frame = words.drill(draft.frame)
    if "contact" in frame:
        frame["customer_id"] = frame.pop("contact").str.split(";").str[0].str.strip().fillna("")
    frame["furthest"] = _furthest(draft)
    # Only a deal that is closed has a closing day; before that it is a hope.
    draft.frame = frame
    return finish_sales(draft, unknown_stage="opportunity")


def _furthest(draft):
    """Return the last open stage that each deal has a date of entry for."""
    rows = draft.source.rows.loc[draft.frame.index]
    far = rows.iloc[:, 0].map(lambda _: "").astype("str")
    entered = [(stage_of(m[1]), place) for place, name in enumerate(draft.source.header)
               if (m := _ENTERED.search(name.strip()))]  # fmt: skip
    for stage, place in sorted((e for e in entered if e[0] in OPEN), key=lambda e: OPEN.index(e[0])):
        far = far.where(rows.iloc[:, place].str.strip() == "", stage)
    return far


EXAMPLES = [
    (
        "Record ID,Deal Name,Pipeline,Deal Stage,Close Date,Create Date,Amount,Currency,Original Sour"
        "ce,Original Source "
        "Drill-Down 1,Original Source Drill-Down 2,Associated Contact,Associated Contact IDs\n7001,Do"
        "e,Sales Pipeline,Closed Won "
        "(Sales Pipeline),2026-08-20 17:05,2026-08-14 09:41,1180.5,GBP,Paid Search,Boiler | Search,bo"
        "iler repair near me,"
        "Jane Doe (jane@example.com);Joe (joe@example.com),501;502\n7003,Walk-in,Sales Pipeline,Appoi"
        "ntment Scheduled,,2026-08-27"
        " 12:00,,GBP,Offline Sources,CRM_UI,userId:123,,\n",
        {"kind": "sales", "rows": 2, "currency": "GBP",
         "first": {"stage": "won", "keyword": "boiler repair near me", "channel": "paid", "customer_id": "501",
          "amount": 1180.5}},
    ),
]  # fmt: skip
