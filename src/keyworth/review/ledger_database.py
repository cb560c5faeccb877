"""How a ledger's database is opened: SQLite or PostgreSQL, to be written or only to be read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

PATIENCE = 30.0  # seconds to wait for another writer of the same SQLite file
UNUSABLE = (ArgumentError, SQLAlchemyError, ModuleNotFoundError, sqlite3.Error, ValueError)
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def ledger_file(url: str) -> Path | None:
    """Return the file that a SQLite address names, wherever this process goes later; or None.

    Examples
    --------
    >>> ledger_file("sqlite:////tmp/l.sqlite"), ledger_file("postgresql://h/d"), ledger_file("sqlite://")
    (PosixPath('/tmp/l.sqlite'), None, None)
    """
    _scheme, _, path = url.partition(":///")
    file = path.partition("?")[0]
    return Path(file).absolute() if url.startswith("sqlite") and file not in ("", ":memory:") else None


def engine_for(url: str) -> Engine:
    """Return the engine that writes to a database: its transactions take the writer's lock where they say `writing`."""
    address = make_url(url)
    family = address.drivername.partition("+")[0]
    if family not in _DRIVERS:
        raise ArgumentError(f"{family!r} is neither sqlite:///FILE nor postgresql://USER@HOST/DATABASE")
    if family != "sqlite":
        return create_engine(
            address.set(drivername=_DRIVERS[family]), pool_size=20, max_overflow=40, pool_pre_ping=True
        )
    file = ledger_file(url)
    if file is None:
        return create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
    if address.query:
        raise ArgumentError("a SQLite address names a file and nothing else")
    engine = create_engine(address.set(database=str(file)), connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by hand, below
        connection.text_factory = _any_text
        _patiently(lambda: connection.execute("PRAGMA journal_mode=WAL"))
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def immediate(connection: Any) -> None:
        # A reader that becomes a writer would deadlock: who means to write takes the lock at once.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def engine_that_reads(opener: Callable[[], sqlite3.Connection]) -> Engine:
    """Return an engine over SQLite connections that somebody else opens."""
    engine = create_engine("sqlite://", creator=opener, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def reading(connection: Any, _record: Any) -> None:
        connection.text_factory = _any_text

    return engine


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")  # `verify` reads anything


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


def reason(fault: Exception) -> str:
    """Return what a database says, in one line."""
    told = (str(getattr(fault, "orig", None) or fault).splitlines() or [type(fault).__name__])[0]
    if "database is locked" in told:
        return f"another program holds the database (waited {PATIENCE:.0f} seconds)"
    return told
