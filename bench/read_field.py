"""How many files in the shape of real systems are read with every value right, without a word about what they are.

The files are ours, with invented values (``bench/read_field_cases/``); their headers follow public reports,
documentation
and the systems' own exporters. What is right was written before the file was read. A file counts only when every value
of every named column is right, all rows that must be set aside are,
and no currency is told that the file does not tell.

Run: ``python -m bench.read_field [--all]``
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import read_field_cases
from bench.read_field_cases import Case


def cases() -> list[Case]:
    """Return all cases, in the order of their modules."""
    names = sorted(m.name for m in pkgutil.iter_modules(read_field_cases.__path__))
    found: list[Case] = []
    for name in names:
        found += importlib.import_module(f"{read_field_cases.__name__}.{name}").CASES
    return found


def faults(case: Case) -> list[str]:
    """Return what is wrong with what was read of a file; nothing where every value is right."""
    from keyworth.errors import KeyworthError
    from keyworth.ingest import read_files
    from keyworth.settings import Ingest

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "download"
        path.write_bytes(case.data.encode() if isinstance(case.data, str) else case.data)
        try:
            intake = read_files({"": [path]}, Ingest())
        except KeyworthError as fault:
            return [f"refused: {str(fault).splitlines()[0]}"]
    wrong = []
    for name, columns in case.truth.items():
        table = intake.tables[name]
        for column, right in columns.items():
            found = ["" if value != value else value for value in table[column].tolist()]
            if not _same(found, ["" if value is None else value for value in right]):
                wrong.append(f"{name}.{column}: {found} instead of {right}")
    wrong += [f"{name}: {len(t)} rows of it" for name, t in intake.tables.items()
              if len(t) and name not in case.truth and name not in ("claims", "touchpoints")]  # fmt: skip
    file = intake.files.iloc[0]
    if file["rows_set_aside"] != case.aside:
        wrong.append(f"{file['rows_set_aside']} rows set aside instead of {case.aside}")
    if file["currency"] != case.currency:
        wrong.append(f"currency told: {file['currency']!r} instead of {case.currency!r}")
    return wrong


def _same(found: list[Any], right: list[Any]) -> bool:
    if len(found) != len(right):
        return False
    for a, b in zip(found, right, strict=True):
        if hasattr(a, "isoformat") and b:
            a = a.isoformat()[: len(b)]
        if (abs(a - b) > 1e-6) if isinstance(a, float) and isinstance(b, float) else a != b:
            return False
    return True


def main() -> int:
    """Print the files that are not read rightly, and how many are."""
    known, right = cases(), 0
    for case in known:
        wrong = faults(case)
        right += not wrong
        if wrong or "--all" in sys.argv:
            print(f"{'ok ' if not wrong else 'NO '} {case.system}" + "".join(f"\n      {w}" for w in wrong))
    print(f"{right} of {len(known)} files in the shape of real systems read with every value right")
    return 0 if right == len(known) else 1


if __name__ == "__main__":
    sys.exit(main())
