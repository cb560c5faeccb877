"""The ledger: who decided what, when and on which evidence; append-only, in SQLite or PostgreSQL.

Whoever writes holds the one writer's lock from before the last look at what stands
until the entry is on disk: no decision is taken on something that has moved. Under
that lock, the file and the last entry that was seen must still be there.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column as C
from sqlalchemy import (
    Connection,
    Index,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.types import BigInteger, Integer, String, Text

from keyworth.errors import KeyworthError
from keyworth.review import ledger_database
from keyworth.review.chain import GENESIS, Draft, Entry, LostLedger, StaleEdit, chain_faults, chained, to_entry
from keyworth.review.ledger_database import UNUSABLE, engine_for, engine_that_reads, ledger_file, reason
from keyworth.review.ledger_place import LedgerPlace, read_only_opener

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
    read_only : bool
        Neither make it nor change anything of it or beside it.

    Raises
    ------
    KeyworthError
        When the database cannot be reached, or holds something else.
    LostLedger
        By every act, once the file was replaced or deleted, or an entry that was seen is gone.

    Examples
    --------
    >>> ledger = Ledger("sqlite://")
    >>> entry = ledger.append([Draft("a1", "k7", 1, "decision", "Ann", "sales", {"verdict": "cut"})])[0]
    >>> entry.seq, ledger.verify()
    (1, [])
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        file = ledger_file(url)
        self._turn = _turns[str(file)] if file else nullcontext()
        self._place: LedgerPlace | None = None
        self._seen, self._seeing = (0, GENESIS), threading.Lock()
        self._let_go: Callable[[], None] = lambda: None
        try:
            if file and read_only:
                opener, self._let_go = read_only_opener(file, ledger_database.PATIENCE)
                self._engine = engine_that_reads(opener)
            else:
                self._engine = engine_for(url)
            self._open(read_only)
            if file and not read_only:
                self._place = LedgerPlace(file)
        except UNUSABLE as fault:
            if hasattr(self, "_engine"):
                self.close()
            problem, mend = reason(fault), "Look at --database, and that its folder can be written."
            if isinstance(fault, ModuleNotFoundError):
                mend = "PostgreSQL needs its driver: pip install 'keyworth[postgresql]'."
            raise KeyworthError("the ledger's database cannot be opened", [problem], mend) from None

    def _open(self, read_only: bool) -> None:
        with self._engine.connect() as connection:
            ready = _is_ledger(connection)
        if not ready and read_only:
            raise ArgumentError("it is empty: it holds no ledger")
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
        last = rows[-1]["seq"], rows[-1]["hash"]
        if self._place and (fault := self._place.lacks(*last, ledger_database.PATIENCE)):
            raise LostLedger(fault)
        self._see(*last)
        return [to_entry(row) for row in rows]

    def entries(self, audit: str | None = None, subject: str | None = None, after: int = 0) -> list[Entry]:
        """Return entries in the order they were written, of an audit or a subject if named, after a number."""
        with self._reading() as connection:
            found = _read(connection, audit, subject, after)
        if found:
            self._see(found[-1].seq, found[-1].hash)
        return found

    def head(self) -> tuple[int, str]:
        """Return the number and hash of the last entry: print it, or send it to the other side."""
        with self._reading() as connection:
            found = _head(connection)
        self._see(*found)
        return found

    def verify(self, anchor: tuple[int, str] | None = None) -> list[str]:
        """Return every fault of the chain and of its file; an anchor is a head noted outside the database."""
        moved = [fault] if self._place and (fault := self._place.fault()) else []
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(select(_entries).order_by(_entries.c.seq)).mappings()
                return moved + chain_faults(rows, anchor, self._seen)
        except SQLAlchemyError as fault:
            return [*moved, f"it cannot be read: {reason(fault)}"]

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        self._let_go()

    def _see(self, seq: int, digest: str) -> None:
        with self._seeing:
            self._seen = max(self._seen, (seq, digest), key=lambda s: s[0])

    def _unmoved(self, connection: Connection) -> None:
        """Raise unless the file is the one that was opened and the last entry that was seen is still in it."""
        if self._place and (fault := self._place.fault()):
            raise LostLedger(fault)
        seq, digest = self._seen
        if seq and connection.scalar(select(_entries.c.hash).where(_entries.c.seq == seq)) != digest:
            raise LostLedger(f"its entry {seq}, seen before, is not there any more")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                self._unmoved(connection)
                yield connection
        except SQLAlchemyError as fault:
            self._blame_the_place()
            raise KeyworthError("the ledger cannot be read", [reason(fault)]) from None

    def _blame_the_place(self) -> None:
        if self._place and (moved := self._place.fault()):
            raise LostLedger(moved) from None

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._turn, self._engine.execution_options(writing=True).begin() as connection:
                _one_writer(connection)
                self._unmoved(connection)
                yield connection
        except IntegrityError:
            raise StaleEdit("ledger", []) from None
        except SQLAlchemyError as fault:
            self._blame_the_place()
            raise KeyworthError("nothing was saved", [reason(fault)], "Try again.") from None


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
