"""Total rows: told from data wherever their label stands, and kept as what the agency claims."""

from __future__ import annotations

import pandas as pd

_WORDS = "grand totals?|totals?|totale|totaal|totalt|gesamt|gesamtsumme|toplam|suma|summe|razem|celkem|total general"
_LABELLED = rf"(?i)^\s*(?:{_WORDS})\s*[:(]"
_BARE = rf"(?i)^\s*(?:{_WORDS})\s*$"
_AVERAGE = r"(?i)^\s*(?:averages?|avg\.?|mean|durchschnitt|moyenne|media|promedio)(?:\s*:.*|\s*)$"
METRICS = {
    "cost": "cost",
    "clicks": "clicks",
    "impressions": "impressions",
    "claimed_conversions": "conversions",
    "claimed_value": "value",
    "stated_ctr": "ctr",
    "stated_cpc": "cpc",
    "stated_roas": "roas",
    "stated_cost_per_conversion": "cpa",
}


def labels(rows: pd.DataFrame, key: pd.Series) -> pd.Series:
    """Return the label of each row that is a total or an average, ``""`` for data.

    Parameters
    ----------
    rows : DataFrame
        All cells of the source, as text.
    key : Series of str
        The column that names what a row is of (the keyword): a bare "Total" elsewhere counts only where it is empty.
    """
    label = pd.Series("", index=rows.index, dtype="str")
    no_key = (key == "") | key.str.match(_BARE) | key.str.match(_AVERAGE)
    filled = (rows != "").sum(axis=1)
    for column in rows.columns:
        cells = rows[column]
        if (
            not pd.Series(cells.unique(), dtype="str")
            .str.contains(r"(?i)tot|gesamt|toplam|suma|summe|razem|celkem|averag|avg|mean|durch|moyen|media|prom")
            .any()
        ):
            continue
        hit = cells.str.match(_LABELLED) & ((cells == key) | no_key | (key == ""))
        hit |= (cells.str.match(_BARE) | cells.str.match(_AVERAGE)) & no_key & (filled > 1)
        label = label.where(~(hit & (label == "")), cells.str.strip())
    return label


def claims(totals: pd.DataFrame, label: pd.Series) -> pd.DataFrame:
    """Return the claims that total rows make.

    Parameters
    ----------
    totals : DataFrame
        The total rows under canonical names, numbers parsed.
    label : Series of str
        Rows of one label (repeated for each day) are summed; their ratios are left out.
    """
    out = []
    for column, metric in METRICS.items():
        if column not in totals:
            continue
        part = pd.DataFrame({"label": label, "claimed": totals[column], "source_row": totals.index})
        part = part[part["claimed"].notna()].sort_values("source_row")
        if column.startswith("stated_"):
            part = part.drop_duplicates("label", keep=False)
        grouped = part.groupby("label", sort=False).agg(claimed=("claimed", "sum"), source_row=("source_row", "first"))
        out.append(grouped.reset_index().assign(metric=metric))
    if not out:
        return pd.DataFrame({"metric": pd.Series([], dtype="str")})
    frame = pd.concat(out, ignore_index=True).sort_values(["source_row", "metric"], kind="stable")
    campaign = frame["label"].str.contains(r"(?i)campaign|kampagne|campanha|campagne|campaña|campagna")
    return frame.assign(
        scope=campaign.map({True: "campaign", False: "total"}), group="", claimed=frame["claimed"].round(6)
    ).reset_index(drop=True)


def total_of_rows(frame: pd.DataFrame, read: float) -> tuple[float, str]:
    """Return which stated total of cost speaks of the rows that were read, and its label.

    The one equal to what was read, to the penny; else the one that names keywords or search terms;
    else the first. NaN where none is stated.
    """
    costs = frame[frame["metric"] == "cost"] if len(frame) else frame
    if not len(costs):
        return float("nan"), ""
    equal = costs[(costs["claimed"] - read).abs() < 0.005]
    named = costs[
        costs["label"].str.contains(
            r"(?i)your keywords|search keywords|keywords in your|removed keywords|search terms?$"
        )
    ]
    best = (equal if len(equal) else named if len(named) else costs).iloc[0]
    return float(best["claimed"]), str(best["label"])
