"""Tables: one that every page holds goes on from page to page; any other moves in a box of its own, above its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.exporters.html.grid import span_of
from pipeline.exporters.html.xhtml import h, local, tagged
from pipeline.exporters.widths import em
from pipeline.tree import MATHML

_PAGE: Final = 17.0  # em of the text: the narrowest page, a telephone with margins
_SIZE, _PADDING = 0.85, 1.0  # of the letters of a table, in em of the text; of both sides of a cell, in em of the table
_MARKER, _WIDER = 1.6, 1.25  # what the marker of an item takes, in em; letters of other scripts than Latin, in Latin ones
_FAR_EAST: Final = "\u3000-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"  # a line may end behind nearly every sign
_SIGN, _LEAST = re.compile(f"[{_FAR_EAST}]"), 3.2  # em that the style sheet gives a column of such signs
_WORD: Final = re.compile(f"[{_FAR_EAST}]{{1,3}}|[^ \t\r\n\u200b\\-–—{_FAR_EAST}]+[\\-–—]?")
_OTHERS: Final = re.compile("[\u0530-\u1fff\u2c00-\u2dff]")  # no dashes and quotation marks
_UNMEASURED: Final = ("img", "pre")  # in a cell


def let_move(element: etree._Element) -> None:
    """Put each table that may be wider than a page into a box that moves, behind which its notes stand."""
    for wrap in [one for one in tagged(element, "div", "figure") if "table-wrap" in (one.get("class") or "").split()]:
        reached = str(wrap.attrib.pop("tabindex", ""))
        if not reached:
            continue  # nothing is wide in it
        for table in [one for one in wrap if local(one) == "table" and not _is_narrow(one)]:
            _frame(wrap, table, reached)


def _frame(wrap: etree._Element, table: etree._Element, reached: str) -> None:
    box = h("div", {"class": "moved", "tabindex": reached})
    box.tail, table.tail = table.tail, None
    wrap.replace(table, box)
    box.append(table)


def _is_narrow(table: etree._Element) -> bool:
    """Whether every page is wide enough for the longest words of each column."""
    if any(True for _ in tagged(table, *_UNMEASURED)):
        return False
    least = _LEAST if _SIGN.search("".join(map(str, table.itertext()))) else 0
    widths: dict[int, float] = {}
    for place, across, cell in _placed(table):
        need = max(_need(cell) / across, least)
        widths.update({column: max(widths.get(column, 0.0), need) for column in range(place, place + across)})
    return sum(width + _PADDING for width in widths.values()) * _SIZE <= _PAGE


def _placed(table: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Each cell with its first column and how many it has; the rows are even already."""
    held: dict[int, int] = {}  # for how many rows a column is held by a cell above
    for row in tagged(table, "tr"):
        column = 0
        for cell in row:
            while held.get(column, 0):
                held[column] -= 1
                column += 1
            across, down = span_of(cell, "colspan"), span_of(cell, "rowspan")
            yield column, across, cell
            held.update(dict.fromkeys(range(column, column + across), down - 1))
            column += across
        for rest in [one for one, rows in held.items() if one >= column and rows]:
            held[rest] -= 1


def _need(cell: etree._Element) -> float:
    """How wide the longest word of a cell is; a formula is one."""
    words = _WORD.findall("".join(map(str, cell.itertext())))
    formula = next(cell.iter(f"{{{MATHML}}}math"), None)
    longest = "".join(words) if formula is not None else max(words, key=len, default="")
    width = em(longest, bold=local(cell) == "th" or any(True for _ in tagged(cell, "b")))
    marker = _MARKER if any(True for _ in tagged(cell, "li")) else 0
    return marker + (width * _WIDER if _OTHERS.search(longest) else width)
