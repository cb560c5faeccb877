"""Quality of the relevance model where it was not fitted: pairs, whole keywords, a shop it never saw.

    python -m bench.relevance_quality [--data ../shared/data]

Each figure stands beside MiniLM's cosine alone on the same pairs. The heads are
fitted anew inside the run, by the recipe of the shipped model, without the
queries that they are scored on. Without the data it says so and ends.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from keyworth.relevance.encode import encode_texts
from keyworth.relevance.model import Head, load_relevance_model
from keyworth.settings import Relevance
from models.build.additive import calibrated
from models.build.relevance_card import calibration_error
from models.build.relevance_data import Pairs, chorus_pairs, esci_150_pairs, esci_pairs, made_pairs, read_chorus
from models.build.relevance_keywords import fit_keyword_head, judged_keywords, keyword_rows, summarise
from models.build.relevance_recipe import columns, fit_pair_head, keyword_folds

FOLDS = 5
KEYWORD_FOLDS = 2  # each fits both heads and scores whole catalogues
Row = tuple[str, float, float, str]  # what, ours, MiniLM alone, target


def pair_auc(pairs: Pairs, score: np.ndarray) -> float:
    """Return the AUC of rating 3 against rating 0."""
    ends = (pairs.rating == 3) | (pairs.rating == 0)
    return float(roc_auc_score(pairs.rating[ends] == 3, score[ends]))


def held_out(parts: list[Pairs], name: str = "pair") -> list[np.ndarray]:
    """Return calibrated probabilities of every pair, each from a fit that left its keyword out.

    The calibration of a fold comes from the other folds' held-out log-odds.
    """
    logit = [np.zeros(len(p.target)) for p in parts]
    fold_of = [np.zeros(len(p.target), int) for p in parts]
    for fold, (train, test) in enumerate(keyword_folds(parts, FOLDS)):
        head, left = fit_pair_head(name, train), {k for p in test for k in p.keyword}
        for i, p in enumerate(parts):
            rows = np.flatnonzero(np.isin(p.keyword, list(left)))
            logit[i][rows] = head.logit(columns(p.take(rows)), len(rows))
            fold_of[i][rows] = fold
    judged = [i for i, p in enumerate(parts) if (p.rating >= 0).all() and p.source == "chorus"]
    out = [np.zeros(len(z)) for z in logit]
    for fold in range(FOLDS):
        z = np.concatenate([logit[i][fold_of[i] != fold] for i in judged])
        t = np.concatenate([parts[i].target[fold_of[i] != fold] for i in judged])
        curve = calibrated(Head(0.0, ()), z, t, np.ones(len(t)))
        for i, value in enumerate(logit):
            rows = fold_of[i] == fold
            out[i][rows] = curve.calibrate(value[rows])
    return out


def judged_pairs(parts: list[Pairs]) -> list[Row]:
    """Chorus, cross-validated by query: title alone, all fields; calibration."""
    rows: list[Row] = []
    scores = held_out(parts)
    for i, what in ((0, "title only"), (1, "all fields")):
        p, score = parts[i], scores[i]
        alone = p.features["semantic"].to_numpy(float)
        rows.append((f"chorus pairs, {what}: AUC 3 against 0", pair_auc(p, score), pair_auc(p, alone), ".945"))
        rank = spearmanr(p.rating, score)[0], spearmanr(p.rating, alone)[0]
        rows.append((f"chorus pairs, {what}: Spearman", *rank, ".80"))
        clipped = np.clip(alone, 0, 1)
        error = calibration_error(score, p.target), calibration_error(clipped, p.target)
        rows.append((f"chorus pairs, {what}: calibration error", *error, "≤ .05"))
        brier = ((score - p.target) ** 2).mean(), ((clipped - p.target) ** 2).mean()
        rows.append((f"chorus pairs, {what}: Brier", *brier, ""))
    return rows


def graded_esci(data: Path, encode: Callable) -> list[Row]:
    """The shipped head on 150 ESCI queries that people graded and that nothing was fitted on: E against I, and all."""
    rows: list[Row] = []
    for fields, what in ((False, "title only"), (True, "all fields")):
        p = esci_150_pairs(data, encode, fields)
        score, alone = load_relevance_model().logit(p.features), p.features["semantic"].to_numpy(float)
        rows.append((f"ESCI graded, {what}: AUC E against I", pair_auc(p, score), pair_auc(p, alone), ".78"))
        exact = p.rating == 3
        rest = float(roc_auc_score(exact, score)), float(roc_auc_score(exact, alone))
        rows.append((f"ESCI graded, {what}: AUC E against S, C and I", *rest, ".68"))
    return rows


def unseen_shop(parts: list[Pairs]) -> list[Row]:
    """Fit without chorus and score that."""
    rows: list[Row] = []
    head = fit_pair_head("pair", [p for p in parts if not p.source.endswith("chorus")])
    for p, what in zip((p for p in parts if p.source == "chorus"), ("title only", "all fields"), strict=True):
        score, alone = head.logit(columns(p), len(p.target)), p.features["semantic"].to_numpy(float)
        rows.append((f"chorus never seen, {what}: AUC", pair_auc(p, score), pair_auc(p, alone), ""))
    return rows


def whole_keywords(data: Path, parts: list[Pairs], encode: Callable) -> list[Row]:
    """Chorus's keywords against its whole catalogue, pair and keyword heads fitted without them."""
    catalogue, judgements = read_chorus(data)
    keywords, answered = judged_keywords(judgements)
    furniture = list(pd.read_csv(data / "furniture_queries/query.csv", sep="\t")["query"])
    fold_of = np.random.default_rng(3).permutation(len(keywords)) % KEYWORD_FOLDS
    score, far = np.zeros(len(keywords)), np.zeros(len(furniture))
    for fold in range(KEYWORD_FOLDS):
        left = [k for k, f in zip(keywords, fold_of, strict=True) if f == fold]
        train = [p.take(np.flatnonzero(~np.isin(p.keyword, left))) for p in parts]
        heads = {"pair": _calibrated_on(train)}
        rows = keyword_rows(data, heads)
        head = fit_keyword_head(rows, ~np.isin(rows.keyword, left))
        for names, out, where in ((left, score, fold_of == fold), (furniture, far, slice(None))):
            found = summarise(heads, names, catalogue)
            p = head.logit({n: found[n].to_numpy(float) for n in found.columns}, len(found))
            out[where] = p if names is left else out[where] + p / KEYWORD_FOLDS
    titles = encode(sorted(set(catalogue["title"])))
    alone, alone_far = (np.array([(titles @ v).max() for v in encode(names)]) for names in (keywords, furniture))
    present = answered == 1
    off = np.r_[np.ones(present.sum()), np.zeros(len(furniture))]
    both = roc_auc_score(answered, score), roc_auc_score(answered, alone)
    furthest = roc_auc_score(off, np.r_[score[present], far]), roc_auc_score(off, np.r_[alone[present], alone_far])
    return [("keywords absent: AUC", *both, ".97"), ("furniture keywords: AUC", *furthest, ".995")]


def _calibrated_on(parts: list[Pairs]) -> Head:
    head = fit_pair_head("pair", parts)
    chorus = [p for p in parts if p.source == "chorus"]
    logit = np.concatenate([head.logit(columns(p), len(p.target)) for p in chorus])
    target = np.concatenate([p.target for p in chorus])
    return calibrated(head, logit, target, np.ones(len(target)))


def show(rows: list[Row]) -> None:
    """Print rows of the table."""
    for what, ours, alone, target in rows:
        print(f"| {what} | {ours:.4f} | {alone:.4f} | {target} |", flush=True)


def main() -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data")
    parser.add_argument("--quick", action="store_true", help="pairs only")
    known = parser.parse_args()
    if not (known.data / "chorus/judgements.csv").exists():
        print(f"SKIPPED: no judged data in {known.data}; pass --data")
        return
    warnings.filterwarnings("ignore", category=FutureWarning)
    encode = partial(encode_texts, settings=Relevance())
    judged = [read(known.data, encode, fields) for read in (chorus_pairs, esci_pairs) for fields in (False, True)]
    parts = judged + [made_pairs(known.data, encode, source) for source in ("chorus", "esci", "trades")]
    print("| measured | ours | MiniLM alone | target |\n|---|---|---|---|")
    show(judged_pairs(parts))
    show(graded_esci(known.data, encode))
    show(unseen_shop(parts))
    if not known.quick:
        show(whole_keywords(known.data, parts, encode))


if __name__ == "__main__":
    main()
