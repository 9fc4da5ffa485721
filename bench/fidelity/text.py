"""Text: what two ways of writing the same words have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Set

from lxml import etree


def key(words: str) -> str:
    """Letters and digits alone: no case, no spaces, no punctuation, no hyphens of a line's end."""
    return "".join(c for c in unicodedata.normalize("NFKC", words).casefold() if c.isalnum())


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def all_text(element: etree._Element) -> str:
    """All the words of an element."""
    return "".join(str(text) for text in element.itertext())


def segments(element: etree._Element, dropped: Set[str], opened: Set[str]) -> Iterator[str]:
    """The keys of the words of an element: without what is dropped, cut round what is opened."""
    run: list[str] = []
    for piece in [*_pieces(element, dropped, opened), None]:
        if piece is not None:
            run.append(piece)
            continue
        if words := key("".join(run)):
            yield words
        run = []


def _pieces(element: etree._Element, dropped: Set[str], opened: Set[str]) -> Iterator[str | None]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name in dropped or name in opened:
            yield None
        if name and name not in dropped:
            yield from _pieces(child, dropped, opened)
        if name in opened:
            yield None
        yield child.tail or ""
