"""Plain: reads the plain form of an encyclopedia entry.

`= Title =`, `Infobox` with `- Key: value` rows, paragraphs a line each, `== Section ==` to any depth, `- ` items, book lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.article import Article
from pipeline.diagnostics import Refused, Report
from pipeline.heads import HEADING
from pipeline.ids import is_id, spelled
from pipeline.importers import gost
from pipeline.importers.prose import inline
from pipeline.markup import at_line, build
from pipeline.source import source_bytes
from pipeline.tree import LANG, fold

_ITEM: Final = re.compile(r"[ \t]*[-*•][ \t]+(.*\S)[ \t]*")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ROW: Final = re.compile(r"([^:]+?)[ \t]*:[ \t]+(.*)")


def read(path: Path, report: Report) -> Article:
    """Read an entry; raises Refused for one without a title."""
    lines = _lines(path, report)
    title = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if _level(lines[title]) != 1:
        report("source-known", "the first line is not a title (= Title =)", title + 1)
        raise Refused
    end = next((n for n in range(title + 1, len(lines)) if _level(lines[n]) == 1), len(lines))
    if end < len(lines):
        report("import-lossless", f"a second article begins here ({_words(lines[end])}); only the first is read", end + 1)
    return Article(path, _Reader(report).article(_words(lines[title]), [(n + 1, lines[n]) for n in range(title + 1, end)]))


def _lines(path: Path, report: Report) -> list[str]:
    data = source_bytes(path, report)
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as fault:
        report("source-readable", f"it is not UTF-8: byte {fault.start}", data[: fault.start].count(b"\n") + 1)
        raise Refused from fault
    for number, line in enumerate(lines, 1):
        if found := _CONTROL.search(line):
            report("import-lossless", f"U+{ord(found[0]):04X} cannot stand in XML and becomes a space", number)
    return [_CONTROL.sub(" ", line) for line in lines]


def _level(line: str) -> int:
    """The level of a heading; 0 for another line."""
    match = HEADING.fullmatch(line)
    return match[1].count("=") if match and match[1].count("=") == match[3].count("=") else 0


def _words(line: str) -> str:
    match = HEADING.fullmatch(line)
    return fold(match[2]) if match else fold(line)


@dataclass
class _Reader:
    """Builds one article from its lines; ids are made as they are needed."""

    report: Report
    ids: set[str] = field(default_factory=set)

    def article(self, title: str, lines: list[tuple[int, str]]) -> etree._Element:
        body, back = build("body"), build("back")
        rows, lines = _infobox(lines)
        if rows:
            body.append(self._infobox(title, rows))
        self._sections(body, back, lines)
        journal = build("journal-meta", None, [build("journal-id"), build("issn")])
        titles = build("title-group", None, [build("article-title", None, [title])])
        front = build("front", None, [journal, build("article-meta", None, [titles])])
        parts = [front, body, *([back] if len(back) else [])]
        return build("article", {"article-type": "other", "dtd-version": "1.3", LANG: "en"}, parts)

    def _sections(self, body: etree._Element, back: etree._Element, lines: list[tuple[int, str]]) -> None:
        """Sections into each other by their levels; a section of books becomes a list of references."""
        stack: list[tuple[int, etree._Element]] = [(1, body)]
        for heading, block in _blocks(lines):
            if heading is not None:
                level = _level(heading[1])
                while stack[-1][0] >= level:
                    stack.pop()
                if (books := self._books(_words(heading[1]), block)) is not None:
                    back.append(books)
                    continue
                stack.append((level, self._section(stack[-1][1], heading)))
            self._block(stack[-1][1], block)

    def _section(self, parent: etree._Element, heading: tuple[int, str]) -> etree._Element:
        title = _words(heading[1])
        section = build("sec", {"id": self._id(title)}, [self._marked("title", title, heading[0])])
        parent.append(at_line(section, heading[0]))
        return section

    def _block(self, parent: etree._Element, lines: list[tuple[int, str]]) -> None:
        items: etree._Element | None = None
        for number, line in lines:
            if match := _ITEM.fullmatch(line):
                if items is None:
                    items = build("list", {"list-type": "bullet"})
                    parent.append(items)
                items.append(build("list-item", None, [self._marked("p", match[1], number)]))
            elif line.strip():
                items = None
                parent.append(self._marked("p", line, number))

    def _books(self, title: str, lines: list[tuple[int, str]]) -> etree._Element | None:
        """The list of references that a section is: items only, and most of them books."""
        items = [(number, match) for number, line in lines if line.strip() for match in [_ITEM.fullmatch(line)]]
        books = [gost.book(match[1]) if match else None for _, match in items]
        if not items or not all(match for _, match in items) or 2 * sum(book is not None for book in books) < len(books):
            return None
        refs = [self._ref(book, match[1], number) for book, (number, match) in zip(books, items, strict=True) if match]
        return build("ref-list", {"id": self._id(title)}, [self._marked("title", title, items[0][0]), *refs])

    def _ref(self, book: etree._Element | None, words: str, number: int) -> etree._Element:
        if book is None:
            self.report("import-guess", f"this line has not the parts of a book; it stays prose: {words}", number)
            book = build("mixed-citation", {"publication-type": "other"}, [words])
        name = f"{book.findtext('.//surname') or 'ref'}-{book.findtext('year') or len(self.ids)}"
        return at_line(build("ref", {"id": self._id(name)}, [book]), number)

    def _infobox(self, title: str, rows: list[tuple[int, str]]) -> etree._Element:
        """The rows as terms and definitions; the row `Title` heads the box."""
        pairs = [(number, match) for number, line in rows if (match := _ROW.fullmatch(line))]
        head = next((pair for pair in pairs if pair[1][1] == "Title"), None)
        heading = head[1][2] if head else title
        items = [self._row(*pair) for pair in pairs if pair is not head]
        for number, line in rows:
            if not _ROW.fullmatch(line):
                self.report("import-guess", f"this row has no key: {line}", number)
                items.append(build("def-item", None, [build("term"), build("def", None, [self._marked("p", line, number)])]))
        caption = build("caption", None, [build("title", None, [heading])])
        return build("boxed-text", {"content-type": "infobox"}, [caption, *([build("def-list", None, items)] if items else [])])

    def _row(self, number: int, match: re.Match[str]) -> etree._Element:
        definition = build("def", None, [self._marked("p", match[2], number)])
        return build("def-item", None, [build("term", None, [match[1]]), definition])

    def _marked(self, tag: str, text: str, number: int) -> etree._Element:
        """An element with marked text, at a line of the source."""

        def guessed(language: str, words: str) -> None:
            self.report("import-guess", f"“{words}” is taken for {language}, by its letters", number)

        return at_line(build(tag, None, inline(fold(text), guessed)), number)

    def _id(self, title: str) -> str:
        base = re.sub(r"[\W_]+", "-", spelled(title.lower(), "-")).strip("-") or "part"
        base = base if is_id(base) else f"s-{base}"
        name = next(one for n in range(1, 10**6) if (one := base if n == 1 else f"{base}-{n}") not in self.ids)
        self.ids.add(name)
        return name


def _infobox(lines: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The rows of an infobox at the head of an entry, and the lines behind it."""
    start = next((n for n, (_, line) in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or lines[start][1].strip() != "Infobox":
        return [], lines
    end = start + 1
    while end < len(lines) and (_ITEM.fullmatch(lines[end][1]) or (not lines[end][1].strip() and end == start + 1)):
        end += 1
    rows = [(number, match[1]) for number, line in lines[start + 1 : end] if (match := _ITEM.fullmatch(line))]
    return (rows, lines[end:]) if rows else ([], lines)


def _blocks(lines: list[tuple[int, str]]) -> list[tuple[tuple[int, str] | None, list[tuple[int, str]]]]:
    """The lines under each heading; those before the first heading under none."""
    blocks: list[tuple[tuple[int, str] | None, list[tuple[int, str]]]] = [(None, [])]
    for number, line in lines:
        if _level(line):
            blocks.append(((number, line), []))
        else:
            blocks[-1][1].append((number, line))
    return blocks
