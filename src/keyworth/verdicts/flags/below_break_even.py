"""Sales were traced, and they don't pay for the clicks.

Why: a keyword with a sale looks healthy until its cost stands beside its margin.
Do:  bid less, or mend the page: the wording is right and the price of it is not.
"""

from keyworth.verdicts.wording import chance, money, sales

TITLE = "Below break-even"
SEVERITY = "warning"
NEEDS = ("full_cost", "clicks", "attributed_conversions", "probability_below_break_even", "sales_knowable")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where half a sale or more was traced and the odds still say that it loses money."""
    spent = (facts["full_cost"] > settings.flags.min_cost) & (facts["clicks"] >= settings.flags.min_clicks)
    spent &= facts["sales_knowable"].astype(bool)
    sure = facts["probability_below_break_even"] >= settings.flags.break_even_probability
    return spent & sure & (facts["attributed_conversions"] >= 0.5)


def reason(facts, settings):
    """Return sales, pounds and how sure it is."""
    spent = money(facts["full_cost"], settings.currency, settings.report.locale)
    loses = chance(facts["probability_below_break_even"])
    return sales(facts["attributed_conversions"]) + " for " + spent + ". Loses money: " + loses


_SPENT = {"full_cost": 4120.0, "clicks": 2300.0, "sales_knowable": True}
EXAMPLES = [
    ({**_SPENT, "attributed_conversions": 1.5, "probability_below_break_even": 0.97}, True),
    ({**_SPENT, "attributed_conversions": 1.5, "probability_below_break_even": 0.97, "sales_knowable": False}, False),
    ({**_SPENT, "attributed_conversions": 1.5, "probability_below_break_even": 0.2}, False),
    ({**_SPENT, "attributed_conversions": 0.0, "probability_below_break_even": 0.97}, False),
]
