"""Audit: reads the finished files of an article back and asks whether they cite alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path

from pipeline.checks.align import settled
from pipeline.checks.books import book
from pipeline.checks.compare import Difference, differences
from pipeline.checks.facts import NOTHING, Facts, Unreadable
from pipeline.checks.pdf import pdf
from pipeline.checks.trees import jats, page, tei
from pipeline.checks.wikitext import wikitext
from pipeline.diagnostics import Diagnostic

# In the order of trust: the first that is there, and has its citations marked, says how those without marks are cut.
FORMATS: Mapping[str, Callable[[bytes, Facts], Facts]] = {
    ".jats.xml": lambda data, _: jats(data),
    ".tei.xml": lambda data, _: tei(data),
    ".html": lambda data, _: page(data),
    ".epub": lambda data, _: book(data),
    ".wiki": wikitext,
    ".pdf": pdf,
}
_MOVES = {".pdf": {"front", "float"}}  # what a print may set on another page


@dataclass(frozen=True)
class Read:
    """A finished file: what it says, or why it cannot be read."""

    name: str
    facts: Facts
    fault: str = ""


@dataclass(frozen=True)
class Audit:
    """What the files of an article say, and where they differ."""

    folder: Path
    files: tuple[Read, ...]

    @cached_property
    def found(self) -> tuple[tuple[Read, Read, Difference], ...]:
        """The first differences of every two files."""
        pairs = combinations([one for one in self.files if not one.fault], 2)
        return tuple((one, other, found) for one, other in pairs for found in differences(one.facts, other.facts))

    @property
    def consistent(self) -> bool:
        """Whether every file can be read and none differs from another."""
        return not self.found and not any(one.fault for one in self.files)

    @property
    def summary(self) -> str:
        """The outcome in a line."""
        largest = max((one.facts for one in self.files), key=lambda facts: (len(facts.citations), len(facts.entries)))
        counts = [(len(largest.citations), "citation"), (len(largest.entries), "reference"), (len(self.files), "format")]
        words = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
        return f"{self.folder}: {'consistent' if self.consistent else 'not consistent'}: {words}"

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with each file, and what cannot be known of it."""
        for one in self.files:
            path = str(self.folder / one.name)
            if one.fault:
                yield Diagnostic(path, 0, "output-readable", one.fault)
            for words in one.facts.unknown:
                yield Diagnostic(path, 0, "citations-known", words)
        yield from self._differences()

    def _differences(self) -> Iterator[Diagnostic]:
        """The differences, each told of the one of its two files that differs from more of the others."""
        odd = Counter(name for pair in {(one.name, other.name) for one, other, _ in self.found} for name in pair)
        told: dict[tuple[str, int, str], list[str]] = {}
        for one, other, found in self.found:
            if odd[one.name] > odd[other.name]:
                one, other, found = other, one, found.turned()
            page = f"{found.other}: " if found.other.page or found.other.member else ""
            said = (other.name, found.other.line if not found.other.member else 0, f"{page}{found.what} is {found.there}")
            told.setdefault(said, []).append(f"{found.here} in {' '.join(filter(None, (one.name, str(found.place))))}")
        for (name, line, words), others in told.items():
            yield Diagnostic(str(self.folder / name), line, "citations-agree", f"{words}, but {'; '.join(others)}")


def files(folder: Path) -> dict[str, Path]:
    """The finished files in the folder of an article, by format."""
    return {suffix: path for suffix in FORMATS if (path := folder / f"{folder.name}{suffix}").is_file()}


def articles(folder: Path) -> list[Path]:
    """The folders of articles that are meant by a folder: itself, or those in it."""
    if files(folder):
        return [folder]
    return sorted(inner for inner in folder.iterdir() if inner.is_dir() and files(inner)) if folder.is_dir() else []


def audit(folder: Path) -> Audit:
    """The finished files of an article, read back and compared."""
    return audited(folder, {suffix: path.read_bytes() for suffix, path in files(folder).items()})


def audited(folder: Path, data: Mapping[str, bytes]) -> Audit:
    """The finished files of an article, by the ends of their names, read back and compared."""
    read: list[Read] = []
    guide = Facts()
    for suffix in [one for one in FORMATS if one in data]:
        try:
            facts = FORMATS[suffix](data[suffix], guide)
        except Unreadable as fault:
            read.append(Read(folder.name + suffix, Facts(knows=NOTHING), str(fault)))
            continue
        if guide.citations or guide.entries:
            moves = _MOVES.get(suffix, {"front"})
            facts = replace(facts, citations=settled(facts.citations, guide.citations, moves))
        elif facts.knows.citations:
            guide = facts
        read.append(Read(folder.name + suffix, facts))
    return Audit(folder, tuple(read))
