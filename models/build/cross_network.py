"""The cross-encoder's network and how it is trained: MiniLM reads keyword and product line together.

Its lower layers stay as they are. What it says of a pair comes from the mean vector of either side, as MiniLM was
taught to make them, so that training starts from their likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

KEYWORD_TOKENS, TOKENS = 16, 48
BATCH, RATE, HEAD_RATE, WARM = 32, 8e-5, 10.0, 0.06
Pairs = Sequence[tuple[list[int], list[int]]]  # token ids and sides


class CrossEncoder(nn.Module):
    """Token ids and sides (0 keyword, 1 product) of pairs → log-odds that the product answers."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import AutoModel

        base = AutoModel.from_pretrained(folder, attn_implementation="eager")
        self.embeddings, self.layers = base.embeddings, base.encoder.layer
        for layer in self.layers:
            for part in layer.modules():
                if isinstance(part, nn.Dropout):
                    part.p = 0.0
        self.embeddings.dropout.p = 0.0
        self.hidden = nn.Linear(2 * 384 + 1, 64)
        self.out = nn.Linear(64, 1)
        nn.init.zeros_(self.out.bias)

    def lower(self, ids: torch.Tensor, sides: torch.Tensor, mask: torch.Tensor, layers: int) -> torch.Tensor:
        """Return the states after the first ``layers`` layers."""
        return self._through(self.embeddings(input_ids=ids, token_type_ids=sides), mask, 0, layers)

    def upper(self, states: torch.Tensor, sides: torch.Tensor, mask: torch.Tensor, layers: int) -> torch.Tensor:
        """Return log-odds from the states after the first ``layers`` layers."""
        states = self._through(states, mask, layers, len(self.layers))
        b = (sides * mask).unsqueeze(-1).to(states.dtype)
        a = (mask.unsqueeze(-1) - b).to(states.dtype)
        left, right = ((states * m).sum(1) / m.sum(1).clamp(min=1) for m in (a, b))
        left, right = (v / v.norm(dim=1, keepdim=True).clamp(min=1e-6) for v in (left, right))
        product = left * right
        seen = torch.cat([product * 20, (left - right).abs() * 20, product.sum(1, keepdim=True) * 4], 1)
        return self.out(torch.tanh(self.hidden(seen))).squeeze(1)

    def forward(self, ids: torch.Tensor, sides: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.upper(self.lower(ids, sides, mask, 0), sides, mask, 0)

    def _through(self, states: torch.Tensor, mask: torch.Tensor, first: int, last: int) -> torch.Tensor:
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers[first:last]:
            states = layer(states, bias)
            states = states[0] if isinstance(states, tuple) else states
        return states


def read_pairs(tokenizer, keywords: Sequence[str], lines: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """Return token ids and sides of each pair."""
    a = [t.ids[:KEYWORD_TOKENS] for t in tokenizer.encode_batch(list(keywords), add_special_tokens=False)]
    b = [t.ids for t in tokenizer.encode_batch(list(lines), add_special_tokens=False)]
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    out = []
    for x, y in zip(a, b, strict=True):
        y = y[: TOKENS - len(x) - 3]
        out.append(([start, *x, end, *y, end], [0] * (len(x) + 2) + [1] * (len(y) + 1)))
    return out


def batches(pairs: Sequence[tuple[list[int], list[int]]], seed: int | None) -> list[np.ndarray]:
    """Return batches of pairs of like length; in random order where a seed is given."""
    size = np.array([len(ids) for ids, _ in pairs])
    if seed is None:
        order = np.argsort(size, kind="stable")
        return [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(pairs))
    out = []
    for start in range(0, len(order), BATCH * 40):
        some = order[start : start + BATCH * 40]
        some = some[np.argsort(size[some], kind="stable")]
        out += [some[i : i + BATCH] for i in range(0, len(some), BATCH)]
    return [out[i] for i in rng.permutation(len(out))]


def padded(pairs: Sequence[tuple[list[int], list[int]]], rows: np.ndarray) -> tuple[torch.Tensor, ...]:
    """Return ids, sides and mask of some pairs, int64 [rows × longest]."""
    longest = max(len(pairs[i][0]) for i in rows)
    ids, sides, mask = (torch.zeros((len(rows), longest), dtype=torch.long) for _ in range(3))
    for r, i in enumerate(rows):
        n = len(pairs[i][0])
        ids[r, :n], sides[r, :n], mask[r, :n] = torch.tensor(pairs[i][0]), torch.tensor(pairs[i][1]), 1
    return ids, sides, mask


def train(network: CrossEncoder, pairs: Pairs, target: np.ndarray, frozen: int, seed: int, rate: float = RATE,
          states: list[torch.Tensor] | None = None, say: Callable[[str], object] = print) -> None:  # fmt: skip
    """Train all but the embeddings and the first ``frozen`` layers, in place, one epoch.

    ``states`` are those of `lower_states` where the pairs are trained on more than once.
    """
    torch.manual_seed(seed)
    for part in (network.embeddings, *network.layers[:frozen]):
        part.requires_grad_(False)
    head = [*network.hidden.parameters(), *network.out.parameters()]
    upper = [p for layer in network.layers[frozen:] for p in layer.parameters()]
    groups = [{"params": upper, "lr": rate}, {"params": head, "lr": HEAD_RATE * rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = batches(pairs, seed)
    warm = max(int(WARM * len(steps)), 1)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, (len(steps) - s) / max(len(steps) - warm, 1))
    )
    loss_of, wanted, mean = nn.BCEWithLogitsLoss(), torch.tensor(target, dtype=torch.float32), 0.0
    for step, rows in enumerate(steps):
        ids, sides, mask = padded(pairs, rows)
        with torch.no_grad():
            below = network.lower(ids, sides, mask, frozen) if states is None else _stacked(states, rows)
        loss = loss_of(network.upper(below, sides, mask, frozen), wanted[rows])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_([*upper, *head], 1.0)
        optimiser.step()
        slope.step()
        mean = 0.98 * mean + 0.02 * float(loss)
        if step % 100 == 99:
            say(f"{step + 1}/{len(steps)} loss {mean / (1 - 0.98 ** (step + 1)):.3f}")


def lower_states(network: CrossEncoder, pairs: Pairs, frozen: int) -> list[torch.Tensor]:
    """Return each pair's states after the layers that stay as they are, float16 [tokens × 384]."""
    out: list[torch.Tensor] = [torch.empty(0)] * len(pairs)
    with torch.no_grad():
        for rows in batches(pairs, None):
            ids, kinds, mask = padded(pairs, rows)
            states = network.lower(ids, kinds, mask, frozen).half()
            for r, i in enumerate(rows.tolist()):
                out[i] = states[r, : len(pairs[i][0])].clone()
    return out


def _stacked(states: list[torch.Tensor], rows: np.ndarray) -> torch.Tensor:
    return nn.utils.rnn.pad_sequence([states[i] for i in rows.tolist()], batch_first=True).float()


def log_odds(network: CrossEncoder, pairs) -> np.ndarray:
    """Return the log-odds of pairs, float64 [n]."""
    network.eval()
    out = np.zeros(len(pairs))
    with torch.no_grad():
        for rows in batches(pairs, None):
            out[rows] = network(*padded(pairs, rows)).double().numpy()
    return out
