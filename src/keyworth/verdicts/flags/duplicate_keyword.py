"""The same keyword, in Google's eyes, is listed again.

Why: plurals, word order and run-together spellings serve the same searches, so the rows bid against each other.
Do:  keep the row with the most sales and clicks, and merge the others into it.
"""

from keyworth.verdicts.wording import number, quoted, where

TITLE = "Duplicate keyword"
SEVERITY = "notice"
NEEDS = ("keyword_key", "duplicate_of")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True for each row but the one to keep."""
    return facts["duplicate_of"] >= 0


def reason(facts, settings):
    """Return the row to keep and how many there are."""
    place = where(facts["duplicate_place"] != "", " (" + facts["duplicate_place"].astype(object) + ")")
    rows = "; " + number(facts["duplicate_rows"]) + " rows share its meaning"
    return "repeats " + quoted(facts["duplicate_wording"]) + place + rows


EXAMPLES = [
    ({"keyword_key": "garden offices", "duplicate_of": 4}, True),
    ({"keyword_key": "garden office", "duplicate_of": -1}, False),
]
