"""Called: affiliations and notes on authors that have no label have the mark by which contributors call them, or that an attribute says."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import document_of, new, remove, take
from pipeline.tree import find_all, text_of

_MARK: Final = re.compile(r"\d{1,2}|[a-z]|[*∗†‡§¶#‖∥⊥∇○●□■◇◆☆★]{1,3}")

_PARTING: Final = ",; \t\r\n\u00a0"


def called(root: etree._Element) -> None:
    """All that is said of contributors apart from them."""
    marks: dict[str, set[str]] = {}
    notes = {str(one.get("id")): one for one in root.iter("notes") if one.get("id")}
    for xref in find_all(root, "//contrib//xref[@rid]"):
        _bare(xref)
        if not len(xref) and not text_of(xref) and xref.get("rid") in notes:
            _by_its_sign(xref, notes[str(xref.get("rid"))])
        if not text_of(xref) and any(one.get("rid") == xref.get("rid") for one in xref.itersiblings("xref", preceding=True)):
            remove(xref)  # it stands behind one that says the mark
            continue
        marks.setdefault(str(xref.get("rid")), set()).add(text_of(xref))
    for note in find_all(root, "//author-notes/fn | //author-notes/corresp"):
        symbol = take(note, "symbol")
        _label(note, symbol or _mark(note, marks))
    affs: dict[etree._Element, list[etree._Element]] = {}
    for aff in root.iter("aff"):
        affs.setdefault(document_of(aff), []).append(aff)
    for found in affs.values():
        said = [_mark(aff, marks) for aff in found]
        if len(found) > 1 and "" not in said and len(set(said)) == len(said):
            for aff, mark in zip(found, said, strict=True):
                _label(aff, mark)
        for aff, mark in zip(found, said, strict=True):
            _mark_behind(aff, mark)


def _bare(xref: etree._Element) -> None:
    """Take the marks that part it from others out of a mark: "1," and ",*"."""
    holder = xref[0] if len(xref) == 1 and xref[0].tag == "sup" and not xref.text and not xref[0].tail else xref
    if not len(holder) and (mark := (holder.text or "").strip(_PARTING)):
        holder.text = mark


def _by_its_sign(xref: etree._Element, note: etree._Element) -> None:
    """A link without words to a note that is no footnote says the sign that stands raised before the words of this."""
    first = note.find(".//p")
    sign = first[0] if first is not None and len(first) and not (first.text or "").strip() else None
    if sign is not None and sign.tag == "sup" and _MARK.fullmatch(text_of(sign)):
        xref.append(new("sup", xref, None, [text_of(sign)]))


def _mark(element: etree._Element, marks: dict[str, set[str]]) -> str:
    """The one mark of the calls to an element."""
    said = next(iter(found)) if len(found := marks.get(element.get("id") or "-", set())) == 1 else ""
    return said if _MARK.fullmatch(said) else ""


def _mark_behind(aff: etree._Element, mark: str) -> None:
    """The mark that an affiliation has raised behind its words is its label."""
    last = aff[-1] if len(aff) and mark else None
    if last is None or last.tag != "sup" or (last.tail or "").strip() or text_of(last) != mark or aff.find("label") is not None:
        return
    if len(aff) == 1 and not (aff.text or "").strip():
        return
    remove(last)
    words, aff.text = aff.text, None
    label = new("label", aff, None, [mark])
    label.tail = words
    aff.insert(0, label)


def _label(element: etree._Element, mark: str) -> None:
    """Set a label before an element that shows none."""
    shown = text_of(element).startswith(mark) and not mark.isalpha()
    if mark and not shown and element.find(".//label") is None and element.find("sup") is None:
        words, element.text = element.text, None
        label = new("label", element, None, [mark])
        label.tail = words
        element.insert(0, label)
