"""Words: headings have some, and no text has characters that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all, text_of

_SUSPECT = re.compile(r"[^\t\r\n\x20-\x7e\xa0-\u024f\u0370-\u04ff\u2010-\u2027\u2030-\u205e]+")  # what is not plainly a letter or a mark
_UNPRINTABLE = ("Cc", "Co", "Cn")  # control, private use, not a character


def heading_not_empty(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A section title has text; one that is quite empty says that the section has no heading."""
    for title in find_all(article.root, "//sec/title[node()] | //app/title[node()] | //title-group/article-title"):
        if not text_of(title) and not find_all(title, ".//inline-graphic | .//inline-formula"):
            yield title, "the heading is empty"


def text_not_control(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """Text has no control or private-use characters."""
    for element in find_all(article.root, "//*"):
        texts = [element.text or "", *(child.tail or "" for child in element), *element.attrib.values()]
        suspects = "".join(_SUSPECT.findall("".join(map(str, texts))))
        if bad := next((character for character in suspects if _unprintable(character)), None):
            yield element, f"U+{ord(bad):04X} cannot be printed"


def _unprintable(character: str) -> bool:
    return (character < " " and character not in "\t\r\n") or (
        character > "~" and unicodedata.category(character) in _UNPRINTABLE and not _unassigned_yet(character)
    )


def _unassigned_yet(character: str) -> bool:
    """Whether a later Unicode may have this character: unassigned, but none of the 66 that never will be."""
    point = ord(character)
    return unicodedata.category(character) == "Cn" and not (0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE)
