"""Touching: numbers of citations that touch the word before them stand raised, as the print has them that the file leaves to its style."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.tools import new
from pipeline.tree import text_of

_NUMBER: Final = re.compile(r"\d{1,3}(?:[–-]\d{1,3})?")
_BETWEEN: Final = re.compile(r"[\s\u00a0]*[,;–-]?[\s\u00a0]*")
_TOUCHED: Final = re.compile(r"(?:[^\W\d_]|[.,;:!?)\]”’»\"%])\Z")
_FEW: Final = 2  # a file has more such citations, or none

Run = list[etree._Element]


def touching(root: etree._Element, report: Report) -> None:
    """All numbers of the file, if most stand so: as "information.1" they are read as what nobody has printed."""
    runs = _runs([xref for xref in root.iter("xref") if _is_number(xref)])
    touched = [run for run in runs if _TOUCHED.search(_before(run[0])) and not (run[-1].tail or "")[:1].isalnum()]
    if len(touched) <= _FEW or len(touched) * 2 <= len(runs):
        return
    report("import-repaired", f"numbers of citations that touch words are raised ({len(touched)})", touched[0][0])
    for run in touched:
        _raise(run)


def _is_number(xref: etree._Element) -> bool:
    """Whether a link to references says a number, and is raised neither by itself nor by what is round it."""
    if not is_call(xref) or len(xref) or not _NUMBER.fullmatch((xref.text or "").strip()):
        return False
    return next(xref.iterancestors("sup", "ref"), None) is None


def _runs(numbers: list[etree._Element]) -> list[Run]:
    """Numbers that follow each other, with nothing but a mark between them."""
    runs: list[Run] = []
    for xref in numbers:
        last = runs[-1][-1] if runs else None
        if last is not None and xref.getprevious() is last and _BETWEEN.fullmatch(last.tail or ""):
            runs[-1].append(xref)
        else:
            runs.append([xref])
    return runs


def _before(xref: etree._Element) -> str:
    """The words just before a link; they may end in an element."""
    previous, parent = xref.getprevious(), xref.getparent()
    if previous is None:
        return str(getattr(parent, "text", None) or "")
    return previous.tail or text_of(previous)


def _raise(run: Run) -> None:
    sup = new("sup", run[0])
    run[0].addprevious(sup)
    sup.tail, run[-1].tail = run[-1].tail, None
    sup.extend(run)
