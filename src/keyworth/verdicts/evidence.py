"""Evidence: what a verdict needs of each keyword row and no relevance model decides; saved, to be judged anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.language.intent import intents
from keyworth.money.basis import Basis
from keyworth.money.pipeline import Traced, trace_sales
from keyworth.schema import EVIDENCE, Inputs, conform
from keyworth.verdicts.demand_counts import asked_counts

if TYPE_CHECKING:
    from keyworth.settings import Money

MOST_VISITS = 200_000  # beyond so many, tracing sales anew would take longer than the rest of the audit


@dataclass(frozen=True)
class Evidence:
    """What `judge` reads beside relevance and alignment.

    Attributes
    ----------
    rows : DataFrame
        ``schema.EVIDENCE``, in the agency's order.
    catalogue, credits, counted_sales : DataFrame
        Of ``schema``.
    """

    rows: pd.DataFrame
    catalogue: pd.DataFrame
    credits: pd.DataFrame
    counted_sales: pd.DataFrame

    @classmethod
    def of_tables(cls, tables: Mapping[str, pd.DataFrame]) -> Evidence:
        """Return the evidence that a saved audit's tables hold."""
        return cls(tables["evidence"], tables["catalogue"], tables["credits"], tables["counted_sales"])


def gather_evidence(
    inputs: Inputs, searches: pd.DataFrame, phrases: pd.DataFrame, basis: Basis, traced: Traced
) -> Evidence:
    """Return the evidence of an audit.

    Parameters
    ----------
    inputs : Inputs
    searches, phrases : DataFrame
        Of ``schema``, as the language room returns them.
    basis : money.Basis
    traced : money.Traced
    """
    rows = inputs.keywords.reset_index(drop=True)
    seen = traced.traceability.drop(columns=["channel"], errors="ignore")
    rows = rows.merge(seen, on="keyword_id", validate="one_to_one")
    own = traced.leads.groupby("keyword_id")[["leads", "wins"]].sum()
    rows = rows.assign(
        is_brand=rows["keyword_id"].map(basis.brand).astype(bool),
        asked_count=asked_counts(rows["keyword_key"], searches, phrases),
        sales_supplied=not inputs.sales.empty,
        own_leads=rows["keyword_id"].map(own["leads"]).fillna(0.0),
        own_sales=rows["keyword_id"].map(own["wins"]).fillna(0.0),
    )
    rows = rows.join(intents(rows["keyword_key"], inputs.catalogue))
    return Evidence(conform(rows, EVIDENCE), inputs.catalogue, traced.credits, traced.counted_sales)


def traced_anew(
    inputs: Inputs, searches: pd.DataFrame, phrases: pd.DataFrame, basis: Basis, traced: Traced, settings: Money
) -> Callable[[int], Evidence] | None:
    """Return what gives the evidence under other lookback days; None where no visit or too many are on file.

    Parameters
    ----------
    inputs, searches, phrases, basis, traced
        As for ``gather_evidence``.
    settings : settings.Money
    """
    if traced.journeys.empty or len(inputs.touchpoints) > MOST_VISITS:
        return None

    def anew(days: int) -> Evidence:
        other = trace_sales(inputs, basis, settings.model_copy(update={"lookback_days": days}))
        return gather_evidence(inputs, searches, phrases, basis, other)

    return anew
