"""The first touchpoint takes half of the credit, and the others share the rest.

Source: Tilbury Ads' help pages (invented).
"""

TITLE = "Half to the first"


def credit(journeys):
    """Return one half for the first touchpoint, and equal parts of the other half for the rest."""
    rest = 0.5 / (journeys["length"] - 1).clip(lower=1)
    share = rest.where(journeys["position"] > 0, 0.5)
    return share.where(journeys["length"] > 1, 1.0)


EXAMPLES = [
    ({"sale": [0, 0, 0, 1], "position": [0, 1, 2, 0], "length": [3, 3, 3, 1]}, [0.5, 0.25, 0.25, 1.0]),
]
