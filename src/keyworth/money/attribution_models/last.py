"""The last touchpoint takes all the credit: what closed the visit.

Source: single-touch attribution as in Google Analytics' "Last interaction" model.
"""

TITLE = "Last touch"


def credit(journeys):
    """Return 1 for the last touchpoint of each sale, else 0."""
    return journeys["position"].eq(journeys["length"] - 1).astype("float64")


EXAMPLES = [
    ({"sale": [0, 0, 1], "position": [0, 1, 0], "length": [2, 2, 1]}, [0.0, 1.0, 1.0]),
]
