"""Pictures: they stand below the article's folder and say in words what they show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from pipeline.article import Article
from pipeline.schema.finder import Finder
from pipeline.tree import HREF, find_all

PICTURES = ("graphic", "inline-graphic")
FILES = ("media", "supplementary-material")  # may stand on the network: outputs only link to them


def named(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements that name a file of the article's folder, with its address."""
    for element in root.iter(*PICTURES, *FILES):
        href = str(element.get(HREF) or "")
        if element.tag in PICTURES or (href and "://" not in href):
            yield element, href


def _faults(article: Article, code: str) -> Iterator[tuple[etree._Element, str]]:
    yield from ((element, said) for element, fault, said in _all_faults(article) if fault == code)


@lru_cache(maxsize=1)  # three codes ask for them, one after the other
def _all_faults(article: Article) -> list[tuple[etree._Element, str, str]]:
    finder = Finder(article)
    found = [(element, finder.fault(href, element.tag in PICTURES)) for element, href in named(article.root)]
    return [(element, *fault) for element, fault in found if fault]


def picture_inside(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture's address does not lead out of the article's folder."""
    yield from _faults(article, "picture-inside")


def picture_found(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture stands below the article's own folder."""
    yield from _faults(article, "picture-found")


def picture_local(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture on the network also stands beside the article, or is fetched."""
    yield from _faults(article, "picture-local")


def alt_text_given(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture has alternative text (an empty one says that it is an ornament); a formula beside it is one too."""
    for element in article.root.iter(*PICTURES):
        if element.find("alt-text") is None and not find_all(element, "parent::alternatives | parent::table-wrap[alt-text]"):
            yield element, "the picture has no alt-text"
