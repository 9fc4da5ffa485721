"""Prepare: a working copy of the article in which what belongs together stands together, so that each rule sees all it needs."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

from pipeline.exporters.wikitext.base import Element
from pipeline.markup import build
from pipeline.tree import find_all

KEPT = ("ref", "fn")
_WIDE: Final = re.compile(" {2,}|\t+")  # of which MediaWiki keeps one


def linked(root: Element) -> Element:
    """A copy with the ids that links lead to, and the calls of the notes known to the notes (`fn/@call`)."""
    root = deepcopy(root)
    _keep_lines(root)
    notes = {str(note.get("id")): note for note in find_all(root, "//back//fn-group/fn")}
    for call in [one for one in root.iter("xref") if not _unprinted(one)]:
        for key in (call.get("rid") or "").split():
            if (note := notes.pop(key, None)) is not None:
                call.set("id", call.get("id") or f"call-{key}")
                note.set("call", str(call.get("id")))
    _drop_idle_ids(root)
    return root


def _unprinted(call: Element) -> bool:
    """Whether it stands in the fields of a reference that is printed beside them."""
    return any(fields.find("../mixed-citation") is not None for fields in call.iterancestors("element-citation"))


def _keep_lines(root: Element) -> None:
    """Preformatted text that holds more than text with its lines and spaces as they stand: `<pre>` can hold only text."""
    for block in [one for one in root.iter("preformat", "code") if len(one)]:
        block.text = (block.text or "").removeprefix("\n")
        for element in list(block.iter("{*}*")):
            for after in (*element, None):
                _keep(element, after)


def _keep(element: Element, after: Element | None) -> None:
    """Break the words of an element, or those after one of its children, where their lines end."""
    words = (element.text if after is None else after.tail) or ""
    first, *rest = _WIDE.sub(lambda found: "\u00a0" * len(found[0].expandtabs(4)), words).split("\n")
    if after is None:
        element.text = first
    else:
        after.tail = first
    for line in reversed(rest):
        end = build("break")
        end.tail = line
        element.insert(0 if after is None else element.index(after) + 1, end)


def _drop_idle_ids(root: Element) -> None:
    """MediaWiki needs no anchor that nothing leads to; references and notes keep theirs."""
    used = {key for xref in root.iter("xref") for key in (xref.get("rid") or "").split()}
    used |= {str(element.get(key)) for element in root.iter("list", "fn") for key in ("continued-from", "call") if element.get(key)}
    for element in find_all(root, "//*/@id/.."):
        if element.get("id") not in used and element.tag not in KEPT:
            del element.attrib["id"]


def gathered(root: Element) -> Element:
    """A copy for templates: each note and each reference stands in the first `xref` that calls it, of the text if there is one."""
    root = deepcopy(root)
    _keep_lines(root)
    for link in into_labels(root):
        link.tag = "styled-content"
        link.attrib.clear()
    _gather(root, {str(note.get("id")): note for note in find_all(root, "//back//fn-group/fn")}, "fn")
    _gather(root, {str(ref.get("id")): ref for ref in find_all(root, "//back//ref-list/ref")}, "bibr")
    _drop_idle_ids(root)
    return root


def into_labels(root: Element) -> list[Element]:
    """The links that lead into the labels of notes and references, which MediaWiki gives them itself where it gathers them."""
    inside = find_all(root, "//back//fn-group/fn/label//*[@id] | //back//ref-list/ref/label//*[@id]")
    keys = {str(element.get("id")) for element in inside}
    return [link for link in root.iter("xref") if not keys.isdisjoint((link.get("rid") or "").split())] if keys else []


def _gather(root: Element, waiting: dict[str, Element], kind: str) -> None:
    known = set(waiting)
    calls = [xref for xref in root.iter("xref") if xref.get("ref-type") == kind]
    calls = [xref for xref in calls if next(xref.iterancestors("ref"), None) is None]  # MediaWiki has no reference within another
    for call in sorted(calls, key=lambda xref: next(xref.iterancestors("fn"), None) is not None):
        if known.issuperset((call.get("rid") or "").split()):
            call.set("gathered", "yes")
        for key in (call.get("rid") or "").split():
            target = waiting.get(key)
            if target is None or target in call.iterancestors():
                continue
            if target.get("specific-use") == "citation":
                # Each call prints the citation anew
                call.append(deepcopy(target))
                target.set("called", "citation")
            else:
                _mark(target)
                call.append(waiting.pop(key))
    for note in [note for note in waiting.values() if note.get("called")]:
        note.getparent().remove(note)  # type: ignore[union-attr]


def _mark(target: Element) -> None:
    """The list that an entry leaves knows that it printed one (`@called`)."""
    group = target.getparent()
    if group is not None:
        group.set("called", "yes")
    if target.tail:
        target.tail = None
