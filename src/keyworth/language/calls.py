"""Calls: redacted, and down to the customer's side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from keyworth.language.redaction import redact
from keyworth.language.speakers import _GENERIC, decide_roles
from keyworth.schema import CALLS, SET_ASIDE, conform

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.settings import Language


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
        names = _names_by_call(out, [*settings.redact_names, *agent_names])
        memo: dict[tuple[str, tuple[str, ...]], str] = {}
        out["text"] = [
            _redacted(text, names.get(call, ()), memo) for text, call in zip(out["text"], out["call_id"], strict=True)
        ]
    number = out.groupby("call_id")["speaker"].transform(lambda s: s.factorize()[0] + 1).astype(str)
    out["speaker"] = out["role"].where(out["role"] != "unknown", ("speaker " + number).where(out["speaker"] != "", ""))
    return conform(out, CALLS)


def _redacted(text: str, names: tuple[str, ...], memo: dict[tuple[str, tuple[str, ...]], str]) -> str:
    if (text, names) not in memo:
        memo[text, names] = redact(text, names)
    return memo[text, names]


def _names_by_call(calls: pd.DataFrame, everywhere: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the names known in each call: its speakers', and those that apply everywhere."""
    speakers = calls[["call_id", "speaker"]].drop_duplicates()
    named = speakers[~speakers["speaker"].str.casefold().str.contains(_GENERIC, regex=True)]
    common = tuple(sorted({n for n in everywhere if n}))
    out = {call: tuple(sorted({*common, *group})) for call, group in named.groupby("call_id")["speaker"]}
    return {call: out.get(call, common) for call in speakers["call_id"].unique()}


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
    import pandas as pd

    calls = calls.sort_values(["call_id", "source_file", "turn", "source_row"], kind="stable").reset_index(drop=True)
    if not len(calls):
        return conform(calls, CALLS).assign(echoed=""), conform(pd.DataFrame(), SET_ASIDE)
    calls["role"] = decide_roles(calls, agent_names)
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
    turns = _merged(calls[reason == ""])
    return turns[turns["role"] == "customer"].drop(columns="role_before").reset_index(drop=True), _set_aside(
        calls, reason
    )


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
