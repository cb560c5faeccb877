"""How a text is cut into cells: found from the text alone, by consistency.

Each candidate dialect cuts a sample; the score is the regularity of the row lengths times the share
of cells that are of a known kind (van den Burg, Nazábal and Sutton, 2019, "Wrangling messy CSV files
by detecting row and type patterns", Data Mining and Knowledge Discovery 33), and more where a row of
known headers appears. A stray quote must not decide it, so the sample is cut line by line too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from keyworth.ingest.tabular.cell_types import kind_of
from keyworth.ingest.tabular.column_names import norm

_SINGLE = (",", ";", "\t", "|", ":", " ", "^", "~", "§", "¦", "¬", "\x1f", "\x1e", "\x01")
_MULTIPLE = ("||", "::", ";;", "\t\t", ", ", "; ", "\\t")
_RARE = "!#*•"
_QUOTES = "\"'`"
_SIGNS = re.compile(r"[^\w\s\"'`.\x00]{2,8}")
_MOST_RUNS = 12
_LIKELY = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.99, ":": 0.7, " ": 0.55, "\x1f": 0.98, "\x1e": 0.98, "\x01": 0.98}
LONGEST_CELL = 2**31 - 1  # a shop's description may hold a whole picture
SAMPLE_LINES, SAMPLE_CHARS = 120, 60_000
_WORDS = re.compile(r"\w[\w &'./()+-]{0,60}")


@dataclass(frozen=True)
class Dialect:
    """How a text is cut into cells.

    Attributes
    ----------
    delimiter : str
        May be longer than one character; ``""`` for a single column.
    quote : str
        ``""`` for none.
    escape : str
        A backslash where it stands before quotes inside quotes; doubled quotes always count.
    spaced : bool
        Whether a space follows each delimiter.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    spaced: bool = False


def lines_of(text: str) -> Iterator[str]:
    """Yield the physical lines of a text with their ends (LF, CR or CRLF only)."""
    return iter(io.StringIO(text, newline=""))


def find_dialect(text: str, known: frozenset[str] = frozenset()) -> Dialect:
    """Return the dialect of a text.

    Parameters
    ----------
    text : str
    known : frozenset of str
        Headers that exports use, normalised: a cut in which they appear is the likelier.

    Examples
    --------
    >>> find_dialect("a;b;c\\n1,5;2;x\\n2,5;3;y\\n").delimiter
    ';'
    >>> find_dialect("name, price\\n'a, b', 2\\n'c', 3\\n")
    Dialect(delimiter=',', quote="'", escape='', spaced=True)
    """
    csv.field_size_limit(LONGEST_CELL)
    if match := re.match(r"sep=(.)\r?\n", text, re.I):
        return Dialect(match[1])
    sample = _sample(text)
    if not sample or _is_list(sample, known):
        return Dialect("")
    best, chosen = 0.0, Dialect("")
    for delimiter in _delimiters(sample):
        for quote in _quotes(sample, delimiter):
            score = _score(sample, delimiter, quote, known) * (1.0 if quote == '"' else 0.99)
            # A doubled delimiter cuts as regularly as a single one, with an empty cell between: it is the truer.
            if len(delimiter) == 2 and delimiter[0] == delimiter[1]:
                score *= 2.0 if _regular_count(sample, delimiter) else 0.5
            if score > best * (1 + 1e-9):
                best, chosen = score, Dialect(delimiter, quote)
    if not chosen.delimiter:
        return chosen
    joined = "".join(sample)
    escaped = f"\\{chosen.quote}"
    escape = "\\" if _escaping(joined, chosen, escaped) else ""
    spaced = len(chosen.delimiter) == 1 and chosen.delimiter != " " and _spaced(joined, chosen.delimiter)
    if spaced and _spaced(joined[::-1], chosen.delimiter):
        return Dialect(f" {chosen.delimiter} ", chosen.quote, escape)
    return Dialect(chosen.delimiter, chosen.quote, escape, spaced)


def _is_list(sample: list[str], known: frozenset[str]) -> bool:
    """Tell whether the first line is one known header on a line of its own."""
    return bool(_hits([sample[0].strip()], known)) and not any(d in sample[0] for d in ",;\t|")


def _delimiters(sample: list[str]) -> list[str]:
    """Return what may part the cells: the usual signs, and any run of signs that nearly every line has."""
    lines = [line for line in sample if line.strip()]
    runs = Counter(
        part
        for line in lines
        for part in {
            run[i:j]
            for run in _SIGNS.findall(line.replace("://", " "))
            for i in range(len(run))
            for j in range(i + 2, min(i + 5, len(run) + 1))
        }
    )
    common = [run for run, n in runs.most_common(_MOST_RUNS) if n >= 0.8 * len(lines) and run not in _MULTIPLE]
    rare = [sign for sign in _RARE if _regular_count(lines, sign) and len(lines) > 2]
    joined = "".join(sample)
    return [d for d in (*_SINGLE, *_MULTIPLE, *rare, *sorted(common)) if d in joined]


def _regular_count(sample: list[str], delimiter: str) -> bool:
    """Tell whether nearly all lines have a delimiter equally often."""
    counts = Counter(line.count(delimiter) for line in sample if line.strip())
    most, n = counts.most_common(1)[0]
    return most > 0 and n >= 0.9 * counts.total()


def _sample(text: str) -> list[str]:
    lines, size = [], 0
    for line in lines_of(text):
        lines.append(line)
        size += len(line)
        if len(lines) >= SAMPLE_LINES or size > SAMPLE_CHARS:
            break
    # GA4 and others write comments above the table, which no delimiter explains; below it "#1042" is an order.
    table = list(dropwhile(lambda line: line.startswith("#") or not line.strip(), lines))
    return table if len(table) >= 2 else lines


def _quotes(sample: list[str], delimiter: str) -> list[str]:
    """Return the quotes that stand where cells begin and end, oftener than chance would put them there."""
    found = []
    d = re.escape(delimiter)
    for quote in _QUOTES:
        if not any(quote in line for line in sample):
            continue
        cell = re.compile(rf"(?:^|{d})\s?{quote}((?:[^{quote}\r\n]|{quote}{quote})*){quote}(?=\s?(?:{d}|[\r\n]|$))")
        cells = [inside for line in sample for inside in cell.findall(line[:5000])]
        # One apostrophe at each end of a cell is chance; what only a quote makes sense of is not.
        needed = quote != "'" or any(delimiter in inside or quote * 2 in inside for inside in cells)
        if len(cells) >= (1 if needed else 2):
            found.append(quote)
    return found or ['"']


def _escaping(sample: str, dialect: Dialect, escaped: str) -> bool:
    """Tell whether backslashes escape quotes: there are some inside cells, and doubled quotes do not explain them."""
    if not dialect.quote or escaped not in sample:
        return False
    d = re.escape(dialect.delimiter)
    inside = len(re.findall(re.escape(escaped) + rf"(?!\s*(?:{d}|\r|\n|$))", sample))
    doubled = len(re.findall(rf"(?<!{d})(?<![\r\n\\]){dialect.quote}{dialect.quote}(?!{d}|\r|\n)", sample))
    return inside > 0 and inside >= doubled


def _spaced(sample: str, delimiter: str) -> bool:
    after = re.findall(re.escape(delimiter) + r"([^\r\n])", sample)
    return len(after) > 1 and sum(c == " " for c in after) >= 0.95 * len(after)


def _score(sample: list[str], delimiter: str, quote: str, known: frozenset[str]) -> float:
    single = delimiter if len(delimiter) == 1 else "\x1f"
    lines = sample if single == delimiter else [line.replace(delimiter, single) for line in sample]
    options = {"delimiter": single, "quotechar": quote, "skipinitialspace": True}
    by_line = whole = [r for r in csv.reader(lines, **options) if r]  # type: ignore[arg-type]
    score = _consistency(whole, known)
    if any(quote in line for line in lines):
        by_line = [r for line in lines for r in csv.reader([line], **options) if r]  # type: ignore[arg-type]
        score = max(score, _consistency(by_line, known))
    score *= _LIKELY.get(delimiter, 0.9 if len(delimiter) > 1 else 0.8)
    return score if delimiter not in (" ", ":") or _tabular(by_line) else 0.0


def _tabular(rows: list[list[str]]) -> bool:
    """Tell whether rows cut at spaces or colons are a table and not prose: even, and not only words."""
    if not rows:
        return False
    width, n = Counter(map(len, rows)).most_common(1)[0]
    cells = [c for row in rows if len(row) == width for c in row]
    typed = sum(kind_of(c) not in ("text", "empty") for c in cells)
    return width >= 2 and n >= 2 and (typed >= 0.25 * len(cells) or n >= 0.9 * len(rows) >= 4)


def _consistency(rows: list[list[str]], known: frozenset[str]) -> float:
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    pattern = sum(n * (w - 1) / w for w, n in widths.items() if w > 1) / len(widths) / len(rows) * len(rows)
    cells = Counter(c for row in rows for c in row)
    regular = sum(n for c, n in cells.items() if _regular(c))
    score = pattern * max(regular / max(1, cells.total()), 1e-3)
    heads = max((_hits(row, known) for row in rows[:40]), default=0)
    return score * (1 + min(heads, 8) * 0.15 if heads >= 2 else 1)


@lru_cache(maxsize=1 << 15)
def _regular(cell: str) -> bool:
    """Tell whether a cell is of a known kind, or a few plain words."""
    return kind_of(cell) != "text" or bool(_WORDS.fullmatch(cell.strip()))


def _hits(row: list[str], known: frozenset[str]) -> int:
    return len({n for c in row[:400] if len(c) < 80 and (n := norm(c)) in known})
