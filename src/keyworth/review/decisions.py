"""From the ledger's entries to what stands decided: the fold of an append-only log."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from keyworth.errors import KeyworthError
from keyworth.report.safe_cells import guard
from keyworth.review.chain import Draft, Entry
from keyworth.schema import VERDICTS

ACTIONS = ("agree", "change", "defer")
DECIDING = ("decision", "supersede", "undo")
BLIND = "blind "  # before the subject of a blind judgement: it takes no part in the keyword's versions
_IDENTITY = ("channel", "campaign", "ad_group", "match_type", "keyword_key")


@dataclass
class Standing:
    """What stands for one keyword row: its decision, its notes and the version to name when changing it."""

    version: int = 0
    decision: Entry | None = None
    notes: list[Entry] = field(default_factory=list)
    judgements: list[Entry] = field(default_factory=list)
    _history: list[Entry | None] = field(default_factory=list)

    @property
    def verdict(self) -> str | None:
        """The verdict decided, or None while nobody has decided or it is deferred."""
        return self.decision.payload.get("verdict") if self.decision else None


def subject_ids(keywords: pd.DataFrame) -> pd.Series:
    """Return an id for each keyword row that is the same in every audit that lists it.

    Parameters
    ----------
    keywords : DataFrame
        An audit's keywords.

    Returns
    -------
    Series of str
        Sixteen hexadecimal digits of channel, campaign, ad group, match type and keyword; a row listed
        twice gets a second id.
    """
    named = keywords[list(_IDENTITY)].fillna("").astype(str)
    joined = named[_IDENTITY[0]]
    for name in _IDENTITY[1:]:
        joined = joined + "\x1f" + named[name]
    joined = joined + "\x1f" + joined.groupby(joined).cumcount().astype(str)
    return joined.map(lambda text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def standing(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Return what stands for each subject after the entries, oldest first.

    Examples
    --------
    >>> from keyworth.review.ledger import Ledger
    >>> ledger = Ledger("sqlite://")
    >>> _ = ledger.append([decision("a1", "k7", 1, "Ann", "sales", "change", "cut", reason="retired")])
    >>> standing(ledger.entries())["k7"].verdict
    'cut'
    """
    return fold({}, entries)


def fold(found: dict[str, Standing], entries: Iterable[Entry]) -> dict[str, Standing]:
    """Add later entries to what stands, in place, and return it."""
    for entry in entries:
        state = found.setdefault(entry.subject.removeprefix(BLIND), Standing())
        if entry.kind == "judgement":
            state.judgements.append(entry)
            continue
        state.version = entry.version
        if entry.kind in ("decision", "supersede"):
            state._history.append(state.decision)
            state.decision = entry
        elif entry.kind == "undo":
            state.decision = state._history.pop() if state._history else None
        elif entry.kind == "note":
            state.notes.append(entry)
    return found


GONE = ("retired_product", "no_current_product", "wrong_product")


def judged_product(state: Standing | None, flags: str) -> tuple[bool | None, bool, str, str]:
    """Return whether a person said that the product named answers, if so blind, by whom and when.

    A blind judgement counts by its own word; where reviewers disagree, nothing is said. A decision counts where nobody
    judged: a keyword kept is answered, one cut for want of a product is not.
    """
    if state is None:
        return None, False, "", ""
    said = [j for j in state.judgements if j.payload.get("product") in ("yes", "no")]
    words = {str(j.payload["product"]) for j in said}
    if words:
        return (None if len(words) > 1 else words == {"yes"}), True, said[-1].author, said[-1].at
    who, at = (state.decision.author, state.decision.at) if state.decision else ("", "")
    if state.verdict == "keep":
        return True, False, who, at
    gone = set(flags.split("; ")) & set(GONE)
    return (False if state.verdict == "cut" and gone else None), False, who, at


def decision(
    audit: str,
    subject: str,
    version: int,
    author: str,
    role: str,
    action: str,
    verdict: str,
    *,
    reason: str = "",
    owner: str = "",
    due: str = "",
    wording: str = "",
    product: str = "",
    page: str = "",
    kind: str = "decision",
) -> Draft:
    """Return the draft of a decision, checked.

    Parameters
    ----------
    audit, subject : str
    version : int
        The version of the subject that the author has seen, plus one.
    author, role : str
    action : {"agree", "change", "defer"}
    verdict : {"keep", "fix", "cut", "watch"}
        What is decided; of a deferred keyword, what the audit proposed.
    reason : str
        Needed for a change, and to supersede what was signed.
    owner, due : str
        Who decides a deferred keyword, and until when (a date, ISO 8601).
    wording, product, page : str
        What takes the place of the keyword's own: words to bid on, a product's id, an address.

    Raises
    ------
    KeyworthError
        With every fault.
    """
    faults = decision_faults(action, verdict, reason, owner, due, wording, page)
    if kind == "supersede" and action != "change" and not plain(reason):
        faults.append("to supersede what was signed needs a reason")
    if not author.strip():
        faults.append("a decision needs a name")
    if faults:
        raise KeyworthError("the decision cannot be taken", faults)
    payload: dict[str, Any] = {"action": action, "verdict": None if action == "defer" else verdict}
    written = {"reason": reason, "owner": owner, "due": due, "wording": wording, "product": product, "page": page}
    payload |= {name: told for name, text in written.items() if (told := plain(text))}
    return Draft(audit, subject, version, kind, author.strip(), role, payload)


def decision_faults(
    action: str, verdict: str, reason: str = "", owner: str = "", due: str = "", wording: str = "", page: str = ""
) -> list[str]:
    """Return what a decision lacks, before anybody takes it.

    Examples
    --------
    >>> decision_faults("change", "cut")
    ['a changed verdict needs a reason']
    >>> decision_faults("defer", "cut", owner="Cy", due="2020-01-01")
    ['2020-01-01 is past: a keyword is deferred until today or a later day']
    """
    faults = []
    if action not in ACTIONS:
        faults.append(f"action {action!r} is none of {', '.join(ACTIONS)}")
    if not verdict:
        faults.append("a changed verdict needs the new verdict")
    elif verdict not in VERDICTS:
        faults.append(f"verdict {verdict!r} is none of {', '.join(VERDICTS)}")
    if action == "change" and not plain(reason):
        faults.append("a changed verdict needs a reason")
    if action == "defer" and not (plain(owner) and is_date(due)):
        faults.append("a deferred keyword needs an owner and a date (2026-12-31)")
    elif action == "defer" and is_past(due):
        faults.append(f"{due.strip()} is past: a keyword is deferred until today or a later day")
    if guard(plain(wording)) != plain(wording) or len(plain(wording).splitlines()) > 1:
        faults.append("the wording begins like a formula, or has more than one line")
    if plain(page) and not re.fullmatch(r"https?://[^\s\"<>]+", plain(page)):
        faults.append(f"{page.strip()!r} is not an address such as https://example.org/page")
    return faults


def decided_table(keywords: pd.DataFrame, states: dict[str, Standing]) -> pd.DataFrame:
    """Return the keywords with what was decided on each beside what the audit proposed.

    Parameters
    ----------
    keywords : DataFrame
        An audit's keywords with their ``subject`` (`subject_ids`).
    states : dict
        What stands, by subject.

    Returns
    -------
    DataFrame
        The keywords' columns, then ``version``, ``action``, ``decided_verdict``, ``decision_reason``,
        ``owner``, ``due``, ``decided_wording``, ``decided_product``, ``decided_page``, ``decided_by``,
        ``decided_at``, ``notes``.
    """
    nobody = Standing()
    got = [states.get(s, nobody) for s in keywords["subject"]]
    read: Sequence[tuple[str, Any]] = (
        ("version", lambda s: s.version),
        ("action", lambda s: s.decision.payload.get("action", "") if s.decision else ""),
        ("decided_verdict", lambda s: s.verdict or ""),
        ("decision_reason", lambda s: s.decision.payload.get("reason", "") if s.decision else ""),
        ("owner", lambda s: s.decision.payload.get("owner", "") if s.decision else ""),
        ("due", lambda s: s.decision.payload.get("due", "") if s.decision else ""),
        ("decided_wording", lambda s: s.decision.payload.get("wording", "") if s.decision else ""),
        ("decided_product", lambda s: s.decision.payload.get("product", "") if s.decision else ""),
        ("decided_page", lambda s: s.decision.payload.get("page", "") if s.decision else ""),
        ("decided_by", lambda s: s.decision.author if s.decision else ""),
        ("decided_at", lambda s: s.decision.at if s.decision else ""),
        ("notes", lambda s: "; ".join(n.payload["text"] for n in s.notes)),
    )
    return keywords.assign(**{name: [value(s) for s in got] for name, value in read})


def pounds_moved(keywords: pd.DataFrame) -> pd.Series:
    """Return the pounds of the period that cutting or fixing each keyword would move.

    What the audit puts at stake; for a keyword that it would keep or watch, all that it costs.

    Examples
    --------
    >>> pounds_moved(pd.DataFrame({"at_stake": [120.0, 0.0], "cost": [110.0, 40.0]})).tolist()
    [120.0, 40.0]
    """
    cost = keywords["cost"] if "full_cost" not in keywords else keywords["full_cost"].fillna(keywords["cost"])
    return keywords["at_stake"].where(keywords["at_stake"] > 0, cost).fillna(0.0).astype(float)


def plain(text: str) -> str:
    r"""Return what a person typed without control characters, and with one kind of line end.

    Examples
    --------
    >>> plain(" sold out\r\nsince May\x00 ")
    'sold out\nsince May'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def is_date(text: str) -> bool:
    """Return whether a text is a day (ISO 8601)."""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def is_past(text: str) -> bool:
    """Return whether a day (`is_date`) is over both here and in UTC: where it is still today, it is not.

    Examples
    --------
    >>> is_past("2020-01-01"), is_past("2999-12-31")
    (True, False)
    """
    return date.fromisoformat(text.strip()) < min(date.today(), datetime.now(UTC).date())
