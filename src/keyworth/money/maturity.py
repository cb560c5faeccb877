"""How long sales take, and how much of the open leads' outcome is already in.

Source: mixture cure model (Berkson & Gage 1952): a share of leads never closes; the rest
close after a log-normal lag. Open leads count as trials by the share of their eventual
closures that should have come by now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Money


def matured(sales: pd.DataFrame, as_of: pd.Timestamp, settings: Money) -> pd.Series:
    """Return for each sale the share of its outcome that is in: 1 when closed, less for open ones.

    Parameters
    ----------
    sales : DataFrame
        As ``clean.usable_sales`` returns it.
    as_of : Timestamp
        The day of the export.
    """
    import numpy as np

    age = (as_of - sales["created_at"]).dt.total_seconds() / 86400.0
    if settings.sales_lag_days:
        done = 1 - np.exp2(-age.clip(lower=0) / settings.sales_lag_days)
    else:
        lag = (sales["closed_at"] - sales["created_at"]).dt.total_seconds() / 86400.0
        done = _lag_share(lag[sales["stage"].eq("won")].dropna(), age)
    return done.fillna(1.0).clip(0.0, 1.0).where(~sales["closed"], 1.0)


def _lag_share(lags: pd.Series, age: pd.Series) -> pd.Series:
    import numpy as np
    from scipy.special import ndtr

    logs = np.log(lags.clip(lower=0.25))
    if len(logs) < 5:
        return age * 0 + 1.0
    spread = max(float(logs.std()), 0.2)
    return (np.log(age.clip(lower=0.01)) - float(logs.mean())).div(spread).map(ndtr)
