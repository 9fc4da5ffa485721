"""Entities: the named characters of the standard DTDs (ISO 8879, ISO 9573-13, MathML) as numbers, so that no DTD is needed to read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from html.entities import html5
from typing import Final

_TOKENS: Final = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|&([A-Za-z][\w.]*);", re.DOTALL)
_NAMED: Final = re.compile(rb"&(?!(?:lt|gt|amp|quot|apos);)[A-Za-z]")
_XML: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
_TEXT: Final = rb"""(?:"((?:[^"&<%]|@)*)"|'((?:[^'&<%]|@)*)')""".replace(b"@", rb"&(?:#\w+|lt|gt|amp|quot|apos);")
_DECLARED: Final = re.compile(rb"<!ENTITY\s+([A-Za-z][\w.\-]*)\s+" + _TEXT + rb"\s*>")
_TWICE: Final = re.compile(rb"&#(?:38|x0*26);#")  # a number written as one that the declaration reads
_SUBSET: Final = re.compile(rb"<!DOCTYPE[^\[>]*\[(.*?)(?:\]\s*>|\Z)", re.DOTALL)
_HEAD: Final = 64 * 1024  # where a document type may stand
_LONGEST: Final = 200  # bytes of a declared text: a character or a phrase
# isogrk1 and isogrk2, which HTML does not have: Latin letters for Greek ones
_LATIN: Final = "a b g d e z ee th i k l m n x o p r sf s t u ph kh ps oh"
_GREEK: Final = dict(zip(_LATIN.split(), "αβγδεζηθικλμνξοπρςστυφχψω", strict=True))
_ACUTE: Final = "\u0301"
_DIAERESIS: Final = "\u0308"
_OTHERS: Final = {"gcaron": "ǧ", "Hmacr": "H\u0304", "franc": "₣"}


def expand(data: bytes) -> bytes:
    """The bytes of an XML source with its named characters as numeric references; unknown names stay."""
    if _NAMED.search(data) is None:  # as in most
        return data
    declared = _declared(data[:_HEAD])

    def number(found: re.Match[bytes]) -> bytes:
        key = (found[1] or b"").decode("ascii")
        if not key or key in _XML:
            return found[0]
        if key in declared:
            return declared[key]
        characters = named().get(key)
        return b"".join(b"&#%d;" % ord(c) for c in characters) if characters else found[0]

    return _TOKENS.sub(number, data)


def as_words(data: bytes, names: Collection[str]) -> bytes:
    """The bytes of an XML source in which these entities are words: `&amp;name;`."""

    def word(found: re.Match[bytes]) -> bytes:
        return b"&amp;" + found[0][1:] if (found[1] or b"").decode("ascii") in names else found[0]

    return _TOKENS.sub(word, data)


def _declared(head: bytes) -> Mapping[str, bytes]:
    """The entities that a source declares itself as plain text; others are none of ours."""
    subset = _SUBSET.search(head)
    found = _DECLARED.findall(subset[1]) if subset else []
    texts = {name.decode("ascii"): one or two for name, one, two in found}
    return {name: _TWICE.sub(b"&#", text) for name, text in texts.items() if len(text) <= _LONGEST}


@cache
def named() -> Mapping[str, str]:
    """All named characters, by name."""
    return {**{key[:-1]: value for key, value in html5.items() if key.endswith(";")}, **_greek(), **_bold_greek(), **_OTHERS}


def _greek() -> dict[str, str]:
    found: dict[str, str] = {}
    for latin, letter in _GREEK.items():
        for name, character in ((latin, letter), (latin.upper(), letter.upper())):
            found[f"{name}gr"] = character
            found[f"{name}acgr"] = unicodedata.normalize("NFC", character + _ACUTE)
            found[f"{name}digr"] = unicodedata.normalize("NFC", character + _DIAERESIS)
            found[f"{name}diagr"] = unicodedata.normalize("NFC", character + _DIAERESIS + _ACUTE)
    return found


def _bold_greek() -> dict[str, str]:
    """isogrk4: `b.` and the name of a Greek letter or symbol."""
    found = {}
    for key, value in html5.items():
        name = unicodedata.name(value, "") if len(value) == 1 else ""
        if key.endswith(";") and name.startswith("GREEK"):
            bold = name.replace("GREEK", "MATHEMATICAL BOLD").replace(" LETTER", "")
            try:
                found[f"b.{key[:-1]}"] = unicodedata.lookup(bold)
            except KeyError:
                continue
    return found
