"""Tables: rows, cells and notes in the shape of the profile; tables of OASIS become ones of XHTML first."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import cells, oasis, twins
from pipeline.importers.jats.allowed import INLINE
from pipeline.importers.jats.tools import (
    content,
    fill,
    has_words,
    is_blank,
    is_empty,
    new,
    remove,
    rename,
    replace,
    runs,
    take,
    unwrap,
)
from pipeline.tree import find_all, text_of

_CELLS: Final = ("td", "th")
_SHOWN: Final = ("table", "graphic", "media", "alternatives")
_ORDER: Final = ("object-id", "label", "caption", "alt-text")


def tables(root: etree._Element, report: Report) -> None:
    """All tables of the file."""
    for figure in [one for one in root.iter("fig") if [part.tag for part in one if part.tag not in _ORDER] == ["table-wrap"]]:
        _in_figure(figure)
    for group in list(root.iter("table-wrap-group")):
        _group(group)
    for array in list(root.iter("array")):
        rename(array, "table-wrap")
        for key in ("orientation", "content-type"):
            take(array, key)
    cells.tables_within(root, report)
    for table in list(root.iter("table")):
        if table.find(".//tgroup") is not None:
            oasis.cals(table)
    for loose in find_all(root, ".//tgroup"):
        replace(loose, table := new("table", loose))
        table.append(loose)
        oasis.cals(table)
    for table in list(root.iter("table", "tbody")):
        if table.tag == "tbody" and table.getparent() is not None and table.getparent().tag == "table-wrap":  # type: ignore[union-attr]
            replace(table, holder := new("table", table))
            holder.append(table)
            table = holder
        if table.tag == "table":
            _table(table, report)
    for wrap in list(root.iter("table-wrap")):
        _wrap(wrap, report)


def _in_figure(figure: etree._Element) -> None:
    """A figure that is a table is that table, with the figure's id, label and caption."""
    wrap = next(figure.iter("table-wrap"))
    if figure.get("id") and not wrap.get("id"):
        wrap.set("id", figure.attrib.pop("id"))
    for part in reversed([one for one in figure if one is not wrap and wrap.find(str(one.tag)) is None]):
        part.tail = None
        wrap.insert(0, part)
    if not any(child is not wrap for child in figure):
        replace(figure, wrap)


def _group(group: etree._Element) -> None:
    """The tables of a group, each for itself; the group's own caption is words before them."""
    twins.of_tables(group)
    words = new("p", group)
    for child in list(group):
        if child.tag in ("label", "caption"):
            for inner in find_all(child, ".//title | .//p"):
                unwrap(inner)
            if not is_empty(child):
                words.extend(
                    [
                        new(
                            "bold" if child.tag == "label" else "named-content",
                            child,
                            {} if child.tag == "label" else {"content-type": "caption"},
                            content(child),
                        )
                    ]
                )
                words[-1].tail = " "
            remove(child)
    if len(words):
        group.insert(0, words)
    if group.get("id") and (first := group.find("table-wrap")) is not None and not first.get("id"):
        first.set("id", str(group.get("id")))
    unwrap(group)


def _table(table: etree._Element, report: Report) -> None:
    for caption in table.findall("caption"):
        _lift_caption(caption, table)
    loose = [child for child in table if child.tag == "tr"]
    for _, run in groupby(table.findall("*"), key=lambda child: child.tag == "tr"):
        rows = list(run)
        if rows and rows[0] in loose:
            rows[0].addprevious(body := new("tbody", rows[0]))
            body.extend(rows)
    for row in list(table.iter("tr")):
        if not len(row) or _is_rule(row):
            remove(row)
    for cell in list(table.iter(*_CELLS)):
        cells.cell(cell)
    for head in [one for one in table.findall("thead")[1:] if one.getprevious().tag == "tbody"]:  # type: ignore[union-attr]
        rename(head, "tbody")  # of the rows behind it
    order = ("col", "colgroup", "thead", "tfoot", "tbody")
    table[:] = sorted(table, key=lambda child: order.index(child.tag) if child.tag in order else len(order))
    _heads(table)
    for part in find_all(table, "./thead[not(tr)] | ./tfoot[not(tr)] | ./tbody[not(tr)]"):
        remove(part)
    if table.find("tbody") is None:
        _no_body(table)


def _is_rule(row: etree._Element) -> bool:
    """Whether a row is a line across the table and nothing else."""
    return all(is_empty(cell) for cell in row) and next(row.iter("hr"), None) is not None


def _heads(table: etree._Element) -> None:
    """One head and one foot; columns either alone or in groups."""
    for tag in ("thead", "tfoot"):
        parts = table.findall(tag)
        for extra in parts[1:]:
            parts[0].extend(list(extra))
            table.remove(extra)
    for col in table.iterfind("colgroup/col"):
        for key in ("align", "valign", "char", "charoff"):
            col.attrib.pop(key, "")  # the cells say it
    if table.find("colgroup") is not None:
        for col in table.findall("col"):
            replace(col, group := new("colgroup", col))
            group.append(col)


def _no_body(table: etree._Element) -> None:
    """A table that is all head: its rows are its body."""
    for tag in ("tfoot", "thead"):
        part = table.find(tag)
        if part is not None:
            table.append(rename(part, "tbody"))
            return
    remove(table)


def _lift_caption(caption: etree._Element, table: etree._Element) -> None:
    wrap = next(table.iterancestors("table-wrap"), None)
    remove(caption)
    caption.tail = None
    if wrap is None or is_empty(caption):
        return
    if caption.find("p") is None and caption.find("title") is None:
        caption = new("caption", caption, None, [fill(new("title", caption), content(caption))])
    wrap.insert(0, caption)


# ---- what stands round a table -------------------------------------------------------------------


def _wrap(wrap: etree._Element, report: Report) -> None:
    _words(wrap)
    for foot in wrap.findall("table-wrap-foot"):
        _foot(foot)
    for child in list(wrap):
        if child.tag in ("fn", "fn-group", "attrib"):
            child.tail = None
            _foot_of(wrap).append(child)
    feet = wrap.findall("table-wrap-foot")
    for extra in feet[1:]:
        feet[0].extend(list(extra))
        wrap.remove(extra)
    for foot in feet[:1]:
        _foot(foot)
    rank = {tag: n for n, tag in enumerate(_ORDER)} | {"table-wrap-foot": 90, "permissions": 91}
    wrap[:] = sorted(wrap, key=lambda child: rank.get(str(child.tag), 50))


def _words(wrap: etree._Element) -> None:
    """Words before what a table shows are of its caption, those behind it stand at its foot."""
    if has_words(wrap) or any(child.tag in INLINE and text_of(child) for child in wrap):
        runs(wrap, {str(child.tag) for child in wrap if child.tag not in INLINE})
    for words in wrap.findall("p"):
        words.tail = None
        if next(words.itersiblings(*_SHOWN, preceding=True), None) is not None:
            _foot_of(wrap).append(words)
            continue
        caption = wrap.find("caption")
        if caption is None:
            words.addprevious(caption := new("caption", wrap))
        caption.append(words)


def _foot(foot: etree._Element) -> None:
    for group in foot.findall("fn-group"):
        unwrap(group)
    for child in list(foot):
        if child.tag in ("title", "attrib"):
            rename(child, "p")
        elif child.tag == "permissions":
            child.tail = None
            foot.addnext(child)
    if not is_blank(foot.text) or any(not is_blank(child.tail) for child in foot):
        _paragraphs_of(foot)
    if not len(foot):
        remove(foot)


def _paragraphs_of(foot: etree._Element) -> None:
    for part in content(foot):
        if isinstance(part, str):
            if not is_blank(part):
                foot.append(new("p", foot, None, [part]))
        else:
            foot.append(part)


def _foot_of(wrap: etree._Element) -> etree._Element:
    foot = wrap.find("table-wrap-foot")
    if foot is None:
        foot = new("table-wrap-foot", wrap)
        wrap.append(foot)
    return foot
