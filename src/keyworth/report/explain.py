"""Why a keyword got its verdict: the products, phrases and money it rests on, from the saved audit alone."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from keyworth import text
from keyworth.errors import KeyworthError
from keyworth.report import audit_reader, labels
from keyworth.report.advice import three_lines
from keyworth.report.figures import Figures
from keyworth.store import Audit

_SHOWN = 8
# What calls taught of its words, and what people who were asked said of it.
_SAID = ("learnt", "learnt_shift", "answer", "answered_by", "answered_on", "answer_near", "answer_shift")
_TRACED = ["attributed_conversions", "attributed_revenue"]
MOST_TERMS = 7  # of a product, told one by one; the rest as a sum


def explain_keyword(audit: Audit, keyword: str) -> dict[str, Any]:
    """Return everything that a keyword's verdict rests on.

    Parameters
    ----------
    audit : Audit
    keyword : str
        As listed; case, spaces and match-type signs do not matter.

    Returns
    -------
    dict
        ``rows`` (one a listing of the keyword), ``answered`` (what built the chance that anything on sale
        answers it, by the texts alone), ``products``, ``phrases``, ``credits``, ``flags``.

    Raises
    ------
    KeyworthError
        When the audit has no such keyword; the nearest ones are named.
    """
    wanted = text.key(keyword)
    rows = audit.keywords[audit.keywords["keyword_key"] == wanted]
    if rows.empty:
        raise KeyworthError(
            f"{keyword!r} is not a keyword of this audit", _nearest(audit, wanted), "Name one of keywords.csv."
        )
    ids = set(rows["keyword_id"])
    by_model = audit_reader.by_model(audit, ids)
    return {
        "keyword": str(rows["keyword"].iloc[0]),
        "rows": audit_reader.records(rows),
        "answered": _answered(audit, wanted),
        "products": [_product(match) for match in audit_reader.records(_of(audit, "matches", "keyword_key", {wanted}))],
        "phrases": _phrases(audit, wanted),
        "credits": audit_reader.records(by_model.groupby("attribution_model", as_index=False)[_TRACED].sum()),
        "flags": audit_reader.records(_of(audit, "flag_outcomes", "keyword_id", ids)),
    }


def render_explanation(found: dict[str, Any], *, details: bool = False) -> str:
    """Return the explanation as a person reads it: what to do, three lines of evidence, and ``details``."""
    told = Figures(str(found["rows"][0].get("currency") or "GBP"))
    lines = [found["keyword"], ""]
    for row in found["rows"]:
        where = " · ".join(x for x in (row.get("campaign"), row.get("match_type")) if x) or "no campaign"
        word = labels.VERDICT_WORDS.get(row["verdict"], row["verdict"])
        lines.append(f"{word.upper()}  ({where}; {row['source_file']} row {row['source_row']})")
        lines += [f"  {said}" for said in (row["reason"], *three_lines(row)) if said]
    return "\n".join([*lines, *(_render_details(found, told) if details else ["", "More: --details"])])


def _render_details(found: dict[str, Any], told: Figures) -> list[str]:
    lines = ["", "Money"]
    for row in found["rows"]:
        ends = told.number(row.get("expected_conversions_low")), told.number(row.get("expected_conversions_high"))
        traced = told.number(row.get("attributed_conversions"))
        spent = told.pence(row.get("full_cost") or row["cost"])
        lines.append(f"  {spent} for {told.counted(row['clicks'], 'click')}; sales traced: {traced}.")
        lines.append(f"  The same clicks bring {ends[0]} to {ends[1]} sales in such a period.")
    raised = [f for f in found["flags"] if f["outcome"] == "raised"]
    lines += ["", "Findings", *(f"  {labels.plain(f['flag'])}: {f['reason']}" for f in raised)] if raised else []
    if found["answered"]:
        lines += ["", "Does anything on sale answer it?", *_render_answered(found["answered"])]
    lines += ["", "Products considered", *(line for p in found["products"][:_SHOWN] for line in _render_product(p))]
    lines += ["", "What customers say", *(_render_phrase(p, told) for p in found["phrases"][:_SHOWN])]
    lines += ["", "Sales traced, by every way of sharing the credit"]
    lines += [
        f"  {labels.model_word(c['attribution_model']):36} sales: {told.number(c['attributed_conversions'])}, "
        f"revenue: {told.estimate(c['attributed_revenue'])}"
        for c in found["credits"]
    ]
    return lines


def _product(match: dict[str, Any]) -> dict[str, Any]:
    return {**match, **_weighed(match["baseline"], match.pop("contributions"))}


def _weighed(baseline: float | None, contributions: str) -> dict[str, Any]:
    """Return the parts of a score, the weightiest first, and their sum."""
    parts = json.loads(contributions or "{}")
    ordered = sorted(parts.items(), key=lambda item: (-abs(item[1]), item[0]))
    return {"contributions": dict(ordered), "sum": (baseline or 0.0) + sum(parts.values())}


def _answered(audit: Audit, wanted: str) -> dict[str, Any]:
    found = _of(audit, "relevance", "keyword_key", {wanted})
    if found.empty:
        return {}
    row = audit_reader.records(found)[0]
    said = {name: row[name] for name in _SAID if row.get(name)}
    if not row["keyword_contributions"]:
        return said
    built = _weighed(row["keyword_baseline"], row["keyword_contributions"])
    return {"relevance": row["text_relevance"], "baseline": row["keyword_baseline"], **built, **said}


def _render_answered(answered: dict[str, Any]) -> list[str]:
    lines = []
    if who := answered.get("answered_by"):
        kind = labels.plain(answered["answer"])
        lines.append(f"  judged by {who} on {answered.get('answered_on', 'an unknown day')}: {kind}")
    if learnt := answered.get("learnt"):
        lines.append(f"  {answered.get('learnt_shift') or 0.0:+.2f} (log-odds) {learnt}")
    if near := answered.get("answer_near"):
        shift = answered.get("answer_shift") or 0.0
        lines.append(f"  {shift:+.2f} (log-odds) by what was answered of keywords near it, most of all “{near}”")
    if "relevance" in answered:
        lines.append(f"  {answered['relevance'] or 0.0:.2f}  by the texts alone")
        lines.append(_render_parts(answered, "every keyword"))
    return lines


def _render_product(product: dict[str, Any]) -> list[str]:
    about = f"{labels.plain(product['product_status'] or '')}, {product['grade']}"
    lines = [f"  {product['relevance']:.2f}  {product['product_title']}  ({about})"]
    return [*lines, _render_parts(product, "every pair")]


def _render_parts(built: dict[str, Any], which: str) -> str:
    parts = [(f"where {which} starts", built["baseline"] or 0.0)]
    parts += [(labels.feature_word(name), value) for name, value in built["contributions"].items()]
    told, small = parts[: 1 + MOST_TERMS], parts[1 + MOST_TERMS :]
    if small:
        told.append((f"{len(small)} smaller ones together (all with --json)", sum(value for _, value in small)))
    terms = "; ".join(f"{value:+.2f} {name}" for name, value in told)
    return f"        {terms}; in all {built['sum']:+.2f} (log-odds, before calibration)"


def _phrases(audit: Audit, wanted: str) -> list[dict[str, Any]]:
    aligned = _of(audit, "alignment", "keyword_key", {wanted})
    phrases, quotes = audit.tables.get("phrases"), audit.tables.get("quotes")
    if aligned.empty or phrases is None or phrases.empty:
        return []
    near = dict(json.loads(aligned["phrases_considered"].iloc[0] or "[]"))
    found = phrases[phrases["phrase_id"].isin(near)]
    found = found.assign(similarity=found["phrase_id"].map(near)).sort_values(
        ["similarity", "count", "phrase"], ascending=[False, False, True]
    )
    said = {} if quotes is None else quotes.groupby("phrase_id")["quote"].apply(lambda q: list(q.head(3))).to_dict()
    return [{**row, "quotes": said.get(row["phrase_id"], [])} for row in audit_reader.records(found)]


def _render_phrase(phrase: dict[str, Any], told: Figures) -> str:
    quote = f"  “{phrase['quotes'][0]}”" if phrase["quotes"] else ""
    return (
        f"  {phrase['similarity']:.2f}  {phrase['phrase']}  ({told.counted(phrase['callers'], 'caller')}, "
        f"{told.counted(phrase['searches'], 'search', 'searches')}){quote}"
    )


def _of(audit: Audit, table: str, column: str, values: set[Any]) -> pd.DataFrame:
    frame = audit.tables.get(table)
    return pd.DataFrame() if frame is None or frame.empty else frame[frame[column].isin(values)]


def _nearest(audit: Audit, wanted: str) -> list[str]:
    from rapidfuzz import process

    found = process.extract(wanted, audit.keywords["keyword"].unique().tolist(), limit=3)
    return [f"did you mean {name!r}?" for name, _score, _at in found]
