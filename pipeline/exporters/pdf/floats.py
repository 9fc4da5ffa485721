"""Floats: one that its page has no room for stands at the top of the next, whole, while the text goes on.

WeasyPrint 70 parts a float wherever its page ends, gives the rest of it to whichever page is made next, be it one that is made anew, and
forgets it where no page comes.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from pipeline.instead import instead

_PAGE = 0.85  # of what is above the foot of a page: what is lower fits a page
_WHOLE = {0: None}  # where something goes on of which nothing is laid out yet
_SIDES = ("top", "right", "bottom", "left")


@contextmanager
def whole_floats() -> Iterator[None]:
    """While this holds, floats are parted only if no page holds them, and nothing of them is lost or said twice."""
    from weasyprint.layout import block, page

    lay, make = block.float_layout, page.remake_page
    left: dict[int, dict[Any, Any]] = {}  # of the floats, for the page at this place
    wait = True

    def lay_float(context: Any, box: Any, holder: Any, absolute: Any, fixed: Any, bottom_space: float, skip_stack: Any) -> Any:
        if skip_stack is None and bottom_space > -inf and box.style["break_inside"].startswith("avoid"):
            place, shapes = (box.position_x, box.position_y), len(context.excluded_shapes)
            made, rest = lay(context, box, holder, absolute, fixed, -inf, None)
            fits = not context.overflows_page(bottom_space, made.position_y + made.height)
            fits_a_page = made.margin_height() < context.page_bottom * _PAGE
            if fits or (fits_a_page and not wait):
                return made, rest
            block.remove_placeholders(context, [made], absolute, fixed)
            del context.excluded_shapes[shapes:]
            box.position_x, box.position_y = place
            if fits_a_page:
                return _nothing_of(box), _WHOLE
        return lay(context, box, holder, absolute, fixed, bottom_space, skip_stack)

    def make_page(index: int, context: Any, *others: Any) -> Any:
        nonlocal wait
        notes = list(context.reported_footnotes)
        for wait in (True, False):  # noqa: B007  it is told to the floats
            context.broken_out_of_flow, context.reported_footnotes = dict(left.get(index, {})), list(notes)
            made = make(index, context, *others)
            left[index + 1] = _left(made[0], context.broken_out_of_flow)
            if made[1] is not None or not left[index + 1]:
                break
        return made

    with instead(block, float_layout=lay_float), instead(page, remake_page=make_page):
        yield


def _left(page: Any, broken: dict[Any, Any]) -> dict[Any, Any]:
    """What of the floats that begin on a page is left for the next; where the page ends before one, the text calls it again."""
    shown = {id(box) for box in page.descendants(placeholders=True)} if broken else set()
    parts = {key: part for key, part in broken.items() if key is part[0] or id(key) in shown}
    return {key: (*others, None if rest is _WHOLE else rest) for key, (*others, rest) in parts.items()}


def _nothing_of(box: Any) -> Any:
    """A box without an extent that stands where a float is called."""
    nothing = box.copy_with_children([])
    nothing.width = nothing.height = 0
    for side in _SIDES:
        for name in ("margin_{}", "padding_{}", "border_{}_width"):
            setattr(nothing, name.format(side), 0)
    return nothing
