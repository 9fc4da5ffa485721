"""Pages: marks where those of the print begin, so that readers of the book and of the print find the same place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.exporters.epub.content import TYPE
from pipeline.exporters.html import h
from pipeline.exporters.html.xhtml import local
from pipeline.pages import Start, letters
from pipeline.tree import MATHML


def mark(blocks: list[etree._Element], starts: Iterable[Start]) -> None:
    """Put a mark for each page into the block where it begins; the last first, so that places stay what they were."""
    for start in sorted(starts, key=lambda one: one[1:], reverse=True):
        sign = h("span", {"role": "doc-pagebreak", TYPE: "pagebreak", "id": page_id(start), "aria-label": start.folio})
        block = blocks[start.block]
        if local(block) == "img":
            block.addprevious(sign)
        else:
            _insert(block, sign, start.letters)


def page_id(start: Start) -> str:
    """The id of the mark of a page."""
    return f"page.{start.folio}"


def _insert(block: etree._Element, sign: etree._Element, count: int) -> None:
    """Put the mark after so many letters of the block."""
    for node, where in _texts(block):
        text = getattr(node, where) or ""
        if count < letters(text):
            before = _cut(text, count)
            setattr(node, where, text[:before] or None)
            sign.tail = text[before:] or None
            node.insert(0, sign) if where == "text" else _follow(node, sign)
            return
        count -= letters(text)
    block.append(sign)


def _follow(node: etree._Element, sign: etree._Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.insert(parent.index(node) + 1, sign)


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The places of text in an element, those of formulas and of calls of notes left out, as the print leaves them out."""
    if element.tag == f"{{{MATHML}}}math" or element.get("role") == "doc-noteref":
        return
    yield element, "text"
    for child in list(element):
        yield from _texts(child)
        yield child, "tail"


def _cut(text: str, count: int) -> int:
    """How many characters hold so many letters, and the signs and spaces that follow these."""
    at = 0
    while at < len(text) and (count or not text[at].isalnum()):
        count -= text[at].isalnum()
        at += 1
    return at
