"""What each picture says: a message of at most fifteen words, and beneath it the statistic that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keyworth.report.figures import Figures, known
from keyworth.report.labels import VERDICT_WORDS
from keyworth.report.sections import REGIONS


@dataclass(frozen=True)
class Message:
    """The title of a picture, and its subtitle."""

    title: str
    statistic: str


def messages(content: dict[str, Any]) -> dict[str, Message]:
    """Return the message of every picture by its name.

    Parameters
    ----------
    content : dict
        ``first``, ``sections``, ``data`` and ``told`` of `content.content`.
    """
    first, sections, told = content["first"], content["sections"], content["told"]
    margin = round(100 * float(content["data"]["floors"]["margin"]))
    return {
        "money": Message(_money(first["verdicts"], told), "Spend of the period by verdict, with its fees"),
        "revenue": Message(
            _revenue(sections["lines"], told),
            f"A mark a keyword: spend against revenue traced. The thin line is what is expected. Above the broken line "
            f"it pays, at a margin of {margin} %",
        ),
        "map": Message(
            _map(sections["regions"], told),
            "A mark a keyword, its size the spend: the share of the product’s customers who word it so, by the chance "
            "that a product answers. A hollow mark is its share of searches that ads called up",
        ),
        "months": Message(_months(sections["tied"], told), "Leads and sales by month, and those tied to a keyword"),
        "funnel": Message(_funnel(sections["funnel_rows"], told), "People who reached each stage in the period"),
        "channels": Message(
            _channels(sections["channel_rows"], told),
            "Revenue traced by channel. The thin line is its range over all ways of sharing a sale; a broken outline "
            "is what is claimed",
        ),
        "changes": Message(
            _changes(sections["changes"], told), "Spend now of the keywords whose verdict changed, by change"
        ),
    }


def _money(rows: list[dict[str, Any]], told: Figures) -> str:
    spent = [row for row in rows if known(row["cost"]) and row["cost"] > 0]
    if not spent:
        return "What was spent is not known"
    most = max(spent, key=lambda row: row["cost"])
    total = told.money(sum(row["cost"] for row in spent))
    return f"The most spend, {told.money(most['cost'])} of {total}, is on “{VERDICT_WORDS[most['verdict']]}”"


def _revenue(rows: list[dict[str, Any]], told: Figures) -> str:
    above = sum(row["above"] for row in rows)
    drawn = above + sum(row["below"] + row["none"] for row in rows)
    if not drawn:
        return "No keyword has both spend and an estimate of revenue"
    return f"{told.count(above)} of {told.count(drawn)} keywords have paid for themselves so far"


def _map(rows: list[dict[str, Any]], told: Figures) -> str:
    found = {row["name"]: row["keywords"] for row in rows}
    other = found.get(REGIONS[1], 0)
    placed = sum(found.get(name, 0) for name in REGIONS)
    if not placed:
        return "No keyword was set against both products and customers’ words"
    return f"{told.count(other)} of {told.count(placed)} keywords are sold but customers word them another way"


def _months(rows: list[dict[str, Any]], told: Figures) -> str:
    shares = [row["matched"] / row["sales"] for row in rows if row["sales"]]
    if not shares:
        return "No month has leads"
    low, high = (told.count(100 * share) for share in (min(shares), max(shares)))
    between = f"{low} %" if low == high else f"From {low} to {high} %"
    return f"{between} of a month’s leads and sales have a keyword"


def _funnel(rows: list[dict[str, Any]], told: Figures) -> str:
    if len(rows) < 2:
        return "The files hold no stages of sales"
    top, end = rows[0], rows[-1]
    return f"{told.count(end['count'])} of {told.count(top['count'])} reached “{end['stage']}”"


def _channels(rows: list[dict[str, Any]], told: Figures) -> str:
    rows = [row for row in rows if row["revenue"]]
    if not rows:
        return "No revenue was traced to a channel"
    top = rows[0]
    total = told.estimate(sum(row["revenue"] for row in rows))
    return f"The most revenue traced, {told.estimate(top['revenue'])} of {total}: {top['channel'][:40]}"


def _changes(found: dict[str, Any], told: Figures) -> str:
    moves = found.get("moves") or []
    cost = sum(row["cost"] or 0.0 for row in moves)
    return f"{told.money(cost)} of spend has another verdict than last time" if moves else "No verdict changed"
