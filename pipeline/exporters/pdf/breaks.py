"""Breaks: a line does not end after its first word where more words fit, nor within a word that fits the next.

WeasyPrint 70 sets the first word alone where a text fits its line by a hair's breadth less than Pango measured; and where all text of a
line is in one inline box, it takes every box in that for the start of the line, where `overflow-wrap` may break a word.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

from pipeline.exporters.pdf.instead import instead


@contextmanager
def whole_lines() -> Iterator[None]:
    """While this holds, a line of one word, where there are more, is broken once more in less room; words only if no line holds them."""
    from weasyprint.formatting_structure.boxes import LineBox
    from weasyprint.layout import inline

    split, lay_box, lay_text = inline.split_first_line, inline.split_inline_box, inline.split_text_box

    def lay(text: str, style: Any, context: Any, room: float | None, *others: Any, **named: Any) -> Any:
        found = split(text, style, context, room, *others, **named)
        _, length, rest, width, *_ = found
        if rest is None or room is None or not isfinite(room) or width > room / 2 or b" " in text.encode()[:length].rstrip(b" "):
            return found
        other = split(text, style, context, room - style["font_size"] / 2, *others, **named)
        return other if other[1] > length else found

    def within(context: Any, box: Any, position_x: float, *others: Any) -> Any:
        if not isinstance(box, LineBox):
            return lay_box(context, box, position_x, *others)
        outer, context.line_starts = getattr(context, "line_starts", position_x), position_x
        result = lay_box(context, box, position_x, *others)
        context.line_starts = outer
        return result

    def words(context: Any, box: Any, room: float | None, skip: int, is_line_start: bool = True) -> Any:
        found = lay_text(context, box, room, skip, is_line_start=False)
        if room is None:
            return found
        whole = box.position_x + room - getattr(context, "line_starts", box.position_x)
        return found if not is_line_start or found[0] is None or found[0].width <= whole else lay_text(context, box, room, skip)

    with instead(inline, split_first_line=lay, split_inline_box=within, split_text_box=words):
        yield
