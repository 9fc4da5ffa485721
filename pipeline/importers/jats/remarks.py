"""Remarks: what stands in a reference beside its citation, words, fields and notes, is said in it."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from pipeline.importers.jats import forms
from pipeline.importers.jats.tools import BLOCKS, CITATIONS, content, is_empty, new, rename, said, say_before, unwrap
from pipeline.tree import fold, text_of

_LETTERED: Final = re.compile(r"\(?[a-z]\)")


def remarks(ref: etree._Element) -> None:
    """All that is in a reference and in no citation; a note with a label is a work of its own."""
    for note in ref.findall("note"):
        if not _remarks(note):
            _note(note)
    _loose(ref)


def _remarks(note: etree._Element) -> bool:
    """Whether a note is a remark on the only work of its reference: behind it, with no label of its own."""
    parent = note.getparent()
    beside = [child for child in parent if child.tag != "label"] if parent is not None else []
    return (
        beside[-1:] == [note]
        and all(one.tag in CITATIONS for one in beside[:-1])
        and len(forms.works(beside[:-1])) == 1
        and note.find(".//label") is None
        and not _LETTERED.match(text_of(note))
    )


def _note(note: etree._Element) -> None:
    """A note among the references is prose."""
    _level(note)
    rename(note, "mixed-citation").set("publication-type", "other")


def _level(note: etree._Element) -> None:
    """Put the words of a note's paragraphs into it, with gaps between them."""
    for inner in list(note.iter("p", "label", "title")):
        parent, previous = inner.getparent(), inner.getprevious()
        before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
        say_before(inner, " " if (before or previous is not None) and not before[-1:].isspace() else "")
        unwrap(inner)


def _loose(ref: etree._Element) -> None:
    """Words and fields outside any citation join the citation before them, or make one of prose."""
    for child in list(ref):
        tail, child.tail = fold(child.tail or ""), None
        if tail:
            _gap_behind(target := _prose(ref, child))
            target.append(new("comment", child, None, [tail]))
        if child.tag not in (*CITATIONS, "label"):
            if is_empty(child):
                ref.remove(child)
            else:
                _remark(ref, child)
    if words := fold(ref.text or ""):
        ref.text = None
        ref.append(new("mixed-citation", ref, None, [words]))


def _remark(ref: etree._Element, child: etree._Element) -> None:
    """What is said outside a citation stands in the last one; what a note says of a work, in its fields and in its prose."""
    target = _prose(ref, child)
    ref.remove(child)
    _gap_behind(target)
    target.append(new("comment", child, None, _words(child, target)))
    beside = next((one for one in ref if one.tag in ("mixed-citation", "element-citation") and one.tag != target.tag), None)
    if child.tag == "note" and beside is not None:
        _gap_behind(beside)
        beside.append(copy.deepcopy(target[-1]))


def _words(child: etree._Element, target: etree._Element) -> list[str | etree._Element]:
    """What is said outside a citation: with its links, where it joins words."""
    if child.tag != "note" or target.tag != "mixed-citation" or any(one.tag in BLOCKS for one in child.iter()):
        return [said(child)]
    _level(child)
    return content(child)


def _gap_behind(prose: etree._Element) -> None:
    """What joins the words of a reference has a gap before it."""
    if prose.tag != "mixed-citation" or not text_of(prose):
        return
    if len(prose):
        prose[-1].tail = f"{(prose[-1].tail or '').rstrip()} "
    else:
        prose.text = f"{(prose.text or '').rstrip()} "


def _prose(ref: etree._Element, after: etree._Element) -> etree._Element:
    found = [child for child in ref if child.tag in ("mixed-citation", "element-citation")]
    if found:
        return found[-1]
    made = new("mixed-citation", after)
    ref.append(made)
    return made
