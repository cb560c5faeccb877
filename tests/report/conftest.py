"""What the report's tests share: invented audits, the page they make, a browser that watches for mischief."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

WATCH = """
window.mischief = [];
addEventListener("securitypolicyviolation", (e) => mischief.push(`csp ${e.violatedDirective} ${e.blockedURI}`));
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => mischief.push(`ran ${name}`);
"""


@pytest.fixture(scope="session")
def naughty_strings(shared_data: Path) -> list[str]:
    """Every string of the Big List of Naughty Strings."""
    path = next(shared_data.rglob("blns.json"))
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def audit() -> Any:
    from fake_audit import fake_audit

    return fake_audit(300)


@pytest.fixture(scope="session")
def html(audit: Any) -> str:
    from keyworth.report import render_report

    return render_report(audit)


@pytest.fixture(scope="session")
def page_file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


@dataclass
class Visit:
    """A page that was opened, and everything it should not have done."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def mischief(self) -> list[str]:
        """Return console errors, requests, policy violations and scripts of the data that ran."""
        return [*self.faults, *self.page.evaluate("window.mischief || []")]


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Open a file in a fresh context; at the end, nothing amiss may have happened."""
    opened: list[tuple[Visit, bool]] = []

    def go(path: Path, fragment: str = "", *, wait: str = "all", check: bool = True, **options: Any) -> Visit:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        page = context.new_page()
        found = Visit(page)
        page.add_init_script(WATCH)
        page.on("console", lambda m: found.faults.append(f"{m.type}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: found.faults.append(f"error: {e}"))
        page.on("dialog", lambda d: (found.faults.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("request", lambda r: found.faults.append(f"request: {r.url[:80]}") if _outside(r.url) else None)
        page.goto(path.as_uri() + fragment)
        if options.get("java_script_enabled", True):
            page.wait_for_selector(f"html[data-ready={wait}]", state="attached", timeout=30_000)
        opened.append((found, check))
        return found

    yield go
    for found, check in opened:
        if check:
            assert found.mischief() == []
        found.page.context.close()


def _outside(url: str) -> bool:
    return not url.startswith(("file:", "data:font", "blob:"))
