"""Credit by fair division: what each kind of touchpoint adds, averaged over every order of joining.

The game: a coalition of states (channel and campaign) is worth the sales whose path
needs no state outside it. Each sale is then a unanimity game of the states on its path,
whose Shapley value is an equal part for each of them: exact, and linear in the data where
enumerating coalitions would take 2^n. Touchpoints of one state share its part equally, so
that ten visits by one channel weigh no more than one.

Source: Shapley (1953); Zhao, Mahboobi, Bagheri (2018), "Shapley value methods for
attribution modeling in online advertising" (arXiv:1804.05327), the simplified form.
"""

TITLE = "Shapley value"


def credit(journeys):
    """Return one over the number of distinct states, shared over a state's touchpoints."""
    visits = journeys["state"].groupby([journeys["sale"], journeys["state"]]).transform("size")
    distinct = journeys["state"].groupby(journeys["sale"]).transform("nunique")
    return 1.0 / (visits * distinct)


EXAMPLES = [
    ({"sale": [0, 0, 0, 1], "position": [0, 1, 2, 0], "length": [3, 3, 3, 1], "state": [0, 1, 0, 1]},
     [0.25, 0.5, 0.25, 1.0]),
]  # fmt: skip
