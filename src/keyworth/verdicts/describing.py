"""The flags in words, from the modules themselves: `keyworth flags` and docs/flags.md."""

from __future__ import annotations

from inspect import cleandoc

from keyworth.registry import plugins

_HEAD = """# Flags

A rule's finding on a keyword. Each is raised, clear, not applicable (something it needs is unknown) or error.
`[flags] off = ["never_shown"]` in keyworth.toml switches one off. Made by `keyworth flags`.
"""


def describe_flags() -> str:
    """Return every flag with its meaning, why it matters and what to do, as Markdown.

    Examples
    --------
    >>> "## `retired_product`" in describe_flags()
    True
    """
    parts = [_HEAD]
    for name, rule in plugins("verdicts.flags").items():
        needs = ", ".join(f"`{n}`" for n in rule.NEEDS)
        parts.append(f"## `{name}`: {rule.TITLE} ({rule.SEVERITY})\n\n{_listed(rule.__doc__)}\n\nNeeds {needs}.\n")
    return "\n".join(parts)


def _listed(doc: str | None) -> str:
    """Return a docstring whose Why and Do stand on lines of their own in Markdown too."""
    return cleandoc(doc or "").replace("\nWhy:", "\n* Why:").replace("\nDo: ", "\n* Do: ")
