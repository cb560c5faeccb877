"""What a number of sales takes: visitors, appointments and spend, with ranges from the data's own sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from keyworth.money.funnel import ALL, FUNNEL
from keyworth.text import key

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.store import Audit

LEVEL = 0.9
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
    funnel: pd.DataFrame, target_sales: float, product: str | None = None, keywords: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Plan for a number of sales from the funnel's counts.

    Parameters
    ----------
    funnel : DataFrame
        As ``funnel.funnel`` returns it.
    target_sales : float
    product : str, optional
        A product as the sales name it; its visits are those of the keywords it answers.
    keywords : DataFrame, optional
        An audit's keywords: visits and spend of the product, and where freed money could go.

    Returns
    -------
    dict
        ``target_sales``, ``product``, ``visitors``, ``leads``, ``appointments``, ``opportunities``,
        ``spend`` (each ``count, low, high``), ``cost_per_visit``, ``weakest_stage``, ``present_budget``,
        ``by_channel``, ``freed``, ``notes``.
    """
    counts, spend, notes = _counts(funnel, product, keywords)
    out: dict[str, Any] = {"target_sales": float(target_sales), "product": product or ""}
    if counts is None or not counts[0] or not counts[-1]:
        missing = "no sale" if counts is None or not counts[-1] else "no visit"
        return {**out, "notes": [f"not supported by the data supplied: {missing} of it was recorded", *notes]}
    steps = list(zip(counts[1:], counts[:-1], strict=True))
    rows = needed(target_sales, steps, spend / counts[0])
    names = ("visitors", "leads", "appointments", "opportunities", "spend")
    out |= dict(zip(names, rows, strict=True))
    out["cost_per_visit"] = spend / counts[0]
    out["stages"] = _stages(counts)
    out["weakest_stage"] = _weakest(counts)
    low, high = product_range(steps)
    out["present_budget"] = {
        "spend": spend, "visitors": counts[0], "sales": counts[-1], "low": counts[0] * low, "high": counts[0] * high,
    }  # fmt: skip
    out["by_channel"] = [] if product else _by_channel(funnel, target_sales)
    out["freed"] = _freed(keywords)
    out["notes"] = [NOTE, *notes]
    return out


def _rows(funnel: pd.DataFrame, channel: str, product: str) -> list[float]:
    rows = funnel[funnel["channel"].eq(channel) & funnel["product"].eq(product)].set_index("stage")
    return [float(rows["count"].get(stage, float("nan"))) for stage in FUNNEL]


def _counts(
    funnel: pd.DataFrame, product: str | None, keywords: pd.DataFrame | None
) -> tuple[list[float] | None, float, list[str]]:
    if funnel.empty:
        return None, 0.0, []
    whole = funnel[funnel["channel"].eq(ALL) & funnel["product"].eq(ALL)]
    notes = sorted({note for note in whole["note"] if note})
    if not product:
        return _rows(funnel, ALL, ALL), float(whole["cost"].sum()), notes
    wanted = key(product)
    named = sorted({p for p in funnel["product"] if p and key(p) == wanted})
    titles = {wanted}
    clicks = cost = 0.0
    if keywords is not None:
        by_id = keywords["product_id"].map(key).eq(wanted)
        titles |= {key(t) for t in keywords.loc[by_id, "product_title"]}
        named = named or sorted({p for p in funnel["product"] if p and key(p) in titles})
        own = by_id | keywords["product_title"].map(key).isin(titles)
        clicks, cost = float(keywords.loc[own, "clicks"].sum()), float(keywords.loc[own, "cost"].sum())
    if not named:
        return None, 0.0, notes
    counts = [clicks, *_rows(funnel, ALL, named[0])[1:]]
    if counts[0] < counts[1]:
        notes.append("fewer visits than leads are known for this product: some of its leads came another way")
    return counts, cost, notes


def _stages(counts: list[float]) -> list[dict[str, Any]]:
    from keyworth.money.intervals import rate_range

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
    out = []
    for channel in sorted(set(funnel["channel"]) - {ALL}):
        counts = _rows(funnel, channel, ALL)
        rows = funnel[funnel["channel"].eq(channel) & funnel["product"].eq(ALL)]
        if not counts[0] > 0:
            continue
        found: dict[str, Any] = {"channel": channel, "visits": counts[0], "sales": counts[-1]}
        if counts[-1] > 0:
            steps = list(zip(counts[1:], counts[:-1], strict=True))
            need = needed(target_sales, steps, float(rows["cost"].sum()) / counts[0])
            found |= {"visitors": need[0], "appointments": need[2], "spend": need[-1]}
        out.append(found)
    return out


def _freed(keywords: pd.DataFrame | None) -> dict[str, Any]:
    """What the cuts free, and the campaigns whose pounds brought most: a suggestion with its range."""
    if keywords is None or not {"verdict", "attributed_revenue_low"} <= set(keywords.columns):
        return {}
    kept = keywords[keywords["verdict"].eq("keep") & keywords["cost"].gt(0)]
    sums = kept.groupby("campaign")[["cost", "attributed_revenue", "attributed_revenue_low", "attributed_revenue_high"]]
    by = sums.sum().reset_index()
    by = by[by["attributed_revenue_low"].gt(0)]
    for name in ("low", "high"):
        by[f"revenue_a_pound_{name}"] = by[f"attributed_revenue_{name}"] / by["cost"]
    best = by.sort_values(["revenue_a_pound_low", "campaign"], ascending=[False, True]).head(3)
    return {
        "amount": float(keywords.loc[keywords["verdict"].eq("cut"), "cost"].sum()),
        "best": best[["campaign", "cost", "revenue_a_pound_low", "revenue_a_pound_high"]].to_dict("records"),
        "note": "a suggestion: the next pound in a campaign brings less than the last one did",
    }


def plan_audit(audit: Audit, target_sales: float, product: str | None = None) -> dict[str, Any]:
    """Plan from a saved audit: see ``plan``."""
    import pandas as pd

    return plan(audit.tables.get("funnel", pd.DataFrame()), target_sales, product, audit.keywords)


def told_plan(found: dict[str, Any]) -> str:
    """Return a plan as text.

    Examples
    --------
    >>> print(told_plan({"target_sales": 100.0, "product": "", "notes": ["not supported by the data supplied"]}))
    For 100 sales
    not supported by the data supplied
    """
    head = f"For {found['target_sales']:,.0f} sales" + (f" of {found['product']}" if found["product"] else "")
    lines = [head]
    if "visitors" in found:
        for name in ("opportunities", "appointments", "leads", "visitors", "spend"):
            row = found[name]
            lines.append(f"  {name:<14}{_told(row['count']):>12}   ({_told(row['low'])} to {_told(row['high'])})")
        weak, now = found["weakest_stage"], found["present_budget"]
        lines.append(
            f"Weakest stage: {weak['from']} to {weak['stage']}, {weak['rate']:.1%} "
            f"({weak['count']:,.0f} of {weak['of']:,.0f})"
        )
        lines.append(
            f"The present spend of {now['spend']:,.0f} buys {now['sales']:,.0f} sales "
            f"(expected {now['low']:,.0f} to {now['high']:,.0f})"
        )
        for row in found["by_channel"]:
            told = f"spend {_told(row['spend']['count'])}" if "spend" in row else "no sale recorded"
            lines.append(f"  {row['channel']}: {row['visits']:,.0f} visits, {row['sales']:,.0f} sales; {told}")
        for row in found["freed"].get("best", ()):
            lines.append(
                f"  {row['campaign']}: {row['revenue_a_pound_low']:.2f} to {row['revenue_a_pound_high']:.2f} a pound"
            )
    return "\n".join([*lines, *found["notes"]])


def _told(value: float | None) -> str:
    return "unbounded" if value is None else f"{value:,.0f}"
