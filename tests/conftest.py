"""Fixtures every room's tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
collect_ignore = ["sample_plugin"]  # a package of its own, installed and run by tests/plugins


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


@pytest.fixture(scope="session")
def saved_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small shop's audit, saved; whoever changes it works on a copy."""
    from keyworth import audit_keywords, save_audit
    from tests.house.conftest import TABLES, write_table

    folder = tmp_path_factory.mktemp("shop")
    (folder / "files").mkdir()
    paths = [write_table(folder / "files" / f"{kind}.csv", rows) for kind, rows in TABLES.items()]
    return save_audit(audit_keywords(paths), folder / "audit")


@pytest.fixture(scope="session")
def demo() -> Any:
    """The demo company's audit, made as `keyworth audit --demo` makes it."""
    from bench.demo_findings import run_audit

    return run_audit()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium, or a loud skip."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed (on Debian: apt install chromium): the page was not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()
