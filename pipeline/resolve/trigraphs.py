"""Trigraphs: the short labels of alphabetic styles (CSL 1.0.2, `citation-label`): Abel10, AbBa10, AbBC10."""

from __future__ import annotations

import re
from typing import Any, Final

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import particle

_LETTERS: Final = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}  # of each name, by how many there are
_MANY: Final = (1, 1, 1, 1)
_ARTICLE: Final = re.compile(r"^(?:The|An?)\s+")


def labelled(style: bytes, items: list[Item]) -> list[Item]:
    """The items with their labels, where a style prints these; a label that an item has stays."""
    if b'"citation-label"' not in style:
        return items
    return [{"citation-label": label(item), **item} for item in items]


def label(item: Item) -> str:
    """The first letters of the people, or of the title where there are none, and the last two figures of the year."""
    groups = [item.get("author"), *item.values()]
    people = next((names for names in groups if isinstance(names, list) and names and isinstance(names[0], dict)), [])
    names = [_family(name) for name in people]
    words = "".join(name[:length].capitalize() for name, length in zip(names, _LETTERS.get(len(names), _MANY), strict=False))
    return (words or _letters(str(item.get("title", "")))[:4].capitalize()) + _year(item.get("issued"))


def _family(name: Item) -> str:
    """The letters of a family name without its particle, or of the one name that there is."""
    family = str(name.get("family") or "")
    return _letters(family[len(particle(family)) :] or str(name.get("literal") or name.get("given") or ""))


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, _ARTICLE.sub("", re.sub(r"<[^>]*>", "", words))))


def _year(issued: Any) -> str:  # noqa: ANN401  a CSL date
    try:
        return f"{abs(int(issued['date-parts'][0][0])) % 100:02d}"
    except (TypeError, KeyError, IndexError, ValueError):
        return "00"
