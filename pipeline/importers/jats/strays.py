"""Strays: text, floats and back matter that stand beside the body or the back of a document are put into it."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.allowed import INLINE, block_children
from pipeline.importers.jats.tools import listed, part
from pipeline.tree import find_all

_DOCUMENTS: Final = ("article", "sub-article", "response")
_OF_BODY: Final = listed("p sec")
_OF_BACK: Final = frozenset(listed("ack app app-group bio fn-group glossary notes ref ref-list"))


def strays(root: etree._Element, report: Report) -> None:
    """What may not stand in a document itself; text before its body begins the body."""
    of_body = block_children() | INLINE | {*_OF_BODY} - _OF_BACK
    for document in root.iter(*_DOCUMENTS):
        lead = 0
        for child in [one for one in find_all(document, "./*") if one.tag in of_body | _OF_BACK]:
            place = "back" if child.tag in _OF_BACK else "body"
            report("import-repaired", f"<{child.tag}> stands in <{document.tag}> itself; it is put into the {place}", child)
            early = place == "body" and next(child.itersiblings("body"), None) is not None
            home = part(document, place)
            home.insert(lead if early else len(home), child)
            lead += early
