"""Job: what is to be made of one source, within which limits; Outcome: what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pipeline.article import Settings
from pipeline.cache import Store
from pipeline.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from pipeline.checks.audit import Audit

FORMATS = ("pdf", "epub", "tei", "wikitext")


@dataclass(frozen=True)
class Limits:
    """What one article may take; its parent process sees to it."""

    seconds: int = 600
    memory: int = 4096  # MB
    output: int = 1024  # MB, of all its files


@dataclass(frozen=True)
class Job:
    """What is to be made of one source."""

    source: Path
    formats: tuple[str, ...] = FORMATS
    output: Path = Path("output")
    settings: Settings = field(default_factory=Settings)
    importer: str = ""  # the name of an importer; empty: the one that knows the file
    audit: bool = False  # read the files back and compare how they cite
    store: Store | None = None  # what earlier builds made; None: everything is made anew
    force: bool = False  # everything is made anew, and kept
    limits: Limits = Limits()
    place: Path = Path()  # where below the output folder its own folder stands
    archive: Path | None = None  # in which the source stands
    shown: Path | None = None  # what the source is called in findings, where that is not its path

    @property
    def id(self) -> str:
        """The name of the article and of its outputs."""
        return self.source.stem

    @property
    def folder(self) -> Path:
        """Where its finished files go."""
        return self.output / self.place / self.id

    @property
    def title(self) -> Path:
        """What the source is called in findings."""
        return self.shown or self.source


@dataclass(frozen=True)
class Outcome:
    """What became of one source: the files written and everything found."""

    source: Path
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[Path, ...] = ()
    packed: bytes = b""  # the audit, if there was one
    made: tuple[str, ...] = ()  # the formats that were not taken over from an earlier build
    seconds: float = 0.0  # that it took

    @property
    def audit(self) -> Audit | None:
        """What the finished files say."""
        if not self.packed:
            return None
        from pipeline.checks import pack  # with it come the readers of PDF, which a build needs at its end only

        return pack.unpacked(self.packed, self.files[0].parent if self.files else self.source)

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found, or None."""
        return max((diagnostic.severity for diagnostic in self.diagnostics), default=None)


Task: TypeAlias = Callable[[Job], Outcome]
