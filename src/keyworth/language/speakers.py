"""Who is the customer in a call: by label, by name, by how often they speak in others' calls, by what they say."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from keyworth.text.english_words import fold

_AGENT_LABEL = (
    r"\b(?:agent|rep|representative|advis[oe]r|sales\w*|support|operator|consultant|staff|host|internal|"
    r"employee|csr|assistant|"
    r"bot|ivr|seller|receptionist|reception|server|barista|team member|specialist|expert|surveyor|designer|"
    r"estimator|owner|"
    r"account manager|crm note|note)\b"
)
_CUSTOMER_LABEL = (
    r"\b(?:guest|caller|customer|client|external|prospect|lead|user|buyer|visitor|shopper|patient|enquirer|inquirer|"
    r"consumer)\b"
)
GENERIC = (
    r"^(?:|speaker[\s_]*\w{0,2}|spk[\s_]*\w{0,3}|unknown(?: speaker)?|channel[\s_]*\d+|ch[\s_]*\d+|"
    r"participant[\s_]*\w{0,2}|\d+|[a-z])$"
)
AGENT_SAYS = (
    r"\bspeaking\b(?! to| with)|how (?:can|may) (?:i|we) help|(?:thank you|thanks) for (?:calling|ringing|"
    r"phoning|your call|getting in touch)|"
    r"welcome to|you(?:'re|’re| are) through to|(?:can|could|may) i (?:take|get|have|grab|ask(?: for)?) (?:your|"
    r"you|the|a)|what(?:'s|’s| is) your|"
    r"bear with me|let me (?:just )?(?:check|see|look|pull|have)|anything else i can|is there anything else|"
    r"(?:i|we)(?:'ll|’ll| will| can) (?:book|transfer|put you|send (?:you|someone|one|our)|get (?:someone|one "
    r"of)|pop (?:you|that)|arrange)|"
    r"one of our|our (?:team|surveyors?|consultants?|designers?|showroom|engineers?|specialists?|installers?|"
    r"advisors?)|"
    r"would you (?:like|prefer) (?:me|us|to|a|the)|(?:i|we) recommend|calls (?:are|may be) recorded|how did you hear|"
    r"we (?:do have|offer|stock|sell|supply|don't sell|no longer|discontinued|call (?:it|that|them))|pick up "
    r"your|your order"
)
CUSTOMER_SAYS = (
    r"i(?:'m|’m| am) (?:just )?(?:calling|ringing|phoning|looking|interested|after|enquiring|inquiring|"
    r"wondering|hoping|thinking)|"
    r"(?:i|we) (?:want|need|wanted|needed|saw|found|have a|was looking|were looking|was wondering|bought|"
    r"ordered)|(?:i|we)(?:'d|’d| would) like|"
    r"do you (?:have|sell|do|offer|deliver|stock|make|guys|fit|install)|how much (?:is|are|does|do|would|will|for)|"
    r"can you (?:tell|give|send|do|come|deliver|help)|can i (?:get|have|order|book|come)|\bmy (?:house|garden|"
    r"home|wife|husband|partner|boiler|"
    r"order|budget|old|current|number is|name is)|what(?:'s|’s| is) the (?:price|cost)|i don(?:'t|’t) know "
    r"(?:if|what)"
)
_MANY_CALLS = 3  # chosen: customers seldom ring three times within a file; not measured


def decide_roles(calls: pd.DataFrame, agent_names: Sequence[str] = ()) -> pd.Series:
    """Return each turn's role: customer, agent, or unknown where nothing tells.

    A role the file states stands. Otherwise, in this order: the label ("Caller", "(Guest)",
    "Agent"), the names of staff, a name that speaks in three or more calls with different people,
    what is said (greetings and offers against wishes and questions), and being the only one left.

    Parameters
    ----------
    calls : DataFrame
        ``schema.CALLS``.
    agent_names : sequence of str
        Staff.

    Returns
    -------
    Series of str
        Indexed as ``calls``.
    """
    speakers = _speakers(calls)
    role = speakers["role"].where(speakers["role"].isin(["customer", "agent"]), "")
    role = _fill(role, _by_label(speakers["speaker"]))
    role = _fill(role, _by_staff(speakers["speaker"], agent_names))
    role = _fill(role, _by_many_calls(speakers))
    role = _by_speech(speakers, role)
    role = _by_elimination(speakers, role)
    speakers["role"] = role.mask(role == "", "unknown")
    merged = calls[["call_id", "speaker"]].merge(speakers, how="left", on=["call_id", "speaker"])
    stated = calls["role"].isin(["customer", "agent"]).to_numpy()
    out = merged["role"].to_numpy(dtype=object)
    out[stated] = calls["role"].to_numpy(dtype=object)[stated]

    return pd.Series(out, index=calls.index, dtype="str", name="role")


def named_speakers(calls: pd.DataFrame) -> list[str]:
    """Return those who speak under a name of their own, who speaks in most calls first.

    Parameters
    ----------
    calls : DataFrame
        ``schema.CALLS``.
    """
    low = calls["speaker"].str.casefold()
    label = low.str.contains(GENERIC, regex=True) | low.str.contains(_AGENT_LABEL, regex=True)
    own = calls.loc[~(label | low.str.contains(_CUSTOMER_LABEL, regex=True))]
    heard = own.groupby("speaker")["call_id"].nunique().sort_index()
    return heard.sort_values(ascending=False, kind="stable").index.tolist()


def _speakers(calls: pd.DataFrame) -> pd.DataFrame:
    """One row for each speaker of each call: the stated role if there is but one, and the cues in what they say."""
    low = calls["text"].str.casefold()
    frame = calls[["call_id", "speaker", "turn"]].assign(
        role=calls["role"],
        agent=low.str.count(AGENT_SAYS),
        customer=low.str.count(CUSTOMER_SAYS),
    )
    grouped = frame.groupby(["call_id", "speaker"], sort=True)
    out = grouped.agg(
        turn=("turn", "min"),
        agent=("agent", "sum"),
        customer=("customer", "sum"),
        role=("role", "max"),
        least=("role", "min"),
    )
    out["role"] = out["role"].where(out["role"] == out["least"], "")
    return out.reset_index()


def _fill(role: pd.Series, more: pd.Series) -> pd.Series:
    return role.where(role != "", more)


def _by_label(speaker: pd.Series) -> pd.Series:
    low = speaker.str.casefold()
    customer = low.str.contains(_CUSTOMER_LABEL, regex=True)
    agent = low.str.contains(_AGENT_LABEL, regex=True) & ~customer
    return agent.map({True: "agent", False: ""}).astype("str").mask(customer, "customer")


def _by_staff(speaker: pd.Series, agent_names: Sequence[str]) -> pd.Series:
    staff = {fold(name).strip() for name in agent_names if name.strip()}
    firsts = {name.split()[0] for name in staff if len(name.split()) == 1}
    folded = speaker.map(lambda s: fold(s).strip())
    first = folded.str.replace(r"\s.*$", "", regex=True)
    swapped = folded.str.replace(r"^([^,]+),\s*([^(]+?)\s*(?:\(.*\))?$", r"\2 \1", regex=True)
    is_staff = folded.isin(staff) | swapped.isin(staff) | first.isin(firsts)
    return is_staff.map({True: "agent", False: ""}).astype("str")


def _by_many_calls(speakers: pd.DataFrame) -> pd.Series:
    named = ~speakers["speaker"].str.casefold().str.contains(GENERIC, regex=True)
    in_calls = speakers.groupby("speaker")["call_id"].transform("nunique")
    others = speakers.groupby("call_id")["speaker"].transform("nunique") > 1
    return (named & others & (in_calls >= _MANY_CALLS)).map({True: "agent", False: ""}).astype("str")


def _by_speech(speakers: pd.DataFrame, role: pd.Series) -> pd.Series:
    """Settle calls of named or numbered speakers by the balance of cues, when it leaves one highest and one lowest."""
    score = (speakers["agent"] - speakers["customer"]).where(speakers["speaker"].str.strip() != "")
    open_ = role == ""
    has_agent = (role == "agent").groupby(speakers["call_id"]).transform("any")
    highest = score.groupby(speakers["call_id"]).transform("max")
    lowest = score.groupby(speakers["call_id"]).transform("min")
    top = (score == highest).groupby(speakers["call_id"]).transform("sum") == 1
    agent = (
        open_ & ~has_agent & top & (score == highest) & (highest > lowest) & ((speakers["agent"] > 0) | (lowest < 0))
    )
    customer = open_ & ~agent & (score < 0) & (speakers["agent"] == 0)
    return role.mask(agent, "agent").mask(customer, "customer")


def _by_elimination(speakers: pd.DataFrame, role: pd.Series) -> pd.Series:
    """With the agent known, the others are the customer's side; so is speech without labels, if no agent is heard."""
    call = speakers["call_id"]
    labelled = speakers["speaker"].str.strip() != ""
    has_agent = (role == "agent").groupby(call).transform("any")
    role = role.mask((role == "") & has_agent & labelled, "customer")
    alone = call.groupby(call).transform("size") == 1
    return role.mask((role == "") & alone & (speakers["agent"] == 0), "customer")
