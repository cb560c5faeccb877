"""The page: an agency's report goes in at the top, a verdict on each keyword comes out at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.errors import KeyworthError
from keyworth.settings import Settings
from keyworth.store import Audit, read_audit, write_audit

if TYPE_CHECKING:
    pass

Paths = Sequence[str | Path] | Mapping[str, Sequence[str | Path]]


def audit_keywords(
    paths: Paths,
    settings: Settings | None = None,
    *,
    engine: str = "local",
    progress: Callable[..., Any] | None = None,
    since: str | Path | None = None,
) -> Audit:
    """Audit an agency's keywords against what is sold, what customers say and what was sold.

    Parameters
    ----------
    paths : sequence of paths, or mapping of kind to paths
        Files, folders and zips, recognised by their contents; or by kind
        (``keywords``, ``catalogue``, ``searches``, ``calls``, ``sales``, ``touchpoints``),
        with ``""`` for those to be recognised.
    settings : Settings, optional
    engine : {"local", "ray"}
    progress : callable, optional
        ``progress(label, total)`` returns a context manager with ``update(n)``.
    since : path-like, optional
        An earlier audit; the report then tells what changed.

    Returns
    -------
    Audit

    Raises
    ------
    KeyworthError
        For every fault that a person can mend, told whole.
    """
    from keyworth import ingest, language, money, relevance, report, verdicts
    from keyworth.engines import get_engine

    settings, run = settings or Settings(), get_engine(engine)
    earlier = read_audit(since) if since else None
    given = paths if isinstance(paths, Mapping) else {"": list(paths)}

    intake = ingest.read_files(given, settings.ingest, progress)
    read = intake.tables
    if read["keywords"].empty:
        raise KeyworthError("there is no keyword report among the files", mend="Name one, with --keywords if need be.")

    calls = language.redact_calls(read["calls"], read["sales"], settings.language)
    turns, unheard = language.customer_turns(calls, settings.language, settings.ingest.agent_names)
    phrases, quotes = language.mine_phrases(turns, read["searches"], settings.language)

    scored, matches = relevance.score_keywords(read["keywords"], read["catalogue"], settings.relevance, run, progress)
    alignment, uncovered = relevance.align_keywords(
        read["keywords"], phrases, scored, read["catalogue"], settings.relevance, run, progress
    )

    traced = money.trace(read, scored, settings.money)

    facts = verdicts.gather_facts(read, scored, alignment, traced, settings)
    outcomes = verdicts.raise_flags(facts, settings)
    decided = verdicts.decide(facts, outcomes, traced["money_by_model"], settings)
    keywords = verdicts.finish(facts, outcomes, decided)

    set_aside = language.redact_rows(intake.set_aside, unheard)
    tables = {"files": intake.files, "set_aside": set_aside, "catalogue": read["catalogue"], "phrases": phrases}
    tables |= {"quotes": quotes, "relevance": scored, "matches": matches, "alignment": alignment}
    tables |= {"uncovered": uncovered, "flag_outcomes": outcomes, **traced}
    summary = {
        "run_id": _run_id(intake.files, settings),
        "versions": _versions(),
        "settings": settings.model_dump(mode="json"),
    }
    summary |= verdicts.summarise(keywords, tables, settings)
    audit = Audit(keywords, tables, summary)
    return report.with_changes(audit, earlier) if earlier else audit


def save_audit(audit: Audit, directory: str | Path) -> Path:
    """Write an audit, its report and its tables to a directory, whole or not at all."""
    from keyworth.report import write_files

    return write_audit(audit, directory, write_files)
