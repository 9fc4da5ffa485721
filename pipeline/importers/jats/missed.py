"""Missed: references that no link cites are cited where numbers say them as the links of the document say others.

Where links say people and years, words that say others are left alone: they are true in every style.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.locators import DASH
from pipeline.importers.jats.raised import has_notes, raised
from pipeline.importers.jats.tools import document_of, documents
from pipeline.importers.jats.unlinked import Finder, Found, by_numbers, holders_in, link_in, link_raised, numbered
from pipeline.tree import text_of

_DASH: Final = re.compile(rf"\s*[{DASH}]\s*")
_BEFORE: Final = re.compile(rf"[\[,;{DASH}]\s*\Z")


def missed(root: etree._Element, report: Report) -> None:
    """All documents of the file that have links."""
    for document in documents(root):
        refs = [ref for ref in document.iter("ref") if document_of(ref) is document and ref.get("id")]
        calls = [xref for xref in document.iter("xref") if is_call(xref) and document_of(xref) is document]
        left = {str(ref.get("id")) for ref in refs} - {key for xref in calls for key in (xref.get("rid") or "").split()}
        left -= _between(calls, refs)
        if left and len(left) <= len(calls) and (made := _link(document, refs, calls, left)):
            report("import-repaired", f"references that no link cites are named in the text; {made} citations are made links", document)


def _between(calls: list[etree._Element], refs: list[etree._Element]) -> set[str]:
    """What links at both ends of a range cite."""
    keys, found = numbered(refs), set()
    for first in calls:
        last = first.getnext()
        if last is not None and is_call(last) and _DASH.fullmatch(first.tail or ""):
            ends = [text_of(one).strip("()[] ") for one in (first, last)]
            if all(map(str.isdecimal, ends)):
                found |= {keys[number] for number in range(int(ends[0]), int(ends[1])) if number in keys}
    return found


def _link(document: etree._Element, refs: list[etree._Element], calls: list[etree._Element], left: set[str]) -> int:
    """Link by numbers in brackets, or by raised ones, as most links do; how many links are made."""
    says, most = [text_of(xref).strip("()[] ") for xref in calls], len(calls) / 2
    holders = holders_in(document)
    if sum(words.isdecimal() and _in_square(xref) for words, xref in zip(says, calls, strict=True)) > most:
        return _linked(holders, _only(by_numbers(refs), left))
    if sum(_is_raised(xref) for xref in calls) > most and not has_notes(document):
        found = [one for one in raised(holders, numbered(refs)) if any(key in left for *_, key in one[1])]
        return sum(link_raised(*one) for one in found)
    return 0


def _linked(holders: list[etree._Element], finder: Finder) -> int:
    return sum(link_in(one, "", finder)[1] for one in holders)


def _only(finder: Finder, left: set[str]) -> Finder:
    """What a finder finds in texts that say what is left to be cited."""

    def find(before: str, text: str) -> Found:
        found = [one for one in finder(before, text) if not _indexes(text, one[0])]
        return found if any(key in left for *_, key in found) else []

    return find


def _indexes(text: str, start: int) -> bool:
    """Whether a number stands in brackets right behind a word, as in mathematics and programs."""
    bracket = text.rfind("[", 0, start)
    return (
        bracket > 0 and text[bracket - 1].isalnum() and text[start].isdigit() and not re.search(r"[^\d\s,;–-]", text[bracket + 1 : start])
    )


def _in_square(xref: etree._Element) -> bool:
    """Whether a link stands in square brackets, as far as the text beside it says."""
    previous, parent = xref.getprevious(), xref.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return _BEFORE.search(before) is not None or text_of(xref).startswith("[")


def _is_raised(xref: etree._Element) -> bool:
    parent = xref.getparent()
    return (parent is not None and parent.tag == "sup") or xref.find("sup") is not None
