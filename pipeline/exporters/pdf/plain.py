"""Plain: a line that holds nothing but a text is laid out without the questions that only other lines need.

WeasyPrint 70 asks of each line which floats stand beside it, what of it stands elsewhere, where its boxes may part, and how they align.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipeline.instead import instead

_FEWEST = 2.5  # letters in the width that the font is high: a text that is not the last of its line must be longer than the line
_ROUNDED = 1 + 1e-9  # as WeasyPrint allows for what sums of widths lose


class _Text(NamedTuple):
    """What is left of a text in a line: its number, its box, and where it begins, in bytes; and whether the line begins with it."""

    number: int
    box: Any
    start: int
    first: bool


@contextmanager
def plain_lines() -> Iterator[None]:
    """While this holds, lines of one text are laid out at once."""
    from weasyprint.layout import inline

    usual = inline.get_next_linebox

    def lay(context: Any, line: Any, y: float, bottom: float, skip: Any, block: Any, absolute: Any, fixed: Any, *firsts: Any) -> Any:
        found = None
        if not context.excluded_shapes and not any(firsts) and _plain(line, block):
            text = _text(line, skip)
            found = _laid(context, line, y, block, text) if text is not None and _fills(line, text, block) else None
        return found or usual(context, line, y, bottom, skip, block, absolute, fixed, *firsts)

    with instead(inline, get_next_linebox=lay):
        yield


def _plain(line: Any, block: Any) -> bool:
    """Whether a line is of the most common kind."""
    style = line.style
    return bool(
        style["direction"] == block.style["direction"] == "ltr"
        and style["white_space"] == "normal"
        and style["position"] == "static"
        and not line.is_leader
        and not (line.margin_left or line.margin_right or line.margin_top)
        and not (line.padding_left or line.padding_right or line.border_left_width or line.border_right_width)
    )


def _text(line: Any, skip: Any) -> _Text | None:
    """The text that a line begins with, without the spaces at its head, if it is one."""
    from weasyprint.formatting_structure.boxes import TextBox

    number, rest = next(iter(skip.items())) if skip else (0, None)
    box = line.children[number] if line.children else None
    if not isinstance(box, TextBox) or box.style["white_space"] != "normal" or box.style["vertical_align"] != "baseline":
        return None
    start = next(iter(rest)) if rest else 0
    words = box.text.encode()
    while words[start : start + 1] == b" ":
        start += 1
    return _Text(number, box, start, not (number or start)) if start < len(words) else None


def _fills(line: Any, text: _Text, block: Any) -> bool:
    """Whether a text may fill a line by itself: it is the last, or long."""
    last = text.number + 1 == len(line.children)
    return last or (len(text.box.text) - text.start) * text.box.style["font_size"] > _FEWEST * block.width


def _laid(context: Any, line: Any, y: float, block: Any, text: _Text) -> Any:
    """The line with as much of a text as it has room for, and where the rest begins; nothing if it has room for more."""
    from weasyprint.layout import inline

    left = block.content_box_x()
    room = left + block.width - left  # the same to the last digit as WeasyPrint has it
    line.position_x, line.position_y, line.width, line.height = left, y, 0, 0
    box, start = text.box, left + line.text_indent
    inline.resolve_percentages(box, block)
    box.position_x, box.position_y = start, y
    end = (left + room) * _ROUNDED
    outer, context.line_starts = getattr(context, "line_starts", start), start
    new, rest, preserved = inline.split_text_box(context, box, end - start, text.start, is_line_start=True)
    context.line_starts = outer
    if new is None or preserved or new.position_x + new.margin_width() > end or (rest is None and text.number + 1 < len(line.children)):
        return None
    made = line.copy_with_children([new])
    made.remove_decoration(start=not text.first, end=rest is not None)
    made.width = new.position_x + new.margin_width() - made.content_box_x()
    line.width = made.width
    inline._adjust_line_height(made)
    line.height = made.height
    inline.remove_last_whitespace(context, made)
    _placed(made, y, inline.text_align(context, made, room, last=rest is None))
    return made, None if rest is None else {text.number: {rest: None}}


def _placed(line: Any, y: float, x: float) -> None:
    """Put a line in its place, its text upon its baseline."""
    (text,) = line.children
    text.position_y = -text.baseline
    top = min(text.position_y, -line.baseline)
    bottom = max(text.position_y + text.margin_height(), -line.baseline + line.margin_height())
    line.baseline, line.position_y, line.height = -top, top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(x, y - top)
    line.position_y = y
