"""Time, quality and memory of a relevance pass beside the usual ways: ``python -m bench.relevance_speed [--write]``.

Real input: 615 keywords × 19,406 products (``../shared/data/chorus``). Each way runs in a process of its own, the
text encoders with their start included; a ratio is to sentence-transformers' encode + semantic_search of the same
run. ``polyfuzz`` and ``bm25s`` come with the extra ``bench`` and are left out, aloud, where they are not installed.
``absent`` and ``furniture`` are areas under the curve; ours are of the shipped model, which was fitted on part of
these judgements: `bench.relevance_quality` tells what it reaches on queries that it was not fitted on.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(os.environ.get("KEYWORTH_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
ABSENT = [
    "garmin", "ipad pro", "iphone 11", "iphone 7", "iphone 8", "iphone x", "iphone xr", "light board", "netflix",
    "night light", "nintendo switch games", "phone cord", "the boys", "touchscreen computer", "youtube",
]  # fmt: skip
OURS = ("ours cold", "ours again", "ours 1 % new")
WAYS = (*OURS, "sentence_transformers", "polyfuzz", "polyfuzz_embeddings", "bm25s", "rapidfuzz")
PAGE = Path("docs/benchmarks/relevance.md")


def tables() -> tuple[pd.DataFrame, pd.DataFrame, list[str], list[str]]:
    """Return keywords, catalogue, present queries and furniture queries."""
    from keyworth import schema, text

    raw = pd.read_csv(DATA / "chorus" / "catalogue.csv.gz", dtype={"id": str}).dropna(subset="title")
    columns = {"product_id": "id", "title": "title", "description": "short_description", "category": "product_type"}
    catalogue = pd.DataFrame({k: raw[v].fillna("") for k, v in (columns | {"brand": "supplier"}).items()})
    judged = pd.read_csv(DATA / "chorus" / "judgements.csv")
    furniture = pd.read_csv(DATA / "furniture_queries" / "query.csv", sep="\t")["query"].tolist()
    listed = judged["query"].drop_duplicates().tolist() + furniture
    keywords = pd.DataFrame({"keyword": listed, "keyword_key": [text.key(k) for k in listed]})
    present = judged.loc[judged["rating"] == 3, "query"].drop_duplicates().tolist()
    return (
        schema.conform(keywords, schema.KEYWORDS),
        schema.conform(catalogue.assign(status="active"), schema.CATALOGUE),
        present,
        furniture,
    )


def quality(scores: pd.Series, present: list[str], furniture: list[str]) -> tuple[float, float]:
    """Return the AUC of present against absent, and against furniture."""
    from sklearn.metrics import roc_auc_score

    from keyworth import text

    scores = scores.fillna(0.0)
    p = [scores[text.key(k)] for k in present]
    out = []
    for wrong in (ABSENT, furniture):
        w = [scores[text.key(k)] for k in wrong]
        out.append(float(roc_auc_score([1] * len(p) + [0] * len(w), p + w)))
    return out[0], out[1]


def run(way: str) -> dict[str, float]:
    """Run one way in this process; return seconds, CPU seconds, peak megabytes and quality."""
    keywords, catalogue, present, furniture = tables()
    keys = keywords["keyword_key"].drop_duplicates().tolist()
    if way == "ours 1 % new":
        catalogue = catalogue.copy()
        rows = np.arange(0, len(catalogue), 100)
        catalogue.loc[rows, "title"] = [f"{t} 2027 edition" for t in catalogue["title"].iloc[rows]]
    before, cpu = time.perf_counter(), time.process_time()
    best = globals()[f"_{way.split()[0]}"](keywords, catalogue, keys, catalogue["title"].tolist())
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    absent, other = quality(best, present, furniture)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak_mb": peak, "absent": absent, "furniture": other}


def _ours(keywords, catalogue, keys, titles) -> pd.Series:
    from keyworth.relevance import score_keywords
    from keyworth.settings import Relevance

    table, _ = score_keywords(keywords, catalogue, Relevance())
    return table.set_index("keyword_key")["product_relevance"]


def _sentence_transformers(keywords, catalogue, keys, titles) -> pd.Series:
    from sentence_transformers import SentenceTransformer, util

    from keyworth.training.export_encoder import find_weights

    model = SentenceTransformer(str(find_weights()))
    a, b = (model.encode(t, convert_to_tensor=True, show_progress_bar=False) for t in (keys, titles))
    return pd.Series([hits[0]["score"] for hits in util.semantic_search(a, b, top_k=10)], keys)


def _rapidfuzz(keywords, catalogue, keys, titles) -> pd.Series:
    from rapidfuzz import fuzz, process

    return pd.Series(
        process.cdist(keys, titles, scorer=fuzz.token_set_ratio, workers=-1, dtype=np.uint8).max(axis=1), keys
    )


def _mend_polyfuzz() -> None:
    """Give matplotlib back the name that polyfuzz 0.4.3 imports for its plots."""
    import matplotlib
    from matplotlib import cm

    if not hasattr(cm, "get_cmap"):
        cm.get_cmap = matplotlib.colormaps.get_cmap


def _polyfuzz_embeddings(keywords, catalogue, keys, titles) -> pd.Series:
    _mend_polyfuzz()
    from polyfuzz.models import SentenceEmbeddings
    from sentence_transformers import SentenceTransformer

    from keyworth.training.export_encoder import find_weights

    found = SentenceEmbeddings(SentenceTransformer(str(find_weights()))).match(keys, titles)
    return found.set_index("From")["Similarity"]


def _bm25s(keywords, catalogue, keys, titles) -> pd.Series:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(titles, show_progress=False), show_progress=False)
    found = index.retrieve(bm25s.tokenize(keys, show_progress=False), k=10, show_progress=False)
    return pd.Series(found.scores[:, 0], keys)


def _polyfuzz(keywords, catalogue, keys, titles) -> pd.Series:
    _mend_polyfuzz()
    from polyfuzz.models import TFIDF

    found = TFIDF(n_gram_range=(3, 3), clean_string=False).match(keys, titles)
    return found.set_index("From")["Similarity"]


def measure(ways: tuple[str, ...], repeats: int) -> pd.DataFrame:
    """Return the median of several runs of each way, each in a fresh process, ours with one cache a round."""
    rows = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as cache:
            for way in ways:
                job = subprocess.run(
                    [sys.executable, "-m", "bench.relevance_speed", "--way", way],
                    capture_output=True, text=True, env={**os.environ, "KEYWORTH_CACHE": cache},
                )  # fmt: skip
                if job.returncode:
                    print(f"left out: {way}: {job.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                    continue
                rows.append({"way": way, **json.loads(job.stdout.splitlines()[-1])})
    table = pd.DataFrame(rows).groupby("way", sort=False).median()
    for column in ("seconds", "cpu"):
        if "sentence_transformers" in table.index:
            table[f"times_as_fast_{column}"] = table.at["sentence_transformers", column] / table[column]
    if "ours cold" in table.index:
        table["of_ours_cold"] = table["seconds"] / table.at["ours cold", "seconds"]
    return table.round(4)


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--way")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ways", nargs="*", default=WAYS)
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks/relevance.md")
    arguments = parser.parse_args()
    if not DATA.exists():
        sys.exit(f"real data absent: {DATA}")
    if arguments.way:
        print(json.dumps(run(arguments.way)))
        return
    table = measure(tuple(arguments.ways), arguments.repeats)
    told = table.reset_index().to_csv(sep="|", index=False).strip().splitlines()
    lines = [f"| {told[0].replace('|', ' | ')} |", "|" + "---|" * (told[0].count("|") + 1)]
    lines += [f"| {line.replace('|', ' | ')} |" for line in told[1:]]
    print("\n".join(lines))
    if arguments.write:
        head = (
            f"# A relevance pass, 615 keywords × 19,406 products\n\nBy `python -m bench.relevance_speed --write`; "
            f"medians of {arguments.repeats} runs, each way in a process of its own.\n\n"
        )
        PAGE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
