"""``python -m tests.fuzz PARSER SECONDS``: random bytes, led by what code they reach (atheris, on Linux)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Fuzz one parser; whatever breaks it is written to ``tests/fuzz/found`` and ends the run."""
    import atheris

    with atheris.instrument_imports(include=["keyworth"]):
        from tests.fuzz.targets import TARGETS, seeds

    name, seconds = sys.argv[1], sys.argv[2]
    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{name}-"))
    for seed, data in seeds():
        (corpus / seed).write_bytes(data)
    found = Path(__file__).parent / "found" / f"{name}-"
    limits = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=3000", "-max_len=20000"]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={found}", *limits], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
