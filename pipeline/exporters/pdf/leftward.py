"""Leftward: lines that run from the right end at the margin, and begin behind their indent.

WeasyPrint 70 takes the space at the end of such a line away and draws what it measured with it, where a letter may stand otherwise before a
space; where it draws the line anew, to stretch it, it has moved it for nothing. It leaves the room of an indent at the line's end. And
spaces that are stretched no longer cling to the letters beside them, as they do in Nastaliq: the line is longer than reckoned.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from pipeline.instead import instead

_HAIR = 0.4  # px that nobody sees
_COLLAPSED = ("normal", "nowrap", "pre-line")


@contextmanager
def leftward_lines() -> Iterator[None]:
    """While this holds, such lines are as wide as what is drawn of them."""
    from weasyprint.layout import inline

    strip, stretch = inline.remove_last_whitespace, inline.justify_line

    def stripped(context: Any, line: Any) -> None:
        if line.style["direction"] != "rtl":
            strip(context, line)
            return
        _move(line.children, -line.text_indent)
        path = _last(line)
        box = path[-1]
        if hasattr(box, "pango_layout") and box.style["white_space"] in _COLLAPSED and box.text != box.text.rstrip(" "):
            _take(path, _without_space(context, box))

    def stretched(context: Any, line: Any, missing: float) -> None:
        if line.style["direction"] != "rtl":
            stretch(context, line, missing)
            return
        places = [(box, box.position_x, box.width) for box in [line, *line.descendants()]]
        stretch(context, line, missing)
        if abs(longer := sum(_longer(context, box) for box, _, _ in places)) < _HAIR:
            return
        for box, place, width in places:
            box.position_x, box.width = place, width
        stretch(context, line, missing - longer)
        _set_apart(context, [box for box, _, _ in places])

    with instead(inline, remove_last_whitespace=stripped, justify_line=stretched):
        yield


@contextmanager
def joined_marks() -> Iterator[None]:
    """While this holds, what is drawn has no empty words between shifts: PDFium forgets the last shift of a line with some, so that all
    that follows a mark of Nastaliq stands aside in its viewers."""
    from weasyprint.pdf.stream import Stream

    show = Stream.show_text
    with instead(Stream, show_text=lambda stream, words: show(stream, words.replace("<>", " "))):
        yield


def _last(line: Any) -> list[Any]:
    """A line, the last box in it, and so on, down to a text."""
    path = [line]
    while path[-1].children:
        path.append(path[-1].children[-1])
    return path


def _without_space(context: Any, box: Any) -> float:
    """Take the space at the end of a text away; the room that it had."""
    from weasyprint.layout import inline

    before, box.text = box.width, box.text.rstrip(" ")
    new, _, _ = inline.split_text_box(context, box, None, 0)
    if new is None:
        box.width = 0
    else:
        box.width, box.pango_layout = new.width, new.pango_layout
    return float(before - box.width)


def _take(path: list[Any], room: float) -> None:
    """Make the boxes round a text narrower, and move what stands on its right."""
    for around, box in pairwise(path):
        around.width -= room
        if around.style["direction"] == "rtl":
            _move([child for child in around.children if child is not box], -room)


def _move(boxes: list[Any], room: float) -> None:
    for box in boxes if room else ():
        box.translate(dx=room, ignore_floats=True)


def _longer(context: Any, box: Any) -> float:
    """How much longer the words of a box are drawn than they were reckoned to be."""
    from weasyprint.text.line_break import create_layout, line_size

    if not getattr(box, "text", "") or not box.justification_spacing:
        return 0
    layout = create_layout(box.text, box.style, context, None, box.justification_spacing)
    layout.set_text(box.text, justify=True)
    return float(line_size(layout.get_first_line()[0], box.style)[0] - box.width)


def _set_apart(context: Any, boxes: list[Any]) -> None:
    """Give texts the room that they are drawn in, one after another."""
    shift = 0.0
    for box in sorted((box for box in boxes if not box.children), key=lambda one: one.position_x):
        longer = _longer(context, box)
        box.position_x += shift
        if longer:
            box.width += longer
            shift += longer
