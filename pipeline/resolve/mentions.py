"""Mentions: a reference to a note that is called elsewhere ("see note 8 above") is no call, and is not raised."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from pipeline.tree import find_all


def tell_mentions(root: etree._Element) -> None:
    """Make those references to notes that only speak of them references like any other, in place."""
    calls: dict[str, list[etree._Element]] = defaultdict(list)
    found = find_all(root, "//xref[@ref-type='fn']")
    for xref in found:
        for key in (xref.get("rid") or "").split():
            calls[key].append(xref)
    called = {key for key, those in calls.items() if any(not _in_note(one) for one in those)}
    plainly = {key for key, those in calls.items() if any(not _in_note(one) and not _apart(one) for one in those)}
    for xref in found:
        elsewhere = called if _in_note(xref) else plainly if _apart(xref) else ()
        if xref.get("rid") and all(key in elsewhere for key in str(xref.get("rid")).split()):
            xref.set("ref-type", "other")


def _in_note(xref: etree._Element) -> bool:
    return next(xref.iterancestors("fn"), None) is not None


def _apart(xref: etree._Element) -> bool:
    """Whether a reference is a word of its sentence: on the line, and with a space before it."""
    previous, parent = xref.getprevious(), xref.getparent()
    if parent is None or xref.find("sup") is not None or next(xref.iterancestors("p"), None) is None:
        return False
    before = (parent.text if previous is None else previous.tail) or ""
    return parent.tag != "sup" and before[-1:].isspace() and bool(before.strip())
