"""Lines: those of an address for letters, which stands as words in a note on authors."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import say_before, unwrap
from pipeline.tree import text_of

_LINES: Final = ("institution", "addr-line", "country", "phone", "fax", "email")  # of an address
_IN_LINES: Final = ("p", "title", "break", "named-content", "styled-content")


def lines(corresp: etree._Element) -> None:
    """The lines of an address are set with commas, and apart from the words before and behind them."""
    for one, following in pairwise(corresp):
        both = one.tag in _LINES and following.tag in _LINES and (one.tag != "email" or following.tag == "email")
        one.tail = ", " if both and not (one.tail or "").strip() else one.tail
    for inner in [one for one in corresp.iter(*_LINES, *_IN_LINES) if one.tag != "email"]:
        if inner.tag not in ("named-content", "styled-content"):
            _apart(inner)
        unwrap(inner)
    for email in corresp.findall("email"):
        _apart(email)


def _apart(part: etree._Element) -> None:
    """A part of an address does not run into the words before and behind it."""
    previous, parent = part.getprevious(), part.getparent()
    before = (previous.tail or text_of(previous)) if previous is not None else (parent.text or "") if parent is not None else ""
    if before[-1:].isalnum():
        say_before(part, " ")
    if (part.tail or "")[:1].isalnum():
        part.tail = f" {part.tail}"
