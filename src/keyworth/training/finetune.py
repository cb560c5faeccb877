"""The encoder itself, fine-tuned on calls: sentence-transformers' model, exported to the form that ships.

A call's vector is drawn to its product's and pushed from the others' in the batch and from those nearest to it
(in-batch and hard negatives), as in sentence-transformers' multiple negatives ranking loss; but weighted by the
trust in each label, with a judged "does not answer" as a negative, and with a product once a batch however many
calls ask for it. Words that have nothing to do with the shop are held where they were.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keyworth.errors import KeyworthError
from keyworth.relevance.encode import normal
from keyworth.relevance.encoders.minilm import MAX_TOKENS
from keyworth.relevance.versions import SHARPNESS
from keyworth.training.chunk_encoding import passages
from keyworth.training.export_encoder import find_weights, quantise

EPOCHS, BATCH, RATE, WARM_UP = 2, 32, 5e-5, 0.1  # the trainer's own rate; the rest chosen, and judged by the gate
HARD, PRODUCTS = 8, 64  # negatives nearest to each call, and the most products of a batch
FROZEN = 2  # of the encoder's six layers, with its embeddings: what they know is the language, not the shop
STILL, HELD = 8, 4.0  # unrelated words a batch, and what moving them costs
THREADS = 2  # the same wherever it runs, for sums depend on how they are shared out
EXTRA = "the extra `encoder` (pip install 'keyworth[encoder]')"


def fine_tune(
    texts: Sequence[str], product: np.ndarray, products: Sequence[str], near: np.ndarray, weight: np.ndarray,
    wanted: np.ndarray, still: Sequence[str], seed: int,
) -> tuple[bytes, bytes]:  # fmt: skip
    """Return the graph and the tokenizer of the encoder after it has learnt.

    Parameters
    ----------
    texts : sequence of str [n]
        The callers' words.
    product : int [n]
        Place of each call's product.
    products : sequence of str [m]
        What the encoder reads of them.
    near : float [n × m]
        Likeness before: which products are hard negatives.
    weight, wanted : float [n], bool [n]
        Trust in each label, and whether the product answers.
    still : sequence of str
        Words that are to stay where they are.
    seed : int

    Raises
    ------
    KeyworthError
        When what it needs is not installed, or the weights are not the published ones.
    """
    try:
        import onnx  # noqa: F401
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as fault:
        raise KeyworthError(
            "the encoder cannot be fine-tuned", [f"{fault.name} is missing"], f"Install {EXTRA}."
        ) from None
    source = find_weights()
    device, threads = ("cuda" if torch.cuda.is_available() else "cpu"), torch.get_num_threads()
    torch.manual_seed(seed)
    torch.set_num_threads(THREADS)
    try:
        model = SentenceTransformer(str(source), device=device)
        model.max_seq_length = MAX_TOKENS
        with torch.no_grad():
            held = torch.tensor(model.encode(list(still), normalize_embeddings=True, show_progress_bar=False))
        _train(model, texts, product, products, near, weight, wanted, (list(still), held.to(device)), seed)
        with tempfile.TemporaryDirectory(prefix="keyworth-encoder-") as folder:
            tuned, out = Path(folder) / "tuned", Path(folder) / "out"
            inner: Any = model[0].auto_model
            inner.cpu().save_pretrained(tuned)
            (tuned / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())
            quantise(tuned, out)
            return (out / "model.onnx").read_bytes(), (out / "tokenizer.json").read_bytes()
    finally:
        torch.set_num_threads(threads)


def _train(
    model: Any, texts: Sequence[str], product: np.ndarray, products: Sequence[str], near: np.ndarray,
    weight: np.ndarray, wanted: np.ndarray, still: tuple[list[str], Any], seed: int,
) -> None:  # fmt: skip
    import torch

    inner = model[0].auto_model
    for frozen in (inner.embeddings, *inner.encoder.layer[:FROZEN]):
        frozen.requires_grad_(False)
    rng, n = np.random.default_rng(seed), len(texts)
    steps = EPOCHS * -(-n // BATCH)
    free = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(free, lr=RATE)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    model.train()
    for _ in range(EPOCHS):
        order = rng.permutation(n)
        for start in range(0, n, BATCH):
            rows = np.sort(order[start : start + BATCH])
            against = _against(product[rows], near[rows])
            loss = _loss(model, [texts[i] for i in rows], product[rows], [products[j] for j in against], against,
                         weight[rows], wanted[rows])  # fmt: skip
            words = rng.choice(len(still[0]), min(STILL, len(still[0])), replace=False)
            if len(words):
                moved = _vectors(model, [still[0][i] for i in words]) - still[1][torch.as_tensor(words)]
                loss = loss + HELD * (moved**2).sum(dim=1).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(free, 1.0)
            optimiser.step()
            schedule.step()
    model.eval()


def _against(product: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the products of a batch: those asked for, and those nearest to its calls."""
    asked = np.unique(product)
    score = near.max(axis=0)
    hard = np.unique(np.argpartition(-near, min(HARD, near.shape[1] - 1), axis=1)[:, :HARD])
    hard = np.setdiff1d(hard, asked)
    hard = hard[np.argsort(-score[hard], kind="stable")][: max(0, PRODUCTS - len(asked))]
    return np.sort(np.concatenate([asked, hard]))


def _loss(
    model: Any, texts: list[str], product: np.ndarray, titles: list[str], against: np.ndarray, weight: np.ndarray,
    wanted: np.ndarray,
) -> Any:  # fmt: skip
    import torch

    parts, of = passages(texts)
    pieces, sold = _vectors(model, parts), _vectors(model, titles)
    whole = torch.zeros((len(texts), pieces.shape[1]), device=pieces.device)
    whole = whole.index_add(0, torch.as_tensor(of, device=pieces.device), pieces)
    scores = SHARPNESS * torch.nn.functional.normalize(whole, dim=1) @ sold.T
    place = torch.as_tensor(np.searchsorted(against, product), device=pieces.device)
    right = torch.log_softmax(scores, dim=1)[torch.arange(len(texts), device=pieces.device), place]
    wrong = torch.log1p(-torch.exp(right).clamp(max=1 - 1e-6))
    trust = torch.as_tensor(weight, dtype=torch.float32, device=pieces.device)
    return -(trust * torch.where(torch.as_tensor(wanted, device=pieces.device), right, wrong)).sum() / trust.sum()


def _vectors(model: Any, texts: list[str]) -> Any:
    import torch

    read = model.preprocess([normal(t) for t in texts]) if hasattr(model, "preprocess") else model.tokenize(texts)
    read = {k: v.to(model.device) if hasattr(v, "to") else v for k, v in read.items()}
    return torch.nn.functional.normalize(model(read)["sentence_embedding"], dim=1)
