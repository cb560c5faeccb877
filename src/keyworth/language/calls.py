"""Calls: redacted, and down to the customer's side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.language.speakers import GENERIC, decide_roles
from keyworth.privacy.dialogue import Dialogue
from keyworth.privacy.file_names import redact_file_name
from keyworth.privacy.names import parts_of
from keyworth.privacy.redaction import find, redact_asked
from keyworth.schema import CALLS, SET_ASIDE, conform
from keyworth.text.english_words import is_word

if TYPE_CHECKING:
    from keyworth.settings import Language

_TELLS_NAME = r"(?i)\bname\b|\bnames\b|\bname's|\bthis is\b|\bspeaking\b|\bcalled\b"


def redact_calls(
    calls: pd.DataFrame, sales: pd.DataFrame, settings: Language, agent_names: Sequence[str] = ()
) -> pd.DataFrame:
    """Return calls with personal data redacted and speakers replaced by their role.

    The names of a call's speakers are redacted wherever the call has them, and so is any name
    that someone gives in it.

    Parameters
    ----------
    calls : DataFrame
        ``schema.CALLS``.
    sales : DataFrame
        ``schema.SALES``; ids of customers that are written as names are redacted too.
    settings : Language
    agent_names : sequence of str
        Staff.

    Returns
    -------
    DataFrame
        ``schema.CALLS``; the text is as it was where ``settings.redaction`` is off.
    """
    out = calls.reset_index(drop=True).copy()
    if not len(out):
        return conform(out, CALLS)
    out["role"] = decide_roles(out, agent_names)
    if settings.redaction:
        asked = _asked(out)
        names = _names_by_call(out, asked, [*settings.redact_names, *agent_names])
        out["text"] = _redacted(out, asked, names)
        out = _without_names(out)
    each = out[["call_id", "speaker"]].drop_duplicates().sort_values(["call_id", "speaker"])
    each["number"] = each.groupby("call_id").cumcount() + 1
    number = out.merge(each, how="left", on=["call_id", "speaker"])["number"].astype("str")
    anonymous = ("speaker " + number).where(out["speaker"] != "", "")
    out["speaker"] = out["role"].where(out["role"] != "unknown", anonymous)
    return conform(out, CALLS)


def _without_names(calls: pd.DataFrame) -> pd.DataFrame:
    """Return calls whose files, and ids made of their files' names, name nobody."""
    known = {name: redact_file_name(name) for name in calls["source_file"].unique()}
    ids = calls[["source_file", "call_id"]].drop_duplicates().itertuples(index=False)
    called = {
        (file, call): known[file] + call[len(file) :] if file and call.startswith(file) else call for file, call in ids
    }
    pairs = zip(calls["source_file"], calls["call_id"], strict=True)
    return calls.assign(
        call_id=[called[pair] for pair in pairs], source_file=calls["source_file"].map(known).astype("str")
    )


def _asked(calls: pd.DataFrame) -> list[frozenset[str]]:
    """Return what each turn had been asked for by the others in its call."""
    ordered = calls.sort_values(["call_id", "turn", "source_row"], kind="stable")
    asked: dict[int, frozenset[str]] = {}
    dialogue, before = Dialogue(), None
    turns = zip(ordered.index, ordered["call_id"], ordered["speaker"], ordered["text"], strict=True)
    for row, call, speaker, text in turns:
        if call != before:
            dialogue, before = Dialogue(), call
        asked[row] = dialogue.heard(speaker, text)
    return [asked[row] for row in calls.index]


def _redacted(calls: pd.DataFrame, asked: list[frozenset[str]], names: dict[str, tuple[str, ...]]) -> list[str]:
    """Redact each turn, knowing the names of its call and the question before it; equal turns are looked at once."""
    memo: dict[tuple[str, tuple[str, ...], frozenset[str]], str] = {}
    out = []
    for text, call, kinds in zip(calls["text"], calls["call_id"], asked, strict=True):
        known, low = names.get(call, ()), text.casefold()
        if known and text.isascii() and not any(part in low for part in parts_of(known)):
            known = ()  # none of them is said: "yes" is looked at once, not once a call
        key = (text, known, kinds)
        if key not in memo:
            memo[key] = redact_asked(*key)
        out.append(memo[key])
    return out


def _names_by_call(
    calls: pd.DataFrame, asked: list[frozenset[str]], everywhere: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the names known in each call: its speakers', those given in it, and those that apply everywhere."""
    speakers = calls[["call_id", "speaker"]].drop_duplicates()
    named = speakers[~speakers["speaker"].str.casefold().str.contains(GENERIC, regex=True)]
    found: dict[str, set[str]] = {call: {n for n in everywhere if n} for call in speakers["call_id"]}
    for call, speaker in zip(named["call_id"], named["speaker"], strict=True):
        found[call].add(speaker)
    tells = calls["text"].str.contains(_TELLS_NAME, regex=True)
    for call, text, kinds, told in zip(calls["call_id"], calls["text"], asked, tells, strict=True):
        if told or "name" in kinds:
            spans = find(text, asked=kinds)
            found[call] |= {text[s:e] for s, e, label in spans if label == "name" and not is_word(text[s:e])}
    return {call: tuple(sorted(names)) for call, names in found.items()}


def customer_turns(
    calls: pd.DataFrame, settings: Language, agent_names: Sequence[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the customers' turns, and what was set aside with its reason.

    Parameters
    ----------
    calls : DataFrame
        ``schema.CALLS``, redacted or not.
    settings : Language
        ``retention_days`` is counted back from the newest call.
    agent_names : sequence of str
        Staff.

    Returns
    -------
    turns : DataFrame
        ``schema.CALLS`` (consecutive turns of a speaker joined, customers only), and ``echoed``:
        what the agent said just before, whose words prove nothing when they come back.
    set_aside : DataFrame
        ``schema.SET_ASIDE``: calls without a customer's side, empty turns, calls past retention.
    """
    calls = calls.sort_values(["call_id", "source_file", "turn", "source_row"], kind="stable").reset_index(drop=True)
    if not len(calls):
        return conform(calls, CALLS).assign(echoed=""), conform(pd.DataFrame(), SET_ASIDE)
    calls["role"] = decide_roles(calls, agent_names)
    reason = _unheard(calls, settings)
    turns = _merged(calls[reason == ""])
    return turns[turns["role"] == "customer"].drop(columns="role_before").reset_index(drop=True), _set_aside(
        calls, reason
    )


def merged_turns(calls: pd.DataFrame, settings: Language, agent_names: Sequence[str] = ()) -> pd.DataFrame:
    """Return both sides' turns in order, consecutive ones of a speaker joined, of the calls `customer_turns` uses."""
    calls = calls.sort_values(["call_id", "source_file", "turn", "source_row"], kind="stable").reset_index(drop=True)
    if not len(calls):
        return conform(calls, CALLS)
    calls["role"] = decide_roles(calls, agent_names)
    return _merged(calls[_unheard(calls, settings) == ""]).reset_index(drop=True)


def _unheard(calls: pd.DataFrame, settings: Language) -> pd.Series:
    """Return why a turn is set aside, "" where it is heard."""
    reason = pd.Series("", index=calls.index, dtype="str")
    has_customer = (calls["role"] == "customer").groupby(calls["call_id"]).transform("any")
    labelled = (calls["speaker"].str.strip() != "").groupby(calls["call_id"]).transform("any")
    reason = reason.mask(~has_customer & labelled, "no customer's side in the call")
    reason = reason.mask(
        ~has_customer & ~labelled, "no speaker labels, and staff are heard in it: the customer's side cannot be told"
    )
    reason = reason.mask(calls["text"].str.strip() == "", "nothing was said")
    if settings.retention_days and calls["started_at"].notna().any():
        floor = calls["started_at"].max() - pd.Timedelta(days=settings.retention_days)
        reason = reason.mask(
            calls["started_at"] < floor, f"older than {settings.retention_days} days, the retention set"
        )
    return reason


def _merged(calls: pd.DataFrame) -> pd.DataFrame:
    """Join consecutive turns of one speaker; keep what the agent said just before each."""
    same = (calls["call_id"] == calls["call_id"].shift()) & (calls["speaker"] == calls["speaker"].shift()) & (
        calls["role"] == calls["role"].shift()
    )  # fmt: skip
    grouped = calls.groupby((~same).cumsum(), sort=False)
    merged = grouped.first()
    merged["text"] = grouped["text"].agg(" ".join)
    merged = conform(merged, CALLS)
    before = merged.groupby("call_id", sort=False)
    agent_before = before["role"].shift().eq("agent")
    merged["echoed"] = before["text"].shift().where(agent_before, "").fillna("")
    return merged.assign(role_before="")


def _set_aside(calls: pd.DataFrame, reason: pd.Series) -> pd.DataFrame:
    gone = calls[reason != ""].assign(reason=reason[reason != ""], kind="calls")
    gone["content"] = gone["call_id"] + ": " + gone["text"].str.slice(0, 120)
    return conform(gone, SET_ASIDE)
