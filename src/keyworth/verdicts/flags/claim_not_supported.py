"""The agency reports more conversions for the keyword than the sales data supports, and than it does of others.

Why: the agency counts its own conversions; the sales team's records lead. What it claims too much throughout is told
once, of the account.
Do:  ask for the list of conversions behind the figure. It may be right, and the data supplied does not show it.
"""

import numpy as np

from keyworth.verdicts.wording import number

TITLE = "Claim not supported"
SEVERITY = "notice"
NEEDS = ("claimed_conversions", "attributed_conversions", "expected_conversions_high")
AT_STAKE = "full_cost"


def check(facts, settings):
    """Return True where it claims a conversion more than its clicks can have brought, as others' claims go."""
    allowed = _supported(facts) * _elsewhere(facts)
    over = facts["claimed_conversions"] > allowed * (1 + settings.flags.claim_tolerance)
    return over & (facts["claimed_conversions"] - allowed >= 1)


def reason(facts, settings):
    """Return claimed, traced and the upper bound."""
    return (
        number(facts["claimed_conversions"], 1) + " conversions claimed, " + number(facts["attributed_conversions"], 1)
        + " sales traced (at most " + number(_supported(facts), 1) + " supported by the data supplied)"
    )  # fmt: skip


def _elsewhere(facts):
    """Return by how much the claims of all other rows exceed what they are expected to have brought, 1 at least."""
    claimed = facts["claimed_conversions"].fillna(0.0)
    middle = facts["expected_conversions"] if "expected_conversions" in facts.columns else np.nan
    leads = facts["leads"] if "leads" in facts.columns else np.nan
    brought = facts["attributed_conversions"].fillna(0.0)
    brought = np.fmax(brought, np.fmax(middle, leads)).where(facts["claimed_conversions"].notna(), 0.0)
    others, support = claimed.sum() - claimed, brought.sum() - brought
    return (others / support.where(support > 0)).fillna(1.0).clip(lower=1.0)


def _supported(facts):
    # A conversion may be a lead: the more generous of the two counts is the fair one.
    leads = facts["leads"] if "leads" in facts.columns else np.nan
    return np.fmax(facts["expected_conversions_high"], np.fmax(facts["attributed_conversions"], leads))


EXAMPLES = [
    ({"claimed_conversions": 9.0, "attributed_conversions": 1.0, "expected_conversions_high": 2.4}, True),
    ({"claimed_conversions": 2.0, "attributed_conversions": 1.0, "expected_conversions_high": 2.4}, False),
    (
        {
            "claimed_conversions": 9.0,
            "attributed_conversions": 1.0,
            "expected_conversions_high": 2.4,
            "leads": 9.0,
        },
        False,
    ),
]
