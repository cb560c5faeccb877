"""How large and how fast the report is: 1,000 keywords in 1 MB, 100,000 in 5 MB, ready in 1.5 s, a filter in 100 ms."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "report"))

RUNS = 5
LIMITS = {1_000: 1_000_000, 100_000: 5_000_000}
READY_MS, FILTER_MS = 1500, 100
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
# From the key press to the frame in which the filtered rows are laid out.
FILTER = """async (text) => {
  const field = document.querySelector("[name=text]");
  field.value = text;
  const from = performance.now();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector("#keyword-table").getBoundingClientRect();
  return performance.now() - from;
}"""


def measure(browser: Any, path: Path) -> tuple[list[float], list[float]]:
    """Return milliseconds until the table can be used, and of each filtering."""
    ready, filtered = [], []
    for _ in range(RUNS):
        page = browser.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        ready.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
        page.wait_for_selector("html[data-ready=all]", state="attached", timeout=60_000)
        for text in ("ce", "cedar", "cedar log", ""):
            filtered.append(page.evaluate(FILTER, text))
            page.wait_for_timeout(300)
        page.close()
    return ready, filtered


def main() -> None:
    """Print size and medians beside their limits, and the ratio."""
    from fake_audit import fake_audit
    from playwright.sync_api import sync_playwright

    from keyworth.report import render_report

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for n, limit in LIMITS.items():
            audit = fake_audit(n)
            start = time.perf_counter()
            html = render_report(audit)
            seconds = time.perf_counter() - start
            path = Path(folder) / f"{n}.html"
            path.write_text(html, encoding="utf-8")
            size = path.stat().st_size
            ready, filtered = (statistics.median(times) for times in measure(browser, path))
            print(f"{n:>7,} keywords  written in {seconds:.1f} s")
            print(f"    size   {size:>9,} bytes of {limit:,} ({size / limit:.2f})")
            print(f"    ready  {ready:>6.0f} ms of {READY_MS} ({ready / READY_MS:.2f})")
            print(f"    filter {filtered:>6.0f} ms of {FILTER_MS} ({filtered / FILTER_MS:.2f})")
        browser.close()


if __name__ == "__main__":
    main()
