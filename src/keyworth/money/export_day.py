"""The day of the export: what is dated after it has not happened yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from keyworth.schema import SET_ASIDE, conform

if TYPE_CHECKING:
    from keyworth.settings import Money

QUIET = 90  # days without a sale, a close, a call or the report's own end: what is dated beyond is of another time,
STRAYS = 0.1  # where it is no more of the dates than this (or one alone)
FUTURE = "closed after the day of the export: it cannot be {stage} yet, counted as still open"
BACKWARDS = "closed before it was created: one of its dates is wrong, used as they stand"


def as_of(settings: Money, keywords: pd.DataFrame, sales: pd.DataFrame, calls: pd.DataFrame) -> pd.Timestamp:
    """Return the day of the export: the setting, else the last day on which something happened.

    A few dates that lie alone, beyond a quarter in which nothing happened, are slips of the pen (a 2028 among 2026s)
    and no day of the export; the end that the keyword report states for its period always counts. Clicks are judged
    by this day and do not move it: one later than every sale, close and call is on no sale's path anyway.

    Examples
    --------
    >>> import pandas as pd
    >>> from keyworth.schema import CALLS, KEYWORDS, SALES, conform, empty
    >>> from keyworth.settings import Money
    >>> days = pd.to_datetime(["2026-02-03", "2026-03-01", "2026-03-09"], utc=True)
    >>> ends = pd.to_datetime(["2026-02-20", "2026-04-02", "2028-03-20"], utc=True)
    >>> sales = conform(pd.DataFrame({"stage": "won", "created_at": days, "closed_at": ends}), SALES)
    >>> str(as_of(Money(), empty(KEYWORDS), sales, empty(CALLS)).date())
    '2026-04-02'
    """
    if settings.as_of is not None:
        return pd.Timestamp(settings.as_of, tz="UTC") + pd.Timedelta(days=1)
    ended = sales.loc[sales["stage"].isin(["won", "lost"]), "closed_at"]
    period = keywords["period_end"].dropna().drop_duplicates()
    days = pd.concat([sales["created_at"], ended, calls["started_at"], period]).dropna().sort_values(ignore_index=True)
    if days.empty:
        return pd.Timestamp.max.tz_localize("UTC") - pd.Timedelta(days=800)
    most = max(int(STRAYS * len(days)), 1)
    quiet = days.diff() > pd.Timedelta(days=QUIET)
    beyond = len(days) - days.index.to_series()
    strays = days.index[quiet & (beyond <= most) & (2 * beyond < len(days))]
    last = days[strays[0] - 1] if len(strays) else days.iloc[-1]
    return max(last, period.max()) if len(period) else last


def not_yet_closed(sales: pd.DataFrame, day: pd.Timestamp, notes: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the sales with those that close after the day of the export still open; add the rows told by name.

    A day of grace, for clocks of other time zones. An open sale stands where it had got to before it closed: as far as
    the file says, else the last stage before a win.
    """
    ended = sales["stage"].isin(["won", "lost"]) & ~sales["amount"].lt(0)  # a refund is no close
    late = ended & sales["closed_at"].fillna(sales["created_at"]).gt(day + pd.Timedelta(days=1))
    backwards = ended & ~late & (sales["closed_at"] + pd.Timedelta(days=1)).lt(sales["created_at"])
    for rows, reason in ((sales[late], FUTURE), (sales[backwards], BACKWARDS)):
        told = [reason.format(stage=stage) for stage in rows["stage"]]
        content = rows["sale_id"] + " closed " + rows["closed_at"].dt.strftime("%Y-%m-%d").fillna("on no day told")
        notes.append(conform(rows.assign(kind="sales", reason=told, content=content), SET_ASIDE))
    far = sales["furthest"].where(sales["furthest"].ne(""), sales["stage"].map({"won": "opportunity", "lost": "lead"}))
    sales = sales.assign(stage=sales["stage"].mask(late, far), closed_at=sales["closed_at"].mask(late))
    return sales.assign(furthest=sales["furthest"].mask(late, ""))
