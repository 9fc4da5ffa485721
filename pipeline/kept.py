"""Kept: what earlier builds made of an article, found again by all that it was made of, format by format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipeline import inputs, pages
from pipeline.article import Article, Artifact
from pipeline.cache import digest
from pipeline.diagnostics import Diagnostic, Refused, Report, Severity
from pipeline.files import clear
from pipeline.inputs import Inputs, Named
from pipeline.job import Job, Outcome
from pipeline.manifest import File, manifest
from pipeline.metadata import title_of
from pipeline.schema.pictures import PICTURES, named
from pipeline.source import libraries, source_bytes

_FICKLE = {"picture-local", "picture-readable"}  # with --fetch: the network may answer another time


@dataclass(frozen=True)
class Record:
    """What was made: files, and what was found on the way."""

    files: tuple[File, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    audit: bytes = b""  # packed


class Past:
    """The earlier builds of one article; without a store there are none."""

    def __init__(self, job: Job, data: bytes) -> None:
        self.source, self.title, self.importer, self.settings = job.source, job.title, job.importer, job.settings
        self.output, self.store, self.force, self.formats = job.folder, job.store, job.force, job.formats
        self._article = self._read(data) if self.store else {}
        self._named: list[Named] | None = None
        self._pictures: Inputs | None = None
        self._of: dict[str, Inputs] = {}
        self.heading = ""  # of the article, once it has been seen, now or before

    @cached_property
    def known(self) -> Inputs | None:
        """What all formats are made of; None if it is not known what pictures the article names."""
        if self._pictures is None and self.store and (raw := self.store.get("named", inputs.key(self._article))):
            self.heading, named_before = json.loads(raw)
            self._named = [(href, bool(picture)) for href, picture in named_before]
            self._pictures = inputs.of_pictures(self.source, self._named, self.settings)
        return None if self._pictures is None else self._article | self._pictures

    def saw(self, article: Article) -> None:
        """Take down the title, and which pictures the article names, before they are looked for."""
        self.heading = title_of(article.root)
        if self.store:
            self._named = list(dict.fromkeys((href, element.tag in PICTURES) for element, href in named(article.root)))
            self._pictures = inputs.of_pictures(self.source, self._named, self.settings)
            self.__dict__.pop("known", None)
            self._of.clear()
            self.store.put("named", inputs.key(self._article), json.dumps([self.heading, self._named]).encode())

    def of(self, name: str) -> Inputs | None:
        """All that a format is made of, or None if that is not known yet."""
        if name not in self._of and (found := self._made_of(name)) is not None:
            self._of[name] = found
        return self._of.get(name)

    def _made_of(self, name: str) -> Inputs | None:
        if self.known is None:
            return None
        own = self.known | inputs.of_format(name, self.settings)
        if name != "epub" or "pdf" not in self.formats:
            return own
        printed = self._record(self.of("pdf"))
        pages = self.store.get("pages", printed.files[0].sha256) if self.store and printed else None
        return None if pages is None else own | {"pages of the print": pages.decode()}

    def audited(self, formats: Iterable[str]) -> Inputs | None:
        """All that an audit of these formats reads."""
        made = {name: self.of(name) for name in formats}
        return {f"format {name}": inputs.key(one) for name, one in made.items() if one} | {"audit": ""} if all(made.values()) else None

    def record(self, wanted: Inputs | None) -> Record | None:
        """What was made of these inputs before."""
        return None if self.force else self._record(wanted)

    def _record(self, wanted: Inputs | None) -> Record | None:
        if not self.store or wanted is None or not (raw := self.store.get("made", inputs.key(wanted))):
            return None
        record = json.loads(raw)
        found = tuple(self._placed(*one) for one in record["found"])
        return Record(tuple(File(*one) for one in record["files"]), found, self.store.get("audits", inputs.key(wanted)) or b"")

    def restored(self, record: Record) -> list[Artifact] | None:
        """The files of a record with their bytes, from where they stand or from the store; None if one is lost."""
        made = []
        for file in record.files:
            data = file.stands_in(self.output)
            data = self._blob(file) if data is None else data
            if data is None:
                return None
            made.append(Artifact(file.name, data))
        return made

    def keep(self, wanted: Inputs | None, made: Sequence[Artifact], found: Iterable[Diagnostic], audit: bytes = b"") -> None:
        """Keep what was made, unless it failed, or its inputs changed meanwhile."""
        found = list(found)
        if not self.store or wanted is None or not self._sound(found) or not self._same():
            return
        files = [File.of(artifact) for artifact in made]
        for file, artifact in zip(files, made, strict=True) if self.store.shared else ():
            self.store.put("files", file.sha256, artifact.data)
        for file, artifact in zip(files, made, strict=True):
            if file.name.endswith(".pdf"):
                self.store.put("pages", file.sha256, digest(repr(pages.read(artifact.data)).encode()).encode())
        if audit:
            self.store.put("audits", inputs.key(wanted), audit)
        record = {"files": [(file.name, file.sha256, file.size) for file in files], "found": [self._replaced(one) for one in found]}
        self.store.put("made", inputs.key(wanted), json.dumps(record, ensure_ascii=False).encode())

    def explained(self, name: str) -> str:
        """Why a format was made last, and whether it is to be made again."""
        old, now = self.last(name), self.of(name)
        if old is None:
            return f"{name}: was never built here"
        changed = inputs.changes(old[0], now or self._article)
        new = f"; since then {', '.join(changed)}" if now and changed else "" if now else "; since then the article changed"
        return f"{name}: was built because {', '.join(old[1])}{new or '; since then nothing changed'}"

    def last(self, name: str) -> tuple[Inputs, list[str]] | None:
        """What a format was made of when it was last made here, and why it was."""
        raw = self.store.get("last", self._place(name)) if self.store else None
        return (json.loads(raw)["inputs"], json.loads(raw)["why"]) if raw else None

    def note(self, name: str, wanted: Inputs | None) -> None:
        """Take down why a format is made now."""
        if not self.store or wanted is None:
            return
        old = self.last(name)
        changed = inputs.changes(old[0], wanted) if old else ["it is new here"]
        why = changed or ["it was asked for with --force" if self.force else "its files were not as they were made"]
        self.store.put("last", self._place(name), json.dumps({"inputs": wanted, "why": why}).encode())

    def _place(self, name: str) -> str:
        return digest(str(self.output.resolve()).encode(), name.encode())

    def _sound(self, found: Iterable[Diagnostic]) -> bool:
        return not any(one.severity == Severity.ERROR or (self.settings.fetch and one.code in _FICKLE) for one in found)

    def _same(self) -> bool:
        """Whether the article and its pictures are still what they were when the build began."""
        try:
            now = self._read(self.source.read_bytes())
        except OSError:
            return False
        return now == self._article and inputs.of_pictures(self.source, self._named or (), self.settings) == self._pictures

    def _read(self, data: bytes) -> Inputs:
        return inputs.of_article(self.source, data, self.importer, self.settings)

    def _blob(self, file: File) -> bytes | None:
        data = self.store.get("files", file.sha256) if self.store else None
        return data if data is not None and sha256(data).hexdigest() == file.sha256 else None

    def _replaced(self, one: Diagnostic) -> tuple[str, int, str, str]:
        """A finding without the place of this machine: nothing for the source, else the name of a library or of a finished file."""
        return "" if one.path == str(self.title) else Path(one.path).name, one.line, one.code, one.message

    def _placed(self, name: str, line: int, code: str, message: str) -> Diagnostic:
        beside = {path.name: path for path in libraries(self.source)}
        path = beside.get(name, self.output / name) if name else self.title
        return Diagnostic(str(path), line, code, message)


def unchanged(job: Job) -> Outcome | None:
    """The outcome of an article of which nothing changed and whose files stand as they were written, else None."""
    if job.store is None or job.force or job.archive or not (data := _readable(job.source)):
        return None
    past = Past(job, data)
    records = {name: past.record(past.of(name)) for name in job.formats}
    audit = past.record(past.audited(job.formats)) if job.audit else Record()
    if audit is None or bool(audit.audit) != job.audit or not all(records.values()):
        return None
    report = Report(job.title)
    made = dict[str, tuple[str, File]]()
    for name, record in records.items():
        report.add(record.found if record else ())
        for file in record.files if record else ():
            made.setdefault(file.name, (name, file))
    files = [*(file for _, file in made.values()), File.of(manifest(job.source, data, past.heading, job.settings, made.values(), report))]
    if not all(file.stands_in(past.output) is not None for file in files):
        return None
    clear(past.output)
    report.add(audit.found)
    return Outcome(job.title, tuple(report), tuple(past.output / file.name for file in files), audit.audit)


def explained(job: Job) -> list[str]:
    """Why each format of an article was made last, and what has changed since."""
    past = Past(job, _readable(job.source))
    return [f"{job.title}: {past.explained(name)}" for name in job.formats]


def _readable(path: Path) -> bytes:
    try:
        return source_bytes(path, Report(path))
    except Refused:
        return b""
