"""What people said when they were asked: which product answers a keyword, or that none does.

An answer decides for its own keyword, above every other evidence, and is told as what it is: judged by somebody on a
day. Keywords near it move with it, so far as that proved worth on the answers themselves (`near_answers`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from keyworth.errors import UnusableFile
from keyworth.ingest import read_table
from keyworth.relevance.near_answers import move_near
from keyworth.relevance.status import successors
from keyworth.schema import ANSWER_KINDS, ANSWERS, RELEVANCE, conform, empty
from keyworth.text import key

SURE = 0.98  # P that what a person said is so: people differ on about one keyword in fifty that none of them doubted
CURRENT = ("active", "out_of_stock")
NEEDED = ("keyword", "answer")


def read_answers(path: str) -> pd.DataFrame:
    """Return ``schema.ANSWERS`` of the file that `keyworth answer` keeps; without a path, none.

    Raises
    ------
    UnusableFile
        When it cannot be read, or lacks ``keyword`` or ``answer``.

    Examples
    --------
    >>> read_answers("").empty
    True
    """
    if not path:
        return empty(ANSWERS)
    found = read_table(path)
    if missing := [f"column {name!r} is missing" for name in NEEDED if name not in found.columns]:
        raise UnusableFile(f"{path} is not a file of answers", missing, "Restore it, or move it away.")
    found = conform(found, ANSWERS)
    return found[found["keyword"].str.strip() != ""].reset_index(drop=True)


def take_answers(
    relevance: pd.DataFrame,
    answers: pd.DataFrame,
    catalogue: pd.DataFrame,
    settings: Any,
    engine: Any = None,
    progress: Callable[..., Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let what people answered decide.

    Parameters
    ----------
    relevance : DataFrame
        ``schema.RELEVANCE``, of all other evidence.
    answers : DataFrame
        ``schema.ANSWERS``, as kept.
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    settings, engine, progress
        As for ``score_keywords``.

    Returns
    -------
    relevance : DataFrame
        With ``answer``, ``answered_by``, ``answered_on``, ``answer_near`` and ``answer_shift``.
    answers : DataFrame
        Each answer with what became of it (``used``).
    """
    if answers.empty:
        return relevance, answers
    told = _standing(answers, catalogue, set(relevance["keyword_key"]))
    stands = told[told["used"] == USED].set_index("keyword_key")
    mine = relevance["keyword_key"].isin(stands.index)
    own = stands.reindex(relevance["keyword_key"]).set_axis(relevance.index)
    out = relevance.assign(**{name: own[name].fillna("") for name in ("answer", "answered_by", "answered_on")})
    out = move_near(out, relevance, own, catalogue, settings, engine, progress)
    return conform(_decided(out, own, mine, catalogue), RELEVANCE), conform(told, ANSWERS)


USED = "it decides"


def _standing(answers: pd.DataFrame, catalogue: pd.DataFrame, listed: set[str]) -> pd.DataFrame:
    """Return the answers with ``keyword_key``, the product's ``place`` in the catalogue, and what becomes of each."""
    place = _places(answers, catalogue)
    out = answers.assign(
        keyword_key=answers["keyword"].map(key), place=place, answered_on=answers["answered_on"].map(_day),
        answer=answers["answer"].str.strip().str.casefold().str.replace(" ", "_"),
    )  # fmt: skip
    gone = (out["answer"] == "product") & (place < 0)
    why = np.select(
        [~out["answer"].isin(ANSWER_KINDS), gone, ~out["keyword_key"].isin(listed)],
        ["not used: its answer is none of " + ", ".join(ANSWER_KINDS),
         "not used: its product is not in the catalogue any more", "not used: the report does not list the keyword"],
        USED,
    )  # fmt: skip
    out["used"] = why
    fit = out[why == USED].sort_values("answered_on", kind="stable")
    last = fit.groupby("keyword_key")["answered_on"].transform("max")
    out.loc[fit.index[fit["answered_on"] < last], "used"] = "not used: a later answer stands"
    fit = fit[fit["answered_on"] == last]
    fit = fit.assign(said=fit["answer"] + " " + fit["place"].astype(str))
    each = fit.drop_duplicates(["keyword_key", "answered_by"], keep="last")
    out.loc[fit.index.difference(each.index), "used"] = "not used: a later answer stands"
    dispute = each.groupby("keyword_key")["said"].transform("nunique") > 1
    out.loc[each.index[dispute], "used"] = "not used: people disagree"
    same = each.index[~dispute].difference(each[~dispute].drop_duplicates("keyword_key").index)
    out.loc[same, "used"] = "it says the same as another's"
    return out


def _day(text: str) -> str:
    try:
        return pd.Timestamp(text).strftime("%Y-%m-%d") if text else ""
    except ValueError:
        return ""


def _places(answers: pd.DataFrame, catalogue: pd.DataFrame) -> np.ndarray:
    """Return where each answer's product stands in the catalogue, by its id, else by its title; -1 where nowhere."""
    first = catalogue.reset_index(drop=True)
    by_title = {key(t): i for i, t in reversed(list(enumerate(first["title"])))}
    by_id = {key(p): i for i, p in reversed(list(enumerate(first["product_id"]))) if p}
    ids, titles = answers["product_id"].map(key), answers["product_title"].map(key)
    found = [by_id.get(i, by_title.get(t, -1)) if i or t else -1 for i, t in zip(ids, titles, strict=True)]
    return np.array(found, dtype=np.int64)


def _decided(out: pd.DataFrame, own: pd.DataFrame, mine: pd.Series, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Set what was answered of the keywords that were asked about."""
    product = catalogue.reset_index(drop=True).reindex(own["place"].fillna(-1).astype(int)).set_axis(out.index)
    kind, status = out["answer"], product["status"].fillna("")
    sold = mine & ((kind == "other") | ((kind == "product") & status.isin(CURRENT)))
    retired = mine & (kind == "product") & ~sold
    accessory = mine & (kind == "accessory_only")
    out.loc[mine, "applicable"], out.loc[mine, "reason"] = True, ""
    out.loc[mine, "product_relevance"] = np.where(sold, SURE, round(1 - SURE, 6))[mine]
    out.loc[mine, "accessory_relevance"] = np.where(accessory, SURE, 0.0)[mine]
    gone = retired | ((kind == "none") & (out["product_status"] == "retired"))  # which it was before: nothing sold now
    told = np.select(
        [kind == "other", sold, gone, accessory], ["active", status, "retired", "accessory_only"], "none"
    )  # fmt: skip
    out.loc[mine, "product_status"] = told[mine]
    named = mine & product["product_id"].notna()
    for column, source in _NAMED.items():
        out.loc[named, column] = product.loc[named, source]
        out.loc[mine & (kind == "other"), column] = np.nan if column in ("price", "margin") else ""
    return _retired(out, product, retired, catalogue)


def _retired(out: pd.DataFrame, product: pd.DataFrame, retired: pd.Series, catalogue: pd.DataFrame) -> pd.DataFrame:
    current = catalogue[catalogue["status"] != "retired"]
    out.loc[retired, "retired_relevance"] = SURE
    for column, source in (("retired_id", "product_id"), ("retired_title", "title"), ("retired_on", "retired_on")):
        out.loc[retired, column] = product.loc[retired, source]
    by = successors(product["replaced_by"].where(retired, "").fillna(""), current)
    for column, told in zip(("successor_id", "successor_title"), by, strict=True):
        out.loc[retired, column] = told[retired]
    return out


_NAMED = {"product_id": "product_id", "product_title": "title", "price": "price", "margin": "margin"}
