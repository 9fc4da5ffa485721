"""Shared: what a group of contributors says of all of them, beside their names."""

from __future__ import annotations

import copy
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import document_of, is_empty, listed, new, part

_OF_LAST: Final = listed("author-comment address email ext-link uri")


def shared(group: etree._Element) -> None:
    """Marks are those of everybody, words and addresses stand with the last, notes among the notes, lives in the back matter."""
    contribs = group.findall("contrib")
    if not contribs:
        return
    for child in [one for one in group if one.tag != "contrib" and not is_empty(one)]:
        child.tail = None
        if child.tag in _OF_LAST:
            contribs[-1].append(child)
        elif child.tag == "bio":
            part(document_of(group), "back").append(child)
        elif child.tag == "fn":
            _notes(group).append(child)
    for mark in group.findall("xref"):
        mark.tail = None
        group.remove(mark)
        for contrib in contribs:
            contrib.append(copy.deepcopy(mark))


def _notes(group: etree._Element) -> etree._Element:
    """The notes on authors beside a group."""
    meta = group.getparent()
    found = meta.find("author-notes") if meta is not None else None
    if found is None:
        found = new("author-notes", group)
        group.addnext(found)
    return found
