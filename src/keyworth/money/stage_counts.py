"""What is counted for each keyword row: its sales by stage, and how much of what it brought could be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.customers import one_customer
from keyworth.money.sales_lag import fit_lag, matured
from keyworth.schema import COUNTED_SALES, LEADS, conform

if TYPE_CHECKING:
    import numpy as np

    from keyworth.settings import Money

STAGES = ("leads", "appointments", "opportunities", "wins")


def counted_sales(sales: pd.DataFrame, links: pd.DataFrame, day: pd.Timestamp, settings: Money) -> pd.DataFrame:
    """Return the sales that count, each person once, with the share of their outcome that is in.

    Parameters
    ----------
    sales, links : DataFrame
        As ``sale_history.usable_sales`` and ``link.link_sales`` return them.
    day : Timestamp
        Of the export.
    settings : Money

    Returns
    -------
    DataFrame
        ``schema.COUNTED_SALES``.
    """
    first = sales["sale_id"].isin(links.loc[links["repeat_of"].eq(""), "sale_id"])
    sales = sales.assign(person_number=sales["sale_id"].map(links.set_index("sale_id")["person_number"]))
    lag = fit_lag(sales[first], day, settings)
    out = sales.assign(matured=matured(sales, day, lag), won=sales["stage"].eq("won"))[first]
    return conform(out, COUNTED_SALES)


def count_leads(credits: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Return ``schema.LEADS``: the leads of each keyword row by the product that the CRM says they asked for."""
    # What is shared over a page or a campaign is no keyword's own.
    own = credits["keyword_id"].ge(0) & ~credits["link"].isin(["landing_page", "campaign"])
    rows = credits.loc[own, ["keyword_id", "sale_id", "credit"]]
    rows = rows.merge(counted[["sale_id", "product", "won"]], on="sale_id")
    rows = rows.assign(leads=rows["credit"], wins=rows["credit"].where(rows["won"], 0.0))
    return conform(rows.groupby(["keyword_id", "product"])[["leads", "wins"]].sum().reset_index(), LEADS)


def count_stages(keyword_ids: pd.Series, credits: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Return by keyword row the credited ``leads`` … ``wins``, ``revenue``, and the trials of each stage.

    ``trials_1`` are the leads, ``trials_2`` the appointments, ``trials_3`` the opportunities; here and in the
    events after the lead, an open sale counts as far as its outcome is in. The sales of one customer count as one
    (``sales`` counts each). ``own`` are the leads that name the keyword, and are not shared over its campaign.
    """
    rows = credits.loc[credits["keyword_id"].ge(0), ["keyword_id", "sale_id", "credit", "link"]]
    rows = rows.merge(counted.drop(columns="product").assign(one=one_customer(counted)), on="sale_id")
    credit, reached = rows["credit"] * rows["one"], rows["reached"]
    out = {"keyword_id": rows["keyword_id"], "revenue": (rows["credit"] * rows["amount"]).where(rows["won"]).fillna(0)}
    out["sales"] = rows["credit"].where(rows["won"], 0.0)
    out["own"] = credit.where(rows["link"].ne("campaign"), 0.0)
    out["matured"] = credit * rows["matured"]
    # An open sale weighs the same at every stage, so that the stages' rates still multiply to the rate of wins.
    for i, name in enumerate(STAGES):
        out[name] = (credit if i == 0 else out["matured"]).where(reached.ge(i), 0.0)
        out[f"trials_{i + 1}"] = out["matured"].where(reached.ge(i), 0.0)
    return pd.DataFrame(out).groupby("keyword_id").sum().reindex(keyword_ids).fillna(0.0).reset_index()


@dataclass(frozen=True)
class Untied:
    """Organic leads that no query can be tied to: how many, how many a click, and the share of them that is won."""

    leads: float = 0.0
    rate: float = 0.0
    won: float = 0.5


def untied_rate(keywords: pd.DataFrame, links: pd.DataFrame, pages: pd.DataFrame, counted: pd.DataFrame) -> Untied:
    """Return what organic clicks bring as a whole, for where none of their leads can be tied to a query."""
    if links.empty:
        return Untied()
    own = links.loc[links["channel"].eq("organic_search") & links["repeat_of"].eq(""), "sale_id"]
    shown = float(keywords.loc[keywords["channel"].eq("organic"), "clicks"].sum())
    whole = float(pages.loc[pages["query"].eq(""), "clicks"].sum())
    rows = counted[counted["sale_id"].isin(own)]
    won = (float(rows["won"].sum()) + 0.5) / (float(rows["matured"].sum()) + 1.0)
    return Untied(float(len(own)), (len(own) + 0.5) / max(shown, whole, 1.0), won)


def as_array(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column as floats."""
    return frame[column].to_numpy(dtype="float64")
