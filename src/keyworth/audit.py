"""The page: an agency's report goes in at the top, a verdict on each keyword comes out at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from keyworth import ingest, language, money, privacy, relevance, report, search_terms, verdicts
from keyworth.engines import get_engine
from keyworth.errors import KeyworthError
from keyworth.provenance import provenance
from keyworth.report import write_files
from keyworth.schema import SAVED, Inputs
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
    tuned, earlier = settings.relevance, read_audit(since) if since else None

    intake = ingest.read_files(paths if isinstance(paths, Mapping) else {"": paths}, settings.ingest, progress)
    if intake.tables["keywords"].empty:
        raise KeyworthError("there is no keyword report among the files", mend="Name one, with --keywords if need be.")
    read = intake.tables
    calls = language.redact_calls(read["calls"], read["sales"], settings.language, settings.ingest.agent_names)
    inputs = Inputs(**{**read, "calls": calls}, files=intake.files)

    turns, unheard = language.customer_turns(calls, settings.language, settings.ingest.agent_names)
    searches, unsearched = language.customer_searches(inputs.searches)
    phrases, quotes = language.mine_phrases(turns, searches, settings.language)
    staff_answers = language.staff_answers(calls, inputs.sales, settings.language, settings.ingest.agent_names)

    known = (tuned.brand_terms, settings.report.company)
    basis = money.settle_basis(inputs.keywords, inputs.catalogue, inputs.sales, calls, settings.money, *known)
    settings = settings.in_currency(basis.currency)
    traced = money.trace_sales(inputs, basis, settings.money)
    evidence = verdicts.gather_evidence(inputs, searches, phrases, basis, traced)

    triangle = relevance.draw_triangle(
        evidence.rows, inputs.catalogue, searches, phrases, traced.leads, staff_answers, tuned, run, progress
    )
    judged = (evidence, triangle.relevance, triangle.alignment)
    found = verdicts.judge(*judged, settings)
    accounts = money.account_for_money(inputs, basis, traced, found.money, settings.money)
    terms = search_terms.judge_search_terms(searches, phrases, inputs, triangle.terms, found.keywords, settings)
    later = [unheard, unsearched, money.unused_rows(traced.notes)]
    files, set_aside = ingest.account(intake.files, intake.set_aside, later, privacy.redact, privacy.redact_file_name)
    tables = {"files": files, "set_aside": set_aside, "spend": inputs.spend, "catalogue": inputs.catalogue}
    tables |= {"searches": searches, "phrases": phrases, "quotes": quotes, "evidence": evidence.rows, **accounts}
    unserved = verdicts.unserved_demand(found.keywords, phrases, staff_answers, settings)
    tables |= {"staff_answers": staff_answers, "unserved": unserved}
    for part in (triangle, traced, found, terms):
        tables |= {name: table for name, table in vars(part).items() if name in SAVED}
    again = verdicts.traced_anew(inputs, searches, phrases, basis, traced, settings.money)
    tables["sensitivity"] = verdicts.try_other_settings(*judged, found, settings, again)
    sold = (traced.credits, traced.counted_sales, traced.links)
    tables["unit_costs"] = money.costs_of_units(found.keywords, *sold, settings.money)
    made_with = provenance(intake.files, settings)
    checked = verdicts.summarise(
        found.keywords, found.flag_outcomes, {**vars(inputs), **tables}, settings,
        model_verified=made_with["models_verified"],
    )  # fmt: skip
    audit = Audit(found.keywords, tables, {**made_with, **checked})
    return report.with_changes(audit, earlier) if earlier else audit


def save_audit(audit: Audit, directory: str | Path) -> Path:
    """Write an audit, its report and its tables to a directory, whole or not at all."""
    return write_audit(audit, directory, write_files)
