"""Sentence: labels of citations that are a part of it, and names in it as they are compared."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.locators import CLOSE, HAS_YEAR, OPEN, YEAR
from pipeline.importers.jats.tools import unwrap
from pipeline.tree import raw_text, text_of

_NARRATIVE: Final = re.compile(rf"(?>.*?[^\W\d_]{{2}}).*[{OPEN}]{YEAR}[^{CLOSE}]*[{CLOSE}]?", re.IGNORECASE)
NAMED_NUMBER: Final = re.compile(rf"(?>.*?[^\W\d_]{{2}}).*[{OPEN}]\d{{1,4}}[{CLOSE}]?")
_FAMILY: Final = re.compile(r"[^\W\d_]+")
_HEREAFTER: Final = re.compile(r"\b(?:here(?:in)?after|henceforth)(?: referred to as| called)?:?[\s\u00a0]*[“‘\"']?$", re.IGNORECASE)
_AGAIN: Final = re.compile(rf"[^{OPEN}][^\d{OPEN}]*{YEAR}[\s\u00a0]?[{OPEN}]{YEAR}[{CLOSE}]$", re.IGNORECASE)  # "Stocker 2013 [1900]"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_DIGIT: Final = re.compile(r"\d")
_SEVERAL: Final = re.compile(r"\d{4}[a-z]?[)\]]?;[\s\u00a0]*[^\W\d_]{2}")
_NUMBER: Final = re.compile(rf"[{OPEN}]?\s*\d{{1,4}}[*•▪■]{{0,3}}\s*[{CLOSE}.,]?")


def narrative(label: str) -> bool:
    """Whether a label names people and, in brackets, a year: "Stocker (2013)"."""
    return bool(_NARRATIVE.fullmatch(label)) and not (_NUMBER.fullmatch(label) or _AGAIN.search(label))


def nicknames(root: etree._Element) -> None:
    """Behind "hereafter" a link is the name that its work will have: a word of the sentence."""
    for xref in [one for one in root.iter("xref") if one.get("ref-type") == "bibr" and not len(one)]:
        previous, parent = xref.getprevious(), xref.getparent()
        before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
        if _HEREAFTER.search(before) and previous is not None and previous.get("rid") == xref.get("rid"):
            unwrap(xref)


def small_names(root: etree._Element, report: Report) -> None:
    """Names of cited people in small capitals beside their citation are words as other names are."""
    holders = [one for one in dict.fromkeys(sc.getparent() for sc in root.iter("sc")) if one is not None and one.tag != "xref"]
    holders = [one for one in holders if any(xref.get("ref-type") == "bibr" for xref in one.iterchildren("xref"))]
    families = {word for ref in root.iter("ref") for name in ref.iter("surname") for word in _FAMILY.findall(text_of(name).lower())}
    for holder in holders if families else ():
        said = raw_text(holder).lower()
        names = [(found.start(), found.end()) for found in _FAMILY.finditer(said) if found[0] in families]
        place = len(holder.text or "")
        for child in list(holder):
            end = place + len(raw_text(child))
            following = end + len(child.tail or "")
            if child.tag == "sc" and place < end and any(start <= place and end <= stop for start, stop in names):
                report("import-simplified", "small capitals of names beside citations are not printed", child)
                unwrap(child)
            place = following


def bare(words: str) -> str:
    """Words in small letters without their accents, letter for letter."""
    return words.lower() if words.isascii() else "".join(normalize("NFD", letter)[0].lower()[:1] for letter in words)


def people(label: str) -> bool:
    """Whether a label has words and no number."""
    return bool(_WORD.search(label)) and not _DIGIT.search(label)


def names_year(label: str) -> bool:
    """Whether a label has words and a year, of one work or of works of the same people."""
    return bool(_WORD.search(label)) and bool(HAS_YEAR.search(label)) and not _SEVERAL.search(label)
