"""Unlinked: where no link of a document cites, its citations are found by the people and years, or by the numbers, that they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import labels
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.locators import DASH, OPEN
from pipeline.importers.jats.raised import has_notes, raised
from pipeline.importers.jats.sentence import bare
from pipeline.importers.jats.titled import titled
from pipeline.importers.jats.tools import document_of, documents, listed, new
from pipeline.resolve.prose import stand_in
from pipeline.tree import raw_text, text_of

Found: TypeAlias = list[tuple[int, int, str]]  # beginning and end in a text, and the key of what is cited there
Finder: TypeAlias = Callable[[str, str], Found]  # the words before a text, and the text

_HOLDERS: Final = listed("p td th title term attrib verse-line")
_CLOSED: Final = listed(
    "xref ext-link uri email code preformat tex-math inline-formula disp-formula inline-graphic graphic fn table-wrap fig sub"
)
_APART: Final = listed("ref-list ref permissions")
_AND: Final = r"(?:,? (?:and|&|et|und|y|e|og|och|en) )"
_YEAR: Final = re.compile(r"(?<![\w–-])(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-z]?)(?![\w–-])")
_OTHERS: Final = rf"(?:(?:,|{_AND}(?!et))? ?et al\.?,?|{_AND}(?:others|colleagues|al\.?))"
_GAP: Final = rf"(?:['’]s?)?[,\s]*[{OPEN}]?\s*$"
_MORE: Final = re.compile(rf"[^\W\d_a-zß-ÿ][\w’'-]+(?:{_AND}|, )$")  # somebody else before the people
_LOOKS: Final = listed("sc italic bold styled-content named-content underline")
_BEFORE_YEAR: Final = re.compile(rf"[,\s]*[{OPEN}]?\s*")
_ANOTHER: Final = re.compile(r"(?:[,;]|,? and|,? &)\s*$")
_NUMBERS: Final = re.compile(rf"\[\s*(?P<said>\d{{1,3}}(?:\s*[,;{DASH}]\s*\d{{1,3}})*)(?:[,:;]\s*[^\d\s\]][^\]]{{0,60}})?\s*\]")
_MOST: Final = 0.6  # of the references are cited by numbers in brackets, if these are citations


@dataclass(frozen=True)
class Work:
    """A reference by what citations say of it: the families of its people, the year and its letter."""

    key: str
    people: tuple[str, ...]
    year: str
    letter: str


def unlinked(root: etree._Element, report: Report) -> None:
    """All documents of the file."""
    for document in documents(root):
        refs = [ref for ref in document.iter("ref") if document_of(ref) is document and ref.get("id")]
        if not refs or any(is_call(xref) for xref in document.iter("xref")):
            continue
        unclear: list[str] = []
        finders, holders = (by_people(refs, unclear), by_numbers(refs)), holders_in(document)
        people, numbers = (len({key for one in holders for *_, key in finder("", _words(one))}) for finder in finders)
        found = [] if has_notes(document) else raised(holders, numbered(refs))
        lifted = len({key for _, cited in found for *_, key in cited})
        by_number = max(numbers, lifted) > people and max(numbers, lifted) >= _MOST * len(refs)
        unclear.clear()
        if not (people or by_number):
            made = titled(document, refs)
        elif by_number and lifted > numbers:
            made = sum(link_raised(*one) for one in found)
        else:
            made = sum(link_in(one, "", finders[by_number])[1] for one in holders)
        if made:
            report("import-repaired", f"no citation is a link; {made} are made links to what their words say", document)
        if unclear:
            said = ", ".join(dict.fromkeys(unclear))
            report("import-repaired", f"of several works it is not clear which is meant; the citation stays words: {said}", document)


def _words(holder: etree._Element) -> str:
    return raw_text(holder)


def holders_in(document: etree._Element) -> list[etree._Element]:
    """What holds words of a document, none of them within another."""
    found = [one for one in document.iter(*_HOLDERS) if document_of(one) is document]
    return [one for one in found if not any(around.tag in _APART for around in one.iterancestors()) and not _within(one)]


def _within(holder: etree._Element) -> bool:
    """Whether an element is read with another in which it stands."""
    for around in holder.iterancestors():
        if around.tag in _CLOSED:
            return False
        if around.tag in _HOLDERS:
            return True
    return False


def link_in(element: etree._Element, before: str, finder: Finder) -> tuple[str, int]:
    """Link what is found in an element; the words up to its end, and how many links there are."""
    count, text, children = 0, element.text or "", list(element)
    if found := finder(before, text):
        element.text = text[: found[0][0]]
        for n, xref in enumerate(_links(element, text, found)):
            element.insert(n, xref)
    count, before = count + len(found), before + text
    for child in children:
        if child.tag in _CLOSED or not isinstance(child.tag, str):
            before += text_of(child)
        else:
            before, inner = link_in(child, before, finder)
            count += inner
        tail = child.tail or ""
        if found := finder(before, tail):
            child.tail = tail[: found[0][0]]
            links = _links(child, tail, found)
            for xref in reversed(links):
                child.addnext(xref)
            if _YEAR.match(links[0].text or ""):
                _with_people(child, links[0])
        count, before = count + len(found), before + tail
    return before, count


def link_raised(sup: etree._Element, found: Found) -> int:
    """Link the numbers in a superscript; how many there are."""
    text = sup.text or ""
    sup.text = text[: found[0][0]] or None
    sup.extend(_links(sup, text, found))
    return len(found)


def _with_people(child: etree._Element, xref: etree._Element) -> None:
    """People whose names are set off by their look are of the link of the year behind them."""
    if child.tag in _LOOKS and _BEFORE_YEAR.fullmatch(child.tail or "") and not re.match(r"\W*et al\b", text_of(child)):
        gap, year, tail = child.tail, xref.text, xref.tail
        xref.text, xref.tail = None, None
        xref.append(child)
        child.tail, xref.tail = f"{gap}{year}", tail


def _links(like: etree._Element, text: str, found: Found) -> list[etree._Element]:
    """The links in a text, each with the words behind it."""
    made = []
    for n, (start, end, key) in enumerate(found):
        xref = new("xref", like, {"ref-type": "bibr", "rid": key}, [text[start:end]])
        xref.tail = text[end : found[n + 1][0] if n + 1 < len(found) else len(text)]
        made.append(xref)
    return made


# ---- people and years ----------------------------------------------------------------------------


def by_people(refs: list[etree._Element], unclear: list[str]) -> Finder:
    """Years behind the people of a work; what could mean several works is noted."""
    works = [work for ref in refs if (work := work_of(ref)) and work.people]

    def find(before: str, text: str) -> Found:
        found: Found = []
        last: Work | None = None
        for year in _YEAR.finditer(text):
            head = text[: year.start()]
            again = last and _ANOTHER.fullmatch(text[found[-1][1] : year.start()])
            known = [one for one in works if one.year == year["year"]]
            meant = [one for one in known if (last and again and one.people == last.people) or named(one, (before + head)[-200:])]
            several, meant = meant, [one for one in meant if len(meant) == 1 or one.letter == year["letter"]]
            if several and len(meant) != 1:
                unclear.append(f"{several[0].people[0]} {year[0]}")
            if len(meant) == 1:
                last = meant[0]
                found.append((year.start(), year.end(), last.key))
        return found

    return find


def work_of(ref: etree._Element) -> Work | None:
    """What citations say of a reference."""
    shown = stand_in(" ".join(text_of(child) for child in ref if child.tag != "label"))
    people = _people(ref) or tuple(name.get("family") or name["literal"] for name in shown.get("author", []))
    year = next((found for one in ref.iter("year") if (found := _YEAR.search(text_of(one)))), None)
    if year:
        return Work(str(ref.get("id")), people, year["year"], year["letter"])
    date = shown.get("issued")
    if not date:
        return None
    return Work(str(ref.get("id")), people, str(date["date-parts"][0][0]), str(date.get("literal", ""))[4:])


def _people(ref: etree._Element) -> tuple[str, ...]:
    """The families of the people whom a reference marks as its authors."""
    groups = [one for one in ref.iter("person-group") if one.get("person-group-type", "author") == "author"]
    holders = groups[:1] or list(ref.iter("element-citation", "mixed-citation", "citation"))[:1]
    names = [one for holder in holders for one in holder.iter("name", "string-name", "collab", "etal")]
    said = ["others" if one.tag == "etal" else text_of(one.find("surname")) or text_of(one) for one in names]
    return tuple(one for one in said if one)


def named(work: Work, before: str) -> bool:
    """Whether words end with the people of a work as a citation says them."""
    even = re.sub(r"[\s\u00a0]+", " ", before)
    words = bare(even)
    first, *more = [re.escape(bare(one)) for one in work.people if one != "others"] or [""]
    if not first:
        return False
    if len(more) == 0 and "others" not in work.people:
        forms = first
    elif len(more) == 1 and "others" not in work.people:
        forms = rf"{first}(?:{_AND}|, ){more[0]}"
    else:
        forms = rf"{first}(?:{_OTHERS}|(?:, [^;()]{{1,80}})?(?:{_AND}|, ){(more or [first])[-1]})"
    found = re.search(rf"(?<![\w’'-])(?:{forms}){_GAP}", words)
    return found is not None and not _MORE.search(even[: found.start()])


# ---- numbers -------------------------------------------------------------------------------------


def numbered(refs: list[etree._Element]) -> dict[int, str]:
    """The keys of references by the numbers that their labels or their places say."""
    return {labels.leading(text_of(ref.find("label"))) or place: str(ref.get("id")) for place, ref in enumerate(refs, 1)}


def by_numbers(refs: list[etree._Element]) -> Finder:
    """Numbers in square brackets, all of which references have."""
    numbers = numbered(refs)

    def find(before: str, text: str) -> Found:
        found: Found = []
        for bracket in _NUMBERS.finditer(text):
            said = [(one.start() + bracket.start("said"), one[0]) for one in re.finditer(r"\d+", bracket["said"])]
            if all(int(number) in numbers for _, number in said):
                found += [(start, start + len(number), numbers[int(number)]) for start, number in said]
        return found

    return find
