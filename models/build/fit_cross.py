"""Fit the cross-encoder that ships in ``models/cross-int8``, and what it says of judged shops it has not seen.

    python -m models.build.fit_cross --weights FOLDER --out models/cross-int8

The folder holds MiniLM's published weights (``keyworth.training.export_encoder`` finds and checks them). The lexicon's
names are learnt, then one half of the judged shops. What it says of the other half goes to ``cross_unseen.csv.gz``
here: the head for shops of a size learns from that what its scores are worth. Ten minutes of one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tokenizers import Tokenizer

from keyworth.relevance.reranker import product_lines
from keyworth.relevance.shop_head import read_best
from keyworth.training.export_encoder import HUB_NAME, LICENCE, WEIGHTS_SHA256, find_weights
from models.build.cross_network import (
    KEYWORD_TOKENS,
    TOKENS,
    CrossEncoder,
    Pairs,
    log_odds,
    lower_states,
    read_pairs,
    train,
)
from models.build.cross_pairs import lexicon_pairs, read_things, shop_candidates
from models.build.judged_shops import read_shops

UNSEEN = Path(__file__).with_name("cross_unseen.csv.gz")
LEXICON_PAIRS, LEXICON_FROZEN, LEXICON_SEED = 24_000, 2, 7
LEXICON_HELD = 1_000  # of them, not learnt from
SHOP_FROZEN, SHOP_SEED, SHOP_RATE = 3, 11, 1e-4

CARD = """# Cross-encoder, int8

Keyword and product line (title, last step of the category, beginning of the description) read together → log-odds that
the product answers. Fitted by `python -m models.build.fit_cross` from
`{hub}` (licence {licence};
weights' SHA-256 `{weights}`).

* **Learnt from**: {lexicon:,} pairs of the lexicon (`data/trade_names`: names of one thing, how customers describe it,
  its neighbours, what is sold for it), then {pairs:,} pairs of {shops} of the judged shops (`data/shops`: the
  other half is what it is measured on). Embeddings and the lowest layers stay as they were.
* **Used**: the best three products of a keyword, in shops of the size that the head for small shops judges; its score
  is a term among that head's (`cross_best`, `cross_first`), and `explain` shows what it adds.
* **On shops it has not seen** (that half; the keyword's best three products): AUC of "a product answers the
  keyword" by the best score alone {auc:.3f}.
* **How**: as `minilm-int8`: dynamic int8 per channel, seven-bit weights, one pair a run without padding, so that a
  pair's score never depends on its neighbours. Log-odds of {texts:,} pairs differ from fp32 by {off:.3f} at the median.
* **Limits**: English; what it knows of trades is the lexicon's and these shops'. Sizes, codes and brands are left to
  the pair model, which compares them word by word.
"""


def candidates() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pairs of all judged shops that are learnt from, and each keyword's best few products."""
    learnt, best = [], []
    for shop in read_shops():
        pairs, asked, current = shop_candidates(shop)
        places = read_best(asked, current, lambda keywords, _: np.zeros(len(keywords))).pair
        keys, lines = sorted(shop.keywords["keyword"]), product_lines(current.products)
        k, p = current.keyword[places], current.product[places]
        learnt.append(pairs)
        best.append(
            pd.DataFrame(
                {
                    "shop": shop.name,
                    "keyword": [keys[i] for i in k],
                    "product_id": current.products["product_id"].to_numpy()[p],
                    "asked": [asked[i] for i in k],
                    "line": [lines[i] for i in p],
                }
            )
        )
    return pd.concat(learnt, ignore_index=True), pd.concat(best, ignore_index=True)


def shop_halves(shops: pd.Series) -> np.ndarray:
    """Return 1 for rows of the shops that are learnt from, 0 for the other half's."""
    names = np.unique(shops)
    fold = dict(zip(names, np.random.default_rng(9).permutation(len(names)) % 2, strict=True))
    return shops.map(fold).to_numpy()


def learn_lexicon(network: CrossEncoder, tokenizer: Tokenizer) -> None:
    """Train on the names of things, in place."""
    table = lexicon_pairs(read_things(), LEXICON_PAIRS, LEXICON_SEED)[:-LEXICON_HELD]
    pairs = read_pairs(tokenizer, table["keyword"].tolist(), table["line"].tolist())
    train(network, pairs, table["target"].to_numpy(), LEXICON_FROZEN, LEXICON_SEED)


def fit_cross(weights: Path, out: Path) -> None:
    """Fit, write the scores of shops left out, and export."""
    torch.set_num_threads(1)
    folder = find_weights(str(weights))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = CrossEncoder(folder)
    learn_lexicon(network, tokenizer)
    learnt, best = candidates()
    pairs, asked = (
        read_pairs(tokenizer, t[k].tolist(), t["line"].tolist()) for t, k in ((learnt, "keyword"), (best, "asked"))
    )
    target, of_pair, of_best = learnt["target"].to_numpy(), shop_halves(learnt["shop"]), shop_halves(best["shop"])
    rows, left = np.flatnonzero(of_pair), np.flatnonzero(of_best == 0)
    some, unseen = ([every[i] for i in places] for every, places in ((pairs, rows), (asked, left)))
    states = lower_states(network, some, SHOP_FROZEN)
    train(network, some, target[rows], SHOP_FROZEN, SHOP_SEED, SHOP_RATE, states)
    scored = best.iloc[left].assign(score=log_odds(network, unseen))
    keep_unseen(scored)
    export(network, folder, out, unseen[::25], learnt.iloc[rows], scored)


def keep_unseen(scored: pd.DataFrame) -> None:
    """Write the scores of shops that were not learnt from."""
    table = scored[["shop", "keyword", "product_id"]].assign(score=scored["score"].round(3))
    table.to_csv(UNSEEN, index=False, compression={"method": "gzip", "mtime": 0}, lineterminator="\n")


def export(
    network: CrossEncoder, folder: Path, out: Path, some: Pairs, learnt: pd.DataFrame, scored: pd.DataFrame
) -> None:
    """Write the int8 graph, the tokenizer, the card and their manifest into ``out``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "fp32.onnx"
        write_graph(network, full)
        quantize_dynamic(full, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    shutil.copyfile(folder / "tokenizer.json", out / "tokenizer.json")
    off = np.abs(_of_graph(out / "model.onnx", some) - log_odds(network, some))
    card = CARD.format(
        hub=HUB_NAME, licence=LICENCE, weights=WEIGHTS_SHA256, lexicon=LEXICON_PAIRS - LEXICON_HELD, pairs=len(learnt),
        shops=learnt["shop"].nunique(), auc=unseen_auc(scored), texts=len(some),
        off=float(np.median(off)),
    )  # fmt: skip
    (out / "README.md").write_text(card, encoding="utf-8")
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    manifest = {
        "from": HUB_NAME, "licence": LICENCE, "weights_sha256": WEIGHTS_SHA256, "keyword_tokens": KEYWORD_TOKENS,
        "tokens": TOKENS, "files": files,
    }  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def unseen_auc(scored: pd.DataFrame) -> float:
    """Return the AUC of each keyword's best score against whether a product answers it."""
    from sklearn.metrics import roc_auc_score

    from models.build.judged_shops import ANSWERED

    truth = pd.concat([s.keywords.assign(shop=s.name) for s in read_shops()]).set_index(["shop", "keyword"])["truth"]
    score = scored.groupby(["shop", "keyword"])["score"].max()
    return float(roc_auc_score(truth.loc[score.index].isin(ANSWERED), score))


def write_graph(network: CrossEncoder, path: Path) -> None:
    """Write the network as ONNX, for one pair at a time: without padding no mask is needed."""

    class OnePair(torch.nn.Module):
        """Ids and sides of one pair → its log-odds."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, ids: torch.Tensor, sides: torch.Tensor) -> torch.Tensor:
            return self.network(ids, sides, torch.ones_like(ids))

    ids = torch.arange(1000, 1009).reshape(1, 9)
    sides = (ids > 1003).long()
    torch.onnx.export(
        OnePair().eval(), (ids, sides), str(path), input_names=["input_ids", "sides"], output_names=["log_odds"],
        dynamic_axes={"input_ids": {1: "tokens"}, "sides": {1: "tokens"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def _of_graph(path: Path, pairs: Pairs) -> np.ndarray:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path))
    return np.array(
        [session.run(None, {"input_ids": np.array([a]), "sides": np.array([b])})[0][0] for a, b in pairs], float
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    known = parser.parse_args()
    fit_cross(known.weights, known.out)


if __name__ == "__main__":
    main()
