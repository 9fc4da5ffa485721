"""Keys: the sort keys of a style (CSL 1.0.2, Sorting) made to say what the engine would not see in them.

A key without words stands at the end, and a particle that is demoted does not count in short forms of names either.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from lxml import etree

from pipeline.resolve.csl import Item

CSL: Final = "http://purl.org/net/xbiblio/csl"
_NS: Final = {"c": CSL}
_LAST: Final = "\U0010fffd"  # the last character that XML may have
_PRINTING: Final = tuple(f"{{{CSL}}}{name}" for name in ("text", "number", "names", "date"))
_WORDS: Final = "words"  # what is printed without any variable
_ALWAYS: Final = frozenset((_WORDS, "citation-number", "citation-label", "first-reference-note-number", "locator", "year-suffix"))
# Variables of names that hold the sortable form of another, the first that a style does not know
_SPARE: Final = ("organizer", "curator", "chair", "series-creator", "script-writer", "executive-producer", "guest", "host", "narrator")
_WORD: Final = re.compile(r"([^\W\d_][\w-]*)(?:\s+|['’]\s*)(?=\w)")


@dataclass(frozen=True)
class Sortable:
    """A style whose keys ask for variables of their own, and of which variable each is the sortable form."""

    style: bytes
    doubles: Mapping[str, str]


def empty_last(root: etree._Element) -> None:
    """Put what a key has no words for behind everything else: the engine puts it first."""
    named = {str(macro.get("name")): macro for macro in root.iterfind("c:macro", _NS)}
    for key in root.iterfind("*/c:sort/c:key[@macro]", _NS):
        called = str(key.get("macro"))
        reached = _reached([called], named)
        if key.get("sort") == "descending" or any(_has(named[name], "c:name[@form='count']") for name in reached):
            continue  # what is empty is last already; nobody is no people, and the fewest
        if f"{called}, or last" not in named:
            nested = any(_has(named[name], "c:substitute") for name in reached)
            named[f"{called}, or last"] = _if_absent(called, named) if nested else _instead(called, root)
            root.insert(0, named[f"{called}, or last"])
        key.set("macro", f"{called}, or last")


def _has(macro: etree._Element, part: str) -> bool:
    return macro.find(f".//{part}", _NS) is not None


def _instead(called: str, root: etree._Element) -> etree._Element:
    """The last character in the place of a macro that prints nothing, as if it were a name."""
    macro = root.makeelement(f"{{{CSL}}}macro", {"name": f"{called}, or last"})
    names = etree.SubElement(macro, f"{{{CSL}}}names", variable="never")
    substitute = etree.SubElement(names, f"{{{CSL}}}substitute")
    etree.SubElement(etree.SubElement(substitute, f"{{{CSL}}}group"), f"{{{CSL}}}text", macro=called)
    etree.SubElement(substitute, f"{{{CSL}}}text", value=_LAST)
    return macro


def _if_absent(called: str, named: Mapping[str, etree._Element]) -> etree._Element:
    """The last character behind a macro that has something in the place of names itself, where all its variables are absent."""
    macro = named[called].makeelement(f"{{{CSL}}}macro", {"name": f"{called}, or last"})
    etree.SubElement(macro, f"{{{CSL}}}text", macro=called)
    wanted = _needed(called, named, {})
    if not wanted & _ALWAYS:
        choose = etree.SubElement(macro, f"{{{CSL}}}choose")
        absent = etree.SubElement(choose, f"{{{CSL}}}if", variable=" ".join(sorted(wanted)), match="none")
        etree.SubElement(absent, f"{{{CSL}}}text", value=_LAST)
    return macro


def _needed(name: str, named: Mapping[str, etree._Element], known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The variables without which a macro prints nothing; with one that is always there if it prints something without any."""
    if name not in known:
        found = set[str]()
        for leaf in named[name].iter(*_PRINTING):
            called = leaf.get("macro")
            words = _needed(called, named, known) if called else frozenset((leaf.get("variable") or _WORDS).split())
            found |= words - {_WORDS} if _in_group(leaf) else words
        known[name] = frozenset(found)
    return known[name]


def _in_group(leaf: etree._Element) -> bool:
    """Whether a leaf stands in a group that prints nothing without its variables (CSL 1.0.2, Group)."""
    return any(group.find(".//c:*[@variable]", _NS) is not None for group in leaf.iterancestors(f"{{{CSL}}}group"))


def demoted(style: bytes, items: list[Item]) -> tuple[bytes, list[Item]]:
    """A style and items that sort short names without their particles too, where there are particles and the style demotes them."""
    if b'demote-non-dropping-particle="never"' in style or not any(map(_has_particle, items)):
        return style, items
    made = _sortable(style)
    doubled = [item | {twin: _bare(item[own]) for own, twin in made.doubles.items() if own in item} for item in items]
    return made.style, doubled if made.doubles else items


def _has_particle(item: Item) -> bool:
    people = [name for names in item.values() if isinstance(names, list) for name in names if isinstance(name, dict)]
    return any(name.get("non-dropping-particle") or particle(str(name.get("family", ""))) for name in people)


def particle(family: str) -> str:
    """The words in small letters with which a family name begins, and the gap behind them."""
    end = 0
    while (word := _WORD.match(family, end)) and word[1].islower():
        end = word.end()
    return family[:end]


def _bare(names: Any) -> list[dict[str, Any]]:  # noqa: ANN401  the variables of an item have names, text or a date
    """Names with the particle behind the given name."""
    found = []
    for name in names:
        first = particle(family := str(name.get("family", "")))
        before = " ".join(filter(None, [name.get("non-dropping-particle"), first.strip()]))
        given = " ".join(filter(None, [name.get("given"), before]))
        found.append({**name, "family": family[len(first) :], "given": given, "non-dropping-particle": ""} if before else name)
    return found


@cache
def _sortable(style: bytes) -> Sortable:
    """The style with keys of their own for names in a short form."""
    root = etree.fromstring(style)
    macros = {str(macro.get("name")): macro for macro in root.iterfind("c:macro", _NS)}
    called = [str(key.get("macro")) for key in root.iterfind("*/c:sort/c:key[@macro]", _NS)]
    reached = _reached(called, macros)
    if not any(_short(macros[name]) for name in reached) and not root.xpath("(.|*)[@name-form='short']"):
        return Sortable(style, {})
    own = dict.fromkeys(word for name in reached for names in macros[name].iter(f"{{{CSL}}}names") for word in _words(names))
    spare = [name for name in _SPARE if name.encode() not in style]
    doubles = dict(zip(own, spare, strict=False))
    for name in reached:
        root.insert(root.index(macros[name]), _copy(macros[name], doubles, reached))
    for key in (one for one in root.iterfind("*/c:sort/c:key[@macro]", _NS) if one.get("macro") in reached):
        key.set("macro", f"{key.get('macro')}, sorted")
    return Sortable(etree.tostring(root, encoding="utf-8"), doubles)


def _reached(called: list[str], macros: Mapping[str, etree._Element]) -> list[str]:
    """These macros and all that they call."""
    found = dict[str, None]()
    while called:
        name = called.pop()
        if name not in found and name in macros:
            found[name] = None
            called += [str(text.get("macro")) for text in macros[name].iter(f"{{{CSL}}}text") if text.get("macro")]
    return list(found)


def _short(macro: etree._Element) -> bool:
    return macro.find(".//c:name[@form='short']", _NS) is not None


def _words(names: etree._Element) -> list[str]:
    return (names.get("variable") or "").split()


def _copy(macro: etree._Element, doubles: Mapping[str, str], reached: list[str]) -> etree._Element:
    """A macro that asks for the doubles of its names, and calls macros that do."""
    twin = copy.deepcopy(macro)
    for part in (twin, *twin.iter(f"{{{CSL}}}text")):
        for attribute in ("name", "macro"):
            if part.get(attribute) in reached:
                part.set(attribute, f"{part.get(attribute)}, sorted")
    for names in twin.iter(f"{{{CSL}}}names"):
        names.set("variable", " ".join(doubles.get(word, word) for word in _words(names)))
    return twin
