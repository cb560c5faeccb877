"""How well `keyworth.ingest.read_table` reads CSV files that are polluted in one way each.

The kinds of pollution and the scores are those of Vitagliano, Hameed, Jiang, Reisener, Wu and Naumann
(2023), "Pollock: A data loading benchmark", PVLDB 16(8); the tables, the polluter and the code are ours,
written from the paper's description, and seeded. A file scores 10 when it loads and the header, the
records and the cells are exactly those of the clean table (1 for loading, 9 for the three F1 measures).

Run: ``python -m bench.read_table_polluted [--worst]``
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROWS = 84
HEADER = ["Date", "Time", "Qty", "Item code", "Price", "Type", "Description", "Link", "Remarks"]
_TYPES = ["Garden office", "Men's Waders", "Rod, 8 Wt.", "Log cabin", "Camo hoodie", "Women's Boots", "Summerhouse"]
_WORDS = re.findall(
    r"\S+",
    "these are rugged enough for peak performance yet light, and keep feet from feeling weighed down while the reel's"
    " drag stays smooth: ideal for running, biking or walking the dog in low light; won't let you down",
)
Case = tuple[str, str, bytes, list[str], list[list[str]]]


def source(seed: int = 7) -> list[list[str]]:
    """Return the clean table: dates, times, counts, codes, money, short and long text, links, a near-empty column."""
    rng = random.Random(seed)
    rows = [HEADER]
    for i in range(ROWS - 1):
        words = " ".join(rng.choice(_WORDS) for _ in range(rng.randint(14, 30)))
        if i == 12:
            words += " on our 8\\'9\" length rod"
        remark = "call, before delivery" if i == 30 else ""
        code = f"{rng.choice('ABRM')}{rng.choice('CGHI')}-{rng.randint(1000, 9999)}"
        price = f"${rng.randint(1, 99)}.{rng.randint(0, 99)}"
        date = f"{i % 28 + 1:02d}/{i // 28 + 1:02d}/2018"
        link = f"https://www.example.com/product/{code.replace('-', '_')}.html"
        clock = f"{i * 15 // 60 % 24:02d}:{i * 15 % 60:02d}"
        rows.append([date, clock, str(rng.randint(0, 9)), code, price, rng.choice(_TYPES), words + ".", link, remark])
    return rows


def cell(text: str, column: int, quote: str = '"', escape: str = '"', delimiter: str = ",", every: bool = False) -> str:
    """Write a cell: long text and links in quotes always, other cells where they must be, or every cell."""
    must = every or column in (6, 7) or delimiter in text or "\n" in text or (quote and quote in text)
    return quote + text.replace(quote, escape + quote) + quote if must and quote else text


def line(row: list[str], **how: Any) -> str:
    """Write a record without its end."""
    return str(how.get("delimiter", ",")).join(cell(c, i, **how) for i, c in enumerate(row))


def text(rows: list[list[str]], end: str = "\r\n", **how: Any) -> str:
    """Write a table."""
    return "".join(line(r, **how) + end for r in rows)


def files(rows: list[list[str]]) -> Iterator[Case]:
    """Yield the pollutions of a whole file: name, family, bytes, header expected, records expected."""
    head, body = rows[0], rows[1:]
    plain = text(rows)

    def case(name: str, data: str | bytes, header: list[str] = head, records: list[list[str]] = body) -> Case:
        return name, "file", data if isinstance(data, bytes) else data.encode(), header, records

    yield case("clean", plain)
    yield case("no_trailing_newline", plain[:-2])
    yield case("double_trailing_newline", plain + "\r\n")
    yield case("no_header", text(body), [], body)
    for n in (2, 3):
        yield case(f"header_multirow_{n}", text([head] * n + body), [" ".join([h] * n) for h in head])
    yield case("preamble", "PREAMBLE" + "," * 8 + "\r\n" + "," * 8 + "\r\n" + plain)
    yield case("preamble_not_delimited", "Report of sales\r\n1 August 2026 - 31 August 2026\r\n\r\n" + plain)
    yield case("header_only", text([head]), head, [])
    yield case("one_data_row", text(rows[:2]), head, body[:1])
    for delimiter in (";", "\t", "|", " ", ", ", "||", "::", "\t\t"):
        quoted = [[c for c in r] for r in rows]
        name = "".join(f"_{ord(c):x}" for c in delimiter)
        yield case(f"delimiter{name}", text(quoted, delimiter=delimiter))
    yield case("quote_27", text(rows, quote="'", escape="'"))
    yield case("quote_60", text(rows, quote="`", escape="`"))
    yield case("quote_none", text([[c.replace(",", "") for c in r] for r in rows], quote=""), head,
               [[c.replace(",", "") for c in r] for r in body])  # fmt: skip
    yield case("escape_5c", text(rows, escape="\\"))
    yield case("escape_none", text(rows, escape=""))
    for name, end in (("lf", "\n"), ("cr", "\r")):
        yield case(f"record_delimiter_{name}", text(rows, end=end))
    accented = [[c.replace("Summerhouse", "Büro é €") for c in r] for r in rows]
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        yield case(f"encoding_{encoding}", text(accented).encode(encoding), head, accented[1:])
    for name, second in (("less", [r[:-1] for r in rows]), ("same", rows), ("more", [[*r, r[-1]] for r in rows])):
        full = [[*r, ""] for r in body] if name == "more" else body
        padded = [[*r, ""] for r in second] if name == "less" else second
        yield case(f"multitable_{name}", plain + text(second), head, [*full, *padded])
    yield case("footnote", plain + "\r\nFOOTNOTE\r\n", head, [*body, ["FOOTNOTE"]])
    yield case("empty_rows", text(rows[:20]) + "\r\n\r\n" + text(rows[20:]))
    big = [head, [*body[0][:6], "word " * 200_000, *body[0][7:]], *body[1:]]
    yield case("gigantic_cell", text(big), head, big[1:])
    wide = [[*r, *(f"c{i}" if j == 0 else str(i) for i in range(2000))] for j, r in enumerate(rows)]
    yield case("many_columns", text(wide), wide[0], wide[1:])
    yield case("one_column", text([[r[5]] for r in rows]), [head[5]], [[r[5]] for r in body])
    yield case("multiline", text([[*r[:6], r[6].replace("the ", "the\n"), *r[7:]] for r in rows]), head,
               [[*r[:6], r[6].replace("the ", "the\n"), *r[7:]] for r in body])  # fmt: skip
    for name, change in (("empty", ""), ("duplicate", head[0]), ("nonalnum", "HEAD/%R")):
        for at in (0, 2, 8):
            new = [*head[:at], change, *head[at + 1 :]]
            yield case(f"header_{name}_{at}", text([new, *body]), new)


def single_rows(rows: list[list[str]]) -> Iterator[Case]:
    """Yield the pollutions of one row: a separator more or fewer, a stray quote, another delimiter.

    Even rows are polluted in a file that quotes every cell, odd ones in a file that quotes where it must.
    """
    both = [[[cell(c, i, every=every) for i, c in enumerate(r)] for r in rows] for every in (True, False)]

    def polluted(at: int, new: str) -> bytes:
        lines = [",".join(r) for r in both[at % 2]]
        return "".join(part + "\r\n" for part in [*lines[:at], new, *lines[at + 1 :]]).encode()

    for at in range(len(rows)):
        cells = both[at % 2][at]
        expected = [list(r) for r in rows]
        for column in range(len(cells)):
            more = ",".join([*cells[:column], "", *cells[column:]])
            yield f"more_sep_{at}_{column}", "more_sep", polluted(at, more), rows[0], rows[1:]
            if column:
                less = ",".join([*cells[: column - 1], cells[column - 1] + cells[column], *cells[column + 1 :]])
                yield f"less_sep_{at}_{column}", "less_sep", polluted(at, less), rows[0], rows[1:]
            inside = cells[column][:1] == '"'
            stray = ('""' + cells[column][1:]) if inside else '"' + cells[column]
            quoted = ",".join([*cells[:column], stray, *cells[column + 1 :]])
            expected[at] = [*rows[at][:column], '"' + rows[at][column], *rows[at][column + 1 :]]
            yield (
                f"extra_quote_{at}_{column}",
                "extra_quote",
                polluted(at, quoted),
                list(expected[0]),
                [list(r) for r in expected[1:]],
            )
        yield f"row_delimiter_{at}", "row_delimiter", polluted(at, " ".join(cells)), rows[0], rows[1:]


def f1(expected: list[str], found: list[str]) -> float:
    """Return the F1 of two multisets; 1 where nothing is expected."""
    if not expected:
        return 1.0
    both = (Counter(expected) & Counter(found)).total()
    return 2 * both / (len(expected) + len(found)) if both else 0.0


def score(header: list[str], body: list[list[str]], found: tuple[list[str], list[list[str]]] | None) -> float:
    """Return a file's score out of 10: did it load, and the F1 of header, records and cells three times over."""
    if found is None:
        return 0.0
    names, rows = found
    joined = ["".join(c.strip() or "null" for c in r) for r in body]
    read = ["".join(c.strip() or "null" for c in r) for r in rows]
    cells = f1([c.strip() for r in body for c in r], [c.strip() for r in rows for c in r])
    return 1 + 3 * (f1([h.strip() for h in header], [n.strip() for n in names]) + f1(joined, read) + cells)


def load(path: Path) -> tuple[list[str], list[list[str]]] | None:
    """Read a file as a user would, with no parameters."""
    from keyworth.errors import KeyworthError
    from keyworth.ingest import read_table

    try:
        frame = read_table(path)
    except KeyworthError:
        return None
    names = ["" if n == f"column_{i}" else n for i, n in enumerate(map(str, frame.columns), 1)]
    return names, frame.to_numpy().tolist()


def run(report: Callable[[str], object] = print, worst: bool = False, every: int = 1) -> dict[str, float]:
    """Score all files; return the mean of each family and of all."""
    rows = source()
    scores: dict[str, list[float]] = {}
    low: list[tuple[float, str]] = []
    cases = [*files(rows), *list(single_rows(rows))[::every]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "polluted.csv"
        for name, family, data, header, body in cases:
            path.write_bytes(data)
            points = score(header, body, load(path))
            scores.setdefault(family, []).append(points)
            low.append((points, name))
    means = {family: sum(s) / len(s) for family, s in scores.items()}
    total = [p for p, _ in low]
    means["all"] = sum(total) / len(total)
    for family, mean in means.items():
        report(f"{family:15} {len(scores.get(family, total)):5} files  {mean:.4f} of 10")
    if worst:
        for points, name in sorted(low)[:40]:
            report(f"  {points:.3f} {name}")
    return means


if __name__ == "__main__":
    run(worst="--worst" in sys.argv)
