"""Facts: what a finished file says about its citations: every link to a reference, in order, and every reference as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_INVISIBLE = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffe\x02]+")
_HYPHENS = re.compile("[\u2010\u2011]")


def squeezed(text: str) -> str:
    """Text for comparison: without white space and invisible characters, which formats set in their own ways."""
    return _HYPHENS.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


@dataclass(frozen=True)
class Facts:
    """The links to references, each its key and its words, in order; the references, label and words as printed, by key."""

    links: tuple[tuple[str, str], ...]
    references: Mapping[str, str]

    def by_key(self) -> Mapping[str, str]:
        """The words of all links to each reference, end to end, without hyphens: links break at the end of a line, and notes move."""
        words: dict[str, str] = {}
        for key, text in self.links:
            words[key] = words.get(key, "") + squeezed(text).replace("-", "")
        return words


def differences(here: Facts, there: Facts, ordered: bool) -> Iterator[str]:
    """What the facts of one file say otherwise than those of the other, in words."""
    if ordered:
        yield from _in_order([(key, squeezed(text)) for key, text in here.links], [(key, squeezed(text)) for key, text in there.links])
    else:
        yield from _by_key(here.by_key(), there.by_key(), "the links to {} read")
    printed, other = ({key: squeezed(text) for key, text in one.references.items()} for one in (here, there))
    yield from _by_key(printed, other, "the reference {} reads")


def _in_order(here: list[tuple[str, str]], there: list[tuple[str, str]]) -> Iterator[str]:
    if len(here) != len(there):
        yield f"there are {len(here)} links to references, not {len(there)}"
    for number, (one, other) in enumerate(zip(here, there, strict=False), 1):
        if one != other:
            yield f"link {number} is “{one[1]}” to {one[0]}, not “{other[1]}” to {other[0]}"
            return  # what follows is out of step


def _by_key(here: Mapping[str, str], there: Mapping[str, str], what: str) -> Iterator[str]:
    for key in dict.fromkeys([*there, *here]):
        if here.get(key) != there.get(key):
            yield f"{what.format(key)} “{here.get(key, '')}”, not “{there.get(key, '')}”"
