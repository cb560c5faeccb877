"""Keywords of one meaning: what Google serves to the same searches, listed more than once.

Google Ads matches an exact keyword to its close variants: plurals, word order,
function words and run-together spellings ("About keyword matching options" and
"About close variants", Google Ads Help). Two rows that differ in nothing else
bid against each other, or split one keyword's evidence between them.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from keyworth.text.places import shown_to
from keyworth.text.stop_words import FUNCTION, ORDERED
from keyworth.text.word_forms import singular

MIRRORED_ROWS, MIRRORED_SHARE = 10, 0.8  # meanings in common that make two campaigns mirror each other
_EDGES = "\"'“”‘’()[]{}.,;:!?+*<>|&"


def meanings(keys: pd.Series) -> pd.Series:
    """Return for each keyword key the form that its close variants share.

    Parameters
    ----------
    keys : Series of str
        ``keyword_key``; the spellings that occur together settle which
        run-together words are split ("gardenoffice" beside "garden office").

    Returns
    -------
    Series of str, same index

    Examples
    --------
    >>> meanings(pd.Series(["garden offices", "offices for the garden", "gardenoffice", "paris to london"])).tolist()
    ['garden office', 'garden office', 'garden office', '>paris to london']
    """
    unique = pd.unique(keys.astype(object))
    words = {k: [singular(w) for w in _words(k)] for k in unique}
    known = {w for ws in words.values() for w in ws}
    pairs = ((a, b) for k in sorted(words) for a, b in zip(words[k], words[k][1:], strict=False) if a + b in known)
    joined = {a + b: [a, b] for a, b in pairs}
    forms = {k: _form(ws if joined.keys().isdisjoint(ws) else _split(ws, joined)) for k, ws in words.items()}
    return keys.astype(object).map(forms)


def meaning_words(key: str) -> frozenset[str]:
    """Return the words that carry a key's meaning, singular.

    Examples
    --------
    >>> sorted(meaning_words("offices for the garden"))
    ['garden', 'office']
    """
    words = _words(key)
    return frozenset(singular(w) for w in words if w not in FUNCTION) or frozenset(words)


def duplicates(keywords: pd.DataFrame, worth: pd.DataFrame) -> pd.DataFrame:
    """Return, for each keyword row, the row of the same meaning that it repeats.

    Paid rows repeat each other when their meaning is the same. What is ordinary
    practice is no fault: several match types of one wording in one campaign, and
    campaigns that mirror each other, or whose names tell other places, devices or audiences. Organic rows are searches
    that customers made, so only the very same wording listed twice is a repeat.
    The row to keep is the one with the most sales, then clicks, then cost.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORDS``.
    worth : DataFrame
        The columns to rank by, best first, in the same rows.

    Returns
    -------
    DataFrame
        ``duplicate_of`` (keyword_id of the row to keep, -1 for that row itself and where
        nothing repeats), ``duplicate_wording`` (its keyword), ``duplicate_place`` (its
        campaign and match type) and ``duplicate_rows`` (rows that repeat each other, 1 for none).

    Examples
    --------
    >>> from keyworth import schema
    >>> rows = {"keyword_id": [0, 1], "keyword": ["pods", "pod"], "keyword_key": ["pods", "pod"], "clicks": [1, 9]}
    >>> keywords = schema.conform(pd.DataFrame(rows), schema.KEYWORDS)
    >>> duplicates(keywords, keywords[["clicks"]])["duplicate_of"].tolist()
    [1, -1]
    """
    frame = _best_first(keywords, worth)
    twin = _lead(frame, ["channel", "shown_to", "meaning", "match_type"])
    lead = _lead(frame, ["channel", "shown_to", "meaning"])
    is_twin, is_lead = (t["keyword_id"] == frame["keyword_id"] for t in (twin, lead))
    lead = lead.where(is_twin, twin)
    alike = ~_mirrored(frame, lead["campaign"])
    layered = is_twin & (frame["campaign"] == lead["campaign"]) & (frame["keyword_key"] == lead["keyword_key"])
    repeats = alike & ~is_lead & ~layered
    kept = frame["keyword_id"].isin(lead.loc[repeats, "keyword_id"])
    group = [frame["channel"], frame["shown_to"], frame["meaning"]]
    rows = (repeats | kept).groupby(group).transform("sum").where(repeats | kept, 1)
    found = {
        "duplicate_of": lead["keyword_id"].where(repeats, -1).astype("int64"),
        "duplicate_wording": lead["keyword"].where(repeats, ""),
        "duplicate_place": _place(lead).where(repeats, ""),
        "duplicate_rows": rows.clip(lower=1).astype("int64"),
    }
    return pd.DataFrame(found).reindex(keywords.index)


def _best_first(keywords: pd.DataFrame, worth: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their meaning, the most worth keeping first."""
    frame = keywords[["keyword_id", "keyword", "keyword_key", "channel", "campaign", "match_type", "ad_group"]].copy()
    organic = frame["channel"] == "organic"
    frame["meaning"] = keywords["keyword_key"].astype(object).where(organic, meanings(keywords["keyword_key"]))
    frame.loc[frame["meaning"] == "", "meaning"] = "row " + frame["keyword_id"].astype(str)
    places = {name: "; ".join(sorted(shown_to(name))) for name in frame["campaign"].unique()}
    frame["shown_to"] = frame["campaign"].map(places).astype(object)
    ranks = [f"rank{i}" for i in range(worth.shape[1])]
    frame[ranks] = worth.fillna(0).to_numpy()
    # The order of the rows must not choose: their contents do, and their place only between equals.
    content = ["keyword", "campaign", "match_type", "ad_group", "keyword_id"]
    return frame.sort_values([*ranks, *content], ascending=[False] * len(ranks) + [True] * len(content))


def _lead(best_first: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    told = ["keyword_id", "keyword", "keyword_key", "campaign", "match_type"]
    return best_first.groupby(by, sort=False)[told].transform("first")


def _mirrored(frame: pd.DataFrame, other: pd.Series) -> pd.Series:
    """Return which rows stand in a campaign that lists nearly the same meanings as the other one."""
    from scipy.sparse import csr_matrix

    here, names = pd.factorize(frame["campaign"].astype(object), sort=True)
    there = pd.Index(names).get_indexer(other.astype(object))
    cells = pd.DataFrame({"campaign": here, "meaning": pd.factorize(frame["meaning"])[0]}).drop_duplicates()
    listed = csr_matrix((np.ones(len(cells)), (cells["campaign"], cells["meaning"])))
    pairs, place = np.unique(np.stack([here, there]), axis=1, return_inverse=True)
    shared = np.asarray(listed[pairs[0]].multiply(listed[pairs[1]]).sum(axis=1)).ravel()
    sizes = np.asarray(listed.sum(axis=1)).ravel()[pairs]
    alike = (shared >= MIRRORED_ROWS) & (shared >= MIRRORED_SHARE * sizes.min(axis=0)) & (pairs[0] != pairs[1])
    return pd.Series(alike[place.ravel()], index=frame.index)


def _place(rows: pd.DataFrame) -> pd.Series:
    campaign, match_type = rows["campaign"].astype(object), rows["match_type"].astype(object)
    return (campaign + ", " + match_type).where((campaign != "") & (match_type != ""), campaign + match_type)


def _words(key: str) -> list[str]:
    if not key.isascii():
        key = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    return [w for part in key.replace("-", " ").replace("/", " ").split() if (w := part.strip(_EDGES))]


def _split(words: list[str], joined: dict[str, list[str]]) -> list[str]:
    return [part for w in words for part in joined.get(w, [w])]


def _form(words: list[str]) -> str:
    if not ORDERED.isdisjoint(words):
        return ">" + " ".join(words)
    bare = [w for w in words if w not in FUNCTION]
    return " ".join(sorted(bare or words))
