"""The credit of every sale, shared over its path by every attribution model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.registry import drop, installed, plugins
from keyworth.schema import CREDITS, empty

if TYPE_CHECKING:
    from types import ModuleType

    from keyworth.settings import Money

MODELS = "money.attribution_models"
MAX_STATES = 400  # of the Markov chain, whose matrix is inverted; rarer states are pooled by channel


def credit_sales(journeys: pd.DataFrame, sales: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """Share the credit of every sale over the keyword rows on its path, under every attribution model.

    Parameters
    ----------
    journeys : DataFrame
        As ``link.link_sales`` returns it, each sale's touchpoints in their order.
    sales : DataFrame
        As ``clean.usable_sales`` returns it; the amount of a won sale is shared as its credit is.
    settings : Money

    Returns
    -------
    DataFrame
        ``schema.CREDITS``: the rows of a sale add up to 1 under each model; rows without credit are left out.
    """
    if journeys.empty:
        return empty(CREDITS)
    wide, models = wide_credits(journeys)
    value = sales.set_index("sale_id")["amount"].where(sales.set_index("sale_id")["stage"].eq("won"))
    wide["amount"] = wide["sale_id"].map(value).astype("float64")
    given = [np.flatnonzero(wide[name].to_numpy() > 0) for name in models]
    credit = np.concatenate([wide[name].to_numpy()[rows] for name, rows in zip(models, given, strict=True)])
    rows = np.concatenate(given)
    named = np.repeat(np.array(models, dtype=object), [len(part) for part in given])
    # Column by column: a million touchpoints times seven models must fit in memory once, not twice.
    out = {"attribution_model": pd.array(named, dtype="str"), "credit": credit}
    out |= {name: wide[name].array.take(rows) for name in ("sale_id", "keyword_id", "channel", "link")}
    out["amount"] = wide["amount"].to_numpy()[rows] * credit
    return pd.DataFrame({name: out[name] for name in CREDITS.columns})


def wide_credits(journeys: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return one row a sale, keyword row, channel and link, with a column of credit for each attribution model."""
    paths = prepare(journeys)
    models = plugins(MODELS)
    for name in list(models):
        try:
            paths[name] = _shares(name, models[name], paths)
        except KeyworthError as fault:
            if not drop(MODELS, name, fault):
                raise
    by = ["sale_id", "keyword_id", "channel", "link"]
    rows = journeys[["touch", "share", *by]].merge(paths[["sale_id", "touch", *models]], on=["sale_id", "touch"])
    rows[list(models)] = rows[list(models)].mul(rows["share"], axis=0)
    return rows.groupby(by, sort=True)[list(models)].sum().reset_index(), list(models)


def _shares(name: str, model: ModuleType, paths: pd.DataFrame) -> pd.Series:
    """Return a model's credit; of an installed plug-in only where every sale is shared whole."""
    credit = model.credit(paths).astype("float64")
    if name in installed(MODELS):
        whole = credit.groupby(paths["sale"]).sum().sub(1).abs().max() < 1e-9
        if not whole or not credit.ge(0).all():
            raise KeyworthError(f"{name} does not share the credit of a sale", ["shares are negative, or not 1 in all"])
    return credit


def prepare(journeys: pd.DataFrame) -> pd.DataFrame:
    """Return one row a touchpoint, in order, with what the attribution models read."""
    rows = journeys.drop_duplicates(["sale_id", "touch"]).reset_index(drop=True)
    by = rows.groupby("sale_id", sort=False)
    age = (rows["sale_at"] - rows["at"]).dt.total_seconds() / 86400.0
    return rows[["sale_id", "touch", "won"]].assign(
        sale=pd.factorize(rows["sale_id"])[0],
        position=by.cumcount(),
        length=by["touch"].transform("size"),
        days_before=age.fillna(0.0).clip(lower=0.0),
        state=states(rows["channel"], rows["campaign"]),
    )


def states(channel: pd.Series, campaign: pd.Series) -> pd.Series:
    """Number the pairs of channel and campaign; beyond ``MAX_STATES``, the rarer ones by channel alone."""
    pair = channel + "\n" + campaign
    seen = pair.value_counts().reset_index()
    seen.columns = ["pair", "times"]
    kept = seen.sort_values(["times", "pair"], ascending=[False, True])["pair"].head(MAX_STATES)
    pair = pair.where(pair.isin(kept), channel + "\n\nrarer")
    return pd.Series(pd.factorize(pair, sort=True)[0], index=channel.index)
