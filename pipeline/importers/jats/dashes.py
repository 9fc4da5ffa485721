"""Dashes: a dash in a printed list stands for the people of the reference before it; they are said, since another style sorts otherwise."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import documents
from pipeline.resolve.prose import people_at
from pipeline.tree import text_of

_DASHES: Final = re.compile(r"[\s\u00a0]*(?:[—―]{2,}|[–—―_-]{3,})(?=[\s\u00a0]*[.,:;(])")
_MORE: Final = re.compile(r",? (?:et al|and|&|y|e|et|und)\b")


def dashes(root: etree._Element, report: Report) -> None:
    """All lists of references."""
    for document in documents(root):
        before = ""
        for prose in document.iter("mixed-citation"):
            first = _first(prose)
            if (found := _DASHES.match(first.text or "")) and before:
                rest = str(first.text)[found.end() :]
                said = before if not _MORE.match(rest) else people_at(before, first=True) or before
                said = said.rstrip(".") if rest.startswith(".") else said
                report("import-repaired", f"a dash stands for the people of the reference before it: {said}", prose)
                first.text = f"{said}{rest}"
            before = people_at(text_of(prose)) or ""


def _first(element: etree._Element) -> etree._Element:
    """The element whose text is the first of an element."""
    while not (element.text or "").strip() and len(element) and isinstance(element[0].tag, str):
        element = element[0]
    return element
