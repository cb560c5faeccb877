"""A saved audit becomes one HTML file that opens offline, runs no text of its data and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from keyworth.assets import asset
from keyworth.report import audit_reader, content
from keyworth.store import Audit

if TYPE_CHECKING:
    from jinja2 import Environment

STYLES = ("base.css", "first_screen.css", "parts.css", "table.css", "print.css")
SCRIPTS = ("unpack.js", "figures.js", "filters.js", "table.js", "pictures.js", "evidence.js", "main.js")
LIBRARIES = ("datatables/dataTables.min.js",)
FONTS = {weight: f"source-sans-3/source-sans-3-latin-{weight}-normal.woff2" for weight in (400, 600, 700)}


def render_report(audit: Audit, found: dict[str, Any] | None = None) -> str:
    """Return the report of an audit, from what was saved alone.

    Parameters
    ----------
    audit : Audit
    found : dict, optional
        ``content.content(audit)``, where it has been gathered already.

    Returns
    -------
    str
        HTML with its styles, scripts, fonts and data inside, under a content security
        policy that lets nothing else run. The same audit gives the same text.
    """
    style, script = _style(audit), _script()
    libraries = [_library(name) for name in LIBRARIES]
    allowed = {
        "default-src": ["'none'"],
        "script-src": [_allow(script), *(_allow(text) for _name, text in libraries)],
        "style-src": [_allow(style)],
        "font-src": ["data:"],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    policy = "; ".join(f"{name} {' '.join(values)}" for name, values in allowed.items())
    template = environment().get_template("report/report.html")
    packed = [{"name": name, "packed": _packed(text)} for name, text in libraries]
    found = content.content(audit) if found is None else found
    page = template.render(policy=policy, style=style, script=script, libraries=packed, **found)
    return page.encode("utf-8", "replace").decode("utf-8")


def environment() -> Environment:
    """Return where templates are found, escaping what they are given."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(asset("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return environment


def _style(audit: Audit) -> str:
    run = re.sub(r"[^\w.:-]", "", str(audit.summary.get("run_id") or ""))[:80]
    colour = re.sub(r"[^#0-9a-fA-F]", "", str(audit_reader.settings(audit, "report", "colour", "")))[:7]
    faces = [f'@page{{@bottom-left{{content:"keyworth, run {run}"}}}}']
    for weight, name in FONTS.items():
        font = base64.b64encode(asset("templates", "vendor", name).read_bytes()).decode("ascii")
        faces.append(
            f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};font-display:swap;'
            f"src:url(data:font/woff2;base64,{font}) format('woff2')}}"
        )
    own = [_shipped("report", name) for name in STYLES]
    if colour:
        own.append(f"@media (prefers-color-scheme: light) {{ :root {{ --accent: {colour}; }} }}")
    return Markup("\n".join([*faces, *own]))  # noqa: S704 - our own files


def _script() -> str:
    own = "\n".join(_shipped("report", name) for name in SCRIPTS)
    return Markup(f'"use strict";\n(() => {{\n{own}\n}})();\n')  # noqa: S704 - our own files


def _library(name: str) -> tuple[str, str]:
    return name.split("/")[0], _shipped("vendor", name)


def _shipped(*parts: str) -> str:
    return asset("templates", *parts).read_text(encoding="utf-8").replace("\r\n", "\n")


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _allow(text: str) -> str:
    digest = hashlib.sha256(str(text).encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def words_of(html: str, element: str) -> list[str]:
    """Return the words that a reader sees in an element of a page, by its id (for tests and benches)."""
    found = re.search(rf'<(\w+)[^>]*\bid="{element}".*?</\1>', html, re.S)
    return re.sub(r"<[^>]+>", " ", found.group(0) if found else "").split()
