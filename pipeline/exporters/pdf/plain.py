"""Plain: a line, or a box in one, that holds nothing but a text is laid out and drawn without the questions that only others need.

WeasyPrint 70 asks of each line which floats stand beside it, what of it stands elsewhere, where its boxes may part, and how they align;
and of each box in a line, what frames it and what lies behind it.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipeline.exporters.pdf.known import SIDES, memory
from pipeline.instead import instead

_FEWEST = 2.5  # letters in the width that the font is high: a text that is not the last of its line must be longer than the line
_NO_FLOATS = {"left": 0, "right": 0}  # how wide those are that a box in a line has
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


@contextmanager
def plain_boxes() -> Iterator[None]:
    """While this holds, boxes in a line that hold one text, and have room for it, are laid out at once."""
    from weasyprint.layout import inline

    usual = inline.split_inline_box

    def lay(context: Any, box: Any, x: float, most: float, bottom: float, skip: Any, block: Any, *others: Any) -> Any:
        *_, line_children, first_letter, first_line = others
        if skip is None and not (first_letter or first_line) and _holds_text(box):
            (text,), end = box.children, most * _ROUNDED
            inline.resolve_percentages(text, block)
            text.position_x, text.position_y = x, box.position_y
            new, rest, preserved = inline.split_text_box(context, text, end - x, 0, is_line_start=not line_children)
            if new is not None and rest is None and not preserved and x + new.margin_width() <= end:
                return _around(box, new), None, False, text.text[0], text.trailing_collapsible_space or text.text[-1], _NO_FLOATS.copy()
        return usual(context, box, x, most, bottom, skip, block, *others)

    with instead(inline, split_inline_box=lay):
        yield


def _holds_text(box: Any) -> bool:
    """Whether a box in a line is of the most common kind: a text, and no room beside it."""
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox

    return bool(
        len(box.children) == 1
        and isinstance(box.children[0], TextBox)
        and isinstance(box, InlineBox)
        and box.style["position"] == "static"
        and box.style["direction"] == "ltr"
        and not box.is_leader
        and not (box.margin_left or box.padding_left or box.border_left_width)
        and not (box.margin_right or box.padding_right or box.border_right_width)
    )


def _around(box: Any, text: Any) -> Any:
    """The box around a text that has its place."""
    from weasyprint.layout.inline import _adjust_line_height

    made = box.copy_with_children([text])
    made.position_x = text.position_x
    made.width = text.position_x + text.margin_width() - text.position_x  # the same to the last digit as WeasyPrint has it
    _adjust_line_height(made)
    return made


@contextmanager
def plain_ink() -> Iterator[None]:
    """While this holds, lines and boxes in them that have no frame are drawn as what they hold."""
    from weasyprint import draw
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
    from weasyprint.stacking import StackingContext

    usual = draw.draw_inline_level

    def ink(stream: Any, page: Any, box: Any, x: float = 0, overflow: str = "clip", ellipsis: Any = "none") -> None:
        if not (isinstance(box, InlineBox | LineBox) and _bare(box)):
            usual(stream, page, box, x, overflow, ellipsis)
            return
        if isinstance(box, LineBox):
            overflow, ellipsis = box.text_overflow, box.block_ellipsis
        for number, child in enumerate(box.children, 1):
            end = ellipsis if number == len(box.children) else "none"
            at = x if isinstance(child, StackingContext) else x + child.position_x - box.position_x
            if isinstance(child, TextBox):
                with stream.marked(child, "Span"):
                    draw.draw_text(stream, child, at, overflow, end)
            else:
                draw.draw_inline_level(stream, page, child, at, overflow, end)

    with instead(draw, draw_inline_level=ink):
        yield


def _bare(box: Any) -> bool:
    """Whether a box has neither a frame nor a mask nor anything behind it."""
    style = box.style
    known = memory(style)
    if "unframed" not in known:
        images = style["border_image_source"][0], style["mask_border_source"][0]
        known["unframed"] = images == ("none", "none") and not any(style[f"border_{side}_width"] for side in SIDES)
    return known["unframed"] and not (box.background and box.background.layers)


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
