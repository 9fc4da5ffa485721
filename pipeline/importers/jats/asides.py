"""Asides: words that are raised with the numbers of a citation ("see 3", "4, p. 12") are read as if brackets stood round them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.labels import LEAD_IN
from pipeline.importers.jats.locators import CLOSE, DASH, OPEN, behind
from pipeline.tree import text_of

_LEAD: Final = re.compile(rf"\s*[{OPEN}]?(?:(?:{LEAD_IN})[\s\u00a0]+)*+", re.IGNORECASE)
_BETWEEN: Final = re.compile(rf"[\s\u00a0,;{DASH}]*(?:(?:and|&|y|e|et|und)[\s\u00a0]+)?")
_END: Final = re.compile(rf"[{CLOSE}]?[,.;:]?\s*")
_STOP: Final = re.compile(r"[,.;:]\s*$")


def says_more(sup: etree._Element) -> bool:
    """Whether a superscript holds citations and words that are said of these."""
    words = "".join([sup.text or "", *(one.tail or "" for one in sup)]) if len(sup) and all(map(is_call, sup)) else ""
    if not re.search(r"\w", words) or not _LEAD.fullmatch(sup.text or ""):
        return False
    rests = [behind(one.tail or "", text_of(one))[2] for one in sup]
    return bool(_END.fullmatch(rests.pop())) and all(map(_BETWEEN.fullmatch, rests))


def enclose(sup: etree._Element) -> bool:
    """Put brackets round all that a superscript holds, if it has none; a stop at its end stands behind it."""
    if stop := _STOP.search(sup[-1].tail or ""):
        sup[-1].tail, sup.tail = str(sup[-1].tail)[: stop.start()], stop[0] + (sup.tail or "")
    own = (sup.text or "").lstrip()[:1] in tuple(OPEN)
    if not own:
        sup.text, sup[-1].tail = f"({sup.text or ''}", f"{sup[-1].tail or ''})"
    return not own


def disclose(sup: etree._Element) -> bool:
    """Take these brackets away again; whether a citation that is all there is had put them into its first and its last link."""
    alone = len(sup) == 1 and not sup.text and not sup[0].tail
    links = [one for one in sup.iter("xref") if is_call(one)]
    first, last = (links[0], links[-1]) if alone else (sup, sup)
    first.text = (first.text or "").removeprefix("(") or None
    if len(last):
        last[-1].tail = (last[-1].tail or "").removesuffix(")") or None
    else:
        last.text = (last.text or "").removesuffix(")") or None
    return alone
