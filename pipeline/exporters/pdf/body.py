"""Body: what stands between the front matter and the colophon as one flow of blocks, in which text may go before a figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from lxml import etree

from pipeline.exporters.html import Document, h
from pipeline.exporters.html.xhtml import flat, local, tagged
from pipeline.tree import LANG

_SHORT = 24  # rows: a table with no more is kept whole
_LINES = 60  # of all its cells together
_TALL, _TALLEST = 320, 1000  # characters of a row: one with more is kept with no other, and then not even together
_HEADED = 2  # cells of a row, of which the first alone speaks
_BOX, _CAPTION = 1500, 900  # characters: a longer box may be parted, a longer caption has a smaller picture


def flow(document: Document) -> etree._Element:
    """The text and the back matter in one block; sections lie open in it, their ids on their headings."""
    text = [block for part in document.sections for block in _opened(part)]
    back = [block for part in (*document.back, *document.notes) for block in _opened(part)]
    for first in back[:1]:
        first.set("data-part", "back")
    return h("div", {"class": "flow"}, [*text, *back])


def gather_turned(page: etree._Element) -> None:
    """Move the tables on turned pages behind the columns, which have one width on all their pages: those of the text before what is at
    the back, which has columns of its own then, all others before what ends the article.
    """
    for holder in [one for one in tagged(page, "div") if one.get("class") == "flow"]:
        back = next((one for one in holder if one.get("data-part") == "back"), None)
        if back is not None and any(map(_is_turned, back.itersiblings(preceding=True))):
            holder.addnext(h("div", {"class": "flow"}, [back, *back.itersiblings()]))
    for holder in [one for one in tagged(page, "div") if one.get("class") == "flow"]:
        moved = [*takewhile(_is_turned, holder.itersiblings()), *filter(_is_turned, holder)]
        for block in sorted(moved, key=_place, reverse=True):
            holder.addnext(block)


def _is_turned(block: etree._Element) -> bool:
    return "turned" in (block.get("class") or "").split()


def _place(block: etree._Element) -> int:
    """Where the first table in a block stands among the tables of the article."""
    return next((int(table.get("data-table") or 0) for table in tagged(block, "table")), 0)


def flow_letters(document: Document) -> None:
    """In each sub-article, and in each of its own, the text and the back matter in one block, too."""
    for letter in [one for top in document.letters for one in top.iter("{*}section") if "sub-article" in (one.get("class") or "").split()]:
        text = [
            part for part in letter if local(part) != "header" and not {"colophon", "sub-article"} & set((part.get("class") or "").split())
        ]
        if text:
            holder = h("div", {"class": "flow"})
            text[0].addprevious(holder)
            holder.extend([block for part in text for block in _opened(part)])
            for part in [part for part in text if part.getparent() is letter]:
                letter.remove(part)


def _opened(part: etree._Element) -> Iterator[etree._Element]:
    """The blocks of a section and the figures of a group; the part itself if it cannot be taken away without loss."""
    holds = local(part) == "section" or part.get("class") == "lead"
    if not (_transparent(part) if holds else _only_figures(part)):
        yield part
        return
    for child in list(part):
        yield from _opened(child)


def _only_figures(part: etree._Element) -> bool:
    """Whether a group of figures is no more than they are; if so, its first picture takes over its id, if it can."""
    if "group" not in (part.get("class") or "").split() or any(local(child) != "figure" for child in part) or part.get("lang"):
        return False
    if key := part.get("id"):
        free = next((node for child in list(part)[:1] for node in child.iter() if not node.get("id")), None)
        if free is None:
            return False
        free.set("id", key)
    return True


def _transparent(section: etree._Element) -> bool:
    """Whether a section is no more than its blocks; if so, its first block takes over its id."""
    names = (section.get("class") or "").split()
    told = {key for key in section.attrib if key not in ("id", "class", "role")}
    if told & {"lang", "dir", LANG} or "sub-article" in names or not len(section) or (section.text or "").strip():
        return False
    if any((child.tail or "").strip() for child in section):
        return False
    first = section[0]
    if (key := section.get("id")) and first.get("id"):
        return False
    if key:
        first.set("id", key)
    if "appendix" in names:
        first.set("class", "of-appendix")
    return True


def keep_tables(part: etree._Element) -> None:
    """Say which tables are so short that no page should part them, and which rows are so tall that no page may hold them with others."""
    for table in tagged(part, "table"):
        holder, rows = table.getparent(), list(tagged(table, "tr"))
        for row in rows:
            if name := _of_row(row):
                row.set("class", name)
        if holder is None or len(rows) > _SHORT:
            continue
        lines = sum(max((len(flat([cell])) // 25 + 1 for cell in row), default=0) for row in rows)
        if lines <= _LINES:
            holder.set("class", " ".join(filter(None, (holder.get("class"), "short"))))


def part_long(part: etree._Element) -> None:
    """Say which boxes are so long that pages may part them, and which captions so long that their pictures leave them room."""
    for box in tagged(part, "aside"):
        if len(flat([box])) > _BOX:
            box.set("class", f"{box.get('class') or ''} long".strip())
    for figure in tagged(part, "figure"):
        if sum(len(flat([child])) for child in figure if local(child) == "figcaption") > _CAPTION:
            figure.set("class", f"{figure.get('class') or ''} long".strip())


def _of_row(row: etree._Element) -> str:
    """The class of a row that is kept otherwise than others."""
    if (len(row) == 1 and row[0].get("colspan")) or (_heads(row) and row.getnext() is not None and not _heads(row.getnext())):
        return "over"  # a heading of the rows below it
    length = len(flat([row]))
    return "tall parted" if length > _TALLEST else "tall" if length > _TALL else ""


def _heads(row: etree._Element | None) -> bool:
    """Whether nothing but the first of several cells says something, and reaches down to no other row."""
    if row is None or len(row) < _HEADED or row[0].get("rowspan"):
        return False
    return bool(flat([row[0]]).strip()) and not any(flat([cell]).strip() or len(cell) for cell in list(row)[1:])
