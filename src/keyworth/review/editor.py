"""Decisions as files an agency loads: Google Ads Editor and Microsoft Advertising bulk.

Columns and encodings are those of the vendors' own exports (Editor: UTF-16, tab
separated, English headers, blank = no change). A cut pauses the keyword; one cut for
its searchers' intent becomes a negative too; a fix adds the customers' wording
beside it, or points it at the product that is on sale.
"""

from __future__ import annotations

import io

import pandas as pd

from keyworth.report.safe_cells import guard

EDITOR_COLUMNS = ("Campaign", "Ad Group", "Keyword", "Criterion Type", "Final URL", "Status", "Comment")
BULK_COLUMNS = (
    "Type", "Status", "Id", "Parent Id", "Campaign", "Ad Group", "Keyword", "Match Type", "Final Url", "Name",
)  # fmt: skip
_MATCH = {"exact": "Exact", "phrase": "Phrase", "broad": "Broad", "": "Broad"}
_LEAD = "=+-@\t\r\n "  # Google Ads ignores or refuses these before a keyword; a spreadsheet would run them


def editor_rows(decided: pd.DataFrame, catalogue: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a Google Ads Editor file, and the decisions it cannot carry.

    Parameters
    ----------
    decided : DataFrame
        `decided_table`'s result; rows of the paid channel that are cut or fixed are used.
    catalogue : DataFrame, optional
        For the landing page of a successor.

    Returns
    -------
    rows : DataFrame
        ``EDITOR_COLUMNS``, all text.
    left_out : DataFrame
        ``keyword, campaign, reason``.
    """
    moved = decided["decided_verdict"].isin(["cut", "fix"])
    paid = decided["channel"].eq("paid")
    unsafe = decided[["campaign", "ad_group"]].apply(lambda c: c.map(lambda t: guard(t) != t)).any(axis=1)
    reason = pd.Series("", index=decided.index)
    reason[~paid] = "organic: there is nothing to pause in the ads account"
    reason[unsafe] = "its campaign or ad group begins like a formula: change it by hand"
    left = decided[moved & reason.ne("")].assign(reason=reason)[["keyword", "campaign", "reason"]]
    use = decided[moved & reason.eq("")]
    parts = [_paused(use), _negatives(use), _added(use), _repointed(use, catalogue)]
    rows = pd.concat(parts, ignore_index=True).fillna("")[list(EDITOR_COLUMNS)]
    return rows.drop_duplicates(ignore_index=True), left.reset_index(drop=True)


def editor_file(rows: pd.DataFrame) -> bytes:
    """Return the bytes of a Google Ads Editor CSV (UTF-16LE with BOM, tab separated)."""
    out = io.StringIO()
    rows.to_csv(out, sep="\t", index=False, lineterminator="\r\n")
    return b"\xff\xfe" + out.getvalue().encode("utf-16-le", "replace")


def read_editor_file(data: bytes) -> pd.DataFrame:
    """Return what an Editor file decides: ``campaign, ad_group, keyword, match_type, verdict``.

    It reads back what `editor_file` wrote: a paused keyword is a cut, or a fix where another wording
    or landing page takes its place.
    """
    frame = pd.read_csv(io.BytesIO(data), sep="\t", encoding="utf-16", dtype=str, keep_default_na=False)
    listed = frame[frame["Comment"].str.startswith("keyworth: ") & ~frame["Criterion Type"].str.contains("Negative")]
    listed = listed[listed["Comment"].str.contains(r"^keyworth: (?:cut|fix) ", regex=True)]
    return pd.DataFrame(
        {
            "campaign": listed["Campaign"],
            "ad_group": listed["Ad Group"],
            "keyword": listed["Keyword"],
            "match_type": listed["Criterion Type"].str.lower(),
            "verdict": listed["Comment"].str.extract(r"^keyworth: (cut|fix) ", expand=False),
        }
    ).reset_index(drop=True)


def bulk_file(rows: pd.DataFrame) -> bytes:
    """Return the same changes as a Microsoft Advertising bulk CSV (UTF-8 with BOM, Format Version 6.0)."""
    negative = rows["Criterion Type"].str.contains("Negative")
    bulk = pd.DataFrame(
        {
            "Type": negative.map({True: "Campaign Negative Keyword", False: "Keyword"}),
            "Status": rows["Status"].replace({"Enabled": "Active"}).where(~negative, "Active"),
            "Campaign": rows["Campaign"],
            "Ad Group": rows["Ad Group"].where(~negative, ""),
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
        "Keyword": use["keyword"].str.lstrip(_LEAD),
        "Criterion Type": use["match_type"].map(_MATCH),
        "Final URL": "",
        **more,
    }
    return pd.DataFrame(columns, index=use.index)


def _paused(use: pd.DataFrame) -> pd.DataFrame:
    gone = use[use["decided_verdict"].eq("cut") | _rewords(use)]
    why = gone["decision_reason"].where(gone["decision_reason"].ne(""), gone["flags"])
    return _base(gone, Status="Paused", Comment="keyworth: " + gone["decided_verdict"] + " · " + why)


def _negatives(use: pd.DataFrame) -> pd.DataFrame:
    gone = use[use["decided_verdict"].eq("cut") & use["flags"].str.contains("other_intent")]
    rows = _base(gone, Status="Enabled", Comment="keyworth: negative · other intent")
    return rows.assign(**{"Ad Group": "", "Criterion Type": "Campaign Negative Exact"})


def _added(use: pd.DataFrame) -> pd.DataFrame:
    fixed = use[_rewords(use)]
    wording = fixed["suggested_wording"].str.split("; ").explode()
    safe = wording.str.lstrip(_LEAD)
    rows = _base(fixed, Status="Enabled", Comment="keyworth: new · customers' wording for " + fixed["keyword"])
    rows = rows.loc[safe.index].assign(Keyword=safe)
    return rows[rows["Keyword"].ne("")]


def _repointed(use: pd.DataFrame, catalogue: pd.DataFrame | None) -> pd.DataFrame:
    fixed = use[use["decided_verdict"].eq("fix") & ~_rewords(use)]
    urls = {} if catalogue is None else dict(zip(catalogue["product_id"], catalogue["url"], strict=True))
    target = fixed["successor_id"] if "successor_id" in fixed else pd.Series("", index=fixed.index)
    target = target.where(target.ne(""), fixed["product_id"])
    return _base(fixed, Status="Enabled", Comment="keyworth: fix · " + fixed["flags"]).assign(
        **{"Final URL": target.map(urls).fillna("")}
    )


def _rewords(use: pd.DataFrame) -> pd.Series:
    return (
        use["decided_verdict"].eq("fix")
        & use["flags"].str.contains("misaligned_wording")
        & use["suggested_wording"].ne("")
    )
