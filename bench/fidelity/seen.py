"""Seen: what was found in a finished file, whoever made it; all texts are keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class Link(NamedTuple):
    """A link inside a file: its words, the entry that it leads to, and the words round its goal; empty where there is no goal."""

    words: str
    entry: str
    near: str


@dataclass
class Seen:
    """What was found in one file."""

    words: str = ""  # everything, in order
    headings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)  # each with all that belongs to it
    figures: list[str] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    spans: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    formulas: int = 0
    links: list[Link] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)  # what links lead to, or lists hold

    def cell(self, words: str, across: str, down: str) -> None:
        """A cell of a table, with the columns and rows that it takes."""
        if words:
            self.cells[words] += 1
            if (across, down) != ("1", "1"):
                self.spans[words, across, down] += 1
