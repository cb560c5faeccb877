"""Write a company to a folder: ``python -m bench.companies.write NAME --out FOLDER [--typed 0.06]``."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from bench.companies.making.company import read_company

NAMES = ("drainage", "laundry", "smallholding")
TYPED = 0.06


def company_files(name: str, typed: float = TYPED) -> dict[str, bytes]:
    """Return every file of a company by its path, the same bytes for the same arguments."""
    return importlib.import_module(f"bench.companies.{name}").files(read_company(name, typed))


def write_company(name: str, out: Path, typed: float = TYPED) -> None:
    """Write a company's exports and settings below a folder."""
    for path, content in company_files(name, typed).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)


def main() -> None:
    """Read the switches and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.companies.write", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--typed", type=float, default=TYPED)
    args = parser.parse_args()
    write_company(args.name, args.out, args.typed)


if __name__ == "__main__":
    main()
