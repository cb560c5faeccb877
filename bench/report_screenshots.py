"""Take the five pictures of the report that the documentation shows, from the demo company's audit.

``python -m bench.report_screenshots [AUDIT]``; without a saved audit the demo is audited first.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from keyworth.store import Audit

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 900}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip


def demo() -> Audit:
    """Return the audit of the demo company."""
    from keyworth.assets import asset
    from keyworth.audit import audit_keywords
    from keyworth.settings import read_settings

    return audit_keywords([asset("data/demo/exports")], read_settings(asset("data/demo/keyworth.toml")))


def take(browser: Any, path: Path) -> None:
    """Write the five pictures."""
    page = browser.new_page(viewport=SIZE)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=all]", state="attached")
    page.screenshot(path=FOLDER / "first-screen.png")
    for name, target in (("map", "#picture-map"), ("table", "#keywords")):
        page.emulate_media(reduced_motion="reduce")
        page.locator(target).scroll_into_view_if_needed()
        page.evaluate("id => document.querySelector(id).closest('.block, section').scrollIntoView()", target)
        page.wait_for_timeout(900)
        page.screenshot(path=FOLDER / f"{name}.png")
    page.locator("#keyword-table tbody .keyword").nth(1).click()
    page.wait_for_selector("#evidence[open] .evidence__why")
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / "evidence.png")
    page.keyboard.press("Escape")
    printed(page)
    page.close()


def printed(page: Any) -> None:
    """Write the first printed page, as it lies on a sheet of A4."""
    sheet = page.context.browser.new_page(viewport={"width": 794, "height": 1123})
    sheet.emulate_media(media="print")
    sheet.goto(page.url.split("#")[0])
    sheet.wait_for_selector("html[data-ready=all]", state="attached")
    sheet.evaluate("document.body.style.padding = '53px'")  # the margins that paper gives
    sheet.evaluate(
        "for (const part of document.querySelectorAll('main > :not(#first-screen), footer')) part.hidden = true"
    )
    sheet.screenshot(path=FOLDER / "print.png", clip={"x": 0, "y": 0, "width": 794, "height": 1123})
    sheet.close()


def main() -> None:
    """Write the pictures and say where they are."""
    from playwright.sync_api import sync_playwright

    from keyworth.report import render_report
    from keyworth.store import read_audit

    audit = read_audit(sys.argv[1]) if len(sys.argv) > 1 else demo()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "report.html"
        path.write_text(render_report(audit), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        take(browser, path)
        browser.close()
    print(*sorted(p.relative_to(FOLDER.parent.parent) for p in FOLDER.glob("*.png")), sep="\n")


if __name__ == "__main__":
    main()
