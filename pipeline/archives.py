"""Archives: articles in zip and tar files (packages of PMC, MECA, backups), unpacked safely, one archive a worker at a time."""

from __future__ import annotations

import io
import lzma
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final, TypeAlias

from pipeline.diagnostics import Refused, Report
from pipeline.files import clear, staging_folder
from pipeline.job import Job, Outcome
from pipeline.sniff import sourcelike

ENDS: Final = (".zip", ".meca", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
BYTES: Final = 2 << 30  # of all files of an archive, unpacked
FILES: Final = 20_000
_HEAD: Final = 4096
_CHUNK: Final = 1 << 20
_FAULTS: Final = (
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
)
_Member: TypeAlias = tuple[str, Callable[[], IO[bytes]]]
_open: dict[Path, Path] = {}  # the archive that this process has unpacked last, and where


def is_archive(path: Path) -> bool:
    """Whether a file is an archive, by its name."""
    return path.name.lower().endswith(ENDS)


def stem(path: Path) -> str:
    """The name of an archive without what says its kind."""
    end = max((end for end in ENDS if path.name.lower().endswith(end)), key=len, default="")
    return path.name[: len(path.name) - len(end)] or path.name


def articles(path: Path, report: Report) -> list[str]:
    """The names of the articles in an archive; raises Refused for one that is not sound."""
    with _sound(path, report), _members(path) as members:
        return [name for name, opened in members if sourcelike(Path(name), _head(opened))]


def opened(task: Callable[[Job], Outcome], job: Job) -> Outcome:
    """Do the task for a job whose source may stand in an archive."""
    report = Report(job.source)
    try:
        job = unpacked(job, report)
    except Refused:
        return Outcome(job.source, tuple(report))
    return task(job)


def unpacked(job: Job, report: Report) -> Job:
    """The job with its source where it can be read; raises Refused."""
    if job.archive is None:
        return job
    folder = _unpacked(job.archive, report)
    return replace(job, source=folder / job.source.relative_to(job.archive), archive=None, shown=job.source)


def _unpacked(path: Path, report: Report) -> Path:
    """Where an archive is unpacked; the one before it is removed."""
    if path not in _open:
        for folder in _open.values():
            shutil.rmtree(folder, ignore_errors=True)
        _open.clear()
        folder = staging_folder(Path(tempfile.gettempdir()))
        _open[path] = folder
        with _sound(path, report):
            _unpack(path, folder)
    return _open[path]


def clean() -> None:
    """Remove what workers that are no more have unpacked."""
    clear(Path(tempfile.gettempdir()))


def _unpack(path: Path, folder: Path) -> None:
    left = BYTES
    with _members(path) as members:
        for name, opened in members:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with opened() as source, target.open("wb") as file:
                while chunk := source.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise ValueError(f"unpacked it has more than {BYTES >> 20} MB")
                    file.write(chunk)


@contextmanager
def _sound(path: Path, report: Report) -> Iterator[None]:
    try:
        yield
    except _FAULTS as fault:
        if folder := _open.pop(path, None):
            shutil.rmtree(folder, ignore_errors=True)
        report("archive-sound", str(fault) or type(fault).__name__)
        raise Refused from fault


@contextmanager
def _members(path: Path) -> Iterator[Iterator[_Member]]:
    """The files of an archive, each with what opens it."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as file:
            links = {one.filename for one in file.infolist() if stat.S_ISLNK(one.external_attr >> 16)}
            yield _checked((one.filename, one.filename in links, one.is_dir(), partial(file.open, one)) for one in file.infolist())
    else:
        with tarfile.open(path) as tar:
            yield _checked((one.name, not (one.isreg() or one.isdir()), one.isdir(), partial(_file, tar, one)) for one in tar)


def _file(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    return tar.extractfile(member) or io.BytesIO()


def _checked(members: Iterator[tuple[str, bool, bool, Callable[[], IO[bytes]]]]) -> Iterator[_Member]:
    """The files among the members; raises ValueError at one that would be elsewhere, or is something else."""
    for number, (name, special, folder, opened) in enumerate(members):
        pure = PurePosixPath(name)
        if number >= FILES:
            raise ValueError(f"it has more than {FILES} files")
        if special:
            raise ValueError(f"{name} is a link or a device")
        if pure.is_absolute() or ".." in pure.parts or any(sign in name for sign in "\\\0:"):
            raise ValueError(f"{name} leads out of it")
        if not folder and pure.parts and not any(part.startswith((".", "__MACOSX")) for part in pure.parts):
            yield str(pure), opened


def _head(opened: Callable[[], IO[bytes]]) -> bytes:
    with opened() as file:
        return file.read(_HEAD)
