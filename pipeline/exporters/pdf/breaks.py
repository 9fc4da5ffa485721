"""Breaks: a line ends neither after its first word where more fit, nor within a word that fits the next, nor before a raised number.

WeasyPrint 70 sets the first word alone where a text fits its line by a hair's breadth less than Pango measured; and where all text of a
line is in one inline box, it takes every box in that for the start of the line, where `overflow-wrap` may break a word. It sees the
letters on both sides of an inline box, and not that one of them is raised: "said.¹" may be parted. English of no country is hyphenated by
roots, as in Britain; most readers know the other way, by sounds.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

from pipeline.instead import instead

_HAIR = 1  # px that a line may be too wide by: it fits by one way of measuring, and what is before it would be parted from it
_CLINGS = "\u0301"  # no line begins with it, unless a space is before it: what a raised number is taken for
_HOLE = 1.5  # of the font's size: a wider space between two words is a hole

_ENDLESS = 200  # letters of a word that no line holds
_LETTERS = 6  # in the width that the font is high, at most
_WORD = re.compile(rf"\S{{{_ENDLESS}}}")


@contextmanager
def whole_lines() -> Iterator[None]:
    """While this holds, a line that is a hair too wide, or has one word of more, is broken once more in less room.

    Words are broken only if no line holds them; the call of a note stays with its word.
    """
    from weasyprint.layout import inline
    from weasyprint.text.line_break import pyphen

    split, lay_text = inline.split_first_line, inline.split_text_box

    def lay(text: str, style: Any, context: Any, room: float | None, *others: Any, **named: Any) -> Any:
        found = _of_the_beginning(split, text, style, context, room, *others, **named)
        found = found or split(text, style, context, room, *others, **named)
        _, length, rest, width, *_ = found
        if room is None or not isfinite(room):
            return found
        several = b" " in text.encode()[:length].rstrip(b" ")
        if not (room < width < room + _HAIR if several else rest is not None and width <= room / 2):
            return found
        other = split(text, style, context, room - style["font_size"] / 2, *others, **named)
        return other if (other[3] <= room if several else other[1] > length) else found

    def words(context: Any, box: Any, room: float | None, skip: int, is_line_start: bool = True) -> Any:
        found = lay_text(context, box, room, skip, is_line_start=False)
        if room is None:
            return found
        whole = box.position_x + room - getattr(context, "line_starts", box.position_x)
        return found if not is_line_start or found[0] is None or found[0].width <= whole else lay_text(context, box, room, skip)

    boxes = {"split_inline_box": _from_its_start(inline.split_inline_box), "can_break_inside": _between(inline.can_break_inside)}
    lines = instead(inline, split_first_line=lay, split_text_box=words, **boxes)
    with lines, instead(pyphen, language_fallback=_american(pyphen.language_fallback)), _no_holes():
        yield


def _from_its_start(lay_box: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's way to lay out a box in a line, which says where its line starts, and that a raised mark clings to its word."""
    from weasyprint.formatting_structure.boxes import LineBox

    def within(context: Any, box: Any, position_x: float, *others: Any) -> Any:
        if not isinstance(box, LineBox):
            new, rest, preserved, first, *ends = lay_box(context, box, position_x, *others)
            return new, rest, preserved, _CLINGS if first and _is_raised(box) else first, *ends
        outer, context.line_starts = getattr(context, "line_starts", position_x), position_x
        result = lay_box(context, box, position_x, *others)
        context.line_starts = outer
        return result

    return within


def _between(within_text: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """WeasyPrint's way to say whether a line may end in a box, which sees spaces between the boxes in it too: "[1], [2]"."""
    from weasyprint.formatting_structure.boxes import InlineBox

    def can_break(box: Any) -> bool:
        if within_text(box) or not isinstance(box, InlineBox) or box.style["white_space"] != "normal":
            return bool(within_text(box))
        words = [one.text for one in box.descendants() if hasattr(one, "text") and one.style["white_space"] == "normal"]
        return " " in "".join(words).strip(" ")

    return can_break


def _american(nearest: Callable[[str], Any]) -> Callable[[str], Any]:
    """Which dictionary hyphenates a language: English of no country is parted by its sounds, as in America."""
    return lambda tag: "en_US" if tag == "en" else nearest(tag)


def _is_raised(box: Any) -> bool:
    raised = box.style["vertical_align"]  # a word, or px
    return isinstance(raised, int | float) and raised > 0


def _of_the_beginning(split: Any, text: str, style: Any, context: Any, room: float | None, *others: Any, **named: Any) -> Any:
    """The first line of a text with an endless word, found without the rest of that: it would be hyphenated anew for every line."""
    if room is None or not isfinite(room) or len(text) < _ENDLESS or not style["font_size"]:
        return None
    letters = int(max(room, 0) / style["font_size"] * _LETTERS)
    word = _WORD.search(text, 0, letters + _ENDLESS)
    short = text[: max(word.end(), letters)] if word else text
    found = split(short, style, context, room, *others, **named) if len(short) < len(text) else None
    return found if found and found[2] is not None else None


@contextmanager
def _no_holes() -> Iterator[None]:
    """While this holds, lines are not stretched that would be more holes than words."""
    from weasyprint.layout import inline

    stretch = inline.justify_line

    def stretched(context: Any, line: Any, missing: float) -> None:
        if missing < _HOLE * line.style["font_size"] * inline.count_expandable_spaces(line):
            stretch(context, line, missing)

    with instead(inline, justify_line=stretched):
        yield
