"""Retraining on real spoken-style orders: the ordered item from the customer's words, before and after.

Learnt on the first 2,000 conversations, tested on the last 1,000 (Taskmaster-4's coffee orders; the catalogue is the
menu, "var drink" dropped; a conversation that orders several items counts for each). The peers, in the same run:
all-MiniLM-L6-v2 unadapted, and sentence-transformers' own fine-tuning recipe (its trainer, multiple negatives
ranking loss, no duplicates in a batch, one epoch, batch 16, learning rate 2e-5, warm-up 0.1), which needs the extra
``bench``. Intervals are a bootstrap over conversations.

Then the demo company three months later, whose callers have new wordings (the generator makes them): alignment of
the planted keywords before and after retraining on the new quarter's calls, and which verdicts flip.

Run: python -m bench.retraining [--no-encoder] [--no-stock] [--no-demo]
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from bench.redaction import data_folder
from keyworth.relevance.encode import encode_texts
from keyworth.settings import Relevance
from keyworth.training.adapter import identity
from keyworth.training.chunk_encoding import encode_passages
from keyworth.training.contest import Contender, Range, fit_deeper, fit_light
from keyworth.training.export_encoder import find_weights
from keyworth.training.retention_probe import unrelated_words

LEARN, TEST, DROPPED = 2000, 1000, "var drink"
SEED = 20260101
DRAWS = 2000


def coffee() -> tuple[list[str], np.ndarray, np.ndarray, list[str]]:
    """Return texts, their item's place in the menu, their conversation, and the menu."""
    folder = data_folder() / "coffee_calls"
    with (folder / "menu.csv").open(encoding="utf-8") as file:
        menu = [row["name"] for row in csv.DictReader(file) if row["name"] != DROPPED]
    texts, items, calls = [], [], []
    with gzip.open(folder / "calls.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            call = json.loads(line)
            said = " ".join(turn["text"] for turn in call["turns"] if turn["speaker"] == "customer")
            for item in sorted(set(call["ordered"]) & set(menu)):
                texts.append(said)
                items.append(menu.index(item))
                calls.append(number)
    return texts, np.array(items), np.array(calls), menu


def stock(texts: list[str], titles: list[str]) -> tuple[object, float]:
    """Return the encoder after sentence-transformers' own recipe on pairs (text, title), and the seconds it took."""
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.training_args import BatchSamplers

    model = SentenceTransformer(str(find_weights()), device="cpu")
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=folder, num_train_epochs=1, per_device_train_batch_size=16, learning_rate=2e-5, warmup_ratio=0.1,
            batch_sampler=BatchSamplers.NO_DUPLICATES, save_strategy="no", report_to="none", seed=SEED, use_cpu=True,
            disable_tqdm=True, logging_strategy="no",
        )  # fmt: skip
        pairs = Dataset.from_dict({"anchor": texts, "positive": titles})
        SentenceTransformerTrainer(
            model=model, args=arguments, train_dataset=pairs, loss=MultipleNegativesRankingLoss(model)
        ).train()
    return model, time.perf_counter() - start


def told(name: str, right: np.ndarray, calls: np.ndarray, seconds: float, base: np.ndarray | None = None) -> None:
    """Print recall@1 with its interval, and its paired difference from another's."""
    _, place = np.unique(calls, return_inverse=True)
    sums, size = np.bincount(place, weights=right), np.bincount(place)
    drawn = np.random.default_rng(SEED).multinomial(len(size), np.full(len(size), 1 / len(size)), size=DRAWS)
    low, high = np.quantile((drawn @ sums) / (drawn @ size), [0.025, 0.975])
    line = f"  {name:44} {right.mean():.4f}  [{low:.4f}, {high:.4f}]  {seconds:7.1f} s"
    if base is not None:
        gap = (drawn @ np.bincount(place, weights=right - base)) / (drawn @ size)
        low, high = np.quantile(gap, [0.025, 0.975])
        line += f"   {(right - base).mean():+.4f} [{low:+.4f}, {high:+.4f}] over the adapter"
    print(line, flush=True)


def coffee_bench(with_stock: bool, with_encoder: bool) -> None:
    """Print recall@1 of the adapter, of the encoder that `--encoder` fine-tunes, and of their peers."""
    texts, items, calls, menu = coffee()
    learn, test = calls < LEARN, calls >= 3000 - TEST
    print(f"coffee orders: {learn.sum()} examples learnt from, {test.sum()} tested on, {len(menu)} items; recall@1")
    at, asked = np.flatnonzero(learn), [texts[i] for i in np.flatnonzero(test)]
    plain = partial(encode_texts, settings=Relevance(cache=False))
    learnt = pd.DataFrame({"text": [texts[i] for i in at], "product": items[at], "caller": calls[at].astype(str)})
    learnt = learnt.assign(weight=1.0, wanted=True)
    start = time.perf_counter()
    said, sold = encode_passages(plain, list(learnt["text"])), plain(menu)
    still = unrelated_words([*learnt["text"], *menu])
    before = Contender(plain, identity(sold.shape[1]), sold)
    light, fit = fit_light(learnt, said, before, still)
    seconds = time.perf_counter() - start
    right = [c.probability(asked).argmax(axis=1) == items[test] for c in (before, light)]
    ours = right[1].astype(float)
    told("shipped int8 encoder, before", right[0].astype(float), calls[test], 0.0, ours)
    told(f"shipped int8 encoder + adapter (shrinkage {fit['shrinkage']})", ours, calls[test], seconds)
    if with_encoder:
        goods = Range(pd.DataFrame({"title": menu}), menu)
        deep, fit = fit_deeper(learnt, said, before, light, fit, goods, still, SEED)
        seconds = time.perf_counter() - start
        chosen = f"fine-tuned, int8 (chosen by {fit['choosing_calls']} calls: {fit['kind']})"
        print(f"  log loss there: adapter {fit['log_loss_adapter']}, encoder {fit['log_loss_encoder']}")
        told(chosen, (deep.probability(asked).argmax(axis=1) == items[test]).astype(float), calls[test], seconds, ours)
    if with_stock:
        peers(texts, items, calls, menu, learn, test, ours)


def peers(texts, items, calls, menu, learn, test, ours) -> None:
    """Print the two peers' figures."""
    from sentence_transformers import SentenceTransformer

    def right(model: object) -> np.ndarray:
        a, b = (model.encode(t, normalize_embeddings=True, show_progress_bar=False) for t in (asked, menu))
        return ((a @ b.T).argmax(axis=1) == items[test]).astype(float)

    asked = [texts[i] for i in np.flatnonzero(test)]
    plain = SentenceTransformer(str(find_weights()), device="cpu")
    told("all-MiniLM-L6-v2 unadapted", right(plain), calls[test], 0.0, ours.astype(float))
    at = np.flatnonzero(learn)
    try:
        tuned, seconds = stock([texts[i] for i in at], [menu[items[i]] for i in at])
    except ImportError as fault:
        print(f"  stock fine-tuning NOT RUN: {fault} (pip install -e '.[bench]')")
        return
    told("all-MiniLM-L6-v2, stock fine-tuning, 1 epoch", right(tuned), calls[test], seconds, ours.astype(float))


def main() -> int:
    """Run what is asked for."""
    coffee_bench("--no-stock" not in sys.argv, "--no-encoder" not in sys.argv)
    if "--no-demo" not in sys.argv:
        from bench.retraining_demo import demo_bench

        with tempfile.TemporaryDirectory() as folder:
            demo_bench(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
