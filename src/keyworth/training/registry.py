"""The workspace's models: a folder a version, and one small file that names the champion.

A version is written whole beside its place and moved there; the champion changes by one ``os.replace``. So
whatever stops a process, and whenever, the champion named is a version that is whole. Before anything of a
version is read, its manifest's hash is compared with the one in ``champion.json`` or in the version's own
name, and every file's with the manifest's. Nothing that could run code is ever kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keyworth.errors import KeyworthError, UnusableModel
from keyworth.store import whole_directory

if TYPE_CHECKING:
    from keyworth.training.adapter import Adapter

CHAMPION, MANIFEST, MODEL, WEIGHTS, CALLERS, CARD = (
    "champion.json", "manifest.json", "model.json", "adapter.safetensors", "callers.json", "card.md",
)  # fmt: skip
SHIPPED = "shipped"
FORMAT = 1
MOST_BYTES = 64 * 2**20
_VERSION = re.compile(r"v\d{4}-[0-9a-f]{16}")
_MEND = "Run `keyworth models rollback`, or restore the folder from a backup."


@dataclass(frozen=True)
class Version:
    """A version as it was read, checked.

    Attributes
    ----------
    name : str
        ``v0001-`` and the beginning of its manifest's SHA-256; ``shipped`` for none.
    model : dict
        What ``model.json`` holds: encoder, gate, counts, data window.
    adapter : Adapter or None
        None for ``shipped``.
    """

    name: str
    model: dict[str, Any]
    adapter: Adapter | None


class Models:
    """The versions of a workspace.

    Examples
    --------
    >>> Models("nowhere").champion().name
    'shipped'
    """

    def __init__(self, folder: str | Path = "models") -> None:
        self.folder = Path(folder)

    def versions(self) -> list[str]:
        """Return the versions' names, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if p.is_dir() and _VERSION.fullmatch(p.name))

    def add(self, files: dict[str, bytes]) -> str:
        """Keep a version, whole or not at all; the same content again is the version that is there."""
        listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        manifest = _bytes({"format": FORMAT, "files": listed})
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

    def read(self, name: str) -> Version:
        """Read a version once every file of it is the one that was written.

        Raises
        ------
        UnusableModel
            When it is not there, or a file is missing or has been changed.
        """
        if name == SHIPPED:
            return Version(SHIPPED, {}, None)
        files = self._checked(name)
        try:
            model = json.loads(files[MODEL])
            return Version(name, model, _adapter(files[WEIGHTS], float(model["sharpness"])))
        except (ValueError, KeyError, TypeError) as fault:
            raise UnusableModel(f"{self.folder / name} cannot be read", [str(fault)], _MEND) from None

    def callers(self, name: str) -> frozenset[str]:
        """Return the hashes of the callers that a version learnt from."""
        return frozenset(json.loads(self._checked(name)[CALLERS])) if name != SHIPPED else frozenset()

    def champion(self) -> Version:
        """Read the champion: what was promoted last, else what is shipped."""
        return self.read(self.state()["champion"])

    def state(self) -> dict[str, Any]:
        """Return what ``champion.json`` holds: ``champion``, ``before`` (a stack) and ``acts``."""
        path = self.folder / CHAMPION
        if not path.is_file():
            return {"champion": SHIPPED, "before": [], "acts": []}
        try:
            content = _small(path)
            state = json.loads(content)
            seal = state.pop("sha256")
            whole = _bytes({**state, "sha256": seal}) == content and seal == _seal(state)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            whole = False
        if not whole:
            raise UnusableModel(
                f"{path} has been changed",
                mend="Restore it from a backup, or delete it: then the shipped model is used.",
            )
        return state

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
        content = _bytes({**state, "sha256": _seal(state)})
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

    def _checked(self, name: str) -> dict[str, bytes]:
        """Return a version's files, each read once and compared with its hash before anything looks inside."""
        place = self.folder / name
        if not _VERSION.fullmatch(name):
            raise UnusableModel(f"{name!r} is not a version's name", mend=_MEND)
        try:
            manifest = _small(place / MANIFEST)
            if hashlib.sha256(manifest).hexdigest()[:16] != name.split("-")[1]:
                raise UnusableModel(f"{place} cannot be used", [f"{MANIFEST} is not the file that was written"], _MEND)
            listed = json.loads(manifest)["files"]
            files = {file: _small(place / file) for file in listed}
        except OSError as fault:
            raise UnusableModel(f"{place} cannot be used", [f"{fault.filename}: {fault.strerror}"], _MEND) from None
        faults = [
            f"{f} is not the file that was written"
            for f, c in files.items()
            if hashlib.sha256(c).hexdigest() != listed[f]
        ]
        if extra := sorted({p.name for p in place.iterdir()} - {*listed, MANIFEST}):
            faults += [f"{f} was not written with it" for f in extra]
        if faults:
            raise UnusableModel(f"{place} cannot be used", faults, _MEND)
        return files


def _adapter(content: bytes, sharpness: float) -> Adapter:
    import numpy as np
    from safetensors.numpy import load

    from keyworth.training.adapter import Adapter

    weights = load(content)["weights"]
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1] or not np.isfinite(weights).all():
        raise ValueError("its weights are not a finite square matrix")
    return Adapter(weights, sharpness)


def _small(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnusableModel(f"{path} is larger than any model file", mend=_MEND)
    return content


def _bytes(value: Any) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _seal(state: dict[str, Any]) -> str:
    return hashlib.sha256(_bytes(state)).hexdigest()
