"""Ids: which ones every edition of XML takes, and how others are spelled; the first knew fewer letters than there are."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import normalize

from lxml import etree

_USUAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OTHER: Final = re.compile(r"[^A-Za-z0-9_.-]")
_GRAMMAR: Final = """<element name="id" xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><data type="NCName"/></element>"""


def is_id(text: str) -> bool:
    """Whether text can be an id."""
    return bool(_USUAL.fullmatch(text)) or _fits(text)


def spelled(text: str, instead: str) -> str:
    """Text with the characters that an id can hold; of a letter that it cannot hold, the plain one in it, else what stands instead."""
    return _OTHER.sub(lambda found: found[0] if _fits(f"a{found[0]}") else _plain(found[0]) or instead, text)


def _plain(letter: str) -> str:
    return _OTHER.sub("", normalize("NFKD", letter))


@cache
def _fits(text: str) -> bool:
    element = etree.Element("id")
    element.text = text
    return text.split() == [text] and _grammar().validate(element)  # the grammar would take white space off its ends


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(_GRAMMAR))
