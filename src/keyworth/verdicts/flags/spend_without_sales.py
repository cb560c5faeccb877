"""Enough was spent to expect a sale, and none was traced.

Why: no sale in twenty clicks says nothing; the estimate says how sure it is that the keyword loses money.
Do:  look at its landing page, its bid and its offer before anything else.
"""

from keyworth.verdicts.wording import chance, count, money, sales

TITLE = "Spend without sales"
SEVERITY = "warning"
NEEDS = ("full_cost", "clicks", "attributed_conversions", "probability_below_break_even", "sales_knowable")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where less than half a sale was traced and the odds say that it loses money."""
    spent = (facts["full_cost"] > settings.flags.min_cost) & (facts["clicks"] >= settings.flags.min_clicks)
    spent &= facts["sales_knowable"].astype(bool)
    sure = facts["probability_below_break_even"] >= settings.flags.break_even_probability
    return spent & sure & (facts["attributed_conversions"] < 0.5)


def reason(facts, settings):
    """Return pounds, clicks and how sure it is."""
    spent = money(facts["full_cost"], settings.currency, settings.report.locale)
    loses = chance(facts["probability_below_break_even"])
    traced = sales(facts["attributed_conversions"])
    return spent + " for " + count(facts["clicks"], "click") + " and " + traced + ". Loses money: " + loses


_SPENT = {"full_cost": 412.0, "clicks": 230.0, "sales_knowable": True}
EXAMPLES = [
    ({**_SPENT, "attributed_conversions": 0.0, "probability_below_break_even": 0.97}, True),
    ({**_SPENT, "attributed_conversions": 0.0, "probability_below_break_even": 0.97, "sales_knowable": False}, False),
    ({**_SPENT, "attributed_conversions": 0.0, "probability_below_break_even": 0.6}, False),
    ({**_SPENT, "attributed_conversions": 0.6, "probability_below_break_even": 0.97}, False),
]
