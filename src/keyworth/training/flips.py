"""Which verdicts of an audit a candidate would flip, with their pounds."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keyworth import relevance, schema, verdicts
from keyworth.training.registry import Models

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Settings
    from keyworth.store import Audit


def flipped_verdicts(
    audit: Audit, settings: Settings, champion: str, files: Mapping[str, bytes], progress: Any = None
) -> tuple[dict[str, Any], ...]:
    """Return the verdicts that differ between champion and candidate on an audit's own evidence.

    Both are judged anew by the function that made the audit, from what it kept (``tables/evidence.parquet`` and the
    tables beside it); so what is listed is what a whole audit with the candidate would change.

    Parameters
    ----------
    audit : Audit
    settings : Settings
    champion : str
        The folder in which the present champion stands, or "" for the shipped one.
    files : mapping of str to bytes
        The candidate's, as ``Models.add`` takes them.

    Returns
    -------
    tuple of dict
        ``keyword, campaign, before, after, at_stake``, the most pounds first.
    """
    before = judged_anew(audit, settings, champion, progress)
    with tempfile.TemporaryDirectory(prefix="keyworth-candidate-") as folder:
        trial = Models(folder)
        trial.promote(trial.add(dict(files)), force=True)
        after = judged_anew(audit, settings, folder, progress)
    changed = (before["verdict"] != after["verdict"]).to_numpy()
    rows = after[changed].assign(before=before["verdict"][changed], after=after["verdict"][changed])
    rows["at_stake"] = rows["at_stake"].where(rows["at_stake"] > 0, before["at_stake"][changed]).fillna(0.0).round(2)
    rows = rows.sort_values(["at_stake", "keyword", "campaign"], ascending=[False, True, True], kind="stable")
    return tuple(
        {str(k): v for k, v in row.items()}
        for row in rows[["keyword", "campaign", "before", "after", "at_stake"]].to_dict("records")
    )


def judged_anew(audit: Audit, settings: Settings, folder: str, progress: Any = None) -> pd.DataFrame:
    """Return the keywords of an audit as the champion of a folder would have them judged."""
    tables, evidence = audit.tables, verdicts.Evidence.of_tables(audit.tables)
    tuned = settings.relevance.model_copy(update={"models": folder})
    found = relevance.draw_triangle(
        evidence.rows, evidence.catalogue, tables["searches"], tables["phrases"], tables["leads"],
        tables.get("staff_answers", schema.empty(schema.STAFF_ANSWERS)), tuned, None, progress,
    )  # fmt: skip
    return verdicts.judge(evidence, found.relevance, found.alignment, settings).keywords
