"""Trigraphs: the short labels of alphabetic styles (CSL 1.0.2, `citation-label`): Abel10, AbBa10, AbBC10."""

from __future__ import annotations

import re
from typing import Any, Final

from pipeline.resolve.csl import Item

_LETTERS: Final = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}  # of each name, by how many there are
_MANY: Final = (1, 1, 1, 1)
_PARTICLES: Final = re.compile(r"^(?:(?=[^\W\d_])[^\WA-Z]+[\s'’]+)+|^(?:The|An?)\s+")


def labelled(style: bytes, items: list[Item]) -> list[Item]:
    """The items with their labels, where a style prints these; a label that an item has stays."""
    if b'"citation-label"' not in style:
        return items
    return [{"citation-label": label(item), **item} for item in items]


def label(item: Item) -> str:
    """The first letters of the people, or of the title where there are none, and the last two figures of the year."""
    people = next((names for names in item.values() if isinstance(names, list) and names and isinstance(names[0], dict)), [])
    names = [_letters(str(name.get("family") or name.get("literal") or name.get("given") or "")) for name in people]
    lengths = _LETTERS.get(len(names), _MANY)
    words = "".join(name[:length].capitalize() for name, length in zip(names, lengths, strict=False))
    return (words or _letters(str(item.get("title", "")))[:4].capitalize()) + _year(item.get("issued"))


def _letters(words: str) -> str:
    bare = _PARTICLES.sub("", re.sub(r"<[^>]*>", "", words))
    return "".join(filter(str.isalnum, bare))


def _year(issued: Any) -> str:  # noqa: ANN401  a CSL date
    try:
        return f"{abs(int(issued['date-parts'][0][0])) % 100:02d}"
    except (TypeError, KeyError, IndexError, ValueError):
        return "00"
