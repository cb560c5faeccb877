"""What many keywords together are expected to bring: the range of a sum whose parts share their doubt.

Each keyword's range is mostly its own chance; rates of groups, the deal's mean and the
share of sales that can be traced are common to all and do not average out. The same sales
speak in both, so of the two the wider is taken: the parts' distances in quadrature, or the
gamma that the number of sales traced to them allows (a compound Poisson's squared
variation is (1 + that of a deal) / sales).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from keyworth.money.customers import by_customer, sales_a_customer
from keyworth.money.traced_share import traced_share

FIGURES = {"conversions": "attributed_conversions", "revenue": "attributed_revenue"}


@dataclass(frozen=True)
class Doubt:
    """What all keywords share: the squared variation of what a customer pays and, by channel, of the share traced.

    ``sales`` is how many sales a customer has: their number says less than it seems to by as much.
    """

    deal: float = 0.0
    traced: dict[str, float] = field(default_factory=dict)
    sales: float = 1.0


def shared_doubt(links: pd.DataFrame) -> Doubt:
    """Return the doubt that the sums of keywords do not average out, from ``link.link_sales``'s table of sales."""
    tied = ~links["link"].isin(["no_keyword", "unmatched"])  # other channels' deals are no keyword's
    won = links[links["stage"].eq("won") & links["amount"].gt(0) & tied]
    amounts = by_customer(won)["amount"]
    deal = float(amounts.var(ddof=0) / amounts.mean() ** 2) if len(amounts) else 0.0
    traced = {channel: doubt for channel, (_, doubt) in traced_share(links).items()}
    return Doubt(deal, traced, sales_a_customer(won))


def expected_range(rows: pd.DataFrame, figure: str, doubt: Doubt, level: float = 0.9) -> tuple[float, float, float]:
    """Return what rows together are expected to bring in such a period, with the range of that expectation.

    Parameters
    ----------
    rows : DataFrame
        ``schema.MONEY`` with ``channel``.
    figure : {"conversions", "revenue"}
    doubt : Doubt
    level : float

    Returns
    -------
    tuple of float
        Expected, low, high; NaN where nothing of it is known.

    Examples
    --------
    >>> import pandas as pd
    >>> one = {"channel": "paid", "expected_conversions": 20.0, "attributed_conversions": 20.0,
    ...        "expected_conversions_low": 14.0, "expected_conversions_high": 27.0}
    >>> [round(x, 1) for x in expected_range(pd.DataFrame([one]), "conversions", Doubt())]
    [20.0, 13.3, 27.8]
    """
    from scipy.special import gammaincinv

    middle, low, high = (rows[f"expected_{figure}{end}"] for end in ("", "_low", "_high"))
    known = middle.notna() & low.notna() & high.notna()
    total = float(middle[known].sum())
    if not known.any() or total <= 0:
        nan = float("nan")
        return (0.0, 0.0, 0.0) if known.any() else (nan, nan, nan)
    sales = float(rows.loc[known, "attributed_conversions"].sum())
    part = middle[known].groupby(rows.loc[known, "channel"]).sum() / total
    noise = (1 + (doubt.deal if figure == "revenue" else 0.0)) / (sales / doubt.sales + 0.5)
    noise += sum(doubt.traced.get(str(channel), 0.0) * share**2 for channel, share in part.items())
    ends = [total * noise * float(gammaincinv(1 / noise, q)) for q in ((1 - level) / 2, (1 + level) / 2)]
    down, up = (float((side[known] ** 2).sum() ** 0.5) for side in (middle - low, high - middle))
    return total, max(min(total - down, ends[0]), 0.0), max(total + up, ends[1])


def totals(keywords: pd.DataFrame, money: pd.DataFrame, links: pd.DataFrame, level: float = 0.9) -> pd.DataFrame:
    """Return the sums of all keywords, and by channel and campaign, with what such clicks are expected to bring.

    Returns
    -------
    DataFrame
        ``by`` (all, channel, campaign), ``group``, ``keywords``, and for conversions and revenue
        ``attributed_…`` (traced) and ``expected_…`` (with untraced sales and open leads), ``…_low`` and ``…_high``.
    """
    rows = money.merge(keywords[["keyword_id", "channel", "campaign"]], on="keyword_id").assign(all="")
    doubt = shared_doubt(links)
    told = []
    for by in ("all", "channel", "campaign"):
        for group, part in rows.groupby(by, sort=True):
            row: dict[str, float | str] = {"by": by, "group": str(group), "keywords": len(part)}
            for figure, name in FIGURES.items():
                row[name] = float(part[name].sum(min_count=1))
                names = (f"expected_{figure}", f"expected_{figure}_low", f"expected_{figure}_high")
                row |= dict(zip(names, expected_range(part, figure, doubt, level), strict=True))
            told.append(row)
    columns = ["by", "group", "keywords"]
    columns += [c for f, n in FIGURES.items() for c in (n, f"expected_{f}", f"expected_{f}_low", f"expected_{f}_high")]
    return pd.DataFrame(told, columns=columns)
