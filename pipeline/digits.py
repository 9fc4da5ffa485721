"""Digits: the numbers that an article does not say itself, of pages, notes, figures, have the digits of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from lxml import etree

from pipeline.tree import language_of

_ARABIC, _PERSIAN = ("arabic-indic", "\u0660"), ("persian", "\u06f0")  # names of CSS, and the zero of each
_USUAL: Final = {"ar": _ARABIC, "ckb": _ARABIC, "fa": _PERSIAN, "ps": _PERSIAN, "ur": _PERSIAN}
_USED: Final = {  # by some: where the text has none, Latin ones are usual
    "bn": ("bengali", "\u09e6"),
    "bo": ("tibetan", "\u0f20"),
    "hi": ("devanagari", "\u0966"),
    "km": ("khmer", "\u17e0"),
    "lo": ("lao", "\u0ed0"),
    "mr": ("devanagari", "\u0966"),
    "my": ("myanmar", "\u1040"),
    "ne": ("devanagari", "\u0966"),
    "th": ("thai", "\u0e50"),
}
_ASIDE: Final = ("xref", "label", "table", "tex-math", "math", "ext-link", "named-content")  # numbers of data, of others, of our own
_TEXT: Final = etree.XPath(f"body//text()[not(ancestor::*[{' or '.join(f'local-name()={name!r}' for name in _ASIDE)}])]")
_FEW: Final = 4  # of Latin numbers, years of works for one, to one of the text's own


def style(document: etree._Element) -> tuple[str, Mapping[int, str]]:
    """The counter style of an article, or of a sub-article, and what stands for each Latin digit; nothing for most."""
    language = language_of(document).partition("-")[0].lower()
    own = _USUAL.get(language) or _USED.get(language)
    if own is None:
        return "decimal", {}
    name, zero = own
    said = " ".join(cast(list[str], _TEXT(document)))
    others, latin = len(re.findall(f"[{zero}-{chr(ord(zero) + 9)}]+", said)), len(re.findall("[0-9]+", said))
    usual = language in _USUAL if not others and not latin else others * _FEW >= latin
    return (name, {ord("0") + n: chr(ord(zero) + n) for n in range(10)}) if usual else ("decimal", {})
