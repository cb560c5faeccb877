"""Microsoft Dynamics 365 opportunities: a view's export with its labels, or the Web API's names and codes."""

from keyworth.ingest.entities.order_rows import decided
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.protocol import NO, OWN_HEADER
from keyworth.ingest.tabular.column_names import positions

TITLE = "Dynamics 365 opportunities"
KINDS = ("sales",)
COLUMNS = {
    "decided": ("status", "statecode", "statecode@odata.community.display.v1.formattedvalue"),
    "stage": ("pipeline phase", "sales stage", "salesstage", "stepname", "status reason", "statuscode"),
    "sale_id": ("(do not modify) opportunity", "opportunityid", "opportunity id"),
    "customer_id": ("contact", "potential customer", "account", "parentcontactid value", "customerid value"),
    "email": ("email address", "email", "emailaddress"),
    "phone": ("business phone", "mobile phone", "phone"),
    "created_at": ("created on", "createdon"),
    "closed_at": ("actual close date", "actualclosedate"),
    "actual": ("actual revenue", "actualvalue"),
    "amount": ("est. revenue", "estimated revenue", "estimatedvalue", "total amount", "totalamount"),
    "currency": ("currency", "transactioncurrencyid@odata.community.display.v1.formattedvalue"),
    "product": ("product", "product name"),
    "channel": ("lead source", "leadsourcecode", "originating lead source", "source"),
    "utm_campaign": ("source campaign",),
    "click_id": ("gclid",),
}
_CODES = {"0": "open", "1": "won", "2": "lost", "open": "open", "won": "won", "lost": "lost"}


def recognise(source):
    """Return 0.9 for an estimated or actual revenue beside a topic, or the API's names."""
    names = set(source.names)
    label = {"topic", "potential customer", "(do not modify) opportunity"} & names
    money = {"est. revenue", "actual revenue", "estimated revenue"} & names
    return OWN_HEADER if (label and money) or {"opportunityid", "statecode"} <= names else NO


def read(source, kind, settings):
    """Return the opportunities; a won one has its actual revenue, others what is hoped for."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "dynamics_opportunities")
    frame = draft.frame
    if "decided" not in positions(source.names, COLUMNS) and "stage" in frame:
        frame["decided"] = ""
    frame["decided"] = decided(frame["decided"], _CODES)
    if "stage" not in frame or frame["stage"].str.fullmatch(r"\d*").all():
        frame["stage"] = frame["decided"]
    frame["stage"] = frame["stage"].str.replace(r"^\d+[-. ]+", "", regex=True)
    if "actual" in frame:
        amount = frame["amount"] if "amount" in frame else frame["actual"]
        frame["amount"] = amount.where(frame["actual"].isin(["", "0", "0.0"]), frame.pop("actual"))
    return finish_sales(draft, unknown_stage="opportunity")


EXAMPLES = [
    (
        "(Do Not Modify) Opportunity,Topic,Potential Customer,Status,Est. Revenue,Actual Revenue,Actual Close Date,"
        "Created On,Pipeline Phase\n"
        "a1,Shed,Ann,Won,900,950,2026-09-30,2026-08-01,4-Close\na2,Awning,Bob,Open,120,,,2026-08-02,2-Propose\n",
        {"kind": "sales", "rows": 2, "first": {"stage": "won", "amount": 950.0, "customer_id": "Ann"}},
    ),
]
