"""Table: the citations and the references of an article side by side, a row for each, a column for each file."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, zip_longest
from typing import Any, Generic, TypeVar

from pipeline.checks.audit import Audit, Read
from pipeline.checks.compare import mark, same_years
from pipeline.checks.facts import Citation, Entry, Knows, Place

T = TypeVar("T", Citation, Entry)


@dataclass(frozen=True)
class Row(Generic[T]):
    """One citation or reference: what each file has of it, and whether they differ."""

    cells: tuple[T | None, ...]
    differs: bool

    @property
    def first(self) -> T:
        """What the first file has that has any."""
        return next(cell for cell in self.cells if cell is not None)


def columns(audit: Audit) -> tuple[Read, ...]:
    """The files whose citations or references can be read."""
    return tuple(one for one in audit.files if one.facts.citations or one.facts.entries)


def citations(audit: Audit) -> list[Row[Citation]]:
    """The citations in the order of reading."""
    files = [one.facts for one in columns(audit)]
    cells = _rows([one.citations if one.knows.citations else () for one in files], lambda one: (one.keys, one.label.text))
    return [Row(row, _differs(row, [one.knows for one in files], _citation, lambda knows: knows.citations)) for row in cells]


def references(audit: Audit) -> list[Row[Entry]]:
    """The references in the order of printing."""
    files = [one.facts for one in columns(audit)]
    cells = _rows([one.entries for one in files], lambda one: one.key)
    return [Row(row, _differs(row, [one.knows for one in files], _entry, lambda knows: knows.entries)) for row in cells]


def _rows(sides: Sequence[Sequence[T]], key: Callable[[T], Hashable]) -> list[tuple[T | None, ...]]:
    """The things of several sequences in rows, those of the first in its order, others where they stand between these."""
    base = next((side for side in sides if side), ())
    paired = [_beside(base, side, key) for side in sides]
    rows: list[tuple[T | None, ...]] = []
    for at in range(-1, len(base)):
        if at >= 0:
            rows.append(tuple(pairs[0].get(at) for pairs in paired))
        rows += zip_longest(*(pairs[1].get(at, []) for pairs in paired))
    return rows


def _beside(base: Sequence[T], side: Sequence[T], key: Callable[[T], Hashable]) -> tuple[dict[int, T], dict[int, list[T]]]:
    """What stands for each thing of the base, and what stands after it besides."""
    pairs: dict[int, T] = {}
    more: dict[int, list[T]] = {}
    for _, a, b, c, d in SequenceMatcher(None, [key(one) for one in base], [key(one) for one in side], autojunk=False).get_opcodes():
        for n in range(c, d):
            if a + n - c < b:
                pairs[a + n - c] = side[n]
            else:
                more.setdefault(b - 1, []).append(side[n])
    return pairs, more


def _differs(
    row: Sequence[T | None], knows: Sequence[Knows], same: Callable[[T, T, Knows, Knows], bool], there: Callable[[Knows], bool]
) -> bool:
    known = [(cell, one) for cell, one in zip(row, knows, strict=True) if cell is not None or there(one)]
    for (one, knows_one), (other, knows_other) in combinations(known, 2):
        if one is None or other is None or not same(one, other, knows_one, knows_other):
            return True
    return False


def _citation(one: Citation, other: Citation, knows: Knows, knows_other: Knows) -> bool:
    labels = knows.labels and knows_other.labels
    locators = one.locators is not None and other.locators is not None
    return mark(one, labels, locators) == mark(other, labels, locators)


def _entry(one: Entry, other: Entry, knows: Knows, knows_other: Knows) -> bool:
    words = not (knows.words and knows_other.words) or one.text == other.text
    return one.key == other.key and words and same_years(one, other)


def record(audit: Audit) -> dict[str, Any]:
    """An audit as JSON can hold it: the files, what they say side by side, and where they differ."""
    names = [one.name for one in columns(audit)]
    return {
        "consistent": audit.consistent,
        "summary": audit.summary,
        "files": [_file(one) for one in audit.files],
        "citations": [_row(names, row, _said) for row in citations(audit)],
        "references": [_row(names, row, _printed) for row in references(audit)],
        "differences": [
            {"what": found.what, one.name: found.here, other.name: found.there, "places": [_place(found.place), _place(found.other)]}
            for one, other, found in audit.found
        ],
    }


def _file(one: Read) -> dict[str, Any]:
    counts = {"citations": len(one.facts.citations), "references": len(one.facts.entries)}
    return {"name": one.name, **counts, "fault": one.fault, "unknown": list(one.facts.unknown)}


def _row(names: Sequence[str], row: Row[T], said: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    cells = zip(names, row.cells, strict=True)
    return {"differs": row.differs, "files": {name: cell and {**said(cell), **_place(cell.place)} for name, cell in cells}}


def _said(one: Citation) -> dict[str, Any]:
    return {"keys": list(one.keys), "label": one.label.words, "locators": list(one.locators or ()), "note": one.part}


def _printed(one: Entry) -> dict[str, Any]:
    return {"key": one.key, "text": one.words, "list": one.list}


def _place(place: Place) -> dict[str, Any]:
    return {name: value for name, value in (("page", place.page), ("member", place.member), ("line", place.line)) if value}
