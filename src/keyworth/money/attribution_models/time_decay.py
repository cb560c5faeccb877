"""Credit halves with every week before the sale.

Source: Google Analytics' "Time decay" model, whose half-life is 7 days.
"""

TITLE = "Time decay"
HALF_LIFE_DAYS = 7.0


def credit(journeys):
    """Return 2^(-days / 7), scaled to one for each sale."""
    # Measured from the latest touchpoint, so that a path long before the sale does not underflow to 0/0.
    age = journeys["days_before"] - journeys["days_before"].groupby(journeys["sale"]).transform("min")
    weight = 2.0 ** (-age / HALF_LIFE_DAYS)
    return weight / weight.groupby(journeys["sale"]).transform("sum")


EXAMPLES = [
    ({"sale": [0, 0, 1], "position": [0, 1, 0], "length": [2, 2, 1], "days_before": [7.0, 0.0, 900.0]},
     [1 / 3, 2 / 3, 1.0]),
]  # fmt: skip
