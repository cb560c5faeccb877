"""A fair letter to the agency: what it claims, what the data supports, what is missing, and by when."""

from __future__ import annotations

from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from keyworth.assets import asset
from keyworth.report import audit_reader
from keyworth.report.what_would_change import margin_assumed
from keyworth.review.letter_changes import changes
from keyworth.review.letter_claims import figures
from keyworth.store import Audit


def letter(
    decided: pd.DataFrame,
    claims: pd.DataFrame,
    summary: dict[str, Any],
    *,
    reply_by: str = "",
    signed: bool = False,
    form: str = "html",
) -> str:
    """Return the letter as HTML or as plain text.

    Parameters
    ----------
    decided : DataFrame
        `decided_table`'s result.
    claims : DataFrame
        ``schema.CLAIM_LEDGER``.
    summary : dict
        The audit's summary.
    reply_by : str
        A date until which the agency is asked to answer.
    signed : bool
        Whether the decisions are signed; else the letter says that it is a draft.
    form : {"html", "txt"}
    """
    environment = Environment(
        loader=FileSystemLoader(asset("templates", "review")),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    report = summary.get("settings", {}).get("report", {})
    told = audit_reader.figures_of(Audit(decided, {}, summary))
    dated = {"period_start", "period_end"} <= set(decided.columns)
    return environment.get_template(f"letter.{form}.j2").render(
        agency=report.get("agency") or "the agency",
        company=report.get("company") or "our company",
        currency=told.currency,
        run_id=summary.get("run_id", ""),
        period=audit_reader.period(decided, told) if dated else "",
        figures=figures(claims, told),
        changes=changes(decided, told),
        assumed=margin_assumed(Audit(decided, {}, summary)),
        reply_by=reply_by,
        signed=signed,
    )
