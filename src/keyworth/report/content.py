"""Everything the page says, gathered from the saved audit as plain values for the templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from markupsafe import Markup

from keyworth.report import (
    advice,
    audit_reader,
    evidence,
    first_screen,
    labels,
    messages,
    owner_figures,
    payload,
    pictures,
    search_terms,
    sections,
    what_would_change,
)
from keyworth.report.figures import Figures, known
from keyworth.report.speech import marked_up
from keyworth.store import Audit
from keyworth.text import certainty

ROWS_WITHOUT_SCRIPT = 50
SHOWN = ("keyword", "campaign", "match_type", "flags", "verdict", *payload.NUMBERS)
MOST_ROWS = 100_000
FIXED = 420_000  # bytes of libraries, font, styles, scripts and the written parts, at most
SIMILAR = 0.6  # a phrase at least so like the keyword is told as evidence for its wording


def content(audit: Audit) -> dict[str, Any]:
    """Return what the templates are given.

    Parameters
    ----------
    audit : Audit

    Returns
    -------
    dict
        Plain values, and the functions ``fig``, ``rng`` and ``rate`` that tell a figure.
    """
    frame = audit_reader.keywords(audit)
    told = audit_reader.figures_of(audit)
    listed = audit_reader.most_first(frame).head(MOST_ROWS).reset_index(drop=True)
    first, tell = first_screen.first_screen(audit, frame), tellers(told)
    found: dict[str, Any] = {
        "first": first,
        "owner": owner_figures.owner_figures(audit, told),
        "changing": what_would_change.what_would_change(audit, told),
        "rows": audit_reader.records(listed.head(ROWS_WITHOUT_SCRIPT)[list(SHOWN)]),
        "listed": len(listed),
        "keywords": len(frame),
        "advice": advice.advice(audit, frame),
        "sections": sections.sections(audit, frame),
        "search_terms": search_terms.search_terms(audit),
        "data": data(audit, listed, told),
        "spend_floors": (1, 10, 100, 1000),
        "VERDICT_WORDS": labels.VERDICT_WORDS,
        "told": told,
        "plain": labels.plain,
        "say": lambda said: marked_up(said, tell["fig"]),
        **tell,
    }
    found["messages"] = messages.messages(found)
    found["stills"] = pictures.stills(found, frame)
    room = size_limit(len(listed)) - FIXED - len(found["data"]["columns"]) - sum(map(len, found["stills"].values()))
    return {**found, "evidence": evidence.packed_evidence(audit, listed, told, max(room, 0))}


def size_limit(rows: int) -> int:
    """Return how many bytes a page of so many keywords may have: it travels by email.

    Examples
    --------
    >>> size_limit(300), size_limit(100_000)
    (1000000, 5000000)
    """
    return 1_000_000 + 4_000_000 * max(0, min(rows, MOST_ROWS) - 1000) // (MOST_ROWS - 1000)


def data(audit: Audit, listed: pd.DataFrame, told: Figures) -> dict[str, Any]:
    """Return the keyword rows and how the browser tells figures, for the page's data block."""
    return {
        "locale": told.locale.replace("_", "-"),
        "currency": told.currency,
        "run": str(audit.summary.get("run_id") or ""),
        "words": labels.VERDICT_WORDS,
        "certainty": {"words": certainty.WORDS, "bounds": certainty.BOUNDS},
        "floors": {
            "relevance": audit_reader.settings(audit, "relevance", "relevance_floor", 0.19),
            "alignment": audit_reader.settings(audit, "relevance", "alignment_floor", 0.5),
            "similarity": SIMILAR,
            "margin": audit_reader.settings(audit, "money", "margin", 0.4),
            "interval": audit_reader.settings(audit, "money", "interval", 0.9),
        },
        "totals": {name: float(listed[name].sum()) for name in ("spend", "at_stake")},
        "columns": payload.pack(payload.columns(listed)),
    }


def tellers(told: Figures) -> dict[str, Callable[..., Any]]:
    """Return the functions by which a template tells a figure, each keeping the exact value beside it."""

    def fig(value: Any, kind: str = "money") -> Any:
        if not known(value):
            return Markup('<span class="unknown">not known</span>')
        text = getattr(told, kind)(value)
        return Markup('<data value="{}">{}</data>').format(repr(float(value)), text)

    def rng(low: Any, high: Any, kind: str = "estimate") -> Any:
        if not known(low) or not known(high):
            return Markup('<span class="unknown">range not known</span>')
        return Markup('<span class="range">{} to {}</span>').format(fig(low, kind), fig(high, kind))

    def rate(part: Any, whole: Any) -> Any:
        counts = Markup("{} of {}").format(fig(part, "number"), fig(whole, "number"))
        percent = told.percent(part, whole)
        inside = Markup("{} ({})").format(percent, counts) if percent else counts
        return Markup('<span class="rate">{}</span>').format(inside)

    def counted(value: Any, one: str, many: str = "") -> Any:
        return Markup("{} {}").format(fig(value, "count"), one if value == 1 else many or f"{one}s")

    return {"fig": fig, "rng": rng, "rate": rate, "counted": counted}
