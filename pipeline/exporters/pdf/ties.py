"""Ties: what stands in one line: signs with their word, little words with the next, syllables of Hangul; what dots lead to; short cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from pipeline.exporters.html.xhtml import flat, h, local, tagged
from pipeline.exporters.pdf.paper import FULL, ROOM, lines, placed, width_of
from pipeline.markup import Parts, append, put

_BEFORE = re.compile("(?<=\\S) (?=[;:!?\u00bb\u203a\u0964\u0965\u06d4\u061f\u061b]+(?:\\s|$))")  # French, Hindi and Urdu before theirs
_AFTER = re.compile("(?<=[\u00ab\u2039]) (?=\\S)")
_LITTLE = {  # words of one letter that end no line
    "pl": "aiouwz", "cs": "aikosuvz", "sk": "aikosuvz", "ru": "авикосуя", "uk": "авзийоуяі", "be": "авзйоуяі",
}  # fmt: skip
_ALONE = {key: re.compile(f"(?<![\\w\u2019'-])([{letters}]) (?=[\\w(\u00ab\u201e])", re.IGNORECASE) for key, letters in _LITTLE.items()}
_HANGUL = re.compile("(?<=[\uac00-\ud7a3])(?=[\uac00-\ud7a3])")
_WHOLE = {"h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "caption", "figcaption"}
_JOINER = "\u2060"
_DOTS = re.compile("[ \u00a0]*[.\u2026]{6,}[ \u00a0]*")
_ENDLESS = re.compile(r"\S{200}")
_LINE = 80  # characters: what is longer fills a line
_GOAL = 40  # characters of what dots lead to
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_COMPOUND = re.compile(r"(?<![^\s(])(?:\w{0,2}[-/]\w\S*|\S*\w[-/]\w{1,2}(?!\w)\S*)")
_TIED = 24  # characters: a longer word may be longer than its line
_AS_TYPED = {"pre", "code", "kbd", "samp"}
_PARTED = re.compile("[ \u2010\u2013\u2014-].")  # where a line may end
_SHORT = 12  # characters of a cell whose words stay together
_BESIDE = 28  # characters of a line that has others beside it
_FULL_LINE, _CLOSED = 60, (".", ";", ":")  # characters of a line that a page has ended; and what else a writer ends one with
_WHITE = " \t\r\n"
_RANGE = re.compile(r"(?<!\S)(\S*\d[\u2010-\u2015-]\d\S*|\(?[A-Za-z]\s?[=<>\u2264\u2265]\s?[\d.,]*\d\)?(?!\S))")
_BRIEF = 14  # characters of a range or a sum that no line parts


def tie_signs(part: etree._Element) -> None:
    """Make the space between a word and its sign one where no line ends."""
    for element in part.iter("{*}*"):
        if element.text and local(element) not in _AS_TYPED:
            element.text = _tied(element.text)
        if element.tail and local(element.getparent()) not in _AS_TYPED:  # type: ignore[arg-type]
            element.tail = _tied(element.tail)


def _tied(text: str) -> str:
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))


def tie_words(part: etree._Element, language: str, whole: bool = False) -> None:
    """Let no line end behind a word of one letter, in languages whose lines never do; nor, in headings and tables, within a Korean one."""
    language = (part.get("lang") or language).partition("-")[0].lower()
    whole = language == "ko" and (whole or local(part) in _WHOLE)
    alone = _ALONE.get(language)
    if (alone or language == "ko") and local(part) not in _AS_TYPED:
        part.text = _kept(part.text, alone, whole)
        for child in part:
            child.tail = _kept(child.tail, alone, whole)
    for child in part:
        tie_words(child, language, whole)


def _kept(text: str | None, alone: re.Pattern[str] | None, whole: bool) -> str | None:
    text = alone.sub("\\1\u00a0", text) if text and alone else text
    return _HANGUL.sub(_JOINER, text) if text and whole else text


def tie_parts(part: etree._Element) -> None:
    """Let no line of a heading end within a word that has a part of one or two letters: "G-quadruplexes", "I/D"."""
    for element in [one for heading in tagged(part, *_HEADS) for one in heading.iter("{*}*")]:
        if any(_COMPOUND.search(words) for words in (element.text, *(child.tail for child in element)) if words):
            _cut(element, _whole)


def _cut(element: etree._Element, pieces: Callable[[str], Parts]) -> None:
    """Put pieces in the place of each text between the children of an element."""
    parts = pieces(element.text or "")
    for child in element:
        parts += [child, *pieces(child.tail or "")]
        child.tail = None
    element.text, element[:] = None, []
    append(element, parts)


def _whole(text: str) -> Parts:
    """A text with such words in elements of their own."""
    words = re.split(f"({_COMPOUND.pattern})", text)
    return [h("span", {"class": "tied"}, [word]) if n % 2 and len(word) <= _TIED else word for n, word in enumerate(words)]


def part_endless(part: etree._Element) -> None:
    """Let no hyphens be sought in words that no line holds: they would be, from every line of such a word to its end."""
    for element in part.iter("{*}*"):
        for holder, words in ((element, element.text), (element.getparent(), element.tail)):
            if holder is not None and words and _ENDLESS.search(words):
                holder.set("style", "; ".join(filter(None, (holder.get("style"), "hyphens: none"))))


def lead(part: etree._Element) -> None:
    """Make a row of dots in a paragraph one that ends where its line does, with what it leads to beside it."""
    for paragraph in tagged(part, "p"):
        if len(rows := list(_DOTS.finditer(flat([paragraph])))) == 1:
            short = "short" if rows[0].start() < _LINE else ""
            paragraph.set("class", " ".join(filter(None, (paragraph.get("class"), "led", short))))
            _lead(paragraph)


def _lead(paragraph: etree._Element) -> None:
    for element in list(paragraph.iter("{*}*")):
        if element is not paragraph and (found := _DOTS.search(element.tail or "")):
            element.tail, goal = str(element.tail)[: found.start()], str(element.tail)[found.end() :]
            element.addnext(_leader(goal, element.getnext()))
        if found := _DOTS.search(element.text or ""):
            element.text, goal = str(element.text)[: found.start()], str(element.text)[found.end() :]
            element.insert(0, _leader(goal, element[0] if len(element) else None))


def _leader(goal: str, after: etree._Element | None) -> etree._Element:
    """The dots before a text; the words that are left after them stay together if they are few."""
    made = h("span", {"class": "leader"})
    made.tail = goal
    said = goal + (flat([after]) + (after.tail or "") if after is not None else "")
    if len(said) <= _GOAL:
        made.tail = goal.replace(" ", "\u00a0")
        for one in after.iter() if after is not None else ():
            one.text, one.tail = ((words or "").replace(" ", "\u00a0") for words in (one.text, one.tail))
    return made


def run_on(part: etree._Element) -> None:
    """Let a sentence in a cell go on in its line where the source has ended a long one before a small letter: it was as wide as a page."""
    for line_end in reversed([one for cell in tagged(part, "td") for one in tagged(cell, "br")]):
        before, behind, parent = line_end.getprevious(), line_end.getnext(), line_end.getparent()
        following = f"{line_end.tail or ''}{flat([behind]) if behind is not None else ''}".lstrip()
        line = _line_before(line_end) if following[:1].islower() else ""
        if parent is None or len(line) < _FULL_LINE or line.endswith(_CLOSED):
            continue
        words = f" {(line_end.tail or '').lstrip(_WHITE)}"
        if before is not None:
            before.tail = (before.tail or "").rstrip(_WHITE) + words
        else:
            parent.text = (parent.text or "").rstrip(_WHITE) + words
        parent.remove(line_end)


def _line_before(line_end: etree._Element) -> str:
    """What stands before a break, as far as the one before it, or the beginning of its element."""
    said, before = "", line_end.getprevious()
    while before is not None and local(before) != "br":
        said = f"{flat([before])}{before.tail or ''}{said}"
        before = before.getprevious()
    first = (line_end.getparent().text if before is None else before.tail) or ""  # type: ignore[union-attr]
    return " ".join(f"{first}{said}".split())


def tie_cells(part: etree._Element) -> None:
    """Say which cells are not parted: columns of few words or numbers ("Article 2", "1.5–2.5"), if that makes the table no wider."""
    for table in list(tagged(part, "table")):
        _tie_ranges(table)
        _tie_lines(table)
        columns: dict[int, list[etree._Element]] = {}
        for place, cell in placed(table):
            if local(cell.getparent().getparent()) != "thead":  # type: ignore[union-attr, arg-type]
                columns.setdefault(place, []).append(cell)
        room = next((one for one in ROOM if width_of(table) <= one), 0)
        for cells in columns.values():
            said = [flat([cell]).strip() for cell in cells]
            if (
                any(_PARTED.search(one) for one in said)
                and max(map(len, said)) <= _SHORT
                and not any(cell.get("colspan") for cell in cells)
            ):
                _keep_whole(table, cells, room)


def _tie_ranges(table: etree._Element) -> None:
    """Let no line end within a range of numbers, or a sum, that has words beside it: "35.2 (29.2–37.5)", "Cases (n = 20)"."""
    for part in [one for cell in tagged(table, "td", "th") for one in cell.iter("{*}*") if local(one) not in _AS_TYPED]:
        if any(" " in one.strip() and _RANGE.search(one) for one in (part.text or "", *(child.tail or "" for child in part))):
            _cut(part, _with_ties)


def _with_ties(text: str) -> Parts:
    pieces = [piece for piece in _RANGE.split(text) if piece]
    return [h("span", {"class": "tied"}, [one]) if _RANGE.fullmatch(one) and len(one) <= _BRIEF else one for one in pieces]


def _tie_lines(table: etree._Element) -> None:
    """Keep the lines of cells whole that stand side by side, as many in one as in another: they belong to each other."""
    small = "wide" in (table.getparent().get("class") or "").split()  # type: ignore[union-attr]
    several = next(iter(tagged(table, "br", "p")), None) is not None
    room = next((one for one in (FULL, *ROOM[1:])[small:] if width_of(table) <= one), 0) if several else 0
    found: dict[int, list[etree._Element]] = {}
    for row in tagged(table, "tr") if room else ():
        said = {cell: lines(cell) for cell in row if local(cell) == "td"}
        counts = [len(one) for one in said.values()]
        for place, (cell, own) in enumerate(said.items()):
            if len(own) > 1 and counts.count(len(own)) > 1 and max(map(len, own)) <= _BESIDE:
                found.setdefault(place, []).append(cell)
    for cells in found.values():
        _keep_whole(table, cells, room)


def _keep_whole(table: etree._Element, cells: list[etree._Element], room: int) -> None:
    before = [cell.get("class") for cell in cells]
    for cell in cells:
        cell.set("class", " ".join(filter(None, (cell.get("class"), "whole"))))
    for cell, names in zip(cells, before, strict=True) if width_of(table) > room else ():
        cell.attrib.pop("class")
        put(cell, {"class": names})
