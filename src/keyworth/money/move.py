"""What the move brings: what the cuts save a month, what they give up, and what the freed money could bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keyworth.money.budget_reallocation import freed
from keyworth.money.cost import months_of
from keyworth.money.totals import Doubt, expected_range, shared_doubt

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money


def what_the_move_brings(keywords: pd.DataFrame, links: pd.DataFrame | None, settings: Money) -> dict[str, Any]:
    """Return what the cuts save and give up a month, and what is known of the freed money.

    Parameters
    ----------
    keywords : DataFrame
        ``schema.KEYWORD_FINDINGS``.
    links : DataFrame or None
        The sales: the doubt that all keywords share.
    settings : Money

    Returns
    -------
    dict
        ``cuts``, ``months`` (of the period), ``saved`` (click cost a month: fees do not end with a keyword),
        ``forgone`` (margin that such clicks are expected to bring a month) and ``net``, each of these two with
        ``_low`` and ``_high``; ``freed``: ``known``, ``why``, and margin a month ``low``, ``high`` where it is known.
        ``{}`` where nothing is cut.
    """
    cuts = keywords[keywords["verdict"].eq("cut")]
    if cuts.empty:
        return {}
    months = months_of(keywords) or 1.0
    doubt = Doubt() if links is None or links.empty else shared_doubt(links)
    saved = float(cuts["cost"].sum()) / months
    middle, low, high = (value / months for value in expected_range(_in_margin(cuts, settings), "revenue", doubt))
    return {
        "cuts": len(cuts), "months": months, "saved": saved,
        "forgone": middle, "forgone_low": low, "forgone_high": high,
        "net": saved - middle, "net_low": saved - high, "net_high": saved - low,
        "freed": _freed(keywords, links, settings, saved, months),
    }  # fmt: skip


def _in_margin(rows: pd.DataFrame, settings: Money) -> pd.DataFrame:
    margin = rows["margin"].where(rows["margin"].gt(0), settings.margin)
    return rows.assign(**{f"expected_revenue{e}": rows[f"expected_revenue{e}"] * margin for e in ("", "_low", "_high")})


def _freed(
    keywords: pd.DataFrame, links: pd.DataFrame | None, settings: Money, saved: float, months: float
) -> dict[str, Any]:
    """What the saved pounds would bring where a pound brought more: at most as much as the last ones did.

    Of no more pounds than the campaign's kept keywords cost now: what as many again would bring, no sale has shown.
    """
    found = freed(_in_margin(keywords, settings), links)
    if not found or not found["best"]:
        few = "too few sales to say that a pound brings more in one campaign than in the others"
        why = few if found and found["compared"] > 1 else "there are no two campaigns of kept keywords to compare"
        return {"known": False, "why": why, "low": None, "high": None}
    best = found["best"][0]
    why = (
        f"{best['campaign']}: a pound brought {best['revenue_a_pound_low']:.2f} to {best['revenue_a_pound_high']:.2f} "
        f"of margin there, {best['others']:.2f} in the others; no more is counted than "
        "it spends now, as the next pound brings less"
    )
    taken = min(saved, best["cost"] / months)
    return {"known": True, "why": why, "low": 0.0, "high": taken * best["revenue_a_pound_high"]}
