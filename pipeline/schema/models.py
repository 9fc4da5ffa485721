"""Models: what the patterns of the grammar allow inside an element, as regular languages over the names of its children.

A language is a tuple: ("empty",), ("nothing",), ("one", name), ("seq", a, b), ("alt", {…}), ("many", a).
What may follow a child is the language's derivative by its name; text is a child named `#text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, reduce
from typing import Any, TypeAlias

from lxml import etree

from pipeline.schema import RNG, grammar
from pipeline.tree import MATHML

Language: TypeAlias = tuple[Any, ...]
EMPTY: Language = ("empty",)
NOTHING: Language = ("nothing",)
TEXT = "#text"


def one(name: str) -> Language:
    """Just this child."""
    return ("one", name)


def seq(a: Language, b: Language) -> Language:
    """The one, then the other."""
    if NOTHING in (a, b):
        return NOTHING
    if EMPTY in (a, b):
        return b if a == EMPTY else a
    return ("seq", a, b)


def alt(*options: Language) -> Language:
    """Any of these."""
    flat: frozenset[Language] = frozenset().union(*(o[1] if o[0] == "alt" else {o} for o in options)) - {NOTHING}
    return NOTHING if not flat else next(iter(flat)) if len(flat) == 1 else ("alt", flat)


def many(a: Language) -> Language:
    """This as often as you like, or not at all."""
    return a if a[0] in ("many", "empty") else EMPTY if a == NOTHING else ("many", a)


@cache
def may_end(a: Language) -> bool:
    """Whether nothing more need come."""
    if a[0] == "seq":
        return may_end(a[1]) and may_end(a[2])
    return any(map(may_end, a[1])) if a[0] == "alt" else a[0] in ("empty", "many")


@cache
def after(a: Language, name: str) -> Language:
    """What may follow this child; NOTHING if it may not stand here."""
    if a[0] == "one":
        return EMPTY if a[1] == name else NOTHING
    if a[0] == "seq":
        first = seq(after(a[1], name), a[2])
        return alt(first, after(a[2], name)) if may_end(a[1]) else first
    if a[0] == "alt":
        return alt(*(after(option, name) for option in a[1]))
    return seq(after(a[1], name), a) if a[0] == "many" else NOTHING


@cache
def names(a: Language) -> frozenset[str]:
    """All names that stand in a language."""
    if a[0] == "one":
        return frozenset([a[1]])
    return frozenset[str]().union(*map(names, a[1] if a[0] == "alt" else a[1:]))


# ---- the patterns of the grammar -----------------------------------------------------------------


def kind(pattern: etree._Element) -> str:
    """What a pattern is: `element`, `choice`, `ref` …"""
    return str(pattern.tag).rpartition("}")[2]


def name_of(pattern: etree._Element) -> str:
    """The name that an element or attribute pattern is about, as in rules (`mml:mi`); an attribute's is in Clark notation."""
    found = pattern.find(f"{RNG}name")
    if found is None:
        return ""
    namespace, local = found.get("ns"), str(found.text)
    if kind(pattern) == "attribute":
        return f"{{{namespace}}}{local}" if namespace else local
    return f"mml:{local}" if namespace == MATHML else local


@cache
def definitions() -> dict[str, etree._Element]:
    """The definitions of the grammar, by name."""
    return {str(define.get("name")): define for define in grammar().findall(f"{RNG}define")}


def inside(pattern: etree._Element) -> list[etree._Element]:
    """The patterns that one is made of; a reference is made of its definition."""
    if kind(pattern) == "ref":
        return inside(definitions()[str(pattern.get("name"))])
    return [part for part in pattern if str(part.tag).startswith(RNG) and kind(part) not in ("name", "param")]


def language(pattern: etree._Element) -> Language:
    """The language of a pattern that stands in content; attributes are left out."""
    what = kind(pattern)
    if what == "element":
        return one(name_of(pattern))
    if what in ("text", "data", "value", "list"):
        return many(one(TEXT))
    if what in ("attribute", "empty"):
        return EMPTY
    if what == "choice":
        return alt(*map(language, inside(pattern)))
    repeat = _REPEAT.get(what)
    return repeat(content(pattern)) if repeat else content(pattern)


def content(pattern: etree._Element) -> Language:
    """The language of what is inside a pattern."""
    return reduce(seq, map(language, inside(pattern)), EMPTY)


_REPEAT: dict[str, Callable[[Language], Language]] = {
    "optional": lambda a: alt(EMPTY, a),
    "zeroOrMore": many,
    "oneOrMore": lambda a: seq(a, many(a)),
}


def own(pattern: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    """The patterns of these kinds in an element pattern, those of its children left out."""
    for part in inside(pattern):
        if kind(part) in kinds:
            yield part
        if kind(part) not in ("element", "attribute"):
            yield from own(part, *kinds)


def required(pattern: etree._Element) -> frozenset[str]:
    """The attributes that an element cannot be without."""
    what = kind(pattern)
    if what == "attribute":
        return frozenset([name_of(pattern)])
    if what in ("optional", "zeroOrMore"):
        return frozenset()
    inner = [required(part) for part in inside(pattern) if kind(part) != "element"]
    if what == "choice":
        return frozenset.intersection(*inner) if len(inner) == len(inside(pattern)) else frozenset()
    return frozenset[str]().union(*inner)
