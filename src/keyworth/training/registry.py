"""The workspace's models: a folder a version, and one small file that names the champion.

A version is written whole beside its place and moved there; the champion changes by one ``os.replace``. So
whatever stops a process, and whenever, the champion named is a version that is whole. Before anything of a
version is read, its manifest's hash is compared with the one in ``champion.json`` or in the version's own
name, and every file's with the manifest's. Nothing that could run code is ever kept.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pandas as pd

from keyworth.durable import sync
from keyworth.errors import KeyworthError, UnusableModel
from keyworth.relevance.versions import CHAMPION, FORMAT, MANIFEST, SHIPPED, VOCABULARY, Versions, plain_bytes, seal
from keyworth.store import whole_directory
from keyworth.text import key
from keyworth.training.split import exact_hash, id_hashes
from keyworth.training.vocabulary import COLUMNS


class Models(Versions):
    """The versions of a workspace.

    Examples
    --------
    >>> Models("nowhere").champion().name
    'shipped'
    """

    def add(self, files: dict[str, bytes], *, forced: bool = False) -> str:
        """Keep a version, whole or not at all; the same content again is the version that is there.

        Parameters
        ----------
        files : dict of str to bytes
        forced : bool
            It is made to be champion although its gate refuses it: its manifest says so for ever.
        """
        listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        manifest = plain_bytes({"format": FORMAT, "files": listed, **({"forced": True} if forced else {})})
        digest = hashlib.sha256(manifest).hexdigest()[:16]
        known = self.versions()
        if same := [name for name in known if name.endswith(digest)]:
            self.read(same[0])
            return same[0]
        number = 1 + max((int(name[1:].split("-")[0]) for name in known), default=0)
        name = f"v{number:04d}-{digest}"
        with whole_directory(self.folder / name) as place:
            for file, content in {**files, MANIFEST: manifest}.items():
                (place / file).write_bytes(content)
        return name

    def files(self, name: str) -> dict[str, bytes]:
        """Return a version's files, checked, as `add` took them."""
        return self._checked(name)

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
        forced = bool(version.adapter and gate.get("answer") != "promote")
        act = {"act": "promote", "version": name, "forced": forced, "reason": reason}
        before = [*state["before"], state["champion"]]
        return self._write({**state, "champion": name, "before": before, "acts": [*state["acts"], act]})

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
        return self._write({**state, "champion": name, "before": rest, "acts": [*state["acts"], act]})

    def decide_phrases(self, name: str, accepted: Iterable[str], rejected: Iterable[str], by: str) -> dict[str, str]:
        """Record what somebody decided of the phrases that a version proposes; return all that stand decided.

        Raises
        ------
        KeyworthError
            When a phrase is not among those proposed, is both accepted and rejected, or nobody is named.
        """
        name, state = self.find(name), self.state()
        known = {key(p): p for p in self.vocabulary(name)["phrase"]}
        said = [(key(p), p, told) for told, ps in (("accepted", accepted), ("rejected", rejected)) for p in ps]
        faults = [f"{p!r} is not proposed by {name}" for k, p, _ in said if k not in known]
        both = {k for k, _, told in said if told == "accepted"} & {k for k, _, told in said if told == "rejected"}
        faults += [f"{known.get(k, k)!r} is both accepted and rejected" for k in sorted(both)]
        faults += ["it needs the name of who decides (--name)"] * (not by.strip())
        if faults:
            raise KeyworthError("the phrases cannot be decided", faults)
        stand = {**state.get("vocabulary", {}), **{k: told for k, _, told in said}}
        acts = [{"act": told, "version": name, "forced": False, "reason": f"{p} ({by.strip()})"} for _, p, told in said]
        self._write({**state, "vocabulary": stand, "acts": [*state["acts"], *acts]})
        return stand

    def vocabulary(self, name: str) -> pd.DataFrame:
        """Return the phrases that a version proposes, each with what was decided of it since."""
        name, decided = self.find(name), self.state().get("vocabulary", {})
        content = self._checked(name).get(VOCABULARY, b"") if name != SHIPPED else b""
        if not content:
            return pd.DataFrame(columns=list(COLUMNS))
        found = pd.read_csv(io.BytesIO(content), keep_default_na=False)
        return found.assign(
            state=[decided.get(key(p), s) for p, s in zip(found["phrase"], found["state"], strict=True)]
        )

    def learnt_from(self, caller: str) -> list[str]:
        """Return the versions that learnt from a caller, oldest first.

        Parameters
        ----------
        caller : str
            Any id by which calls or sales name the caller, however it is spelled: customer id, e-mail, telephone, or
            the call's own id.

        Notes
        -----
        Of callers only hashes are kept, so that a version answers this and tells nobody who they are. Weights
        cannot be unlearnt: roll back, delete the versions named and retrain without the caller.

        Examples
        --------
        >>> Models("nowhere").learnt_from("C-17")
        []
        """
        asked = id_hashes(caller) | {exact_hash(caller)}
        return [name for name in self.versions() if asked & self.caller_ids(name)]

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
        forced = {act["version"] for act in state["acts"] if act.get("forced")}
        for name in [SHIPPED, *self.versions()]:
            row = {"version": name, "champion": name == state["champion"], "told": "what keyworth ships"}
            if name != SHIPPED:
                try:
                    gate = self.read(name).model["gate"]
                    by_force = ["promoted by force"] if name in forced else []
                    row["told"] = "; ".join([gate["answer"], *(r["name"] for r in gate["reasons"]), *by_force])
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
        sync(self.folder)
        return state
