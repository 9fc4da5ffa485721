"""Count: of each kind of thing, how many a source has and how many of them an output still has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.fidelity.outputs import Seen
from bench.fidelity.source import Reference, Source, Thing

KINDS = (
    "citation → entry", "reference entry", "· element-citation", "· mixed-citation", "reference author", "reference fpage",
    "reference DOI", "heading", "paragraph text", "table structure", "cell text", "spans", "table caption inside",
    "table label by its caption", "table notes", "figure structure", "figure caption inside", "figure label by its caption",
    "footnotes", "back-matter statements", "letters and translations", "formulas", "xref to figure", "xref to table",
    "xref to supplement", "title", "abstract", "translated abstract", "affiliations", "funding", "licence",
)  # fmt: skip
LISTED = 3  # references that one entry may be: several works under one number
PIECE = 40  # letters
MOST = 0.98  # of the letters of a text: less is a loss


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
        for thing in things:
            found[kind].add(int(_kept(kind, thing, seen)), 1, f"line {thing.line}: {thing.shown}")
    _multiset(found["cell text"], source.cells, seen.cells, whole=seen.words if not seen.cells else "")
    _multiset(found["spans"], source.spans, seen.spans, whole=seen.words if not seen.cells else "")
    for kind, number in (("table structure", len(seen.tables)), ("figure structure", len(seen.figures)), ("formulas", seen.formulas)):
        wanted = source.counts[kind]
        found[kind].add(min(wanted, number), wanted, f"{number} of {wanted}")
    for kind, wanted_links in source.xrefs.items():
        _multiset(found[kind], wanted_links, Counter(words for words, goal in seen.links if goal))
    return found


def _kept(kind: str, thing: Thing, seen: Seen) -> bool:
    places = {
        "heading": [seen.headings],
        "footnotes": [seen.notes, seen.words],
        "table caption inside": [*seen.tables, *seen.figures],  # a table may be a picture
        "table label by its caption": [*seen.tables, *seen.figures],
        "figure caption inside": seen.figures,
        "figure label by its caption": seen.figures,
    }.get(kind, [seen.words])
    size = sum(map(len, thing.words))
    if seen.paged:  # a page's head, foot and notes stand in the midst of what runs on behind them
        pieces = [words[at : at + PIECE] for words in thing.words for at in range(0, len(words), PIECE)]
        return any(sum(piece in place for piece in pieces) >= len(pieces) - 1 - len(pieces) // 8 for place in places)
    return any(sum(len(words) for words in thing.words if words in place) >= MOST * size for place in places)


def _multiset(score: Score, wanted: Counter, given: Counter, whole: str = "") -> None:  # type: ignore[type-arg]
    for one, number in wanted.items():
        words = one if isinstance(one, str) else one[0]
        kept = min(number, given[one]) if not whole else number if words in whole else 0
        score.add(kept, number, str(one)[:60])


def _references(source: Source, seen: Seen, found: dict[str, Score]) -> None:
    whole = not seen.entries
    # A goal with many references in it is their list, not an entry
    listed = min(LISTED, max(1, len(source.references) - 1))
    named = Counter(goal for _, goal in seen.links if goal)
    goals = {goal: n for goal, n in named.items() if whole or sum(_says(goal, ref) for ref in source.references) <= listed}
    for ref in source.references:
        entry = _entry(ref, seen) or (seen.words if whole and ref.title and ref.title in seen.words else "")
        shown = f"line {ref.line}: {ref.author} {ref.title}"
        found["reference entry"].add(int(bool(entry)), 1, shown)
        found[f"· {ref.kind}"].add(int(bool(entry)), 1)
        for kind, value in (("reference author", ref.author), ("reference fpage", ref.fpage), ("reference DOI", ref.doi)):
            if value:
                found[kind].add(int(value in entry), 1, f"{shown}: {value}")
        if ref.calls:
            calls = sum(number for goal, number in goals.items() if _says(goal, ref, part=whole))
            found["citation → entry"].add(min(ref.calls, calls), ref.calls, f"{shown}: {calls} of {ref.calls}")


def _entry(ref: Reference, seen: Seen) -> str:
    """The entry of a reference: the shortest that has its title, and its author if there is one with both."""
    titled = [one for one in seen.entries if _says(one, ref)]
    return min([one for one in titled if ref.author in one] or titled, key=len, default="")


def _says(entry: str, ref: Reference, *, part: bool = False) -> bool:
    """Whether an entry is that of a reference: its title is in it; at a place in a print, its author will do."""
    return (
        bool(ref.title and ref.title in entry) or (part and bool(ref.author) and ref.author in entry) or (part and ref.title[:15] in entry)
    )
