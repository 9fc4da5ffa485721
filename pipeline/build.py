"""Build: one Job → one Outcome. Reads, validates, resolves, exports and writes one article; no exception of a room leaves it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import pictures, plugins
from pipeline.article import Article, Artifact
from pipeline.cache import DAMAGED
from pipeline.diagnostics import Refused, Report, Severity
from pipeline.faults import boundary
from pipeline.files import write
from pipeline.formats import exported, merged, print_first
from pipeline.job import Job, Outcome
from pipeline.kept import Past, Record, unchanged
from pipeline.manifest import File, manifest
from pipeline.resolve import resolve
from pipeline.resolve.engine import engine
from pipeline.schema import coded
from pipeline.schema.addresses import disarm
from pipeline.schema.directions import close
from pipeline.serialize import serialize
from pipeline.sniff import importer_for
from pipeline.source import libraries, source_bytes

if TYPE_CHECKING:
    from pipeline.checks.audit import Audit


def build(job: Job) -> Outcome:
    """Build one article: what an earlier build made of the same things is taken over, every format that works is written."""
    began = time.monotonic()
    with _unswept():
        outcome = unchanged(job) or _built(job)
    return replace(outcome, seconds=time.monotonic() - began)


@contextmanager
def _unswept() -> Iterator[None]:
    """While this holds, Python looks for no rubbish: nearly all that a layout makes is in use until it has been drawn."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _built(job: Job) -> Outcome:
    report, files, packed = Report(job.title), tuple[Path, ...](), b""
    engine.memory = job.store
    DAMAGED.clear()
    work = _Work(job, report)
    with boundary(report):
        made = merged(
            ((name, artifact) for name in print_first(job.formats) for artifact in work.artifacts(name)), job.limits.output, report
        )
        if made:
            entries = [(name, File.of(artifact)) for name, artifact in made]
            record = manifest(job.source, work.data, work.past.heading, job.settings, entries, report)
            files = write(job.folder, [(one.name, one.data) for _, one in made] + [(record.name, record.data)], report)
        if made and job.audit:
            packed = work.audited([artifact for _, artifact in made])
    for name in dict.fromkeys(DAMAGED):
        report("cache-sound", f"{name} is damaged; what it was is made anew")
    return Outcome(job.title, tuple(report), files, packed, tuple(work.made))


class _Work:
    """The work on one article: it is read and resolved when a format is to be made, and not before."""

    def __init__(self, job: Job, report: Report) -> None:
        self.job, self.report, self.read = job, report, Report(job.title)
        self.made: list[str] = []
        self.print = b""

    @cached_property
    def data(self) -> bytes:
        """The bytes of the source; raises Refused."""
        return source_bytes(self.job.source, self.report)

    @cached_property
    def past(self) -> Past:
        """The earlier builds of the article."""
        return Past(self.job, self.data)

    @cached_property
    def article(self) -> Article:
        """The article, resolved; raises Refused."""
        try:
            article = read(self.job, self.read)
            self.past.saw(article)
            return resolved(article, self.read)
        finally:
            self.report.add(self.read)

    def artifacts(self, name: str) -> list[Artifact]:
        """The files of a format: those that were made before of the same, or new ones."""
        if (record := self.past.record(self.past.of(name))) and (old := self.past.restored(record)) is not None:
            self.report.add(record.found)
            self.print = old[0].data if name == "pdf" else self.print
            return old
        article = replace(self.article, print=self.print) if self.print else self.article
        own, wanted = Report(self.job.title), self.past.of(name)
        self.past.note(name, wanted)
        self.made.append(name)
        new = exported(name, article, own)
        self.report.add(own)
        self.past.keep(wanted, new, [*self.read, *own])
        self.print = new[0].data if name == "pdf" and new else self.print
        return new

    def audited(self, made: Sequence[Artifact]) -> bytes:
        """The audit of what was made, packed."""
        wanted = self.past.audited(self.job.formats)
        record = self.past.record(wanted)
        if record is None or not record.audit:
            from pipeline.checks import pack  # with it come the readers of PDF

            done = _audited(self.past.output, made, lambda: self.article)
            record = Record((), tuple(done.diagnostics()), pack.packed(done))
            self.past.keep(wanted, (), record.found, record.audit)
        self.report.add(record.found)
        return record.audit


def check(job: Job) -> Outcome:
    """Read and validate one article; nothing is written."""
    report = Report(job.title)
    with boundary(report):
        read(job, report)
    return Outcome(job.title, tuple(report))


def convert(job: Job) -> Outcome:
    """Write the canonical article that an importer makes of the source, with its pictures, into the output folder."""
    report = Report(job.title)
    files: tuple[Path, ...] = ()
    with boundary(report):
        article = read(job, report)
        beside = [(one.name, one.data) for one in _beside(article, job.output / job.place)]
        files = write(job.output / job.place, [(f"{job.id}.xml", serialize(article.root)), *beside], report)
    return Outcome(job.title, tuple(report), files)


def audit(job: Job) -> Outcome:
    """Read the finished files of one article back, from its folder, and compare how they cite."""
    from pipeline.checks import audit as checks  # with it come the readers of PDF, which nothing else here needs
    from pipeline.checks import pack

    report, packed = Report(job.title), b""
    with boundary(report):
        done = checks.audit(job.source)
        report.add(done.diagnostics())
        packed = pack.packed(done)
    return Outcome(job.title, tuple(report), packed=packed)


def _audited(folder: Path, made: Iterable[Artifact], article: Callable[[], Article]) -> Audit:
    """The audit of what was made, held against the resolved article where nothing else marks its citations."""
    from pipeline.checks import audit as checks

    known = {f"{folder.name}{suffix}": suffix for suffix in checks.FORMATS}
    data = {known[artifact.name]: artifact.data for artifact in made if artifact.name in known}
    if not data.keys() & checks.MARKED.keys():
        data[".jats.xml"] = serialize(article().root)
    return checks.audited(folder, data)


def _beside(article: Article, folder: Path) -> list[Artifact]:
    """The files that go with an article, unless it stays in its folder."""
    if folder.resolve() == article.folder:
        return []
    return list(pictures.untouched(article))


def read(job: Job, report: Report) -> Article:
    """The canonical article of a source, valid; raises Refused."""
    name = job.importer or importer_for(job.source, source_bytes(job.source, report), report)
    article = replace(plugins.importer(name)(job.source, report), settings=job.settings)
    if libraries(article.path):
        from pipeline.importers import library  # with it come the readers of BibTeX

        article = library.completed(article, report)
    coded.check(article, report)
    _refuse(report)
    return article


def resolved(article: Article, report: Report) -> Article:
    """The article with its citations, numbers and labels, and its pictures at hand; raises Refused."""
    disarm(article.root)
    close(article)
    done = resolve(article, report)
    _refuse(report)
    return pictures.settled(done, report)


def _refuse(report: Report) -> None:
    if report.worst() == Severity.ERROR:
        raise Refused
