"""The ledger: who decided what, when and on which evidence; append-only and hash-chained.

Each entry's hash covers its content and the hash before it (as RFC 6962's logs
and 21 CFR 11.10(e)'s audit trails do in their ways), so that an edit, a deletion
or a reorder is found by `verify`. What a chain without an outside anchor cannot
prove: that nobody with the whole database rewrote it from some entry on. Print
the head hash, or send it to the other side; then that is found too.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column as C
from sqlalchemy import Connection, Index, MetaData, Table, create_engine, event, func, insert, select, text
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.types import BigInteger, Integer, String, Text

from keyworth.errors import KeyworthError

GENESIS = "0" * 64
_metadata = MetaData()
_entries = Table(
    "entries",
    _metadata,
    C("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    C("audit", String(64), nullable=False),
    C("subject", String(64), nullable=False),
    C("version", Integer, nullable=False),
    C("kind", String(32), nullable=False),
    C("author", Text, nullable=False),
    C("role", String(32), nullable=False),
    C("at", String(32), nullable=False),
    C("payload", Text, nullable=False),
    C("previous", String(64), nullable=False, unique=True),
    C("hash", String(64), nullable=False, unique=True),
    Index("one_version", "audit", "subject", "version", unique=True),
)
_HASHED = ("seq", "audit", "subject", "version", "kind", "author", "role", "at", "payload", "previous")


class StaleEdit(KeyworthError):
    """Somebody else changed the same keyword first; `current` is what stands now."""

    def __init__(self, subject: str, current: list[Entry]) -> None:
        super().__init__(
            "somebody changed this keyword since you opened it", mend="Look at the difference and decide again."
        )
        self.subject_id = subject
        self.current = current


@dataclass(frozen=True)
class Entry:
    """One line of the ledger.

    Attributes
    ----------
    seq : int
        1, 2, 3 … without a gap.
    audit : str
        The run id of the audit that it is about.
    subject : str
        What it is about: a keyword row's id, or ``"audit"`` for a signature of the whole.
    version : int
        1, 2, 3 … for each subject of an audit: the optimistic lock.
    kind : str
        ``decision``, ``undo``, ``note``, ``judgement``, ``acceptance``, ``signature``, ``supersede``.
    payload : dict
        What was decided, in plain JSON.
    """

    seq: int
    audit: str
    subject: str
    version: int
    kind: str
    author: str
    role: str
    at: str
    payload: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class Draft:
    """An entry before it is written; `version` is the one that the author has seen, plus one."""

    audit: str
    subject: str
    version: int
    kind: str
    author: str
    role: str
    payload: dict[str, Any]


class Ledger:
    """An append-only, hash-chained table in SQLite or PostgreSQL.

    Parameters
    ----------
    url : str
        An SQLAlchemy address, such as ``sqlite:///decisions.sqlite`` or ``postgresql+psycopg://…``.

    Examples
    --------
    >>> ledger = Ledger("sqlite://")
    >>> entry = ledger.append([Draft("a1", "k7", 1, "decision", "Ann", "sales", {"verdict": "cut"})])[0]
    >>> entry.seq, ledger.verify()
    (1, [])
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
            with self._engine.execution_options(writing=True).begin() as connection:
                _one_writer(connection)
                _metadata.create_all(connection)
        except (ArgumentError, SQLAlchemyError, ModuleNotFoundError) as fault:
            reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
            raise KeyworthError("the ledger's database cannot be opened", [reason], "Look at --database.") from None

    def append(self, drafts: Iterable[Draft]) -> list[Entry]:
        """Write drafts, all or none; they are on disk when this returns.

        Raises
        ------
        StaleEdit
            When a draft's version has been taken: somebody else was first.
        """
        drafts = list(drafts)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._writing() as connection:
            seq, previous = _head(connection)
            rows: list[dict[str, Any]] = []
            for draft in drafts:
                if _version(connection, draft, rows) != draft.version - 1:
                    raise StaleEdit(draft.subject, _read(connection, draft.audit, draft.subject))
                seq += 1
                row = {
                    **draft.__dict__,
                    "seq": seq,
                    "at": at,
                    "payload": _canonical(draft.payload),
                    "previous": previous,
                }
                row["hash"] = previous = _digest(row)
                rows.append(row)
            if rows:
                connection.execute(insert(_entries), rows)
        return [_entry(row) for row in rows]

    def entries(self, audit: str | None = None, subject: str | None = None, after: int = 0) -> list[Entry]:
        """Return entries in the order they were written, of an audit or a subject if named, after a number."""
        with self._engine.connect() as connection:
            return _read(connection, audit, subject, after)

    def head(self) -> tuple[int, str]:
        """Return the number and hash of the last entry: print it, or send it to the other side."""
        with self._engine.connect() as connection:
            return _head(connection)

    def verify(self, anchor: tuple[int, str] | None = None) -> list[str]:
        """Return every fault of the chain; none means no entry was edited, deleted or moved.

        Parameters
        ----------
        anchor : (int, str), optional
            A head noted earlier, outside the database; it finds a rewritten or shortened chain too.
        """
        faults, expected, previous = [], 1, GENESIS
        with self._engine.connect() as connection:
            for row in connection.execute(select(_entries).order_by(_entries.c.seq)).mappings():
                if row["seq"] != expected:
                    faults.append(
                        f"entry {expected} is missing"
                        if row["seq"] > expected
                        else f"entry {row['seq']} is out of order"
                    )
                if row["previous"] != previous:
                    faults.append(f"entry {row['seq']} does not follow the one before it")
                if _digest(row) != row["hash"]:
                    faults.append(f"entry {row['seq']} was changed after it was written")
                if anchor and row["seq"] == anchor[0] and row["hash"] != anchor[1]:
                    faults.append(f"entry {row['seq']} is not the one whose hash was noted")
                expected, previous = row["seq"] + 1, row["hash"]
        if anchor and expected <= anchor[0]:
            faults.append(f"entries {expected} to {anchor[0]} were deleted")
        return faults

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            writing = self._engine.execution_options(writing=True)
            with writing.begin() as connection:
                _one_writer(connection)
                yield connection
        except IntegrityError:
            raise StaleEdit("ledger", []) from None
        except SQLAlchemyError as fault:
            reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
            raise KeyworthError("the decision was not saved", [reason], "Try again.") from None


def _engine(url: str) -> Any:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=20, max_overflow=40, pool_pre_ping=True)
    if url in ("sqlite://", "sqlite:///:memory:"):
        from sqlalchemy.pool import StaticPool

        return create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    engine = create_engine(url, connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by hand, below
        _patiently(lambda: connection.execute("PRAGMA journal_mode=WAL"))
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def immediate(connection: Any) -> None:
        # A reader that becomes a writer would deadlock: who means to write takes the lock at once.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _one_writer(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE has done so already
        connection.execute(text("SELECT pg_advisory_xact_lock(5392)"))


def _patiently(act: Callable[[], object], tries: int = 200) -> None:
    """Repeat what SQLite's own busy timeout does not cover: the switch to WAL."""
    for left in reversed(range(tries)):
        try:
            act()
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(0.02)


def _read(connection: Connection, audit: str | None, subject: str | None, after: int = 0) -> list[Entry]:
    query = select(_entries).order_by(_entries.c.seq).where(_entries.c.seq > after)
    if audit is not None:
        query = query.where(_entries.c.audit == audit)
    if subject is not None:
        query = query.where(_entries.c.subject == subject)
    return [_entry(row) for row in connection.execute(query).mappings()]


def _head(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(_entries.c.seq, _entries.c.hash).order_by(_entries.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def _version(connection: Connection, draft: Draft, pending: list[dict[str, Any]]) -> int:
    ours = [r["version"] for r in pending if (r["audit"], r["subject"]) == (draft.audit, draft.subject)]
    if ours:
        return max(ours)
    query = select(func.max(_entries.c.version))
    query = query.where(_entries.c.audit == draft.audit, _entries.c.subject == draft.subject)
    return connection.execute(query).scalar() or 0


def _canonical(payload: dict[str, Any]) -> str:
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _digest(row: Any) -> str:
    text_ = json.dumps([row[name] for name in _HASHED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text_.encode("utf-8", "surrogatepass")).hexdigest()


def _entry(row: Any) -> Entry:
    fields = {name: row[name] for name in Entry.__dataclass_fields__}
    return Entry(**{**fields, "payload": json.loads(row["payload"])})
