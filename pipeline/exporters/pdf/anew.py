"""Anew: what is changed where pages that are laid out are wrong, before they are laid out once more."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.exporters.html.xhtml import local, tagged
from pipeline.exporters.pdf.paper import STEPS
from pipeline.tree import find_all


def turn(page: etree._Element, astray: set[str]) -> bool:
    """Turn the page before the paragraph that takes the room of the first note that went astray, else before that note's own."""
    called = next((span for span in tagged(page, "span") if span.get("class") == "footnote" and span.get("id") in astray), None)
    own = next(called.iterancestors("{*}p", "{*}li", "{*}table", "{*}dd"), None) if called is not None else None
    if own is None:
        return False
    after = next(iter(find_all(own, "following::*[local-name()='p'][not(ancestor::*[local-name()='aside'])][1]")), None)
    for block in map(_with_headings, (one for one in (after, own) if one is not None)):
        if "turn" not in (block.get("class") or "").split():
            block.set("class", f"{block.get('class') or ''} turn".strip())
            return True
    return False


def _with_headings(block: etree._Element) -> etree._Element:
    """The first of the headings right above a block, which begin its page, else the block itself."""
    top = block
    while top.getprevious() is None and (parent := top.getparent()) is not None and local(parent) != "body":
        top = parent
    before = top.getprevious()
    return _with_headings(before) if before is not None and re.fullmatch("h[2-6]", local(before)) else block


def shrink(page: etree._Element, cut: set[str]) -> bool:
    """Set the tables that have not enough room smaller, or on turned pages; say whether there was any that could be."""
    done = False
    for table in tagged(page, "table") if cut else ():
        holder = table.getparent()
        if table.get("data-table") not in cut or holder is None:
            continue
        known = {name for step in STEPS for name in step.split()}
        names = (holder.get("class") or "").split()
        now = " ".join(name for name in names if name in known)
        place = STEPS.index(now) + 1 if now in STEPS else 0
        if place < len(STEPS):
            holder.set("class", " ".join([*(name for name in names if name not in known), STEPS[place]]))
            done = True
    return done


def tighten(page: etree._Element, ends: set[str]) -> bool:
    """Set the tables of which little is left for a last turned page tighter; say whether there was any."""
    holders = [table.getparent() for table in tagged(page, "table") if table.get("data-table") in ends]
    for holder in holders:
        holder.set("class", f"{holder.get('class')} tight")  # type: ignore[union-attr]
    return bool(holders)


def lower(page: etree._Element, crowds: bool) -> bool:
    """Give the picture of an infobox less height; if that was not enough, put it before the text in place of beside it."""
    boxes = [(one, str(one.get("class")).split()) for one in tagged(page, "aside") if crowds]
    found = [(one, names) for one, names in boxes if "infobox" in names and "across" not in names]
    for one, names in found:
        one.set("class", " ".join([*names, "across" if "low" in names else "low"]))
    return bool(found)


def loosen(page: etree._Element, lonely: set[str]) -> bool:
    """Let pages part the tables that would else leave their heading alone, or a page half empty; say whether there was any."""
    done = False
    for holder in (table.getparent() for table in tagged(page, "table") if table.get("data-table") in lonely):
        names = str(holder.get("class")).split() if holder is not None else []
        if holder is not None and "short" in names:
            holder.set("class", " ".join(name for name in names if name != "short"))
            done = True
    return done
