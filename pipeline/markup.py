"""Markup: builds lxml trees from parts, for exporters and importers that write XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import chain
from typing import TypeAlias

from lxml import etree

Parts: TypeAlias = "list[str | etree._Element]"


def text(words: str) -> Parts:
    """Text as parts: the `text` of Rules over trees."""
    return [words]


def join(parts: list[Parts]) -> Parts:
    """Parts end to end: the `join` of Rules over trees."""
    return parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))


def build(tag: str, attributes: Mapping[str, str | None] | None = None, parts: Iterable[str | etree._Element] = ()) -> etree._Element:
    """An element with these attributes (None: left out) and this content."""
    element = maker(tag)()
    if attributes:
        put(element, attributes)
    append(element, parts)
    return element


@cache
def maker(tag: str) -> Callable[[], etree._Element]:
    """What makes an element without anything: the copy of one takes less time than a new one."""
    return etree.Element(tag).__copy__  # type: ignore[attr-defined, no-any-return]  # unknown to the stubs


def put(element: etree._Element, attributes: Mapping[str, str | None]) -> None:
    """Give an element these attributes (None: left out); one by one takes a third of the time of all at its making."""
    for key, value in attributes.items():
        if value is not None:
            element.set(key, value)


def at_line(element: etree._Element, line: int) -> etree._Element:
    """The element, which with all its content stands at this line of the source."""
    for node in element.iter():
        node.sourceline = line  # type: ignore[assignment]
    return element


def append(element: etree._Element, parts: Iterable[str | etree._Element]) -> None:
    """Add text and elements at the end of an element."""
    last = element[-1] if len(element) else None
    words = ""
    for part in parts:
        if isinstance(part, str):
            words += part
            continue
        if words:
            _say(element, last, words)
            words = ""
        element.append(part)
        last = part
    if words:
        _say(element, last, words)


def _say(element: etree._Element, last: etree._Element | None, words: str) -> None:
    """Add words behind the last child of an element, or to its text if it has none."""
    if last is None:
        element.text = (element.text or "") + words
    else:
        last.tail = (last.tail or "") + words
