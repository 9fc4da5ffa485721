"""Widths: a column of names beside prose is as wide as two lines of each want.

The columns of a table that is wider than its room get what is left in the measure of all that they say, as CSS has it: to prose goes
nearly all, and names are broken after each word. https://drafts.csswg.org/css-tables-3/#width-distribution-algorithm
"""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from pipeline.exporters.pdf.paper import APART
from pipeline.instead import instead

_NAME: Final = 0.5  # of the table's width: what is longer is no name
_UNEVEN: Final = 1.06  # letters are not of one width
_SHARE, _LEAST = 0.2, 11  # of a column of prose, which names may take; and em that they leave of it


class _Name(NamedTuple):
    """How wide a column is that has a line for each of its cells, and how wide if it has two lines."""

    line: float
    lines: float


@contextmanager
def roomy_names() -> Iterator[None]:
    """While this holds, names in tables are not broken into three lines for a little more room for prose."""
    from weasyprint.layout import table as tables

    lay = tables.auto_table_layout

    def lay_columns(context: Any, wrapper: Any, room: Any) -> None:
        lay(context, wrapper, room)
        table = wrapper.get_wrapped_table()
        _, _, least, most, *_, grid = context.tables[table][False]
        prose = [one > table.width for one in most]  # it fills more than a line
        if any(prose) and any(width < one <= table.width for width, one in zip(table.column_widths, most, strict=True)):
            if not hasattr(table, "names"):
                table.names = [_name(context, table, column) for column in grid]
            wants = [name.lines if name.line <= _NAME * table.width else 0.0 for name in table.names]
            least = [max(low, _LEAST * table.style["font_size"]) if one else None for low, one in zip(least, prose, strict=True)]
            table.column_widths = eased(table.column_widths, least, wants)

    with instead(tables, auto_table_layout=lay_columns):
        yield


def squeezes_prose(context: Any, table: Any, room: float) -> bool:
    """Whether what stands beside prose in a table leaves it too little of this room; the columns of the table have been measured."""
    _, _, least, most, *_ = context.tables[table][False]
    prose = sum(one > room for one in most)
    left = room - sum(low for low, one in zip(least, most, strict=True) if one <= room)
    return bool(0 < prose < len(most) and left < prose * _LEAST * table.style["font_size"])


def _name(context: Any, table: Any, column: Sequence[Any]) -> _Name:
    """How wide a column is that has a line, or two, for what each of its cells says; those of heads may have more."""
    from weasyprint.layout.preferred import table_cell_min_max_content_width as extent

    heads = {cell for group in table.children if group.is_header for row in group.children for cell in row.children}
    cells = [cell for cell in column if cell and cell.colspan == 1 and cell not in heads]
    extents = [(extent(context, cell, outer=False)[1], cell) for cell in cells]
    air = max((extent(context, cell)[1] - most for most, cell in extents[:1]), default=0)
    lines = (most * _half(_words(cell)) for most, cell in extents)
    return _Name(max((most for most, _ in extents), default=0) + air, max(lines, default=0) * _UNEVEN + air)


def _words(cell: Any) -> list[str]:
    """What a cell says, in parts between which a line may end."""
    return APART.sub(" \\g<0> ", "".join(cell.element.itertext())).split()


def _half(words: Sequence[str]) -> float:
    """Which part of a line the longer of two is, if words are divided as evenly as can be."""
    ends = [len(" ".join(words[:place])) for place in range(1, len(words) + 1)] or [0]
    return min(max(end, ends[-1] - end - 1) for end in ends) / (ends[-1] or 1)


def eased(widths: Sequence[float], prose: Sequence[float | None], wants: Sequence[float]) -> list[float]:
    """The widths of columns where those that want more get it, or a part of it, from those of prose, the least of which are told."""
    lacks = [max(0.0, want - width) for width, want in zip(widths, wants, strict=True)]
    spares = [0.0 if low is None else max(0.0, min(width - low, width * _SHARE)) for width, low in zip(widths, prose, strict=True)]
    moved = min(sum(lacks), sum(spares))
    if moved <= 0:
        return list(widths)
    more, less = moved / sum(lacks), moved / sum(spares)
    return [width + lack * more - spare * less for width, lack, spare in zip(widths, lacks, spares, strict=True)]
