"""Collation: in the order of letters the script of the article comes before others, as CLDR has it; the engine knows one order of scripts.

Nor does it know an order of Chinese characters: in an article in simplified ones they have that of GB 2312, which is by pinyin for the
3,755 common ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final

from fontTools import unicodedata
from lxml import etree

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import CSL
from pipeline.resolve.people import VARIABLES, WHOLE
from pipeline.schema.language import scripts

_NS: Final = {"c": CSL}
_RANK: Final = "rank-of-script"  # a variable of our own
_TITLES: Final = ("title", "container-title")
_AS_IT_IS: Final = re.compile(r"ja\b")  # Latin letters come first
_LEAVES: Final = tuple(f"{{{CSL}}}{name}" for name in ("names", "text", "number", "date", "label"))


def ranked(style: bytes, items: list[Item], language: str) -> tuple[bytes, list[Item]]:
    """A style and items that are sorted by scripts at first, where the items are in several and the article is not in Latin letters."""
    own = scripts(language)
    if not own or "Latn" in own or _AS_IT_IS.match(language):
        return style, items
    chinese = own == scripts("zh-Hans")
    ranks = [_rank(item, own, chinese=chinese) for item in items]
    if len(set(ranks)) < 2:
        return style, items
    return _by_script(style), [item | {_RANK: rank} for item, rank in zip(items, ranks, strict=True)]


def _rank(item: Item, own: Collection[str], *, chinese: bool) -> str:
    """Where a work stands by the script in which what it is found by begins, and by its characters if these are Chinese."""
    words = next((said for said in _words(item) if any(map(str.isalpha, said))), "")
    letter = next(filter(str.isalpha, words), "")
    if not letter or unicodedata.script(letter) not in own:
        return "1"
    return "0" + "".join(map(_in_gb, words)) if chinese else "0"


def _in_gb(character: str) -> str:
    """The place of a character in GB 2312, in digits; others stand behind it."""
    code = character.encode("gb2312", "ignore")
    return f"{int.from_bytes(code, 'big'):05d}" if len(code) > 1 else f"9{ord(character):06d}"


def _words(item: Item) -> Iterator[str]:
    for variable in VARIABLES:
        for name in item.get(variable, ()):
            yield f"{name.get('family') or name.get('literal', '')}{name.get('given', '')}".replace(WHOLE, "")
    for variable in _TITLES:
        yield re.sub(r"<[^>]*>", "", str(item.get(variable, "")))


@cache
def _by_script(style: bytes) -> bytes:
    """The style with a key of its own before the first key of each order, if that is one of letters."""
    root = etree.fromstring(style)
    macros = {str(macro.get("name")): macro for macro in root.iterfind("c:macro", _NS)}
    for key in root.iterfind("*/c:sort/c:key[1]", _NS):
        if key.get("sort") != "descending" and _is_lettered(key, macros):
            key.addprevious(key.makeelement(f"{{{CSL}}}key", {"variable": _RANK}))
    return etree.tostring(root, encoding="utf-8")


def _is_lettered(part: etree._Element, macros: Mapping[str, etree._Element]) -> bool:
    """Whether a key is, or begins with, people or a title."""
    while (called := part.get("macro")) in macros:
        first = next(macros[str(called)].iter(*_LEAVES), None)
        if first is None:
            return False
        part = first
    return part.tag == f"{{{CSL}}}names" or part.get("variable") in (*VARIABLES, *_TITLES)
