"""Known: what follows from the style of a box alone, or from two letters, is found once, not once a box and layout.

WeasyPrint 70 resolves the margins, borders and sizes of a box each time that it lays it out, asks five questions to learn that a box is in
normal flow, fills the lines of cells and notes once to measure and once to set them, looks every descendant of a line up in the list of all
notes that wait for their page, asks Pango of each two letters between boxes whether a line may end there, and seeks backgrounds everywhere.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from operator import itemgetter
from typing import Any

from pipeline.instead import instead

SIDES = ("top", "right", "bottom", "left")
_SIZES = ("width", "min_width", "max_width", "height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in SIDES)
_USED = (*(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES), *_SIZES, *_BORDERS)
_IMAGES = {"border_image", "mask_border_image"}  # what a box has beside a background
_REMEMBERED = 1000  # letters of a text whose lines are remembered: every line of a longer one would keep all that follows it
_used = itemgetter(*_USED)


def memory(style: Any) -> dict[Any, Any]:
    """What is known of a style, and of all that share it."""
    try:
        return style.memory  # type: ignore[no-any-return]
    except AttributeError:
        style.memory = {}
        return style.memory  # type: ignore[no-any-return]


@contextmanager
def known() -> Iterator[None]:
    """While this holds, what has been found for a style counts for all boxes that have it."""
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext, background, percent
    from weasyprint.text import line_break

    with ExitStack() as held:
        for owner, name, function in (
            *_everywhere("resolve_percentages", percent.resolve_percentages, _resolved),
            *_everywhere("strut", line_break.strut, _struts),
            *_everywhere("can_break_text", line_break.can_break_text, _breaking),
            *_everywhere("split_first_line", line_break.split_first_line, _split),
            (Box, "is_in_normal_flow", _flowing(Box.is_in_normal_flow)),
            (Box, "descendants", inside),
            (background, "layout_box_backgrounds", _bare(background.layout_box_backgrounds)),
            (LayoutContext, "__init__", _waiting(LayoutContext.__init__)),
        ):
            held.enter_context(instead(owner, **{name: function}))
        yield


def _everywhere(name: str, usual: Any, better: Callable[[Any], Any]) -> Iterator[tuple[Any, str, Any]]:
    """A function in each module of WeasyPrint that has it."""
    function = better(usual)
    for module, owner in list(sys.modules.items()):
        if module.startswith("weasyprint.") and vars(owner).get(name) is usual:
            yield owner, name, function


def _resolved(resolve: Callable[..., None]) -> Callable[..., None]:
    """A way to find the used sizes of a box that remembers them for its style, and for the room around it."""
    from weasyprint.formatting_structure.boxes import Box, PageBox

    def again(box: Any, containing_block: Any) -> None:
        style, used = box.style, vars(box)
        if "text" in used and "margin_left" in used:  # of which nothing is a part of anything
            return
        if (style["border_collapse"] == "collapse" and _BORDERS[0] in used) or isinstance(box, PageBox):
            resolve(box, containing_block)  # borders between cells are the table's, and pages measure by their height
            return
        block = containing_block
        room = (block.width, block.height) if isinstance(block, Box) else tuple(block)
        found = memory(style)
        if room not in found:
            resolve(box, containing_block)
            found[room] = dict(zip(_USED, _used(used), strict=True))
        used.update(found[room])

    return again


def _struts(strut: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A way to find the height of a line that remembers it for its style."""

    def again(style: Any) -> Any:
        found = memory(style)
        if "strut" not in found:
            found["strut"] = strut(style)
        return found["strut"]

    return again


def _split(split: Callable[..., Any]) -> Callable[..., Any]:
    """A way to fill a line that remembers what has filled it: cells and notes are measured before they are laid out."""

    def again(text: str, style: Any, context: Any, room: float | None, spacing: float, **named: bool) -> Any:
        if len(text) > _REMEMBERED:
            return split(text, style, context, room, spacing, **named)
        found, key = memory(style), (text, room, spacing, *sorted(named.items()))
        if key not in found:
            found[key] = split(text, style, context, room, spacing, **named)
        return found[key]

    return again


def _breaking(may_break: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """A way to tell whether a line may end within a text that remembers it for two letters: those between two boxes in a line."""
    remembered = cache(may_break)
    return lambda text, language: remembered(text, language) if text and len(text) == 2 else may_break(text, language)


def _flowing(in_flow: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A way to tell whether a box is in normal flow that asks no more than most boxes need."""

    def again(box: Any) -> bool:
        style = box.style
        return (style["float"] == "none" and style["position"] in ("static", "relative")) or in_flow(box)

    return again


def inside(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """A box and all in it, with what stands elsewhere or only its mark, found by a list of what is left."""
    from weasyprint.formatting_structure.boxes import Box

    rest = [box]
    while rest:
        one = rest.pop()
        if placeholders and not isinstance(one, Box):
            one = one._box
        yield one
        if isinstance(one, Box):
            rest.extend(reversed(one.children))


def _bare(lay: Callable[..., None]) -> Callable[..., None]:
    """A way to lay out backgrounds that knows the styles that have none, nor round corners."""
    from weasyprint.formatting_structure.boxes import Box

    corners = [f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")]
    Box.background = None
    for corner in corners:
        setattr(Box, corner, (0, 0))

    def again(page: Any, box: Any, fetch: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None:
            lay(page, box, fetch, layout_children, style)
            return
        rest = [box]
        while rest:
            one = rest.pop()
            if not isinstance(one, Box):  # the mark of one that stands elsewhere
                lay(page, one, fetch)
            elif memory(one.style).get("bare"):
                rest.extend(one.all_children())
            else:
                lay(page, one, fetch)
                if one is not page and not one.background and not _IMAGES & vars(one).keys():
                    memory(one.style)["bare"] = all((0, "px") in one.style[corner] for corner in corners)

    return again


class _Waiting(list):  # type: ignore[type-arg]
    """Notes that wait for their page; nothing is none of them."""

    def __contains__(self, note: Any) -> bool:
        return note is not None and super().__contains__(note)

    def copy(self) -> _Waiting:
        return _Waiting(self)


def _waiting(make: Callable[..., None]) -> Callable[..., None]:
    def made(self: Any, *others: Any, **named: Any) -> None:
        make(self, *others, **named)
        self.footnotes = _Waiting(self.footnotes)

    return made
