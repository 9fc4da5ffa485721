"""Ends: a colophon that would leave a few lines for a last page is set smaller, if that brings them back."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, inf
from typing import Any

from pipeline.instead import instead

_SIZE, _LEADING = 0.92, 0.86  # of letters and lines: no smaller than those of a dense table
_WIDTH = 0.43  # of a letter, by its size: as wide as those of the last paragraph, which says what the print was made of
_MARGINS = 4  # where a layout function is told of the margins above, which it changes


@contextmanager
def brought_back() -> Iterator[None]:
    """While this holds, the last lines of a colophon do not stand alone on a page."""
    from weasyprint.layout import block

    lay = block.block_level_layout

    def lay_block(context: Any, box: Any, bottom_space: Any, skip_stack: Any, *others: Any, **named: Any) -> Any:
        if skip_stack or not _ends(box) or hasattr(box, "is_smaller"):
            return lay(context, box, bottom_space, skip_stack, *others, **named)
        place, foot = (box.position_x, box.position_y), context.page_bottom - bottom_space - _below(box, others[0])

        def tried(space: float = bottom_space) -> Any:
            box.position_x, box.position_y = place
            return lay(context, box, space, None, *others[:_MARGINS], list(others[_MARGINS]), *others[_MARGINS + 1 :], **named)

        result = tried()
        if result[0] is None or _fits(result, foot):
            return result
        whole = tried(-inf)[0]
        styles = _made_smaller(box) if whole.position_y + whole.margin_height() * _LEADING < foot else []
        if styles and _fits(smaller := tried(), foot):
            box.is_smaller = True
            return smaller
        for one, style in styles:
            one.style = style
        return tried()

    with instead(block, block_level_layout=lay_block):
        yield


def _ends(box: Any) -> bool:
    """Whether a box is a colophon that may be laid out more than once."""
    if box.element is None or box.element.get("class") != "colophon" or box.element_tag != "section":
        return False
    return all(one.is_in_normal_flow() for one in box.descendants())


def _below(box: Any, holder: Any) -> float:
    """The room that the last paragraph wants below a colophon."""
    behind = holder.children[holder.children.index(box) + 1 :] if box in holder.children else ()
    if not behind or behind[0].element is None or behind[0].element.get("class") != "made":
        return 0
    style, letters = behind[0].style, sum(len(one.text) for one in behind[0].descendants() if hasattr(one, "text"))
    lines = ceil(letters * style["font_size"] * _WIDTH / holder.width)
    return float(style["margin_top"].value + lines * getattr(style["line_height"], "value", style["font_size"]))


def _fits(result: Any, foot: float) -> bool:
    made, resume_at, *_ = result
    return made is not None and resume_at is None and made.position_y + made.margin_height() <= foot


def _made_smaller(box: Any) -> list[tuple[Any, Any]]:
    """Make the letters and lines of a box and all in it smaller; the boxes with the styles that they had."""
    before = [(one, one.style) for one in (box, *box.descendants())]
    made: dict[int, Any] = {}
    for one, style in before:
        if id(style) not in made:
            made[id(style)] = smaller = style.copy()
            smaller["font_size"] = style["font_size"] * _SIZE
            if hasattr(height := style["line_height"], "_replace"):
                smaller["line_height"] = height._replace(value=height.value * _LEADING)
        one.style = made[id(style)]
    return before
