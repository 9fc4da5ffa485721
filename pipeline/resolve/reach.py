"""Reach: which tests and variables of a style the citation of a reference comes to; what it cannot come to, it does not depend on.

A style such as Chicago's asks for the position of a citation only where it cites an interview or a letter: an article without
these is resolved as by a style that never asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

from lxml import etree

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import CSL
from pipeline.resolve.style import Style

# What makes a citation depend on those before it, or on the whole list
_STATE: Final = frozenset(("citation-number", "first-reference-note-number"))
# Variables that a citation brings with it, so that no reference says whether they are there
_OPEN: Final = frozenset(("locator", "year-suffix", "citation-label", *_STATE))


Kind: TypeAlias = "tuple[str, frozenset[str]]"  # a type, and the variables that are there


def _none(found: list[bool]) -> bool:
    return not any(found)


_PRINTING: Final = tuple(f"{{{CSL}}}{name}" for name in ("text", "names", "number", "date"))
_MATCHES: Final = {"any": any, "all": all, "none": _none}


@dataclass
class Macros:
    """The macros of a style, and what is known of each kind of reference."""

    root: etree._Element
    named: dict[str, etree._Element] = field(init=False)
    depends: dict[Kind, bool] = field(default_factory=dict)
    prints: dict[Kind, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the macros."""
        self.named = {str(macro.get("name")): macro for macro in self.root.iterfind(f"{{{CSL}}}macro")}


def knows_others(style: Style, items: Iterable[Item]) -> bool:
    """Whether the citation of some item depends on the citations before it (CSL 1.0.2, `position`) or on its number."""
    macros = _macros(style)
    kinds = {(str(item["type"]), frozenset(item)) for item in items}
    return any(_depends(kind, macros) for kind in kinds)


def printable(style: Style, item: Item) -> frozenset[str]:
    """The variables that the entry of an item may print, or its citation where a style has no bibliography."""
    macros, kind = _macros(style), (str(item["type"]), frozenset(item))
    if kind not in macros.prints:
        layouts = (macros.root.find(f"{{{CSL}}}{part}/{{{CSL}}}layout") for part in ("bibliography", "citation"))
        layout = next((one for one in layouts if one is not None), None)
        reached = _reached(layout, kind, macros, set()) if layout is not None else ()
        asked = (str(element.get("variable") or "") for element in reached if element.tag in _PRINTING and not _counts(element))
        macros.prints[kind] = frozenset(word for words in asked for word in words.split())
    return macros.prints[kind]


def _counts(element: etree._Element) -> bool:
    """Whether names are counted, not printed."""
    return element.find(f"{{{CSL}}}name[@form='count']") is not None


@cache
def _macros(style: Style) -> Macros:
    return Macros(etree.fromstring(style.data))


def _depends(kind: Kind, macros: Macros) -> bool:
    if kind not in macros.depends:
        citation = macros.root.find(f"{{{CSL}}}citation")
        reached = _reached(citation, kind, macros, set()) if citation is not None else ()
        macros.depends[kind] = any(map(_asks, reached)) or _asks(macros.root)
    return macros.depends[kind]


def _asks(element: etree._Element) -> bool:
    """Whether an element of a style asks for what came before."""
    variables = set((element.get("variable") or "").split())
    return bool(element.get("position") or variables & _STATE) or any(str(key).startswith("et-al-subsequent") for key in element.attrib)


def _reached(element: etree._Element, kind: Kind, macros: Macros, seen: set[str]) -> Iterator[etree._Element]:
    """The elements that are come to, each macro once."""
    yield element
    name = element.get("macro") or ""
    if name in macros.named and name not in seen:
        seen.add(name)
        yield from _reached(macros.named[name], kind, macros, seen)
    for child in _branches(element, kind) if element.tag == f"{{{CSL}}}choose" else element:
        yield from _reached(child, kind, macros, seen)


def _branches(choose: etree._Element, kind: Kind) -> Iterator[etree._Element]:
    """The branches of a `choose` that may be taken: those behind one that surely is are not."""
    for branch in choose:
        holds = _holds(branch, kind)
        if holds is not False:
            yield branch
        if holds:
            return


def _holds(branch: etree._Element, kind: Kind) -> bool | None:
    """Whether a condition holds; None where the reference alone does not tell."""
    variety, there = kind
    tests: list[bool | None] = []
    for test, words in branch.attrib.items():
        if test == "type":
            tests.append(variety in str(words).split())  # a work has one type: to the engine these are never all asked for
        elif test == "variable":
            tests += [None if word in _OPEN else word in there for word in str(words).split()]
        elif test != "match":
            tests += [None] * len(str(words).split())
    match = _MATCHES.get(branch.get("match") or "", all)  # as the engine reads a word that it does not know
    least, most = match([bool(test) for test in tests]), match([test is not False for test in tests])
    return least if least == most else None
