"""Ties: signs that stand on the line of their word, though a space is between them; and short cells of tables that are not parted."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.exporters.html.xhtml import flat, local, tagged

_BEFORE = re.compile("(?<=\\S) (?=[;:!?\u00bb\u203a\u0964\u0965]+(?:\\s|$))")  # French before its signs, Hindi before its stop
_AFTER = re.compile("(?<=[\u00ab\u2039]) (?=\\S)")
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


def tie_cells(part: etree._Element) -> None:
    """Say which cells begin rows with a few words that belong together ("Article 2"), where cells of sentences want their room."""
    for table in tagged(part, "table"):
        rows = [row for row in tagged(table, "tr") if len(row) > 1]
        said = [flat([row[0]]).strip() for row in rows]
        prose = any(len(flat([cell])) > _SENTENCE for row in rows for cell in list(row)[1:])
        for row in rows if prose and max(map(len, said)) <= _SHORT else ():
            row[0].set("class", " ".join(filter(None, (row[0].get("class"), "name"))))
