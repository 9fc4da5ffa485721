"""Count: of each kind of thing, how many a source has and how many of them an output still has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.fidelity.seen import Seen
from bench.fidelity.source import Reference, Source, Thing

KINDS = (
    "citation → entry", "reference entry", "· element-citation", "· mixed-citation", "reference author", "reference fpage",
    "reference DOI", "heading", "paragraph text", "table structure", "cell text", "spans", "table caption inside",
    "table label by its caption", "table notes", "figure structure", "figure caption inside", "figure label by its caption",
    "footnotes", "back-matter statements", "letters and translations", "formulas", "xref to figure", "xref to table",
    "xref to supplement", "title", "abstract", "translated abstract", "affiliations", "funding", "licence",
)  # fmt: skip
LISTED = 3  # references that one entry may be: several works under one number
MOST = 0.98  # of the letters of a text: less is a loss
HALF = 0.5  # of the letters of its cells: less, and it is not that table


@dataclass
class Score:
    """Kept and all of one kind, with examples of what is not there."""

    kept: int = 0
    all: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, kept: int, of: int, lost: str = "") -> None:
        """One thing, or several at once."""
        self.kept += kept
        self.all += of
        if kept < of and lost:
            self.lost.append(lost)


def scores(source: Source, seen: Seen | None) -> dict[str, Score]:
    """The score of every kind; without an output all is lost."""
    found = {kind: Score() for kind in KINDS}
    seen = seen or Seen()
    _references(source, seen, found)
    for kind, things in source.things.items():
        _things(kind, things, seen, found[kind])
    _multiset(found["cell text"], source.cells, seen.cells)
    _multiset(found["spans"], source.spans, seen.spans)
    for kind, number in (("figure structure", len(seen.figures)), ("formulas", seen.formulas)):
        wanted = source.counts[kind]
        found[kind].add(min(wanted, number), wanted, f"{number} of {wanted}")
    _crossings(source, seen, found)
    return found


def _places(kind: str, seen: Seen) -> list[str]:
    """Where a thing of this kind may stand."""
    return {
        "heading": seen.headings,
        "footnotes": seen.notes,
        "table structure": seen.tables,
        "table caption inside": [*seen.tables, *seen.figures],  # a table may be a picture
        "table label by its caption": [*seen.tables, *seen.figures],
        "figure caption inside": seen.figures,
        "figure label by its caption": seen.figures,
    }.get(kind, [seen.words])


def _things(kind: str, things: list[Thing], seen: Seen, score: Score) -> None:
    """Each thing; what is said several times must stand there so often."""
    places, least = _places(kind, seen), HALF if kind == "table structure" else MOST
    alike: dict[tuple[str, ...], list[Thing]] = {}
    for thing in things:
        alike.setdefault(thing.words, []).append(thing)
    for words, group in alike.items():
        size = sum(map(len, words))
        times = 0
        for place in places:
            here = [one for one in words if one in place]
            if size and sum(map(len, here)) >= least * size:
                once = len(group) == 1 or kind == "affiliations"  # which contributors may share
                times += len(group) if once else min(map(place.count, here))
        for number, thing in enumerate(group):
            score.add(int(number < times), 1, f"line {thing.line}: {thing.shown}")


def _multiset(score: Score, wanted: Counter, given: Counter) -> None:  # type: ignore[type-arg]
    for one, number in wanted.items():
        score.add(min(number, given[one]), number, str(one)[:60])


def _crossings(source: Source, seen: Seen, found: dict[str, Score]) -> None:
    """Cross-references: links with these words whose goal has the label or the caption of what they mean."""
    given: dict[str, Counter[str]] = {}
    for link in seen.links:
        given.setdefault(link.words, Counter())[link.near] += 1
    for crossing, number in source.xrefs.items():
        near = given.get(crossing.words, {})
        there = sum(n for goal, n in near.items() if goal and (not crossing.signs or any(sign in goal for sign in crossing.signs)))
        found[crossing.kind].add(min(number, there), number, f"line {crossing.line}: {crossing.words}: {there} of {number}")


def _references(source: Source, seen: Seen, found: dict[str, Score]) -> None:
    # A goal with many references in it is their list, not an entry
    listed = min(LISTED, max(1, len(source.references) - 1))
    named = Counter(link.entry for link in seen.links if link.entry)
    goals = {goal: n for goal, n in named.items() if sum(_says(goal, ref) for ref in source.references) <= listed}
    for ref in source.references:
        entry = _entry(ref, seen)
        shown = f"line {ref.line}: {ref.author} {ref.title}"
        found["reference entry"].add(int(bool(entry)), 1, shown)
        found[f"· {ref.kind}"].add(int(bool(entry)), 1, shown)
        for kind, value in (("reference author", ref.author), ("reference fpage", ref.fpage), ("reference DOI", ref.doi)):
            if value:
                found[kind].add(int(value in entry), 1, f"{shown}: {value}")
        if ref.calls:
            calls = sum(number for goal, number in goals.items() if _says(goal, ref))
            found["citation → entry"].add(min(ref.calls, calls), ref.calls, f"{shown}: {calls} of {ref.calls}")


def _entry(ref: Reference, seen: Seen) -> str:
    """The entry of a reference: the shortest that has its title, and its author if there is one with both."""
    titled = [one for one in seen.entries if _says(one, ref)]
    return min([one for one in titled if ref.author in one] or titled, key=len, default="")


def _says(entry: str, ref: Reference) -> bool:
    """Whether an entry is that of a reference: what tells it from others is in it."""
    return bool(ref.title) and all(sign in entry for sign in ref.signs)
