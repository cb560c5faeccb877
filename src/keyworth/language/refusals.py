"""What callers asked for, what staff answered, and what came of it: a row a thing asked for in a call.

Staff know what is sold: "we don't do those", "not any more, I'm afraid". An answer is a refusal of the *thing* where
it speaks of what the caller had just said, by a word of it or as "that"; that nobody is free on Saturday is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.language.calls import merged_turns
from keyworth.schema import STAFF_ANSWERS, conform
from keyworth.text import tokens
from keyworth.text.word_forms import singular

if TYPE_CHECKING:
    from keyworth.settings import Language

_OFFER = (
    r"(?:actually |really |even |currently |ever )?(?:do|did|done|sell|sold|stock(?:ed)?|"
    r"offer(?:ed)?|fit(?:ted)?|made|make|had|hire|supply|carry|have|"
    r"keep|provide|deal|cover|install|put|handle|take on|run|rent|lease|let|drill|dig|build|lay|repair|mend|service|"
    r"clean|empty|wash|grow|breed|bake|print|import|list|touch|work (?:on|with)|get involved|go near)\b"
)
_NO = (
    rf"\b(?:we|i|they)(?: just|'re afraid| simply| really)? (?:don['’]?t|do not|can['’]?t|cannot|"
    rf"won['’]?t|didn['’]?t|never|"
    rf"no longer|don['’]?t even) {_OFFER}",
    rf"\b(?:we|i)['’]?ve never {_OFFER}",
    r"\b(?:is|are|was|were)(?:n['’]?t| not) (?:really )?(?:something|anything|a thing|one of) ",
    r"\bnot (?:really )?(?:something|anything|a service|one of the things|a thing) (?:that )?we\b",
    r"\b(?:that|those|it|this)(?:['’]?s| is| are) not (?:us|for us|our|ours)\b",
    r"\byou(?:['’]?ll|['’]?d| would| will)? (?:want|need|be after|be better with|have to (?:try|"
    r"ring|ask|find)) (?:an?|some|the) "
    r"[\w -]{2,30}? (?:for (?:that|those|it|one)|instead)\b",
    r"\bwe only (?:ever )?(?:do|sell|stock|fit|make|hire|supply|have|handle|offer|keep|rent)\b",
    r"\b(?:we['’]?ve|we have) only (?:got|ever)\b",
    r"\bno,? (?:sorry|i['’]?m afraid|not us)\b",
    r"\boutside (?:of )?what we\b",
)
_ONCE = (
    r"\b(?:not|n['’]?t)\b[^.?!]{0,60}\b(?:any ?more|any longer|these days|nowadays)\b",
    r"\bno longer\b",
    r"\b(?:we|they) (?:used to|stopped|gave (?:that|those|it|them|up)|gave up|dropped|"
    r"discontinued|sold off|packed (?:in|up)|ceased)\b",
    r"\b(?:line|range|model|one)s? (?:has|have|is|are) (?:finished|ended|gone|been dropped)\b",
    r"\b(?:been|is|are|was|were|it['’]?s|that['’]?s|they['’]?re) (?:discontinued|withdrawn|phased out)\b",
)
# Of when, where, how to pay, or of a person: it refuses a day or a form of payment, and no thing.
_OTHERWISE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|bank holidays?|today|tomorrow|tonight|evenings?|"
    r"this week|next week|charge|deliver(?:y|ies)?|cards?|cash|finance|deposit|appointment|slot|"
    r"anyone free|nobody free|your "
    r"(?:number|name|email|address|details|order)|in front of me|at the moment|in stock)\b",
    re.I,
)
_REFUSED, _GONE = re.compile("|".join(_NO), re.I), re.compile("|".join(_ONCE), re.I)
_POINTS = re.compile(
    r"\b(?:that|those|them|it|these|one|ones|this|any ?more|no longer|for you there|sorry|afraid)\b|,? no[.!]?$", re.I
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_DULL = frozenset(
    tokens(
        "a an the i we you it is are was do does did to of for in on and or my your our have has had with me us that "
        "this hello hi hiya morning please about after looking ringing calling still price quote any some can could "
        "would be not no yes so just if there them they what how much get one"
    )
)


def staff_answers(
    calls: pd.DataFrame, sales: pd.DataFrame, settings: Language, agent_names: Sequence[str] = ()
) -> pd.DataFrame:
    """Return what was asked in each call, whether staff said that it is not sold, and which product it came to.

    Parameters
    ----------
    calls : DataFrame
        ``schema.CALLS``, redacted.
    sales : DataFrame
        ``schema.SALES``; those of the same person, customer or click say what the call came to.
    settings : Language
    agent_names : sequence of str
        Staff.

    Returns
    -------
    DataFrame
        ``schema.STAFF_ANSWERS``: a row for what each call asked for, and one for each thing refused.
    """
    turns = merged_turns(calls, settings, agent_names)
    if turns.empty:
        return conform(pd.DataFrame(), STAFF_ANSWERS)
    next_by_staff = turns["role"].shift(-1).eq("agent") & turns["call_id"].shift(-1).eq(turns["call_id"])
    asked = turns.assign(answer=turns["text"].shift(-1).where(next_by_staff, "").fillna(""))
    asked = asked[asked["role"] == "customer"]
    told = [refusal(q, a) for q, a in zip(asked["text"], asked["answer"], strict=True)]
    asked = asked.assign(answer=[t[0] for t in told], once=[t[1] for t in told])
    asked["refused"] = asked["answer"] != ""
    refused = asked[asked["refused"]].assign(asked=lambda f: f["text"], staff="")
    served = _served(turns, asked)
    out = pd.concat([served, refused], ignore_index=True)
    out = out.drop(columns=["product"]).merge(_came_to(turns, sales), on="call_id", how="left")
    out["product"] = out["product"].fillna("").mask(out["refused"], "")
    out["won"] = out["won"].eq(True) & ~out["refused"]
    return conform(out.sort_values(["call_id", "refused", "turn"], kind="stable"), STAFF_ANSWERS)


def refusal(asked: str, answer: str) -> tuple[str, bool]:
    """Return the sentence by which staff say that what was asked is not sold, and whether it once was.

    Examples
    --------
    >>> refusal("Do you do loft ladders?", "We don't do those, I'm afraid. Anything else?")
    ("We don't do those, I'm afraid.", False)
    >>> refusal("Do you still hire marquees?", "Not any more, we sold them.")
    ('Not any more, we sold them.', True)
    >>> refusal("Could you come on Saturday about the gate?", "We don't do weekends, sorry.")
    ('', False)
    """
    words = _said(asked)
    for sentence in _SENTENCE.split(answer):
        once = _GONE.search(sentence)
        if not (once or _REFUSED.search(sentence)) or _OTHERWISE.search(sentence) or sentence.endswith("?"):
            continue
        if once or _POINTS.search(sentence) or words & _said(sentence):
            return sentence.strip(), bool(once)
    return "", False


def _said(text: str) -> set[str]:
    return {singular(w) for w in tokens(text)} - _DULL


def _served(turns: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return each call's words but for what was refused in it; of a call in which something was, nothing else."""
    no = set(asked.loc[asked["refused"], "call_id"])
    kept = turns[~turns["call_id"].isin(no)]
    customer, staff = (
        kept[kept["role"] == role].groupby("call_id", sort=False)["text"].agg(" ".join)
        for role in ("customer", "agent")
    )
    first = kept[kept["role"] == "customer"].drop_duplicates("call_id").set_index("call_id")
    return first.assign(
        asked=customer, staff=staff.reindex(first.index).fillna(""), answer="", refused=False
    ).reset_index()


def _came_to(turns: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Return for each call the product that it, or the sale of the same person, names: ``call_id, product, won``."""
    calls = turns.drop_duplicates("call_id")
    found = []
    stated = calls[calls["product"] != ""]
    found.append(stated[["call_id", "product"]].assign(won=stated["outcome"].eq("won"), rank=0))
    named = sales[sales["product"] != ""]
    for rank, key in enumerate(("customer_id", "person", "click_id"), 1):
        mine, theirs = calls.loc[calls[key] != "", ["call_id", key, "started_at"]], named[named[key] != ""]
        both = mine.merge(theirs[[key, "created_at", "product", "stage"]], on=key)
        far = (both["started_at"] - both["created_at"]).abs()
        both = both.assign(won=both["stage"].eq("won"), rank=rank, far=far).sort_values(["call_id", "far", "product"])
        found.append(both.drop_duplicates("call_id")[["call_id", "product", "won", "rank"]])
    return (
        pd.concat(found).sort_values(["call_id", "rank"], kind="stable").drop_duplicates("call_id").drop(columns="rank")
    )
