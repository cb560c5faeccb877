"""The first and the last touchpoint take 40 % each; those between share 20 %.

Source: Google Analytics' "Position based" (U-shaped) model; with two touchpoints, half each.
"""

TITLE = "Position based"
ENDS = 0.4


def credit(journeys):
    """Return 0.4, 0.2 / (n - 2) …, 0.4; a half each for two touchpoints; 1 for one."""
    length, position = journeys["length"], journeys["position"]
    end = position.eq(0) | position.eq(length - 1)
    inner = (1.0 - 2 * ENDS) / (length - 2).clip(lower=1)
    return inner.mask(end, ENDS).mask(length.eq(2), 0.5).mask(length.eq(1), 1.0)


EXAMPLES = [
    ({"sale": [0, 0, 0, 0, 1], "position": [0, 1, 2, 3, 0], "length": [4, 4, 4, 4, 1]}, [0.4, 0.1, 0.1, 0.4, 1.0]),
]
