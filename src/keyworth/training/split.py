"""The frozen split: which callers and which weeks are for the test, now and in every later year.

It is decided by the SHA-256 of the caller's id and of the ISO week, so that it needs no state, is the
same in every process, and is never cut again when more calls arrive: who is once in the test has never
been learnt from by any version.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from keyworth.schema import person_key

if TYPE_CHECKING:
    import pandas as pd

SHARE = 0.2  # of the callers, and of the weeks, that are for the test
LEARN, TEST, UNUSED = "learn", "test", "unused"


def caller_hash(caller: str) -> str:
    """Return what is kept of a caller's id: 32 hexadecimal digits that lead back to nobody without the id.

    Examples
    --------
    >>> caller_hash("C1") == caller_hash(" c1"), caller_hash("C1") == caller_hash("C2")
    (True, False)
    """
    return exact_hash(" ".join(unicodedata.normalize("NFKC", caller).casefold().split()))


def id_hashes(name: str) -> frozenset[str]:
    """Return every hash by which an id is known: as it is written, and as the e-mail or telephone that it may be.

    Examples
    --------
    >>> bool(id_hashes("+44 20 7946 0123") & id_hashes("(020) 7946-0123")), bool(id_hashes("C1") & id_hashes("C2"))
    (True, False)
    """
    person = person_key(unicodedata.normalize("NFKC", name))
    return frozenset(caller_hash(n) for n in (name, person) if n.strip())


def exact_hash(caller: str) -> str:
    """Return the hash of an id exactly as it is written, which is what early versions kept."""
    return hashlib.sha256(f"keyworth caller {caller}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def held_out(name: str) -> bool:
    """Return whether a caller or a week belongs to the test, by its hash alone.

    Examples
    --------
    >>> sum(held_out(f"caller {i}") for i in range(1000)) / 1000
    0.2
    """
    digest = hashlib.sha256(f"keyworth test {name}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") < SHARE * 2**64


def fold_of(callers: pd.Series, folds: int) -> np.ndarray:
    """Return each caller's fold, by hash: the same whoever else is there.

    Examples
    --------
    >>> import pandas as pd
    >>> sorted(set(fold_of(pd.Series([f"c{i}" for i in range(99)]), 3).tolist()))
    [0, 1, 2]
    """
    known = {
        c: int.from_bytes(hashlib.sha256(f"keyworth fold {c}".encode()).digest()[:8], "big") % folds
        for c in set(callers)
    }
    return callers.map(known).to_numpy(int)


def weeks_of(started_at: pd.Series) -> pd.Series:
    """Return the ISO week of each call, "" where the call has no time."""
    return started_at.dt.strftime("%G-W%V").fillna("") if hasattr(started_at, "dt") else started_at.map(lambda _: "")


def unseen_weeks(tested: pd.Series, learnt: pd.Series) -> np.ndarray:
    """Return the week of each call of a test where it is kept for the test and nothing of it was learnt, else "".

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.Series(pd.date_range("2026-01-05", periods=40, freq="7D", tz="UTC"))
    >>> none = days.iloc[:0]
    >>> int((unseen_weeks(days, none) != "").sum()), set(unseen_weeks(days, days))
    (9, {''})
    """
    week = weeks_of(tested)
    kept = {w: w for w in week.unique() if w and held_out(f"week {w}")}
    seen = set(weeks_of(learnt))
    return np.array(["" if w in seen else kept.get(w, "") for w in week], dtype=object)


def split_examples(
    callers: pd.Series, started_at: pd.Series, learnt_before: frozenset[str] = frozenset()
) -> np.ndarray:
    """Return ``learn``, ``test`` or ``unused`` for each example.

    Parameters
    ----------
    callers : Series of str
        ``caller_hash`` of each example's caller.
    started_at : Series of times
        NaT where the call has no time: then its caller alone decides.
    learnt_before : frozenset of str
        Hashes of callers that earlier versions learnt from.

    Returns
    -------
    ndarray of str
        A held-out caller is for the test; so is a held-out week, of callers that are learnt from nowhere
        else (their calls of that week are unused).

    Examples
    --------
    >>> import pandas as pd
    >>> names = pd.Series([caller_hash(f"c{i}") for i in range(50)])
    >>> set(split_examples(names, pd.Series([pd.NaT] * 50)).tolist()) == {"learn", "test"}
    True
    """
    who = callers.map({c: held_out(c) for c in callers.unique()}).to_numpy(bool)
    week = weeks_of(started_at)
    when = week.map({w: bool(w) and held_out(f"week {w}") for w in week.unique()}).to_numpy(bool)
    learn = ~who & ~when
    known = callers.isin(set(callers[learn]) | learnt_before).to_numpy()
    return np.select([who & ~callers.isin(learnt_before).to_numpy(), learn, when & ~known], [TEST, LEARN, TEST], UNUSED)
