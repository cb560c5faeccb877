"""What search terms ask of the ads account, as files it loads: negatives and keywords to add, and the way back.

The shapes are those of `review.editor`. A negative of the account becomes one of each campaign, for Editor's sheet has
no place for it. The undo file takes away what the other added, and nothing else. Negatives on file are left as they
are: that one blocks a customer's words is for a person to judge.
"""

from __future__ import annotations

import pandas as pd

from keyworth.report.safe_cells import guard
from keyworth.review.editor import EDITOR_COLUMNS
from keyworth.text import key

_CRITERION = {"exact": "Exact", "phrase": "Phrase", "broad": "Broad"}
_OURS = "keyworth: "
_UNSAFE = "it begins like a formula: change it by hand"
_NOWHERE = "its campaign or ad group is not known: add it by hand"


def term_rows(
    search_terms: pd.DataFrame, negatives: pd.DataFrame, keywords: pd.DataFrame, catalogue: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a Google Ads Editor file, and what it cannot carry.

    Parameters
    ----------
    search_terms, negatives, keywords, catalogue : DataFrame
        Of ``schema``, from a saved audit.

    Returns
    -------
    rows : DataFrame
        ``editor.EDITOR_COLUMNS``, all text.
    left_out : DataFrame
        ``keyword, campaign, decided_verdict, reason``.
    """
    paid = keywords[keywords["channel"] == "paid"]
    rows = pd.concat([_negatives(negatives, paid), _additions(search_terms, paid, catalogue)], ignore_index=True)
    names = rows[["Campaign", "Ad Group", "Keyword"]]
    unsafe = names.apply(lambda c: c.map(lambda t: guard(t) != t)).any(axis=1) if len(rows) else pd.Series(dtype=bool)
    homeless = rows["Campaign"].eq("") | (rows["Ad Group"].eq("") & ~rows["Criterion Type"].str.startswith("Campaign"))
    reason = pd.Series("", index=rows.index).mask(homeless, _NOWHERE).mask(unsafe.astype(bool), _UNSAFE)
    left = rows[reason != ""].assign(reason=reason[reason != ""]).rename(
        columns={"Keyword": "keyword", "Campaign": "campaign"})  # fmt: skip
    left["decided_verdict"] = left["Criterion Type"].str.contains("Negative").map({True: "negative", False: "add"})
    kept = rows[reason == ""].drop_duplicates(["Campaign", "Ad Group", "Keyword", "Criterion Type"])
    columns = ["keyword", "campaign", "decided_verdict", "reason"]
    return kept[list(EDITOR_COLUMNS)].reset_index(drop=True), left[columns].drop_duplicates(ignore_index=True)


def undone(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that take away what rows of `term_rows` add."""
    return rows.assign(Status="Removed", Comment=_OURS + "undo").assign(**{"Final URL": ""})


def _negatives(negatives: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    wanted = negatives[negatives["state"] == "proposed"]
    campaigns = sorted(set(paid["campaign"]) - {""})
    every = pd.DataFrame({"campaign": campaigns}, dtype="str")
    wide = wanted[wanted["campaign"] == ""].drop(columns="campaign").merge(every, how="cross")
    rows = pd.concat([wanted[wanted["campaign"] != ""], wide], ignore_index=True)
    of_group = rows["level"] == "ad group"
    kind = rows["match_type"].map(_CRITERION).fillna("Exact")
    told = {
        "Campaign": rows["campaign"], "Ad Group": rows["ad_group"].where(of_group, ""), "Keyword": rows["negative"],
        "Criterion Type": ("Negative " + kind).where(of_group, "Campaign Negative " + kind),
        "Final URL": "", "Status": "Enabled", "Comment": _OURS + "negative · " + rows["level"],
    }  # fmt: skip
    return pd.DataFrame(told, dtype="str")


def _additions(search_terms: pd.DataFrame, paid: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return each term that is to be a keyword once, where most was spent on it, with its product's page."""
    added = search_terms[search_terms["answer"].isin(["add", "reword"])]
    added = added.sort_values(["cost", "campaign"], ascending=[False, True]).drop_duplicates("term_key")
    added = added[~added["term_key"].isin({key(k) for k in paid["keyword"]})].sort_index()
    sold = catalogue[(catalogue["status"] != "retired") & (catalogue["url"].map(guard) == catalogue["url"])]
    pages = dict(zip(sold["product_id"], sold["url"], strict=True))
    page = added["product_id"].map(lambda i: pages.get(i, ""))
    told = {
        "Campaign": added["campaign"], "Ad Group": added["ad_group"], "Keyword": added["search_term"],
        "Criterion Type": "Exact", "Final URL": page, "Status": "Enabled",
        "Comment": _OURS + "new · a search that " + added["answer"].map({"add": "brought conversions", "reword":
                                                                        "customers word so"}),
    }  # fmt: skip
    return pd.DataFrame(told, dtype="str")
