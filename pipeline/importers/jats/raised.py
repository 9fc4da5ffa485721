"""Raised: numbers that stand raised behind words, and are no powers, charges or isotopes, where no link of a document cites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final, TypeAlias

from lxml import etree

from pipeline.importers.jats.labels import LEAD_IN
from pipeline.importers.jats.locators import DASH
from pipeline.importers.jats.tools import document_of, listed
from pipeline.tree import find_all, text_of

Raised: TypeAlias = list[tuple[etree._Element, list[tuple[int, int, str]]]]  # each superscript, with what is cited in it

_LIST: Final = rf"\d{{1,3}}(?:\s*[,;{DASH}]\s*\d{{1,3}})*"
_SAID: Final = re.compile(rf"\s*(?:(?:{LEAD_IN})\s+)*+(?:{_LIST}|\({_LIST}\))\s*[.,]?\s*", re.IGNORECASE)
_BEHIND: Final = re.compile(r"(?:(?<![^\W\d_])(?P<word>[^\W\d_]{2,})|(?:[^\W\d_]{2}|\d{4})\)|[.,;:!?”’»\"%])\s*$")
_UNITS: Final = listed("cm mm km nm dm in ft mi mol min hr sec ms kg mg ha sq sp log ln sin cos tan exp chi eta tau sigma omega")
_MANY: Final = 20  # superscripts without anything between them are no citation
_RISING: Final = 0.8  # of the references are first cited in their order, if numbers are citations


def raised(holders: list[etree._Element], numbers: Mapping[int, str]) -> Raised:
    """The superscripts that cite by numbers which references have; none, if these do not rise over the document."""
    found: Raised = []
    for holder in holders:
        for sup in holder.iter("sup"):
            if not len(sup) and _stands(sup) and not _noted(holder):
                said = list(re.finditer(r"\d+", sup.text or ""))
                if said and all(int(one[0]) in numbers for one in said):
                    found.append((sup, [(one.start(), one.end(), numbers[int(one[0])]) for one in said]))
    places = {key: number for number, key in numbers.items()}
    firsts = list(dict.fromkeys(places[key] for _, cited in found for *_, key in cited))
    rises = sum(low < high for low, high in pairwise(firsts))
    return found if rises >= _RISING * (len(firsts) - 1) else []


def _stands(sup: etree._Element) -> bool:
    """Whether a superscript, or the row of them that it is in, says numbers behind a word or a stop, and nothing goes on there."""
    row = [sup]
    while len(row) < _MANY and (previous := row[0].getprevious()) is not None and previous.tag == "sup" and not previous.tail:
        row.insert(0, previous)
    while len(row) < _MANY and (following := row[-1].getnext()) is not None and following.tag == "sup" and not row[-1].tail:
        row.append(following)
    if not _SAID.fullmatch("".join(one.text or "" for one in row)) or any(map(len, row)) or re.match(r"\w", row[-1].tail or ""):
        return False
    previous, parent = row[0].getprevious(), row[0].getparent()
    before = (previous.tail or text_of(previous)) if previous is not None else str(getattr(parent, "text", "") or "")
    behind = _BEHIND.search(before[-60:])
    return behind is not None and not _measures(behind["word"] or "")


def _measures(word: str) -> bool:
    """Whether a word is a unit or a function, or the sign of an element, of which there are powers and charges."""
    return word.lower() in _UNITS or bool(re.fullmatch(r"[A-Z]\w", word))


def _noted(holder: etree._Element) -> bool:
    """Whether numbers in a cell may call notes of its table."""
    table = next(holder.iterancestors("table-wrap"), None)
    return holder.tag in ("td", "th") and table is not None and table.find("table-wrap-foot") is not None


def has_notes(document: etree._Element) -> bool:
    """Whether a document has notes with numbers, which raised numbers would call."""
    notes = find_all(document, ".//fn[not(ancestor::author-notes or ancestor::table-wrap)]")
    return any(text_of(one.find("label")).strip("[]().").isdecimal() for one in notes if document_of(one) is document)
