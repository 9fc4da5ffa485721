"""Pictures: they stand below the article's folder and say in words what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipeline.article import Article
from pipeline.tree import HREF, find_all, name

_LINKABLE = ("media", "supplementary-material")  # may stand on the network: outputs only link to them


def picture_path(article: Article, element: etree._Element) -> Path | None:
    """The file that an element's address names, or None where it leads out of the article's folder or to the network."""
    address = str(element.get(HREF) or "")
    parts = urlsplit(address)
    if not address or parts.scheme or parts.netloc or "\\" in address or "\0" in unquote(address):
        return None
    path = (article.folder / unquote(parts.path)).resolve()
    return path if path.is_relative_to(article.folder) and path != article.folder else None


def _files(article: Article) -> list[etree._Element]:
    """The elements that name a file of the article's folder."""
    files = find_all_linked(article.root)
    return [e for e in files if not (name(e) in _LINKABLE and urlsplit(str(e.get(HREF) or "")).scheme in ("http", "https"))]


def find_all_linked(root: etree._Element) -> list[etree._Element]:
    """The pictures, media and supplementary files of an article."""
    return [e for e in root.iter("graphic", "inline-graphic", "media", "supplementary-material") if e.get(HREF) is not None]


def picture_inside(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture's address does not lead out of the article's folder or to the network."""
    for element in _files(article):
        if picture_path(article, element) is None:
            yield element, f'"{element.get(HREF)}" is not a file below the folder of the article'


def picture_found(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture stands below the article's own folder."""
    for element in _files(article):
        path = picture_path(article, element)
        if path is not None and not path.is_file():
            yield element, f'there is no file "{element.get(HREF)}"'


def alt_text_given(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture has alternative text (an empty one says that it is an ornament); a formula beside it is one too."""
    for element in find_all(article.root, "//graphic | //inline-graphic"):
        if element.find("alt-text") is None and not find_all(element, "parent::alternatives | parent::table-wrap[alt-text]"):
            yield element, "the picture has no alt-text"
