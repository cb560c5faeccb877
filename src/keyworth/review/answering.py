"""A sheet that somebody filled in, or what reviewers judged: checked, and kept beside keyworth.toml.

One bad row does not refuse the others; each is told by file, row and column, with the mend.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from keyworth import privacy, schema
from keyworth.durable import sync
from keyworth.errors import KeyworthError
from keyworth.relevance.answers import CURRENT, read_answers
from keyworth.report.safe_cells import guard_formulas, unguard
from keyworth.review.answer_rows import Known, left_open, lines_of
from keyworth.review.decisions import Standing, judged_product, plain, subject_ids
from keyworth.settings import ANSWERS_FILE, DEFAULT_FILE, Settings
from keyworth.store import Audit
from keyworth.text import key

KEPT = ("keyword", "answer", "product_id", "product_title", "note", "answered_by", "answered_on")


@dataclass(frozen=True)
class Answered:
    """What a sheet, or the review, came to.

    Attributes
    ----------
    rows : DataFrame
        ``schema.ANSWERS``: the answers taken.
    left_open : int
        Rows without an answer.
    faults : tuple of str
        Rows that were not taken: file, row, column and what is wrong.
    """

    rows: pd.DataFrame
    left_open: int = 0
    faults: tuple[str, ...] = ()


def answers_place(settings_file: str | Path | None, settings: Settings) -> Path:
    """Return where answers are kept: where the settings say, else beside ``keyworth.toml``.

    Examples
    --------
    >>> answers_place("somewhere/keyworth.toml", Settings()).as_posix()
    'somewhere/answers.csv'
    """
    named = settings.relevance.answers
    return Path(named) if named else Path(settings_file or DEFAULT_FILE).parent / ANSWERS_FILE


def read_sheet(path: str | Path, audit: Audit, by: str, on: str = "") -> Answered:
    """Check a sheet that was filled in.

    Parameters
    ----------
    path : path-like
        As `asking.write_sheet` wrote it, its columns in any order, saved by any spreadsheet; or its lines of JSON.
    audit : Audit
        The one that asked.
    by : str
        The printed name of who answers.
    on : str
        The day, ISO 8601; today where none is given.

    Raises
    ------
    KeyworthError
        When nobody is named, or the file cannot be read or lacks ``keyword`` or ``answer``.
    """
    who, day = " ".join(plain(by).split()), on or f"{datetime.now(UTC):%Y-%m-%d}"
    if not who:
        raise KeyworthError("an answer needs the name of who gives it", mend='Add --by "Your name".')
    known, listed = Known(audit), dict(zip(audit.keywords["keyword_key"], audit.keywords["keyword"], strict=True))
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    left, met = 0, dict[str, int]()
    for at, cells, told in lines_of(Path(path)):
        name = f"{Path(path).name} row {at}"
        if told:
            faults.append(f"{name}, {told}")
            continue
        keyword, said = cells["keyword"], cells["answer"]
        if left_open(said):
            left += 1
        elif key(keyword) not in listed:
            faults.append(f"{name}, 'keyword': {keyword!r} is no keyword of this audit; write it as the sheet did")
        elif key(keyword) in met:
            faults.append(f"{name}, 'keyword': {keyword!r} is answered in row {met[key(keyword)]} already; keep one")
        else:
            kind, product, why = known.read(said, cells["note"])
            if why:
                faults.append(f"{name}, {why}")
                continue
            met[key(keyword)] = at
            rows.append({"keyword": listed[key(keyword)], "answer": kind, **product, "answered_by": who,
                         "note": privacy.redact(plain(cells["note"]))[:500], "answered_on": day})  # fmt: skip
    return Answered(_table(rows), left, tuple(faults))


def of_review(audit: Audit, states: dict[str, Standing]) -> Answered:
    """Return what reviewers said of products on their pages, as answers.

    Parameters
    ----------
    audit : Audit
    states : dict
        What stands of each subject (`decisions.standing`). Taken is what was judged blind: a verdict that somebody
        agreed to says nothing of products. A "no" to a product on sale leaves open whether another answers.
    """
    rows = []
    columns = ["keyword", "product_id", "product_title", "product_status", "flags"]
    for subject, row in zip(subject_ids(audit.keywords), audit.keywords[columns].itertuples(), strict=True):
        answered, blind, who, at = judged_product(states.get(subject), str(row.flags))
        shown = {"product_id": str(row.product_id), "product_title": str(row.product_title)}
        if not blind or answered is None or not row.product_id or (not answered and row.product_status in CURRENT):
            continue
        said = {"answer": "product", **shown} if answered else {"answer": "none"}
        rows.append({"keyword": row.keyword, **said, "note": "", "answered_by": who, "answered_on": at[:10]})
    return Answered(_table(rows))


def keep_answers(answered: Answered, place: Path) -> int:
    """Add answers to the file that audits read, whole or not at all; return how many are new.

    Raises
    ------
    KeyworthError
        When the file is there and is not one of answers, or cannot be written.
    """
    before = read_answers(str(place)) if place.exists() else schema.empty(schema.ANSWERS)
    both = pd.concat([before, answered.rows], ignore_index=True)[list(KEPT)]
    both = both.assign(**{name: both[name].map(unguard) for name in KEPT}, k=both["keyword"].map(key))
    same = ["k", "answer", "product_id", "answered_by"]
    last = both.groupby(["k", "answered_by"]).shift()[["answer", "product_id"]]
    again = (last["answer"] == both["answer"]) & (last["product_id"] == both["product_id"])
    kept = both[~again].drop_duplicates([*same, "answered_on"])
    text = guard_formulas(kept[list(KEPT)]).to_csv(index=False, lineterminator="\n")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _replace(place, text.encode("utf-8", "replace"))
    except OSError as fault:
        problem = f"{fault.strerror or fault}; what was there is untouched"
        raise KeyworthError(f"{place} cannot be written", [problem]) from None
    return len(kept) - len(before)


def render_answers(answered: Answered, new: int, place: Path) -> str:
    """Return what was taken as a person reads it."""
    kinds = answered.rows["answer"].value_counts()
    named = {"product": "a product", "other": "another product", "accessory_only": "an accessory only", "none": "none"}
    each = ", ".join(f"{kinds[kind]} {told}" for kind, told in named.items() if kind in kinds)
    lines = [f"{len(answered.rows)} answers taken{f' ({each})' if each else ''}; {new} are new. Kept in {place}."]
    lines += [f"{answered.left_open} rows are left open."] if answered.left_open else []
    return "\n".join([*lines, "The next audit beside it takes them as evidence."])


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return schema.conform(pd.DataFrame(rows, columns=list(KEPT), dtype=object).fillna(""), schema.ANSWERS)


def _replace(place: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    sync(place.parent)
