"""Grid: a table whose rows all have the same number of columns, as accessible print demands; publishers' tables often do not."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from pipeline.exporters.html.xhtml import XHTML, h

Span: TypeAlias = tuple[int, int]  # columns, rows
_GROUPS = [f"{{{XHTML}}}{tag}" for tag in ("thead", "tbody", "tfoot")]


def squared(table: etree._Element) -> etree._Element:
    """The table with spans that end where their rows end, and with empty cells where a row is short."""
    groups = [list(group) for group in table if group.tag in _GROUPS]
    spans = [[[(span_of(cell, "colspan"), span_of(cell, "rowspan")) for cell in row] for row in rows] for rows in groups]
    for rows, found in zip(groups, fitted(spans), strict=True):
        for row, (cells, missing) in zip(rows, found, strict=True):
            for cell, (across, down) in zip(row, cells, strict=True):
                _say(cell, "colspan", across)
                _say(cell, "rowspan", down)
            row.extend(h("td") for _ in range(missing))
    return table


def fitted(groups: list[list[list[Span]]]) -> list[list[tuple[list[Span], int]]]:
    """For each row of each group of rows: the spans of its cells, cut to the room there is, and how many cells it lacks."""
    placed = [_group(rows) for rows in groups]
    width = max((len(taken) for rows in placed for _, taken in rows), default=0)
    return [[(cells, width - taken.count(True)) for cells, taken in rows] for rows in placed]


def _group(rows: list[list[Span]]) -> list[tuple[list[Span], list[bool]]]:
    """The cut spans of each row, and which of its columns are taken."""
    held: list[int] = []  # for how many rows more a column is held by a cell above
    found = []
    for place, row in enumerate(rows):
        taken = [left > 0 for left in held]
        held = [max(0, left - 1) for left in held]
        found.append(([_place(span, taken, held, len(rows) - place) for span in row], taken))
    return found


def _place(span: Span, taken: list[bool], held: list[int], rows_left: int) -> Span:
    """Put a cell into the first free columns of its row; its spans are cut to what is free and to the rows there are."""
    first = taken.index(False) if False in taken else len(taken)
    more = max(0, first + span[0] - len(taken))
    taken += [False] * more
    held += [0] * more
    across = next((n for n in range(span[0]) if taken[first + n]), span[0])
    down = min(span[1], rows_left)
    for column in range(first, first + across):
        taken[column] = True
        held[column] = down - 1
    return across, down


def span_of(cell: etree._Element, key: str) -> int:
    """How many columns, or rows, a cell has."""
    value = cell.get(key) or "1"
    return int(value) if value.isdecimal() and int(value) > 0 else 1


def _say(cell: etree._Element, key: str, span: int) -> None:
    if span != span_of(cell, key):
        cell.attrib.pop(key, "")
        if span > 1:
            cell.set(key, str(span))
