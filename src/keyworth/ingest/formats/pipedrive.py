"""Pipedrive deals, with headers as "Deal - Title"."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import OWN_HEADER

_DEAL = ("deal", "affaire", "trato", "affare", "szansa sprzedaży", "negócio", "取引", "transakcja")
_WHO = ("person", "personne", "persona", "osoba", "pessoa", "人", "人物")


def _of(owners, *fields):
    return tuple(f"{owner} - {field}" for field in fields for owner in owners)


TITLE = "Pipedrive deals"
KINDS = ("sales",)
COLUMNS = {
    "status": (*_of(_DEAL, "status", "statut", "estado", "stato", "ステータス"), "status"),
    "stage": (*_of(_DEAL, "stage", "phase", "étape", "etapa", "fase", "etap", "ステージ"), "stage name", "stage id"),
    "sale_id": (
        *_of(_DEAL, "id", "pipedrive system id", "title", "titel", "titre", "título", "titolo", "tytuł", "タイトル"),
        "id",
    ),
    "email": (
        "person - email - work",
        "person - email (work)",
        *_of(_WHO, "email", "e-mail", "correo electrónico", "メール"),
        "person - email - home",
    ),
    "phone": ("person - phone - work", "person - phone (work)", "person - phone", "person - phone - mobile"),
    "customer_id": ("person - id", "organization - id", "organization - name", "person id", "org id"),
    "created_at": (
        *_of(
            _DEAL,
            "deal created",
            "created",
            "deal erstellt",
            "deal erstellt am",
            "affaire créée",
            "trato creado",
            "affare creato",
            "deal aangemaakt",
            "szansa utworzona",
            "negócio criado",
            "作成日",
        ),
        "add time",
    ),
    "won_at": (
        *_of(
            _DEAL,
            "won time",
            "gewonnen am",
            "date du gain",
            "hora de ganado",
            "ganado en",
            "vinto il",
            "gewonnen op",
            "ganho em",
        ),
        "won time",
    ),
    "lost_at": (
        *_of(
            _DEAL, "lost time", "verloren am", "date de la perte", "perdido en", "perso il", "verloren op", "perdido em"
        ),
        "lost time",
    ),
    "closed_at": ("deal - closed on", "deal - deal closed on", "close time"),
    "amount": (*_of(_DEAL, "value", "wert", "valeur", "valor", "valore", "waarde", "wartość", "金額", "値"), "value"),
    "currency": (
        *_of(
            _DEAL, "currency", "currency of value", "währung", "devise", "moneda", "valuta", "waluta", "moeda", "通貨"
        ),
        "currency",
    ),
    "product": ("deal - product name", "product - name"),
    "channel": ("deal - source channel", "deal - utm source", "deal - lead source"),
    "utm_source": ("deal - utm source",),
    "utm_medium": ("deal - utm medium",),
    "utm_campaign": ("deal - utm campaign",),
    "utm_term": ("deal - utm term",),
    "click_id": ("deal - gclid", "deal - google click id"),
    "landing_page": ("deal - landing page",),
}


def recognise(source):
    """Return 0.9 for at least two headers that begin "Deal - ", in any language, or the API's names."""
    if source.has("add time", "stage id", "status", "value") or source.has(
        "add time", "pipeline id", "status", "value"
    ):
        return OWN_HEADER
    begins = tuple(f"{owner} - " for owner in _DEAL)
    return OWN_HEADER if sum(h.strip().lower().startswith(begins) for h in source.header) >= 2 else 0.0


def read(source, kind, settings):
    """Return the deals; won and lost are the status, the stage tells how far an open deal is."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "pipedrive")
    frame = draft.frame
    if "status" in frame:
        frame["decided"] = frame["status"]
        frame["stage"] = frame["stage"] if "stage" in frame else frame["status"]
        frame = frame.drop(columns="status")
    for column in ("won_at", "lost_at"):
        if column in frame:
            closed_at = frame["closed_at"] if "closed_at" in frame else frame[column]
            frame["closed_at"] = closed_at.where(closed_at != "", frame[column])
            frame = frame.drop(columns=column)
    draft.frame = frame
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Deal c"
        "reated,Deal - Won time,Person - "
        "Name,Person - Email - Work,Deal - UTM Term\n101,Doe,1180.5,GBP,Won,Won,2026-08-14 09:41:00,2"
        "026-08-20 17:05:11,Jane Doe,"
        "jane@example.com,boiler repair\n102,Hotel,25000,GBP,Negotiation,Open,2026-07-01 08:00:00,,,,\n",
        {"kind": "sales", "rows": 2, "first": {"stage": "won", "utm_term": "boiler repair", "amount": 1180.5}},
    ),
]
