"""The one scale of certainty: five words, each with the chances that it stands for."""

from __future__ import annotations

# Words for chances are read alike only where few are used, each with its number beside it (Mastrandrea et al.,
# guidance of the IPCC on uncertainties, 2010). The scale is symmetrical: what is likely is unlikely not to be.
WORDS = ("very unlikely", "unlikely", "even", "likely", "almost certain")
BOUNDS = (0.05, 0.25, 0.75, 0.95)  # up to and with the first two, from the last two on


def certainty(chance: float) -> str:
    """Return a chance in words.

    Examples
    --------
    >>> [certainty(chance) for chance in (0.96, 0.95, 0.8, 0.5, 0.25, 0.05)]
    ['almost certain', 'almost certain', 'likely', 'even', 'unlikely', 'very unlikely']
    """
    lowest, low, high, highest = BOUNDS
    return WORDS[sum((chance > lowest, chance > low, chance >= high, chance >= highest))]


def in_100(chance: float) -> str:
    """Return a chance as a number, never rounded to certainty.

    Examples
    --------
    >>> in_100(0.964), in_100(0.9999), in_100(0.002)
    ('96 in 100', 'more than 99 in 100', 'less than 1 in 100')
    """
    told = "more than 99" if chance > 0.99 else "less than 1" if chance < 0.01 else f"{round(100 * chance)}"
    return f"{told} in 100"


def render_chance(chance: float) -> str:
    """Return a chance in words with the number behind them.

    Examples
    --------
    >>> render_chance(0.97)
    'almost certain (97 in 100)'
    """
    return f"{certainty(chance)} ({in_100(chance)})"
