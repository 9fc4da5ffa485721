"""Eras: a space stands between a year and the words of its era ("300 av. J.-C."), which the locales of most languages do not have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from lxml import etree

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import CSL

_FIRST_WITHOUT: Final = 1000  # year that needs no era
_ERAS: Final = ("bc", "ad")
_CJK: Final = "\u2e80"  # from here on, scripts that have no spaces
_ASKED: Final = "".join(f'<text term="{era}" prefix="|"/>' for era in _ERAS)
ASKING: Final = (
    f'<style xmlns="{CSL}" version="1.0" class="in-text"><info/><citation><layout><text value="-"/></layout></citation>'
    f"<bibliography><layout>{_ASKED}</layout></bibliography></style>"
).encode()


def spaced(style: bytes, items: list[Item], language: str, asked: Callable[[str], Any]) -> bytes:
    """The style with a space before the words of an era, where an item is of a year that needs one; `asked`: ASKING in a language."""
    if not any(year < _FIRST_WITHOUT for item in items for year in _years(item)):
        return style
    words = "".join(_text(asked(language))).split("|")[1:]
    return _with_spaces(style, tuple(zip(_ERAS, words, strict=False)))


def _years(item: Item) -> Iterator[int]:
    for value in item.values():
        if isinstance(value, dict):
            yield from (int(end[0]) for end in value.get("date-parts") or () if end and end[0])


def _text(node: Any) -> Iterator[str]:  # noqa: ANN401  pandoc's JSON has every shape
    if isinstance(node, list):
        for child in node:
            yield from _text(child)
    elif isinstance(node, dict):
        yield from (" ",) if node.get("t") == "Space" else (node["c"],) if node.get("t") == "Str" else _text(node.get("c"))


@cache
def _with_spaces(style: bytes, words: tuple[tuple[str, str], ...]) -> bytes:
    """The style with these words in a locale of its own, which those that it has for a language go before."""
    root = etree.fromstring(style)
    terms = etree.Element(f"{{{CSL}}}terms")
    for era, said in words:
        if said.strip() == said and "" < said < _CJK:
            etree.SubElement(terms, f"{{{CSL}}}term", name=era).text = f"\u00a0{said}"
    locale = etree.Element(f"{{{CSL}}}locale")
    locale.append(terms)
    info = root.find(f"{{{CSL}}}info")
    root.insert(0 if info is None else root.index(info) + 1, locale)
    return etree.tostring(root, encoding="utf-8")
