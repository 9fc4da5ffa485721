"""Numerals: the numbers by which a style cites have the digits of the text: of references, in the margin too, and of earlier notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from lxml import etree

from pipeline import digits
from pipeline.resolve.keys import CSL
from pipeline.resolve.style import Style
from pipeline.tree import document_of, find_all

Own: TypeAlias = Mapping[etree._Element, Mapping[int, str]]  # what stands for Latin digits in an article and in its sub-articles
_NUMBER: Final = re.compile("(?<![A-Za-z0-9])([0-9]+)(?![A-Za-z0-9])")  # "1a" and "Abe99" are names
_BEGINS, _ENDS = "\ue008", "\ue009"  # round the number of an earlier note
_MARKED: Final = re.compile(f"{_BEGINS}([^{_ENDS}]*){_ENDS}")
_EARLIER: Final = "first-reference-note-number"


def own_digits(root: etree._Element) -> Own:
    """The digits of an article and of each of its sub-articles; nothing if all have Latin ones."""
    found = {document: digits.style(document)[1] for document in (root, *root.iter("sub-article"))}
    return found if any(found.values()) else {}


def marked(style: Style, own: Own) -> Style:
    """The style, made to say which number is that of an earlier note ("n 2"), if it is to be written otherwise than the engine does."""
    if not own or not style.note or _EARLIER.encode() not in style.data:
        return style
    root = etree.fromstring(style.data)
    for number in root.iter(f"{{{CSL}}}text", f"{{{CSL}}}number"):
        if number.get("variable") == _EARLIER:
            number.set("prefix", f"{number.get('prefix', '')}{_BEGINS}")
            number.set("suffix", f"{_ENDS}{number.get('suffix', '')}")
    return replace(style, data=etree.tostring(root, encoding="utf-8"))


def write_numbers(root: etree._Element, style: Style, own: Own) -> None:
    """Write the numbers of citations as the other numbers that the article does not say itself."""
    if own and style.note:
        _write(root, own, _MARKED)
    elif own and style.numeric and b"citation-number" in style.data:
        for place in find_all(root, "//named-content[@content-type='citation']//xref[@ref-type='bibr'] | //ref/label"):
            _write(place, own, _NUMBER)


def _write(place: etree._Element, own: Own, number: re.Pattern[str]) -> None:
    """Write the numbers in an element, and what marks them away."""
    for node in place.iter():
        say = partial(_said, own[document_of(node)])
        node.text = number.sub(say, node.text) if node.text else node.text
        if node is not place and node.tail:
            node.tail = number.sub(say, node.tail)


def _said(own: Mapping[int, str], found: re.Match[str]) -> str:
    return str(found[1]).translate(own)
