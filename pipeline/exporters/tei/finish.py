"""Finishing: the tree in the TEI namespace, MathML in the header, the file's bytes."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pipeline.exporters.tei.base import ID, Element, new
from pipeline.tree import MATHML

TEI = "http://www.tei-c.org/ns/1.0"
INDENT = "  "
ELEMENT_ONLY = set(
    """
    TEI teiHeader fileDesc titleStmt publicationStmt availability notesStmt sourceDesc encodingDesc appInfo application editorialDecl
    profileDesc langUsage calendarDesc calendar textClass keywords particDesc listOrg org abstract revisionDesc respStmt
    text body back div list table row figure floatingText cit lg sp listBibl biblStruct biblFull analytic monogr imprint front
    """.split()  # noqa: SIM905 one name a line would be a page
)


def collect_math(root: Element, header: Element, prefix: str) -> None:
    """Move the MathML of formulas, which TEI's `formula` cannot hold, to `xenoData` that `formula/@corresp` points to."""
    place = header.find("revisionDesc")
    at = len(header) if place is None else header.index(place)
    for number, math in enumerate(list(root.iter(f"{{{MATHML}}}math")), 1):
        formula = math.getparent()
        if formula is None:
            continue
        key = f"{prefix}{number}"
        formula.set("corresp", f"#{key}")
        keep_tail(math)
        header.insert(at, new("xenoData", [math], **{ID: key}, type="MathML"))
        at += 1


def keep_tail(element: Element) -> None:
    """Take the text after an element off it, and leave it where it stands."""
    tail, parent, before = element.tail or "", element.getparent(), element.getprevious()
    element.tail = None
    if before is not None:
        before.tail = (before.tail or "") + tail
    elif parent is not None:
        parent.text = (parent.text or "") + tail


def in_namespace(root: Element) -> Element:
    """A tree that reads as this one in the TEI namespace: below the root, whose declaration holds for them, the names are bare."""
    spaces: Any = {None: TEI, "mml": MATHML}  # the stubs know no default namespace
    whole = etree.Element(f"{{{TEI}}}{root.tag}", nsmap=spaces)
    whole.attrib.update(root.attrib)
    whole.text = root.text
    whole.extend(list(root))
    etree.cleanup_namespaces(whole)
    return whole


def indent(element: Element, line: str = "\n") -> None:
    """Put each child of element-only content on a line of its own; mixed content, and all below it, stays as it is."""
    if element.tag not in ELEMENT_ONLY or not len(element):
        return
    element.text = line + INDENT
    for child in element:
        if len(child):
            indent(child, line + INDENT)
        child.tail = line + INDENT
    element[-1].tail = line


def file(root: Element) -> bytes:
    """The bytes of the finished file."""
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n%s\n' % etree.tostring(in_namespace(root), encoding="UTF-8", xml_declaration=False)
