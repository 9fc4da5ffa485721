"""Flow: figures and tables that do not fit the rest of a page let the text after them go first, as a typesetter would.

WeasyPrint has no floats of the page. Here the children of `.flow` change places while they are laid out: it costs no second layout.
Text that does not end on its page goes on below the figure, which stands at the head of the next.
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.exporters.pdf.begun import forget, goes_on, in_column
from pipeline.exporters.pdf.columns import in_columns
from pipeline.exporters.pdf.spans import shows_only
from pipeline.exporters.pdf.widths import roomy_names
from pipeline.instead import instead

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TEXT = (*_HEADINGS, "p", "ul", "ol", "dl", "blockquote", "pre", "div")
_TURNED = "turned"  # the class of a table that is too wide, and the name of its page
_SKIP = 6  # where a layout function is told what of a child stands on the page before


class _Live(list):  # type: ignore[type-arg]
    """Children whose slices follow what changes after they were taken."""

    def __getitem__(self, place: Any) -> Any:
        return self._from(place.start or 0) if isinstance(place, slice) and place.stop is None else super().__getitem__(place)

    def _from(self, place: int) -> Iterator[Any]:
        while place < len(self):
            yield super().__getitem__(place)
            place += 1


@contextmanager
def flowing() -> Iterator[None]:
    """While this holds, WeasyPrint lets text go before figures that do not fit."""
    from weasyprint.layout import block

    container, child, page_name = block.block_container_layout, block._in_flow_layout, block.block_level_page_name

    def lay_container(context: Any, box: Any, *others: Any, **named: Any) -> Any:
        if box.is_column and isinstance(box.children, _Live):
            return in_column(container, context, box, *others, **named)
        if _flow(box):
            box.children = box.children if isinstance(box.children, _Live) else _Live(map(_hidden, box.children))
            forget(box.children, context.current_page)
        return container(context, box, *others, **named)

    def lay_child(*given: Any) -> Any:
        return _laid(child, *given)

    def name_page(before: Any, after: Any) -> Any:
        return _TURNED if _turned(before) and _turned(after) else page_name(before, after)

    changed = instead(block, block_container_layout=lay_container, _in_flow_layout=lay_child, block_level_page_name=name_page)
    with changed, in_columns(_flow, _movable, _Live), roomy_names():
        yield


def _hidden(child: Any) -> Any:
    """A child that asks for a turned page no longer does: it waits for one as a figure waits for the next page."""
    if _turned(child):
        child.page_values = lambda: ("", "")
    return child


def _flow(box: Any) -> bool:
    """Whether a box is the flow, no column of it."""
    return box.element_tag == "div" and box.element.get("class") == "flow" and not box.is_column


def _laid(lay: Any, context: Any, box: Any, index: int, child: Any, before: list[Any], *others: Any) -> Any:
    """A child of the flow laid out; if it is a figure that does not fit, what follows it in its place."""
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if not isinstance(box.children, _Live):
        return lay(context, box, index, child, before, *others)
    others, begun = _resumed(context, child, others), others[_SKIP] is not None  # on the page before
    first_of_page = others[0] and all(isinstance(one, AbsolutePlaceholder) for one in before)
    if _turned(child) and (begun or _page_is_turned(context)):
        return _on_turned(lay(context, box, index, child, before, *others))
    if not _movable(child) or begun or (first_of_page and not _turned(child)):  # no place is better
        return lay(context, box, index, child, before, *others)
    position, notes = (child.position_x, child.position_y), _notes(context)
    tried = _fresh(others)
    first = _broken(index, before, others) if _turned(child) else lay(context, box, index, child, list(before), *tried)
    if _placed(first, index):
        return _kept(first, others, tried)
    notes_of_first = _notes(context)
    _put_notes(context, notes)
    text = _text_first(lay, context, box, index, child, position, before, others)
    if text is None and not first_of_page:
        _put_notes(context, notes_of_first)
    if text is None and first_of_page:
        return lay(context, box, index, child, before, *others)
    return text or _without_headings(box.children, index, child, before, _kept(first, others, tried))


def _text_first(
    lay: Any, context: Any, box: Any, index: int, figure: Any, position: tuple[float, float], before: list[Any], others: tuple[Any, ...]
) -> Any:
    """The text that goes before a figure, laid out; nothing if there is none, or none that fits."""
    other = _follower(box.children, index)
    if other is None:
        return None
    box.children.insert(index, text := box.children.pop(other))
    text.position_x, text.position_y = position
    if text.element_tag in _HEADINGS:
        text.went_before = figure
    notes = _notes(context)
    tried = _fresh(_resumed(context, text, others))
    result = lay(context, box, index, text, list(before), *tried)
    if _placed(result, index):
        if not result[2]:
            return _kept(result, others, tried)
        box.children.insert(other, box.children.pop(index))
        if box.is_column:
            return goes_on(context, text, result[2][index], _broken(index, result[6], _put(others, tried), None, result[3]))
        text.__dict__.setdefault("goes_on", {})[context.current_page] = result[2][index]
        return _broken(index, result[6], _put(others, tried), _TURNED if _turned(figure) else None)
    _put_notes(context, notes)
    box.children.insert(other, box.children.pop(index))
    return None


def _resumed(context: Any, child: Any, others: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments for text that has begun on an earlier page, or in an earlier column, before a figure: it goes on from there."""
    pages = [one for one in getattr(child, "goes_on", {}) if one < context.current_page]
    begun = context.begun.get(getattr(child, "original", None)) or (child.goes_on[max(pages)] if pages else None)
    return others if others[_SKIP] is not None or begun is None else (*others[:_SKIP], begun, *others[_SKIP + 1 :])


def _broken(index: int, kept: list[Any], others: tuple[Any, ...], page: str | None = _TURNED, bottom: float | None = None) -> Any:
    """The page, or the column, ends here, and goes on with this child on one of this name."""
    return False, True, {index: None}, others[5] if bottom is None else bottom, [], {"break": "any", "page": page}, kept, others[11]


def _on_turned(result: Any) -> Any:
    """What is left of a turned table stands on a turned page, too."""
    abort, stop, resume_at, position_y, margins, next_page, kept, lines = result
    return abort, stop, resume_at, position_y, margins, {"break": "any", "page": _TURNED} if resume_at else next_page, kept, lines


def _page_is_turned(context: Any) -> bool:
    return bool(context.page_maker[context.current_page - 1][1]["page"] == _TURNED)


def _fresh(others: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments of a try: it adds to the absolute and fixed boxes, which may be one list, and to the margins that it is given."""
    empty, absolute, fixed, margins, *rest = others
    tried = list(absolute)
    return (empty, tried, tried if fixed is absolute else list(fixed), list(margins), *rest)


def _kept(result: Any, others: tuple[Any, ...], tried: tuple[Any, ...]) -> Any:
    """The result of a try that holds: its absolute and fixed boxes are those of the page."""
    _put(others, tried)
    return result


def _put(others: tuple[Any, ...], tried: tuple[Any, ...]) -> tuple[Any, ...]:
    others[1][:], others[2][:] = tried[1], tried[2]
    return others


def _notes(context: Any) -> tuple[list[Any], ...]:
    """Where the notes are: a try may take those of the text before it from the page, too."""
    return tuple(map(list, (context.footnotes, context.current_page_footnotes, context.reported_footnotes)))


def _put_notes(context: Any, notes: tuple[list[Any], ...]) -> None:
    if notes != _notes(context):
        context.footnotes[:], context.current_page_footnotes[:], context.reported_footnotes[:] = notes
        context._update_footnote_area()


def _placed(result: Any, index: int) -> bool:
    children = result[6]
    return not result[0] and bool(children) and getattr(children[-1], "index", None) == index


def _movable(box: Any) -> bool:
    names = (box.element.get("class") or "").split() if box.element is not None else []
    return box.element_tag == "figure" or "table-wrap" in names or ("box" in names and not {"infobox", "long"} & {*names})


def _turned(box: Any) -> bool:
    return box.element is not None and _TURNED in (box.element.get("class") or "").split()


def _follower(children: list[Any], index: int) -> int | None:
    """Where the text stands that may go first: after all figures that wait, and no other section's where one has nothing but figures."""
    if shows_only(children, index, _movable):
        return None
    for place in range(index + 1, len(children)):
        child = list.__getitem__(children, place)
        if _movable(child):
            continue
        names = (child.element.get("class") or "").split() if child.element is not None else []
        return place if child.element_tag in _TEXT and child.is_in_normal_flow() and "turn" not in names else None
    return None


def _without_headings(children: Any, index: int, child: Any, before: list[Any], result: Any) -> Any:
    """A heading that went before the figure, but no text of its section with it, goes back behind it."""
    kept = list(before)
    while len(kept) > 1 and getattr(list.__getitem__(children, index - 1), "went_before", None) is child:
        index -= 1
        heading = children.pop(index)
        del heading.went_before
        place = next((n for n in range(index, len(children)) if not _movable(list.__getitem__(children, n))), len(children))
        children.insert(place, heading)  # it went before all figures that wait
        kept.pop()
    if len(kept) == len(before):
        return result
    _, _, _, position_y, margins, next_page, _, lines = result
    return False, True, {index: None}, position_y, margins, next_page, kept, lines
