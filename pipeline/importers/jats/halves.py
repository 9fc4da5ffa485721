"""Halves: where of citations that stand together some are links and others are words, these become links by their numbers or years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import labels
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.locators import DASH
from pipeline.importers.jats.tools import document_of, documents, link_words
from pipeline.importers.jats.unlinked import Work, named, work_of
from pipeline.tree import raw_text, text_of

Found: TypeAlias = tuple[etree._Element | None, int, int, str]  # the element before a text, where in it, and the key of what is cited

_OTHER: Final = "\ufffc"  # stands for what is neither text nor link
_NUMBER: Final = r"\d{1,3}"
_SEPARATOR: Final = rf"\s*(?:[,;{DASH}])\s*"
_LIST: Final = rf"\s*{_NUMBER}(?:{_SEPARATOR}{_NUMBER})+\s*"
_BRACKETED: Final = re.compile(rf"\[{_LIST}\]|\({_LIST}\)")
_RAISED: Final = re.compile(_LIST)
_NEXT: Final = re.compile(
    r"(?:\s*[,;]\s*|,? (?:and|&) )(?P<said>(?:1[5-9]|20)\d\d[a-z]?|[a-z])(?=\s*(?:[,;)\]]|,? (?:and|&) |$))|,(?P<tight>[b-z])(?=\s)"
)
_BEFORE: Final = re.compile(r"(?P<said>(?:1[5-9]|20)\d\d[a-z]?)(?:\s*[,;]\s*|,? (?:and|&) )$")
_YEAR: Final = re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-z]?)\s*\)?$")
_ONLY_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")


class Line:
    """The texts and links in an element as one text, and what stands where in it."""

    def __init__(self, holder: etree._Element) -> None:
        self.holder = holder
        self.words = ""
        self.texts: list[tuple[int, etree._Element | None]] = [(0, None)]
        self.links: list[tuple[int, int, etree._Element]] = []
        self._add(holder.text)
        for child in holder:
            start = len(self.words)
            if is_call(child):
                self._add(raw_text(child))
                self.links.append((start, len(self.words), child))
            else:
                self._add(raw_text(child) if child.tag in ("italic", "bold") else _OTHER)
            self.texts.append((len(self.words), child))
            self._add(child.tail)

    def _add(self, words: str | None) -> None:
        self.words += words or ""

    def linked(self, start: int, end: int) -> etree._Element | None:
        """The link in which a part of the text stands."""
        return next((link for first, last, link in self.links if first <= start and end <= last), None)

    def place(self, start: int, end: int) -> tuple[etree._Element | None, int, int] | None:
        """The element behind which a part of the text stands, and where in that text; None if it is in no text."""
        for first, before in reversed(self.texts):
            if first <= start:
                text = (self.holder.text if before is None else before.tail) or ""
                return (before, start - first, end - first) if end - first <= len(text) else None
        return None


def halves(root: etree._Element, report: Report) -> None:
    """All documents of the file."""
    for document in documents(root):
        refs = {str(ref.get("id")): ref for ref in document.iter("ref") if document_of(ref) is document and ref.get("id")}
        calls = [one for one in document.iter("xref") if is_call(one) and document_of(one) is document]
        holders = list(dict.fromkeys(one.getparent() for one in calls if one.getparent() is not None))
        lines = [Line(one) for one in holders if one is not None]
        found = _numbers(lines, refs) or _years(lines, refs)
        for line, (before, start, end, key) in reversed(found):
            link_words(line.holder, before, start, end, key)
        if found:
            said = f"{len(found)} citations beside others are words, and become links to what their numbers or years say"
            report("import-repaired", said, found[0][0].holder)


def _numbers(lines: list[Line], refs: Mapping[str, etree._Element]) -> list[tuple[Line, Found]]:
    """Numbers in lists of which others are links, where the document has lists that are all links, and all are numbers of references."""
    keys: dict[int, str] = {}
    for key, ref in refs.items():
        number = labels.leading(text_of(ref.find("label")))
        if number is None or number in keys:
            return []
        keys[number] = key
    whole, found = False, []
    for line in lines:
        for start, end in _lists(line):
            numbers = [(one.start() + start, one.end() + start, int(one[0])) for one in re.finditer(_NUMBER, line.words[start:end])]
            links = [line.linked(first, last) for first, last, _ in numbers]
            if any(link is not None and link.get("rid") != keys.get(number) for link, (*_, number) in zip(links, numbers, strict=True)):
                continue
            whole = whole or all(link is not None for link in links)
            for link, (first, last, number) in zip(links, numbers, strict=True):
                if link is None and any(one is not None for one in links):
                    place = line.place(first, last)
                    if number not in keys or place is None:
                        return []
                    found.append((line, (*place, keys[number])))
    return found if whole else []


def _lists(line: Line) -> Iterator[tuple[int, int]]:
    if line.holder.tag == "sup":
        if _RAISED.fullmatch(line.words):
            yield 0, len(line.words)
        return
    for bracket in _BRACKETED.finditer(line.words):
        yield bracket.start(), bracket.end()


def _years(lines: list[Line], refs: Mapping[str, etree._Element]) -> list[tuple[Line, Found]]:
    """Years and letters before and behind a link, of other works of the same people."""
    if not any(_YEAR.search(line.words[start:end]) for line in lines for start, end, _ in line.links):
        return []
    works = {key: work for key, ref in refs.items() if (work := work_of(ref)) and work.people}
    found: list[tuple[Line, Found]] = []
    for line in lines:
        spans = dict[int, tuple[int, str]]()
        for start, end, link in line.links:
            last = works.get(link.get("rid") or "")
            year = _YEAR.search(line.words[start:end])
            if last is None or year is None or (last.year, last.letter or year["letter"]) != (year["year"], year["letter"]):
                continue
            if _ONLY_YEAR.fullmatch(line.words[start:end]):
                _ahead(line, start, last, works, spans)
            _behind(line, start + year.start(), end, last, year["letter"], works, spans)
        placed = ((first, line.place(first, last), key) for first, (last, key) in spans.items())
        found += [(line, (*place, key)) for _, place, key in sorted(placed, key=lambda one: one[0]) if place]
    return found


def _behind(
    line: Line, people: int, end: int, last: Work, letter: str, works: Mapping[str, Work], spans: dict[int, tuple[int, str]]
) -> None:
    """Years behind a link, as far as they go on; the words before its own year say whose they are."""
    year = last.year
    while more := _NEXT.match(line.words, end):
        word, first, stop = more["said"] or more["tight"], more.start(more.lastgroup or 0), more.end()
        if word.isalpha() and (not letter or word <= letter):
            return
        year, letter = (year, word) if word.isalpha() else (word[:4], word[4:])
        key = _meant(line.words[:people], year, letter, works)
        if key in (None, last.key) or line.linked(first, stop) is not None:
            return
        spans[first] = (stop, key)
        end = stop


def _ahead(line: Line, start: int, last: Work, works: Mapping[str, Work], spans: dict[int, tuple[int, str]]) -> None:
    """A year before a link that is one."""
    before = _BEFORE.search(line.words[:start])
    if before and line.linked(before.start("said"), before.end("said")) is None:
        word = before["said"]
        key = _meant(line.words[: before.start()], word[:4], word[4:], works)
        if key and key != last.key:
            spans[before.start("said")] = (before.end("said"), key)


def _meant(before: str, year: str, letter: str, works: Mapping[str, Work]) -> str | None:
    """The one work of a year whose people some words end with."""
    found = [one.key for one in works.values() if (one.year, one.letter) == (year, letter) and named(one, before[-200:])]
    return found[0] if len(found) == 1 else None
