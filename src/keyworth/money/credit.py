"""The credit of every sale, shared over its path by every attribution model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.registry import plugins
from keyworth.schema import CREDITS

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money

MODELS = "money.attribution_models"


def credit_sales(journeys: pd.DataFrame, sales: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """Share the credit of every sale over the keyword rows on its path, under every attribution model.

    Parameters
    ----------
    journeys : DataFrame
        As ``link.link_sales`` returns it.
    sales : DataFrame
        As ``clean.usable_sales`` returns it; the amount of a won sale is shared as its credit is.
    settings : Money

    Returns
    -------
    DataFrame
        ``schema.CREDITS`` with all of a sale's rows adding up to 1 a model; rows of no credit are left out.
    """
    import pandas as pd

    paths = prepare(journeys)
    value = sales.set_index("sale_id")["amount"].where(sales.set_index("sale_id")["stage"].eq("won"))
    by = ["sale_id", "keyword_id", "channel", "link"]
    spread = journeys[["touch", *by, "share"]]
    parts = []
    for name, model in plugins(MODELS).items():
        touch = pd.DataFrame(
            {"sale_id": paths["sale_id"], "touch": paths["touch"], "part": model.credit(paths).astype("float64")}
        )
        rows = spread.merge(touch, on=["sale_id", "touch"])
        rows["credit"] = rows["part"] * rows["share"]
        rows = rows[rows["credit"].gt(0)].groupby(by, sort=True)["credit"].sum().reset_index()
        parts.append(rows.assign(attribution_model=name))
    if not parts:
        return pd.DataFrame({c: [] for c in CREDITS.columns})
    out = pd.concat(parts, ignore_index=True)
    out["amount"] = out["credit"] * out["sale_id"].map(value).astype("float64")
    return out[list(CREDITS.columns)]


def prepare(journeys: pd.DataFrame) -> pd.DataFrame:
    """Return one row a touchpoint, in order, with what the attribution models read."""
    import pandas as pd

    order = ["sale_id", "at", "channel", "keyword_key", "page", "touch"]
    rows = journeys.sort_values([*order, "keyword_id"], kind="stable").drop_duplicates(["sale_id", "touch"])
    rows = rows.reset_index(drop=True)
    sale = pd.factorize(rows["sale_id"])[0]
    by = rows.groupby("sale_id", sort=False)
    age = (rows["sale_at"] - rows["at"]).dt.total_seconds() / 86400.0
    group = rows["channel"] + "\n" + rows["keyword_id"].astype(str).where(rows["keyword_id"].ge(0), "")
    return rows[["sale_id", "touch", "won"]].assign(
        sale=sale,
        position=by.cumcount(),
        length=by["touch"].transform("size"),
        days_before=age.fillna(0.0).clip(lower=0.0),
        state=pd.factorize(group, sort=True)[0],
    )
