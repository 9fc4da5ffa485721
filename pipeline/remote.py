"""Remote: sources and outputs at addresses (s3://, gs://, https:// …), through fsspec: fetched for a build, and put back after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from pipeline import tasks
from pipeline.diagnostics import Diagnostic, Refused, Report
from pipeline.faults import boundary
from pipeline.files import write_file
from pipeline.job import Job, Outcome
from pipeline.sources import Found, NoSource

System: TypeAlias = Any  # a file system of fsspec, which brings no types
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+")
_HREF = re.compile(rb"""\bhref\s*=\s*["']([^"'#?]+)""")
_TOGETHER = 500  # files that are read at once


def address(path: Path) -> str:
    """The address that a path stands for (a Path folds its slashes), or nothing for a path of this machine."""
    found = _ADDRESS.match(str(path))
    return f"{found[1]}://{str(path)[found.end() :]}" if found else ""


def shown(path: Path) -> str:
    """A path or an address, as it was written."""
    return address(path) or str(path)


def found(word: Path) -> list[Found]:
    """The articles below an address, or the file at it; raises NoSource."""
    system, key = _system(word)
    if "http" in system.protocol or not system.isdir(key):
        return [Found(word)]
    below = {name: info["size"] for name, info in sorted(system.find(key, detail=True).items()) if _article(name)}
    stems = Counter(PurePosixPath(name).stem for name in below)
    if not below:
        raise NoSource(f"{address(word)} has no source in it.")
    return [
        Found(Path(system.unstrip_protocol(name)), Path(name).parent.relative_to(key) if stems[Path(name).stem] > 1 else Path(), size)
        for name, size in below.items()
    ]


def _article(name: str) -> bool:
    return name.endswith(".xml") and not name.endswith((".jats.xml", ".tei.xml"))


def built(job: Job) -> Outcome:
    """Build one article wherever its source and its output stand."""
    if not (address(job.source) or address(job.output)):
        return tasks.build(job)
    report = Report(Path(job.title))
    outcome = Outcome(job.title)
    with TemporaryDirectory() as name, boundary(report):
        here = replace(job, source=_fetched(job.source, Path(name) / "source", report), shown=job.title)
        here = replace(here, output=Path(name) / "output") if address(job.output) else here
        outcome = tasks.build(here)
        report.add(_told(outcome, here, job))
        if here.output != job.output:
            made, outcome = outcome, replace(outcome, files=())
            _put(made.files, here, job, report)
            outcome = replace(made, files=tuple(job.output / path.relative_to(here.output) for path in made.files))
    return replace(outcome, diagnostics=tuple(replace(one, path=shown(Path(one.path))) for one in report))


def _told(outcome: Outcome, here: Job, job: Job) -> Iterator[Diagnostic]:
    """The findings of a build that was made here, as if it had been made in its place."""
    for one in outcome.diagnostics:
        path = Path(one.path)
        yield replace(one, path=str(job.output / path.relative_to(here.output))) if path.is_relative_to(here.output) else one


def _fetched(path: Path, folder: Path, report: Report) -> Path:
    """The source in a folder here, with what it may name; raises Refused."""
    if not address(path):
        return path
    system, key = _system(path)
    try:
        data = system.cat_file(key)
        write_file(folder / path.name, data)
        for name, inside in _beside(system, key, data):
            write_file(folder / inside, system.cat_file(name))
    except Exception as fault:  # every file system has errors of its own
        report("source-readable", f"{address(path)}: {fault or type(fault).__name__}")
        raise Refused from fault
    return folder / path.name


def _beside(system: System, key: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The files below the source's folder that it may mean: of the name of one of its addresses, or of its own, whatever their suffix."""
    folder = key.rpartition("/")[0]
    addresses = {found.decode("utf-8", "replace") for found in _HREF.findall(data)}
    if "http" in system.protocol:
        names = [f"{folder}/{one}" for one in addresses if ":" not in one and _below(one)]
        yield from ((name, name.removeprefix(f"{folder}/")) for name in names if system.exists(name))
        return
    wanted = {_stem(one) for one in (*addresses, key)}
    for name in system.find(folder):
        inside = name.removeprefix(f"{folder}/")
        if name != key and _stem(name) in wanted and _below(inside):
            yield name, inside


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower()


def _below(name: str) -> bool:
    return not name.startswith("/") and ".." not in PurePosixPath(name).parts


def _put(files: Iterable[Path], here: Job, job: Job, report: Report) -> None:
    """Put finished files in their place, each whole by itself; where the manifest stands, all of them do. Raises Refused."""
    try:
        pairs = [(job.output / path.relative_to(here.output), path) for path in files]
        for place, _ in pairs[-1:]:
            system, key = _system(place)
            if system.exists(key):
                system.rm_file(key)
        for place, path in pairs:
            put(place, path.read_bytes())
    except Exception as fault:  # every file system has errors of its own
        report("output-writable", f"{address(job.output)}: {fault or type(fault).__name__}")
        raise Refused from fault


def put(path: Path, data: bytes) -> None:
    """Write one file, here or at an address, whole or not at all."""
    if not address(path):
        write_file(path, data)
        return
    system, key = _system(path)
    system.pipe_file(key, data)


def contents(paths: Iterable[Path]) -> Mapping[Path, bytes]:
    """What stands in files here or at addresses; those that are not there are left out."""
    wanted = list(paths)
    held = {path: path.read_bytes() for path in wanted if not address(path) and path.is_file()}
    far = [path for path in wanted if address(path)]
    for at in range(0, len(far), _TOGETHER):
        system, _ = _system(far[at])
        keys = {system._strip_protocol(address(path)): path for path in far[at : at + _TOGETHER]}
        held |= {keys[key]: data for key, data in system.cat(list(keys), on_error="omit").items()}
    return held


def _system(path: Path) -> tuple[System, str]:
    """The file system of an address, and what the file is called there."""
    from fsspec.core import url_to_fs  # only where there is an address

    system, key = url_to_fs(address(path))
    return system, key
