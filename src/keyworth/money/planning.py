"""What a number of sales takes: visitors, appointments and spend, with ranges from the data's own sizes.

Spend is set against the sales that its clicks can be credited with: those traced to their channel. Sales that could
not be traced at all may be any channel's, so that the range reaches from none of them to all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from keyworth.money.budget_reallocation import freed, render_freed
from keyworth.money.funnel import ALL, FUNNEL
from keyworth.money.intervals import rate_range
from keyworth.money.plan_basis import Credited, credited, stages_of

if TYPE_CHECKING:
    from keyworth.store import Audit

LEVEL = 0.9  # of its ranges, as of all ranges of the report
MIN_STAGE = 10  # a stage's rate is compared once so many have reached it
NOTE = (
    "Point figures use the rates as counted; ranges (90 %) come from how few they were counted on. "
    "They assume that more visits convert as the present ones do."
)


def needed(
    target_sales: float, steps: Sequence[tuple[float, float]], cost_per_visit: float
) -> list[dict[str, float | None]]:
    """Return how many are needed at each stage for a number of sales, from the last stage to the visits.

    Parameters
    ----------
    target_sales : float
    steps : sequence of (events, trials)
        First stage first: (appointments, visits), (sales, appointments).
    cost_per_visit : float

    Returns
    -------
    list of dict
        ``count``, ``low``, ``high`` by stage, the visits first; then the spend. None is unbounded.

    Examples
    --------
    The article's sum: 100 sales at 20 % take 500 demos, at 5 % 10,000 visitors, at £1 £10,000.

    >>> found = needed(100, [(50, 1000), (10, 50)], 1.0)
    >>> [row["count"] for row in found]
    [10000.0, 500.0, 10000.0]
    >>> [round(x) for x in (found[-1]["low"], found[-1]["high"])]
    [6201, 17406]
    """
    stages: list[dict[str, float | None]] = []
    count: float | None = float(target_sales)
    for i in reversed(range(len(steps))):
        events, trials = steps[i]
        count = count * trials / events if events > 0 and count is not None else None
        low, high = product_range(steps[i:])
        stages.insert(0, {"count": count, "low": _over(target_sales, high), "high": _over(target_sales, low)})
    spend = {name: None if value is None else value * cost_per_visit for name, value in stages[0].items()}
    return [*stages, spend]


def _over(target: float, rate: float) -> float | None:
    return target / rate if rate > 1e-12 else None


def product_range(steps: Sequence[tuple[float, float]], level: float = LEVEL) -> tuple[float, float]:
    """Return the range of a product of rates, each Beta(events + ½, failures + ½).

    The product is taken as the beta of the same first two moments. A stage that nobody was lost in (one that the CRM
    does not keep) tells nothing of its own: the stages around it hold all that was counted.
    Source: Fan (1991), "The distribution of the product of independent beta variables".
    """
    from scipy.special import betaincinv

    mean = square = 1.0
    for events, trials in [step for step in steps if step[0] != step[1]] or steps:
        a, b = events + 0.5, max(trials - events, 0.0) + 0.5
        mean *= a / (a + b)
        square *= a * (a + 1) / ((a + b) * (a + b + 1))
    strength = (mean - square) / max(square - mean**2, 1e-300)
    a, b = mean * strength, (1 - mean) * strength
    return tuple(float(betaincinv(a, b, q)) for q in ((1 - level) / 2, (1 + level) / 2))  # type: ignore[return-value]


def plan(
    funnel: pd.DataFrame,
    target_sales: float,
    product: str | None = None,
    keywords: pd.DataFrame | None = None,
    flow: pd.DataFrame | None = None,
    links: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Plan for a number of sales from the funnel's counts.

    Parameters
    ----------
    funnel : DataFrame
        As ``funnel.funnel`` returns it.
    target_sales : float
    product : str, optional
        A product as the sales name it; its visits are those of the paid keywords it answers.
    keywords : DataFrame, optional
        An audit's keywords: visits and spend of the product, and where freed money could go.
    flow : DataFrame, optional
        As ``flow.money_flow`` returns it: what is spent besides the clicks.
    links : DataFrame, optional
        As ``link.link_sales`` returns it: how well sales could be traced.

    Returns
    -------
    dict
        ``target_sales``, ``product``, ``channel`` (whose visits, sales and spend it is), ``visitors``, ``leads``,
        ``appointments``, ``opportunities``, ``spend`` (each ``count, low, high``), ``cost_per_visit``, ``stages``,
        ``weakest_stage``, ``present_budget`` (with ``spend_parts``: what is and is not in it), ``by_channel`` (each
        with its ``present`` and its ``target``), ``freed``, ``notes``.
    """
    found, notes = credited(funnel, product, keywords)
    out: dict[str, Any] = {"target_sales": float(target_sales), "product": product or ""}
    if isinstance(found, str):
        return {**out, "notes": [f"not supported by the data supplied: {found}", *notes]}
    out["channel"] = found.channel
    names = ("visitors", "leads", "appointments", "opportunities", "spend")
    out |= dict(zip(names, _needed(target_sales, found), strict=True))
    out["cost_per_visit"] = found.spend / found.counts[0]
    out["stages"] = _stages(found.counts)
    out["weakest_stage"] = _weakest(found.counts)
    out["present_budget"] = _present(found, flow, product)
    out["by_channel"] = [] if product else _by_channel(funnel, target_sales)
    out["freed"] = freed(keywords, links, found.keywords)
    out["notes"] = [NOTE, *notes]
    return out


def _needed(target_sales: float, found: Credited) -> list[dict[str, float | None]]:
    """What is needed as counted; the range reaches as far as it would with all the untraced sales."""
    per_visit = found.spend / found.counts[0]
    rows = needed(target_sales, _steps(found.counts), per_visit)
    for row, other in zip(rows, needed(target_sales, _steps(found.most), per_visit), strict=True):
        ends = (row["high"], other["high"])
        row["low"] = min((n for n in (row["low"], other["low"], row["count"]) if n is not None), default=None)
        row["high"] = None if None in ends else max(n for n in (*ends, row["count"]) if n is not None)
    return rows


def _steps(counts: list[float]) -> list[tuple[float, float]]:
    return list(zip(counts[1:], counts[:-1], strict=True))


def _present(found: Credited, flow: pd.DataFrame | None, product: str | None) -> dict[str, Any]:
    """The present spend, the sales it can be credited with, and what of the money is and is not in it."""
    low = 0.0 if found.assumed else found.counts[0] * product_range(_steps(found.counts))[0]
    high = found.counts[0] * product_range(_steps(found.most))[1]
    parts = []
    if flow is not None and not flow.empty:
        spent = flow[flow["side"].eq("spend") & flow["amount"].abs().gt(0.005)]
        if product or found.channel != "paid_search":  # the whole's clicks are not this one's
            spent = spent[~spent["part"].isin(["visible", "brand"])]
        inside = spent["part"].isin(["visible", "brand"])
        rows = spent[["part", "meaning", "amount"]].assign(in_spend=inside)
        parts = [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
    return {
        "spend": found.spend, "visitors": found.counts[0], "sales": found.counts[-1], "low": low, "high": high,
        "untraced_sales": found.most[-1] if found.assumed else found.most[-1] - found.counts[-1],
        "other_sales": found.others, "spend_parts": parts,
    }  # fmt: skip


def _stages(counts: list[float]) -> list[dict[str, Any]]:
    out = []
    for i in range(1, len(FUNNEL)):
        low, high = rate_range(min(counts[i], counts[i - 1]), counts[i - 1], LEVEL)
        rate = counts[i] / counts[i - 1] if counts[i - 1] else float("nan")
        out.append({"stage": FUNNEL[i], "from": FUNNEL[i - 1], "count": counts[i], "of": counts[i - 1],
                    "rate": rate, "low": float(low), "high": float(high)})  # fmt: skip
    return out


def _weakest(counts: list[float]) -> dict[str, Any]:
    """The stage after the visit at which most are lost, where enough have reached it to say."""
    stages = [s for s in _stages(counts)[1:] if s["of"] >= MIN_STAGE] or _stages(counts)[:1]
    return min(stages, key=lambda s: s["rate"])


def _by_channel(funnel: pd.DataFrame, target_sales: float) -> list[dict[str, Any]]:
    """Each channel as it is at present, and what the target would take of it alone."""
    out = []
    for channel in sorted(set(funnel["channel"]) - {ALL}):
        counts = stages_of(funnel, channel, ALL)
        rows = funnel[funnel["channel"].eq(channel) & funnel["product"].eq(ALL)]
        visits, spend = counts[0] if counts[0] > 0 else None, float(rows["cost"].sum())
        found: dict[str, Any] = {"channel": channel, "target": {}}
        found["present"] = {"visits": visits, "sales": counts[-1], "spend": spend}
        if visits and counts[-1] > 0:
            need = needed(target_sales, _steps(counts), spend / visits)
            found["target"] = {"visitors": need[0], "appointments": need[2], "spend": need[-1]}
        out.append(found)
    return out


def plan_audit(audit: Audit, target_sales: float, product: str | None = None) -> dict[str, Any]:
    """Plan from a saved audit: see ``plan``."""
    tables, none = audit.tables, pd.DataFrame()
    flow, links = tables.get("money_flow"), tables.get("links")
    return plan(tables.get("funnel", none), target_sales, product, audit.keywords, flow, links)


def render_plan(found: dict[str, Any]) -> str:
    """Return a plan as text.

    Examples
    --------
    >>> print(render_plan({"target_sales": 100.0, "product": "", "notes": ["not supported by the data supplied"]}))
    For 100 sales
    not supported by the data supplied
    """
    head = f"For {found['target_sales']:,.0f} sales" + (f" of {found['product']}" if found["product"] else "")
    if "visitors" not in found:
        return "\n".join([head, *found["notes"]])
    lines = [f"{head} by {found['channel']}"]
    for name in ("opportunities", "appointments", "leads", "visitors", "spend"):
        lines.append(f"  {name:<14}{_render(found[name]['count']):>12}   ({_between(found[name])})")
    weak = found["weakest_stage"]
    lines.append(
        f"Weakest stage: {weak['from']} to {weak['stage']}, {weak['rate']:.1%} "
        f"({weak['count']:,.0f} of {weak['of']:,.0f})"
    )
    lines += _render_present(found["present_budget"], found["channel"])
    lines += _render_channels(found["by_channel"], found["target_sales"])
    lines += render_freed(found["freed"], found["product"])
    return "\n".join([*lines, *found["notes"]])


def _render_present(now: dict[str, Any], channel: str) -> list[str]:
    untraced = f", and of the {now['untraced_sales']:,.0f} that could not be traced none to all"
    lines = [
        f"The present spend of {now['spend']:,.0f} is credited with {now['sales']:,.0f} sales of {channel} "
        f"(expected {now['low']:,.0f} to {now['high']:,.0f}{untraced if now['untraced_sales'] else ''})"
    ]
    if now["other_sales"]:
        lines.append(f"  {now['other_sales']:,.0f} sales came by other channels: none of them is this spend's")
    for inside, said in ((True, "in that spend"), (False, "not in that spend")):
        parts = [p for p in now["spend_parts"] if p["in_spend"] is inside]
        lines += [f"  {said}: {p['amount']:,.0f}, {p['meaning']}" for p in parts]
    return lines


def _render_channels(rows: list[dict[str, Any]], target_sales: float) -> list[str]:
    lines = ["At present, by channel:"] if rows else []
    for row in rows:
        now = row["present"]
        visits = "visits not known" if now["visits"] is None else f"{now['visits']:,.0f} visits"
        spend = f", {now['spend']:,.0f} spent on clicks" if now["spend"] else ""
        lines.append(f"  {row['channel']}: {visits}, {now['sales']:,.0f} sales{spend}")
    able = [row for row in rows if row["target"]]
    lines += [f"For {target_sales:,.0f} sales by one channel alone, as traced to it:"] if able else []
    for row in able:
        need = row["target"]
        spend = (
            f"; spend {_render(need['spend']['count'])} ({_between(need['spend'])})" if row["present"]["spend"] else ""
        )
        lines.append(
            f"  {row['channel']}: {_render(need['visitors']['count'])} visits ({_between(need['visitors'])}){spend}"
        )
    return lines


def _between(row: dict[str, float | None]) -> str:
    return f"{_render(row['low'])} to {_render(row['high'])}"


def _render(value: float | None) -> str:
    return "unbounded" if value is None else f"{value:,.0f}"
