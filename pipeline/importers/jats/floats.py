"""Floats: the figures and tables of a `floats-group` go where they are first called."""

from __future__ import annotations

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.allowed import INLINE
from pipeline.importers.jats.tools import documents, has_words, new, part, remove, runs


def floats(root: etree._Element, report: Report) -> None:
    """The members of a `floats-group` stand behind the block that calls them first; those that nothing calls at the end of the body."""
    for document in list(documents(root)):
        for group in document.findall("floats-group"):
            first = _first_calls(document)
            if has_words(group):
                runs(group, {str(child.tag) for child in group if child.tag not in INLINE})
            for child in list(group):
                child.tail = None
                _place(child, first.get(str(child.get("id"))), document)
            remove(group)


def _first_calls(document: etree._Element) -> dict[str, etree._Element]:
    """By id: the block, in a place of blocks, that calls it first."""
    first: dict[str, etree._Element] = {}
    for matter in document.findall("body") + document.findall("back"):
        for xref in matter.iter("xref"):
            for key in (xref.get("rid") or "").split():
                if key not in first and (block := _block_of(xref)) is not None:
                    first[key] = block
    return first


def _block_of(element: etree._Element) -> etree._Element | None:
    """The outermost block that an element stands in."""
    child = element
    found = None
    for ancestor in element.iterancestors():
        if ancestor.tag in ("body", "sec", "app") and child.tag not in ("title", "label", "sec"):
            found = child
        if ancestor.tag in ("body", "back"):
            break
        child = ancestor
    return found


def _place(child: etree._Element, block: etree._Element | None, document: etree._Element) -> None:
    if block is not None:
        while (after := block.getnext()) is not None and after.get("position") == "placed":
            block = after
        block.addnext(child)
        child.set("position", "placed")
        return
    body = part(document, "body")
    last = body[-1] if len(body) else None
    if last is not None and last.tag == "sec":
        body.append(new("sec", child, None, [child]))
    else:
        body.append(child)
