"""Titled: where no link, year or number cites, notes that name a work by its people and its title ("Abel, On Wax, 12") cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.importers.jats.locators import DASH
from pipeline.importers.jats.sentence import bare
from pipeline.importers.jats.tools import document_of, link_words, new
from pipeline.importers.jats.wording import names_of
from pipeline.tree import text_of

_FEWEST: Final = 3  # notes; fewer may name works by chance
_SHORTEST: Final = 4  # letters of a title
_QUOTED: Final = re.compile(r"[„“\"«»](?P<title>[^„“”\"«»]{3,150})[“”\"«»],?")
_PEOPLE: Final = r"(?<![\w’'-]){}(?:,? et al\.|[^.,:;()\d]{{0,60}})?[,:]\s*$"
_PLACE: Final = re.compile(  # pages, and the end of what a note says of a work; more is a reference that says all of it
    rf"(?P<pages>,?\s*(?:(?:S|pp?)\.\s?)?\d{{1,4}}(?:[{DASH}]\d{{1,4}})?)?(?=\s*(?:[.;)]|$|[–—]\s))"
)


@dataclass(frozen=True)
class _Work:
    key: str
    family: str
    words: str


def titled(document: etree._Element, refs: Sequence[etree._Element]) -> int:
    """Link the notes of a document that do so; how many links there are."""
    works = [_Work(str(ref.get("id")), names_of(ref)[0], _plain(" ".join(map(str, ref.itertext())))) for ref in refs]
    holders = [p for note in document.iter("fn") if document_of(note) is document for p in note.iter("p")]
    if sum(1 for p in holders for _ in _italics(p, works)) + sum(1 for p in holders for _ in _quotes(p, works)) < _FEWEST:
        return 0
    return sum(_link(p, works) for p in holders)


def _plain(words: str) -> str:
    """The letters of words, a space round each."""
    return " ".join(["", *re.findall(r"\w+", bare(words)), ""])


def _meant(before: str, title: str, works: Sequence[_Work]) -> tuple[_Work, int] | None:
    """The only work of this title by the people whom words before it end with, and where their names begin."""
    said = _plain(title)
    if len(said.strip()) < _SHORTEST:
        return None
    near = before[-120:]
    found = [
        (one, len(before) - len(near) + people.start())
        for one in works
        if said in one.words and (people := re.search(_PEOPLE.format(re.escape(one.family)), near))
    ]
    return found[0] if len(found) == 1 else None


def _italics(p: etree._Element, works: Sequence[_Work]) -> Iterator[tuple[etree._Element, _Work, int, int]]:
    """Titles in italics: the element, its work, where the names before it begin, and where the pages behind it end."""
    for child in p.iterchildren("italic"):
        previous = child.getprevious()
        before = (p.text if previous is None else previous.tail) or ""
        place = _PLACE.match(child.tail or "")
        if place and (meant := _meant(before, text_of(child), works)):
            yield child, *meant, place.end()


def _quotes(p: etree._Element, works: Sequence[_Work]) -> Iterator[tuple[etree._Element, bool, _Work, int, int]]:
    """Titles in quotation marks: the element that has the text, whether inside, the work, where names begin and pages end."""
    for holder in (p, *p):
        text = (holder.text if holder is p else holder.tail) or ""
        for quoted in _QUOTED.finditer(text):
            place = _PLACE.match(text, quoted.end())
            if place and (meant := _meant(text[: quoted.start()], quoted["title"], works)):
                yield holder, holder is p, *meant, place.end()


def _link(p: etree._Element, works: Sequence[_Work]) -> int:
    """Link what a paragraph cites."""
    count = 0
    for child, work, start, end in reversed(list(_italics(p, works))):  # so that places before keep theirs
        previous, tail = child.getprevious(), child.tail or ""
        before = (p.text if previous is None else previous.tail) or ""
        xref = new("xref", child, {"ref-type": "bibr", "rid": work.key}, [before[start:]])
        if previous is None:
            p.text = before[:start]
        else:
            previous.tail = before[:start]
        child.addprevious(xref)
        xref.append(child)
        child.tail, xref.tail = tail[:end], tail[end:]
        if not end and not len(child) and (child.text or "").endswith("."):  # the stop of the sentence
            child.text, xref.tail = str(child.text)[:-1], f".{xref.tail}"
        count += 1
    for holder, inside, work, start, end in reversed(list(_quotes(p, works))):
        link_words(holder, None if inside else holder, start, end, work.key)
        count += 1
    return count
