"""Keywords: one element for each, whatever a publisher nests or lists in one."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import is_empty, new, remove, rename, trim, unwrap
from pipeline.tree import find_all, text_of

_COLONS: Final = ":\uff1a"
_CLASSES: Final = re.compile(r"(?<![^\W\d_])(?:pacs|msc|jel)(?![^\W\d_])", re.IGNORECASE)  # their codes are known by these names
_MARKS: Final = ",;\uff0c\uff1b\u3001\u060c\u061b"


def keywords(element: etree._Element, report: Report) -> None:
    """A group of keywords: its title without the colon that every output sets, one element for each."""
    for label in element.findall("label"):
        title = element.find("title")
        if title is None:
            rename(label, "title")
    if (title := element.find("title")) is not None:
        _without(title, _COLONS)
    elif classes := _CLASSES.search(element.get("kwd-group-type") or ""):
        element.insert(0, new("title", element, None, [classes[0].upper()]))
    for kwd in find_all(element, ".//compound-kwd | .//nested-kwd"):
        if kwd.tag == "compound-kwd":
            terms(rename(kwd, "kwd"))
        else:
            unwrap(kwd)
    for kwd in element.findall("kwd//kwd"):
        unwrap(kwd)
    for kwd in element.findall("kwd"):
        trim(kwd)
    _listed(element, report)
    for kwd in element.findall("kwd"):
        _without(kwd, _MARKS)  # an output sets its own between keywords
    if element.find("kwd") is None:
        remove(element) if is_empty(element) else element.append(new("kwd", element))


def _without(element: etree._Element, marks: str) -> None:
    """Take marks off the end of an element, in its emphasis or behind it."""
    words = (element[-1].tail if len(element) else element.text) or ""
    kept = words.rstrip(f" \u00a0\t\r\n{marks}") or None
    if len(element):
        element[-1].tail = kept
    else:
        element.text = kept
    if len(element) and kept is None:
        _without(element[-1], marks)


def _listed(group: etree._Element, report: Report) -> None:
    """A keyword alone that is a list, with semicolons or at least two commas between its words."""
    found = group.findall("kwd")
    words = text_of(found[0]) if len(found) == 1 and not len(found[0]) else ""
    mark = next((one for one, least in ((";", 1), ("\uff1b", 1), (",", 2), ("\uff0c", 2), ("\u060c", 2)) if words.count(one) >= least), "")
    if not mark:
        return
    report("import-guess", "a keyword that is a list is taken for its keywords", found[0])
    several = [new("kwd", found[0], None, [one.strip()]) for one in re.split(re.escape(mark), words.rstrip(". ")) if one.strip()]
    for one in reversed(several):
        found[0].addnext(one)
    group.remove(found[0])


def terms(compound: etree._Element) -> None:
    """The words of a term in several parts."""
    compound.text = " – ".join(text_of(part) for part in compound)
    del compound[:]
