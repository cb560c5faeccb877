"""A new format's first draft, from a sample of the export: `keyworth formats --new FILE`."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from keyworth import schema
from keyworth.errors import UnusableFile
from keyworth.ingest.containers.archives import open_sources
from keyworth.ingest.recognise import formats

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source

_FINISH = {
    "keywords": ("keyword_rows", "finish_keywords"),
    "catalogue": ("product_rows", "finish_catalogue"),
    "searches": ("other_rows", "finish_searches"),
    "sales": ("sale_rows", "finish_sales"),
    "touchpoints": ("other_rows", "finish_touchpoints"),
}
_NEAR = 0.8  # of difflib's ratio: a letter or two of a column's name; it only proposes
_WORDS = {"stage": "won", "status": "active", "match_type": "exact", "currency": "GBP"}  # of columns that take few
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?")
_MODULE = '''"""{title}: say in one sentence what the export is; then its quirks.

Put this file into a package of yours, and name it in the package's pyproject.toml:
[project.entry-points."keyworth.formats"]
{name} = "YOUR_PACKAGE.{name}"
"""

from keyworth.ingest.entities.{home} import {finish}
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER

TITLE = "{title}"
KINDS = ("{kind}",)
COLUMNS = {{
{columns}
}}{unused}


def recognise(source):
    """Return 0.9 for the export's own header."""
    return OWN_HEADER if source.has({own}) else 0.0


def read(source, kind, settings):
    """Return the {kind}."""
    return {finish}(Draft(source, kind, TITLE, COLUMNS, settings, "{name}"))


# The cells are made up: nobody's data belongs in code.
EXAMPLES = [
    ({sample}, {{"kind": "{kind}", "rows": 1}}),
]
'''


def new_format(path: str | Path) -> str:
    """Return the text of a format plug-in that reads a sample of an export.

    Parameters
    ----------
    path : path-like
        The sample; of its cells only dates are kept.

    Raises
    ------
    UnusableFile
        When no kind of table is seen in its header.
    """
    source = next(iter(open_sources(path)), None)
    if source is None or source.binary or not any(source.names):
        raise UnusableFile(f"{path} holds no table with a header", mend="Give an export as CSV or a spreadsheet.")
    kind, columns = _nearest(source)
    if not columns:
        raise UnusableFile(
            f"no kind of table is seen in the header of {path}",
            [f"it reads: {' | '.join(source.header[:8])}", f"a skeleton is of {', '.join(_FINISH)}"],
            "Start from a module of keyworth/ingest/formats that is like it.",
        )
    name = re.sub(r"\W+", "_", Path(path).stem.lower()).strip("_") or "export"
    name = f"export_{name}" if name[0].isdigit() else name
    rest = [n for n in source.names if n and n not in columns.values()]
    home, finish = _FINISH[kind]
    return _MODULE.format(
        title=name.replace("_", " ").capitalize(), name=name, kind=kind, home=home, finish=finish,
        columns="\n".join(f"    {json.dumps(c)}: ({json.dumps(h, ensure_ascii=False)},)," for c, h in columns.items()),
        unused=f"\n# Not used: {'; '.join(rest)}" if rest else "",
        own=", ".join(json.dumps(h, ensure_ascii=False) for h in dict.fromkeys(source.names) if h),
        sample=json.dumps(_sample(source, kind, columns), ensure_ascii=False),
    )  # fmt: skip


def _nearest(source: Source) -> tuple[str, dict[str, str]]:
    """Return the kind whose columns a header is most like, and the header of each of its columns."""
    best: tuple[str, dict[str, str]] = ("", {})
    for kind in _FINISH:
        module = formats()[f"plain_{kind}"]
        wanted = {alias.casefold(): column for column, aliases in module.COLUMNS.items() for alias in aliases}
        found: dict[str, str] = {}
        for name in filter(None, source.names):
            near = [name] if name in wanted else difflib.get_close_matches(name, wanted, 1, _NEAR)
            if near:
                found.setdefault(wanted[near[0]], name)
        if schema.INPUTS[kind].required in found and len(found) > len(best[1]):
            best = kind, found
    return best


def _sample(source: Source, kind: str, columns: dict[str, str]) -> str:
    """Return the header and one made-up row: of the sample's own cells only dates are kept."""
    column_of = {name: column for column, name in columns.items()}
    kinds, rows, cells = schema.INPUTS[kind].columns, source.rows, []
    for place, (written, name) in enumerate(zip(source.header, source.names, strict=True)):
        values = rows.iloc[:, place].str.strip().tolist() if place < rows.shape[1] else list[str]()
        first, column = next((v for v in values if v), ""), column_of.get(name, "")
        if _DATE.fullmatch(first) or not first:
            cells.append(first)
        elif kinds.get(column) == schema.NUMBER or column.startswith("stated_"):
            cells.append("1")
        else:
            cells.append(_WORDS.get(column, f"a {written.strip().lower()}"))
    mark = source.delimiter or ","
    return "".join(mark.join(_quoted(c, mark) for c in line) + "\n" for line in (source.header, cells))


def _quoted(cell: str, mark: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if mark in cell or '"' in cell or "\n" in cell else cell
