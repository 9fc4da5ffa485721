"""Book: the article, its cover, its pictures and its source put together as one EPUB."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from typing import Final

from ebooklib import epub

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.exporters.epub.content import TYPE, chapter, properties, unlink_files, xhtml
from pipeline.exporters.epub.cover import cover
from pipeline.exporters.epub.fonts import fonts
from pipeline.exporters.epub.nav import nav
from pipeline.exporters.epub.package import describe, pack
from pipeline.exporters.epub.pages import mark
from pipeline.exporters.epub.parts import Part, parts
from pipeline.exporters.html import Document, Heading, h, render, style_sheet, text_blocks
from pipeline.exporters.html.back import word
from pipeline.exporters.html.people import people
from pipeline.metadata import moment
from pipeline.pages import Start, read
from pipeline.serialize import DOCTYPE, serialize

_PAGE: Final = "application/xhtml+xml"


def export(article: Article, report: Report) -> Iterable[Artifact]:
    """The article as `<id>.epub`: EPUB 3.3 with navigation, cover, pictures and the resolved JATS as a linked record."""
    document = render(article, report)
    for href in document.files:
        report("format-holds", f"{href} stands beside the article, not inside the EPUB")
    source = serialize(article.root, DOCTYPE)
    headings, pages = document.headings, read(article.print) if article.print else []
    mark(text_blocks(document), pages)
    people(document, word(article.root, "notes"))
    book = epub.EpubBook()
    describe(book, article, document, _identifier(article, source))
    for part in document.parts:
        unlink_files(part)
    cut = parts(document)
    items = {item.id: item for item in _items(article, document, cut, headings, pages, style_sheet(article, "epub", report))}
    for item in items.values():
        book.add_item(item)
    names = [_uid(part) for part in cut]
    order = ["cover", "nav", *names] if len(cut) > 1 else ["cover", *names, "nav"]
    book.spine = [items[name] for name in order]  # ebooklib would look through all for each name
    record = {"rel": "alternate", "href": f"{article.id}.jats.xml", "media-type": "application/jats+xml"}
    when = moment(article.metadata.published, os.environ.get("SOURCE_DATE_EPOCH"))
    yield Artifact(f"{article.id}.epub", pack(book, {f"{article.id}.jats.xml": source}, [record], when, document.dir == "rtl"))


def _identifier(article: Article, source: bytes) -> str:
    """The DOI, else a name made of the content: the same article has the same."""
    if doi := article.metadata.identifiers.get("doi"):
        return f"https://doi.org/{doi}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(source).hexdigest())}"


def _items(
    article: Article, document: Document, cut: list[Part], headings: tuple[Heading, ...], pages: list[Start], style: str
) -> Iterable[epub.EpubItem]:
    """Everything that the manifest names. XHTML goes in ready: ebooklib would lay out the text anew, and damage it."""
    front = h("img", {"src": "cover.svg", "alt": document.title or article.id})
    cover_page = xhtml(word(article.root, "cover"), document, h("body", {"class": "cover", TYPE: "cover"}, [front]))
    contents = nav(article, document, cut, headings, pages)
    yield _item("cover", "cover.xhtml", _PAGE, cover_page)
    yield _item("nav", "nav.xhtml", _PAGE, contents, ["nav"])
    faces = fonts(cut)
    for part in cut:
        yield _item(_uid(part), part.name, _PAGE, chapter(part, document), properties(part))
    yield _item("cover-image", "cover.svg", "image/svg+xml", cover(article.metadata, document), ["cover-image"])
    yield _item("style", "style.css", "text/css", ("".join(font.css for font in faces) + style).encode())
    for font in faces:
        yield _item(f"font-{font.script.lower()}", font.name, "font/ttf", font.data)
    for n, picture in enumerate({picture.name: picture for picture in document.pictures.values()}.values(), 1):
        yield _item(f"picture{n}", picture.name, picture.media_type, picture.data)


def _uid(part: Part) -> str:
    return part.name.removesuffix(".xhtml")


def _item(uid: str, name: str, media_type: str, data: bytes, says: Iterable[str] = ()) -> epub.EpubItem:
    item = epub.EpubItem(uid, name, media_type, data)
    item.properties = list(says)
    return item
