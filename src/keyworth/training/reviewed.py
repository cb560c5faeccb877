"""What people decided and judged of an audit: the labels that are trusted most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.review.decisions import Standing, standing, subject_ids
from keyworth.review.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.store import Audit

LEDGER_FILE = "keyworth-decisions.sqlite"
_GONE = ("retired_product", "no_current_product", "wrong_product")


def judged_keywords(directory: str | Path, audit: Audit, database: str | None, settings: Any) -> pd.DataFrame:
    """Return which keyword rows a person judged answered, or not, by the product that the audit names.

    A blind judgement counts by its own word; where reviewers disagree, the row says nothing. A decision
    counts where nobody judged: a keyword kept is answered, one cut for want of a product is not.

    Returns
    -------
    DataFrame
        ``row`` (place in the audit's keywords) and ``answered``.
    """
    import pandas as pd

    where = Path(directory).absolute().parent / LEDGER_FILE
    if database is None and not where.is_file():
        return pd.DataFrame({"row": [], "answered": []})
    states = standing(Ledger(database or f"sqlite:///{where}").entries(str(audit.summary["run_id"])))
    rows, answered = [], []
    columns = audit.keywords[["flags", "product_id"]].itertuples(index=False)
    for row, (subject, (flags, product)) in enumerate(zip(subject_ids(audit.keywords), columns, strict=True)):
        found = _of(states.get(subject), str(flags)) if product else None
        if found is not None:
            rows.append(row)
            answered.append(found)
    return pd.DataFrame({"row": rows, "answered": answered})


def _of(state: Standing | None, flags: str) -> bool | None:
    if state is None:
        return None
    said = {j.payload.get("product") for j in state.judgements} - {"unsure", None}
    if said:
        return None if len(said) > 1 else said == {"yes"}
    if state.verdict == "keep":
        return True
    gone = set(flags.split("; ")) & set(_GONE)
    return False if state.verdict == "cut" and gone else None
