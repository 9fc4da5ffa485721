"""Directions: what turns the direction of words is closed where they end, else it turns what comes after (UAX #9, UTR #36)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.markup import append
from pipeline.tree import find_all

_CLOSED = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_FORCES = "\u202d\u202e"  # turns letters against their own direction
_MARK = re.compile("[\u202a-\u202e\u2066-\u2069]")
_Text = tuple[etree._Element, str]  # an element, and whether its text or its tail
_Place = tuple[_Text, int]


def direction_closed(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """What turns the direction of words ends with them."""
    if _MARK.search(article.unusual):
        for block, places in _open(article.root).items():
            for (element, part), place in places:
                mark = getattr(element, part)[place]
                done = f"closed at the end of <{block.tag}>" if _lasts(mark) else "left out"
                yield element, f"U+{ord(mark):04X} would turn the direction of what comes after; it is {done}"


def close(article: Article) -> None:
    """Close what turns direction where its block ends; take off what forces a direction on letters, or closes nothing."""
    if not _MARK.search(article.unusual):
        return
    for block, places in _open(article.root).items():
        marks = [getattr(element, part)[place] for (element, part), place in places]
        append(block, ["".join(_CLOSED[mark] for mark in reversed(marks) if _lasts(mark))])
        for (element, part), place in reversed(places):
            words = getattr(element, part)
            if not _lasts(words[place]):
                setattr(element, part, words[:place] + words[place + 1 :])


def _lasts(mark: str) -> bool:
    return mark in _CLOSED and mark not in _FORCES


def _open(root: etree._Element) -> dict[etree._Element, list[_Place]]:
    """The marks that nothing closes, or that close nothing, by the block that they stand in, in their order."""
    blocks: dict[etree._Element, list[_Place]] = {}
    for element, part in _texts(root):
        for found in _MARK.finditer(getattr(element, part) or ""):
            holder = element if part == "text" else element.getparent()
            blocks.setdefault(_block(holder), []).append(((element, part), found.start()))  # type: ignore[arg-type]
    open_ones = {block: _unmatched(places) for block, places in blocks.items()}
    return {block: [place for place in blocks[block] if place in alone] for block, alone in open_ones.items() if alone}


def _texts(root: etree._Element) -> Iterator[_Text]:
    """All texts in their order."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        yield element, "text" if event == "start" else "tail"


def _unmatched(places: list[_Place]) -> list[_Place]:
    """The marks without a partner: what closes an outer one leaves the inner ones open."""
    waiting: list[tuple[str, _Place]] = []
    alone: list[_Place] = []
    for place in places:
        (element, part), at = place
        mark = getattr(element, part)[at]
        closers = [closer for closer, _ in waiting]
        if mark in _CLOSED:
            waiting.append((_CLOSED[mark], place))
        elif mark in closers:
            outer = len(closers) - 1 - closers[::-1].index(mark)
            alone += [inner for _, inner in waiting[outer + 1 :]]
            del waiting[outer:]
        else:
            alone.append(place)
    return alone + [place for _, place in waiting]


def _block(element: etree._Element) -> etree._Element:
    """The outermost element about it whose words run on."""
    parent = element.getparent()
    while parent is not None and "".join(find_all(parent, "text()")).strip():  # type: ignore[arg-type]
        element, parent = parent, parent.getparent()
    return element
