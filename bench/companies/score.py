"""What an audit made of a company, beside the truth: each figure with how many it is of."""

from __future__ import annotations

import pandas as pd

from bench.companies.contradictions import contradictions
from bench.companies.making.company import Company, products_of
from keyworth.text import tokens

NEVER = ("no_current_product",)
GONE = ("no_current_product", "retired_product")
SHOWN = ["keyword", "kind", "verdict", "flags", "product_status", "product_title", "product_relevance",
         "customer_alignment", "customer_phrase", "suggested_wording", "reason"]  # fmt: skip
AIMS = {
    "product named right": (">=", 0.93), "jargon found": (">=", 0.8), "jargon precision": (">=", 0.8),
    "first wording right": (">=", 0.8), "never sold told": (">=", 0.85), "never sold stopped": (">=", 0.7),
    "retired told": (">=", 0.9), "accessory only told": (">=", 0.8), "sold called accessory": ("=", 0.0),
    "other intent found": (">=", 0.85), "sound keywords cut": ("=", 0.0), "contradictions": ("=", 0.0),
}  # fmt: skip


def truth_of(company: Company) -> pd.DataFrame:
    """Return the truth of a company's keywords: kind, products (ids), better (wordings), worth, sound."""
    rows = company.keywords[["keyword", "campaign", "match_type", "kind", "thing", "better", "intent", "worth"]]
    return rows.assign(
        products=[products_of(company, a) for a in rows["thing"]],
        better=[set(filter(None, b.split("|"))) for b in rows["better"]],
        sound=rows["worth"] >= 1,
    )


def says(wording: str, accepted: set[str]) -> bool:
    """Whether a wording holds every word of one that is accepted, plurals and order aside.

    Examples
    --------
    >>> says("Drain survey cost", {"drain surveys"}), says("drain", {"drain survey"})
    (True, False)
    """
    own = {w.removesuffix("s") for w in tokens(wording)}
    return any({w.removesuffix("s") for w in tokens(a)} <= own for a in accepted)


def judged(truth: pd.DataFrame, keywords: pd.DataFrame) -> pd.DataFrame:
    """Return the truth of every paid keyword with what the audit says of it.

    Raises
    ------
    ValueError
        When the audit lost a keyword.
    """
    paid = keywords[keywords["channel"].astype("str") == "paid"] if "channel" in keywords else keywords
    key = ["keyword", "campaign", "match_type"]
    found = paid.assign(**{c: paid[c].astype("str").fillna("") for c in key}).drop_duplicates(key)
    rows = truth.merge(found, on=key, how="left", indicator=True, validate="one_to_one", suffixes=("_true", ""))
    if (lost := rows.loc[rows["_merge"] != "both", "keyword"]).size:
        raise ValueError(f"the audit lost {len(lost)} keywords: {', '.join(lost[:5])}")
    rows["raised"] = rows["flags"].fillna("").astype("str").str.split("; ").map(set)
    for column in ("product_status", "product_id", "suggested_wording", "verdict"):
        rows[column] = rows[column].astype("str").fillna("")
    return rows


def marks(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return, for each figure, of which keywords it is and which of them are so."""
    kind, status = rows["kind"], rows["product_status"]
    raised = {
        flag: rows["raised"].map(lambda s, flag=flag: flag in s)
        for flag in ("misaligned_wording", "no_current_product", "retired_product", "wrong_product", "other_intent")
    }
    answered = kind.isin(["aligned", "jargon"])
    right = pd.Series([p in ids for p, ids in zip(rows["product_id"], rows["products"], strict=True)], rows.index)
    wording = pd.Series(
        [says(w.split("; ")[0], b) for w, b in zip(rows["suggested_wording"], rows["better"], strict=True)], rows.index
    )
    judged_wording = kind.isin(
        ["aligned", "jargon", "brand", "never_sold", "retired", "accessory_only", "other_intent"]
    )
    none = raised["no_current_product"] | status.isin(["none"])
    stopped = rows["verdict"] == "cut"
    never, losing = kind == "never_sold", rows["worth"] < 1
    return {
        "product named right": right[answered],
        "of these, asked (status unclear)": (status == "unclear")[answered],
        "jargon found": raised["misaligned_wording"][kind == "jargon"],
        "jargon precision": (kind == "jargon")[raised["misaligned_wording"] & judged_wording],
        "first wording right": wording[(kind == "jargon") & raised["misaligned_wording"]],
        "never sold told": none[never],
        "never sold stopped": stopped[never & losing],
        "retired told": (raised["retired_product"] | (status == "retired"))[kind == "retired"],
        "retired told, or as not sold": (raised["retired_product"] | none | (status == "retired"))[kind == "retired"],
        "accessory only told": (raised["wrong_product"] | (status == "accessory_only"))[kind == "accessory_only"],
        "sold called accessory": (raised["wrong_product"] | (status == "accessory_only"))[answered],
        "sold called gone": (raised["no_current_product"] | raised["retired_product"])[answered],
        "other intent found": raised["other_intent"][kind == "other_intent"],
        "other intent precision": (kind == "other_intent")[raised["other_intent"] & (kind != "doubt")],
        "brand told": rows["raised"].map(lambda s: "brand" in s)[kind == "brand"],
        "sound keywords cut": stopped[rows["sound"]],
        "cuts that truly lose": losing[stopped & (kind != "doubt")],
    }


def figures(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return a row a figure: so many of so many, the share, the aim."""
    counted = {name: (int(so.sum()), len(so)) for name, so in marks(rows).items()}
    counted["contradictions"] = (len(found), len(rows))
    return tabled(counted)


def tabled(counted: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Return counts as a table: figure, of, n, share, aim, met (blank where nothing is aimed at)."""
    out = []
    for name, (so, n) in counted.items():
        sign, aim = AIMS.get(name, ("", None))
        share = so / n if n else float("nan")
        met = "" if aim is None or not n else "yes" if (so == 0 if sign == "=" else share >= aim) else "no"
        told = "" if aim is None else "0" if sign == "=" else f"≥ {aim:.2f}"
        out.append({"figure": name, "so": so, "n": n, "share": round(share, 3), "aim": told, "met": met})
    return pd.DataFrame(out).set_index("figure")


def together(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the figures of several companies pooled."""
    so, n = sum(t["so"] for t in tables), sum(t["n"] for t in tables)
    return tabled({name: (int(so[name]), int(n[name])) for name in tables[0].index})


def misses(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the keywords that spoil a figure, with what the audit thought."""
    so = marks(rows)[name]
    bad = so[so] if AIMS.get(name, ("", 0))[0] == "=" or name in ("sold called gone",) else so[~so]
    return rows.loc[bad.index, [c for c in SHOWN if c in rows.columns]]


__all__ = ["contradictions", "figures", "judged", "marks", "misses", "tabled", "together", "truth_of"]
