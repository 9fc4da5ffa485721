"""Words: headings have some, and no text has characters that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all, text_of

_SUSPECT = re.compile(r"[^\t\r\n\x20-\x7e\xa0-\u024f\u0370-\u04ff\u2010-\u2027\u2030-\u205e]+")  # what is not plainly a letter or a mark
MARKS = 30  # over one letter: Unicode's own bound (UAX #15, stream-safe text); what sets more takes time that grows with their square
STACKED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0e34-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u20d0-\u20ff"
    f"\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f]{{{MARKS}}}(?=[\u0300-\u20ff\u302a-\ufe2f])"
)
_UNPRINTABLE = ("Cc", "Co", "Cn")  # control, private use, not a character


def heading_not_empty(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A section title has text; one that is quite empty says that the section has no heading."""
    for title in find_all(article.root, "//sec/title[node()] | //app/title[node()] | //title-group/article-title"):
        if not text_of(title) and not find_all(title, ".//inline-graphic | .//inline-formula"):
            yield title, "the heading is empty"


def text_not_control(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """Text has no control or private-use characters, and no pile of marks."""
    if not any(map(_unprintable, set(article.unusual))) and not STACKED.search(article.unusual):
        return
    for element in find_all(article.root, "//*"):
        texts = [element.text or "", *(child.tail or "" for child in element), *element.attrib.values()]
        suspects = "".join(_SUSPECT.findall("".join(map(str, texts))))
        if bad := next((character for character in suspects if _unprintable(character)), None):
            yield element, f"U+{ord(bad):04X} cannot be printed"
        if suspects and any(STACKED.search(str(text)) for text in texts):
            yield element, f"more than {MARKS} marks stand over one letter; in print the rest stand over a dotted circle"


def _unprintable(character: str) -> bool:
    return (character < " " and character not in "\t\r\n") or (
        character > "~" and unicodedata.category(character) in _UNPRINTABLE and not _unassigned_yet(character)
    )


def _unassigned_yet(character: str) -> bool:
    """Whether a later Unicode may have this character: unassigned, but none of the 66 that never will be."""
    point = ord(character)
    return unicodedata.category(character) == "Cn" and not (0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE)
