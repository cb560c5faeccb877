"""A bare list of keywords: a line each, without a header or any figure, as people paste it."""

import re

import pandas as pd

from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.keyword_rows import finish_keywords
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import NO, Reading

TITLE = "list of keywords"
KINDS = ("keywords",)
COLUMNS = {"keyword": ("keyword",)}
# Google Ads takes ten words and eighty letters (Help: keyword limits); prose has more.
_MOST_WORDS, _MOST_LETTERS, _LEAST = 8, 80, 2
_LINES = 500  # looked at to recognise a list
_HEAD = _LINES * (_MOST_LETTERS + 2)
_WORDS = re.compile(r"[\[\"+]*[\w£€$&'’+.\-/ ]+[\]\"]*")
_PROSE = re.compile(r"[.!?;:]$|[.!?;:] |, ")


def _lines(source, letters=None):
    if source.json is not None or source.binary or source.cells is not None:
        return []
    lines = source.text[:letters].lstrip("\ufeff").splitlines()
    return [(i, line.strip()) for i, line in enumerate(lines, 1) if line.strip()]


def recognise(source):
    """Return 0.4 where every line is a few words, most of them more than one word, and none a sentence or a number."""
    lines = [line for _, line in _lines(source, _HEAD)][:_LINES]
    if len(lines) < _LEAST or any(len(n) > 0 and "," in n for n in source.names):
        return NO
    fit = [
        line for line in lines
        if len(line) <= _MOST_LETTERS and len(line.split()) <= _MOST_WORDS and _WORDS.fullmatch(line)
        and not _PROSE.search(line) and re.search(r"[^\W\d_]{2}", line) and "@" not in line and "://" not in line
    ]  # fmt: skip
    several = sum(" " in line for line in lines)
    capitals = sum(line[:1].isupper() for line in lines)
    return 0.4 if len(fit) == len(lines) and several >= 0.5 * len(lines) and capitals <= 0.8 * len(lines) else NO


def read(source, kind, settings) -> Reading:
    """Return the keywords."""
    lines = _lines(source)
    bare = Source(source.name, source.data, [["keyword"], *([line] for _, line in lines)])
    draft = Draft(bare, kind, TITLE, COLUMNS, settings, "bare_keyword_list")
    index = pd.Index([i for i, _ in lines], dtype="int64")
    bare.grid.rows.index = index
    draft.frame.index = index
    return finish_keywords(draft, note="a list of words without figures")


EXAMPLES = [
    ("garden office\n[storage shed]\nlog cabin with wc\n", {"kind": "keywords", "rows": 3,
     "first": {"keyword": "garden office", "source_row": 1}}),
]  # fmt: skip
