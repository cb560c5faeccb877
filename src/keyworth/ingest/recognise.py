"""Which format a source is of: every plug-in says how sure it is, and the surest reads."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from keyworth import schema
from keyworth.errors import UnusableFile, UnusableSettings
from keyworth.ingest.entities.named_rows import by_hand
from keyworth.ingest.protocol import CERTAIN, OWN_HEADER
from keyworth.ingest.tabular.column_names import norm, positions
from keyworth.registry import plugins

if TYPE_CHECKING:
    from types import ModuleType

    from keyworth.ingest.containers.source import Source
    from keyworth.settings import Ingest

FAMILY = "ingest.formats"
FLOOR, SURE = 0.3, 0.8  # no format is taken below, none is doubted from there: around `PLAIN`, below `OWN_HEADER`


def formats() -> dict[str, ModuleType]:
    """Return the format plug-ins by name."""
    return plugins(FAMILY)


def short_name(module: ModuleType) -> str:
    """Return the name of a plug-in, as ``keyworth.toml`` uses it."""
    return module.__name__.rsplit(".", 1)[-1]


def check_mappings(settings: Ingest) -> None:
    """Raise ``UnusableSettings`` for columns mapped under a format, or to a column, that there is not."""
    known, problems = formats(), []
    for name, mapping in settings.formats.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            problems.append(f"[ingest.formats.{name}]: there is no such format{hint}")
            continue
        columns = _columns(known[name])
        for header, column in mapping.items():
            if column not in columns:
                problems.append(f"[ingest.formats.{name}] '{header}': there is no column '{column}'")
    if problems:
        raise UnusableSettings(
            "keyworth.toml maps columns that cannot be mapped", problems, "`keyworth formats` lists the formats."
        )


def _columns(module: ModuleType) -> set[str]:
    own = set(getattr(module, "COLUMNS", {}))
    return own.union(*(schema.INPUTS[kind].columns for kind in module.KINDS))


def recognise(source: Source, kind: str = "", settings: Ingest | None = None) -> tuple[ModuleType, str]:
    """Return the format of a source and the kind of table to read it as.

    Parameters
    ----------
    source : Source
    kind : str
        The kind it was given as, by a switch; ``""`` where it was not.
    settings : settings.Ingest, optional
        Its ``formats`` map headers by hand: a file that has them is of that format.

    Raises
    ------
    UnusableFile
        When no format knows it: what it looks like, the nearest kind and what that kind lacks.
    """
    known = formats()
    scores = _scores(source, settings)
    ranked = sorted(scores, key=lambda n: (-scores[n], n))
    able = [n for n in ranked if scores[n] >= FLOOR and (not kind or kind in known[n].KINDS)]
    if able:
        module = known[able[0]]
        return module, kind or module.KINDS[0]
    if source.tabulate():
        return recognise(source, kind, settings)
    plain = known.get(f"plain_{kind}")
    sure = bool(ranked) and scores[ranked[0]] >= SURE
    if kind and plain is not None and not sure and not source.binary and source.json is None and len(source.header):
        return plain, kind
    if kind and ranked and scores[ranked[0]] >= FLOOR:
        best = known[ranked[0]]
        raise UnusableFile(
            f"{source.name} was given as {kind}, but it reads as {best.TITLE}",
            mend=f"Give it as --{best.KINDS[0]}, or without a switch.",
        )
    raise unknown(source)


def _scores(source: Source, settings: Ingest | None) -> dict[str, float]:
    known = formats()
    scores = {n: float(m.recognise(source)) for n, m in known.items() if getattr(m, "TEXT_ONLY", False)}
    if max(scores.values(), default=0.0) >= OWN_HEADER:  # the search for a table, which is slow, is spared
        return scores
    scores = {name: float(module.recognise(source)) for name, module in known.items()}
    if settings and not source.binary:
        scores |= {name: CERTAIN for name in settings.formats if _mapped(source, name, settings)}
    return scores


def _mapped(source: Source, name: str, settings: Ingest) -> bool:
    """Tell whether a source has what was mapped by hand: all of it, or enough for what its format must have."""
    mapping = settings.formats[name]
    there = [header for header in mapping if norm(header) in source.names]
    if not there or len(there) == len(mapping):
        return bool(there)
    module = formats()[name]
    found = positions(source.names, by_hand(getattr(module, "COLUMNS", {}), settings, name))
    return any(mapping[h] == schema.INPUTS[module.KINDS[0]].required for h in there) and all(
        column in found for column in getattr(module, "NEEDS", ())
    )


def unknown(source: Source) -> UnusableFile:
    """Return the error for a source that no format knows."""
    if source.binary:
        return UnusableFile(
            f"{source.name} is {_article(source.binary)}, not an export", mend="Give the export itself, as CSV."
        )
    if not source.text.strip() and not source.tabular:
        return UnusableFile(f"{source.name} is empty")
    names = [n for n in source.names if n]
    told = [f"its first row reads: {' | '.join(h.strip() for h in source.header[:8])[:200]}"] if names else []
    scored = []
    for kind, table in schema.INPUTS.items():
        module = formats().get(f"plain_{kind}")
        if module is None:
            continue
        wanted = {a.casefold(): c for c, aliases in module.COLUMNS.items() for a in aliases}
        near = {wanted[m[0]]: n for n in names if (m := difflib.get_close_matches(n, wanted, 1, 0.75))}
        scored.append((len(near), kind, table.required, near))
    best = max(scored, default=(0, "", "", {}), key=lambda s: s[0])
    if best[0]:
        _, kind, required, near = best
        spelled = dict(zip(source.names, source.header, strict=True))
        hint = f"; did you mean '{spelled[near[required]].strip()}'?" if required in near else ""
        told.append(f"nearest to a table of {kind}: column '{required}' is missing{hint}")
    return UnusableFile(
        f"{source.name} is not an export that keyworth knows",
        told,
        "Give it with a switch (--keywords, --catalogue, --searches, --calls, --sales, --touchpoints), or rename its"
        " columns as README's plain tables say; `keyworth formats` lists what is known.",
    )


def _article(words: str) -> str:
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"
