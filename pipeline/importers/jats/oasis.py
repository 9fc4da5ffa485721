"""Oasis: tables of OASIS (CALS) become tables of XHTML, each cell in its own column."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import content, listed, new, remove, rename, take

_PARTS: Final = ("thead", "tbody", "tfoot")
_OF_CELLS: Final = listed("namest nameend spanname morerows colname colsep rowsep rotate char charoff")


def cals(table: etree._Element) -> None:
    """An OASIS table: spans by column names and `morerows` become colspan and rowspan; each further tgroup is a table."""
    groups = list(table.iter("tgroup"))
    for group in reversed(groups[1:]):
        other = new("table", group, None, [])
        table.addnext(other)
        _from_group(group, other)
    title = table.find("title")
    _from_group(groups[0], table)
    if title is not None:
        table.insert(0, rename(title, "caption"))


def _from_group(group: etree._Element, table: etree._Element) -> None:
    specs = group.findall("colspec")
    columns = {str(spec.get("colname") or f"col{n + 1}"): n for n, spec in enumerate(specs)}
    spans = {spec.get("spanname"): (spec.get("namest"), spec.get("nameend")) for spec in group.findall("spanspec")}
    shown = [new("col", spec, {"align": spec.get("align") or "left"}) for spec in specs]
    parts = [child for child in group if child.tag in _PARTS]
    for part in parts:
        _spread(part, columns, spans)
    for row in list(group.iter("row")):
        rename(row, "tr")
    content(table)
    for part in parts:
        for spec in part.findall("colspec"):
            remove(spec)
    table.extend([*shown, *parts])


def _spread(part: etree._Element, columns: dict[str, int], spans: dict[str | None, tuple[str | None, str | None]]) -> None:
    """The cells of a part, row by row; a cell that says its column has empty ones before it where its row leaves columns out."""
    covered: dict[int, int] = {}  # column → how many rows a cell above reaches down yet
    for row in part.findall("row"):
        taken, at = set(covered), 0
        covered = {column: rows - 1 for column, rows in covered.items() if rows > 1}
        cells = row.findall("entry")
        for n, entry in enumerate(cells):
            first, last = spans.get(entry.get("spanname"), (entry.get("namest") or entry.get("colname"), entry.get("nameend")))
            start = columns.get(first or "", 0)
            while at in taken or (at < start and start + len(cells) - n <= len(columns)):
                if at not in taken:
                    entry.addprevious(new("entry", entry))
                at += 1
            wide = max(1, columns.get(last or "", 0) - start + 1) if first in columns else 1
            covered.update(dict.fromkeys(range(at, at + wide), rows) if (rows := _reach(entry)) else {})
            at += wide
            if wide > 1:
                entry.set("colspan", str(wide))
    for entry in list(part.iter("entry")):
        _cell(entry, part)


def _reach(entry: etree._Element) -> int:
    """How many more rows a cell covers."""
    more = entry.get("morerows") or ""
    return int(more) if more.isdecimal() else 0


def _cell(entry: etree._Element, part: etree._Element) -> None:
    if more := _reach(entry):
        entry.set("rowspan", str(more + 1))
    for key in _OF_CELLS:
        take(entry, key)
    rename(entry, "th" if part.tag == "thead" else "td")
