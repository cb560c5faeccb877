"""A fair letter to the agency: what it claims, what the data supports, what is missing, and by when."""

from __future__ import annotations

from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from keyworth.assets import asset

_SHOWN = 40


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
    order = {"not supported": 0, "cannot be checked": 1, "supported": 2}
    listed = claims.assign(_order=claims["verdict"].map(order).fillna(3))
    listed = listed.sort_values(["_order", "claim", "scope"], kind="stable").head(_SHOWN)
    asked = sorted({text for text in claims["ask_for"] if text})
    changes = decided[decided["decided_verdict"].isin(["cut", "fix"])].sort_values("at_stake", ascending=False)
    return environment.get_template(f"letter.{form}.j2").render(
        agency=report.get("agency") or "the agency",
        company=report.get("company") or "our company",
        currency=summary.get("settings", {}).get("ingest", {}).get("currency", "GBP"),
        run_id=summary.get("run_id", ""),
        claims=listed.to_dict("records"),
        claims_total=len(claims),
        asked=asked,
        changes=changes.to_dict("records"),
        reply_by=reply_by,
        signed=signed,
    )
