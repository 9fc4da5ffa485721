"""Grid: a table whose rows all have the same number of columns, as accessible print demands; publishers' tables often do not."""

from __future__ import annotations

from lxml import etree

from pipeline.exporters.html.xhtml import XHTML, h

_GROUPS = [f"{{{XHTML}}}{tag}" for tag in ("thead", "tbody", "tfoot")]


def squared(table: etree._Element) -> etree._Element:
    """The table with spans that end where their rows end, and with empty cells where a row is short."""
    groups = [group for group in table if group.tag in _GROUPS]
    short = [(row, free) for group in groups for row, free in _rows(list(group))]
    width = max((len(free) for _, free in short), default=0)
    for row, free in short:
        for _ in range(width - len(free) + free.count(True)):
            row.append(h("td"))
    return table


def _rows(rows: list[etree._Element]) -> list[tuple[etree._Element, list[bool]]]:
    """Each row of a group with its columns: whether each is left free."""
    held: list[int] = []  # for how many rows more a column is held by a cell above
    found = []
    for place, row in enumerate(rows):
        taken = [left > 0 for left in held]
        held = [max(0, left - 1) for left in held]
        for cell in row:
            _place(cell, taken, held, len(rows) - place)
        found.append((row, [not one for one in taken]))
    return found


def _place(cell: etree._Element, taken: list[bool], held: list[int], rows_left: int) -> None:
    """Put a cell into the first free columns of its row; its spans are cut to what is free and to the rows there are."""
    first = taken.index(False) if False in taken else len(taken)
    span = _span(cell, "colspan")
    while len(taken) < first + span:
        taken.append(False)
        held.append(0)
    free = next((n for n in range(span) if taken[first + n]), span)
    down = min(_span(cell, "rowspan"), rows_left)
    _say(cell, "colspan", free)
    _say(cell, "rowspan", down)
    for column in range(first, first + free):
        taken[column] = True
        held[column] = down - 1


def _span(cell: etree._Element, key: str) -> int:
    value = cell.get(key) or "1"
    return int(value) if value.isdecimal() and int(value) > 0 else 1


def _say(cell: etree._Element, key: str, span: int) -> None:
    if span != _span(cell, key):
        cell.attrib.pop(key, "")
        if span > 1:
            cell.set(key, str(span))
