"""Proof: what is wrong with pages that are laid out: notes astray, tables cut, remnants of them, lonely headings, infoboxes among notes."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from pipeline.exporters.pdf.known import inside

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_HALF, _HEAD = 0.6, 0.2  # of a page: less is half empty, and what is above a table is its caption
_LITTLE = 0.28  # of the pages before: what is left of a table for its last page

Pages: TypeAlias = list[list[Any]]  # the boxes of each page, the page itself before all that is in it


def listed(laid: Any) -> Pages:
    """The pages with their boxes, which are walked through once for all that is asked of them."""
    return [list(inside(page._page_box)) for page in laid.pages]


def astray(pages: Pages) -> set[str]:
    """The ids of the notes that are not at the foot of the page of their call."""
    calls: dict[str, int] = {}
    notes: dict[str, int] = {}
    for number, boxes in enumerate(pages):
        for box in boxes:
            kind = str(box.element_tag)
            if kind == "span::footnote-call":
                calls[box.element.get("id")] = number
            elif kind == "span::footnote-marker":
                notes[box.element.get("id")] = number
    return {key for key, number in calls.items() if notes.get(key) != number}


def cut(pages: Pages) -> set[str]:
    """The tables that stand out of the page, or in small letters out of the room that they are given, by their `data-table`."""
    found: set[str] = set()
    for page, *others in pages:
        edge, boxes = page.margin_width() - 1, [box for box in others if box.element is not None]
        out = [box for box in _tables(boxes) if _stands_out(box, edge)]
        out += [box for wide in boxes if _is_wide(wide) for box in _tables(wide.descendants()) if box.margin_width() > wide.width + 1]
        out += _out_of_columns(others) if out or any(_tables(boxes)) else []
        found |= {str(box.element.get("data-table")) for box in out}
    return found


def _out_of_columns(boxes: list[Any]) -> list[Any]:
    """The tables that stand out of their column, as in a list, and are not yet as small as they can be there."""
    columns = [(box, box.position_x + box.width + 1) for box in boxes if getattr(box, "is_column", False)]
    within = [(box, column, edge) for column, edge in columns for box in column.descendants()]
    dense = {table for box, *_ in within if box.element is not None and "dense" in _names(box) for table in box.element.iter("table")}
    tables = [one for one in within if one[0].element_tag == "table" and one[0].element is not None and one[0].element not in dense]
    return [box for box, column, edge in tables if box.position_x + box.margin_width() > edge or box.position_x < column.position_x - 1]


def _names(box: Any) -> list[str]:
    return str(box.element.get("class") or "").split()


def remnants(pages: Pages) -> set[str]:
    """The tables on turned pages that would need one page less if they were a little smaller."""
    heights: dict[Any, dict[int, float]] = {}
    for number, boxes in enumerate(pages):
        for box in boxes:
            names = (box.element.get("class") or "").split() if box.element is not None else []
            if box.element_tag in ("div", "figure") and "turned" in names and not {"tight", "packed"} & {*names}:
                parts = heights.setdefault(box.element, {})
                parts.setdefault(number, box.height - (_head(box) if parts else 0))
    found = [(holder, list(parts.values())) for holder, parts in heights.items()]
    ends = [holder for holder, (*full, last) in found if full and last < _LITTLE * sum(full)]
    return {str(table.get("data-table")) for holder in ends for table in holder.iter("table")}


def _head(box: Any) -> float:
    """The height of the head of a table, which stands on each of its pages."""
    return float(sum(one.height for one in box.descendants() if getattr(one, "is_header", False)))


def crowds(pages: Pages) -> bool:
    """Whether an infobox reaches into the notes of its page: it was there before the lines beside it called them."""
    for boxes in pages:
        top = min((box.position_y for box in boxes if type(box).__name__ == "FootnoteAreaBox" and box.children), default=float("inf"))
        beside = [box for box in boxes if box.element is not None and "infobox" in (box.element.get("class") or "").split()]
        if any(box.position_y + box.margin_height() - box.margin_bottom > top for box in beside):
            return True
    return False


def lonely(pages: Pages) -> set[str]:
    """The tables that begin a page where the one before has nothing but their heading, or is half empty for their sake."""
    found: set[str] = set()
    for boxes, following in pairwise(pages):
        shown = [box for box in boxes if box.element is not None and _shows(box)]
        tables = list(_tables(following))
        if shown and {box.element_tag for box in shown} <= _HEADINGS:
            found |= {str(box.element.get("data-table")) for box in tables}
        elif tables and _is_empty(boxes[0], shown) and _begins(following[0], tables[0]):
            found.add(str(tables[0].element.get("data-table")))
    return found


def _is_empty(page: Any, shown: list[Any]) -> bool:
    """Whether text and notes leave much of a page."""
    notes = sum(box.margin_height() for box in page.children if type(box).__name__ == "FootnoteAreaBox" and box.children)
    ends = [box.position_y + box.height for box in shown if box.position_y + box.height < page.content_box_y() + page.height - notes + 1]
    return bool(ends) and max(ends) - page.content_box_y() + notes < _HALF * page.height


def _begins(page: Any, table: Any) -> bool:
    """Whether a table stands at the head of a page, below its caption and headings."""
    return bool(table.position_y - page.content_box_y() < _HEAD * page.height)


def _shows(box: Any) -> bool:
    return type(box).__name__ == "LineBox" or hasattr(box, "replacement")


def _tables(boxes: Iterable[Any]) -> Iterator[Any]:
    return (box for box in boxes if box.element_tag == "table" and box.element is not None)


def _is_wide(box: Any) -> bool:
    return box.element_tag in ("div", "figure") and "wide" in (box.element.get("class") or "").split()


def _stands_out(table: Any, edge: float) -> bool:
    """Whether a table, or the words in one of its cells, go over the edge of the page or into the next cell."""
    if table.position_x < 0 or table.position_x + table.margin_width() > edge:
        return True
    cells = [box for box in table.descendants() if box.element_tag in ("td", "th")]
    return any(_widest(cell) > cell.position_x + cell.margin_width() + 2 for cell in cells)


def _widest(cell: Any) -> float:
    lines = [box for box in cell.descendants() if type(box).__name__ == "LineBox"]
    return max((child.position_x + child.margin_width() for line in lines for child in line.children), default=0)
