"""The databases that a ledger may lie in, each made for the tests alone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
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
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
        options += ["-c", "max_connections=120", "-c", "fsync=off"]
        guard = [shutil.which("setpriv"), "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []  # ends with us
        command = [*guard, str(programs / "postgres"), "-D", str(self._data), *options]
        with (folder / "log").open("wb") as log:
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **self._as)
        deadline = time.monotonic() + 120
        while subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode:
            assert self._server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL does not start"
            time.sleep(0.1)

    def new(self) -> str:
        """Return the address of a fresh, empty database."""
        name = f"d{next(_names)}"
        self._run("createdb", "-h", self._folder, "-U", "keyworth", name)
        return f"postgresql://keyworth@/{name}?host={self._folder}"

    def stop(self) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(60)

    def _run(self, program: str, *args: object) -> None:
        command = [str(self._programs / program), *map(str, args)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self._folder, check=False, **self._as)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"


def postgresql_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, or None."""
    places = [Path(p).resolve().parent for p in [shutil.which("initdb")] if p]
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
