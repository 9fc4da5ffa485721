"""Directions: what turns the direction of words is closed where they end, else it turns what comes after (UAX #9, UTR #36)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.article import Article
from pipeline.markup import append
from pipeline.tree import find_all

_CLOSED = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_FORCES = "\u202d\u202e"  # turns letters against their own direction
_MARK = re.compile("[\u202a-\u202e\u2066-\u2069]")


class _Mark(NamedTuple):
    """A mark, where in a text it stands, and whose text or tail that is."""

    mark: str
    at: int
    element: etree._Element
    part: str


def direction_closed(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """What turns the direction of words ends with them."""
    if _MARK.search(article.unusual):
        for block, marks in _open(article.root).items():
            for mark, _, element, _ in marks:
                done = f"closed at the end of <{block.tag}>" if _lasts(mark) else "left out"
                yield element, f"U+{ord(mark):04X} would turn the direction of what comes after; it is {done}"


def close(article: Article) -> None:
    """Close what turns direction where its block ends; take off what forces a direction on letters, or closes nothing."""
    if not _MARK.search(article.unusual):
        return
    for block, marks in _open(article.root).items():
        left: dict[tuple[etree._Element, str], set[int]] = {}
        for mark, at, element, part in marks:
            if not _lasts(mark):
                left.setdefault((element, part), set()).add(at)
        for (element, part), places in left.items():
            setattr(element, part, "".join(letter for at, letter in enumerate(getattr(element, part)) if at not in places))
        append(block, ["".join(_CLOSED[mark] for mark, *_ in reversed(marks) if _lasts(mark))])


def _lasts(mark: str) -> bool:
    return mark in _CLOSED and mark not in _FORCES


def _open(root: etree._Element) -> dict[etree._Element, list[_Mark]]:
    """The marks that nothing closes, or that close nothing, by the block that they stand in, in their order."""
    blocks: dict[etree._Element, list[_Mark]] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        part = "text" if event == "start" else "tail"
        if found := list(_MARK.finditer(getattr(element, part) or "")):
            block = _block(element if event == "start" else element.getparent())
            blocks.setdefault(block, []).extend(_Mark(mark[0], mark.start(), element, part) for mark in found)
    alone = {block: _unmatched(marks) for block, marks in blocks.items()}
    return {block: marks for block, marks in alone.items() if marks}


def _unmatched(marks: list[_Mark]) -> list[_Mark]:
    """The marks without a partner, in their order: what closes an outer one leaves the inner ones open."""
    waiting: list[int] = []
    closers: Counter[str] = Counter()  # of those that wait
    alone: set[int] = set()
    for number, (mark, *_) in enumerate(marks):
        if mark in _CLOSED:
            waiting.append(number)
            closers[_CLOSED[mark]] += 1
            continue
        alone |= _closed_by(mark, marks, waiting, closers) if closers[mark] else {number}
    return [marks[number] for number in sorted(alone.union(waiting))]


def _closed_by(mark: str, marks: list[_Mark], waiting: list[int], closers: Counter[str]) -> set[int]:
    """Take what a mark closes from those that wait; returns the inner ones, which it leaves open."""
    inner: set[int] = set()
    while True:
        closer = _CLOSED[marks[number := waiting.pop()].mark]
        closers[closer] -= 1
        if closer == mark:
            return inner
        inner.add(number)


def _block(element: etree._Element) -> etree._Element:
    """The outermost element about it whose words run on."""
    parent = element.getparent()
    while parent is not None and "".join(find_all(parent, "text()")).strip():  # type: ignore[arg-type]
        element, parent = parent, parent.getparent()
    return element
