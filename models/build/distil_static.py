"""The static encoder that ships in ``models/static``: MiniLM's meaning at the price of a table look-up.

    python -m models.build.distil_static --out models/static

A vector a token, such that the sum over a text's tokens points where MiniLM's
vector of the whole text points: ridge regression onto the teacher's vectors of
texts that are made here, from the tokenizer's own vocabulary: every word by
itself, and seeded draws of two to nine words (common words more often; half of
the draws around one theme, as titles are), so that no shop's texts are needed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

DIMENSIONS = 256
SEED = 20260101
DRAWS = 60_000
RIDGE = 0.3
THEME = 40  # neighbours of a theme's word from which a draw takes its words
MAX_TOKENS = 64

CARD = """# Static distillation of all-MiniLM-L6-v2

A table of {tokens} token vectors of {dimensions} numbers (int8 with a scale a row), made by
`python -m models.build.distil_static` from the encoder in `models/minilm-int8` (licence Apache-2.0).

* **Does**: a text → the normalised sum of its tokens' vectors: a quick first look that decides which few products
  the real encoder reads.
* **Trained on** {texts} texts drawn from the tokenizer's vocabulary with a fixed seed; no shop's data.
* **Fidelity** on {held} draws kept aside: cosine to MiniLM's vector {fit:.3f} on average.
"""


def distil(out: Path, draws: int = DRAWS) -> dict[str, Any]:
    """Fit the table and write it with its card and manifest; return the manifest."""
    from keyworth.relevance.encoders import minilm

    teacher = minilm.load()
    tokenizer = teacher._tokenizer
    words = _words(tokenizer)
    single = _teach(teacher, words)
    texts = _draw(words, single, draws)
    target = np.vstack([single, _teach(teacher, texts)])
    rows = _token_rows(tokenizer, [*words, *texts])
    axes = _principal(target)
    reduced = target @ axes
    held = np.arange(len(rows[1]) - 1 - draws // 20, len(rows[1]) - 1)
    table = _fit(rows, reduced, tokenizer.get_vocab_size(), held)
    fit = _fidelity(rows, table, reduced, held)
    return _write(out, table, tokenizer, len(target), len(held), fit)


def _words(tokenizer: Any) -> list[str]:
    """Return the vocabulary's whole words, the commonest first (its own order)."""
    by_id = sorted((i, t) for t, i in tokenizer.get_vocab().items())
    return [t for _, t in by_id if t.isascii() and t.isalnum()]


def _teach(teacher: Any, texts: list[str]) -> np.ndarray:
    """Return the teacher's vectors; equal lengths go together, for speed."""
    ids = [t.ids for t in teacher._tokenizer.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda i: (len(ids[i]), i))
    out = np.empty((len(ids), teacher.dimensions), np.float32)
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < min(len(order), start + 64) and len(ids[order[stop]]) == len(ids[order[start]]):
            stop += 1
        batch = order[start:stop]
        out[batch] = teacher._session.run(None, {"input_ids": np.array([ids[i] for i in batch], np.int64)})[0]
        start = stop
    return out


def _draw(words: list[str], single: np.ndarray, draws: int) -> list[str]:
    rng = np.random.default_rng(SEED)
    rank = np.arange(len(words))
    share = 1 / (rank + 200.0) ** 0.7
    share /= share.sum()
    lengths = rng.integers(2, 10, draws)
    texts = []
    for n, first in zip(lengths, rng.choice(len(words), draws, p=share), strict=True):
        if rng.random() < 0.5:
            near = np.argpartition(-(single @ single[first]), THEME)[:THEME]
            pool = rng.choice(near, n // 2)
            others = rng.choice(len(words), n - 1 - n // 2, p=share)
            chosen = [first, *pool, *others]
        else:
            chosen = [first, *rng.choice(len(words), n - 1, p=share)]
        texts.append(" ".join(words[i] for i in rng.permutation(chosen)))
    return texts


def _token_rows(tokenizer: Any, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    ids = [t.ids for t in tokenizer.encode_batch(texts, add_special_tokens=False)]
    return np.concatenate([np.array(i, np.int64) for i in ids]), np.cumsum([0, *map(len, ids)])


def _principal(target: np.ndarray) -> np.ndarray:
    _, axes = np.linalg.eigh((target.T @ target).astype(np.float64))
    return axes[:, ::-1][:, :DIMENSIONS].astype(np.float32)


def _fit(rows: tuple[np.ndarray, np.ndarray], target: np.ndarray, size: int, held: np.ndarray) -> np.ndarray:
    """Solve the ridge regression by conjugate gradients, all dimensions at once."""
    from scipy import sparse

    tokens, starts = rows
    lengths = np.diff(starts)
    weight = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
    design = sparse.csr_matrix((weight, tokens, starts), (len(lengths), size))
    kept = np.setdiff1d(np.arange(len(lengths)), held)
    design, target = design[kept], target[kept]
    single = np.zeros((size, target.shape[1]), np.float32)
    alone = np.flatnonzero(np.diff(design.indptr) == 1)
    single[design.indices[design.indptr[alone]]] = target[alone]
    residual = design.T @ (target - design @ single)
    table, direction = single.copy(), residual.copy()
    size_now = (residual**2).sum(0)
    for _ in range(60):
        image = design.T @ (design @ direction) + RIDGE * direction
        step = size_now / np.maximum((direction * image).sum(0), 1e-12)
        table += step * direction
        residual -= step * image
        size_next = (residual**2).sum(0)
        direction = residual + (size_next / np.maximum(size_now, 1e-12)) * direction
        size_now = size_next
    return table


def _fidelity(rows: tuple[np.ndarray, np.ndarray], table: np.ndarray, target: np.ndarray, held: np.ndarray) -> float:
    tokens, starts = rows
    sums = np.stack([table[tokens[starts[i] : starts[i + 1]]].sum(0) for i in held])
    a, b = sums, target[held]
    return float(((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)).mean())


def _write(out: Path, table: np.ndarray, tokenizer: Any, texts: int, held: int, fit: float) -> dict[str, Any]:
    out.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127
    content = {"vectors.npy": np.round(table / scale[:, None]).astype(np.int8), "scale.npy": scale.astype(np.float32)}
    for name, array in content.items():
        np.save(out / name, array, allow_pickle=False)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    files = [*content, "tokenizer.json"]
    manifest = {
        "encoder": "static distillation of sentence-transformers/all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        "dimensions": DIMENSIONS,
        "max_tokens": MAX_TOKENS,
        "cosine_to_minilm": {"texts": held, "mean": round(fit, 4)},
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    card = CARD.format(tokens=len(table), dimensions=DIMENSIONS, texts=texts, held=held, fit=fit)
    (out / "README.md").write_text(card, encoding="utf-8")
    return manifest


def main() -> None:
    """Distil from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("models/static"))
    parser.add_argument("--draws", type=int, default=DRAWS)
    arguments = parser.parse_args()
    print(json.dumps(distil(arguments.out, arguments.draws), indent=1))


if __name__ == "__main__":
    main()
