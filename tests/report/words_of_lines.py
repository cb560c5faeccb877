"""Every fixed sentence that `speech` may be given, read from the code itself."""

from __future__ import annotations

import ast
from pathlib import Path

import keyworth.report
from keyworth.report import labels
from keyworth.verdicts.checks import CHECKS, _models_verified


def sentences() -> set[tuple[str, str]]:
    """Return English sentences, each with its plural or ``""``."""
    found = set()
    for path in sorted(Path(keyworth.report.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "line":
                assert isinstance(node.args[0], ast.Constant), f"{path.name}: a line's words stand in its call"
                many = next((k.value.value for k in node.keywords if k.arg == "many"), "")
                found.add((node.args[0].value, many))
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                found |= {(v.value, "") for k, v in pairs if getattr(k, "value", "") == "say" and _text(v)}
    checks = [(c.question, c.mend) for c in CHECKS] + [
        (_models_verified(False)["question"], _models_verified(False)["mend"])
    ]
    found |= {(words, "") for pair in checks for words in pair}
    tables = (labels.VERDICT_WORDS, labels.MENDS, labels.WHO_MENDS, labels.MODEL_WORDS)
    found |= {(words, "") for table in tables for words in table.values()}
    return found


def _text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
