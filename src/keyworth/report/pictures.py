"""The report's pictures, drawn once: for the page, for print, and for a slide; scripts only filter their marks."""

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
from keyworth.report.messages import messages

MOST_MARKS, FEWER_MARKS, MOST_BARS = 1200, 250, 8  # of a wide and of a narrow screen
SURE = 0.99  # the map's axis of chances ends so near to certainty
BOUGHT = 10  # searches that ads called up, from which their share is drawn
SLIDE = (1600.0, 900.0, 26.0)
Box = tuple[float, float, float, float]
Body = Callable[[Canvas, Any, Figures, Box], None]


def stills(content: dict[str, Any], frame: pd.DataFrame) -> dict[str, Markup]:
    """Return the pictures with a mark a keyword and the one of the months, each for a wide and a narrow screen."""
    out, said = {}, messages(content)
    given: tuple[tuple[str, Body, bool], ...] = (
        ("revenue", revenue, True), ("map", product_map, True), ("months", months, False),
    )  # fmt: skip
    for name, draw, marked in given:
        if name == "months" and not content["sections"]["tied"]:
            continue
        drawn = []
        for width, size, most in ((960.0, 17.0, MOST_MARKS), (400.0, 14.0, FEWER_MARKS)):
            height = (560.0 if width > 500 else 470.0) if marked else 300.0
            canvas = Canvas(width, height, size, dict(ON_PAGE))
            box = (3.6 * size + 6, 2.4 * size, width - 12, height - 4 * size)
            draw(canvas, marks(frame, content, most) if marked else content["sections"]["tied"], content["told"], box)
            label, kind = said[name].title, "wide" if width > 500 else "narrow"
            drawn.append(Markup('<div class="{}">{}</div>').format(kind, canvas.markup(label, alone=False)))
        out[name] = Markup("").join(drawn)
    return out


def slides(content: dict[str, Any], frame: pd.DataFrame) -> dict[str, Markup]:
    """Return every picture as an SVG file of its own, in the shape of a slide."""
    parts = content["sections"]
    given: dict[str, tuple[Body, Any]] = {
        "money": (money, content["first"]["verdicts"]),
        "revenue": (revenue, marks(frame, content)),
        "map": (product_map, marks(frame, content)),
        "months": (months, parts["tied"]),
        "funnel": (funnel, parts["funnel_rows"]),
        "channels": (channels, parts["channel_rows"]),
        "changes": (changes, parts["changes"].get("moves", [])),
    }
    if not parts["changes"]:
        del given["changes"]
    out, said = {}, messages(content)
    for name, (draw, rows) in given.items():
        canvas = Canvas(*SLIDE)
        canvas.text(80, 90, said[name].title, scale=1.5, weight=700)
        for row, words in enumerate(_lines(said[name].statistic, 120)):
            canvas.text(80, 132 + 30 * row, words, scale=0.9, colour="ink-2")
        about = " · ".join(t for t in (content["first"]["company"], content["first"]["period"]) if t)
        canvas.text(80, 870, about, scale=0.7, colour="ink-3")
        draw(canvas, rows, content["told"], (170, 250, 1520, 760))
        if name in ("revenue", "map"):
            _key(canvas, (170, 250, 1520, 760))
        canvas.text(1520, 870, f"keyworth · run {content['first']['run_id']}", scale=0.7, anchor="end", colour="ink-3")
        out[name] = canvas.markup(said[name].title, alone=True)
    return out


def _lines(words: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(words, width)


def marks(frame: pd.DataFrame, content: dict[str, Any], most: int = MOST_MARKS) -> dict[str, Any]:
    """Return the keywords with the largest spend, as columns, with the floors of the map."""
    searched = frame.drop_duplicates(["keyword_key", "product_id"])
    of_product = searched.groupby("product_id")["bought_searches"].sum()
    share = frame["bought_searches"] / frame["product_id"].map(of_product).astype("float64")
    frame = frame.assign(bought=share.where(frame["bought_searches"] >= BOUGHT))
    shown = frame[frame["spend"] > 0].sort_values(["spend", "keyword_id"], ascending=[False, True]).head(most)
    return {"frame": shown, "floors": content["data"]["floors"]}


def money(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: Box) -> None:
    """Draw spend by verdict."""
    top = max((row["cost"] for row in rows), default=0.0) or 1.0
    bars = [(VERDICT_WORDS[r["verdict"]], r["cost"] / top, canvas.colours[r["verdict"]]) for r in rows]
    told_of = [(told.money(r["cost"]), f"{told.count(r['keywords'])} keywords") for r in rows]
    _bars(canvas, box, [(*bar, *words) for bar, words in zip(bars, told_of, strict=True)])


def funnel(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: Box) -> None:
    """Draw how many reached each stage, with the rate and its n."""
    fill = canvas.colours["accent"]
    rates = ["" if r["before"] is None else told.share(r["count"], r["before"]) for r in rows]
    bars = [(r["stage"].capitalize(), r["part"], fill, told.count(r["count"])) for r in rows]
    _bars(canvas, box, [(*bar, rate) for bar, rate in zip(bars, rates, strict=True)])


def channels(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: Box) -> None:
    """Draw the revenue traced to each channel, with its range, inside a broken outline of what is claimed."""
    rows = [row for row in rows if row["revenue"] is not None][:MOST_BARS]
    _bars(canvas, box, [(r["channel"].capitalize(), r["parts"]["revenue"], canvas.colours["accent"],
                         told.estimate(r["revenue"]), told.between(r["low"], r["high"])) for r in rows],
          [r["parts"] for r in rows])  # fmt: skip


def changes(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: Box) -> None:
    """Draw the spend that moved from one verdict to another since the last audit."""
    bars = [(f"{VERDICT_WORDS[r['verdict_old']]} → {VERDICT_WORDS[r['verdict_new']]}", r["part"],
             canvas.colours[r["verdict_new"]], told.money(r["cost"]), f"{told.count(r['keywords'])} keywords")
            for r in rows[:MOST_BARS]]  # fmt: skip
    _bars(canvas, box, bars)


def months(canvas: Canvas, rows: list[dict[str, Any]], told: Figures, box: Box) -> None:
    """Draw leads and sales by month as bars, those tied to a keyword inside them."""
    left, top, right, bottom = box
    s, rows = canvas.size, rows[-12:]
    if not rows:
        canvas.text(left, (top + bottom) / 2, "Not computed: the sales have no days.", colour="ink-2")
        return
    most = max(row["sales"] for row in rows) or 1
    y, step = Scale((0, most), (bottom, top + s)), (right - left) / len(rows)
    wide = min(0.7 * step, 90.0)
    for i, row in enumerate(rows):
        x = left + (i + 0.5) * step
        for name, fill in (("sales", "band"), ("matched", "accent")):
            canvas.shape("rect", x=x - wide / 2, y=y(row[name]), width=wide, height=max(bottom - y(row[name]), 0.0),
                         fill=canvas.colours[fill])  # fmt: skip
        above = y(row["sales"]) - 0.35 * s
        canvas.text(x, above, told.count(row["sales"]), scale=0.85, anchor="middle", colour="ink-2")
        month = str(row["month"]) if step > 3.4 * s else str(row["month"])[5:]
        canvas.text(x, bottom + 1.3 * s, month, scale=0.8, anchor="middle", colour="ink-3")
    canvas.line(left, bottom, right, bottom, "line-strong")
    for i, (fill, word) in enumerate((("accent", "tied to a keyword"), ("band", "not tied"))):
        x = left + 10.5 * s * i
        canvas.shape("rect", x=x, y=bottom + 2.1 * s, width=0.8 * s, height=0.8 * s, fill=canvas.colours[fill])
        canvas.text(x + 1.1 * s, bottom + 2.85 * s, word, scale=0.9, colour="ink-2")


def revenue(canvas: Canvas, given: dict[str, Any], told: Figures, box: Box) -> None:
    """Draw spend against traced revenue with ranges and the break-even line."""
    left, top, right, bottom = box
    frame = given["frame"][given["frame"]["expected_revenue_high"].notna()]
    if frame.empty:
        canvas.text(left, (top + bottom) / 2, "Not computed: no sales could be traced.", colour="ink-2")
        return
    low = max(1.0, 10.0 ** int(f"{max(float(frame['spend'].min()), 1.0):e}".split("e")[1]))
    x = Scale((low, max(float(frame["spend"].max()) * 1.1, low * 10)), (left, right), "log")
    some = frame[frame["attributed_revenue"] > 0]
    margin = float(given["floors"]["margin"])
    floor = max(10.0, float(some["attributed_revenue"].min()) / 2) if len(some) else 10.0
    floor = min(floor, x.domain[0] / margin)  # the line is in sight whatever the data
    highest = float(some["expected_revenue_high"].max()) if len(some) else 0.0
    ceiling = max(highest, floor * 100, x.domain[1] / margin)
    gap = 2.6 * canvas.size
    y = Scale((floor, ceiling), (bottom - gap, top), "log")
    decades, names = (x.decades(), y.decades()), ("Spend", "Revenue traced")
    axes(canvas, box, (x, y), decades, (told.estimate, told.estimate), names)
    canvas.text(left - 0.6 * canvas.size, bottom - 0.35 * gap, "none", scale=0.85, anchor="end", colour="ink-3")
    at = [max(x.domain[0], floor * margin), min(x.domain[1], ceiling * margin)]
    if at[0] < at[1]:
        canvas.line(x(at[0]), y(at[0] / margin), x(at[1]), y(at[1] / margin), "ink", 2, "8 5")
    columns = (some[n] for n in ("keyword_id", "spend", "expected_revenue_low", "expected_revenue_high"))
    stems = "".join(f'<path data-k="{name}" d="M{x(spend):.1f} {y(lower):.1f}V{y(upper):.1f}"/>'
                    for name, spend, lower, upper in zip(*columns, strict=True))  # fmt: skip
    canvas.group(stems, fill="none", stroke=canvas.colours["line-strong"])
    for verdict in reversed(schema.VERDICTS):
        own = frame[frame["verdict"] == verdict]
        pairs = zip(own["spend"], own["attributed_revenue"], strict=True)
        places = [(x(spend), y(got) if got > 0 else bottom - 0.45 * gap, 0.32 * canvas.size) for spend, got in pairs]
        canvas.marks(verdict, places, own["keyword_id"])
    if at[0] < at[1]:
        canvas.text(x(at[1]), y(at[1] / margin) - 0.8 * canvas.size, "break-even", weight=600, anchor="end", halo=True)


def product_map(canvas: Canvas, given: dict[str, Any], told: Figures, box: Box) -> None:
    """Draw the share of customers who word it so against the chance that a product answers, area by spend."""
    left, top, right, bottom = box
    frame = given["frame"].dropna(subset=["product_relevance", "customer_alignment"])
    if frame.empty:
        canvas.text(left, (top + bottom) / 2, "Not computed: products or customers’ words are absent.", colour="ink-2")
        return
    s = canvas.size
    x = Scale((1 - SURE, SURE), (left + 1.6 * s, right - 1.6 * s), "logit")
    y = Scale((0.0, 1.0), (bottom - 1.6 * s, top + 1.6 * s), "sqrt")
    ticks = ([1 - SURE, 0.05, 0.25, 0.75, 0.95, SURE], [0.0, 0.01, 0.05, 0.2, 0.5, 1.0])
    names = ("In 100, how often a product on sale answers it", "Customers who word it so")
    axes(canvas, box, (x, y), ticks, (lambda v: f"{100 * v:.0f}", lambda v: f"{100 * v:.0f} %"), names)
    sold, said = float(given["floors"]["relevance"]), float(given["floors"]["alignment"])
    canvas.line(x(sold), top, x(sold), bottom, "ink", 1.2, "3 4")
    canvas.line(left, y(said), right, y(said), "ink", 1.2, "3 4")
    bought = frame[frame["bought"].notna()]
    rings = zip(bought["product_relevance"], bought["bought"], strict=True)
    canvas.marks("bought", [(x(a), y(b), 0.18 * s) for a, b in rings], bought["keyword_id"])
    most = float(frame["spend"].max())
    for verdict in reversed(schema.VERDICTS):
        own = frame[frame["verdict"] == verdict]
        rows = zip(own["product_relevance"], own["customer_alignment"], own["spend"], strict=True)
        places = [(x(a), y(b), max(0.14 * s, 1.2 * s * (c / most) ** 0.5)) for a, b, c in rows]
        canvas.marks(verdict, places, own["keyword_id"])
    for name, px, py in zip(sections.REGIONS, (1, 1, 0, 0), (1, 0, 1, 0), strict=True):
        at = (right - 0.4 * s if px else left + 0.4 * s, top + 0.9 * s if py else bottom - 0.6 * s)
        for row, words in enumerate(_lines(name, 60 if canvas.width > 500 else 17)):
            place = at[1] + (row if py else row - (len(_lines(name, 17)) - 1) * (canvas.width <= 500)) * 1.05 * s
            canvas.text(at[0], place, words, scale=0.95, weight=700, anchor="end" if px else "start", halo=True)


def _key(canvas: Canvas, box: Box) -> None:
    x = box[2]
    for verdict in reversed(VERDICT_WORDS):
        word = VERDICT_WORDS[verdict]
        x -= canvas.size * (0.47 * len(word) + 0.2)
        canvas.text(x, box[1] - 0.9 * canvas.size, word, scale=0.9, colour="ink-2")
        x -= 0.7 * canvas.size
        canvas.marks(verdict, [(x, box[1] - 1.2 * canvas.size, 0.32 * canvas.size)])
        x -= canvas.size


def _bars(canvas: Canvas, box: Box, rows: list[tuple[str, float, str, str, str]],
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
