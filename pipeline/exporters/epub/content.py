"""Content: the document of the HTML exporter as one chapter of a book, with notes that pop up."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.article import Article
from pipeline.exporters.html import XHTML, Document, article_element, h, serialise
from pipeline.tree import LANG, MATHML

OPS = "http://www.idpf.org/2007/ops"
_TYPE = f"{{{OPS}}}type"
_ABSOLUTE = re.compile(r"#|[A-Za-z][A-Za-z0-9+.\-]*:|//")
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


def chapter(article: Article, document: Document) -> bytes:
    """The whole article as one XHTML file."""
    inside = article_element(document)
    for element in inside.iter(f"{{{XHTML}}}*"):
        if kind := _TYPES.get(element.get("role") or ""):
            element.set(_TYPE, kind)
    _pop_up(inside)
    _unlink_files(inside)
    return xhtml(document.title or article.id, document, h("body", parts=[inside]))


def xhtml(title: str, document: Document, body: etree._Element) -> bytes:
    """A content document: the head with title and style, and this body."""
    style = h("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    head = h("head", parts=[h("title", parts=[title]), style])
    said = {"lang": document.lang, LANG: document.lang, "dir": document.dir}
    root = etree.Element(f"{{{XHTML}}}html", said, nsmap={None: XHTML, "epub": OPS})  # type: ignore[dict-item]
    root.extend([head, body])
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + serialise(root)


def properties(page: bytes) -> list[str]:
    """What the manifest must say of a content document."""
    root = etree.fromstring(page)
    found = {"mathml": f"{{{MATHML}}}math", "svg": _SVG}
    return [name for name, tag in found.items() if next(root.iter(tag), None) is not None]


def _pop_up(inside: etree._Element) -> None:
    """Put each note into an `aside`, which readers show where it is called."""
    for section in [e for e in inside.iter(f"{{{XHTML}}}section") if e.get("role") == "doc-endnotes"]:
        for item in list(section.iter(f"{{{XHTML}}}li")):
            if name := item.get("id"):
                del item.attrib["id"]
                aside = h("aside", {"id": name, "role": "doc-footnote", _TYPE: "footnote"})
                aside.text, item.text = item.text, None
                aside.extend(list(item))
                item.append(aside)


def _unlink_files(inside: etree._Element) -> None:
    """A file beside the article is no part of the book: its name stays, the link goes."""
    for link in [e for e in inside.iter(f"{{{XHTML}}}a") if not _ABSOLUTE.match(e.get("href") or "#")]:
        link.tag = f"{{{XHTML}}}span"
        link.attrib.pop("href", "")
