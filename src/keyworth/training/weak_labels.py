"""What is learnt from: the caller's words beside the product that the call, the CRM or somebody on the call names.

Weak labels, for a call that ends in a sale need not be about what was sold; how far they are trusted is
measured on what people judged. Only redacted text comes in here, and of a caller only the hash is kept.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.relevance.language_gate import MAX_CHARACTERS, reasons_not_applicable
from keyworth.schema import SET_ASIDE, conform
from keyworth.text import key
from keyworth.training.products import groups, link_products, named_in
from keyworth.training.split import caller_hash, id_hashes

EXAMPLE = ("text", "product", "group", "caller", "ids", "started_at", "weight", "wanted", "origin")
CALL, SALE, NAMED = "call", "sale", "named"  # who names the product: the call's record, the CRM, somebody speaking
WEAK = (CALL, SALE, NAMED)
SEVERAL = "it names several products, and nothing tells which was meant"


def weak_examples(
    calls: pd.DataFrame, turns: pd.DataFrame, sales: pd.DataFrame, catalogue: pd.DataFrame, thing: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the callers' words with the product that each call, its sale or somebody on it names.

    Parameters
    ----------
    calls : DataFrame
        ``schema.CALLS``, redacted, all speakers.
    turns : DataFrame
        From ``language.customer_turns``: the callers' side.
    sales : DataFrame
        ``schema.SALES``: a caller's product where the call's record names none.
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    thing : int [m]
        From ``one_of_each``.

    Returns
    -------
    examples : DataFrame
        ``EXAMPLE``: a row a call, in an order that their content decides; ``product`` is a place in the catalogue,
        ``group`` its category, or itself where it has none; ``ids`` the hashes of every id of the caller.
    set_aside : DataFrame
        ``schema.SET_ASIDE``: calls that are not learnt from, and why.
    """
    heard = _by_call(turns, calls)
    heard["caller"] = _callers(heard, sales)
    heard["ids"] = _ids(heard["call_id"], calls, sales)
    bought = _bought(heard, sales)
    heard["origin"] = np.select([heard["product"] != "", bought != ""], [CALL, SALE], NAMED)
    heard["named"] = heard["product"].where(heard["product"] != "", bought)
    each = heard.assign(named=heard["named"].map(_apart)).explode("named", ignore_index=True)
    place = link_products(each["named"].unique().tolist(), catalogue)
    each["product"] = each["named"].map(place).fillna(-1).astype(int)
    several = _several(each, thing)
    each = each.drop_duplicates("call_id", ignore_index=True)
    unknown = np.where(each["product"] < 0, "its product is not in the catalogue", "")
    reason = pd.Series(np.where(each["call_id"].isin(several), SEVERAL, unknown), each.index)
    reason = _spoken(each, reason, calls, catalogue, thing)
    reason = _unreadable(each, reason, catalogue)
    gone = each[reason != ""].assign(reason=reason[reason != ""], kind="calls")
    gone["content"] = gone["call_id"] + ": " + gone["call_id"].map(heard.set_index("call_id")["named"])
    kept = each[reason == ""].copy()
    kept["product"] = thing[kept["product"].to_numpy(int)]
    kept = kept.assign(
        caller=kept["caller"].map(caller_hash), weight=1.0, wanted=True, group=groups(catalogue, kept["product"])
    )
    kept = kept.sort_values(["caller", "text", "product"], kind="stable", ignore_index=True)
    return kept[list(EXAMPLE)], conform(pd.DataFrame(gone), SET_ASIDE)


def callers_of(calls: pd.DataFrame, turns: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return ``call_id, caller, ids``: of every call with a caller's side, the hash of its caller, and of every id."""
    heard = _by_call(turns, calls)
    ids = _ids(heard["call_id"], calls, sales)
    return pd.DataFrame({"call_id": heard["call_id"], "caller": _callers(heard, sales).map(caller_hash), "ids": ids})


def _by_call(turns: pd.DataFrame, calls: pd.DataFrame) -> pd.DataFrame:
    """Return a row a call; what any of its rows says of it is of the call, whoever's turn it is and in any order."""
    heard = turns.groupby("call_id", sort=True).agg(
        text=("text", " ".join), started_at=("started_at", "min"), source_file=("source_file", "first"),
        source_row=("source_row", "first"),
    ).reset_index()  # fmt: skip
    every = calls.groupby("call_id").agg({name: _each for name in ("product", "customer_id", "person")})
    told = every.reindex(heard["call_id"]).reset_index(drop=True)
    least = told[["customer_id", "person"]].apply(lambda c: c.str.partition(_JOIN)[0])
    return heard.assign(product=told["product"].str.replace(_JOIN, ";"), **{c: least[c] for c in least})


_JOIN = "\x1f"


def _apart(names: str) -> list[str]:
    return [name.strip() for name in names.split(";") if name.strip()] or [""]


def _each(values: pd.Series) -> str:
    return _JOIN.join(sorted(v for v in set(values) if v))


def _known(values: pd.Series) -> set[str]:
    return set(values) - {""}


def _several(each: pd.DataFrame, thing: np.ndarray) -> list[str]:
    """Return the calls that name more than one product: sizes of one are one, and a name of none is another."""
    named = each[each["named"] != ""]
    known = pd.Series([str(thing[p]) if p >= 0 else "" for p in named["product"]], named.index, dtype="str")
    number = known.where(known != "", named["named"].map(key)).groupby(named["call_id"]).nunique()
    return list(number.index[number > 1])


def _ids(call_ids: pd.Series, calls: pd.DataFrame, sales: pd.DataFrame) -> list[str]:
    """Return the hashes of every id by which anybody may ask for each call's caller."""
    pairs = pd.concat([calls[["customer_id", "person"]], sales[["customer_id", "person"]]])
    pairs = pairs[(pairs["customer_id"] != "") & (pairs["person"] != "")].drop_duplicates()
    persons = pairs.groupby("customer_id")["person"].agg(set).to_dict()
    customers = pairs.groupby("person")["customer_id"].agg(set).to_dict()
    own = calls.groupby("call_id")[["customer_id", "person"]].agg(_known)
    out = []
    for call, mine, people in own.reindex(call_ids).itertuples():
        mine = mine.union(*(customers.get(p, ()) for p in people))
        people = people.union(*(persons.get(c, ()) for c in mine))
        out.append(" ".join(sorted(frozenset().union(*(id_hashes(n) for n in {call, *mine, *people})))))
    return out


def _callers(heard: pd.DataFrame, sales: pd.DataFrame) -> pd.Series:
    """Return who calls: the person behind telephone and e-mail where any row tells, else the id, else the call."""
    both = pd.concat([heard[["customer_id", "person"]], sales[["customer_id", "person"]]])
    both = both[(both["customer_id"] != "") & (both["person"] != "")].sort_values(["customer_id", "person"])
    known = both.drop_duplicates("customer_id").set_index("customer_id")["person"]
    person = heard["person"].where(heard["person"] != "", [known.get(c, "") for c in heard["customer_id"]])
    who = person.where(person != "", heard["customer_id"])
    return who.where(who != "", heard["call_id"])


def _bought(calls: pd.DataFrame, sales: pd.DataFrame) -> pd.Series:
    """Return the product that the CRM has for each call's caller, "" where none or several."""
    found = pd.Series("", index=calls.index, dtype="str")
    named = sales[sales["product"] != ""]  # of a lost sale, too: it is what was asked for
    for column in ("customer_id", "person"):
        of = named[named[column] != ""].groupby(column)["product"].agg(lambda p: p.iloc[0] if p.nunique() == 1 else "")
        found = found.where(found != "", calls[column].map({**of, "": ""}).fillna("").astype("str"))
    return found


def _spoken(
    each: pd.DataFrame, reason: pd.Series, calls: pd.DataFrame, catalogue: pd.DataFrame, thing: np.ndarray
) -> pd.Series:
    """Fill in the product of calls that no record names and whose speakers name just one; return the reasons left."""
    unnamed = np.flatnonzero(each["named"] == "")
    if not len(unnamed):
        return reason
    ordered = calls.sort_values(["call_id", "turn", "source_row"], kind="stable")
    staff = ordered["role"] != "customer"
    said = [ordered[mine].groupby("call_id", sort=False)["text"].agg(" . ".join) for mine in (staff, ~staff)]
    ids = each["call_id"].iloc[unnamed]
    of_staff = named_in([said[0].get(c, "") for c in ids], catalogue, thing)
    of_caller = named_in([said[1].get(c, "") for c in ids], catalogue, thing, least=2)
    found = [a or b for a, b in zip(of_staff, of_caller, strict=True)]  # what staff note, else what the caller names
    one = np.array([f[0] if len(f) == 1 else -1 for f in found], dtype=int)
    each.loc[each.index[unnamed], "product"] = one
    told = ["no product is named in it or its sale", "", "several products are named in it, and no sale tells which"]
    reason = reason.copy()
    reason.iloc[unnamed] = [told[min(len(f), 2)] for f in found]
    return reason


def _unreadable(each: pd.DataFrame, reason: pd.Series, catalogue: pd.DataFrame) -> pd.Series:
    """Return the reasons with those of calls in which the encoder has nothing to read."""
    texts = each["text"].str.slice(0, MAX_CHARACTERS - 1).str.strip()
    distinct = sorted(set(texts))
    why = dict(zip(distinct, reasons_not_applicable(distinct, list(catalogue["title"])), strict=True))
    return reason.where(reason != "", texts.map(why).astype("str"))
