"""Astray: links of citations that lead to no reference lead to the one that they mean.

An id may differ from it in capitals, or say both ends of a range; where it says nothing, the label does: by numbers, or people and year.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.locators import DASH
from pipeline.importers.jats.tools import document_of
from pipeline.importers.jats.unlinked import by_numbers, by_people
from pipeline.tree import raw_text

_SPLIT: Final = re.compile(r"[\s,;]+")
_RANGE: Final = re.compile(rf"(?P<first>[^\W\d_]*\d+)[{DASH}](?P<last>[^\W\d_]*\d+)")  # "B1-B4", "B1-4"


def astray(root: etree._Element, report: Report) -> None:
    """All citations of the file."""
    ids = {str(ref.get("id")) for ref in root.iter("ref")}
    lost = [xref for xref in root.iter("xref") if is_call(xref) and not ids.issuperset(_keys(xref) or [""])]
    known = {str(key) for key in root.xpath("//@id")} if lost and ids else set()  # type: ignore[union-attr]
    found = [xref for xref in lost if ids and not known.intersection(_keys(xref)) and _lead(xref, root)]
    if found:
        said = f"links of citations that lead to no reference lead to the one that they mean ({len(found)})"
        report("import-repaired", said, found[0])


def _keys(xref: etree._Element) -> list[str]:
    return [key for key in _SPLIT.split(xref.get("rid") or "") if key]


def _lead(xref: etree._Element, root: etree._Element) -> bool:
    """Lead a link to the references that it means; whether there are any."""
    own = document_of(xref)
    refs = [ref for ref in root.iter("ref") if document_of(ref) is own] or list(root.iter("ref"))
    meant = _by_id(_keys(xref), [str(ref.get("id")) for ref in refs]) or _by_label(xref, refs)
    if meant:
        xref.set("rid", " ".join(dict.fromkeys(meant)))
    return bool(meant)


def _by_id(keys: list[str], ids: list[str]) -> list[str]:
    """The ids that keys mean: in other capitals, or from one end of a range to the other."""
    folded: dict[str, list[str]] = {}
    for one in ids:
        folded.setdefault(one.casefold(), []).append(one)
    meant: list[str] = []
    for key in keys:
        if len(alike := folded.get(key.casefold(), [])) == 1:
            meant += alike
        elif ends := _RANGE.fullmatch(key):
            first, last = ends["first"], ends["last"]
            last = last if not last.isdecimal() else re.sub(r"\d+$", last, first)
            if first in ids and last in ids:
                meant += ids[ids.index(first) : ids.index(last) + 1]
    return meant


def _by_label(xref: etree._Element, refs: list[etree._Element]) -> list[str]:
    """The ids of the references whose numbers, or people and year, a label says."""
    words, previous, parent = raw_text(xref).strip(), xref.getprevious(), xref.getparent()
    labelled = any(ref.find("label") is not None for ref in refs)
    numbers = by_numbers(refs)("", f"[{words.strip('()[]')}]") if labelled else []
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return [key for *_, key in numbers or by_people(refs, [])(before, words)]
