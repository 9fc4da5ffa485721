"""Facts: what a finished file says about its citations: every link to a reference, in order, and every reference as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_INVISIBLE = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffe\x02]+")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
BRACKETS = re.compile(r"[()\[\]{}]+")
_HYPHENS = re.compile("[\u2010\u2011]")


def squeezed(text: str) -> str:
    """Text for comparison: without white space and invisible characters, which formats set in their own ways."""
    return _HYPHENS.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


@dataclass(frozen=True)
class Facts:
    """The links to references, each its key and its words, in order; the references, label and words as printed, by key."""

    links: tuple[tuple[str, str], ...]
    references: Mapping[str, str]

    def by_key(self) -> Mapping[str, list[str]]:
        """The words of the links to each reference, without hyphens, which lines may end with."""
        words: dict[str, list[str]] = {}
        for key, text in self.links:
            words.setdefault(key, []).append(squeezed(text).replace("-", ""))
        return words


def differences(here: Facts, there: Facts, ordered: bool) -> Iterator[str]:
    """What the facts of one file say otherwise than those of the other, in words."""
    if ordered:
        yield from _in_order([(key, squeezed(text)) for key, text in here.links], [(key, squeezed(text)) for key, text in there.links])
    else:
        yield from _pieces(here.by_key(), there.by_key())
    printed, other = ({key: squeezed(text) for key, text in one.references.items()} for one in (here, there))
    yield from _by_key(printed, other, "the reference {} reads")


def _in_order(here: list[tuple[str, str]], there: list[tuple[str, str]]) -> Iterator[str]:
    if len(here) != len(there):
        yield f"there are {len(here)} links to references, not {len(there)}"
    for number, (one, other) in enumerate(zip(here, there, strict=False), 1):
        if one != other:
            yield f"link {number} is “{one[1]}” to {one[0]}, not “{other[1]}” to {other[0]}"
            return  # what follows is out of step


def _pieces(here: Mapping[str, list[str]], there: Mapping[str, list[str]]) -> Iterator[str]:
    """Compare links that may be broken at the end of a line, and whose notes may have moved: the same words, in whatever order."""
    for key in dict.fromkeys([*there, *here]):
        one, other = here.get(key, []), there.get(key, [])
        if _left_over("".join(one), other):
            yield f"the links to {key} read “{' '.join(one)}”, not “{' '.join(other)}”"


def _left_over(words: str, pieces: list[str]) -> bool:
    """Whether words are other than these pieces; what runs from right to left may come in another order, its brackets mirrored."""
    turned = []
    for piece in sorted(pieces, key=len, reverse=True):
        if piece in words:
            words = words.replace(piece, "", 1)
        elif RIGHT_TO_LEFT.search(piece):
            turned.append(piece)
        else:
            return True
    return sorted(BRACKETS.sub("", words)) != sorted(BRACKETS.sub("", "".join(turned)))


def _by_key(here: Mapping[str, str], there: Mapping[str, str], what: str) -> Iterator[str]:
    for key in dict.fromkeys([*there, *here]):
        if here.get(key) != there.get(key):
            yield f"{what.format(key)} “{here.get(key, '')}”, not “{there.get(key, '')}”"
