"""What people decided and judged of an audit: the labels that are trusted most, and the measure of the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from keyworth.review.decisions import judged_product, standing, subject_ids
from keyworth.review.ledger import Ledger
from keyworth.text import tokens
from keyworth.training.products import groups, link_products
from keyworth.training.split import caller_hash
from keyworth.training.weak_labels import EXAMPLE, WEAK

if TYPE_CHECKING:
    from keyworth.store import Audit

LEDGER_FILE = "keyworth-decisions.sqlite"
TRUST_BEFORE = (3.0, 1.0)  # agreements and disagreements assumed of weak labels before any is judged


def judged_keywords(directory: str | Path, audit: Audit, database: str | None) -> pd.DataFrame:
    """Return which keyword rows a person judged answered, or not, by the product that the audit names.

    A blind judgement counts by its own word; where reviewers disagree, the row says nothing. A decision
    counts where nobody judged: a keyword kept is answered, one cut for want of a product is not.

    Returns
    -------
    DataFrame
        ``row`` (place in the audit's keywords), ``answered`` and ``blind`` (a judgement, not a decision).
    """
    where = Path(directory).absolute().parent / LEDGER_FILE
    found = []
    if database is not None or where.is_file():
        ledger = Ledger(database or f"sqlite:///{where}", read_only=True)
        states = standing(ledger.entries(str(audit.summary["run_id"])))
        ledger.close()
        columns = audit.keywords[["flags", "product_id"]].itertuples(index=False)
        for row, (subject, (flags, product)) in enumerate(zip(subject_ids(audit.keywords), columns, strict=True)):
            answered, blind = judged_product(states.get(subject), str(flags))[:2] if product else (None, False)
            if answered is not None:
                found.append((row, answered, blind))
    return pd.DataFrame(found, columns=["row", "answered", "blind"])


def judged_examples(
    keywords: pd.DataFrame, judged: pd.DataFrame, catalogue: pd.DataFrame, thing: np.ndarray
) -> pd.DataFrame:
    """Return what people judged of an audit's keywords, as examples of full weight.

    Parameters
    ----------
    keywords : DataFrame
        An audit's, with ``product_id``.
    judged : DataFrame
        From ``judged_keywords``.
    catalogue : DataFrame
    thing : int [m]
        From ``one_of_each``.
    """
    rows = keywords.iloc[judged["row"].to_numpy(int)]
    places = link_products(rows["product_id"].unique().tolist(), catalogue)
    place = rows["product_id"].map(places).fillna(-1).to_numpy(int)
    made = pd.DataFrame(
        {"text": rows["keyword"].to_numpy(), "product": place, "wanted": judged["answered"].to_numpy(bool),
         "caller": [caller_hash(f"judged {k}") for k in rows["keyword"]], "ids": "", "weight": 1.0, "origin": "judged",
         "started_at": pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[us, UTC]")}
    )  # fmt: skip
    made = made[made["product"] >= 0].copy()
    made["product"] = thing[made["product"].to_numpy(int)]
    made = made.drop_duplicates(["text", "product", "wanted"])
    made["group"] = groups(catalogue, made["product"])
    return made.sort_values(["text", "product"], kind="stable", ignore_index=True)[list(EXAMPLE)]


def trust_in_weak(weak: pd.DataFrame, judged: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """Return how far each kind of weak label is to be trusted, and on how many calls that was measured.

    A call that has all the words of a judged keyword agrees when its product is the one judged right, or is
    not the one judged wrong. The share is shrunk towards three in four.

    Examples
    --------
    >>> import pandas as pd
    >>> weak = pd.DataFrame({"text": ["a garden pod please"] * 6, "product": [1] * 6, "origin": ["call"] * 6})
    >>> judged = pd.DataFrame({"text": ["garden pod"], "product": [1], "wanted": [True]})
    >>> trust_in_weak(weak, judged)["call"]
    (0.9, 6)
    """
    from sklearn.feature_extraction.text import CountVectorizer

    asked = judged[[bool(tokens(t)) for t in judged["text"]]]
    agree, hit = np.zeros((0, len(weak))), np.zeros((0, len(weak)), bool)
    if len(asked) and len(weak):
        words = CountVectorizer(analyzer=tokens, binary=True)
        wanted = words.fit_transform(asked["text"])
        hit = (wanted @ words.transform(weak["text"]).T).toarray() == np.asarray(wanted.sum(axis=1))
        same = asked["product"].to_numpy(int)[:, None] == weak["product"].to_numpy(int)
        agree = hit & (same == asked["wanted"].to_numpy(bool)[:, None])
    out = {}
    for origin in WEAK:
        mine = (weak["origin"] == origin).to_numpy()
        seen = int(hit[:, mine].sum())
        out[origin] = (round((TRUST_BEFORE[0] + float(agree[:, mine].sum())) / (sum(TRUST_BEFORE) + seen), 3), seen)
    return out


def trusted(weak: pd.DataFrame, trust: dict[str, Any]) -> pd.DataFrame:
    """Return the weak examples, each with the trust in its kind of label as its weight."""
    return weak.assign(weight=weak["origin"].map({origin: value for origin, (value, _) in trust.items()}))
