"""Families: references that a style might have to tell apart; each family is resolved by itself where that changes nothing.

A style that disambiguates by given names (CSL 1.0.2, `disambiguate-add-givenname`) makes the engine compare every name with every
other, which takes a time that grows with the square of the references. But labels are alike only if they begin with the same name,
so references without a first name in common need not be compared: an article is asked in portions of whole families.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml import etree

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import CSL
from pipeline.resolve.style import Style

PORTION: Final = 60  # references; from here on, what the engine takes for each grows
_NS: Final = {"c": CSL}
_GIVEN: Final = "disambiguate-add-givenname"
_ALL_NAMES: Final = ("all-names", "all-names-with-initials")


@dataclass(frozen=True)
class Kind:
    """How a style tells references apart."""

    compares: bool  # given names
    all_names: bool  # every name of a reference counts, not only the first


@cache
def kind(style: Style) -> Kind:
    """Whether a style compares given names, and which."""
    citation = etree.fromstring(style.data).find("c:citation", _NS)
    if citation is None or citation.get(_GIVEN) != "true" or style.note:
        return Kind(compares=False, all_names=False)
    return Kind(compares=True, all_names=citation.get("givenname-disambiguation-rule") in _ALL_NAMES)


@cache
def plain(style: Style) -> bytes:
    """The style without the comparison of given names; the order of its bibliography is the same."""
    root = etree.fromstring(style.data)
    for citation in root.iterfind("c:citation", _NS):
        citation.attrib.pop(_GIVEN, "")
    return etree.tostring(root, encoding="utf-8")


@cache
def sorting(style: Style) -> bytes:
    """The style with nothing printed: what is left of it is the order of its bibliography."""
    root = etree.fromstring(plain(style))
    for part in root.iterfind("c:citation", _NS):
        for name in [name for name in part.attrib if str(name).startswith("disambiguate-")]:
            del part.attrib[name]
    for layout in root.iterfind("./*/c:layout", _NS):
        layout[:] = [layout.makeelement(f"{{{CSL}}}text", {"value": "-"})]
    return etree.tostring(root, encoding="utf-8")


def families(items: Iterable[Item], *, all_names: bool) -> list[list[str]]:
    """The ids of references that have a first name in common, directly or through others; in the order of the references."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    listed = list(items)
    for item in listed:
        for word in _heads(item, all_names=all_names):
            parent[root(f"={word}")] = root(item["id"])
    found: dict[str, list[str]] = {}
    for item in listed:
        found.setdefault(root(item["id"]), []).append(item["id"])
    return list(found.values())


def _heads(item: Item, *, all_names: bool) -> Iterator[str]:
    """The words that a label of a reference may begin with; with `all_names`, all its names."""
    people = [names for names in item.values() if isinstance(names, list) and names and isinstance(names[0], dict)]
    for names in people:
        for name in names if all_names else names[:1]:
            yield from _plain(str(name.get("family") or name.get("literal") or name.get("given") or ""))
    if not people:
        for variable in ("title-short", "title", "container-title", "publisher", "authority", "genre", "number"):
            yield from _plain(str(item.get(variable, "")))


def _plain(words: str) -> Iterator[str]:
    """A name without its mark-up, case and particles."""
    bare = re.sub(r"<[^>]*>", "", words).casefold().strip()
    if bare:
        yield bare
        yield bare.split()[-1]


def compared(group: list[str], by_key: Mapping[str, Item]) -> bool:
    """Whether given names could matter in a family: somebody in it has the same family name as somebody with another given name."""
    if len(group) < 2:
        return False
    given: dict[str, set[str]] = {}
    for key in group:
        for names in by_key[key].values():
            for name in names if isinstance(names, list) else ():
                if isinstance(name, dict) and name.get("family"):
                    given.setdefault(str(name["family"]).casefold().split()[-1], set()).add(str(name.get("given", "")))
    return any(len(forms) > 1 for forms in given.values())


def portions(wanted: list[list[str]], groups: Iterable[list[str]]) -> Iterator[tuple[range, list[str]]]:
    """Runs of citations, each with all the references of the families that they name: no more than a portion, or one citation."""
    family = {key: group for group in groups for key in group}
    start, gathered = 0, dict[str, None]()
    for place, keys in enumerate(wanted):
        needed = dict.fromkeys(one for key in keys for one in family[key])
        if gathered and len(gathered | needed) > PORTION:
            yield range(start, place), list(gathered)
            start, gathered = place, {}
        gathered |= needed
    if gathered:
        yield range(start, len(wanted)), list(gathered)


def ordered(whole: list[str], groups: Iterable[list[str]], own: Mapping[str, int]) -> list[str]:
    """The order of a bibliography resolved without given names, with the members of each family in the order they have by themselves."""
    place = {key: n for n, key in enumerate(whole)}
    result = list(whole)
    for group in groups:
        slots = sorted(place[key] for key in group)
        for slot, key in zip(slots, sorted(group, key=lambda key: own[key]), strict=True):
            result[slot] = key
    return result
