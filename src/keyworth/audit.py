"""The page: an agency's report goes in at the top, a verdict on each keyword comes out at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from keyworth import ingest, language, money, privacy, relevance, report, verdicts
from keyworth.engines import get_engine
from keyworth.errors import KeyworthError
from keyworth.provenance import provenance
from keyworth.report import write_files
from keyworth.settings import Settings
from keyworth.store import Audit, read_audit, write_audit

Paths = Sequence[str | Path] | Mapping[str, Sequence[str | Path]]


def audit_keywords(
    paths: Paths,
    settings: Settings | None = None,
    *,
    engine: str = "local",
    progress: Callable[..., Any] | None = None,
    since: str | Path | None = None,
) -> Audit:
    """Audit an agency's keywords against what is on sale, what customers say and what was sold.

    Parameters
    ----------
    paths : sequence of paths, or mapping of kind to paths
        Files, folders and zips, recognised by their contents; or by kind (``keywords``,
        ``catalogue``, ``searches``, ``calls``, ``sales``, ``touchpoints``), with ``""`` for
        those that are to be recognised.
    settings : Settings, optional
    engine : {"local", "ray"}
    progress : callable, optional
        ``progress(label, total)`` returns a context manager with ``update(n)``.
    since : path-like, optional
        An earlier audit; the report then tells what changed.

    Raises
    ------
    KeyworthError
        For every fault that a person can mend, told whole.
    """
    settings, run = settings or Settings(), get_engine(engine)
    earlier = read_audit(since) if since else None

    intake = ingest.read_files(paths if isinstance(paths, Mapping) else {"": paths}, settings.ingest, progress)
    read = intake.tables
    if read["keywords"].empty:
        raise KeyworthError("there is no keyword report among the files", mend="Name one, with --keywords if need be.")

    calls = language.redact_calls(read["calls"], read["sales"], settings.language, settings.ingest.agent_names)
    turns, unheard = language.customer_turns(calls, settings.language, settings.ingest.agent_names)
    searches, unsearched = language.customer_searches(read["searches"])
    phrases, quotes = language.mine_phrases(turns, searches, settings.language)

    targets, products, tuned = read["keywords"], read["catalogue"], settings.relevance
    scored, matches = relevance.score_keywords(targets, products, tuned, run, progress)
    scored = relevance.weigh_evidence(scored, targets, searches, products, tuned, run, progress)
    alignment, uncovered = relevance.align_keywords(targets, phrases, scored, products, tuned, run, progress)

    traced = money.trace({**read, "calls": calls, "files": intake.files}, scored, settings.money, tuned.brand_terms)

    facts = verdicts.gather_facts({**read, "phrases": phrases}, scored, alignment, traced, settings)
    outcomes = verdicts.raise_flags(facts, settings)
    decided = verdicts.decide(facts, outcomes, traced["money_by_model"], settings)
    keywords = verdicts.finish(facts, outcomes, decided)

    later = [unheard, unsearched, traced.pop("money_set_aside")]
    files, set_aside = ingest.account(intake.files, intake.set_aside, later, privacy.redact, privacy.redact_file_name)
    tables = {
        "files": files,
        "set_aside": set_aside,
        "catalogue": read["catalogue"],
        "phrases": phrases,
        "quotes": quotes,
    }
    tables |= {"relevance": scored, "matches": matches, "alignment": alignment, "uncovered": uncovered}
    tables |= {"flag_outcomes": outcomes, **traced}
    made_with = provenance(intake.files, settings)
    summary = verdicts.summarise(
        keywords, outcomes, {**read, "calls": calls, **tables}, settings, model_verified=made_with["models_verified"]
    )
    audit = Audit(keywords, tables, {**made_with, **summary})
    return report.with_changes(audit, earlier) if earlier else audit


def save_audit(audit: Audit, directory: str | Path) -> Path:
    """Write an audit, its report and its tables to a directory, whole or not at all."""
    return write_audit(audit, directory, write_files)
