"""Content: the parts of the document as files of a book, with notes that pop up."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from pipeline.exporters.epub.parts import Part
from pipeline.exporters.epub.tables import let_move
from pipeline.exporters.html import XHTML, Document, generator, h, let_scroll, serialise, tie_back
from pipeline.exporters.html.document import heading_text
from pipeline.exporters.html.xhtml import local, tagged
from pipeline.styles import terms
from pipeline.tree import MATHML, find_all

OPS = "http://www.idpf.org/2007/ops"
TYPE = f"{{{OPS}}}type"
_ABSOLUTE = re.compile(r"#|[A-Za-z][A-Za-z0-9+.\-]*:|//")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LANDMARKS = {
    "aside", "nav", "doc-acknowledgments", "doc-appendix", "doc-bibliography", "doc-colophon", "doc-endnotes", "doc-glossary",
}  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}svg"
# ARIA roles of the document and what EPUB calls the same thing
_TYPES = {
    "doc-noteref": "noteref",
    "doc-endnotes": "endnotes",
    "doc-bibliography": "bibliography",
    "doc-biblioref": "biblioref",
    "doc-glossary": "glossary",
    "doc-appendix": "appendix",
    "doc-acknowledgments": "acknowledgments",
    "doc-abstract": "abstract",
}


def chapter(part: Part, document: Document) -> bytes:
    """A part as an XHTML file."""
    for element in part.elements:
        for node in find_all(element, "descendant-or-self::*/@role/.."):
            if kind := _TYPES.get(node.get("role") or ""):
                node.set(TYPE, kind)
        _pop_up(element)
        let_scroll(element)
        tie_back(element)
        let_move(element)
    _tell_apart(part, document.lang)
    return xhtml(_title(part, document), document, h("body", {TYPE: part.kind}, part.elements))


def _title(part: Part, document: Document) -> str:
    """The title of the article, after that of the part if it is a part only."""
    found = next((node for element in part.elements for node in tagged(element, *_HEADINGS)), None)
    names = [heading_text(found) if found is not None else "", document.title]
    return " – ".join(dict.fromkeys(filter(None, names))) or part.name.partition(".")[0]


def _tell_apart(part: Part, lang: str) -> None:
    """Give landmarks of one kind in one file a name each: a reader that lists them must tell them apart."""
    kinds: dict[str, list[etree._Element]] = {}
    for node in (node for element in part.elements for node in tagged(element, "aside", "section", "nav")):
        kind = node.get("role") or ("" if local(node) == "section" else local(node))
        kinds.setdefault(kind if kind in _LANDMARKS else "", []).append(node)
    kinds.pop("", None)
    for nodes in (nodes for nodes in kinds.values() if len(nodes) > 1):
        seen: Counter[str] = Counter()
        for node in nodes:
            name = _own_title(node) or terms(lang).get("box", "")
            seen[name] += 1
            node.set("aria-label", name if seen[name] == 1 else f"{name} ({seen[name]})")


def _own_title(node: etree._Element) -> str:
    titles = (one for one in tagged(node, *_HEADINGS, "p") if local(one) != "p" or one.get("class") == "title")
    return next((heading_text(title) for title in titles), "")


def xhtml(title: str, document: Document, body: etree._Element) -> bytes:
    """A content document: the head with title and style, and this body."""
    style = h("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    head = h("head", parts=[h("title", parts=[title]), generator(), style])
    said = {name: value for name, value in document.said.items() if value is not None}
    root = etree.Element(f"{{{XHTML}}}html", said, nsmap={None: XHTML, "epub": OPS})  # type: ignore[dict-item]
    root.extend([head, body])
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + serialise(root)


def properties(part: Part) -> list[str]:
    """What the manifest must say of the file of a part."""
    found = {"mathml": f"{{{MATHML}}}math", "svg": _SVG}
    return [name for name, tag in found.items() if any(next(element.iter(tag), None) is not None for element in part.elements)]


def _pop_up(inside: etree._Element) -> None:
    """Put each note into an `aside`, which readers show where it is called."""
    for section in [e for e in inside.iter(f"{{{XHTML}}}section") if e.get("role") == "doc-endnotes"]:
        for item in section.findall(f"{{{XHTML}}}ol/{{{XHTML}}}li"):
            if name := item.get("id"):
                del item.attrib["id"]
                aside = h("aside", {"id": name, "role": "doc-footnote", TYPE: "footnote"})
                aside.text, item.text = item.text, None
                aside.extend(list(item))
                item.append(aside)


def unlink_files(inside: etree._Element) -> None:
    """A file beside the article is no part of the book: its name stays, the link goes."""
    for link in [e for e in inside.iter(f"{{{XHTML}}}a") if not _ABSOLUTE.match(e.get("href") or "#")]:
        link.tag = f"{{{XHTML}}}span"
        link.attrib.pop("href", "")
