"""The benchmarks are no installed package: the tests that measure with them find them at the repository's root."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
