"""Capitals: names that a list of references sets in capitals, which citations do not, are written as citations write them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import listed
from pipeline.tree import find_all, text_of

_SURE: Final = 2  # citations that write a name otherwise
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = frozenset(listed("DA DAS DE DEL DEN DER DI DO DOS DU E I LA LAS LE LOS VAN VON Y ZU"))


def capitals(root: etree._Element, report: Report) -> None:
    """All references of the file, if some of those cited are told otherwise and none alike."""
    names = [one for one in find_all(root, "//element-citation//name/surname") if _loud(text_of(one))]
    if not names:
        return
    said = _said(root)
    told = {one: _told(text_of(one), said.get(next(one.iterancestors("ref")).get("id") or "", "")) for one in names}
    other = [form for form in told.values() if form]
    if len(other) < _SURE or sum(_loud(form) for form in other) * 4 > len(other):
        return
    for one, form in told.items():
        first = form if form and not _loud(form) else ""
        for part in (one, *one.itersiblings("given-names")):
            part.text = _WORD.sub(lambda word: _quiet(word, first), text_of(part))  # noqa: B023
    report("import-simplified", f"names that references set in capitals are written as citations write them ({len(names)})", names[0])


def _loud(words: str) -> bool:
    """Whether a name is in capitals, and has so many letters that it is no initial."""
    return words.isupper() and len(words) > 2


def _said(root: etree._Element) -> dict[str, str]:
    """The words of all citations of each reference."""
    said: dict[str, str] = {}
    for xref in root.iter("xref"):
        for key in (xref.get("rid") or "").split():
            said[key] = f"{said.get(key, '')} {text_of(xref)}"
    return said


def _told(name: str, words: str) -> str:
    """The first word of a name as citations write it."""
    first = _WORD.search(name)
    found = re.search(rf"(?<!\w){re.escape(first[0])}(?!\w)", words, re.IGNORECASE) if first else None
    return found[0] if found else ""


def _quiet(word: re.Match[str], told: str) -> str:
    """A word of a name with its first letter alone in capitals, or as it is told; initials stay, small words are small within a name."""
    said = word[0]
    if said == told.upper():
        return told
    if len(said) < 2 or not said.isupper() or word.string[word.end() : word.end() + 1] == ".":
        return said
    if said in _SMALL and word.start():
        return said.lower()
    return f"Mc{said[2:].capitalize()}" if said.startswith("MC") and len(said) > 4 else said.capitalize()
