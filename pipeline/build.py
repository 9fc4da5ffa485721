"""Build: one Job → one Outcome. Reads, validates, resolves, exports and writes one article; no exception of a room leaves it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from errno import EISDIR
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline import pictures, plugins
from pipeline.article import Article, Artifact, Settings
from pipeline.diagnostics import Diagnostic, Refused, Report, Severity
from pipeline.manifest import manifest
from pipeline.resolve import resolve
from pipeline.rules import NoRule
from pipeline.schema import coded
from pipeline.serialize import serialize
from pipeline.sniff import importer_for
from pipeline.source import source_bytes

if TYPE_CHECKING:
    from pipeline.checks.audit import Audit

FORMATS = ("pdf", "epub", "tei", "wikitext")


class OutOfTime(Exception):
    """The article takes longer than it may."""


@dataclass(frozen=True)
class Job:
    """What is to be made of one source."""

    source: Path
    formats: tuple[str, ...] = FORMATS
    output: Path = Path("output")
    settings: Settings = field(default_factory=Settings)
    importer: str = ""  # the name of an importer; empty: the one that knows the file
    audit: bool = False  # read the files back and compare how they cite

    @property
    def id(self) -> str:
        """The name of the article and of its outputs."""
        return self.source.stem


@dataclass(frozen=True)
class Outcome:
    """What became of one source: the files written and everything found."""

    source: Path
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[Path, ...] = ()
    audit: Audit | None = None

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found, or None."""
        return max((diagnostic.severity for diagnostic in self.diagnostics), default=None)


def build(job: Job) -> Outcome:
    """Build one article: every format that works is written, unless the article itself has an error."""
    report = Report(job.source)
    files: tuple[Path, ...] = ()
    done: Audit | None = None
    with boundary(report):
        source = source_bytes(job.source, report)
        article = resolved(read(job, report), report)
        made = export(article, job.formats, report)
        if made:
            record = manifest(article, source, made, report)
            files = write(job.output / job.id, [artifact for _, artifact in made] + [record], report)
        if made and job.audit:
            done = _audited(job.output / job.id, [artifact for _, artifact in made], article, report)
    return Outcome(job.source, tuple(report), files, done)


def check(job: Job) -> Outcome:
    """Read and validate one article; nothing is written."""
    report = Report(job.source)
    with boundary(report):
        read(job, report)
    return Outcome(job.source, tuple(report))


def convert(job: Job) -> Outcome:
    """Write the canonical article that an importer makes of the source, with its pictures, into the output folder."""
    report = Report(job.source)
    files: tuple[Path, ...] = ()
    with boundary(report):
        article = read(job, report)
        files = write(job.output, [Artifact(f"{job.id}.xml", serialize(article.root)), *_beside(article, job.output)], report)
    return Outcome(job.source, tuple(report), files)


def audit(job: Job) -> Outcome:
    """Read the finished files of one article back, from its folder, and compare how they cite."""
    from pipeline.checks import audit as checks  # with it come the readers of PDF, which nothing else here needs

    report = Report(job.source)
    done: Audit | None = None
    with boundary(report):
        done = checks.audit(job.source)
        report.found += done.diagnostics()
    return Outcome(job.source, tuple(report), audit=done)


def _audited(folder: Path, made: Iterable[Artifact], article: Article, report: Report) -> Audit:
    """The audit of what was made, held against the resolved article where nothing else marks its citations."""
    from pipeline.checks import audit as checks

    known = {f"{article.id}{suffix}": suffix for suffix in checks.FORMATS}
    data = {known[artifact.name]: artifact.data for artifact in made if artifact.name in known}
    if not data.keys() & checks.MARKED.keys():
        data[".jats.xml"] = serialize(article.root)
    done = checks.audited(folder, data)
    report.found += done.diagnostics()
    return done


def _beside(article: Article, folder: Path) -> list[Artifact]:
    """The files that go with an article, unless it stays in its folder."""
    if folder.resolve() == article.folder:
        return []
    return list(pictures.untouched(article))


def read(job: Job, report: Report) -> Article:
    """The canonical article of a source, valid; raises Refused."""
    name = job.importer or importer_for(job.source, source_bytes(job.source, report), report)
    article = replace(plugins.importer(name)(job.source, report), settings=job.settings)
    coded.check(article, report)
    _refuse(report)
    return article


def resolved(article: Article, report: Report) -> Article:
    """The article with its citations, numbers and labels, and its pictures at hand; raises Refused."""
    done = resolve(article, report)
    _refuse(report)
    return pictures.settled(done, report)


def _refuse(report: Report) -> None:
    if report.worst() == Severity.ERROR:
        raise Refused


@contextmanager
def boundary(report: Report) -> Iterator[None]:
    """Where exceptions become diagnostics: an article that fails, fails alone."""
    try:
        yield
    except Refused:
        pass
    except Exception as fault:  # whatever a room raises belongs to this article only
        _report_fault(fault, "build-works", "", report)


def _report_fault(fault: Exception, code: str, prefix: str, report: Report) -> None:
    code = "limits-kept" if isinstance(fault, (OutOfTime, MemoryError, RecursionError)) else code
    report(code, prefix + _said(fault), fault.element if isinstance(fault, NoRule) else 0)


def _said(fault: Exception) -> str:
    """An exception in words: its kind, what it says, and where in the program it arose."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(fault).__name__}: {fault}{place}"


def export(article: Article, formats: Iterable[str], report: Report) -> list[tuple[str, Artifact]]:
    """The artifacts of every format that works, each once, with the name of its exporter."""
    made: dict[str, tuple[str, Artifact]] = {}
    for name in formats:
        for artifact in _exported(name, article, report):
            if not _proper(artifact.name):
                report("export-works", f"{name}: {artifact.name!r} is not the name of a file below the output folder")
            elif made.setdefault(artifact.name, (name, artifact))[1].data != artifact.data:
                report("export-works", f"{name}: {artifact.name} is also made by {made[artifact.name][0]}, with other content")
    return list(made.values())


def _exported(name: str, article: Article, report: Report) -> list[Artifact]:
    if name not in plugins.installed(plugins.EXPORTERS):
        report("export-known", f"{name} is not a format; there are {', '.join(plugins.names(plugins.EXPORTERS))}")
        return []
    try:
        return list(plugins.exporter(name)(article, report))
    except Refused:
        report("export-works", f"{name} is not made")
    except ImportError as fault:
        report("export-known", f"{name}: {fault}")
    except Exception as fault:  # the other formats go on
        _report_fault(fault, "export-works", f"{name}: ", report)
    return []


def _proper(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def write(folder: Path, artifacts: Iterable[Artifact], report: Report) -> tuple[Path, ...]:
    """Write files into a folder, each whole or not at all; raises Refused, with nothing replaced, if one cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".part-", dir=folder))
        try:
            staged = [(_stage(staging / str(n), artifact.data), folder / artifact.name) for n, artifact in enumerate(artifacts)]
            for _, path in staged:
                _make_room(path)
            for part, path in staged:
                part.replace(path)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as fault:
        report("output-writable", f"{fault.filename or folder}: {fault.strerror}")
        raise Refused from fault
    return tuple(path for _, path in staged)


def write_file(path: Path, data: bytes) -> None:
    """Write one file, whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _stage(path.with_name(f".{path.name}.part"), data).replace(path)


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
