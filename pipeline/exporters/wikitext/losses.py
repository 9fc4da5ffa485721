"""Losses: what an article says that a wiki page has no place for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.article import Article
from pipeline.diagnostics import Report
from pipeline.exporters.wikitext.base import Element
from pipeline.exporters.wikitext.inline import PROTOCOL, address_of
from pipeline.exporters.wikitext.prepare import into_labels
from pipeline.tree import HREF, find_all, name

LOST = {
    "//col[@width or @align or @valign]|//colgroup[@width]": "widths and alignment of columns have no place in a wiki table",
    "//code/@language/..": "the language of code has no place in wikitext",
    "//named-content/@*[starts-with(name(), 'vocab-term')]/..": "machine values of dates and names have no place in wikitext",
}


def report_losses(article: Article, report: Report) -> None:
    """Report each kind of loss once, at the first element that has it."""
    for path, message in LOST.items():
        if found := find_all(article.root, path):
            report("format-holds", f"{message} ({len(found)} in this article)", found[0])
    for element in find_all(article.root, "//alternatives[*[1][not(self::graphic)]]/graphic[long-desc or alt-text]"):
        report("format-holds", "a formula has one form in wikitext: the words about its picture have no place", element)
    if article.settings.profile == "wikipedia":
        for element in find_all(article.root, "//ref-list[ref[@id = //xref/@rid]][following::ref-list[ref[@id = //xref/@rid]]]"):
            report("format-holds", "MediaWiki gathers cited references in one list, the last", element)
        for element in into_labels(article.root):
            report(
                "format-holds",
                "MediaWiki makes the labels of notes and references itself; a link into one is words",
                element,
            )
    for element, message in (*clashes(article), *closed_links(article)):
        report("format-holds", message, element)


def clashes(article: Article) -> Iterator[tuple[Element, str]]:
    """Pictures of one name in several folders: a wiki has no folders."""
    seen: dict[str, str] = {}
    for element in article.root.iter("graphic", "inline-graphic", "media", "supplementary-material"):
        href = str(element.get(HREF) or "")
        if href and seen.setdefault(PurePosixPath(href).name, href) != href:
            yield element, f"{href} and {seen[PurePosixPath(href).name]} have one name in a wiki"


def closed_links(article: Article) -> Iterator[tuple[Element, str]]:
    """Links to addresses that MediaWiki does not open, and links inside links."""
    for element in article.root.iter("ext-link"):
        if not PROTOCOL.match(address_of(element)):
            yield element, f"MediaWiki makes no link of {element.get(HREF)}; its words have the address as their title"
    for element in article.root.iter("xref", "ext-link"):
        if next(element.iterancestors("xref", "ext-link"), None) is not None:
            yield element, f"a link inside a link is printed as words ({name(element)})"
