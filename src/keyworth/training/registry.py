"""The workspace's models: a folder a version, and one small file that names the champion.

A version is written whole beside its place and moved there; the champion changes by one ``os.replace``. So
whatever stops a process, and whenever, the champion named is a version that is whole. Before anything of a
version is read, its manifest's hash is compared with the one in ``champion.json`` or in the version's own
name, and every file's with the manifest's. Nothing that could run code is ever kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from typing import Any

from keyworth.errors import KeyworthError, UnusableModel
from keyworth.relevance.champion import CHAMPION, MANIFEST, SHIPPED, Versions, plain_bytes, seal
from keyworth.store import whole_directory

FORMAT = 1


class Models(Versions):
    """The versions of a workspace.

    Examples
    --------
    >>> Models("nowhere").champion().name
    'shipped'
    """

    def add(self, files: dict[str, bytes]) -> str:
        """Keep a version, whole or not at all; the same content again is the version that is there."""
        listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        manifest = plain_bytes({"format": FORMAT, "files": listed})
        digest = hashlib.sha256(manifest).hexdigest()[:16]
        known = self.versions()
        if same := [name for name in known if name.endswith(digest)]:
            self.read(same[0])
            return same[0]
        number = 1 + max((int(name[1:5]) for name in known), default=0)
        name = f"v{number:04d}-{digest}"
        with whole_directory(self.folder / name) as place:
            for file, content in {**files, MANIFEST: manifest}.items():
                (place / file).write_bytes(content)
        return name

    def promote(self, name: str, *, force: bool = False, reason: str = "") -> dict[str, Any]:
        """Make a version the champion.

        Parameters
        ----------
        name : str
            A version's name, or the beginning of one that no other version shares.
        force : bool
            Although its gate did not say so; that is recorded.

        Raises
        ------
        KeyworthError
            When its gate refused it and ``force`` is not given.
        """
        name = self.find(name)
        version, state = self.read(name), self.state()
        gate = version.model.get("gate", {})
        if version.adapter and gate.get("answer") != "promote" and not force:
            told = [f"{r['name']}: {r['told']}" for r in gate.get("reasons", [])]
            raise KeyworthError(f"the gate refused {name}", told, "--force promotes it nevertheless, and is recorded.")
        if name == state["champion"]:
            return state
        act = {
            "act": "promote",
            "version": name,
            "forced": bool(force and gate.get("answer") != "promote"),
            "reason": reason,
        }
        return self._write(
            {"champion": name, "before": [*state["before"], state["champion"]], "acts": [*state["acts"], act]}
        )

    def rollback(self) -> dict[str, Any]:
        """Make the champion before this one the champion again.

        Raises
        ------
        KeyworthError
            When there was none before.
        """
        state = self.state()
        if not state["before"]:
            raise KeyworthError("there is no champion to roll back to", mend="The shipped model is in use.")
        *rest, name = state["before"]
        self.read(name)
        act = {"act": "rollback", "version": name, "forced": False, "reason": ""}
        return self._write({"champion": name, "before": rest, "acts": [*state["acts"], act]})

    def find(self, name: str) -> str:
        """Return the one version whose name begins so."""
        if name == SHIPPED:
            return name
        found = [v for v in self.versions() if v.startswith(name)] if name else []
        if len(found) != 1:
            known = ", ".join([SHIPPED, *self.versions()])
            raise KeyworthError(
                f"{name!r} names {len(found) or 'no'} version{'s' * (len(found) > 1)}", [f"known: {known}"]
            )
        return found[0]

    def listed(self) -> list[dict[str, Any]]:
        """Return every version with what its gate said, the shipped one first; damaged ones are told, too."""
        state, out = self.state(), []
        for name in [SHIPPED, *self.versions()]:
            row = {"version": name, "champion": name == state["champion"], "told": "what keyworth ships"}
            if name != SHIPPED:
                try:
                    gate = self.read(name).model["gate"]
                    row["told"] = "; ".join([gate["answer"], *(r["name"] for r in gate["reasons"])])
                except UnusableModel as fault:
                    row["told"] = f"damaged: {'; '.join(fault.problems) or fault.subject}"
            out.append(row)
        return out

    def _write(self, state: dict[str, Any]) -> dict[str, Any]:
        content = plain_bytes({**state, "sha256": seal(state)})
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".champion-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.folder / CHAMPION)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return state
