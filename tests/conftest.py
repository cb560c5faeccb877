"""Fixtures every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_folder(name: str) -> Path:
    """Return a folder of real data beside the checkout, or skip aloud."""
    path = Path(os.environ.get("KEYWORTH_SHARED", ROOT.parent / "shared")) / name
    if not path.exists():
        pytest.skip(f"real data absent: {name} (set KEYWORTH_SHARED to the folder that holds it)")
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data with its licences."""
    return shared_folder("data")


@pytest.fixture(scope="session")
def shared_formats() -> Path:
    """The folder of byte-exact export samples."""
    return shared_folder("formats/samples")


@pytest.fixture(autouse=True, scope="session")
def _private_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["KEYWORTH_CACHE"] = str(tmp_path_factory.mktemp("cache"))
