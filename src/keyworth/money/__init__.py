"""Money: touchpoints → credit → estimates; the agency's claims, the funnel, the plan."""

from keyworth.money.credit import credit_sales
from keyworth.money.estimate import estimate_money
from keyworth.money.ledger import ledger
from keyworth.money.link import link_sales
from keyworth.money.summaries import summarise_money
from keyworth.money.trace import trace

__all__ = ["credit_sales", "estimate_money", "ledger", "link_sales", "summarise_money", "trace"]
