"""The databases that a ledger may lie in, each made for the tests alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

_names = count()


class PostgreSQL:
    """A real server of Debian's `postgresql`, in a temporary folder, on a unix socket, as an unprivileged user."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs, self._data = folder, programs, folder / "data"
        self._as: dict[str, int] = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("nobody")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid}
        self._run("initdb", "-D", self._data, "-U", "keyworth", "-A", "trust", "-E", "UTF8", "--no-sync")
        sockets = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=120 -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-l", folder / "log", "-w", "-o", sockets, "start")

    def new(self) -> str:
        """Return the address of a fresh, empty database."""
        name = f"d{next(_names)}"
        self._run("createdb", "-h", self._folder, "-U", "keyworth", name)
        return f"postgresql://keyworth@/{name}?host={self._folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def _run(self, program: str, *args: object) -> None:
        command = [str(self._programs / program), *map(str, args)]
        with tempfile.TemporaryFile() as told:  # a pipe would be held open by the server itself
            done = subprocess.run(command, stdout=told, stderr=told, cwd=self._folder, check=False, **self._as)
            told.seek(0)
            assert done.returncode == 0, f"{program}: {told.read().decode()}"


def postgresql_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, or None."""
    places = [Path(p).resolve().parent for p in [shutil.which("pg_ctl")] if p]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


@contextmanager
def postgresql() -> Iterator[PostgreSQL | str]:
    """Give a server for as long as it is needed, or the reason why there is none."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        yield "the driver psycopg is not installed (pip install 'keyworth[postgresql]'): PostgreSQL was not tried"
        return
    programs = postgresql_programs()
    if programs is None:
        yield "PostgreSQL is not installed (on Debian: apt install postgresql): it was not tried"
        return
    with tempfile.TemporaryDirectory(prefix="kw-pg-", dir="/tmp") as folder:  # a socket's path must be short
        server = PostgreSQL(Path(folder), programs)
        try:
            yield server
        finally:
            server.stop()
