"""Arrows: a citation that is an arrow behind the year that it links ("Abel (2001 ▶)") says the year; those of ranges ("1⇓–3") go."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.locators import YEAR
from pipeline.importers.jats.tools import content, fill
from pipeline.tree import text_of

_ARROW: Final = re.compile(r"[▶▸►▹▷▻→↗↑➔➤⇒»]")
_HIDDEN: Final = re.compile(r"⇓+(?=[–-])")  # for each number that a range does not print
_YEAR_BEFORE: Final = re.compile(rf"(?P<year>{YEAR})\s*$", re.IGNORECASE)


def arrows(root: etree._Element, report: Report) -> None:
    """Link the years before all arrows; the arrows themselves are not printed."""
    found = [xref for xref in root.iter("xref") if is_call(xref) and _ARROW.fullmatch(text_of(xref))]
    if linked := [xref for xref in found if _links(xref)]:
        report("import-simplified", f"arrows that link years to references are not printed, the years link ({len(linked)} here)", linked[0])
    for xref in root.iter("xref"):
        if is_call(xref) and _HIDDEN.match(xref.tail or ""):
            report("import-simplified", "arrows that stand for the numbers within a range are not printed", xref)
            xref.tail = _HIDDEN.sub("", str(xref.tail), count=1)


def _links(xref: etree._Element) -> bool:
    """Whether a year, or the letter of one, stands before an arrow; it becomes the words of the link."""
    letter = previous if (previous := xref.getprevious()) is not None and _is_letter(previous) else None
    before = previous if letter is None else letter.getprevious()
    words = (before.tail if before is not None else xref.getparent().text) or ""  # type: ignore[union-attr]
    year = _YEAR_BEFORE.search(words)
    if year is None and letter is None:
        return False
    content(xref)
    if letter is not None:
        letter.tail = None
        fill(xref, [letter])
    if year is not None:
        xref.text = year["year"]
        _says(before, xref, words[: year.start()])
    return True


def _says(before: etree._Element | None, xref: etree._Element, words: str) -> None:
    """Set the words between what stands before a link and the link."""
    if before is not None:
        before.tail = words
    else:
        xref.getparent().text = words  # type: ignore[union-attr]


def _is_letter(element: etree._Element) -> bool:
    """Whether an element is the italic letter that parts works of one year, with nothing behind it."""
    return element.tag == "italic" and not (element.tail or "").strip() and bool(re.fullmatch("[a-z]", text_of(element)))
