"""Keywords against catalogues that nothing was fitted on: ten invented shops, judged by hand (``bench/shops``).

    python -m bench.shops_quality [--part development|held_out] [--misses]

Each shop's files are audited whole, with made-up clicks and costs and default settings. The AUCs are of the scoring
stage alone: keywords that a product in the range answers (out of stock included) against all others, beside the
largest MiniLM cosine with a current title. ``hard`` takes of the answered those that share no word with a title
that answers them. Keywords in ``doubt`` are in no figure; those that mean no purchase (jobs, repair) are in the AUCs
and in ``other intent`` only. What is not sold cannot be misaligned: a flag that says so is a false one. A product or
a wording is right where it is one of those the judge accepts. Where the audit says ``unclear`` nothing is told:
``asked`` is the share of such keywords, ``told right`` is of the others (answered, or not), and ``none right`` of those
told that nothing on sale answers them. The bands are of the scoring stage's probability.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from keyworth import audit_keywords, schema, text
from keyworth.relevance import score_keywords
from keyworth.relevance.encode import encode_texts
from keyworth.settings import Settings

SHOPS = Path(__file__).parent / "shops"
PARTS = ("development", "held_out")
CONSENT = "--yes-i-am-not-tuning"
IN_RANGE = ("answered", "out_of_stock")
STATUS = {
    "answered": "active",
    "out_of_stock": "out_of_stock",
    "retired": "retired",
    "wrong_product": "accessory_only",
    "never": "none",
}
SOLD = ("active", "out_of_stock")
BAND_LEAST, BAND_OFF = 30, 0.10
# What is measured: the truths or labels that make it so, the flags that say it.
FINDINGS = {
    "obsolete": ("truth", ("retired", "never"), ("retired_product", "no_current_product")),
    "wrong": ("truth", ("wrong_product",), ("wrong_product",)),
    "misaligned": ("alignment", ("misaligned",), ("misaligned_wording",)),
}
SHOWN = ["shop", "keyword", "truth", "alignment", "flags", "product_relevance", "product_status", "product_title"]


def read_labels(shop: Path) -> pd.DataFrame:
    """Return a shop's judged keywords, those in doubt left out, ``product_id`` and ``better`` as sets."""
    rows = pd.read_csv(shop / "keywords.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["doubt"] != "true"].reset_index(drop=True)
    for name in ("product_id", "better"):
        rows[name] = rows[name].str.split("|").map(lambda parts: set(parts) - {""})
    return rows.assign(shop=shop.name, keyword_key=rows["keyword"].map(text.key))


def audit_shop(shop: Path, keywords: list[str]):
    """Return the audit of a shop's plain files, the agency's figures made up."""
    clicks = 30 + np.arange(len(keywords)) * 37 % 90
    report = pd.DataFrame({"keyword": keywords, "clicks": clicks, "cost": (clicks * 1.2).round(2), "conversions": 1})
    with tempfile.TemporaryDirectory() as folder:
        files = {kind: [Path(folder) / f"{kind}.csv"] for kind in ("keywords", "searches")}
        report.to_csv(files["keywords"][0], index=False)
        if (shop / "phrases.csv").exists():
            phrases = pd.read_csv(shop / "phrases.csv").rename(columns={"phrase": "search_term"})
            phrases.to_csv(files["searches"][0], index=False)
        else:
            del files["searches"]
        return audit_keywords({**files, "catalogue": [shop / "catalogue.csv"]}, Settings())


def judge_shop(shop: Path) -> pd.DataFrame:
    """Return a shop's labels with what the scoring stage and the audit say of each keyword."""
    rows, settings = read_labels(shop), Settings().relevance
    audit = audit_shop(shop, list(rows["keyword"]))
    found = audit.keywords.drop_duplicates("keyword").set_index("keyword").loc[rows["keyword"]].reset_index(drop=True)
    catalogue = audit.tables["catalogue"]
    scored, _ = score_keywords(schema.conform(rows, schema.KEYWORDS), catalogue, settings)
    of_key = scored.set_index("keyword_key").loc[rows["keyword_key"]]
    current = catalogue[catalogue["status"] != "retired"]
    cosine = encode_texts(list(rows["keyword_key"]), settings) @ encode_texts(list(current["title"]), settings).T
    title_of = dict(zip(catalogue["product_id"], catalogue["title"], strict=True))
    told = ["flags", "product_status", "product_title", "customer_alignment", "customer_phrase", "suggested_wording"]
    return rows.assign(
        **{name: found[name].fillna("") if name != "customer_alignment" else found[name] for name in told},
        matched=found["product_id"].fillna(""),
        raised=found["flags"].fillna("").str.split("; ").map(set),
        product_relevance=of_key["product_relevance"].fillna(0.0).to_numpy(float),
        minilm=cosine.max(axis=1),
        hard=[
            not words_of(keyword) & {w for p in ids for w in words_of(title_of[p])}
            for keyword, ids in zip(rows["keyword"], rows["product_id"], strict=True)
        ],
    )


def words_of(words: str) -> set[str]:
    """Return the words of a text, their plural s gone.

    Examples
    --------
    >>> sorted(words_of("Sofa beds"))
    ['bed', 'sofa']
    """
    return {word.removesuffix("s") for word in text.tokens(words)}


def auc(rows: pd.DataFrame, score: str) -> float:
    """Return the AUC of what is in the range against what is not."""
    return float(roc_auc_score(rows["truth"].isin(IN_RANGE), rows[score]))


def findings(rows: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """Return, for each keyword of which this was judged, whether it is so and whether the audit says so."""
    label, kinds, flags = FINDINGS[name]
    judged = rows[((rows[label] != "") | ~rows["truth"].isin(IN_RANGE)) & (rows["intent"] == "")]
    return judged[label].isin(kinds), judged["raised"].map(lambda said: bool(said & set(flags)))


def product_right(rows: pd.DataFrame) -> pd.Series:
    """Return, for each keyword that a product was named for, whether the audit's product is an accepted one."""
    named = rows[rows["product_id"].map(bool)]
    return pd.Series([m in ids for m, ids in zip(named["matched"], named["product_id"], strict=True)], named.index)


def wording_right(rows: pd.DataFrame) -> pd.Series:
    """Return, for each misaligned keyword flagged as such, whether the first suggestion is an accepted one."""
    is_so, said = findings(rows, "misaligned")
    found = rows.loc[is_so[is_so & said].index]
    first = found["suggested_wording"].str.split("; ").str[0]
    return pd.Series([f in better for f, better in zip(first, found["better"], strict=True)], found.index, dtype=bool)


def figures(rows: pd.DataFrame) -> dict[str, float | int]:
    """Return the line of a shop, or of several pooled; NaN where nothing was judged."""
    hard = rows[rows["hard"] | ~rows["truth"].isin(IN_RANGE)]
    line: dict[str, float | int] = {"keywords": len(rows), "AUC": auc(rows, "product_relevance")}
    line |= {"MiniLM": auc(rows, "minilm"), "hard": auc(hard, "product_relevance"), "hard MiniLM": auc(hard, "minilm")}
    for name in FINDINGS:
        is_so, said = findings(rows, name)
        right = int((is_so & said).sum())
        line[f"{name} P"] = right / said.sum() if said.any() else float("nan")
        line[f"{name} R"] = right / is_so.sum() if is_so.any() else float("nan")
    buying = rows[rows["intent"] == ""]
    told = buying[buying["product_status"] != "unclear"]
    sold, answered = told["product_status"].isin(SOLD), told["truth"].isin(IN_RANGE)
    line["told right"], line["asked"] = float((sold == answered).mean()), 1 - len(told) / len(buying)
    line["answered right"], line["none right"] = float(answered[sold].mean()), float((~answered[~sold]).mean())
    line["product"] = float(product_right(rows).mean())
    line["status"] = float((buying["product_status"] == buying["truth"].map(STATUS)).mean())
    line["wording"] = float(wording_right(rows).mean())
    is_so, said = rows["intent"] != "", rows["raised"].map(lambda flags: "other_intent" in flags)
    right = int((is_so & said).sum())
    line["other intent P"] = right / said.sum() if said.any() else float("nan")
    line["other intent R"] = right / is_so.sum() if is_so.any() else float("nan")
    return line


def bands(rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each tenth of P(a product answers), how many keywords it holds and how many of them are answered."""
    buying = rows[rows["intent"] == ""]
    band = np.minimum((buying["product_relevance"] * 10).astype(int), 9)
    found = buying.assign(answered=buying["truth"].isin(IN_RANGE)).groupby(band.rename("band"))
    out = found.agg(
        keywords=("keyword", "size"), predicted=("product_relevance", "mean"), answered=("answered", "mean")
    )
    off = (out["predicted"] - out["answered"]).abs() > BAND_OFF
    return out.assign(off=np.where(off & (out["keywords"] >= BAND_LEAST), "more than .10", ""))


def show_misses(rows: pd.DataFrame) -> None:
    """Print what the audit got wrong, a kind at a time, with what it thought."""
    told = [*SHOWN, "customer_alignment", "customer_phrase", "suggested_wording"]
    for name in FINDINGS:
        is_so, said = findings(rows, name)
        columns = told if name == "misaligned" else SHOWN
        for label, wrong in (("missed", is_so & ~said), ("false", said & ~is_so)):
            print(f"\n{name}: {wrong.sum()} {label}\n{rows.loc[wrong[wrong].index, columns].to_string(index=False)}")
    for label, right in (("another product", product_right(rows)), ("another wording", wording_right(rows))):
        wrong = rows.loc[right[~right].index, [*told, "matched", "product_id", "better"]]
        print(f"\n{label}: {len(wrong)}\n{wrong.to_string(index=False)}")


def main() -> None:
    """Audit each shop and print its figures and the parts' pooled ones."""
    parser = argparse.ArgumentParser(prog="python -m bench.shops_quality", description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="one part; else both")
    parser.add_argument("--folder", type=Path, help="shops elsewhere, of the same format, in place of the parts")
    parser.add_argument("--misses", action="store_true", help="list what is wrong, of the development part")
    parser.add_argument(CONSENT, dest="consent", action="store_true", help="of the held-out part as well")
    args = parser.parse_args()
    folders = {part: SHOPS / part for part in ([args.part] if args.part else PARTS)}
    for part, place in ({"elsewhere": args.folder} if args.folder else folders).items():
        shops = [judge_shop(folder) for folder in sorted(place.iterdir()) if folder.is_dir()]
        pooled = pd.concat(shops, ignore_index=True)
        lines = {rows["shop"].iloc[0]: figures(rows) for rows in shops} | {"pooled": figures(pooled)}
        print(
            f"\n{part}\n{pd.DataFrame(lines).round(3).to_string()}\n\n{bands(pooled).round(2).to_string()}", flush=True
        )
        if args.misses and (part == "development" or args.consent):
            show_misses(pooled)
        elif args.misses:
            print(f"misses of this part are not listed, so that nobody tunes to them ({CONSENT} lists them)")


if __name__ == "__main__":
    main()
