"""Credit by removal: how many sales would be lost if a kind of touchpoint were gone.

Every path is a walk start → state → … → sale or no sale over states (channel and
campaign), pooled into a first-order absorbing Markov chain. A state's removal effect is
the share of the chain's sales that pass through it: hit probability × chance of a sale
from there, by the fundamental matrix, so nothing is simulated. A sale is shared over the
states of its path in proportion to their removal effects, and within a state equally; where
none of its states ever led to a sale, equally over the states.

Source: Anderl, Becker, von Wangenheim, Schumann (2016), "Mapping the customer journey",
Int. J. of Research in Marketing 33; Kemeny & Snell (1960) for the fundamental matrix.
"""

import numpy as np
import pandas as pd

TITLE = "Markov removal effect"


def credit(journeys):
    """Return each touchpoint's share by the removal effect of its state."""
    effect = pd.Series(removal_effects(journeys)).reindex(journeys["state"]).set_axis(journeys.index)
    by = [journeys["sale"], journeys["state"]]
    visits = journeys["state"].groupby(by).transform("size")
    total = (effect / visits).groupby(journeys["sale"]).transform("sum")
    plain = (1.0 / visits).groupby(journeys["sale"]).transform("sum")
    return (effect / visits / total.where(total > 0)).where(total > 0, 1.0 / visits / plain)


def removal_effects(journeys):
    """Return {state: share of sales lost without it}, solved from the fundamental matrix.

    A path that ends in no sale goes to the absorbing state "none". Where no path
    ends in a sale at all, every path counts as one.
    """
    states, code = np.unique(journeys["state"].to_numpy(), return_inverse=True)
    n = len(states)
    if not n:
        return {}
    first = journeys["position"].to_numpy() == 0
    last = (journeys["position"] == journeys["length"] - 1).to_numpy()
    won = journeys["won"].to_numpy(dtype=bool)
    won = won if won.any() else np.ones(len(won), dtype=bool)
    moves = np.zeros((n, n))
    np.add.at(moves, (code[:-1][~last[:-1]], code[1:][~last[:-1]]), 1.0)
    sold = np.bincount(code[last & won], minlength=n)
    out = moves.sum(axis=1) + np.bincount(code[last], minlength=n)
    start = np.bincount(code[first], minlength=n) / first.sum()
    fundamental = np.linalg.inv(np.eye(n) - moves / out[:, None])
    chance = fundamental @ (sold / out)
    visited = (start @ fundamental) / np.diag(fundamental)
    return dict(zip(states.tolist(), np.clip(visited * chance / (start @ chance), 0.0, 1.0).tolist(), strict=True))


EXAMPLES = [
    (
        {"sale": [0, 0, 1], "position": [0, 1, 0], "length": [2, 2, 1], "state": [0, 1, 0],
         "won": [True, True, False]},
        [0.5, 0.5, 1.0],
    ),
    (
        {"sale": [0, 0, 1, 2], "position": [0, 1, 0, 0], "length": [2, 2, 1, 1], "state": [0, 1, 0, 1],
         "won": [True, True, True, False]},
        [0.6, 0.4, 1.0, 1.0],
    ),
]  # fmt: skip
