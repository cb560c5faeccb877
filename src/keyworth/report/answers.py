"""Answers about a saved audit, for programs that ask: what the report shows, and nothing more."""

from __future__ import annotations

from typing import Any

import pandas as pd

from keyworth import schema, text
from keyworth.errors import KeyworthError
from keyworth.report import audit_reader
from keyworth.report.explain import explain_keyword
from keyworth.report.first_screen import first_screen
from keyworth.report.speech import spoken
from keyworth.store import Audit

MOST = 100  # rows of an answer
_KEYWORD = (
    "keyword", "campaign", "match_type", "verdict", "reason", "flags", "at_stake", "clicks", "cost", "full_cost",
    "product_title", "product_status", "customer_phrase", "suggested_wording", "source_file", "source_row",
)  # fmt: skip
_PRODUCT = ("product_id", "product_title", "product_status", "grade", "relevance")
_ON_SALE = ("product_id", "title", "category", "price", "status", "retired_on", "replaced_by", "url")
_PHRASE = ("phrase", "count", "callers", "searches", "similarity", "quotes")


class Answers:
    """What may be asked of an audit; each method's docstring is what a program reads of it.

    Parameters
    ----------
    audit : Audit
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def overview(self) -> dict[str, Any]:
        """Give the first screen: is it ready to sign off, what the decisions move, what was traced, the checks."""
        audit = self._audit
        found, told = first_screen(audit, audit_reader.keywords(audit)), audit_reader.figures_of(audit)
        traced = found["traced"]
        return {
            **{name: found[name] for name in ("company", "agency", "period", "run_id")},
            "ready_to_sign_off": f"{found['answer']['word']}: {spoken(found['answer']['why'], told)}",
            "spend": told.money(found["total"]) if found["spend_known"] else "not known",
            "decisions_move": told.money(found["move"]) if found["spend_known"] else "not known",
            "verdicts": [
                {"verdict": v["verdict"], "meaning": v["meaning"], "keywords": v["keywords"],
                 "cost": told.money(v["cost"])}
                for v in found["verdicts"]
            ],
            "revenue_traced": told.estimate(traced["point"]) if traced["known"] else "not known",
            "revenue_expected": told.between(traced["low"], traced["high"]) if traced["known"] else "not known",
            "revenue_claimed": told.estimate(traced["claimed"]) if traced["claimed"] is not None else "not claimed",
            "not_covered": [spoken(said, told) for said in found["not_covered"]],
            "checks": [{name: c[name] for name in ("question", "status", "why", "mend")} for c in found["checks"]],
        }  # fmt: skip

    def keywords(self, words: str = "", verdict: str = "", flag: str = "", limit: int = 20) -> dict[str, Any]:
        """Search keywords: those that hold all the words, of a verdict (keep, fix, cut, watch), with a flag.

        Those that cost most come first; `found` counts all, and at most 100 are shown.
        """
        frame = self._audit.keywords
        named = _holding(frame["keyword"], words)
        if verdict:
            named &= frame["verdict"].eq(verdict)
        if flag:
            named &= frame["flags"].str.split("; ").map(lambda flags: flag in flags)
        found = frame[named].sort_values(["full_cost", "keyword_id"], ascending=[False, True], na_position="last")
        return _answer(found, _KEYWORD, limit)

    def explanation(self, keyword: str) -> dict[str, Any]:
        """Say what one keyword's verdict rests on: findings, products considered, what customers say."""
        try:
            found = explain_keyword(self._audit, keyword)
        except KeyworthError as fault:  # who asks hears of it as of any answer: the nearest keywords are named
            return {"not_found": str(fault)}
        told = [f for f in found["flags"] if f["reason"]]
        return {
            "keyword": found["keyword"],
            "rows": [_only(row, schema.KEYWORDS_CSV) for row in found["rows"]],
            "findings": {f["flag"]: f["reason"] for f in told if f["outcome"] == "raised"},
            "not_known": {f["flag"]: f["reason"] for f in told if f["outcome"] != "raised"},
            "products": [_only(p, _PRODUCT) for p in found["products"][:MOST]],
            "customers_say": [_only(p, _PHRASE) for p in found["phrases"][:MOST]],
        }

    def products(self, words: str = "", limit: int = 20) -> dict[str, Any]:
        """Search the catalogue for titles that hold all the words; with the keywords that each product answers."""
        catalogue = audit_reader.table(self._audit, "catalogue")
        found = catalogue[_holding(catalogue["title"], words)].sort_values("title", kind="stable")
        answer = _answer(found, _ON_SALE, limit)
        listed = self._audit.keywords.groupby("product_id")["keyword"]
        answered = {product: sorted(set(names))[:MOST] for product, names in listed}
        for row in answer["rows"]:
            row["keywords"] = answered.get(row["product_id"], [])
        return answer

    def phrases(self, words: str = "", limit: int = 20) -> dict[str, Any]:
        """Search what customers ask for, in their own words, and no keyword covers."""
        frame = audit_reader.table(self._audit, "uncovered")
        return _answer(frame[_holding(frame["phrase"], words)], schema.PHRASES_CSV, limit)

    def claims(self, verdict: str = "", limit: int = 20) -> dict[str, Any]:
        """List the agency's figures beside what the data supports; of a verdict, as the rows name it, or all."""
        frame = audit_reader.table(self._audit, "claim_ledger")
        return _answer(frame[frame["verdict"].eq(verdict)] if verdict else frame, tuple(frame.columns), limit)


def _holding(column: pd.Series, words: str) -> pd.Series:
    keys = column.map(text.key)
    named = pd.Series(True, index=column.index)
    for word in text.key(words).split():
        named &= keys.str.contains(word, regex=False)
    return named


def _answer(found: pd.DataFrame, columns: tuple[str, ...], limit: int) -> dict[str, Any]:
    shown = found[[c for c in columns if c in found]].head(max(0, min(limit, MOST)))
    return {"found": len(found), "shown": len(shown), "rows": audit_reader.records(shown)}


def _only(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}
