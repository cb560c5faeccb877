"""Zoho CRM: deals by stage, leads by status; record ids begin "zcrm_"."""

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER

TITLE = "Zoho CRM"
KINDS = ("sales",)
COLUMNS = {
    "stage": ("stage", "lead status"),
    "sale_id": ("record id", "deal id", "potential id", "lead id"),
    "customer_id": ("contact name.id", "contact id", "contact name", "account name"),
    "email": ("email", "contact email"),
    "phone": ("phone", "mobile"),
    "created_at": ("created time", "created date"),
    "closed_at": ("closing date", "closed time"),
    "amount": ("amount", "expected revenue"),
    "currency": ("currency",),
    "product": ("product name", "product", "service"),
    "channel": ("lead source",),
    "utm_campaign": ("campaign source.name", "campaign source", "utm campaign"),
    "utm_term": ("utm term", "keyword"),
    "click_id": ("gclid", "zcampaignid gclid", "google click id"),
    "landing_page": ("first visited url", "landing page"),
}
_OWN = ("deal owner", "lead owner", "deal owner.id", "lead owner.id", "potential name", "closing date", "created time",
        "campaign source", "first visited url")  # fmt: skip


def recognise(source):
    """Return 0.9 for a deal's stage or a lead's status beside two columns that Zoho names so."""
    names = set(source.names)
    deal = "stage" in names and {"deal name", "potential name"} & names
    own = len(names & set(_OWN)) >= 2
    return OWN_HEADER if (deal or "lead status" in names) and own and "deal stage" not in names else NO


def read(source, kind, settings):
    """Return deals, or leads as far as they have come; a lead is never won: its deal is."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "zoho_crm")
    draft.need("stage")
    draft.check()
    frame = draft.frame
    leads = draft.written("stage").casefold() == "lead status"
    if leads:
        if "sale_id" in frame:
            frame["customer_id"] = frame["sale_id"]
        gone = frame["stage"].str.contains(r"(?i)junk|lost|not qualified|spam")
        draft.frame = frame.assign(decided=gone.map({True: "lost", False: ""}), stage="lead")
        return finish_sales(draft, note="leads; sales are in the deals")
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "Record Id,Deal Name,Stage,Amount,Closing Date,Created Time,Lead Source,Contact Name,Deal Owner\n"
        "zcrm_1,Shed,Closed Won,950,2026-09-30,2026-08-01 10:00:00,Google AdWords,Ann,Sam\n"
        "zcrm_2,Awning,Qualification,120,2026-09-30,2026-08-02 10:00:00,,Bob,Sam\n",
        {
            "kind": "sales",
            "rows": 2,
            "first": {"stage": "won", "amount": 950.0, "channel": "paid", "customer_id": "Ann"},
        },
    ),
    (
        "Record Id,Lead Owner,First Name,Last Name,Email,Lead Source,Lead Status,Created Time\n"
        "zcrm_3,Sam,Ann,B,a@example.com,Web,Attempted to Contact,2026-08-01 10:00:00\n",
        {"kind": "sales", "rows": 1, "first": {"stage": "lead", "customer_id": "zcrm_3"}},
    ),
]
