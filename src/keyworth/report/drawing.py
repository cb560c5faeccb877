"""Plain SVG: a canvas, its axes and the marks of the four verdicts; the same for a page and for a slide."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from markupsafe import Markup, escape

ON_PAPER = {
    "paper": "#ffffff", "ink": "#14201c", "ink-2": "#45504b", "ink-3": "#5c6762", "line": "#d5d8d3",
    "line-strong": "#8d948c", "accent": "#0b4f5c", "band": "#cfe0e1", "keep": "#0d5f66", "fix": "#c07a10",
    "cut": "#a1312b", "watch": "#c9cec9",
}  # fmt: skip
ON_PAGE = {name: f"var(--{name})" for name in ON_PAPER}
FONT = "Source Sans 3"


@dataclass
class Canvas:
    """SVG parts in the order in which they are drawn.

    Parameters
    ----------
    width, height : float
    size : float
        Font size of plain text; all other lengths follow it.
    colours : dict of str to str
        ``ON_PAPER`` for a file of its own, ``ON_PAGE`` to follow the page's light or dark.
    """

    width: float
    height: float
    size: float = 16
    colours: dict[str, str] = field(default_factory=lambda: dict(ON_PAPER))
    parts: list[Markup] = field(default_factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Add an element; ``_`` in a name stands for ``-`` and None leaves it out."""
        given = Markup(" ").join(
            Markup('{}="{}"').format(key.replace("_", "-"), _short(value))
            for key, value in attributes.items()
            if value is not None
        )
        self.parts.append(Markup("<{} {}/>").format(name, given))

    def text(self, x: float, y: float, words: str, *, scale: float = 1, weight: int = 400, anchor: str = "start",
             colour: str = "ink", halo: bool = False) -> None:  # fmt: skip
        """Add a line of text; ``halo`` keeps it legible over marks."""
        around = Markup(' stroke="{}" stroke-width="{}" paint-order="stroke" stroke-linejoin="round"').format(
            self.colours["paper"], _short(self.size * 0.3)
        )
        self.parts.append(
            Markup('<text x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="{}" fill="{}"{}>{}</text>').format(
                _short(x), _short(y), _short(self.size * scale), weight, anchor, self.colours[colour],
                around if halo else "", words,
            )
        )  # fmt: skip

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "line", width: float = 1,
             dash: str | None = None) -> None:  # fmt: skip
        """Add a straight line."""
        self.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=self.colours[colour], stroke_width=width,
                   stroke_dasharray=dash)  # fmt: skip

    def marks(self, verdict: str, places: Iterable[tuple[float, float, float]], names: Iterable[int] = ()) -> None:
        """Add marks (x, y, radius) of one verdict: circles, diamonds, squares or open circles; ``names`` are ids."""
        given = [f' data-k="{name}"' for name in names] or repeat("")
        drawn = "".join(_MARKS.get(verdict, _circle)(*place, name) for place, name in zip(places, given, strict=False))
        look = Markup('fill="{}" stroke="{}" fill-opacity=".8"').format(
            self.colours.get(verdict, "none"), self.colours["paper"]
        )
        if verdict not in _MARKS:  # what cannot be judged is pale; a mark of no verdict is hollow
            inside = self.colours.get(verdict, "none")
            look = Markup('fill="{}" stroke="{}" stroke-width="1.2"').format(inside, self.colours["line-strong"])
        if drawn:
            self.parts.append(Markup("<g {}>{}</g>").format(look, Markup(drawn)))  # noqa: S704 - numbers only

    def group(self, drawn: str, **attributes: object) -> None:
        """Add elements of numbers alone, under common attributes."""
        given = Markup(" ").join(Markup('{}="{}"').format(key, value) for key, value in attributes.items())
        self.parts.append(Markup("<g {}>{}</g>").format(given, Markup(drawn)))  # noqa: S704 - numbers only

    def markup(self, label: str, *, alone: bool) -> Markup:
        """Return the whole drawing, with a name for those who cannot see it."""
        space = Markup(' xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" font-family="{}"').format(
            _short(self.width), _short(self.height), f"'{FONT}', 'Segoe UI', sans-serif"
        )
        back = Markup('<rect width="100%" height="100%" fill="{}"/>').format(self.colours["paper"]) if alone else ""
        return Markup('<svg{} viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
            space if alone else "", _short(self.width), _short(self.height), label, back, Markup("").join(self.parts)
        )


_BENDS: dict[str, Callable[[float], float]] = {
    "linear": lambda value: value,
    "log": math.log,
    "sqrt": math.sqrt,
    "logit": lambda value: math.log(value / (1 - value)),
}


@dataclass(frozen=True)
class Scale:
    """A way from values to places: linear, logarithmic, by the square root, or by the log-odds of a chance.

    Examples
    --------
    >>> Scale((0, 10), (0, 100))(2.5), round(Scale((1, 100), (0, 100), "log")(10))
    (25.0, 50)
    """

    domain: tuple[float, float]
    places: tuple[float, float]
    bend: str = "linear"

    def __call__(self, value: float) -> float:
        """Return the place of a value; values outside the domain are set on its edge."""
        bend = _BENDS[self.bend]
        low, high = (bend(end) for end in self.domain)
        share = (bend(min(max(value, self.domain[0]), self.domain[1])) - low) / ((high - low) or 1.0)
        return self.places[0] + share * (self.places[1] - self.places[0])

    def decades(self) -> list[float]:
        """Return the powers of ten inside a logarithmic domain."""
        low, high = (math.log10(v) for v in self.domain)
        return [10.0**k for k in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)]


def axes(
    canvas: Canvas,
    box: tuple[float, float, float, float],
    scales: tuple[Scale, Scale],
    ticks: tuple[Sequence[float], Sequence[float]],
    told: tuple[Callable[[float], str], Callable[[float], str]],
    labels: tuple[str, str],
) -> None:
    """Draw a grid, tick words and the two axis names around a box (left, top, right, bottom)."""
    s, (x, y), (left, top, right, bottom) = canvas.size, scales, box
    for value in ticks[1]:
        canvas.line(left, y(value), right, y(value))
        canvas.text(left - 0.6 * s, y(value) + 0.32 * s, told[1](value), scale=0.85, anchor="end", colour="ink-3")
    for value in ticks[0]:
        canvas.text(x(value), bottom + 1.35 * s, told[0](value), scale=0.85, anchor="middle", colour="ink-3")
        canvas.line(x(value), bottom, x(value), bottom + 0.35 * s, "line-strong")
    canvas.line(left, bottom, right, bottom, "line-strong")
    canvas.text(right, bottom + 2.7 * s, labels[0], scale=0.95, anchor="end", colour="ink-2")
    canvas.text(left - 3.2 * s, top - 0.9 * s, labels[1], scale=0.95, colour="ink-2")


def _circle(x: float, y: float, r: float, name: str = "") -> str:
    return f'<circle{name} cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'


def _square(x: float, y: float, r: float, name: str = "") -> str:
    return f'<path{name} d="M{x - 0.9 * r:.1f} {y - 0.9 * r:.1f}h{1.8 * r:.1f}v{1.8 * r:.1f}h-{1.8 * r:.1f}z"/>'


def _diamond(x: float, y: float, r: float, name: str = "") -> str:
    k = 1.25 * r
    return f'<path{name} d="M{x:.1f} {y - k:.1f}l{k:.1f} {k:.1f}-{k:.1f} {k:.1f}-{k:.1f}-{k:.1f}z"/>'


_MARKS = {"keep": _circle, "fix": _diamond, "cut": _square}


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".") or "0"
    return str(escape(str(value))) if not isinstance(value, str) else value
