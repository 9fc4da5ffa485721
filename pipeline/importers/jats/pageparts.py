"""Pageparts: the headings, notes and captions of a page of the web, which are told by how they look and where they stand."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

from lxml import etree

from pipeline.importers.jats.captions import HEADS
from pipeline.importers.jats.tools import content, document_of, is_empty, new, part, remove, rename, trim, upright
from pipeline.tree import find_all, fold, text_of

_HEADING: Final = re.compile(r"h[1-6]")
_LABELLED: Final = re.compile(r"(?:fig|gr[aá]f|tab|cuadro|foto|mapa|imagen|l[aá]m|fuente|source)", re.IGNORECASE)
_LONGEST: Final = 150  # characters of a heading
_CAPTION_LONGEST: Final = 1000
_LARGE: Final = re.compile(r"[3-7]|\+\d")  # sizes of letters larger than those of the text
_DONE: Final = ".;:,"


def shown(text: str) -> str:
    """What shows of a text: a space that keeps a line open does not."""
    return fold(text.replace("\xa0", " "))


def name(link: etree._Element) -> str:
    """What a place of the page is called."""
    return str(link.get("name") or link.get("id") or "")


def first(link: etree._Element, block: etree._Element) -> bool:
    """Whether no words stand before a link in its block."""
    node = link
    while node is not block:
        if any(shown(text_of(one)) and not name(one) for one in node.itersiblings(preceding=True) if isinstance(one.tag, str)):
            return False
        said = [one.tail for one in node.itersiblings(preceding=True)]
        node = node.getparent()  # type: ignore[assignment]
        if shown("".join([node.text or "", *(tail or "" for tail in said)])):
            return False
    return True


def level(node: etree._Element, found: list[etree._Element]) -> int:
    """The level of the heading that a block is; 0 if it is none. Without an element for it, a heading is short, bold and nothing else."""
    if _HEADING.fullmatch(str(node.tag)):
        return int(str(node.tag)[1])
    words = text_of(found[0]) if len(found) == 1 and found[0].tag == "p" else ""
    if not any(map(str.isalpha, words)) or len(words) > _LONGEST or words.endswith(tuple(_DONE)) or _LABELLED.match(words):
        return 0
    plain = deepcopy(found[0])
    for bold in find_all(plain, ".//bold"):
        remove(bold)
    if shown(text_of(plain)) or plain.find(".//break") is not None or not words:
        return 0
    sizes = [str(one.get("size")) for one in (node, *node.iter("font")) if one.get("size")]
    return 1 if any(map(_LARGE.match, sizes)) else 2


def note(found: list[etree._Element], name: str, like: etree._Element) -> etree._Element:
    """A note: the number that calls back before its words is its label."""
    note = new("fn", like, {"id": name}, found)
    label = note.find(".//label")
    if label is not None:
        remove(label)
        note.insert(0, label)
        trim(note[1])
        for empty in [one for one in find_all(note, "./p/sup | ./p/bold") if is_empty(one)]:
            remove(empty)
    return note


def fill(body: etree._Element, blocks: list[etree._Element]) -> None:
    """Put blocks into a body; headings open sections."""
    open_: list[tuple[int, etree._Element]] = [(0, body)]
    for block in blocks:
        level = int(str(block.attrib.pop("specific-use", "heading-0")).rpartition("-")[2])
        if level:
            while open_[-1][0] >= level:
                open_.pop()
            upright(block)
            section = new("sec", body, None, [new("title", body, None, content(block))])
            open_[-1][1].append(section)
            open_.append((level, section))
        else:
            open_[-1][1].append(block)
    for section in [one for one in body.iter("sec") if {child.tag for child in one} == {"title", "fn"}]:
        part(document_of(body), "back").append(rename(section, "fn-group"))


def captioned(blocks: list[etree._Element]) -> list[etree._Element]:
    """The blocks with captions in their figures and tables: the line before one that is a caption, else the line behind it."""
    free = {n for n, block in enumerate(blocks) if block.tag == "p" and len(words := text_of(block)) < _CAPTION_LONGEST and _kind(words)}
    for n, block in enumerate(blocks):
        beside = next((one for one in (n - 1, n + 1) if one in free), None)
        if block.tag in ("fig", "table-wrap") and beside is not None:
            free.remove(beside)
            line = blocks[beside]
            block.tag = "table-wrap" if block.tag == "table-wrap" else _kind(text_of(line))  # a table may be a picture
            line.attrib.clear()
            block.insert(0, new("caption", line, None, [new("p", line, None, content(line))]))
    return [block for block in blocks if len(block) or block.text]


def _kind(words: str) -> str:
    """What words are the caption of; nothing if they are none."""
    return next((tag for tag in ("fig", "table-wrap") if HEADS[tag].match(words)), "")
