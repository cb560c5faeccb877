"""The same keyword, in Google's eyes, is listed again.

Why: plurals, word order and run-together spellings serve the same searches, so the rows bid against each other.
Do:  keep the row with the most sales and clicks, and merge the others into it.
"""

from keyworth.verdicts.wording import number, quoted, where

TITLE = "Duplicate keyword"
SEVERITY = "notice"
NEEDS = ("keyword_key", "duplicate_rows")
AT_STAKE = "duplicate_cost"


def check(facts, settings):
    """Return True for each row whose meaning is listed again, the one to keep among them."""
    return facts["duplicate_rows"] > 1


def reason(facts, settings):
    """Return the row to keep and how many there are."""
    place = where(facts["duplicate_place"] != "", " (" + facts["duplicate_place"].astype(object) + ")")
    rows = number(facts["duplicate_rows"]) + " rows share its meaning; "
    return rows + where(
        facts["duplicate_of"] >= 0, "keep " + quoted(facts["duplicate_wording"]) + place, "keep this one"
    )


EXAMPLES = [
    ({"keyword_key": "garden offices", "duplicate_rows": 2}, True),
    ({"keyword_key": "garden office", "duplicate_rows": 1}, False),
]
