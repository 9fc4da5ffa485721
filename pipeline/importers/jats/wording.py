"""Wording: labels that say a work by its people and its title, as notes do, or by its people and a page; and where in it they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from pipeline.importers.jats import locators
from pipeline.importers.jats.locators import DASH, HAS_YEAR, OPEN, Locator
from pipeline.importers.jats.sentence import bare
from pipeline.importers.jats.tools import listed
from pipeline.resolve.prose import stand_in
from pipeline.tree import text_of

_NUMBER: Final = re.compile(rf"\d{{1,4}}(?:[{DASH}]\d{{1,4}})?")
_BEFORE: Final = re.compile(rf"(?P<names>[^\W\d_][^;:()\d]*?)[,\s\u00a0]*[{OPEN}]?$")
_RANGED: Final = re.compile(rf"(?<=\d)[{DASH}]\d+")
_OTHERS: Final = re.compile(r",? et al\.?$")
_AND_OTHERS: Final = re.compile(r"[,\s\u00a0]*(?:et[\s\u00a0]al\.?|and (?:colleagues|co-?workers|others))$")
_MORE_BEFORE: Final = re.compile(r"[\w’'-]$|(?:\band|&)[\s\u00a0]+$")
_QUOTED: Final = re.compile(r"[“«„‘\"']")
_MARKED: Final = re.compile(r"[,:“«„\"]")
_LITTLE: Final = listed("et al and in ed eds edited by trans vol no pp p of the und y e phd thesis https http doi org")
_DATED: Final = re.compile(r"[\s,(]+((?:1[89]|20)\d\d)[a-z]?\)?$")
_TITLE: Final = 2  # words that are no names
_NEAR: Final = 200  # characters before a label in which its people stand
_STRANGE: Final = 5  # of so many words one may be none of the reference


def names_of(ref: etree._Element) -> list[str]:
    """The names of the people of a reference, as far as it shows them; else its first words."""
    named = ref.iter("surname", "collab", "string-name", "publisher-name")
    found = [text_of(name) for name in named if not len(name) or name.find("surname") is None]
    if found := [name for name in found if len(name) > 1]:
        return found
    words = " ".join(text_of(child) for child in ref if child.tag != "label")
    shown = (name.get("family") or name.get("literal", "") for name in stand_in(words).get("author", []))
    return [name for name in shown if name != "others"] or [text_of(ref)[:120]]


def tells(label: str, cited: Sequence[etree._Element], apart: bool) -> bool:
    """Whether a label says the work as a note does: "Stocker, “On Ice,” 12"; without people only if it stands apart from the sentence."""
    if not cited or not _MARKED.search(label):
        return False
    words = re.findall(r"\w+", bare(_RANGED.sub("", locators.at_end(label, None)[0])))
    if len([word for word in words if word not in _LITTLE and not word.isdecimal()]) < _TITLE:  # as most: people and a year
        return False
    known = {word for ref in cited for word in re.findall(r"\w+", bare(" ".join(map(str, ref.itertext()))))}
    names = {word for ref in cited for name in names_of(ref) for word in re.findall(r"\w+", bare(name))}
    strange = [word for word in words if word not in known and word not in _LITTLE]
    title = [word for word in words if word in known and word not in names and word not in _LITTLE and not word.isdecimal()]
    named = any(bare(name) in bare(label) for ref in cited for name in names_of(ref))
    said = named or (apart and bool(_QUOTED.match(label)))
    more = any(word.isdecimal() for word in strange)  # as the page that a name was published on
    return said and not more and len(title) >= _TITLE and len(strange) * _STRANGE <= len(words)


def inner(label: str, locator: Locator | None, cited: Sequence[etree._Element]) -> tuple[str, Locator | None]:
    """A label without the locator in it, as `locators.inner`; also without a year: "Stocker 33–35", "Stocker, “On Ice,” 12"."""
    short, found = locators.inner(label, locator)
    if found is locator and cited:
        short, found = locators.at_end(label, locator)
        if found is locator:
            return label, locator
        said = bare(short)
        if not (any(bare(name) in said for ref in cited for name in names_of(ref)) or tells(label, cited, apart=True)):
            return label, locator
        if found and any(found.value in text_of(ref.find("label")) for ref in cited):
            return label, locator
    return (label, locator) if found and _is_its_own(found.value, label, cited) else (short, found)


def _is_its_own(pages: str, label: str, cited: Sequence[etree._Element]) -> bool:
    """Whether pages that a note says of a work are those on which it stands."""
    first = re.split(f"[{DASH}]", pages)[0]
    return tells(label, cited, apart=True) and any(first in re.findall(r"\d+", " ".join(map(str, ref.itertext()))) for ref in cited)


def page_alone(label: str, before: str, cited: Sequence[etree._Element]) -> Locator | None:
    """The page that a label is, in round brackets behind the people of a work that has no number: "Stocker (12)"."""
    if not _NUMBER.fullmatch(label) or HAS_YEAR.fullmatch(label) or any(ref.find("label") is not None for ref in cited):
        return None
    return Locator("page", label, "") if before.endswith("(") and named_before(before, cited) else None


def named_before(before: str, cited: Sequence[etree._Element]) -> bool:
    """Whether the words before a label end with the people of its work, or the first of them and others."""
    said = _BEFORE.search(before[-_NEAR:])
    names = _OTHERS.sub("", bare(said["names"])) if said else ""
    return any(names.endswith(bare(name)) for ref in cited for name in names_of(ref))


def people_end(before: str, cited: Sequence[etree._Element]) -> bool:
    """Whether words end with all people of a work, or the first of them and others ("Stocker et al."), and perhaps its year."""
    words = before[-_NEAR:].rstrip()
    if (dated := _DATED.search(words)) and any(dated[1] in text_of(ref) for ref in cited):
        words = words[: dated.start()]
    first = _AND_OTHERS.sub("", words)
    for names in map(names_of, cited):
        joined = " and ".join(names).replace(" and ", ", ", max(0, len(names) - 2))
        said = names[0] if first != words and len(names) > 1 else joined
        ends = first.replace(" & ", " and ").endswith(said) and said[:1].isupper()
        if ends and not _MORE_BEFORE.search(first[: -len(said)]):
            return True
    return False
