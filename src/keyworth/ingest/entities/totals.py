"""Total rows: told from data wherever their label stands, and kept as what the agency claims."""

from __future__ import annotations

import pandas as pd

from keyworth.schema import rounding_allowance

_WORDS = (
    "grand totals?|totals?|totale|totaal|totalt|gesamt|gesamtsumme|toplam|suma|summe|razem|celkem|total general"
    "|合計|łącznie|samlet"
)
_LABELLED = rf"(?i)^\s*(?:{_WORDS})\s*[:：(]"
_BARE = rf"(?i)^\s*(?:{_WORDS})\s*$"
_AVERAGE = r"(?i)^\s*(?:averages?|avg\.?|mean|durchschnitt|moyenne|media|promedio)(?:\s*:.*|\s*)$"
# What a label of a total or an average holds, in any of these languages: a row without it is looked at no further.
_LIKELY = r"(?i)tot|gesamt|toplam|suma|summe|razem|celkem|合計|łącznie|samlet|averag|avg|mean|durch|moyen|media|prom"
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
    for column in rows.columns:
        known = pd.Series(rows[column].unique(), dtype="str")
        likely = known[known.str.contains(_LIKELY, regex=True)]
        if not len(likely):
            continue
        cells = rows.loc[rows[column].isin(likely), column]
        own = key[cells.index]
        no_key = (own == "") | own.str.match(_BARE) | own.str.match(_AVERAGE)
        filled = (rows.loc[cells.index] != "").sum(axis=1)
        hit = cells.str.match(_LABELLED) & ((cells == own) | no_key)
        hit |= (cells.str.match(_BARE) | cells.str.match(_AVERAGE)) & no_key & (filled > 1)
        found = cells[hit & (label[cells.index] == "")]
        label.loc[found.index] = found.str.strip()
    return label


def claims(totals: pd.DataFrame, label: pd.Series, segments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the claims that total rows make.

    Parameters
    ----------
    totals : DataFrame
        The total rows under canonical names, numbers parsed.
    label : Series of str
        Rows of one label (repeated for each day) are summed; their ratios are left out.
    segments : DataFrame of bool, optional
        Which segment cells (day, device) of a row are filled: a total and its own breakdown are not added up, but
        the rows of one label that fill the fewest of them are its total.
    """
    if segments is not None and segments.shape[1] and len(totals):
        filled = segments.loc[totals.index]
        few = filled.sum(axis=1).groupby(label).transform("min").eq(filled.sum(axis=1))
        pattern = filled.apply(tuple, axis=1)
        first = pattern[few].groupby(label[few]).transform("first")
        kept = first.index[pattern[few] == first]
        totals, label = totals.loc[kept], label[kept]
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


_OF_KEYWORDS = (
    r"(?i)your keywords|search keywords$|keywords in your|removed keywords|search terms?$|palabras clave|mots[- ]clés"
    r"|palavras-chave|parole chiave|zoekwoorden|suchbegriffe|keywords?$|słowa kluczowe|検索キーワード"
)


def of_rows(frame: pd.DataFrame, read: float, rows: int, beside: float = 0.0) -> tuple[pd.DataFrame, float, str]:
    """Return the claims with their scopes, and which total of cost speaks of the rows that were read, with its label.

    It is the one equal to what was read, half a penny a row; else the one that names keywords or search terms; else
    the first. All other totals speak of more than the rows (the account, campaigns of other kinds, removed
    keywords), which makes their scope ``account``. NaN where none is stated.

    Parameters
    ----------
    frame : DataFrame
        As ``claims`` returns it.
    read : float
        Cost of the rows read.
    rows : int
    beside : float
        Cost of rows read as spend without a keyword: a total of all rows is told less it.
    """
    costs = frame[frame["metric"] == "cost"] if len(frame) else frame
    if not len(costs):
        return frame, float("nan"), ""
    near = rounding_allowance(rows)
    equal = costs[(costs["claimed"] - read).abs() <= near]
    whole = costs[(costs["claimed"] - read - beside).abs() <= near]
    named = costs[costs["label"].str.contains(_OF_KEYWORDS)]
    found = equal if len(equal) else whole if len(whole) else named if len(named) else costs
    best = found.iloc[0]
    exact = len(equal) or len(whole)
    same = set((equal if len(equal) else whole)["label"]) if exact else set(costs["label"]) - _wider(costs["label"])
    scope = frame["scope"].where(frame["label"].isin(same | {best["label"]}), "account")
    less = beside if not len(equal) and len(whole) else 0.0
    return frame.assign(scope=scope), round(float(best["claimed"]) - less, 6), str(best["label"])


def _wider(labels: pd.Series) -> set[str]:
    """Return the labels that speak of the account or of campaigns of another kind."""
    pattern = (
        r"(?i):\s*(?:account|konto|cuenta|conta|compte|performance max|display|smart|shopping|video"
        r"|app|demand gen|discovery|local|search|suche|アカウント)\b"
    )
    return set(labels[labels.str.contains(pattern)])
