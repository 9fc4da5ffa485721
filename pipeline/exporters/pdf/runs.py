"""Runs: words that are read from left to right, in a line that runs from the right, keep their order where one of them is emphasised.

WeasyPrint 70 sets the pieces of such a line one after another from the right, whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.exporters.html.directions import LATIN, LEFTWARD, leftward, words
from pipeline.exporters.html.xhtml import XHTML, h, local, tagged
from pipeline.markup import Parts, append

_STRONG: Final = re.compile(f"(?P<left>{LEFTWARD.pattern})|[^\\W\\d_]")
_NUMBERS: Final = re.compile(f"[^{LEFTWARD.pattern[1:-1]}]*[0-9]")  # as far as the last of them
_INLINE: Final = {"a", "abbr", "b", "cite", "code", "em", "i", "s", "small", "span", "strong", "sub", "sup", "u"}
_End = tuple[int, int]  # a piece of a line, and a place in its words


def part_runs(part: etree._Element) -> None:
    """Put each run of such words that an element is part of into one of its own."""
    for element in [one for one in part.iter(f"{{{XHTML}}}*") if any(local(child) in _INLINE for child in one)]:
        if leftward(element):
            pieces = _pieces(element)
            for start, end in reversed(list(_runs(pieces))):
                _gather(pieces, start, end)
            element.text, element[:] = None, []
            append(element, pieces)


def mark_latin(part: etree._Element) -> None:
    """Say what is in italics and has Latin letters alone: they have some, where those that run to the left have none."""
    for element in tagged(part, "em", "i", "cite"):
        if LATIN.search(said := words(element)) and not LEFTWARD.search(said):
            element.set("class", " ".join(filter(None, (element.get("class"), "latin"))))


def _pieces(element: etree._Element) -> Parts:
    """The words of an element and the elements in it, one after another."""
    pieces: Parts = [element.text or ""]
    for child in element:
        pieces += [child, child.tail or ""]
        child.tail = None
    return pieces


def _runs(pieces: Parts) -> Iterator[tuple[_End, _End]]:
    """Where runs of several pieces begin and end."""
    start = end = None
    for left, first, last in [*_letters(pieces), (True, (len(pieces), 0), (len(pieces), 0))]:
        if not left:
            start, end = start or first, last
        elif start and end:
            end = _with_numbers(pieces, end)
            if start[0] < end[0]:
                yield start, end
            start = None


def _letters(pieces: Parts) -> Iterator[tuple[bool, _End, _End]]:
    """Of each letter, or element that has some, whether it runs to the left, and where it begins and ends."""
    for n, piece in enumerate(pieces):
        if isinstance(piece, str):
            for letter in _STRONG.finditer(piece):
                yield bool(letter["left"]), (n, letter.start()), (n, letter.end())
        elif "footnote" not in (piece.get("class") or "").split():
            said = words(piece)
            left = local(piece) not in _INLINE or piece.get("dir") == "rtl" or bool(LEFTWARD.search(said))
            if left or piece.get("dir") == "ltr" or _STRONG.search(said):
                yield left, (n, 0), (n, 1)


def _with_numbers(pieces: Parts, end: _End) -> _End:
    """The end of a run with the numbers behind it, raised ones too."""
    place, offset = end
    piece = pieces[place]
    if isinstance(piece, str):
        numbers = _NUMBERS.match(piece, offset)
        offset = numbers.end() if numbers else offset
        if offset < len(piece):
            return place, offset
    follows = pieces[place + 1 : place + 2] if isinstance(piece, str) else pieces[place + 2 : place + 3] if not pieces[place + 1] else []
    raised = [one for one in follows if isinstance(one, etree._Element) and local(one) in ("sub", "sup") and not len(one)]
    return (place + (1 if isinstance(piece, str) else 2), 1) if raised else (place, offset)


def _gather(pieces: Parts, start: _End, end: _End) -> None:
    """Put a run into a piece of its own."""
    (first, begins), (last, ends) = start, end
    inside = pieces[first : last + 1]
    head = tail = ""
    if isinstance(inside[-1], str):
        inside[-1], tail = inside[-1][:ends], inside[-1][ends:]
    if isinstance(inside[0], str):
        inside[0], head = inside[0][begins:], inside[0][:begins]
    pieces[first : last + 1] = [head, h("span", {"dir": "ltr"}, inside), tail]
