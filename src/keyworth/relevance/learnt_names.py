"""What calls taught of names: what this company's customers call its products, what staff do, and what is not sold.

Retraining keeps it with the version that is promoted, each wording with how many calls taught it and how often such
wordings were right of callers who were not learnt from. That chance is all it weighs: beside the texts, the page and
the leads in which product a keyword is for, and in whether anything on sale answers it.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd

from keyworth.relevance.active_model import champion_name
from keyworth.relevance.features.words import stem
from keyworth.relevance.near_answers import with_chance
from keyworth.relevance.prepared_catalogue import PreparedCatalogue, prepared
from keyworth.relevance.score import cores
from keyworth.relevance.versions import known_version
from keyworth.schema import LEARNT, conform, empty
from keyworth.text import tokens

TESTED = 5  # calls of others below which a kind of wording proved nothing
WHOLE = (
    1.0  # share of a keyword's words that customers' wordings, and what is not sold, must say: "septic tank" is sold,
)
STAFF = 0.5  # and what "septic tank emptying" asks for is not; staff's own words are so rare that half of them tell
LIKELY = (
    0.6  # P below which a wording says nothing: of those at .5 to .6 on drainage three of four named another product
)
MOST = 0.97  # P that a wording means what it was taught, however many calls there were
OTHERS = 50  # products among which a wording picks one, at most: of a longer list most were never in question
CURRENT = ("active", "out_of_stock")


def learnt_names(settings: Any) -> pd.DataFrame:
    """Return ``schema.LEARNT`` of the workspace's champion; none where it learnt none.

    Examples
    --------
    >>> from keyworth.settings import Relevance
    >>> learnt_names(Relevance()).empty
    True
    """
    folder = getattr(settings, "models", "")
    content = known_version(folder, champion_name(settings)).learnt if folder else b""
    if not content:
        return empty(LEARNT)
    return conform(pd.read_csv(io.BytesIO(content), keep_default_na=False, dtype={"product_id": str}), LEARNT)


def recall_names(
    keywords: pd.DataFrame, names: pd.DataFrame, catalogue: pd.DataFrame | PreparedCatalogue
) -> pd.DataFrame:
    """Return which learnt wordings speak of each keyword, and how much they weigh.

    Parameters
    ----------
    keywords : DataFrame
        With ``keyword_key``.
    names : DataFrame
        ``schema.LEARNT``.
    catalogue : DataFrame or PreparedCatalogue
        ``schema.CATALOGUE``; a wording of a product that is not on sale any more says nothing.

    Returns
    -------
    DataFrame
        ``keyword_key, product_id`` ("" of what is not sold), ``chance`` that the keyword means that, ``weight`` of the
        product beside any other (log-odds) and ``told``; the longest wording of each keyword.
    """
    shop = prepared(catalogue)
    current = set(shop.catalogue.loc[shop.catalogue["status"].isin(CURRENT), "product_id"])
    stems: Any = [_stems(p) for p in names["phrase"]]
    names = names.assign(chance=chances_of(names), stems=stems)
    names = names[names["stems"].map(len) > 0]
    names = names[(names["chance"] > 0) & ((names["kind"] == "not_sold") | names["product_id"].isin(current))]
    keys = sorted(set(keywords["keyword_key"]))
    asked = [_stems(core) for core in cores(keys, shop)] if len(names) else []
    first: dict[str, list[int]] = {}
    for place, words in enumerate(names["stems"]):
        first.setdefault(words[0], []).append(place)
    rows = []
    for key, words in zip(keys, asked, strict=False):
        for place in (p for word in dict.fromkeys(words) for p in first.get(word, ())):
            name = names.iloc[place]
            said = len(name["stems"]) / len(words)
            if _within(name["stems"], words) and said >= (STAFF if name["kind"] == "staff" else WHOLE):
                rows.append((key, name["product_id"], said * name["chance"], len(name["stems"]), _render(name)))
    out = pd.DataFrame(rows, columns=["keyword_key", "product_id", "chance", "words", "told"])
    p = out["chance"].astype(float).clip(0.01, MOST)
    out["weight"] = (np.log(p / (1 - p)) + np.log(max(min(len(current), OTHERS) - 1, 1))).where(
        out["product_id"] != "", 0.0
    )
    out = out.sort_values(["keyword_key", "words", "chance", "told"], ascending=[True, False, False, True])
    longest = out["words"] == out.groupby("keyword_key")["words"].transform("max")
    return out[longest].drop_duplicates(["keyword_key", "product_id"]).reset_index(drop=True)


def hear_learnt(
    relevance: pd.DataFrame, recalled: pd.DataFrame, catalogue: pd.DataFrame, settings: Any
) -> pd.DataFrame:
    """Return the relevance moved by what calls taught.

    Parameters
    ----------
    relevance : DataFrame
        ``schema.RELEVANCE``.
    recalled : DataFrame
        From ``recall_names``.
    catalogue, settings
        As for ``combine_evidence``.
    """
    out = relevance.assign(learnt="", learnt_shift=np.nan)
    if recalled.empty:
        return out
    best = recalled.sort_values("chance", ascending=False, kind="stable").drop_duplicates("keyword_key")
    mine = best.set_index("keyword_key").reindex(out["keyword_key"]).set_axis(out.index)
    out["learnt"] = mine["told"].fillna("")
    known = mine["chance"].notna() & out["product_relevance"].notna() & (out["product_status"] != "retired")
    rows = out.index[known]
    p, taught = out.loc[rows, "product_relevance"].clip(0.005, 0.995), mine.loc[rows, "chance"].astype(float)
    sold = mine.loc[rows, "product_id"] != ""
    after = (1 - (1 - p) * (1 - taught)).where(sold, p * (1 - taught)).clip(0.001, 0.999)  # either is reason enough
    odds: Any = np.log(after / (1 - after))
    out.loc[rows, "learnt_shift"] = (odds - np.log(p / (1 - p))).round(4)
    return with_chance(out, rows, np.asarray(odds, float), catalogue, settings)


def chances_of(names: pd.DataFrame) -> np.ndarray:
    """Return P(a wording means what it was taught), 0 where its kind did not prove worth or it is below ``LIKELY``."""
    proved = (names["right"] + 1) / (names["tested"] + 2)
    share = (names["agree"] + 1) / (names["calls"] + 2)
    p = np.minimum(np.asarray(proved * share, float), MOST)
    return np.where((names["tested"] >= TESTED).to_numpy() & (p >= LIKELY), np.round(p, 4), 0.0)


def _render(name: pd.Series) -> str:
    about = f"“{name['phrase']}” for “{name['product_title']}”"
    said = {"customers": f"customers say {about}", "staff": f"staff say {about}, customers do not",
            "not_sold": f"“{name['phrase']}” is not sold"}[name["kind"]]  # fmt: skip
    return f"learnt from {name['calls']} calls: {said}"


def _stems(wording: str) -> tuple[str, ...]:
    return tuple(stem(w) for w in tokens(wording.replace("-", " ")))


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Return whether words stand together and in order: "hire with driver" is not "hire without driver"."""
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))
