"""Poems: quotations that say that they are poems become verses, a line for each paragraph or for each line that ends in one.

Typed text has no place for citations, notes and pictures; lines of verse have one, and end where those of the typed text do.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import BLOCKS, content, fill, has_words, listed, new, trim, unwrap
from pipeline.markup import Parts
from pipeline.tree import find_all

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_LINKS: Final = listed("xref fn inline-graphic inline-formula")
_POEM: Final = re.compile(r"\b(?:poems?|poetry|verses?|lyrics?)\b", re.IGNORECASE)


def poems(root: etree._Element, report: Report) -> None:
    """All quotations that are poems."""
    found = [quote for quote in root.iter("disp-quote") if _POEM.search(quote.get("content-type") or "") and _has_lines(quote)]
    for quote in found:
        stanzas = [[_line(p, parts) for parts in _lines(p)] for p in quote.findall("p")]
        if any(len(lines) > 1 for lines in stanzas):
            verses = [new("verse-group", lines[0], None, [*lines]) for lines in stanzas]
        else:
            verses = [line for lines in stanzas for line in lines]
        quote.tag = "verse-group"
        parts = [part for part in content(quote) if not isinstance(part, str)]
        fill(quote, [*(part for part in parts if part.tag == "title"), *verses, *(part for part in parts if part.tag == "attrib")])
    if found:
        report("import-simplified", f"quotations that are poems are verses ({len(found)})", found[0])


def typescripts(root: etree._Element, report: Report) -> None:
    """All typed text that has more than words."""
    found = [one for one in root.iter("preformat") if next(one.iterdescendants(*_LINKS), None) is not None]
    for typed in found:
        lines = [_line(typed, line) for line in _typed(typed)]
        for name in {"preformat-type", _SPACE} & {*typed.attrib}:
            del typed.attrib[name]
        typed.tag = "verse-group"
        fill(typed, lines)
    if found:
        report("import-simplified", f"typed text in which something is cited is lines of words ({len(found)})", found[0])


def speeches(root: etree._Element, report: Report) -> None:
    """A speech that does not say who speaks is its words."""
    for speech in [one for one in root.iter("speech") if one.find("speaker") is None]:
        report("import-simplified", "a speech without a speaker is paragraphs", speech)
        unwrap(speech)


def _typed(typed: etree._Element) -> list[Parts]:
    """The lines of typed text."""
    lines: list[Parts] = [[]]
    for one in content(typed):
        if isinstance(one, str):
            first, *more = one.split("\n")
            lines[-1].append(first)
            lines += [[line] for line in more]
        else:
            lines[-1].append(one)
    return [line for line in lines if any(not isinstance(one, str) or one.strip() for one in line)]


def _has_lines(quote: etree._Element) -> bool:
    """Whether the paragraphs of a quotation are lines, or have them, and there is nothing else but a title and whose it is."""
    paragraphs = quote.findall("p")
    other = [one for one in quote if one.tag not in ("title", "p", "attrib")]
    inner = find_all(quote, "./p//break[not(parent::p)]") or [one for p in paragraphs for one in p if one.tag in BLOCKS]
    return not (other or inner or has_words(quote)) and len(paragraphs) + len(quote.findall("p/break")) > 1


def _lines(p: etree._Element) -> list[Parts]:
    """The lines of a paragraph."""
    lines: list[Parts] = [[]]
    for one in content(p):
        if not isinstance(one, str) and one.tag == "break":
            lines.append([])
        else:
            lines[-1].append(one)
    return [line for line in lines if any(not isinstance(one, str) or one.strip() for one in line)]


def _line(p: etree._Element, parts: Parts) -> etree._Element:
    """A line, without the white space round it."""
    line = new("verse-line", p, None, parts)
    trim(line)
    return line
