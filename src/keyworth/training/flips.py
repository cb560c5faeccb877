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
    """Return the verdicts that differ between champion and candidate on an audit's own tables.

    Both are judged anew by the same code, from the audit's keywords, catalogue, phrases and money; so what is
    listed is the candidate's doing alone.

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
    before = _decided(audit, settings, champion, progress)
    with tempfile.TemporaryDirectory(prefix="keyworth-candidate-") as folder:
        trial = Models(folder)
        trial.promote(trial.add(dict(files)), force=True)
        after = _decided(audit, settings, folder, progress)
    changed = (before["verdict"] != after["verdict"]).to_numpy()
    rows = after[changed].assign(before=before["verdict"][changed], after=after["verdict"][changed])
    rows["at_stake"] = rows["at_stake"].where(rows["at_stake"] > 0, before["at_stake"][changed]).fillna(0.0).round(2)
    rows = rows.sort_values(["at_stake", "keyword", "campaign"], ascending=[False, True, True], kind="stable")
    return tuple(
        {str(k): v for k, v in row.items()}
        for row in rows[["keyword", "campaign", "before", "after", "at_stake"]].to_dict("records")
    )


def _decided(audit: Audit, settings: Settings, folder: str, progress: Any) -> pd.DataFrame:
    tables = audit.tables
    keywords = schema.conform(audit.keywords, schema.KEYWORDS)
    tuned = settings.relevance.model_copy(update={"models": folder})
    scored, _ = relevance.score_keywords(keywords, tables["catalogue"], tuned, None, progress)
    alignment, _ = relevance.align_keywords(
        keywords, tables["phrases"], scored, tables["catalogue"], tuned, None, progress
    )
    by_model = tables.get("money_by_model")
    traced = {"money": tables["money"], **({"money_by_model": by_model} if by_model is not None else {})}
    read = {"keywords": keywords, "catalogue": tables["catalogue"], "phrases": tables["phrases"]}
    facts = verdicts.gather_facts(read, scored, alignment, traced, settings)
    outcomes = verdicts.raise_flags(facts, settings)
    return verdicts.finish(facts, outcomes, verdicts.decide(facts, outcomes, by_model, settings))
