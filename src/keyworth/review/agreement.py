"""Agreement of reviewers beyond chance."""

from __future__ import annotations

from collections import Counter


def krippendorff_alpha(units: list[dict[str, str]]) -> float | None:
    """Return Krippendorff's alpha for nominal values, any number of reviewers, missing values allowed.

    Parameters
    ----------
    units : list of dict
        A unit's value by reviewer; units with fewer than two values carry no information.

    Returns
    -------
    float or None
        1 for perfect agreement, 0 for chance; None with fewer than two comparable units.

    Notes
    -----
    Krippendorff, K. (2019) *Content Analysis*, 4th ed., section 12.3, by the coincidence matrix.

    Examples
    --------
    >>> krippendorff_alpha([{"a": "yes", "b": "yes"}, {"a": "no", "b": "no"}, {"a": "no", "b": "no"}])
    1.0
    """
    paired = [list(u.values()) for u in units if len(u) > 1]
    if len(paired) < 2:
        return None
    totals = Counter(v for unit in paired for v in unit)
    n = sum(totals.values())
    observed = sum((len(unit) ** 2 - sum(c * c for c in Counter(unit).values())) / (len(unit) - 1) for unit in paired)
    expected = (n * n - sum(c * c for c in totals.values())) / (n - 1)
    return 1.0 if expected == 0 else 1 - observed / expected
