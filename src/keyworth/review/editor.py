"""Decisions as files an agency loads: Google Ads Editor and Microsoft Advertising bulk.

Columns and encodings are those of the vendors' own exports (Editor: UTF-16, tab
separated, English headers, blank = no change). A cut pauses the keyword; one whose
searchers want something else becomes a negative too; a fix puts the customers' wording
in its place, or points it at the successor on sale. Any other fix is work on a page, a
bid or an offer: its row changes nothing, and says so.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd

from keyworth.ingest import read_table
from keyworth.report.safe_cells import guard
from keyworth.text import key

EDITOR_COLUMNS = ("Campaign", "Ad Group", "Keyword", "Criterion Type", "Final URL", "Status", "Comment")
BULK_COLUMNS = (
    "Type", "Status", "Id", "Parent Id", "Campaign", "Ad Group", "Keyword", "Match Type", "Final Url", "Name",
)  # fmt: skip
_NAMES = ["campaign", "ad_group", "keyword"]
_PLACE = ["Campaign", "Ad Group", "Keyword", "Criterion Type"]
_MATCH = {"exact": "Exact", "phrase": "Phrase", "broad": "Broad", "": "Broad"}
_LEAD = "=+-@\t\r\n "  # not of a wording that customers use; a spreadsheet would run them
_OURS = "keyworth: "


def editor_rows(decided: pd.DataFrame, catalogue: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a Google Ads Editor file, and the decisions it cannot carry.

    Parameters
    ----------
    decided : DataFrame
        `decided_table`'s result; rows of the paid channel that are cut or fixed are used.
    catalogue : DataFrame, optional
        For the pages of what is on sale.

    Returns
    -------
    rows : DataFrame
        ``EDITOR_COLUMNS``, all text. Names stand as listed, for Editor finds a keyword by them; what
        begins like a formula is left out, since it could not stand as listed and be safe.
    left_out : DataFrame
        ``keyword, campaign, decided_verdict, reason``.
    """
    moved = decided[decided["decided_verdict"].isin(["cut", "fix"])]
    reason = pd.Series("", index=moved.index)
    unsafe = moved[_NAMES].apply(lambda c: c.map(lambda t: guard(t) != t)).any(axis=1)
    reason[unsafe] = "its name, campaign or ad group begins like a formula: change it by hand"
    reason[~moved["channel"].eq("paid")] = "organic: there is nothing to pause in the ads account"
    use = moved[reason.eq("")]
    listed = _base(decided)[_PLACE]
    pages, does = _pages_on_sale(catalogue), _steps(use)
    by_hand = use.index[_pages_of(use, does, pages).eq("") & does.isin(["repoint", ""])]
    told = use["reason"] if "reason" in use else pd.Series("", index=use.index)
    reason[by_hand] = "work by hand, nothing to load: " + _own(use, "decision_reason", told)[by_hand]
    left = moved[reason.ne("")].assign(reason=reason)[["keyword", "campaign", "decided_verdict", "reason"]]
    changed = pd.concat([_paused(use, does), _kept(use, does, pages)])
    new = pd.concat([_negatives(use, does, decided), _added(use, does, decided, pages)]).drop_duplicates(_PLACE)
    there = _folded(new[_PLACE]).isin(set(_folded(listed)))
    rows = pd.concat([changed, new[~there]], ignore_index=True).fillna("")[list(EDITOR_COLUMNS)]
    rows["Comment"] = rows["Comment"].map(guard)
    return rows.drop_duplicates(ignore_index=True), left.reset_index(drop=True)


def editor_file(rows: pd.DataFrame) -> bytes:
    """Return the bytes of a Google Ads Editor CSV (UTF-16LE with BOM, tab separated)."""
    out = io.StringIO()
    rows.to_csv(out, sep="\t", index=False, lineterminator="\r\n")
    return b"\xff\xfe" + out.getvalue().encode("utf-16-le", "replace")


def read_editor_file(path: str | Path) -> pd.DataFrame:
    """Return what an Editor file of keyworth's decides: ``campaign, ad_group, keyword, match_type, verdict``.

    It is read by `keyworth.ingest`, as any file of an agency's. A paused keyword is a cut, or a fix where
    another wording takes its place; one that stays but is pointed elsewhere is a fix.
    """
    frame = read_table(path)
    verdict = frame["Comment"].str.extract(f"^{_OURS}(cut|fix) ", expand=False)
    listed = frame[verdict.notna()]
    return pd.DataFrame(
        {
            "campaign": listed["Campaign"],
            "ad_group": listed["Ad Group"],
            "keyword": listed["Keyword"],
            "match_type": listed["Criterion Type"].str.lower(),
            "verdict": verdict[verdict.notna()],
        }
    ).reset_index(drop=True)


def bulk_file(rows: pd.DataFrame) -> bytes:
    """Return the same changes as a Microsoft Advertising bulk CSV (UTF-8 with BOM, Format Version 6.0)."""
    negative = rows["Criterion Type"].str.contains("Negative")
    of_campaign = rows["Criterion Type"].str.startswith("Campaign")
    kind = negative.map({True: "Ad Group Negative Keyword", False: "Keyword"})
    bulk = pd.DataFrame(
        {
            "Type": kind.mask(of_campaign, "Campaign Negative Keyword"),
            "Status": rows["Status"].replace({"Enabled": "Active", "Removed": "Deleted"}),
            "Campaign": rows["Campaign"],
            "Ad Group": rows["Ad Group"].where(~of_campaign, ""),
            "Keyword": rows["Keyword"],
            "Match Type": rows["Criterion Type"].str.split().str[-1],
            "Final Url": rows["Final URL"],
        }
    ).reindex(columns=list(BULK_COLUMNS), fill_value="")
    head = pd.DataFrame([{"Type": "Format Version", "Name": "6.0"}]).reindex(columns=list(BULK_COLUMNS), fill_value="")
    out = io.StringIO()
    pd.concat([head, bulk]).to_csv(out, index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _base(use: pd.DataFrame, **more: object) -> pd.DataFrame:
    columns = {
        "Campaign": use["campaign"],
        "Ad Group": use["ad_group"],
        "Keyword": use["keyword"],
        "Criterion Type": use["match_type"].map(_MATCH).fillna("Broad"),
        "Final URL": "",
        **more,
    }
    return pd.DataFrame(columns, index=use.index)


def _steps(use: pd.DataFrame) -> pd.Series:
    """Return what the ads account is told of each decision: pause, exclude, reword, repoint, or nothing."""
    flags, fixed = use["flags"], use["decided_verdict"].eq("fix")
    rule = use["rule"] if "rule" in use else pd.Series("", index=use.index)
    successor = use["successor_id"] if "successor_id" in use else pd.Series("", index=use.index)
    own = use["is_brand"].fillna(False).astype(bool) if "is_brand" in use else pd.Series(False, index=use.index)
    own_wording, own_page = _own(use, "decided_wording"), _own(use, "decided_page") + _own(use, "decided_product")
    intent, better = flags.str.contains("other_intent"), use["suggested_wording"].ne("")
    choices = {
        "reworded": fixed & own_wording.ne(""),  # what a person wrote comes before what the audit says
        "repoint": fixed & own_page.ne(""),
        "exclude": intent & ~(fixed & own),
        "pause": ~fixed,
        "successor": flags.str.contains("retired_product") & successor.ne(""),
        "reword": better & (flags.str.contains("misaligned_wording") | rule.eq("reword")),
    }
    steps = pd.Series(np.select(list(choices.values()), list(choices), default=""), index=use.index)
    return steps.replace({"successor": "repoint", "reworded": "reword"})


def _own(use: pd.DataFrame, name: str, other: pd.Series | str = "") -> pd.Series:
    """Return what a person wrote in place of the audit's own, row by row."""
    written = use[name].astype(object) if name in use else pd.Series("", index=use.index, dtype=object)
    return written.mask(written.eq(""), other)


def _pages_of(use: pd.DataFrame, does: pd.Series, pages: dict[str, str]) -> pd.Series:
    """Return where each keyword is to lead: the page that a person named, else of the product, else its successor's."""
    successor = use["successor_id"] if "successor_id" in use else pd.Series("", index=use.index)
    product = _own(use, "decided_product", successor.where(does.eq("repoint"), ""))
    return _own(use, "decided_page", product.map(lambda i: pages.get(i, "")))


def _pages_on_sale(catalogue: pd.DataFrame | None) -> dict[str, str]:
    if catalogue is None:
        return {}
    sold = catalogue[catalogue["status"].ne("retired")] if "status" in catalogue else catalogue
    safe = sold[sold["url"].map(guard) == sold["url"]]
    return dict(zip(safe["product_id"], safe["url"], strict=True))


def _paused(use: pd.DataFrame, does: pd.Series) -> pd.DataFrame:
    gone = use[does.isin(["pause", "exclude", "reword"])]
    return _base(gone, Status="Paused", Comment=_render(gone))


def _kept(use: pd.DataFrame, does: pd.Series, pages: dict[str, str]) -> pd.DataFrame:
    """Return the fixes that leave the keyword as it is, and the page of a successor where one is on sale."""
    fixed = use[does.isin(["repoint", ""])]
    page = _pages_of(fixed, does[fixed.index], pages)
    by_hand = page.map(lambda url: "" if url else " · by hand: nothing to load")
    # An empty cell is no change: a keyword that stays is not switched on by this.
    return _base(fixed, Status="", Comment=_render(fixed) + by_hand).assign(**{"Final URL": page})


def _negatives(use: pd.DataFrame, does: pd.Series, decided: pd.DataFrame) -> pd.DataFrame:
    """Return a negative for each keyword whose searchers want something else, unless its campaign keeps it too."""
    gone = use[does.eq("exclude")]
    staying = decided[~decided.index.isin(gone.index) & decided["decided_verdict"].ne("cut")]
    kept = set(_folded(staying[["campaign", "keyword"]]))
    gone = gone[~_folded(gone[["campaign", "keyword"]]).isin(kept)]
    rows = _base(gone, Status="Enabled", Comment=f"{_OURS}negative · other intent")
    return rows.assign(**{"Ad Group": "", "Criterion Type": "Campaign Negative Exact"})


def _added(use: pd.DataFrame, does: pd.Series, decided: pd.DataFrame, pages: dict[str, str]) -> pd.DataFrame:
    """Return the wording that each decision names, where the account does not hold it yet, with its product's page."""
    fixed = use[does.eq("reword")]
    wording = _own(fixed, "decided_wording", fixed["suggested_wording"].str.split("; ").str[0]).str.lstrip(_LEAD)
    product = _own(fixed, "decided_product", fixed["product_id"])
    page = _own(fixed, "decided_page", product.map(lambda i: pages.get(i, "")))
    rows = _base(fixed, Status="Enabled", Comment=f"{_OURS}new · customers' wording for " + fixed["keyword"])
    rows = rows.assign(**{"Keyword": wording, "Final URL": page})
    listed = set(decided.loc[decided["channel"].eq("paid"), "keyword"].map(key))
    return rows[wording.ne("") & (wording.map(guard) == wording) & ~wording.map(key).isin(listed)]


def _render(use: pd.DataFrame) -> pd.Series:
    why = use["decision_reason"].where(use["decision_reason"].ne(""), use["flags"].str.replace("_", " "))
    return _OURS + use["decided_verdict"] + " · " + why


def _folded(frame: pd.DataFrame) -> pd.Series:
    if frame.empty:
        return pd.Series([], dtype=str, index=frame.index)
    return frame.apply(lambda row: "\x1f".join(row.str.casefold()), axis=1)
