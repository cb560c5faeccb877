"""What is learnt from: the caller's words beside the product that the call or the CRM names.

Weak labels, for a call that ends in a sale need not be about what was sold; how far they are trusted is
measured on what people judged. Only redacted text comes in here, and of a caller only the hash is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keyworth.schema import SET_ASIDE, conform
from keyworth.text import key, tokens
from keyworth.training.split import caller_hash

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE = ("text", "product", "group", "caller", "started_at", "weight", "wanted", "origin")
SAME_NAME = 88.0  # of 100, rapidfuzz's token-sort ratio from which a product's name is taken for another's spelling
CLEARLY = 3.0  # by which the best name must lead the second
SAID_LEAST = 3  # calls in which a product without a catalogue must be named
TRUST_BEFORE = (3.0, 1.0)  # agreements and disagreements assumed of weak labels before any is judged


def weak_examples(
    turns: pd.DataFrame, sales: pd.DataFrame, catalogue: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the callers' words with the product each call or sale names.

    Parameters
    ----------
    turns : DataFrame
        From ``language.customer_turns``, redacted.
    sales : DataFrame
        ``schema.SALES``: a caller's product where the call names none.
    catalogue : DataFrame
        ``schema.CATALOGUE``.

    Returns
    -------
    examples : DataFrame
        ``EXAMPLE``: a row a call and product, in an order that their content decides; ``product`` is the
        product's place in the catalogue, ``group`` its category, or itself where it has none.
    set_aside : DataFrame
        ``schema.SET_ASIDE``: calls that name no product of the catalogue, and why.
    """
    import pandas as pd

    calls = turns.groupby("call_id", sort=True).agg(
        text=("text", " ".join), product=("product", "first"), started_at=("started_at", "min"),
        customer_id=("customer_id", "first"), person=("person", "first"),
        source_file=("source_file", "first"), source_row=("source_row", "first"),
    ).reset_index()  # fmt: skip
    who = calls["person"].where(calls["person"] != "", calls["customer_id"])
    calls["caller"] = who.where(who != "", calls["call_id"])
    calls["product"] = calls["product"].where(calls["product"] != "", _bought(calls, sales))
    calls["named"] = calls["product"].str.split(";")
    each = calls.explode("named", ignore_index=True)
    each["named"] = each["named"].fillna("").str.strip()
    place = link_products(each["named"].unique().tolist(), catalogue)
    each["product"] = each["named"].map(place).astype(int)
    reason = np.where(each["named"] == "", "no product is named in the call or its sale", "")
    reason = np.where((each["named"] != "") & (each["product"] < 0), "its product is not in the catalogue", reason)
    gone = each[reason != ""].assign(reason=reason[reason != ""], kind="calls")
    gone["content"] = gone["call_id"] + ": " + gone["named"]
    kept = each[reason == ""].drop_duplicates(["call_id", "product"])
    kept = kept.assign(
        caller=kept["caller"].map(caller_hash),
        weight=1.0,
        wanted=True,
        origin="call",
        group=groups(catalogue, kept["product"]),
    )
    kept = kept.sort_values(["caller", "text", "product"], kind="stable", ignore_index=True)
    return kept[list(EXAMPLE)], conform(pd.DataFrame(gone), SET_ASIDE)


def _bought(calls: pd.DataFrame, sales: pd.DataFrame) -> pd.Series:
    """Return the product that the CRM has for each call's caller, "" where none or several."""
    import pandas as pd

    found = pd.Series("", index=calls.index, dtype="str")
    named = sales[sales["product"] != ""]  # of a lost sale, too: it is what was asked for
    for column in ("customer_id", "person"):
        of = named[named[column] != ""].groupby(column)["product"].agg(lambda p: p.iloc[0] if p.nunique() == 1 else "")
        found = found.where(found != "", calls[column].map({**of, "": ""}).fillna("").astype("str"))
    return found


def link_products(names: Sequence[str], catalogue: pd.DataFrame) -> dict[str, int]:
    """Return the place in the catalogue of each product's name, -1 where none is clearly meant.

    Examples
    --------
    >>> import pandas as pd
    >>> menu = pd.DataFrame({"product_id": ["A1", "A2"], "title": ["Flat white", "Mocha"]})
    >>> link_products(["flat-white", "mokka mug", "A2"], menu)
    {'flat-white': 0, 'mokka mug': -1, 'A2': 1}
    """
    from rapidfuzz import fuzz, process

    titles = [" ".join(tokens(t.replace("-", " "))) for t in catalogue["title"]]
    exact = {t: i for i, t in reversed(list(enumerate(titles)))}
    exact |= {key(p): i for i, p in enumerate(catalogue["product_id"]) if p}
    out = {}
    for name in names:
        plain = " ".join(tokens(name.replace("-", " ")))
        out[name] = exact.get(key(name), exact.get(plain, -1))
        if out[name] < 0 and plain:
            near = process.extract(plain, titles, scorer=fuzz.token_sort_ratio, limit=2)
            lead = near[0][1] - (near[1][1] if len(near) > 1 else 0)
            if near[0][1] >= SAME_NAME and lead >= CLEARLY:
                out[name] = int(near[0][2])
    return out


def groups(catalogue: pd.DataFrame, place: pd.Series) -> np.ndarray:
    """Return the product group of catalogue places: the category, or the title where there is none."""
    named = catalogue["category"].where(catalogue["category"] != "", catalogue["title"]).to_numpy(object)
    return named[place.to_numpy(int)]


def named_products(turns: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return a catalogue of the products that calls and sales name often: where no catalogue was given."""
    import pandas as pd

    from keyworth.schema import CATALOGUE

    named = pd.concat([turns.drop_duplicates("call_id")["product"], sales["product"]]).str.split(";").explode()
    named = named.fillna("").str.strip()
    counts = named[named != ""].value_counts()
    titles = sorted(counts.index[counts >= SAID_LEAST])
    return conform(pd.DataFrame({"title": titles, "product_id": titles, "status": "active"}), CATALOGUE)


def judged_examples(keywords: pd.DataFrame, judged: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Return what people judged of an audit's keywords, as examples of full weight.

    Parameters
    ----------
    keywords : DataFrame
        An audit's, with ``product_id``.
    judged : DataFrame
        ``subject`` rows' place in ``keywords`` (``row``) and ``answered`` (bool).
    catalogue : DataFrame
    """
    import pandas as pd

    rows = keywords.iloc[judged["row"].to_numpy(int)]
    place = pd.Series(
        rows["product_id"].map(link_products(rows["product_id"].unique().tolist(), catalogue)).to_numpy(int)
    )
    made = pd.DataFrame(
        {"text": rows["keyword"].to_numpy(), "product": place, "wanted": judged["answered"].to_numpy(bool),
         "caller": [caller_hash(f"judged {k}") for k in rows["keyword"]], "weight": 1.0, "origin": "judged",
         "started_at": pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[us, UTC]")}
    )  # fmt: skip
    made = made[made["product"] >= 0].drop_duplicates(["text", "product", "wanted"])
    made["group"] = groups(catalogue, made["product"])
    return made.sort_values(["text", "product"], kind="stable", ignore_index=True)[list(EXAMPLE)]


def trust_in_weak(weak: pd.DataFrame, judged: pd.DataFrame) -> tuple[float, int]:
    """Return how far weak labels are to be trusted, and on how many calls that was measured.

    A call that has all the words of a judged keyword agrees when its product is the one judged right, or is
    not the one judged wrong. The share is shrunk towards three in four.

    Examples
    --------
    >>> import pandas as pd
    >>> weak = pd.DataFrame({"text": ["a garden pod please"] * 6, "product": [1] * 6})
    >>> judged = pd.DataFrame({"text": ["garden pod"], "product": [1], "wanted": [True]})
    >>> trust_in_weak(weak, judged)
    (0.9, 6)
    """
    agree, seen = TRUST_BEFORE[0], 0
    words = [frozenset(tokens(t)) for t in weak["text"]]
    product = weak["product"].to_numpy(int)
    for text, place, wanted in zip(judged["text"], judged["product"], judged["wanted"], strict=True):
        asked = frozenset(tokens(text))
        hit = np.fromiter((asked <= w for w in words), bool, len(words)) if asked else np.zeros(len(words), bool)
        seen += int(hit.sum())
        agree += float(((product[hit] == place) == wanted).sum())
    return round(agree / (sum(TRUST_BEFORE) + seen), 3), seen
