"""Allowed: what the grammar of the profile allows under a name: attributes, children and their order."""

from __future__ import annotations

from functools import cache
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import listed
from pipeline.schema import explain, models
from pipeline.schema.models import Language
from pipeline.tree import name

INLINE: Final = frozenset(
    listed(
        """
    bold italic monospace overline roman sans-serif sc strike sub sup underline styled-content named-content abbrev ext-link email
    xref inline-formula inline-graphic
    """
    )
)


@cache
def attributes(tag: str) -> frozenset[str]:
    """The attributes that some pattern of a name allows."""
    return frozenset(key for pattern in patterns(tag) for key in explain.attributes(pattern))


@cache
def block_children() -> frozenset[str]:
    """What a paragraph of a block may hold."""
    found: frozenset[str] = frozenset()
    for define in models.definitions().values():
        for pattern in define.iter("{*}element"):
            if models.name_of(pattern) == "p":
                found |= models.names(models.content(pattern))
    return found - INLINE


def patterns(tag: str) -> list[etree._Element]:
    """The patterns of a name."""
    return _patterns().get(tag, [])


@cache
def _patterns() -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for define in models.definitions().values():
        for pattern in define.iter("{*}element"):
            found.setdefault(models.name_of(pattern), []).append(pattern)
    return found


def content_of(element: etree._Element) -> Language:
    """What any pattern of its name allows in an element."""
    return models.alt(*(models.content(pattern) for pattern in patterns(name(element))))


@cache
def order_of(tag: str) -> dict[str, int]:
    """The names that an element may hold, numbered in the order in which its grammar names them; those of one choice alike."""
    order: dict[str, int] = {}
    for pattern in patterns(tag):
        _number(models.content(pattern), order)
    return order


def _number(language: Language, order: dict[str, int]) -> None:
    if language[0] == "seq":
        _number(language[1], order)
        _number(language[2], order)
        return
    rank = len(order)
    for one in models.names(language):
        order.setdefault(one, rank)
