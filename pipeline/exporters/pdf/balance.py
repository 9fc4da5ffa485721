"""Balance: the lines of a heading are about as long as each other, so that none has one word; WeasyPrint 70 knows no `text-wrap`."""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from pipeline.instead import instead

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TRIES = 6  # of the least room that makes no line more: to a 64th of half the width


@contextmanager
def balanced() -> Iterator[None]:
    """While this holds, a heading of several lines is set in as little room as makes no more of them."""
    from weasyprint.layout import block
    from weasyprint.layout.preferred import inline_line_widths

    usual = block.iter_line_boxes

    def lines(context: Any, box: Any, position_y: Any, bottom: Any, skip: Any, holder: Any, *others: Any) -> Any:
        def count(room: float) -> int:
            return sum(1 for _ in usual(context, box, position_y, bottom, None, _with_room(holder, room), [], [], *others[2:]))

        plain = box.style["text_align_all"] == "start" and not context.excluded_shapes  # lines stand where they begin
        if holder.element_tag in _HEADINGS and skip is None and plain:
            longest = max(inline_line_widths(context, box, outer=False, is_line_start=True, minimum=True), default=0)
            holder = _with_room(holder, _least(holder.width, longest, count))
        return usual(context, box, position_y, bottom, skip, holder, *others)

    with instead(block, iter_line_boxes=lines):
        yield


def _with_room(holder: Any, room: float) -> Any:
    """The box that holds a heading with less room where its lines end."""
    narrow = copy(holder)
    narrow.width = room
    if holder.style["direction"] == "rtl":
        narrow.position_x += holder.width - room
    return narrow


def _least(width: float, longest: float, count: Callable[[float], int]) -> float:
    """The least room in which there are no more lines than in all of it, and no word is broken that need not be."""
    lines = count(width)
    least, most = min(width, max(width / 2, longest)), width
    for _ in range(_TRIES if lines > 1 else 0):
        middle = (least + most) / 2
        least, most = (least, middle) if count(middle) <= lines else (middle, most)
    return most
