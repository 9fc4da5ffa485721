"""Pictures: they stand below the article's folder and say in words what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from pipeline.article import Article
from pipeline.tree import HREF, find_all

_PICTURES = ("graphic", "inline-graphic")
_LINKABLE = ("media", "supplementary-material")  # may stand on the network: outputs only link to them


def inside(folder: Path, href: str) -> Path | None:
    """The file at an address relative to a folder, or None if it stands outside, with links of the file system followed."""
    name = unquote(href)
    if not name or name.startswith("/") or any(sign in name for sign in ":\\\0"):
        return None
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError):  # a circle of links
        return None
    return path if folder.resolve() in path.parents else None


def _files(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """The elements that name a file of the article's folder, with its address."""
    for element in article.root.iter(*_PICTURES, *_LINKABLE):
        href = str(element.get(HREF) or "")
        if element.tag in _PICTURES or (href and "://" not in href):
            yield element, href


def picture_inside(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture's address does not lead out of the article's folder or to the network."""
    for element, href in _files(article):
        if inside(article.folder, href) is None:
            yield element, f"{href or 'an empty address'} leads out of the article's folder"


def picture_found(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture stands below the article's own folder."""
    for element, href in _files(article):
        path = inside(article.folder, href)
        if path is not None and not path.is_file():
            yield element, f"there is no {href} below the article's folder"


def alt_text_given(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A picture has alternative text (an empty one says that it is an ornament); a formula beside it is one too."""
    for element in find_all(article.root, "//graphic | //inline-graphic"):
        if element.find("alt-text") is None and not find_all(element, "parent::alternatives | parent::table-wrap[alt-text]"):
            yield element, "the picture has no alt-text"
