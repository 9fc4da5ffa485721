"""Sources: the articles that a command means: files, folders with all below them, patterns, lists, archives."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipeline import archives
from pipeline.diagnostics import Refused, Report
from pipeline.job import Job, Outcome
from pipeline.sniff import sourcelike
from pipeline.source import LIBRARIES

_HEAD = 4096
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".tif", ".tiff", ".eps", ".pdf", ".mp4", ".css", ".csl")  # not worth a look


class NoSource(ValueError):
    """What was named has no source in it, or two have one name."""


@dataclass(frozen=True)
class Found:
    """A file that was found: an article or an archive, and where below the output folder its outputs go."""

    path: Path
    place: Path = Path()
    bytes: int = 0  # where they are known

    @property
    def size(self) -> int:
        """Its bytes; the longest are built first."""
        try:
            return self.bytes or self.path.stat().st_size
        except OSError:
            return 0


@dataclass
class Sources:
    """All that was found, in the order of names; archives are looked into when their turn comes."""

    found: list[Found]
    refused: list[Outcome] = field(default_factory=list)  # archives that are not sound

    def jobs(self, make: Callable[[Path], Job]) -> Iterator[Job]:
        """A job for each article, the longest first."""
        for one in sorted(self.found, key=lambda one: -one.size):
            job = replace(make(one.path), place=one.place)
            yield from self._inside(job) if archives.is_archive(one.path) else [job]

    def rank(self, source: Path) -> tuple[int, str]:
        """The place of a source among all; of one in an archive, the place of the archive and its name."""
        return next(self._ranks[path] for path in (source, *source.parents) if path in self._ranks), str(source)

    @cached_property
    def _ranks(self) -> dict[Path, int]:
        return {one.path: number for number, one in enumerate(self.found)}

    def _inside(self, job: Job) -> Iterator[Job]:
        report = Report(job.source)
        names = dict[str, str]()
        try:
            for name in archives.articles(job.source, report):
                if names.setdefault(Path(name).stem, name) != name:
                    report("archive-sound", f"{names[Path(name).stem]} and {name} would both be built as {Path(name).stem}")
            if not names and not report.found:
                report("archive-sound", "there is no article in it")
        except Refused:
            pass
        if report.found:
            self.refused.append(Outcome(job.source, tuple(report)))
        place = job.place / archives.stem(job.source)
        for name in names.values():
            yield replace(job, source=job.source / name, archive=job.source, place=place)


def expanded(words: Iterable[Path], output: Path, lines: Iterable[str] = ()) -> Sources:
    """The sources that are meant; `-` stands for those in the lines. Raises NoSource."""
    named = [Path(line) for line in lines if line] if Path("-") in (words := list(words)) else []
    files: dict[Path, Found] = {}
    for word in (inner for one in words for inner in (named if one == Path("-") else [one])):
        for found in _in_folder(word, output) if word.is_dir() else map(Found, _matching(word)):
            files.setdefault(found.path, found)
    named_once(files.values())
    return Sources(list(files.values()))


def named_once(found: Iterable[Found]) -> None:
    """Raise NoSource where two sources would have one output folder."""
    folders: dict[Path, Path] = {}
    for one in found:
        name = archives.stem(one.path) if archives.is_archive(one.path) else one.path.stem
        if (other := folders.setdefault(one.place / name, one.path)) != one.path:
            raise NoSource(f"{other} and {one.path} would both be built as {one.place / name}; build one, or rename it.")


def _matching(word: Path) -> list[Path]:
    """The file itself, or those that a pattern means."""
    if not glob.has_magic(str(word)) or word.exists():
        return [word]
    return [Path(name) for name in sorted(glob.glob(str(word), recursive=True)) if Path(name).is_file()] or _none(word)


def _none(word: Path) -> list[Path]:
    raise NoSource(f"{word} has no source in it.")


def _in_folder(folder: Path, output: Path) -> list[Found]:
    """The sources below a folder; of those that share a name, each goes below its own folder."""
    paths = sorted(path for path in _files(folder, output.resolve()) if archives.is_archive(path) or sourcelike(path, head_of(path)))
    stems: dict[str, int] = {}
    for path in paths:
        stems[path.stem] = stems.get(path.stem, 0) + 1
    return [Found(path, path.parent.relative_to(folder) if stems[path.stem] > 1 else Path()) for path in paths] or _none(folder)  # type: ignore[return-value]


def _files(folder: Path, output: Path) -> Iterator[Path]:
    """The files below a folder that could be sources: nothing hidden, nothing that a build has made, no libraries of references."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        if here.resolve() == output or ((here / "manifest.json").is_file() and (here / f"{here.name}.jats.xml").is_file()):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        articles = {Path(name).stem for name in names if name.endswith(".xml")}
        for name in names:
            path = here / name
            library = path.suffix in LIBRARIES and path.stem in articles
            if not name.startswith(".") and path.suffix.lower() not in _PICTURES and not library and path.is_file():
                yield path


def head_of(path: Path) -> bytes:
    """The first bytes of a file; of one that cannot be read, none."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
