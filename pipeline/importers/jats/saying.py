"""Saying: what a link says before the people or number of its label, or behind its year, is the sentence's, if it is no locator."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.labels import LEAD_IN
from pipeline.importers.jats.locators import CLOSE, COUNTED, DASH, HAS_YEAR, OPEN, YEAR, inner
from pipeline.importers.jats.tools import say_before
from pipeline.tree import raw_text

_BEFORE: Final = re.compile(rf"(?:(?:See|{LEAD_IN})\s+)+(?=[^\W\d_])")
_BEFORE_NUMBER: Final = re.compile(rf"(?:(?:see|also|cf\.?|e\.g\.,?)\s+)+(?=[{OPEN}]?\d{{1,4}}[{CLOSE}]?$)", re.IGNORECASE)
_PAGE: Final = rf",[\s\u00a0]*pp?\.[\s\u00a0]*[\d{DASH}]+"
_BEHIND: Final = re.compile(
    rf"{YEAR}[a-z]?(?:{_PAGE})?(?P<aside>,[\s\u00a0](?:[^\W\d_]{{2,}}[\s\u00a0][^\W\d_]{{2,}}[^{OPEN}{CLOSE};\d]*"
    rf"|(?i:{COUNTED})[\s\u00a0]*\d[\d.]*[a-z]?))$"
)
_STATED: Final = re.compile(  # "Abel (2001, Theorem 3)"
    rf"(?P<people>[^{OPEN}{CLOSE}]*[^\W\d_]{{2}}[^{OPEN}{CLOSE}]*[\s\u00a0][{OPEN}])(?P<year>{YEAR}[a-z]?)"
    rf"(?P<aside>[,;:][\s\u00a0]*[^{OPEN}{CLOSE}]{{1,60}}[{CLOSE}])"
)
_STARTS: Final = rf"(?:[,;:]|[\s\u00a0](?={COUNTED}[\s\u00a0]+\w))"
_UNREAD: Final = re.compile(rf"{YEAR}(?P<aside>{_STARTS}[\s\u00a0]*[^{OPEN}{CLOSE}]{{1,60}})$", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[,;:][\s\u00a0]*(?:and|und|et|e|y|&)(?!\w)")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 4
_LONG: Final = 300  # characters of a label that names people


def said_round(xref: etree._Element) -> None:
    """What a link says before the people or number of its label or behind its year is the sentence's: "see Stocker, 2013, and others"."""
    words = raw_text(xref)
    if not len(xref) and (number := _BEFORE_NUMBER.match(words)):
        say_before(xref, number[0])
        xref.text = words[number.end() :]
        return
    if not len(xref) and len(words) <= _LONG and (stated := _STATED.fullmatch(words)) and _says_more(stated["aside"], words):
        say_before(xref, stated["people"])
        xref.text, xref.tail = stated["year"], stated["aside"] + (xref.tail or "")
        return
    before, behind = _BEFORE.match(xref.text or ""), _behind((xref[-1].tail if len(xref) else xref.text) or "", words)
    if not HAS_YEAR.search(words) or words[:1] in OPEN:
        return
    if before:
        say_before(xref, before[0])
        xref.text = str(xref.text)[before.end() :]
    if behind:
        last = (xref[-1].tail if len(xref) else xref.text) or ""
        kept = last[: len(last) - len(behind["aside"])]
        if len(xref):
            xref[-1].tail = kept
        else:
            xref.text = kept
        xref.tail = behind["aside"] + (xref.tail or "")


def _behind(last: str, words: str) -> re.Match[str] | None:
    """What a label ends with behind its year, if it is no locator."""
    found = _UNREAD.search(last)
    return _BEHIND.search(last) or (found if found and _says_more(found["aside"], words) else None)


def _says_more(aside: str, label: str) -> bool:
    """Whether words behind the year of a label are few, no other work and no locator alone: ", Appendix B", ", 12, n. 3"."""
    said = _WORDS.findall(aside)
    if HAS_YEAR.search(aside) or _GOES_ON.match(aside) or "al" in said or len(said) > _FEW:
        return False
    return any(len(word) > 1 or f"{word}." in aside for word in said) and inner(label, None)[1] is None
