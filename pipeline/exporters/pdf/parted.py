"""Parted: a long note that its page has no room for begins there, and goes on at the foot of the next.

WeasyPrint 70 parts no notes: it sends the line that calls one to the next page, and a long one leaves the end of the page empty. It begins
on the page of its call all the same, as https://drafts.csswg.org/css-gcpm-3/#footnotes has it.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipeline.instead import instead

_LONG = 7  # lines: a shorter note is not parted
_LEAST = 3  # of its lines on either page
_HAIR = 0.01  # px
_MARGIN = 2  # px between notes
_SHARE = 0.4  # of a page, at most, for what goes on there: it has notes of its own


class _Line(NamedTuple):
    """A line of text, whether it is the last of its paragraph, how many are before it, and what is kept free below it."""

    box: Any
    last: bool
    before: int
    bottom_space: float


@contextmanager
def parted_notes() -> Iterator[None]:
    """While this holds, a long note stands on two pages if only a part of it fits that of its call."""
    from weasyprint.layout import LayoutContext, block, page

    lines, lay_note, make = block.iter_line_boxes, LayoutContext.layout_footnote, page.remake_page
    left: dict[int, list[Any]] = {}  # of the notes that have begun before the page at this place

    def each_line(context: Any, box: Any, position_y: Any, bottom_space: float, *others: Any) -> Iterator[Any]:
        for n, (line, resume_at) in enumerate(lines(context, box, position_y, bottom_space, *others)):
            context.line = _Line(line, resume_at is None, n, bottom_space)
            yield line, resume_at

    def lay_called(context: Any, note: Any) -> Any:
        note.room, note.rest, note.source = None, None, note
        before, line = _height(context), context.line
        full = any(one.room is not None for one in context.current_page_footnotes)  # nothing comes after a note that goes on
        overflow = lay_note(context, note) or full
        if line and not (overflow or context.in_column or context.in_whole):
            note.room = _room(context, line, note, _height(context) - before)
        if note.room is not None:
            context._update_footnote_area()
        context.line = line  # the notes have lines, too
        return overflow

    def make_page(index: int, context: Any, *others: Any) -> Any:
        context.line = None
        context.reported_footnotes = [*left.get(index, ()), *_whole(context.reported_footnotes)]
        made = make(index, context, *others)
        waiting = [note for note in context.reported_footnotes if hasattr(note, "begun")]
        left[index + 1] = [*waiting, *(_rest(note) for note in context.current_page_footnotes if note.room is not None and note.rest)]
        context.reported_footnotes = [*left[index + 1], *_whole(context.reported_footnotes)]
        return made

    LayoutContext.line, LayoutContext.in_whole = None, False
    changed = instead(LayoutContext, layout_footnote=lay_called), instead(page, remake_page=make_page)
    with changed[0], changed[1], instead(block, iter_line_boxes=each_line, block_level_layout=_in_parts(block.block_level_layout)):
        yield


def _in_parts(lay: Callable[..., Any]) -> Callable[..., Any]:
    """A way to lay out a block that ends a note where its room ends, and begins what goes on where it has ended."""

    def lay_part(context: Any, box: Any, bottom_space: float, skip_stack: Any, *others: Any, **named: Any) -> Any:
        if not hasattr(box, "source"):
            outer, context.in_whole = context.in_whole, context.in_whole or _stays_whole(box)
            result = lay(context, box, bottom_space, skip_stack, *others, **named)
            context.in_whole = outer
            return result
        if box.room is not None:
            bottom_space = context.page_bottom - box.position_y - box.room
        result = lay(context, box, bottom_space, getattr(box, "begun", None), *others, **named)
        box.source.rest = result[1]
        return result

    return lay_part


def _stays_whole(box: Any) -> bool:
    """Whether a line cannot be the last of its page because it calls a note: those of tables, boxes and captions go on together."""
    return box.element_tag == "table" or str(box.style["break_inside"]).startswith("avoid")


def _height(context: Any) -> float:
    height = context.current_footnote_area.height
    return 0 if height == "auto" else float(height)


def _room(context: Any, line: _Line, note: Any, height: float) -> float | None:
    """The room for the part of a note that fits the page of its call; nothing if it need not, or should not, be parted."""
    called = [one.footnote for one in line.box.descendants() if getattr(one, "footnote", None) is not None]
    if not called or called[-1] is not note:  # those behind it want their room, too
        return None
    page, each = context.current_footnote_area.page, getattr(note.style["line_height"], "value", 0) or height  # where it is known
    more = 0 if line.last else max(0, line.box.style["orphans"] - line.before - 1)
    foot = line.box.position_y + line.box.height * (1 + more)
    over = foot - (context.page_bottom - line.bottom_space)
    all_lines = round(height // each)
    here = min((height - over - _MARGIN) // each, all_lines - _LEAST)
    first = line.box.position_y < page.content_box_y() + 1  # it has no other page to go to
    lets_others = first or (all_lines - here) * each < _SHARE * page.height
    fits = over > _HAIR and all_lines >= _LONG and here >= _LEAST and lets_others
    return float(here * each + _MARGIN) if fits else None


def _whole(notes: list[Any]) -> list[Any]:
    """Those of which nothing stands on an earlier page: where a page is made anew, what is left for it is told by the one before."""
    return [note for note in notes if not hasattr(note, "begun")]


def _rest(note: Any) -> Any:
    """What of a note goes on on the next page."""
    rest = note.copy()
    rest.begun, rest.room, rest.source = note.rest, None, rest
    return rest
