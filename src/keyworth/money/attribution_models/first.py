"""The first touchpoint takes all the credit: what found the customer.

Source: single-touch attribution as in Google Analytics' "First interaction" model.
"""

TITLE = "First touch"


def credit(journeys):
    """Return 1 for the first touchpoint of each sale, else 0."""
    return journeys["position"].eq(0).astype("float64")


EXAMPLES = [
    ({"sale": [0, 0, 1], "position": [0, 1, 0], "length": [2, 2, 1]}, [1.0, 0.0, 1.0]),
]
