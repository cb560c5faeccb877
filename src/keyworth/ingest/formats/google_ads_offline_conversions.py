"""Offline conversions as they are uploaded to Google or Microsoft Ads: a click id, a time and a value each."""

import re

import pandas as pd

from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.entities.sale_rows import finish_sales
from keyworth.ingest.entities.stage_words import stage_of
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "offline conversions for Google Ads"
KINDS = ("sales",)
COLUMNS = {
    "click_id": ("google click id", "gclid", "microsoft click id"),
    "gbraid": ("gbraid",),
    "wbraid": ("wbraid",),
    "conversion": ("conversion name",),
    "created_at": ("conversion time",),
    "amount": ("conversion value",),
    "currency": ("conversion currency",),
    "sale_id": ("order id",),
    "email": ("email",),
    "phone": ("phone number",),
}


def recognise(source):
    """Return 0.9 for a click id beside a conversion's name and time."""
    click = any(source.has(c) for c in ("google click id", "gclid", "microsoft click id", "gbraid"))
    return OWN_HEADER if click and source.has("conversion name", "conversion time") else 0.0


def read(source, kind, settings):
    """Return the conversions: the stage that their name means, won where it says none."""
    zone = next((m[1] for r in source.preamble for c in r if (m := re.match(r"Parameters:TimeZone=([^,;]+)", c))), "")
    if re.fullmatch(r"[A-Z][A-Za-z]+/[A-Za-z_/]+|UTC", zone):
        settings = settings.model_copy(update={"time_zone": zone})
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "google_ads_offline_conversions")
    frame = draft.frame
    click = frame["click_id"] if "click_id" in frame else pd.Series("", index=frame.index, dtype="str")
    for other in ("gbraid", "wbraid"):
        if other in frame:
            click = click.where(click != "", frame.pop(other))
    stage = frame["conversion"].map({n: stage_of(n) or "won" for n in frame["conversion"].unique()}).astype("str")
    draft.frame = frame.drop(columns="conversion").assign(click_id=click, stage=stage)
    draft.frame["closed_at"] = draft.frame["created_at"].where(stage == "won", "")
    draft.drop_empty("click_id", "click id")
    return finish_sales(draft)


EXAMPLES = [
    (
        "Parameters:TimeZone=Europe/London\nGoogle Click ID,Conversion Name,Conversion Time,Conversio"
        "n Value,Conversion Currency\n"
        "Cj0KCtest,Deal won,2026-08-20 17:05:11,1180.50,GBP\nEAIaIQtest,Qualified lead,08/21/2026 10:"
        "00:00 AM,250,GBP\n",
        {
            "kind": "sales",
            "rows": 2,
            "currency": "GBP",
            "first": {"click_id": "Cj0KCtest", "stage": "won", "amount": 1180.5},
        },
    ),
]
