"""The gate of what calls teach of names, where moving the encoder did not pass its own.

Names weigh only what they proved on callers not learnt from, so they need no lead over the champion. What makes the
calls themselves suspect holds for them, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.relevance.learnt_names import chances_of
from keyworth.training import gate

if TYPE_CHECKING:
    import pandas as pd

# Reasons of `gate` that are about the encoder's adapter, and say nothing against the calls.
OF_ADAPTER = frozenset({"too_little_data", "no_lift", "forgetting", "pulls_in_strangers", "calibration"})


def proved(names: pd.DataFrame) -> bool:
    """Return whether any learnt wording weighs anything.

    Examples
    --------
    >>> import pandas as pd
    >>> name = {"calls": [6], "agree": [6], "right": [9], "tested": [10]}
    >>> proved(pd.DataFrame(name)), proved(pd.DataFrame({**name, "tested": [4]}))
    (True, False)
    """
    return bool((chances_of(names) > 0).any())


def names_alone(answer: gate.Answer, names: pd.DataFrame) -> gate.Answer:
    """Return the answer for a version of names alone, with how each kind did on callers not learnt from."""
    kinds = names.drop_duplicates("kind").set_index("kind")
    told = {str(k): {"right": int(r.right), "tested": int(r.tested)} for k, r in kinds.iterrows()}
    return gate.Answer(gate.PROMOTE, (), {**answer.numbers, "names": told, "of the encoder": list(answer.names)})
