"""Ties: signs that stand on the line of their word, though a space is between them; what dots lead to; short cells that are not parted."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.exporters.html.xhtml import flat, h, local, tagged

_BEFORE = re.compile("(?<=\\S) (?=[;:!?\u00bb\u203a\u0964\u0965]+(?:\\s|$))")  # French before its signs, Hindi before its stop
_AFTER = re.compile("(?<=[\u00ab\u2039]) (?=\\S)")
_DOTS = re.compile("[ \u00a0]*[.\u2026]{6,}[ \u00a0]*")
_LINE = 80  # characters: what is longer fills a line
_GOAL = 40  # characters of what dots lead to
_AS_TYPED = {"pre", "code", "kbd", "samp"}
_SHORT = 12  # characters of a cell whose words stay together
_SENTENCE = 60  # characters of a cell that has lines of its own


def tie_signs(part: etree._Element) -> None:
    """Make the space between a word and its sign one where no line ends."""
    for element in part.iter("{*}*"):
        if element.text and local(element) not in _AS_TYPED:
            element.text = _tied(element.text)
        if element.tail and local(element.getparent()) not in _AS_TYPED:  # type: ignore[arg-type]
            element.tail = _tied(element.tail)


def _tied(text: str) -> str:
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))


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


def tie_cells(part: etree._Element) -> None:
    """Say which cells begin rows with a few words that belong together ("Article 2"), where cells of sentences want their room."""
    for table in tagged(part, "table"):
        rows = [row for row in tagged(table, "tr") if len(row) > 1]
        said = [flat([row[0]]).strip() for row in rows]
        prose = any(len(flat([cell])) > _SENTENCE for row in rows for cell in list(row)[1:])
        for row in rows if prose and max(map(len, said)) <= _SHORT else ():
            row[0].set("class", " ".join(filter(None, (row[0].get("class"), "name"))))
