"""Grid: which heads a cell of a table has, where their scopes alone do not say."""

# The elements that WeasyPrint read have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class _Cell:
    """A cell, and the rows and the columns that it covers."""

    html: Any
    rows: range
    columns: range

    @property
    def head(self) -> str:
        """Whether it is a head, and of what: `col`, `row` or nothing."""
        return (self.html.get("scope") or "col")[:3] if self.html.tag == "th" else ""


def heads(table: Any) -> dict[Any, list[Any]]:
    """The heads of each cell, those above before those beside; of a simple table none, for there the scopes say all."""
    cells = _cells(table)
    if not _complex(table, cells):
        return {}
    named = {cell.html.get("id"): cell.html for cell in cells if cell.head and cell.html.get("id")}
    found = {}
    for cell in cells:
        said = [named[key] for key in (cell.html.get("headers") or "").split() if key in named]
        if above := said or [one.html for one in cells if _heads(one, cell)]:
            found[cell.html] = above
    return found


def _complex(table: Any, cells: list[_Cell]) -> bool:
    spread = any(cell.head and max(len(cell.rows), len(cell.columns)) > 1 for cell in cells)
    return spread or len(table.findall("thead/tr")) > 1 or any(cell.html.get("headers") for cell in cells)


def _heads(head: _Cell, cell: _Cell) -> bool:
    if head.head == "col":
        return head.rows.stop <= cell.rows.start and _meet(head.columns, cell.columns)
    return head.head == "row" and head.columns.stop <= cell.columns.start and _meet(head.rows, cell.rows)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _cells(table: Any) -> list[_Cell]:
    """The cells with their places, row by row."""
    found, taken = list[_Cell](), set[tuple[int, int]]()
    for row, line in enumerate(line for group in (table, *table) for line in group if line.tag == "tr"):
        column = 0
        for html in (cell for cell in line if cell.tag in ("th", "td")):
            while (row, column) in taken:
                column += 1
            across, down = int(html.get("colspan") or 1), int(html.get("rowspan") or 1)
            cell = _Cell(html, range(row, row + down), range(column, column + across))
            taken |= {(y, x) for y in cell.rows for x in cell.columns}
            found.append(cell)
    return found
