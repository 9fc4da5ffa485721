"""Audit: reads the finished files of an article back and asks whether they cite alike."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path

from pipeline.checks.align import noted, settled
from pipeline.checks.books import book
from pipeline.checks.compare import Difference, differences
from pipeline.checks.facts import NOTHING, Facts, Unreadable
from pipeline.checks.pdf import pdf
from pipeline.checks.trees import jats, page, tei
from pipeline.checks.wikitext import wikitext
from pipeline.diagnostics import Diagnostic, visible

# In the order of trust. A file that marks its citations is read alone;
MARKED: Mapping[str, Callable[[bytes], Facts]] = {".jats.xml": jats, ".tei.xml": tei, ".html": page, ".epub": book}
# one that does not is cut as a guide says: the marked file that agrees with most of the others.
GUIDED: Mapping[str, Callable[[bytes, Facts], Facts]] = {".wiki": wikitext, ".pdf": pdf}
FORMATS = (*MARKED, *GUIDED)
_MOVES = {".pdf": {"front", "floats"}}  # what a print may set on another page


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
        compared = sum(1 for one in self.files if one.facts.knows != NOTHING)
        verdict = "not consistent" if not self.consistent else "consistent" if compared > 1 else "nothing to compare"
        return f"{self.folder}: {verdict}: {words}"

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with each file, and what cannot be known of it."""
        for one in self.files:
            path = str(self.folder / one.name)
            if one.fault:
                yield Diagnostic(path, 0, "output-readable", visible(one.fault))
            for words in one.facts.unknown:
                yield Diagnostic(path, 0, "citations-known", words)
        yield from self._differences()

    def _differences(self) -> Iterator[Diagnostic]:
        """The differences, each told of the one of its two files that differs there from more of the others."""
        odd = Counter((one.name, found.kind) for *pair, found in self.found for one in pair)
        told: dict[tuple[str, int, str], dict[str, list[str]]] = {}
        for one, other, found in self.found:
            if odd[one.name, found.kind] > odd[other.name, found.kind]:
                one, other, found = other, one, found.turned()
            page = f"{found.other}: " if found.other.page or found.other.member else ""
            said = (other.name, found.other.line if not found.other.member else 0, f"{page}{found.what} is {found.there}")
            told.setdefault(said, {}).setdefault(found.here, []).append(f"{one.name} {found.place}".strip())
        for (name, line, words), others in told.items():
            rest = "; ".join(f"{said} in {', '.join(places)}" for said, places in others.items())
            yield Diagnostic(str(self.folder / name), line, "citations-agree", visible(f"{words}, but {rest}"))


def files(folder: Path) -> dict[str, Path]:
    """The finished files in the folder of an article, by format."""
    return {suffix: path for suffix in FORMATS if (path := folder / f"{folder.name}{suffix}").is_file()}


def articles(folder: Path) -> list[Path]:
    """The folders of articles that are meant by a folder: itself, or those in it."""
    if files(folder):
        return [folder]
    return sorted(inner for inner in folder.iterdir() if inner.is_dir() and files(inner)) if folder.is_dir() else []


def audit(folder: Path) -> Audit:
    """The finished files of an article, read back and compared; those that its manifest names and that are not there are missed."""
    data, lost = {}, [(name, "it is not there, and the manifest says that it was made") for name in _missing(folder)]
    for suffix, path in files(folder).items():
        try:
            data[suffix] = path.read_bytes()
        except OSError as fault:
            lost.append((path.name, f"it cannot be read: {fault.strerror}"))
    done = audited(folder, data)
    return replace(done, files=(*done.files, *(Read(name, Facts(knows=NOTHING), why) for name, why in lost)))


def _missing(folder: Path) -> list[str]:
    """The files of known formats that were made and are not there; a manifest that cannot be read says nothing."""
    try:
        made = [str(one["name"]) for one in json.loads((folder / "manifest.json").read_bytes())["artifacts"]]
    except (OSError, ValueError, LookupError, TypeError):
        return []
    return [name for name in made if name in {f"{folder.name}{suffix}" for suffix in FORMATS} and not (folder / name).exists()]


def audited(folder: Path, data: Mapping[str, bytes]) -> Audit:
    """The finished files of an article, by the ends of their names, read back and compared."""
    marked = {suffix: _read(folder.name + suffix, partial(MARKED[suffix], data[suffix])) for suffix in MARKED if suffix in data}
    guide = _guide([one.facts for one in marked.values()])
    guided = {suffix: _read(folder.name + suffix, partial(GUIDED[suffix], data[suffix], guide)) for suffix in GUIDED if suffix in data}
    return Audit(folder, tuple(_settled(suffix, one, guide) for suffix, one in (marked | guided).items()))


def _read(name: str, reader: Callable[[], Facts]) -> Read:
    try:
        return Read(name, reader())
    except Unreadable as fault:
        return Read(name, Facts(knows=NOTHING), str(fault))


def _settled(suffix: str, one: Read, guide: Facts) -> Read:
    moves, facts = _MOVES.get(suffix, {"front"}), one.facts
    if suffix == ".epub":  # a note stands in the file that calls it
        facts = replace(facts, citations=noted(facts.citations, guide.citations))
    citations, calls = settled(facts.citations, guide.citations, moves), settled(facts.calls, guide.calls, moves)
    return replace(one, facts=replace(facts, citations=citations, calls=calls))


def _guide(marked: Sequence[Facts]) -> Facts:
    """Of the files that mark their citations the one that agrees with most of the others, else the first."""
    listed = [one for one in marked if one.knows.entries]
    whole = [one for one in listed if one.knows.citations] or listed
    moved = [replace(one, citations=settled(one.citations, whole[0].citations, {"front"})) for one in whole]
    odd = [sum(1 for other in moved if any(differences(one, other))) for one in moved]
    return whole[odd.index(min(odd))] if whole else Facts()
