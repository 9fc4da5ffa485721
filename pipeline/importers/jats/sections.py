"""Sections: one of references that a converter has left as paragraphs, at the end of an article without any list, is a list of them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.ids import fresh
from pipeline.importers.jats.tools import content, documents, new, part, remove
from pipeline.tree import find_all, text_of

HEADING: Final = re.compile(
    r"(?:[\dIVX]+\.?\s+)?(?:(?:list of )?references?(?: cited)?|bibliography|works cited|literature(?: cited)?|literaturverzeichnis"
    r"|literatur|bibliographie|références(?: bibliographiques)?|referencias(?: bibliográficas)?|bibliografía"
    r"|referências(?: bibliográficas)?|bibliografia|riferimenti bibliografici|список литературы|литература)[.:]?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|\b(?:n\.\s?d\.|in press|forthcoming)", re.IGNORECASE)
_MOST: Final = 0.7  # of the paragraphs say a year
_FEWEST: Final = 2


def sections(root: etree._Element, report: Report) -> None:
    """The last section of each document that has no references."""
    for document in documents(root):
        last = next(iter(find_all(document, "./body/sec[last()] | ./back/sec[last()]")[-1:]), None)
        if document.find(".//ref") is not None or last is None or not HEADING.fullmatch(text_of(last.find("title"))):
            continue
        entries = _entries(last)
        dated = [one for one in entries if _YEAR.search(text_of(one))]
        if len(entries) >= _FEWEST and len(dated) >= _MOST * len(entries):
            report("import-repaired", f"a section of {len(entries)} references is read as a list of them", last)
            _list(document, last, entries)


def _entries(section: etree._Element) -> list[etree._Element]:
    """The paragraphs of a section that has nothing else, those of a list among them; none of another."""
    found: list[etree._Element] = []
    for child in section:
        if child.tag == "p" and not child.findall("list"):
            found.append(child)
        elif child.tag == "list" or (child.tag == "p" and len(child) == 1 and not (child.text or "").strip()):
            items = list(child.iter("list-item"))
            found += [item[-1] for item in items if len(item) and item[-1].tag == "p"]
            if any(len(item.findall("p")) != 1 for item in items):
                return []
        elif child.tag not in ("title", "label"):
            return []
    return [one for one in found if text_of(one)]


def _list(document: etree._Element, section: etree._Element, entries: list[etree._Element]) -> None:
    """Put a list of references in the place of a section, at the end of the document."""
    made = new("ref-list", section, {"id": str(section.get("id"))} if section.get("id") else {})
    title = section.find("title")
    if title is not None:
        made.append(title)
    part(document, "back").append(made)
    for entry in entries:
        ref = new("ref", entry, {"id": entry.get("id") or fresh(document, "ref")})
        made.append(ref)
        label = getattr(entry.getprevious(), "tag", "") == "label" and entry.getprevious()
        if label is not False and label is not None:
            ref.append(label)
        ref.append(new("mixed-citation", entry, None, content(entry)))
    remove(section)
