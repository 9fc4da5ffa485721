"""Files: written whole or not at all; what a killed run left behind is cleared away by the next."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from errno import EISDIR
from hashlib import sha256
from pathlib import Path

from pipeline.diagnostics import Refused, Report

_HERE = sha256(platform.node().encode()).hexdigest()[:8]  # several machines may share a folder
_PART = re.compile(r"\.part-([0-9a-f]{8})-(\d+)-")
_OLD = 24 * 3600  # seconds after which nobody still writes


def write(folder: Path, files: Iterable[tuple[str, bytes]], report: Report) -> tuple[Path, ...]:
    """Write files into a folder, each whole or not at all; raises Refused, with nothing replaced, if one cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear(folder)
        staging = staging_folder(folder)
        try:
            wanted = [(folder / name, data) for name, data in files]
            staged = [(_stage(staging / str(n), data), path) for n, (path, data) in enumerate(wanted) if not holds(path, data)]
            for _, path in staged:
                _make_room(path)
            for part, path in staged:
                part.replace(path)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as fault:
        report("output-writable", f"{fault.filename or folder}: {fault.strerror}")
        raise Refused from fault
    return tuple(path for path, _ in wanted)


def write_file(path: Path, data: bytes) -> None:
    """Write one file, whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = staging_folder(path.parent)
    try:
        _stage(staging / "0", data).replace(path)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file; raises OSError."""
    with path.open("ab") as file:
        file.write(data)


def staging_folder(folder: Path) -> Path:
    """A new folder for unfinished files."""
    return Path(tempfile.mkdtemp(prefix=part(), dir=folder))


def part() -> str:
    """How the name of something unfinished begins: it says whose it is."""
    return f".part-{_HERE}-{os.getpid()}-"


def clear(folder: Path) -> None:
    """Remove the unfinished files of runs that are no more."""
    for path in folder.glob(".part-*"):
        if _left(path):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def holds(path: Path, data: bytes) -> bool:
    """Whether a file has this content already."""
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _left(path: Path) -> bool:
    """Whether the process that made this folder has ended."""
    owner = _PART.match(path.name)
    try:
        if not owner or owner.group(1) != _HERE:
            return time.time() - path.stat().st_mtime > _OLD
        os.kill(int(owner.group(2)), 0)
        return _dead(int(owner.group(2)))
    except ProcessLookupError:
        return True
    except OSError:
        return False


def _dead(pid: int) -> bool:
    """Whether a process has ended and nobody has asked how (proc_pid_stat(5), field 3); elsewhere than on Linux this is not told."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def _make_room(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR).lower(), str(path))


def _stage(path: Path, data: bytes) -> Path:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path
