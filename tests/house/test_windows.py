"""What Windows does otherwise, tried here by its rules: no folder onto a folder, no flushing of folders."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from keyworth import durable, store
from keyworth.store import read_audit, write_audit
from tests.house.test_store import an_audit, render


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The calls that would fail on Windows fail here; returns what was opened to be flushed, and whether to write."""
    opened: list[tuple[str, bool]] = []
    replace = os.replace

    def replace_there(old: Path, new: Path) -> None:
        if os.path.isdir(new):
            raise PermissionError(13, "Access is denied", str(new))
        replace(old, new)

    def open_there(path: Path, flags: int, *more: int, **given: int) -> int:
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", str(path))
        opened.append((Path(path).name, bool(flags & os.O_RDWR)))
        return os.open(path, flags, *more, **given)

    monkeypatch.setattr(durable, "WINDOWS", True)
    monkeypatch.setattr(store.os, "replace", replace_there)
    there = {name: getattr(os, name) for name in ("fsync", "close", "path", "O_RDWR", "O_RDONLY")}
    monkeypatch.setattr(durable, "os", SimpleNamespace(**there, open=open_there))
    return opened


def test_an_audit_is_written_replaced_and_flushed(windows: list[tuple[str, bool]], tmp_path: Path) -> None:
    for n in (3, 5):
        write_audit(an_audit(n), tmp_path / "audit", render)
    assert len(read_audit(tmp_path / "audit").keywords) == 5
    assert {"keywords.parquet", "audit.json", "report.html"} <= {name for name, _ in windows}
    assert all(writes for _, writes in windows), "Windows flushes what it may write"
    assert [p.name for p in tmp_path.iterdir()] == ["audit"]


def test_names_in_audit_json_are_the_same_everywhere(tmp_path: Path) -> None:
    write_audit(an_audit(), tmp_path / "audit", render)
    listed = read_audit(tmp_path / "audit").summary["files"]
    assert "tables/keywords.parquet" in listed
    assert all(PurePosixPath(name).as_posix() == PureWindowsPath(name).as_posix() for name in listed)


def test_a_folder_is_flushed_where_that_can_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(durable.os, "fsync", flushed.append)
    durable.sync(tmp_path)
    assert len(flushed) == (0 if durable.WINDOWS else 1)
