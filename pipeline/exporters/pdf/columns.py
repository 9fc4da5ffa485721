"""Columns: what changes places in a column changes places in the flow that the columns are copied from, and their notes have their room.

WeasyPrint looks for the height of columns by trial, and sends notes to the next page where the last trial was wrong. Here a room is set
aside for the notes; columns whose notes want more are laid out anew, and then a line whose note has no place in it goes to the next page.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from pipeline.exporters.pdf.begun import forget, next_page
from pipeline.exporters.pdf.notes import calls, wait_again
from pipeline.exporters.pdf.spans import next_first, resumed, text_first, widen
from pipeline.instead import instead

_USUAL, _TRIALS = 3, 8  # layouts of the columns of a page: as many are often enough, and at most
_SPARE = 24  # px that may be left between columns and notes
_HOLDER = 2  # where a layout function is told what the columns stand in
_MARGINS = 2  # and, when it is told of what is placed absolutely first, the margins above
_ABSOLUTE, _FIXED = 3, 4  # and what is placed absolutely


@contextmanager
def in_columns(holds: Callable[[Any], bool], movable: Callable[[Any], bool], follow: type[list[Any]]) -> Iterator[None]:
    """While this holds, columns of the boxes that it holds for are copied from children that follow what changes in them."""
    from weasyprint.layout import LayoutContext, block, column

    columns, one_column, one_note = block.columns_layout, column._create_column_box, LayoutContext.layout_footnote
    live: dict[int, list[Any]] = {}  # of the columns that are laid out, by the list that WeasyPrint gives to each of them

    def lay_columns(context: Any, box: Any, *others: Any) -> Any:
        if not holds(box):
            return _with_room(columns, context, box, *others)
        box.children = list(box.children)
        forget(box.children, context.current_page)
        for original in box.children:
            original.original = original  # a copy has it too
        widen(context, box, others[_HOLDER].width)

        def anew(*given: Any) -> Any:
            live.clear()
            return _not_ended(box, columns(*given))

        result, waiting = _text_first(anew, movable, context, box, *others)
        for part in live.values():
            _reorder(box.children, [copy.original for copy in part])
        next_page(context, box.children, result)
        return next_first(context, box, result, waiting) if waiting else result

    def make_column(box: Any, holder: Any, children: list[Any], *others: Any) -> Any:
        made = one_column(box, holder, children, *others)
        made.children = live.setdefault(id(children), follow(children)) if holds(box) else made.children
        return made

    def lay_note(context: Any, note: Any) -> Any:
        overflow = one_note(context, note)
        return overflow or (getattr(context.current_footnote_area, "is_full", False) and note not in context.of_heads)

    LayoutContext.begun = {}
    changed = instead(block, columns_layout=lay_columns), instead(column, _create_column_box=make_column)
    with changed[0], changed[1], instead(LayoutContext, layout_footnote=lay_note), resumed(), _by_blocks(), _level():
        yield


def _text_first(lay: Callable[..., Any], movable: Callable[[Any], bool], context: Any, box: Any, *others: Any) -> tuple[Any, Any]:
    """Columns laid out, once more if text goes before spans; and the spans that wait for the next page then."""
    shapes, result = len(context.excluded_shapes), _with_room(lay, context, box, *others)
    waiting = text_first(context, box, result, movable)
    if waiting:
        _undo(context, result[0], list(others[1:]), shapes)
        result = _with_room(lay, context, box, *others)
    return result, waiting


def _not_ended(box: Any, result: Any) -> Any:
    """Where a trial found no room for what the columns then had, WeasyPrint takes them for the last: what comes after them goes on."""
    made, resume_at, *others = result
    if made is None or resume_at is not None or not made.children:
        return result
    laid = [one for part in made.children for one in (part.children if part.is_column else [part])]
    found = {one.original for one in laid if hasattr(one, "original")}
    place = max((n for n, child in enumerate(box.children, 1) if child in found), default=len(box.children))
    return (made, {place: None}, *others) if place < len(box.children) else result


@contextmanager
def _by_blocks() -> Iterator[None]:
    """While this holds, columns that are too short for their next block grow by what it lacks; WeasyPrint tries pixel by pixel."""
    from weasyprint.layout import block

    lay = block.block_box_layout

    def lay_column(
        context: Any, box: Any, bottom_space: Any, skip_stack: Any, holder: Any, page_is_empty: Any, *others: Any, **named: Any
    ) -> Any:
        if box.is_column and bottom_space == inf and (whole := _unbroken(box, skip_stack)):  # how high is what comes next?
            return lay(context, box.copy_with_children([whole]), -inf, None, holder, page_is_empty, *others, **named)
        result = lay(context, box, bottom_space, skip_stack, holder, page_is_empty, *others, **named)
        balancing = box.is_column and not page_is_empty and others[_MARGINS] is not None
        if result[0] is not None or not balancing:
            return result
        nothing = box.copy_with_children([])
        nothing.height = nothing.margin_top = nothing.margin_bottom = 0
        return box.copy_with_children([nothing]), skip_stack or {0: None}, *result[2:]

    with instead(block, block_box_layout=lay_column):
        yield


@contextmanager
def _level() -> Iterator[None]:
    """While this holds, columns side by side begin at one height: what is above a heading, or a figure, is no part of a column."""
    from weasyprint.layout import block

    lay = block.block_level_layout

    def lay_block(context: Any, box: Any, bottom_space: Any, skip_stack: Any, holder: Any, *others: Any, **named: Any) -> Any:
        above = box.style["margin_top"]
        if getattr(holder, "is_column", False) and skip_stack is None and box.position_y == holder.position_y and above != "auto":
            box.position_y -= above.value
        return lay(context, box, bottom_space, skip_stack, holder, *others, **named)

    with instead(block, block_level_layout=lay_block):
        yield


def _unbroken(box: Any, skip_stack: Any) -> Any:
    """The first block of a column, if it is one that is not parted."""
    place, rest = next(iter(skip_stack.items())) if skip_stack else (0, None)
    first = box.children[place]
    return first if rest is None and first.style["break_inside"].startswith("avoid") else None


def _reorder(children: list[Any], wanted: list[Any]) -> None:
    """Bring children that stand side by side into the order that they have in columns: the next page goes on from there."""
    start = min(children.index(child) for child in wanted)
    children[start : start + len(wanted)] = wanted


class _Room:
    """The area of the notes of a page as columns see it: as high as the room that is set aside."""

    def __init__(self, area: Any, room: float, closed: bool) -> None:
        self.__dict__.update(area=area, room=room, closed=closed)

    @property
    def is_full(self) -> bool:
        """Whether the notes want more."""
        return bool(self.closed and _height(self.area) > self.room)

    def margin_height(self) -> float:
        return self.room  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        return 0 if name == "height" else getattr(self.area, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.area, name, value)


class _Search:
    """Looks for a room that is enough for the notes, and of which they leave little empty: the more it is, the fewer are called."""

    def __init__(self) -> None:
        self.trials, self.most, self.ends = 0, 0.0, False
        self.short, self.enough = set[float](), dict[float, float]()  # with what then stands in the columns

    def after(self, room: float, wanted: float, fits: bool, filled: float) -> float | None:
        """The room to try next; nothing if this trial stays."""
        self.trials += 1
        if fits and (filled or wanted < room):
            self.enough[room] = filled
        else:  # or no line had room with its note, and all went on to the next page
            self.short.add(room)
        settled = fits and room - wanted < _SPARE and (self.trials < _USUAL or filled >= max(self.enough.values(), default=0))
        if self.ends or (settled and (filled or self.trials == 1)):
            return None
        self.most = self.most or wanted
        return wanted if self.trials < _USUAL else self._between(wanted)

    def _between(self, wanted: float) -> float:
        low, high = max(self.short, default=0), min(self.enough, default=self.most)
        self.ends = self.trials >= _TRIALS or high - low < _SPARE
        if self.ends:
            return max(self.enough, key=self.enough.__getitem__, default=self.most)
        return wanted if low < wanted < high else (low + high) / 2


def _with_room(lay: Callable[..., Any], context: Any, box: Any, bottom_space: Any, *others: Any) -> Any:
    """Columns laid out with room for the notes that they call."""
    area, bottom, shapes = context.current_footnote_area, context.page_bottom, len(context.excluded_shapes)
    room = before = _height(area)
    search = _Search()
    while True:
        waiting, sent, tried = list(context.footnotes), list(context.reported_footnotes), _fresh(others)
        context.current_footnote_area = _Room(area, room, closed=search.trials > 0)
        result = lay(context, box, bottom_space + room - before, *tried)
        context.current_footnote_area = area
        if context.footnotes != waiting:
            wait_again(context, waiting, [call.footnote for _, call in calls(result[0])])
        wanted = _height(area)
        context.page_bottom = bottom + before - wanted
        fits = wanted <= room and context.reported_footnotes == sent
        following = search.after(room, wanted, fits, _filled(result[0]))
        if following is None:
            break
        _undo(context, result[0], tried, shapes)
        room = following
    _send_on(context, area, room)
    others[_ABSOLUTE][:], others[_FIXED][:] = tried[_ABSOLUTE], tried[_FIXED]
    return result


def _send_on(context: Any, area: Any, room: float) -> None:
    """Send the last notes to the next page where no room was found for them."""
    first = len(context.reported_footnotes)
    while context.current_page_footnotes and _height(area) > room:
        context.report_footnote(context.current_page_footnotes[-1])
    context.reported_footnotes[first:] = reversed(context.reported_footnotes[first:])


def _height(area: Any) -> float:
    return 0 if area.height == "auto" else float(area.margin_height())


def _filled(made: Any) -> float:
    """How much stands in columns."""
    return sum(
        float(child.margin_height()) for part in (made.children if made else ()) for child in (part.children if part.is_column else [part])
    )


def _fresh(others: tuple[Any, ...]) -> list[Any]:
    """The arguments of a trial: it adds to the absolute and fixed boxes that it is given, which may be one list."""
    tried = list(others)
    tried[_ABSOLUTE] = list(others[_ABSOLUTE])
    tried[_FIXED] = tried[_ABSOLUTE] if others[_FIXED] is others[_ABSOLUTE] else list(others[_FIXED])
    return tried


def _undo(context: Any, made: Any, tried: list[Any], shapes: int) -> None:
    """Take what a trial has made from the page, with its notes."""
    from weasyprint.layout.block import remove_placeholders

    if made is not None:
        remove_placeholders(context, [made], tried[_ABSOLUTE], tried[_FIXED])
    del context.excluded_shapes[shapes:]
