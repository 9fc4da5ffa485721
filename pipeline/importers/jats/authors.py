"""Authors: the names of its people that stand before the linked year of a citation are its label's, as far as they go back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from pipeline.importers.jats.call import Call
from pipeline.importers.jats.locators import CLOSE, FIRST, HAS_YEAR, OPEN, YEAR
from pipeline.importers.jats.sentence import bare
from pipeline.importers.jats.tools import listed
from pipeline.importers.jats.wording import names_of
from pipeline.tree import text_of

YEARS: Final = re.compile(
    rf"[{OPEN}]?(?:{FIRST}\s?)?{YEAR}(?:\s?[,;/\uff0c\uff1b\u060c\u061b]\s?(?:{YEAR}|[a-z]))*(?:\s?{FIRST})?[{CLOSE}]?", re.IGNORECASE
)
_JOINED: Final = r"\s(?:and|&|y|e|et|und)\s"
_INITIALS: Final = r"(?:[^\W\d_a-zß-ÿ]\.[\s\u00a0\-]?)+"
_ONE: Final = rf"(?:{_INITIALS})?[^\W\d_][\w'’\-]*+"
_FAMILY: Final = rf"{_ONE}(?:(?!{_JOINED})\s{_ONE}){{0,3}}"
ABBREVIATED: Final = rf"[{OPEN}][^\W\d_][\w&.\-]{{0,15}}[{CLOSE}]"  # "World Moss Fund [WMF]"
_MORE: Final = rf"(?:,?{_JOINED}{_FAMILY}|[,;]\s(?:{_FAMILY}|{_INITIALS}(?![^\W\d_])))*"
PEOPLE: Final = rf"{_FAMILY}{_MORE}(?:[,;]?\set\.?\sal\.?)?(?:\s{ABBREVIATED})?[,\s\u00a0]*"
_ABBREVIATION: Final = re.compile(ABBREVIATED)
_AUTHORS: Final = re.compile(rf"(?P<names>{PEOPLE})$")
_LAST_WORD: Final = re.compile(r"(?P<word>[^\W\d_][\w'’\-]*+\.?|[^\W\d_]\.-)[\s\u00a0]*$")
_INITIAL: Final = re.compile(r"[^\W\d_a-zß-ÿ]\.-?")
_PARTICLES: Final = listed("d da das de del della dem den der di do dos du el la las le los ten ter ibn van vom von zu zum zur")
_LEADS: Final = r"(?:[Ss]ee|[Aa]lso|[Aa]s|[Aa]fter|[Ff]rom|[Bb]y|[Ii]n|[Bb]ut|[Cc]f\.?|e\.g\.|and|&)"
_BEGINS: Final = re.compile(rf"(?:^|[{OPEN},;\uff1b]|\b{_LEADS}(?=\s))[\s\u00a0]*$")
_LED: Final = re.compile(rf"{_LEADS}[\s\u00a0]")
_STRANGER: Final = re.compile(
    rf"(?:^|[{OPEN},;\uff1b])[\s\u00a0]*(?P<words>(?:[^\W\d_a-zß-ÿ][\w'’\-]+\.?\s+){{1,3}}(?:(?:{'|'.join(_PARTICLES)})\s+)*)$"
)
_OF_OTHERS: Final = re.compile(r"(?P<words>[^;\d]*[^\W\d_]{2}[^;\d]*;[\s\u00a0]+)(?=[^\W\d_])")
_NEAR: Final = 80  # characters
_UNSPACED: Final = "\u2e80"  # in these scripts no gap parts words


def take_names(call: Call, refs: Mapping[str, etree._Element]) -> None:
    """A year behind its authors' names in a list ("; Wu and Li" and "2014") takes the names."""
    left = with_authors(call, call.prefix, refs, "(") if call.prefix else ""
    if left != call.prefix:
        call.prefix, call.lead = left, call.lead or ("" if left.strip() else "; ")
    elif YEARS.fullmatch(call.label) and _AUTHORS.fullmatch(call.prefix):
        call.mode = "suppress-author"  # as the reference does not write them


def with_authors(call: Call, before: str, refs: Mapping[str, etree._Element], opened_by: str) -> str:
    """A label that is only a year, behind its authors' names in the same brackets, or in none, takes the names."""
    if not YEARS.fullmatch(call.label) or (not opened_by and call.label[0] in OPEN):
        return before
    found = _AUTHORS.search(before, max(0, len(before) - 400))
    cited = [refs[key] for key in call.keys if key in refs]
    names = [name for ref in cited for name in names_of(ref)[:1]]
    start = _place(names[0], found["names"]) if found and names else None
    if found is None or start is None:
        return before
    cut = found.start("names") + start
    if opened_by:  # else the sentence has names before it, in any style
        cut = _reach(before, cut, _given(cited[0]))
    if _stays(before, cut, found["names"], opened_by):
        call.mode = "suppress-author" if opened_by else call.mode
        return before
    call.xref.text = before[cut:] + (call.xref.text or "")
    call.label = before[cut:] + call.label
    return before[:cut]


def without_others(call: Call, cited: Sequence[etree._Element]) -> None:
    """What a label says before the people of its work, parted from them, is said before it: "MossPy; Stocker, 2013"."""
    found = _OF_OTHERS.match(call.label) if len(call.label) <= _NEAR and not call.told else None
    if not found or not HAS_YEAR.search(call.label) or not (call.xref.text or "").startswith(found["words"]):
        return
    rest, names = call.label[found.end() :], [name for ref in cited for name in names_of(ref)[:1]]
    if any(_place(name, rest) == 0 for name in names) and all(_place(name, found["words"]) is None for name in names):
        call.prefix += found["words"]
        call.label, call.xref.text = rest, str(call.xref.text)[found.end() :]


def _place(name: str, words: str) -> int | None:
    """Where among the names before a year the name of a reference stands as a word."""
    ends = ("", "") if name[:1] >= _UNSPACED else (r"(?<![\w\-])(?<!\w['’])", r"(?!\w)")
    found = re.search(f"{ends[0]}{re.escape(bare(name))}{ends[1]}", bare(words))
    return found.start() if found else None


def _stays(before: str, cut: int, names: str, opened_by: str) -> bool:
    """Whether names say more than the reference does and are kept: "World Moss Fund [WMF]"; within brackets "Sir John Stocker"."""
    stranger = _STRANGER.search(before, max(0, cut - _NEAR), cut) if opened_by else None
    return _ABBREVIATION.search(names) is not None or (stranger is not None and not _LED.match(stranger["words"]))


def _given(ref: etree._Element) -> set[str]:
    """The given names of the first person of a reference, and their initials."""
    person = next(ref.iter("name", "string-name"), None)
    said = [text_of(one) for one in (person.iter("given-names") if person is not None else ())]
    words = re.findall(r"[^\W\d_]+", " ".join(said))
    return {bare(part) for word in words for part in (word, *(word if word.isupper() else word[:1]))}


def _reach(before: str, cut: int, given: set[str]) -> int:
    """How far back the initials, particles and given names before a family name go."""
    place, first = cut, max(0, cut - _NEAR)
    while found := _LAST_WORD.search(before, first, place):
        word, place = found["word"], found.start()
        begins = _BEGINS.search(before, first, place) is not None
        if _INITIAL.fullmatch(word) or _is_given(word, given, begins) or (begins and bare(word) in _PARTICLES):
            cut = place
        elif bare(word) not in _PARTICLES:
            break
    return cut


def _is_given(word: str, given: set[str], begins: bool) -> bool:
    """Whether a word before a family name is a given name of that person, initials without stops, or begins as they do."""
    said = bare(word).rstrip(".")
    if word.isupper():
        return set(said) <= given
    return said in given or (begins and word[:1].isupper() and said[:1] in given and not _LED.match(f"{word} "))
