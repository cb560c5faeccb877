"""What lies beside the report: a workbook of the same sheets, and each picture for a slide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from keyworth.assets import asset
from keyworth.report import audit_reader, content, pictures, workbook
from keyworth.store import Audit

CHARTS = "charts"


def write_exports(audit: Audit, directory: str | Path, found: dict[str, Any] | None = None) -> None:
    """Write ``report.xlsx`` and ``charts/*.svg`` and ``*.png`` into an audit's directory.

    Parameters
    ----------
    audit : Audit
    directory : path-like
        Exists; the same audit gives the same bytes.
    found : dict, optional
        ``content.content(audit)``, where it has been gathered already.
    """
    folder = Path(directory) / CHARTS
    folder.mkdir(exist_ok=True)
    workbook.write_workbook(audit, Path(directory) / "report.xlsx")
    slides = pictures.slides(content.content(audit) if found is None else found, audit_reader.keywords(audit))
    for name, svg in slides.items():
        (folder / f"{name}.svg").write_text(f"{svg}\n", encoding="utf-8")
        (folder / f"{name}.png").write_bytes(png(str(svg)))


def png(svg: str) -> bytes:
    """Return an SVG as a PNG, in the shipped font; the machine's own only help out beyond Latin letters.

    Examples
    --------
    >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')[1:4]
    b'PNG'
    """
    import resvg_py

    fonts = [str(path) for path in sorted(asset("templates", "vendor", "source-sans-3").glob("*.ttf"))]
    latin = all(ord(letter) < 0x250 or 0x2000 <= ord(letter) < 0x2100 for letter in svg)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=latin))
