"""Rows in = used + set aside, for every file, also after later rooms have set rows aside."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from keyworth.schema import FILES, SET_ASIDE, conform


def account(
    files: pd.DataFrame,
    set_aside: pd.DataFrame,
    later: list[pd.DataFrame],
    redact: Callable[[str], str],
    file_name: Callable[[str], str] = str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the files with their rows counted anew, and all rows set aside, redacted.

    Parameters
    ----------
    files : DataFrame
        ``schema.FILES``, as read.
    set_aside : DataFrame
        ``schema.SET_ASIDE`` of reading.
    later : list of DataFrame
        ``schema.SET_ASIDE`` of the rooms that came after.
    redact : callable
        Takes personal data out of the content that is shown.
    file_name : callable
        Takes names of people out of the names of recordings; twice is as once.

    Returns
    -------
    files : DataFrame
    set_aside : DataFrame
        Sorted by file, row and reason.
    """
    more = pd.concat([conform(frame, SET_ASIDE) for frame in later], ignore_index=True)
    # A file that only repeats another has no kind of its own.
    recordings = files.loc[files["kind"].isin(["calls", ""]), "file"]
    called = {name: new for name in recordings if (new := file_name(name)) != name}
    files, set_aside, more = (frame.replace(called) for frame in (files, set_aside, more))
    for old, new in called.items():
        files["note"] = files["note"].str.replace(old, new, regex=False)
        set_aside["reason"] = set_aside["reason"].str.replace(old, new, regex=False)
    rows = more.drop_duplicates(["source_file", "source_row", "kind"])
    counted = rows.groupby("source_file").size()
    moved = files["file"].map(counted).fillna(0).astype("int64").clip(upper=files["rows_used"])
    out = files.assign(rows_used=files["rows_used"] - moved, rows_set_aside=files["rows_set_aside"] + moved)
    shown = pd.concat([set_aside, more], ignore_index=True)
    memo = {text: redact(text) for text in shown["content"].unique()}
    shown = shown.assign(content=shown["content"].map(memo))
    order = ["source_file", "source_row", "reason", "content"]
    return conform(out, FILES), conform(shown.sort_values(order, kind="stable"), SET_ASIDE)
