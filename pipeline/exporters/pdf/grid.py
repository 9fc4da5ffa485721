"""Grid: the tags of a table that a page break cut: spans end with their part, and every row has all columns."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from pipeline.exporters.html.grid import Span, fitted


def square(pdf: pikepdf.Pdf) -> None:
    """Bring every table of the structure tree into a grid."""
    for table in list(_tables(pdf.Root.StructTreeRoot)):
        groups = [
            [row for row in elements(group) if row.S == "/TR"] for group in elements(table) if group.S in ("/THead", "/TBody", "/TFoot")
        ]
        cells = [[[cell for cell in elements(row) if cell.S in ("/TD", "/TH")] for row in rows] for rows in groups]
        for rows, inside, found in zip(groups, cells, fitted([[[_spans(c) for c in row] for row in rows] for rows in cells]), strict=True):
            for row, old, (spans, missing) in zip(rows, inside, found, strict=True):
                for cell, span in zip(old, spans, strict=True):
                    _say(cell, span)
                empty = [
                    pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.TD, P=row)) for _ in range(missing)
                ]
                if empty:
                    row.K = pikepdf.Array([*elements(row), *empty])


def elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The structure elements in one, without marked content and references to objects."""
    kids = element.get("/K")
    found = list(kids.as_list()) if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _tables(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == "/Table":
            yield element
        waiting += elements(element)


def _attributes(cell: pikepdf.Object) -> list[pikepdf.Object]:
    said = cell.get("/A")
    return list(said.as_list()) if isinstance(said, pikepdf.Array) else [said] if said is not None else []


def _spans(cell: pikepdf.Object) -> Span:
    across = down = 1
    for said in _attributes(cell):
        across, down = int(said.get("/ColSpan", across)), int(said.get("/RowSpan", down))
    return across, down


def _say(cell: pikepdf.Object, span: Span) -> None:
    if span != _spans(cell):
        for said in _attributes(cell):
            for name, value in zip(("/ColSpan", "/RowSpan"), span, strict=True):
                if name in said:
                    said[name] = value
