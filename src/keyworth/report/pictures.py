"""The report's pictures as SVG: for the page without script, for print, and for a slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from keyworth import schema
from keyworth.report import sections
from keyworth.report.drawing import ON_PAGE, Canvas, Scale, axes
from keyworth.report.figures import Figures
from keyworth.report.labels import VERDICT_WORDS

MOST_MARKS, MOST_BARS = 400, 8
EDGE, BEYOND = 0.03, 0.16  # of the map: as in charts.js
SLIDE = (1600.0, 900.0, 26.0)
TITLES = {
    "money": "Spend by verdict",
    "revenue": "Spend against the revenue traced to it",
    "map": "What is sold, and what customers say",
    "funnel": "From lead to sale",
    "channels": "Revenue claimed and traced, by channel",
    "changes": "Spend that moved between verdicts",
}
Body = Callable[[Canvas, Any, Figures, tuple[float, float, float, float]], None]


def stills(content: dict[str, Any], frame: pd.DataFrame) -> dict[str, Markup]:
    """Return the pictures that the page shows without script and in print."""
    out = {}
    for name, draw in (("revenue", revenue), ("map", product_map)):
        canvas = Canvas(960, 560, 17, dict(ON_PAGE), prefix=f"still-{name}")
        draw(canvas, marks(frame, content), content["told"], (80, 40, 940, 490))
        out[name] = canvas.markup(TITLES[name], alone=False)
    return out


def slides(content: dict[str, Any], frame: pd.DataFrame) -> dict[str, Markup]:
    """Return every picture as an SVG file of its own, in the shape of a slide."""
    given: dict[str, tuple[Body, Any]] = {
        "money": (money, content["first"]["verdicts"]),
        "revenue": (revenue, marks(frame, content)),
        "map": (product_map, marks(frame, content)),
        "funnel": (funnel, content["sections"]["funnel_rows"]),
        "channels": (channels, content["sections"]["channel_rows"]),
        "changes": (changes, content["sections"]["changes"].get("moves", [])),
    }
    if not content["sections"]["changes"]:
        del given["changes"]
    out = {}
    for name, (draw, rows) in given.items():
        canvas = Canvas(*SLIDE)
        canvas.text(80, 100, TITLES[name], scale=1.75, weight=700)
        about = " · ".join(t for t in (content["first"]["company"], content["first"]["period"]) if t)
        canvas.text(80, 145, about, colour="ink-2")
        draw(canvas, rows, content["told"], (170, 250, 1520, 760))
        canvas.text(1520, 870, f"keyworth · run {content['first']['run_id']}", scale=0.7, anchor="end", colour="ink-3")
        out[name] = canvas.markup(TITLES[name], alone=True)
    return out


def marks(frame: pd.DataFrame, content: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords with the largest spend, as columns, with the floors of the map."""
    shown = frame[frame["spend"] > 0].sort_values(["spend", "keyword_id"], ascending=[False, True]).head(MOST_MARKS)
    return {"frame": shown, "floors": content["data"]["floors"]}


def money(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: tuple[float, float, float, float]) -> None:
    """Draw spend by verdict."""
    top = max((row["cost"] for row in rows), default=0.0) or 1.0
    _bars(canvas, box, [(VERDICT_WORDS[r["verdict"]], r["cost"] / top, canvas.fill(r["verdict"]), told.money(r["cost"]),
                         f"{told.count(r['keywords'])} keywords") for r in rows])  # fmt: skip


def funnel(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: tuple[float, float, float, float]) -> None:
    """Draw how many reached each stage, with the rate and its n."""
    fill = canvas.colours["accent"]
    rates = ["" if r["before"] is None else told.share(r["count"], r["before"]) for r in rows]
    bars = [(r["stage"].capitalize(), r["part"], fill, told.count(r["count"])) for r in rows]
    _bars(canvas, box, [(*bar, rate) for bar, rate in zip(bars, rates, strict=True)])


def channels(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: tuple[float, float, float, float]) -> None:
    """Draw the revenue traced to each channel, with its range, inside a broken outline of what is claimed."""
    rows = [row for row in rows if row["revenue"] is not None][:MOST_BARS]
    _bars(canvas, box, [(r["channel"].capitalize(), r["parts"]["revenue"], canvas.colours["accent"],
                         told.estimate(r["revenue"]), told.between(r["low"], r["high"])) for r in rows],
          [r["parts"] for r in rows])  # fmt: skip


def changes(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: tuple[float, float, float, float]) -> None:
    """Draw the spend that moved from one verdict to another since the last audit."""
    bars = [(f"{VERDICT_WORDS[r['verdict_old']]} → {VERDICT_WORDS[r['verdict_new']]}", r["part"],
             canvas.fill(r["verdict_new"]), told.money(r["cost"]), f"{told.count(r['keywords'])} keywords")
            for r in rows[:MOST_BARS]]  # fmt: skip
    _bars(canvas, box, bars)


def revenue(canvas: Canvas, given: dict[str, Any], told: Figures, box: tuple[float, float, float, float]) -> None:
    """Draw spend against traced revenue with ranges and the break-even line."""
    left, top, right, bottom = box
    frame = given["frame"][given["frame"]["expected_revenue_high"].notna()]
    if frame.empty:
        canvas.text(left, (top + bottom) / 2, "Not computed: no sales could be traced.", colour="ink-2")
        return
    low = max(1.0, 10.0 ** int(f"{max(float(frame['spend'].min()), 1.0):e}".split("e")[1]))
    x = Scale((low, max(float(frame["spend"].max()) * 1.1, low * 10)), (left, right), log=True)
    some = frame[frame["attributed_revenue"] > 0]
    margin = float(given["floors"]["margin"])
    floor = max(10.0, float(some["attributed_revenue"].min()) / 2) if len(some) else 10.0
    floor = min(floor, x.domain[0] / margin)  # the line is in sight whatever the data
    highest = float(some["expected_revenue_high"].max()) if len(some) else 0.0
    ceiling = max(highest, floor * 100, x.domain[1] / margin)
    gap = 2.6 * canvas.size
    y = Scale((floor, ceiling), (bottom - gap, top), log=True)
    decades, names = (x.decades(), y.decades()), ("Spend", "Revenue traced")
    axes(canvas, box, (x, y), decades, (told.estimate, told.estimate), names)
    canvas.text(left - 0.6 * canvas.size, bottom - 0.35 * gap, "none", scale=0.85, anchor="end", colour="ink-3")
    at = [max(x.domain[0], floor * margin), min(x.domain[1], ceiling * margin)]
    if at[0] < at[1]:
        canvas.line(x(at[0]), y(at[0] / margin), x(at[1]), y(at[1] / margin), "ink", 2, "8 5")
    stems = zip(some["spend"], some["expected_revenue_low"], some["expected_revenue_high"], strict=True)
    drawn = "".join(f"M{x(spend):.1f} {y(lower):.1f}V{y(upper):.1f}" for spend, lower, upper in stems)
    canvas.shape("path", d=drawn, fill="none", stroke=canvas.colours["line-strong"])
    for verdict in reversed(schema.VERDICTS):
        own = frame[frame["verdict"] == verdict]
        pairs = zip(own["spend"], own["attributed_revenue"], strict=True)
        places = [(x(spend), y(got) if got > 0 else bottom - 0.45 * gap, 0.32 * canvas.size) for spend, got in pairs]
        canvas.marks(verdict, places)
    if at[0] < at[1]:
        canvas.text(x(at[1]), y(at[1] / margin) - 0.8 * canvas.size, "break-even", weight=600, anchor="end", halo=True)
    _key(canvas, box)


def product_map(canvas: Canvas, given: dict[str, Any], told: Figures, box: tuple[float, float, float, float]) -> None:
    """Draw product relevance against customer alignment, area by spend, with the regions named."""
    left, top, right, bottom = box
    frame = given["frame"].dropna(subset=["product_relevance", "customer_alignment"])
    if frame.empty:
        canvas.text(left, (top + bottom) / 2, "Not computed: products or customers’ words are absent.", colour="ink-2")
        return
    s = canvas.size
    x, y = (
        Scale((-BEYOND, 1 + BEYOND), (left + s, right - s)),
        Scale((-BEYOND, 1 + BEYOND), (bottom - 2 * s, top + 2 * s)),
    )
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    names = ("A product on sale answers it", "Customers say it")
    axes(canvas, box, (x, y), (ticks, ticks), (told.chance, told.chance), names)
    floors = float(given["floors"]["relevance"]), float(given["floors"]["alignment"])
    canvas.line(x(floors[0]), top, x(floors[0]), bottom, "ink", 1.2, "3 4")
    canvas.line(left, y(floors[1]), right, y(floors[1]), "ink", 1.2, "3 4")
    most = float(frame["spend"].max())
    for verdict in reversed(schema.VERDICTS):
        own = frame[frame["verdict"] == verdict]
        across = spread(own["product_relevance"], own["keyword_id"], 0.754877666)
        up = spread(own["customer_alignment"], own["keyword_id"], 0.569840291)
        rows = zip(across, up, own["spend"], strict=True)
        canvas.marks(verdict, [(x(a), y(b), max(2.0, 1.5 * canvas.size * (c / most) ** 0.5)) for a, b, c in rows])
    for name, px, py in zip(sections.REGIONS, (1, 1, 0, 0), (1, 0, 1, 0), strict=True):
        anchor = "end" if px else "start"
        canvas.text(
            x(1 + BEYOND if px else -BEYOND),
            top + 0.9 * s if py else bottom - 0.6 * s,
            name,
            weight=700,
            anchor=anchor,
            halo=True,
        )
    _key(canvas, box)


def spread(values: pd.Series, ids: pd.Series, turn: float) -> pd.Series:
    """Return chances with those at the very edge spread beyond it, each always to the same place.

    So none hides another: the chance of most keywords is close to 0 or to 1.

    Examples
    --------
    >>> spread(pd.Series([0.5, 1.0]), pd.Series([1, 2]), 0.6).round(3).tolist()
    [0.5, 1.008]
    """
    share = (ids * turn) % 1 * (EDGE + BEYOND)
    return values.mask(values > 1 - EDGE, 1 - EDGE + share).mask(values < EDGE, EDGE - share)


def _key(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    x = box[2]
    for verdict in reversed(VERDICT_WORDS):
        word = VERDICT_WORDS[verdict]
        x -= canvas.size * (0.47 * len(word) + 0.2)
        canvas.text(x, box[1] - 0.9 * canvas.size, word, scale=0.9, colour="ink-2")
        x -= 0.7 * canvas.size
        canvas.marks(verdict, [(x, box[1] - 1.2 * canvas.size, 0.32 * canvas.size)])
        x -= canvas.size


def _bars(canvas: Canvas, box: tuple[float, float, float, float], rows: list[tuple[str, float, str, str, str]],
          beside: Sequence[dict[str, float]] = ()) -> None:  # fmt: skip
    left, top, right, bottom = 80.0, box[1] - 20, box[2], box[3]
    if not rows:
        canvas.text(left, (top + bottom) / 2, "Not computed: the files supplied do not hold it.", colour="ink-2")
        return
    start, room = left + 380.0, right - left - 380.0 - 330.0
    step = min((bottom - top) / len(rows), 130.0)
    for i, (name, part, fill, figure, more) in enumerate(rows):
        y = top + i * step
        canvas.text(left, y + 0.55 * step, name, weight=600)
        canvas.shape("rect", x=start, y=y + 0.18 * step, width=max(part * room, 1.0), height=0.56 * step, fill=fill)
        end = start + room * max([part, *(beside[i].values() if beside else ())]) + 20
        canvas.text(end, y + 0.5 * step, figure, weight=700)
        canvas.text(end, y + 0.5 * step + 1.1 * canvas.size, more, scale=0.8, colour="ink-2")
        if beside:
            low, high, claim = (room * beside[i][name] for name in ("low", "high", "claimed_value"))
            canvas.line(start + low, y + 0.46 * step, start + high, y + 0.46 * step, "line-strong", 3)
            if claim:
                canvas.shape("rect", x=start, y=y + 0.12 * step, width=claim, height=0.68 * step, fill="none",
                             stroke=canvas.colours["ink"], stroke_width=2, stroke_dasharray="7 5")  # fmt: skip
