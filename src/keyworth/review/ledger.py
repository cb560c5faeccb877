"""The ledger: who decided what, when and on which evidence; append-only, in SQLite or PostgreSQL.

Whoever writes holds the one writer's lock from before the last look at what stands
until the entry is on disk: no decision is taken on something that has moved.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column as C
from sqlalchemy import (
    Connection,
    Engine,
    Index,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import BigInteger, Integer, String, Text

from keyworth.errors import KeyworthError
from keyworth.review.chain import GENESIS, Draft, Entry, StaleEdit, chain_faults, chained, to_entry

PATIENCE = 30.0  # seconds to wait for another writer of the same SQLite file
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_UNUSABLE = (ArgumentError, SQLAlchemyError, ModuleNotFoundError, sqlite3.Error, ValueError)
# SQLite's waiting writers poll and may starve: those of one process take turns here first.
_turns: dict[str, AbstractContextManager[Any]] = defaultdict(threading.Lock)
_metadata = MetaData()
_entries = Table(
    "keyworth_entries",
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
    Index("keyworth_one_version", "audit", "subject", "version", unique=True),
)


class Ledger:
    """An append-only, hash-chained table in SQLite or PostgreSQL.

    Parameters
    ----------
    url : str
        ``sqlite:///decisions.sqlite`` or ``postgresql://user@host/database``.

    Raises
    ------
    KeyworthError
        When the database cannot be reached, or holds something else.

    Examples
    --------
    >>> ledger = Ledger("sqlite://")
    >>> entry = ledger.append([Draft("a1", "k7", 1, "decision", "Ann", "sales", {"verdict": "cut"})])[0]
    >>> entry.seq, ledger.verify()
    (1, [])
    """

    def __init__(self, url: str) -> None:
        file = ledger_file(url)
        self._turn = _turns[str(file.absolute())] if file else nullcontext()
        try:
            self._engine = _engine(url)
            self._open()
        except _UNUSABLE as fault:
            if hasattr(self, "_engine"):
                self.close()
            problem, mend = _reason(fault), "Look at --database, and that its folder can be written."
            if isinstance(fault, ModuleNotFoundError):
                mend = "PostgreSQL needs its driver: pip install 'keyworth[postgresql]'."
            raise KeyworthError("the ledger's database cannot be opened", [problem], mend) from None

    def _open(self) -> None:
        with self._engine.connect() as connection:
            ready = _is_ledger(connection)
        if not ready:
            with self._engine.execution_options(writing=True).begin() as connection:
                _one_writer(connection)
                _metadata.create_all(connection)

    def append(self, drafts: Iterable[Draft]) -> list[Entry]:
        """Write drafts, all or none; they are on disk when this returns.

        Raises
        ------
        StaleEdit
            When a draft's version has been taken: somebody else was first.
        """
        return self.act("", 0, lambda _new: drafts)

    def act(self, audit: str, after: int, make: Callable[[list[Entry]], Iterable[Draft]]) -> list[Entry]:
        """Write what is made of the last look at an audit, all or none, with the writer's lock held throughout.

        Parameters
        ----------
        audit : str
            The run id whose later entries are looked at; ``""`` for none.
        after : int
            The number of the last entry that is known.
        make : callable
            From the entries after that number to drafts; what it raises stops the writing.
        """
        with self._writing() as connection:
            drafts = list(make(_read(connection, audit, None, after) if audit else []))
            if not drafts:
                return []
            _refuse_stale(connection, drafts)
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            rows = chained(drafts, _head(connection), at)
            connection.execute(insert(_entries), rows)
        return [to_entry(row) for row in rows]

    def entries(self, audit: str | None = None, subject: str | None = None, after: int = 0) -> list[Entry]:
        """Return entries in the order they were written, of an audit or a subject if named, after a number."""
        with self._reading() as connection:
            return _read(connection, audit, subject, after)

    def head(self) -> tuple[int, str]:
        """Return the number and hash of the last entry: print it, or send it to the other side."""
        with self._reading() as connection:
            return _head(connection)

    def verify(self, anchor: tuple[int, str] | None = None) -> list[str]:
        """Return every fault of the chain (`chain_faults`); an anchor is a head noted outside the database."""
        with self._reading() as connection:
            return chain_faults(connection.execute(select(_entries).order_by(_entries.c.seq)).mappings(), anchor)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as fault:
            raise KeyworthError("the ledger cannot be read", [_reason(fault)]) from None

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._turn, self._engine.execution_options(writing=True).begin() as connection:
                _one_writer(connection)
                yield connection
        except IntegrityError:
            raise StaleEdit("ledger", []) from None
        except SQLAlchemyError as fault:
            raise KeyworthError("nothing was saved", [_reason(fault)], "Try again.") from None


def ledger_file(url: str) -> Path | None:
    """Return the file that a SQLite address names, or None.

    Examples
    --------
    >>> ledger_file("sqlite:////tmp/l.sqlite"), ledger_file("postgresql://h/d"), ledger_file("sqlite://")
    (PosixPath('/tmp/l.sqlite'), None, None)
    """
    _scheme, _, path = url.partition(":///")
    return Path(path.partition("?")[0]) if url.startswith("sqlite") and path not in ("", ":memory:") else None


def _engine(url: str) -> Engine:
    address = make_url(url)
    family = address.drivername.partition("+")[0]
    if family not in _DRIVERS:
        raise ArgumentError(f"{family!r} is neither sqlite:///FILE nor postgresql://USER@HOST/DATABASE")
    if family != "sqlite":
        return create_engine(
            address.set(drivername=_DRIVERS[family]), pool_size=20, max_overflow=40, pool_pre_ping=True
        )
    if ledger_file(url) is None:
        return create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
    engine = create_engine(address, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by hand, below
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # `verify` reads anything
        _patiently(lambda: connection.execute("PRAGMA journal_mode=WAL"))
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def immediate(connection: Any) -> None:
        # A reader that becomes a writer would deadlock: who means to write takes the lock at once.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _is_ledger(connection: Connection) -> bool:
    """Return whether the database holds a ledger; False where it is empty; raise where it is somebody else's."""
    found = inspect(connection)
    names = found.get_table_names()
    if _entries.name in names:
        columns = {c["name"] for c in found.get_columns(_entries.name)}
        if missing := sorted(set(_entries.columns.keys()) - columns):
            raise ArgumentError(f"its table {_entries.name} lacks {', '.join(missing)}: it is no ledger of keyworth's")
        return True
    if names and connection.dialect.name == "sqlite":
        raise ArgumentError(f"it is not keyworth's: it holds {', '.join(sorted(names)[:3])}")
    return False


def _one_writer(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE has done so already
        connection.execute(text("SELECT pg_advisory_xact_lock(5392)"))


def _patiently(act: Callable[[], object]) -> None:
    """Repeat what SQLite's own busy timeout does not cover: the switch to WAL."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            act()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _reason(fault: Exception) -> str:
    told = (str(getattr(fault, "orig", None) or fault).splitlines() or [type(fault).__name__])[0]
    if "database is locked" in told:
        return f"another program holds the database (waited {PATIENCE:.0f} seconds)"
    return told


def _read(connection: Connection, audit: str | None, subject: str | None, after: int = 0) -> list[Entry]:
    query = select(_entries).order_by(_entries.c.seq).where(_entries.c.seq > after)
    if audit is not None:
        query = query.where(_entries.c.audit == audit)
    if subject is not None:
        query = query.where(_entries.c.subject == subject)
    return [to_entry(row) for row in connection.execute(query).mappings()]


def _head(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(_entries.c.seq, _entries.c.hash).order_by(_entries.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def _refuse_stale(connection: Connection, drafts: list[Draft]) -> None:
    """Raise unless every draft follows the last version of its subject."""
    versions: dict[tuple[str, str], int] = {}
    for audit in {d.audit for d in drafts}:
        query = select(_entries.c.subject, func.max(_entries.c.version)).where(_entries.c.audit == audit)
        if len(drafts) == 1:
            query = query.where(_entries.c.subject == drafts[0].subject)
        versions |= {(audit, s): v for s, v in connection.execute(query.group_by(_entries.c.subject))}
    for draft in drafts:
        key = draft.audit, draft.subject
        if versions.get(key, 0) != draft.version - 1:
            raise StaleEdit(draft.subject, _read(connection, draft.audit, draft.subject))
        versions[key] = draft.version
