"""Twice: what a page of the web shows and front matter or the list of references say too is said once."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.sections import HEADING
from pipeline.importers.jats.tools import content, new
from pipeline.tree import find_all, text_of

_FRONT: Final = (
    "./front//article-meta//article-title | ./front//article-meta//trans-title | ./front//subtitle | ./front//article-categories//subject"
    " | ./front//abstract/p | ./front//trans-abstract/p | ./front//abstract/title | ./front//trans-abstract/title"
)
_KEYWORDS: Final = re.compile(r"(?:key ?words|palabras?[ -]claves?|palavras?[ -]chave|mots[ -]cl[ée]s|descriptore?s)\W+", re.IGNORECASE)
_LONG: Final = 200  # characters of a paragraph that is text, and no line of the head
_MOST: Final = 0.9  # of the references


def once(document: etree._Element, blocks: list[etree._Element], report: Report) -> list[etree._Element]:
    """The blocks of a page that say more than the front matter and the references of its document do."""
    said = {_letters(one) for one in find_all(document, _FRONT)} - {""}
    keywords = {_letters(one) for one in find_all(document, "./front//kwd")}
    again = {n for n, block in enumerate(blocks) if block.tag == "p" and (_letters(block) in said or _is_keywords(block, keywords))}
    _head(document, blocks, again)
    for n in sorted(again):  # "Abstract" over an abstract
        if n and n - 1 not in again and _heading(blocks[n - 1]) and len(text_of(blocks[n])) >= _LONG:
            again.add(n - 1)
    again |= _references(document, blocks)
    if again:
        report("import-simplified", f"{len(again)} paragraphs of the page say what is told apart; they are said once", blocks[min(again)])
    return [block for n, block in enumerate(blocks) if n not in again]


def _letters(element: etree._Element) -> str:
    """The words of an element, however they are set."""
    return "".join(filter(str.isalnum, text_of(element).casefold()))


def _is_keywords(block: etree._Element, keywords: set[str]) -> bool:
    """Whether a line is that of the keywords, and has no others."""
    start = _KEYWORDS.match(words := text_of(block))
    found = ["".join(filter(str.isalnum, one.casefold())) for one in re.split(r"[,;.]", words[start.end() :])] if start else []
    return bool(start) and all(one in keywords for one in found if one)


def _heading(block: etree._Element) -> str:
    return str(block.get("specific-use") or "")


def _head(document: etree._Element, blocks: list[etree._Element], again: set[int]) -> None:
    """What looks like a heading before the title of the page, or names an author before the text begins, is a line."""
    surnames = [name for one in find_all(document, "./front//surname") if (name := text_of(one))]
    text = next((n for n, block in enumerate(blocks) if len(text_of(block)) >= _LONG), len(blocks))
    title = max((n for n in again if n < text), default=-1)
    for n, block in enumerate(blocks[:text]):
        if _heading(block) and (n < title or any(name in text_of(block) for name in surnames)):
            del block.attrib["specific-use"]


def _references(document: etree._Element, blocks: list[etree._Element]) -> set[int]:
    """The paragraphs under the last heading of references: those of a list of as many are their printed form."""
    refs = list(document.iterfind("./back//ref"))
    start = next((n for n in range(len(blocks) - 1, -1, -1) if _heading(blocks[n]) and HEADING.fullmatch(text_of(blocks[n]))), None)
    if start is None or not refs:
        return set()
    end = next((n for n in range(start + 1, len(blocks)) if blocks[n].tag != "p" or _heading(blocks[n])), len(blocks))
    entries = blocks[start + 1 : end][: len(refs)]
    fits = sum(_is_of(entry, ref) for entry, ref in zip(entries, refs, strict=False))
    if len(entries) < len(refs) or fits < _MOST * len(refs):
        return set()
    for entry, ref in zip(entries, refs, strict=True):
        if _is_of(entry, ref) and ref.find("mixed-citation") is None:
            ref.append(new("mixed-citation", ref, None, content(entry)))
    return {start, *(start + 1 + n for n, entry in enumerate(entries) if not len(entry) and not entry.text)}


def _is_of(entry: etree._Element, ref: etree._Element) -> bool:
    """Whether a paragraph is the printed form of a reference: it says who and when."""
    words = _letters(entry)
    said = [_letters(one) for one in (ref.find(".//surname"), ref.find(".//year")) if one is not None]
    return bool(said) and all(one in words for one in said)
