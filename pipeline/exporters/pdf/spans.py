"""Spans: what is too wide for a column goes over all of them; where it waits for the next page, text goes before it."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

from pipeline.exporters.pdf.widths import squeezes_prose
from pipeline.instead import instead

_MANY = 4  # columns of a table: its cells would all be broken, where there are fewer they may be prose
_BROKEN = 1.3  # how much more than a column such a table wants
_GAIN, _WIDE, _SHARP = 1.5, 1.75, 1600  # how much larger a picture gets that is of a wide shape, or has so many pixels in a row
_SHRUNK = 1.45  # how much wider than a column a displayed formula is that would be too small in it
_GAP = 100  # px: what may be left empty before a span
_DENSE = 1.6  # characters in the square of a font's size, with its share of what is between lines
_PAGE = 0.85  # of the way from the head of the sheet to the foot of the text: a page has no more room
_LINE = 20  # characters that the end of a line takes
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TEXT = (*_HEADINGS, "p", "ul", "ol", "dl", "blockquote", "pre")


def widen(context: Any, box: Any, room: float) -> None:
    """Let the tables and pictures in a box go over all its columns, which have this room together, where one is too narrow."""
    style = box.style
    gap = style["font_size"] if style["column_gap"] == "normal" else style["column_gap"].value
    count = style["column_count"] if style["column_count"] != "auto" else 1
    column = (room - gap * (count - 1)) / count
    for child in box.children:
        if child.element_tag in ("figure", "div") and not hasattr(child, "is_widened"):
            child.is_widened = True
            shown = child.element.get("class") == "equation"
            wide = any(_too_small(one, column) if shown else _too_wide(context, one, column, room) for one in child.descendants())
            if wide or _too_high(context, child, column):
                child.style["column_span"] = "all"


def _too_wide(context: Any, box: Any, column: float, room: float) -> bool:
    from weasyprint.layout.preferred import max_content_width, min_content_width

    if getattr(box, "is_table_wrapper", False):
        table = box.get_wrapped_table()
        across = max((len(row.children) for group in table.children for row in group.children), default=0)
        broken = across >= _MANY and max_content_width(context, box) > column * _BROKEN
        return broken or min_content_width(context, box) > column or squeezes_prose(context, table, column)
    if box.element_tag != "img" or not hasattr(box, "replacement") or "formula" in (box.element.get("class") or ""):
        return False
    width, height, _ = box.replacement.get_intrinsic_size(1, box.style["font_size"])
    if not width or not height:
        return False
    most = box.style["max_height"].value * width / height
    gain = min(width, most, room) / min(width, most, column)
    return bool(gain >= _GAIN and (width / height >= _WIDE or width >= _SHARP))


def _too_small(box: Any, column: float) -> bool:
    """Whether a formula would be made too small to read in a column."""
    width: Any = box.style["width"] if box.element_tag == "img" else "auto"
    return width != "auto" and bool(width.value > column * _SHRUNK)


def _too_high(context: Any, box: Any, column: float) -> bool:
    """Whether pictures with their captions are higher than a column."""
    if box.element_tag != "figure":
        return False
    height = 0.0
    for one in box.descendants():
        if hasattr(one, "text"):
            size = one.style["font_size"]
            height += len(one.text) * size**2 / _DENSE / column
        elif one.element_tag == "img" and hasattr(one, "replacement") and "formula" not in (one.element.get("class") or ""):
            width, high, _ = one.replacement.get_intrinsic_size(1, one.style["font_size"])
            height += min(column * high / width, one.style["max_height"].value, high) if width and high else 0
    return bool(height > context.page_bottom * _PAGE)


@contextmanager
def resumed() -> Iterator[None]:
    """While this holds, a span that is parted goes on where it ended: WeasyPrint tells of it as of the first block in it."""
    from weasyprint.layout import block

    lay = block.block_level_layout

    def lay_span(context: Any, box: Any, bottom_space: Any, skip_stack: Any, *others: Any, **named: Any) -> Any:
        if not context.in_column or box.style["column_span"] != "all":
            return lay(context, box, bottom_space, skip_stack, *others, **named)
        made, resume_at, *rest = lay(context, box, bottom_space, skip_stack and skip_stack[0], *others, **named)
        return made, resume_at and {0: resume_at}, *rest

    with instead(block, block_level_layout=lay_span):
        yield


def text_first(context: Any, box: Any, result: Any, movable: Callable[[Any], bool]) -> list[Any]:
    """Put text before what waits for the next page because a span does, as much as fills this one; say what waits, if there is any."""
    made, resume_at, *_ = result
    place, rest = next(iter(resume_at.items())) if made is not None and isinstance(resume_at, dict) else (0, True)
    if rest is not None:
        return []
    waiting = list(takewhile(lambda child: movable(child) or _waits(child), box.children[place:]))
    empty = _empty(context, made)
    if not waiting or empty < _GAP * made.width or shows_only(box.children, place, movable):
        return []
    text = _gathered(box.children[place:], empty / box.style["font_size"] ** 2 * _DENSE, movable)
    if not text:
        return []
    end = box.children.index(text[-1]) + 1
    waiting = [child for child in box.children[place:end] if child not in text]
    box.children[place:end] = [*text, *waiting]
    return waiting


def _waits(box: Any) -> bool:
    """Whether text may go before a span; a formula is a part of its sentence."""
    return bool(box.style["column_span"] == "all") and box.element.get("class") != "equation"


def next_first(context: Any, box: Any, result: Any, waiting: list[Any]) -> Any:
    """What waits comes at the head of the next page; text that does not end on this one goes on below it."""
    made, resume_at, *others = result
    place, rest = next(iter(resume_at.items())) if made is not None and isinstance(resume_at, dict) else (len(box.children), None)
    behind = box.children[place:]
    if not all(one in behind[1:] for one in waiting):
        return result
    if rest is not None:
        behind[0].__dict__.setdefault("goes_on", {})[context.current_page] = rest
    box.children[place:] = [*waiting, *(one for one in behind if one not in waiting)]
    return made, {place: None}, *others


def _empty(context: Any, made: Any) -> float:
    """How much of the page is empty below the last columns, or below a span after them."""
    last = [part for part in made.children if part.position_y == made.children[-1].position_y]
    ends = [
        (
            part.width,
            max((one.position_y + one.margin_height() for one in part.children), default=part.position_y) if part.is_column else bottom,
        )
        for part in last
        for bottom in [part.position_y + part.margin_height()]
    ]
    missing = made.width - sum(width for width, _ in ends)
    ends += [(missing, made.children[-1].position_y)] if made.children[-1].is_column else []
    return float(sum(width * (context.page_bottom - bottom) for width, bottom in ends))


def shows_only(children: list[Any], place: int, movable: Callable[[Any], bool]) -> bool:
    """Whether the section of what stands at a place has nothing but figures: its heading is the last text before, or stands there."""
    around = list(list.__iter__(children))
    before = next((one for one in reversed(around[: place + 1]) if not movable(one) and not _waits(one)), None)
    behind = next((one for one in around[place + 1 :] if not movable(one) and not _waits(one)), None)
    return before is not None and before.element_tag in _HEADINGS and (behind is None or behind.element_tag in _HEADINGS)


def _gathered(children: list[Any], characters: float, movable: Callable[[Any], bool]) -> list[Any]:
    """The text that follows, of at least so many characters, without a heading at its end; what can wait is passed over."""
    found: list[Any] = []
    for place, child in enumerate(children):
        if movable(child) or _waits(child):
            continue
        if child.element_tag in _HEADINGS and any(map(movable, children[place + 1 : place + 2])) and shows_only(children, place, movable):
            break
        if characters <= 0 or child.element_tag not in _TEXT or not child.is_in_normal_flow():
            break
        found.append(child)
        begun = getattr(child, "goes_on", {})
        characters -= _left(child, begun[max(begun)] if begun else None)
    while found and found[-1].element_tag in _HEADINGS:
        found.pop()
    return found


def _left(box: Any, skip: Any) -> int:
    """How many characters a box has, or has left where it goes on."""
    place, inner = next(iter(skip.items())) if skip else (0, None)
    if hasattr(box, "text"):
        return len(box.text) - place
    own = _LINE * (box.element_tag in ("br", "li"))
    return own + sum(_left(child, inner if n == 0 else None) for n, child in enumerate(getattr(box, "children", ())[place:]))
