"""The reference, made as the pages are built: from the schema, the settings, the plug-ins, the verbs and docstrings."""

from __future__ import annotations

import ast
import inspect
import io
import re
import sys
import tokenize
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import keyworth  # noqa: E402
from keyworth import schema  # noqa: E402
from keyworth.json_schemas import comments, sections  # noqa: E402
from keyworth.registry import first_line, plugins  # noqa: E402

TYPES = {"str": "text", "float64": "number", "int64": "count", "bool": "yes or no"}


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made."""
    for path, made in PAGES.items():
        files.append(File.generated(config, path, content=made()))
    return files


def command_line() -> str:
    """Return the verbs with their arguments and switches."""
    from typer.main import get_command

    from keyworth.cli import app

    out = ["# Command line\n", "Exit codes: 0 done; 1 findings above `--fail-on`; 2 a fault that a person can mend.\n"]

    def verb(command: Any, name: str) -> None:
        if hasattr(command, "commands"):
            for child in command.commands.values():
                verb(child, f"{name} {child.name}")
            return
        rows = []
        for given in command.params:
            own = [given.metavar or (given.name or "").upper()]
            record = own if given.param_type_name == "argument" else given.opts
            told = f"`{', '.join(record)}`"
            rows.append((told, getattr(given, "help", "") or "", _default(given.default)))
        out.append(f"## `{name}`\n\n{inspect.cleandoc(command.help or '')}\n")
        if rows:
            out.append(_table(("", "", "default"), rows))

    verb(get_command(app), "keyworth")
    return "\n".join(out)


def settings() -> str:
    """Return every setting, its default, and what the source says beside it."""
    out = ["# Settings\n", "`keyworth.toml`, in the folder where keyworth runs or named by `--settings`.\n"]
    for name, model in sections().items():
        told = comments(model)
        rows = [
            (f"`{field}`", _default(info.default), told.get(field, "")) for field, info in model.model_fields.items()
        ]
        out.append(f"## `[{name}]`\n\n{inspect.getdoc(model)}\n\n{_table(('', 'default', ''), rows)}")
    return "\n".join(out)


def formats() -> str:
    """Return the export formats, with the tables that each gives and the headers by which it is known."""
    rows = []
    for name, module in plugins("ingest.formats").items():
        rows.append((f"`{name}`", module.TITLE, ", ".join(module.KINDS), first_line(module)))
    return f"# Formats\n\nRecognised by what they hold.\n\n{_table(('', 'export', 'gives', ''), rows)}"


def attribution_models() -> str:
    """Return the attribution models with their sources."""
    out = ["# Attribution models\n", "`[money] attribution_model`. Every audit is made under each of them.\n"]
    for name, module in plugins("money.attribution_models").items():
        out.append(f"## `{name}`: {module.TITLE}\n\n{inspect.cleandoc(module.__doc__ or '')}\n")
    return "\n".join(out)


def tables() -> str:
    """Return every table: what a row is, its columns, and what the source says beside them."""
    notes = _notes()
    found = {t.name: (n, t) for n, t in vars(schema).items() if isinstance(t, schema.Table)}
    out = ["# Tables\n", "In `tables/*.parquet` of an audit, and what comes in. Unknown numbers are empty, never 0.\n"]
    for name, (constant, table) in sorted(found.items()):
        rows = [(f"`{c}`", TYPES.get(k, "time"), notes.get((constant, c), "")) for c, k in table.columns.items()]
        out.append(f"## {name}\n\nA row is {table.row}.\n\n{_table(('', '', ''), rows)}")
    return "\n".join(out)


def api() -> str:
    """Return the public functions and classes with their docstrings."""
    out = ["# Python\n", "`import keyworth`; the command line adds nothing but spelling.\n"]
    for name in keyworth.__all__:
        thing = getattr(keyworth, name)
        try:
            called = f"{name}{inspect.signature(thing)}"
        except (TypeError, ValueError):
            called = name
        out.append(f"## `{name}`\n\n```text\n{called}\n```\n\n```text\n{inspect.getdoc(thing)}\n```\n")
    return "\n".join(out)


def decisions() -> str:
    """Return the list of decisions, from the first line of each."""
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    lines = [f"* [{p.read_text(encoding='utf-8').splitlines()[0].lstrip('# ')}]({p.name})" for p in pages]
    return "# Decisions\n\nWhy each part was chosen, in ten lines each.\n\n" + "\n".join(lines) + "\n"


def json_page() -> str:
    """Return the page of the JSON Schemas."""
    return (
        "# JSON\n\n* `audit.json`: [JSON Schema, version 1](../schemas/audit.schema.json)\n"
        "* `keyworth check --json`: [JSON Schema, version 1](../schemas/check.schema.json)\n"
        "* `keyworth.toml`: [JSON Schema, version 1](../schemas/settings.schema.json)\n\n"
        "The first two name the version of their schema as `schema_version`. The version goes up when a name goes or\n"
        "changes its meaning, so a script checks it and then relies on the names. An editor that knows TOML schemas\n"
        "(Taplo, Even Better TOML) completes `keyworth.toml` from the third.\n"
    )


def _notes() -> dict[tuple[str, str], str]:
    """Return the comment beside each column, by the table's constant and the column."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "src" / "keyworth" / "schema").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        tokens = tokenize.generate_tokens(io.StringIO(code).readline)
        told = [t for t in tokens if t.type == tokenize.COMMENT and t.line[: t.start[1]].strip()]
        beside = {t.start[0]: t.string.lstrip("# ") for t in told}
        for node in ast.parse(code).body:
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            for mapping in (n for n in ast.walk(node.value) if isinstance(n, ast.Dict)):
                for key in mapping.keys:
                    if isinstance(key, ast.Constant) and key.lineno in beside:
                        found[node.targets[0].id, key.value] = beside[key.lineno]
    return found


def _default(value: Any) -> str:
    told = re.sub(r"^Undefined$|^None$|Sentinel\.UNSET|PydanticUndefined|^\.\.\.$", "", str(value))
    return f"`{told}`" if told not in ("", "[]", "{}", "False") else ""


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *(f"| {' | '.join(row)} |" for row in cells)]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "reference/command-line.md": command_line,
    "reference/settings.md": settings,
    "reference/formats.md": formats,
    "reference/attribution-models.md": attribution_models,
    "reference/tables.md": tables,
    "reference/json.md": json_page,
    "reference/api.md": api,
    "decisions/index.md": decisions,
}
