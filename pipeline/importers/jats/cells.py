"""Cells: what a cell of a table says of itself, and the blocks in it; a table in a cell of another is its rows."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import content, fill, is_empty, listed, new, rename, replace, runs, take, trim, unwrap
from pipeline.tree import find_all, raw_text

_BLOCKS: Final = listed("p list def-list disp-formula disp-quote preformat graphic")
_ALIGN: Final = {"left", "right", "center", "justify", "char"}
_VALIGN: Final = {"top", "middle", "bottom", "baseline"}
_LIMIT: Final = 1000
_GAP: Final = "\u2003"  # between the cells of a row that is a line


def tables_within(root: etree._Element, report: Report) -> None:
    """Tables in cells of others: the profile has none there, each of their rows is a line."""
    for table in reversed(find_all(root, ".//table[ancestor::td or ancestor::th or ancestor::entry]")):
        report("import-simplified", "a table in a cell of another becomes lines, one for each of its rows", table)
        rows = [_line(row) for row in table.iter("tr", "row")]
        wrap = table.getparent()
        if wrap is None or wrap.tag != "table-wrap" or len(wrap.findall("table")) > 1:
            replace(table, *rows)
            continue
        words = [one for one in wrap.iter("label", "title", "p") if table not in one.iterancestors() and not is_empty(one)]
        below = [one for one in words if next(one.iterancestors("table-wrap-foot"), None) is not None]
        lines = [*(one for one in words if one not in below), *rows, *below]
        said = [one if one.tag == "p" else new("p", one, None, [rename(one, "bold")]) for one in lines]
        if wrap.get("id") and said and not said[0].get("id"):
            said[0].set("id", str(wrap.get("id")))
        replace(wrap, *said)


def lined(root: etree._Element, report: Report) -> None:
    """Ends of lines, without indents, that cells of a row have as many of are breaks, as programs write them that see one in each."""
    for row in root.iter("tr"):
        ends = {cell: len(_END.findall(raw_text(cell).strip())) for cell in row if not _is_laid_out(cell)}
        many = [number for number in ends.values() if number > 1]
        if len(many) == len(set(many)):
            continue
        for cell in [one for one, number in ends.items() if number]:
            trim(cell)
            fill(cell, [part for one in content(cell) for part in (_broken(one, cell) if isinstance(one, str) else [one])])
        report("import-repaired", "the ends of lines that part the entries of cells beside each other are breaks", row)


_END: Final = re.compile(r"(?<=\S)[ \t]*\n(?=\S)")
_LONG: Final = 50  # a line of this length may have been broken to fit


def _is_laid_out(cell: etree._Element) -> bool:
    """Whether the ends of lines in a cell may come from how the file is laid out."""
    lines = raw_text(cell).strip().split("\n")
    return cell.find(".//p") is not None or any(len(line) > _LONG or not line or line[0] in " \t" for line in lines)


def _broken(words: str, like: etree._Element) -> list[str | etree._Element]:
    """Words with a break for each end of a line."""
    first, *others = words.split("\n")
    made: list[str | etree._Element] = [first]
    for part in others:
        made += [new("break", like), part]
    return made


def _line(row: etree._Element) -> etree._Element:
    """A row as a paragraph, a gap between its cells."""
    for block in list(row.iter("p")):
        unwrap(block)
    for picture in list(row.iter("graphic")):
        rename(picture, "inline-graphic")
    cells = [content(cell) for cell in row.iter("td", "th", "entry")]
    return new("p", row, None, [part for n, words in enumerate(cells) for part in ([_GAP] * (n > 0) + words)])


def cell(cell: etree._Element) -> None:
    """A cell holds words, or blocks; words between blocks become paragraphs."""
    for key, known in (("align", _ALIGN), ("valign", _VALIGN)):
        value = (cell.get(key) or "").lower()
        take(cell, key)
        if value in known:
            cell.set(key, value)
    for key in ("colspan", "rowspan"):
        value = (cell.get(key) or "").strip()
        take(cell, key)
        if (key, value) == ("rowspan", "0") and (row := cell.getparent()) is not None:  # HTML: to the end of its group of rows
            value = str(1 + sum(1 for _ in row.itersiblings("tr")))
        if value.isdecimal() and 1 < int(value) <= _LIMIT:
            cell.set(key, str(int(value)))
    for figure in [one for one in cell.iter("fig") if one.find("graphic") is not None]:
        _shown(figure)
    if any(child.tag in _BLOCKS for child in cell):
        runs(cell, _BLOCKS)


def _shown(figure: etree._Element) -> None:
    """A figure in a cell is its pictures, and what it says of them below."""
    pictures = figure.findall("graphic")
    said = [one for one in figure.iter("label", "title", "p") if not is_empty(one)]
    if figure.get("id") and not pictures[0].get("id"):
        pictures[0].set("id", str(figure.get("id")))
    for one in (*pictures, *said):
        one.tail = None
    replace(figure, *pictures, *(one if one.tag == "p" else new("p", one, None, [rename(one, "bold")]) for one in said))
