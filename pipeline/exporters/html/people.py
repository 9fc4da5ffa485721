"""People: the line of contributors has names and marks; numbers and statements on them stand in the colophon."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import takewhile

from lxml import etree

from pipeline.exporters.html.document import Document
from pipeline.exporters.html.xhtml import flat, h, local, tagged
from pipeline.markup import Parts

_INITIAL = re.compile(r"(?<=\b[^\W\d_]\.) ")  # behind it a name goes on in the same line


def people(document: Document, notes: str) -> None:
    """Move the ORCIDs, of which a linked mark stays, and the calls of statements from the lines of contributors to the colophons."""
    statements = {item.get("id") for part in document.endnotes for item in tagged(part, "li")}
    _settle(document.header, document.colophon, statements, notes)
    for name in (one for part in document.parts for one in tagged(part, "span") if one.get("class") == "name"):
        name.text = _INITIAL.sub("\u00a0", name.text) if name.text else name.text
    for letter in (one for part in document.letters for one in tagged(part, "section") if _is_letter(one)):
        colophons = (part for part in letter if part.get("role") == "doc-colophon")
        _settle(letter[0], next(colophons, None), statements, notes)


def _is_letter(section: etree._Element) -> bool:
    return "sub-article" in (section.get("class") or "").split()


def _settle(header: etree._Element, colophon: etree._Element | None, statements: Set[str | None], notes: str) -> None:
    listing = next(iter(tagged(colophon, "dl")), None) if colophon is not None else None
    if listing is None:
        return
    listed = [item for line in tagged(header, "ul") if "contributors" in (line.get("class") or "").split() for item in line]
    taken = [(_name(item), _orcid(item), _calls(item, statements)) for item in listed]
    for term, rows in (("ORCID", [(name, numbers) for name, numbers, _ in taken]), (notes, [(name, calls) for name, _, calls in taken])):
        found = [(name, parts) for name, parts in rows if parts]
        said = [part for n, (name, parts) in enumerate(found) for part in (*(["; "] if n else []), f"{name} ", *parts)]
        listing.extend([h("dt", parts=[term]), h("dd", parts=said)] if said else [])


def _name(item: etree._Element) -> str:
    named = [one for one in tagged(item, "span") if one.get("class") == "name"]
    return flat([*named[:1]] or _before_marks(item)).rstrip(", ")


def _before_marks(item: etree._Element) -> Parts:
    """The names of a contributor who has several, and degrees; no marks and no numbers."""
    parts: Parts = [item.text or ""]
    for child in takewhile(lambda one: local(one) not in ("sup", "a"), item):
        parts += [flat([child]), child.tail or ""]
    return parts


def _orcid(item: etree._Element) -> Parts:
    """The number, linked; a mark that is linked too stands in its place, on the line where the name ends."""
    for link in [one for one in tagged(item, "a") if one.get("class") == "orcid"]:
        number, link.text = flat([link]), "iD"
        if (before := link.getprevious()) is not None and before.tail == " ":
            before.tail = "\u00a0"
        return [h("a", {"class": "orcid", "href": link.get("href"), "dir": link.get("dir")}, [number])]
    return []


def _calls(item: etree._Element, statements: Set[str | None]) -> Parts:
    """The calls of notes that are printed at the end: statements on the article, which nobody looks for beside a name."""
    found = [call for call in tagged(item, "a") if call.get("role") == "doc-noteref" and call.get("href", "#")[1:] in statements]
    for call in found:
        _take(next(one for one in (call, *call.iterancestors()) if one.getparent() is item))
        call.tail = None
    parts: Parts = []
    for call in found:
        parts += [", ", call] if parts else [call]
    return parts


def _take(mark: etree._Element) -> None:
    """Take a mark away, with the comma that parts it from the one before or behind it."""
    for one in (mark.getprevious(), mark.getnext()):
        if one is not None and local(one) == "sup" and flat([one]) == ",":
            one.getparent().remove(one)  # type: ignore[union-attr]
            break
    before = mark.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (mark.tail or "")
    mark.getparent().remove(mark)  # type: ignore[union-attr]
