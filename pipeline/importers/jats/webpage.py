"""Webpage: a body that is a page of the web, kept as text in pieces, is read as the paragraphs, tables and pictures it shows."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

from pipeline.diagnostics import Report
from pipeline.importers.jats import pageparts, twice
from pipeline.importers.jats.tools import (
    content,
    documents,
    fill,
    listed,
    new,
    remove,
    trim,
    unwrap,
)
from pipeline.markup import Parts
from pipeline.tree import HREF, text_of

_PAGE: Final = re.compile(r"</(?:p|div|center|table|font)\s*>|<p[\s>]", re.IGNORECASE)
_SERVICE: Final = re.compile(  # "[ Links ]" of a program behind a reference
    r"(?:&nbsp;|&#160;|\s){0,40}\[(?:&nbsp;|&#160;|\s){0,9}<a\s[^>]{0,99}javascript:[^>]{0,999}>[^<]{0,99}</a>(?:&nbsp;|&#160;|\s){0,9}\]",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"^/(?!/)")  # of the site, which is the folder of the article here
_LOOKS: Final = {
    **{"em": "italic", "i": "italic", "cite": "italic", "strong": "bold", "b": "bold"},
    **{"u": "underline", "sub": "sub", "sup": "sup"},
}
_BLOCKS: Final = frozenset(listed("p div center blockquote ul ol li table hr pre dl dt dd body html h1 h2 h3 h4 h5 h6"))
_TOO_DEEP: Final = "boolean(.//*[count(ancestor::*) > 200])"  # the parser leaves out what is deeper than it goes
_WORDLESS: Final = frozenset(listed("script style head title meta link input button form-control"))


def webpage(root: etree._Element, report: Report) -> None:
    """The body of every document."""
    for document in documents(root):
        bodies = [body for body in document.findall("body") if not len(body)]
        words = "".join(body.text or "" for body in bodies)  # a page is cut anywhere, inside of a paragraph too
        if not bodies or len(bodies) != len(document.findall("body")) or not _PAGE.search(words):
            continue
        page = html.fragment_fromstring(_SERVICE.sub("", words), create_parent="div")
        if page.xpath(_TOO_DEEP):
            continue
        report("import-repaired", "the body is a page of the web, kept as text; it is read as what the page shows", bodies[0])
        for more in bodies[1:]:
            remove(more)
        bodies[0].text = None
        pageparts.fill(bodies[0], twice.once(document, pageparts.captioned(_Page(page, bodies[0]).blocks(page)), report))
        known = {str(one.get("id")) for one in document.iter("fig", "table-wrap", "fn")}
        for xref in [one for one in bodies[0].iter("xref") if one.get("rid") not in known]:
            unwrap(xref)


class _Page:
    """A page, and the places in it that it links to."""

    def __init__(self, page: etree._Element, like: etree._Element) -> None:
        self.like = like
        self.called = {str(one.get("href"))[1:] for one in page.iter("a") if str(one.get("href") or "").startswith("#")}
        self.waiting: list[str] = []
        self.notes = self._notes(page)
        self.of_note = {note: name for name, note in self.notes.items()}

    def _notes(self, page: etree._Element) -> dict[str, etree._Element]:
        """The paragraphs that begin with a place which is called before them and calls back, by the name of the place."""
        found: dict[str, etree._Element] = {}
        called: set[str] = set()
        calls: set[str] = set()
        for link in page.iter("a"):
            name, goal = pageparts.name(link), str(link.get("href") or "")
            around = next((one for one in link.iterancestors() if one.tag in _BLOCKS), None)
            if name in called and around is not None and around.tag == "p" and pageparts.first(link, around):
                back = next((str(one.get("href"))[1:] for one in around.iter("a") if str(one.get("href") or "").startswith("#")), None)
                if back in calls:
                    found[name] = around
            if goal.startswith("#"):
                called.add(goal[1:])
                calls.add(name)
        return found

    def blocks(self, node: etree._Element) -> list[etree._Element]:
        """The blocks of a part of the page."""
        made: list[etree._Element] = []
        words: Parts = [node.text or ""]
        for child in node:
            if not isinstance(child.tag, str) or child.tag in _WORDLESS:
                pass
            elif child.tag in _BLOCKS or any(one.tag in _BLOCKS for one in child.iter() if isinstance(one.tag, str)):
                made += self._paragraph(words)
                words = []
                made += self._block(child)
            else:
                words += self._inline(child)
            words.append(child.tail or "")
        return made + self._paragraph(words)

    def _block(self, node: etree._Element) -> list[etree._Element]:
        """What one block shows."""
        tag = str(node.tag)
        if tag in ("ul", "ol"):
            items = [new("list-item", self.like, None, self.blocks(item)) for item in node.iter("li")]
            items = [item for item in items if len(item)]
            return [new("list", self.like, {"list-type": "order" if tag == "ol" else "bullet"}, items)] if items else []
        if tag == "table":
            return self._table(node)
        found = self.blocks(node)
        if tag == "blockquote" and found:
            return [new("disp-quote", self.like, None, found)]
        if (level := pageparts.level(node, found)) and len(found) == 1:
            found[0].set("specific-use", f"heading-{level}")
        if (name := self.of_note.get(node)) and found:
            return [pageparts.note(found, name, self.like)]
        return found

    def _table(self, table: etree._Element) -> list[etree._Element]:
        """A table; one that only lays a page out is what stands in it."""
        cells = [cell for row in table.iter("tr") for cell in row.iter("td", "th")]
        if len(cells) < 2 or table.find(".//table") is not None:
            return [
                block for cell in cells if not any(one is not table for one in cell.iterancestors("table")) for block in self.blocks(cell)
            ]
        for link in table.iter("a"):
            self._names(link)
        rows = []
        for row in table.iter("tr"):
            row_cells = [self._cell(cell) for cell in row if cell.tag in ("td", "th")]
            rows += [new("tr", self.like, None, row_cells)] if row_cells else []
        grid = new("table", self.like, None, [new("tbody", self.like, None, rows)])
        return [self._named(new("table-wrap", self.like, None, [grid]))]

    def _cell(self, cell: etree._Element) -> etree._Element:
        spans = {key: str(cell.get(key)) for key in ("colspan", "rowspan") if str(cell.get(key) or "").isdecimal() and cell.get(key) != "1"}
        blocks = self.blocks(cell)
        lone = len(blocks) == 1 and blocks[0].tag == "p"
        return new(str(cell.tag), self.like, spans, content(blocks[0]) if lone else blocks)

    def _paragraph(self, parts: Parts) -> list[etree._Element]:
        """A paragraph of these words; none of no words. A picture that stands alone is a figure."""
        parts = [part for part in parts if part != ""]
        pictures = [part for part in parts if not isinstance(part, str) and part.tag == "inline-graphic"]
        if all(part in pictures or (isinstance(part, str) and not pageparts.shown(part)) or _empty(part) for part in parts):
            figures = [new("fig", self.like, None, [new("graphic", self.like, {HREF: str(one.get(HREF))})]) for one in pictures]
            return [self._named(figure) for figure in figures]
        paragraph = fill(new("p", self.like), parts)
        trim(paragraph)
        for pause in paragraph.iter("break"):
            pause.tail = (pause.tail or "").lstrip()
        return [paragraph]

    def _inline(self, node: etree._Element) -> Parts:
        """What stands in a line."""
        tag = str(node.tag)
        if tag == "br":
            return [new("break", self.like)]
        if tag == "img":
            return [new("inline-graphic", self.like, {HREF: address})] if (address := _RELATIVE.sub("", str(node.get("src") or ""))) else []
        self._names(node)
        inner: Parts = [node.text or ""]
        for child in node:
            inner += self._inline(child) if isinstance(child.tag, str) and child.tag not in _WORDLESS else []
            inner.append(child.tail or "")
        inner = [part for part in inner if part != ""]
        if tag == "a":
            return self._link(node, inner)
        shows = any(not isinstance(part, str) or pageparts.shown(part) for part in inner)
        return [new(_LOOKS[tag], self.like, None, inner)] if tag in _LOOKS and shows else inner

    def _link(self, node: etree._Element, inner: Parts) -> Parts:
        """A link to the web or to another place of the page; what leads elsewhere is its words."""
        goal = str(node.get("href") or "").strip()
        if goal.startswith(("http:", "https:", "mailto:", "ftp:")) and inner:
            return [new("ext-link", self.like, {"ext-link-type": "uri", HREF: goal}, inner)]
        around = next((one for one in node.iterancestors() if one.tag in _BLOCKS), None)
        if goal.startswith("#") and around in self.of_note:  # back to its call, or to nothing
            words = "".join(one if isinstance(one, str) else text_of(one) for one in inner).strip("[]().")
            return [new("label", self.like, None, [words])] if words else []
        if goal.startswith("#") and inner:
            return [new("xref", self.like, {"rid": goal[1:]}, inner)]
        return inner

    def _names(self, node: etree._Element) -> None:
        """Remember a place that is called, until there is a figure or table there."""
        if node.tag == "a" and not node.get("href") and pageparts.name(node) in self.called and pageparts.name(node) not in self.notes:
            self.waiting.append(pageparts.name(node))

    def _named(self, block: etree._Element) -> etree._Element:
        """Give a figure or table the name of its place."""
        if self.waiting:
            block.set("id", self.waiting[-1])
        self.waiting = []
        return block


def _empty(part: str | etree._Element) -> bool:
    return not isinstance(part, str) and part.tag == "break"
