"""Text: what two ways of writing the same words have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

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


def segments(element: etree._Element, breaks: Iterable[str]) -> Iterator[str]:
    """The keys of the words of an element between what is written anew in an output: calls, formulas, notes."""
    run: list[str] = []
    for piece in _pieces(element, frozenset(breaks)):
        if piece is None:
            if words := key("".join(run)):
                yield words
            run = []
        else:
            run.append(piece)
    if words := key("".join(run)):
        yield words


def _pieces(element: etree._Element, breaks: frozenset[str]) -> Iterator[str | None]:
    yield element.text or ""
    for child in element:
        if local(child) in breaks:
            yield None
        elif isinstance(child.tag, str):
            yield from _pieces(child, breaks)
        yield child.tail or ""
