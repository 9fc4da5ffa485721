"""Directions: what turns the direction of words is closed where they end, else it turns what comes after (UAX #9, UTR #36)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all

_CLOSED = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_MARK = re.compile("[\u202a-\u202e\u2066-\u2069]")
_Text = tuple[etree._Element, str]  # an element, and whether its text or its tail
_Place = tuple[_Text, int]


def direction_closed(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """What turns the direction of words ends with them."""
    if _MARK.search(article.unusual):
        for (element, part), place in _open(article.root):
            mark = getattr(element, part)[place]
            yield element, f"U+{ord(mark):04X} would turn the direction of what comes after; it is left out"


def close(article: Article) -> None:
    """Take off what would turn more than its own words, or nothing."""
    if not _MARK.search(article.unusual):
        return
    for (element, part), place in sorted(_open(article.root), key=lambda one: -one[1]):
        words = getattr(element, part)
        setattr(element, part, words[:place] + words[place + 1 :])


def _open(root: etree._Element) -> list[_Place]:
    """The marks that nothing closes, or that close nothing, block by block."""
    blocks: dict[etree._Element, list[_Place]] = {}
    for element, part in _texts(root):
        for found in _MARK.finditer(getattr(element, part) or ""):
            holder = element if part == "text" else element.getparent()
            blocks.setdefault(_block(holder), []).append(((element, part), found.start()))  # type: ignore[arg-type]
    return [place for places in blocks.values() for place in _unmatched(places)]


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
