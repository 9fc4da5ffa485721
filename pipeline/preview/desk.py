"""Desk: the articles that are looked at, built anew when their files change, and what the browser is told of them."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watchfiles import watch

from pipeline.checks import table
from pipeline.checks.audit import Audit
from pipeline.checks.books import pages
from pipeline.checks.facts import Place
from pipeline.job import Job, Outcome
from pipeline.preview import panes, prints

_KINDS = {".pdf": "pdf", ".epub": "epub", ".tei.xml": "tei", ".wiki": "wikitext"}


@dataclass
class Desk:
    """The articles of a preview, by their ids."""

    jobs: dict[str, Job]
    task: Callable[[Job], Outcome]
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)
    _work: threading.Lock = field(default_factory=threading.Lock)

    def state(self, name: str) -> dict[str, Any]:
        """What the browser is told of an article; it is built if it has not been."""
        with self._work:
            if name not in self.done:
                self.done[name] = _told(self.jobs[name], self.task(self.jobs[name]))
            return self.done[name] | {"version": self.version}

    def file(self, name: str, suffix: str) -> bytes:
        """A finished file of an article; raises OSError."""
        job = self.jobs[name]
        return (job.folder / f"{job.id}{suffix}").read_bytes()

    def member(self, name: str, member: str) -> bytes:
        """A file in the book of an article; raises KeyError, OSError."""
        with zipfile.ZipFile(io.BytesIO(self.file(name, ".epub"))) as book:
            return book.read(member)

    def watch(self) -> None:
        """Build anew what is looked at, whenever a file beside it changes, until the desk is ended."""
        folders = {job.source.resolve().parent for job in self.jobs.values()}
        outputs = {job.output.resolve() for job in self.jobs.values()}
        for changes in watch(*folders, stop_event=self.ended):
            paths = [Path(path) for _, path in changes]
            self.touched([path for path in paths if not any(path.is_relative_to(output) for output in outputs)])

    def touched(self, paths: list[Path]) -> None:
        """Forget the articles beside which one of these files stands, and tell everybody who waits."""
        names = [name for name, job in self.jobs.items() if any(path.is_relative_to(job.source.resolve().parent) for path in paths)]
        if names:
            with self._work:
                for name in names:
                    self.done.pop(name, None)
            with self.changed:
                self.version += 1
                self.changed.notify_all()

    def wait(self, version: int, patience: float) -> int:
        """The version, as soon as it is another, or when patience is at an end."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version or self.ended.is_set(), patience)
            return self.version


def _told(job: Job, outcome: Outcome) -> dict[str, Any]:
    files = {kind: path for path in outcome.files for suffix, kind in _KINDS.items() if path.name == f"{job.id}{suffix}"}
    audit = outcome.audit
    told: dict[str, Any] = {"found": [str(one) for one in outcome.diagnostics]}
    told |= {"audit": audit.summary.partition(": ")[2] if audit else "", "rows": _rows(audit) if audit else []}
    told["tei"] = panes.tei(files["tei"].read_text("utf-8")) if "tei" in files else ""
    told["wikitext"] = panes.wikitext(files["wikitext"].read_text("utf-8")) if "wikitext" in files else ""
    told["pdf"] = prints.boxes(files["pdf"].read_bytes()) if "pdf" in files else []
    told["epub"] = pages(files["epub"].read_bytes()) if "epub" in files else []
    return told


def _rows(audit: Audit) -> list[dict[str, Any]]:
    """The citations in the order of reading: keys, label, and of each format the place that it stands in."""
    kinds = [next(kind for suffix, kind in _KINDS.items() if one.name.endswith(suffix)) for one in table.columns(audit)]
    rows = []
    for row in table.citations(audit):
        label = next((cell.label.words for cell in row.cells if cell and cell.label.words), "")
        places = {kind: _place(cell.place) for kind, cell in zip(kinds, row.cells, strict=True) if cell}
        rows.append({"keys": list(row.first.keys), "label": label, "differs": row.differs, "places": places})
    return rows


def _place(place: Place) -> str:
    return str(place.page or place.member or place.line)
