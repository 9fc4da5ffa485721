"""Book: the article, its cover, its pictures and its source put together as one EPUB."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable

from ebooklib import epub

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.exporters.epub.content import chapter, properties, xhtml
from pipeline.exporters.epub.cover import cover
from pipeline.exporters.epub.package import describe, pack
from pipeline.exporters.html import Document, Heading, h, render, style_sheet
from pipeline.exporters.html.back import word
from pipeline.metadata import moment
from pipeline.serialize import DOCTYPE, serialize

PAGE = "article.xhtml"


def export(article: Article, report: Report) -> Iterable[Artifact]:
    """The article as `<id>.epub`: EPUB 3.3 with navigation, cover, pictures and the resolved JATS as a linked record."""
    document = render(article, report)
    for href in document.files:
        report("format-holds", f"{href} stands beside the article, not inside the EPUB")
    source = serialize(article.root, DOCTYPE)
    book = epub.EpubBook()
    describe(book, article, document, _identifier(article, source))
    for item in _items(article, document):
        book.add_item(item)
    book.toc = _nested(document.headings) or [epub.Link(PAGE, document.title or article.id, "nav-top")]
    book.guide = _landmarks(article, document)
    book.spine = ["cover", "article", "nav"]
    record = {"rel": "alternate", "href": f"{article.id}.jats.xml", "media-type": "application/jats+xml"}
    when = moment(article.metadata.published, os.environ.get("SOURCE_DATE_EPOCH"))
    yield Artifact(f"{article.id}.epub", pack(book, {f"{article.id}.jats.xml": source}, [record], when, document.dir == "rtl"))


def _identifier(article: Article, source: bytes) -> str:
    """The DOI, else a name made of the content: the same article has the same."""
    if doi := article.metadata.identifiers.get("doi"):
        return f"https://doi.org/{doi}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(source).hexdigest())}"


def _items(article: Article, document: Document) -> Iterable[epub.EpubItem]:
    """Everything that the manifest names. XHTML goes in ready: ebooklib would lay out the text anew, and damage it."""
    front = h("img", {"src": "cover.svg", "alt": document.title or article.id})
    cover_page = xhtml(word(article.root, "cover"), document, h("body", {"class": "cover"}, [front]))
    page = chapter(article, document)
    yield _item("cover", "cover.xhtml", "application/xhtml+xml", cover_page)
    yield _item("article", PAGE, "application/xhtml+xml", page, properties(page))
    yield _item("cover-image", "cover.svg", "image/svg+xml", cover(article.metadata, document), ["cover-image"])
    yield _item("style", "style.css", "text/css", style_sheet(article, "epub").encode())
    for n, picture in enumerate({picture.name: picture for picture in document.pictures.values()}.values(), 1):
        yield _item(f"picture{n}", picture.name, picture.media_type, picture.data)
    nav = epub.EpubNav("nav", "nav.xhtml", title=word(article.root, "contents"), direction=document.dir)
    nav.add_link(href="style.css", rel="stylesheet", type="text/css")
    yield nav


def _item(uid: str, name: str, media_type: str, data: bytes, says: Iterable[str] = ()) -> epub.EpubItem:
    item = epub.EpubItem(uid, name, media_type, data)
    item.properties = list(says)
    return item


def _nested(headings: tuple[Heading, ...]) -> list[object]:
    """The table of contents of two levels, as ebooklib has it."""
    top: list[tuple[epub.Link, list[epub.Link]]] = []
    for n, heading in enumerate(one for one in headings if one.level <= 3 and one.id):
        link = epub.Link(f"{PAGE}#{heading.id}", heading.text.strip() or "…", f"nav{n}")
        if heading.level == 2 or not top:
            top.append((link, []))
        else:
            top[-1][1].append(link)
    return [(link, inner) if inner else link for link, inner in top]


def _landmarks(article: Article, document: Document) -> list[dict[str, str]]:
    """Where the text, the contents and the references begin."""
    marks = [("text", PAGE, document.title or article.id), ("toc", "nav.xhtml", word(article.root, "contents"))]
    lists = [part for part in document.back if part.get("role") == "doc-bibliography" and part.get("id")]
    marks += [("bibliography", f"{PAGE}#{part.get('id')}", word(article.root, "references")) for part in lists[:1]]
    return [{"type": kind, "href": href, "title": title} for kind, href, title in marks]
