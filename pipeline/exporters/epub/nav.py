"""Nav: the table of contents, as a page that people read too, and the landmarks that readers jump to."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.article import Article
from pipeline.exporters.epub.content import TYPE, xhtml
from pipeline.exporters.epub.pages import page_id
from pipeline.exporters.epub.parts import Part, listed, places
from pipeline.exporters.html import Document, Heading, h
from pipeline.exporters.html.back import word
from pipeline.pages import Start

DEEPEST = 4  # h4: sections of sections of sections


def nav(article: Article, document: Document, cut: list[Part], headings: tuple[Heading, ...], pages: list[Start]) -> bytes:
    """The navigation document."""
    where, contents = places(cut), word(article.root, "contents")
    chosen = [heading for heading in listed(cut, headings) if heading.level <= DEEPEST]
    top = _item(cut[0].name, document.title or article.id)
    tree = h("ol", parts=[top, *_nested(chosen, where)])
    toc = h("nav", {"role": "doc-toc", TYPE: "toc", "id": "toc", "aria-labelledby": "toc-title"}, [_title(contents), tree])
    marks = [_item(href, name, kind) for kind, href, name in _landmarks(article, document, cut, where)]
    landmarks = h("nav", {TYPE: "landmarks", "id": "landmarks", "hidden": "", "aria-label": word(article.root, "landmarks")})
    landmarks.append(h("ol", parts=marks))
    return xhtml(contents, document, h("body", {"class": "nav"}, [toc, *_page_list(article, pages, where), landmarks]))


def _page_list(article: Article, pages: list[Start], where: dict[str, str]) -> list[etree._Element]:
    """Where the pages of the print begin, if there is one."""
    items = [_item(f"{where[key]}#{key}", page.folio) for page in pages if (key := page_id(page)) in where]
    said: dict[str, str | None] = {
        TYPE: "page-list",
        "role": "doc-pagelist",
        "id": "pages",
        "hidden": "",
        "aria-label": word(article.root, "pages"),
    }
    return [h("nav", said, [h("ol", parts=items)])] if items else []


def _title(words: str) -> etree._Element:
    return h("h1", {"id": "toc-title"}, [words])


def _item(href: str, words: str, kind: str | None = None) -> etree._Element:
    return h("li", parts=[h("a", {TYPE: kind, "href": href}, [words.strip() or "…"])])


def _nested(headings: Iterable[Heading], where: dict[str, str]) -> list[etree._Element]:
    """Each heading as an item, those of lower levels in a list inside that before them."""
    roots: list[etree._Element] = []
    above: list[tuple[int, etree._Element]] = []
    for heading in headings:
        item = _item(f"{where[heading.id]}#{heading.id}", heading.text)
        above = [(level, one) for level, one in above if level < heading.level]
        if above:
            parent = above[-1][1]
            inner = parent[1] if len(parent) > 1 else etree.SubElement(parent, h("ol").tag)
            inner.append(item)
        else:
            roots.append(item)
        above.append((heading.level, item))
    return roots


def _landmarks(article: Article, document: Document, cut: list[Part], where: dict[str, str]) -> list[tuple[str, str, str]]:
    """Where cover, contents, text and references begin."""
    text = next((part for part in cut if part.kind == "bodymatter"), cut[0])
    marks = [
        ("cover", "cover.xhtml", word(article.root, "cover")),
        ("toc", "nav.xhtml", word(article.root, "contents")),
        ("bodymatter", text.name, document.title or article.id),
    ]
    lists = [part.get("id") for part in document.back if part.get("role") == "doc-bibliography" and part.get("id") in where]
    return marks + [("bibliography", f"{where[str(key)]}#{key}", word(article.root, "references")) for key in lists[:1]]
