"""Glosses: examples of linguists that are lists in lists of lists become a table each, whose words stand above their glosses."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import content, fill, new, replace
from pipeline.tree import fold, text_of

_NUMBER: Final = re.compile(r"\(?(?:\d{1,3}|[ivxlc]+|[a-z])['’]?[.)]*")
_GAP: Final = re.compile("[\u00a0\u2003]{3,}")  # which moves words to the margin of a page


def glosses(root: etree._Element, _report: Report) -> None:
    """All examples: a `gloss` has numbers in `wordfirst`; in its `sentence-gloss` are a `word` for each column and `final-sentence`s."""
    for example in [one for one in root.iter("list") if one.get("list-type") == "gloss"]:
        said, blocks = _parts(example)
        label = [new("label", example, None, [" ".join(said)])] if said else []
        item = new("list-item", example, None, [*label, *(blocks or [new("p", example)])])
        replace(
            example, new("list", example, {"list-type": "simple", **({"id": str(example.get("id"))} if example.get("id") else {})}, [item])
        )


def _parts(example: etree._Element) -> tuple[list[str], list[etree._Element]]:
    """The numbers of an example, and what it says."""
    said: list[str] = []
    blocks: list[etree._Element] = []
    parts = [part for item in example.iterfind("list-item") for part in item]
    for kind, group in groupby(parts, lambda part: part.get("list-type") or ""):
        found = list(group)
        if kind == "word":
            blocks += _table(found)
        elif kind in ("final-sentence", "sentence-gloss"):
            blocks += [block for part in found for block in _parts(part)[1]]
        else:
            numbers = [fold(words) for part in found for words in _texts(part)]
            first = not blocks and all(_NUMBER.fullmatch(one) for one in numbers)
            said += [one for one in numbers if one] if first else []
            blocks += [] if first else [_close(part) for part in found if fold(text_of(part)) or len(part)]
    return said, blocks


def _texts(part: etree._Element) -> list[str]:
    """The words of a paragraph, or of the items of a list of numbers."""
    return [text for p in (part.iter("p") if part.tag == "list" else [part]) if (text := text_of(p).strip(" \u00a0"))]


def _close(block: etree._Element) -> etree._Element:
    """A block without the gap that moves some of its words to the margin."""
    for one in block.iter():
        one.text = _GAP.sub(" ", one.text or "") or None
        if one is not block:
            one.tail = _GAP.sub(" ", one.tail or "") or None
    block.tail = None
    return block


def _table(words: list[etree._Element]) -> list[etree._Element]:
    """Words with what stands below each, as the rows of a table; words alone are a paragraph."""
    columns = [word.findall("list-item") for word in words]
    lines = max((len(column) for column in columns), default=0)
    cells = [[content(_one(column[n])) if n < len(column) else [] for column in columns] for n in range(lines)]
    if lines == 1:
        joined = [part for n, cell in enumerate(cells[0]) for part in ([" ", *cell] if n and cell else cell)]
        return [new("p", words[0], None, joined)]
    rows = [new("tr", words[0], None, [new("td", words[0], None, cell) for cell in row]) for row in cells]
    body = new("tbody", words[0], None, rows)
    return [new("table-wrap", words[0], None, [new("table", words[0], None, [body])])] if rows else []


def _one(item: etree._Element) -> etree._Element:
    """The only paragraph of an item; the item itself if it has several, or none."""
    paragraphs = item.findall("p")
    return paragraphs[0] if len(paragraphs) == len(item) == 1 else fill(item, [part for p in list(item) for part in [*content(p), " "]])
