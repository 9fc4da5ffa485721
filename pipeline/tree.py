"""Tree: the names and the small questions that every room asks of a JATS tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, cast

from lxml import etree

XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
MATHML = "http://www.w3.org/1998/Math/MathML"
HREF = f"{{{XLINK}}}href"
LANG = f"{{{XML}}}lang"
_DOCUMENTS: Final = ("article", "sub-article")
_WORDED: Final = re.compile(r"(?![ivxlcdm]+\W*$).*?[^\W\d_]{4}", re.IGNORECASE)  # more than a mark; none is a Roman number


def name(element: etree._Element) -> str:
    """The local name of an element; MathML keeps its customary prefix (`mml:math`)."""
    return _name(element.tag)


@lru_cache(4096)
def _name(tag: object) -> str:
    local = str(tag).rpartition("}")[2]
    return f"mml:{local}" if str(tag).startswith(f"{{{MATHML}}}") else local


def text_of(element: etree._Element | None) -> str:
    """The plain text of an element, XML white space folded (U+00A0 and its kin kept); notes' calls left out."""
    if element is None:
        return ""
    return fold("".join(_texts(element)) if len(element) else element.text or "")


def raw_text(element: etree._Element) -> str:
    """The text of an element letter for letter, that of calls too; joining its `itertext` takes several times as long."""
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


_BREAKS = ("break", "{http://www.w3.org/1999/xhtml}br")  # two words stand beside one, even without a space


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "fn" and child.get("ref-type") != "fn":
            yield from (" ",) if child.tag in _BREAKS else _texts(child)
        yield child.tail or ""


def fold(text: str) -> str:
    """Text with runs of XML white space folded to one space and none at the ends."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:  # most is folded already
        return text
    for white in "\t\r\n":
        text = text.replace(white, " ")
    return " ".join(part for part in text.split(" ") if part)


def language_of(element: etree._Element) -> str:
    """The language that holds at an element."""
    for node in (element, *element.iterancestors()):
        if tag := node.get(LANG):
            return str(tag)
    return "en"


def document_of(element: etree._Element) -> etree._Element:
    """The article or sub-article that an element stands in, or is."""
    if element.tag in _DOCUMENTS:
        return element
    around = next(element.iterancestors(*_DOCUMENTS), None)
    return element.getroottree().getroot() if around is None else around


def find_all(element: etree._Element, path: str, **variables: str) -> list[etree._Element]:
    """The elements that an XPath finds; `xlink` and `mml` are known, and `//name[1]` is the first of all, not of each parent.

    Elements with an attribute are `//*/@id/..`: `//*[@id]`, which asks each whether it has one, takes several times as long.
    """
    return cast("list[etree._Element]", _compiled(path)(element, **variables))


@cache
def _compiled(path: str) -> etree.XPath:
    # `//` alone looks at every node, words too, and then at the children of each: the axis takes a half to a fifth of the time
    return etree.XPath(path.replace("//", "/descendant::"), namespaces={"xlink": XLINK, "mml": MATHML}, smart_strings=False)


def caption_leads(figure: etree._Element) -> bool:
    """Whether the caption of a figure has to stand before what is shown: both cite, and citations are numbered as the source has them."""
    citing = [child for child in figure if child.find(".//xref[@ref-type='bibr']") is not None]
    return len(citing) > 1 and any(child.tag == "caption" for child in citing)


def said_in_words(label: str) -> bool:
    """Whether the label of a note says what it is about; else it is a mark."""
    return bool(_WORDED.match(label))
