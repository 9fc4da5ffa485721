"""Parts: a document cut into the files of a book: one for a short article, else one for each of its top-level sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, islice
from urllib.parse import unquote

from lxml import etree

from pipeline.exporters.html import XHTML, Document, Heading, article_element, h
from pipeline.exporters.html.document import heading_text
from pipeline.exporters.html.xhtml import local, tagged
from pipeline.tree import find_all

LONGEST = 40_000  # bytes of an article that stays in one file: what is longer is slow to open on a small reader
_WHOLE, _NOTES = "article.xhtml", "notes.xhtml"


@dataclass(frozen=True)
class Part:
    """One file of the text: its name, which part of a book it is, what stands in it."""

    name: str
    kind: str  # frontmatter, bodymatter or backmatter
    elements: list[etree._Element]


def parts(document: Document) -> list[Part]:
    """The files of the text in the order of reading; each link in them leads to the file and the id that are meant."""
    if all(size <= LONGEST for size in accumulate(len(etree.tostring(part)) for part in document.parts)):
        return [Part(_WHOLE, "bodymatter", [article_element(document)])]
    cut = list(_cut(document))
    for section in document.notes:
        _share_out(section, cut)
    kept = [part for part in cut if part.name != _NOTES or part.elements]
    _relink(kept)
    return kept


def places(cut: list[Part]) -> dict[str, str]:
    """The file in which each id stands."""
    elements = ((part.name, element) for part in cut for element in part.elements)
    return {str(node.get("id")): name for name, element in elements for node in find_all(element, "descendant-or-self::*/@id[. != '']/..")}


def listed(cut: list[Part], headings: tuple[Heading, ...]) -> list[Heading]:
    """The headings that a table of contents names: not those of the notes below a section."""
    ends = [element for part in cut if part.name not in (_WHOLE, _NOTES) for element in part.elements]
    below = {element.get("id") for element in ends if element.get("role") == "doc-endnotes"}
    return [heading for heading in headings if heading.id and heading.id not in below]


def _cut(document: Document) -> Iterator[Part]:
    """Front matter; each section; each run of back matter, bibliographies apart; the notes; the colophon; each sub-article."""
    lead = [part for part in document.sections if part.get("class") == "lead"]
    yield Part("front.xhtml", "frontmatter", [document.header, *lead])
    for n, section in enumerate((part for part in document.sections if part not in lead), 1):
        yield Part(f"section{n}.xhtml", "bodymatter", [section])
    seen: Counter[str] = Counter()
    for kind, run in groupby(document.back, lambda part: "references" if part.get("role") == "doc-bibliography" else "back"):
        seen[kind] += 1
        yield Part(f"{kind}{seen[kind]}.xhtml", "backmatter", list(run))
    yield Part(_NOTES, "backmatter", list(document.notes))
    if document.colophon is not None:
        yield Part("colophon.xhtml", "backmatter", [document.colophon])
    for n, letter in enumerate(document.letters, 1):
        yield Part(f"letter{n}.xhtml", "backmatter", [letter])


def _share_out(section: etree._Element, cut: list[Part]) -> None:
    """Put each note into the file that calls it first, where every reader can show it; what none calls stays where it is."""
    waiting = {item.get("id"): item for item in section.iterfind(f"{{{XHTML}}}ol/{{{XHTML}}}li") if item.get("id")}
    pieces: list[etree._Element] = []
    for part in cut:
        mine = [waiting.pop(key) for key in _called(part) if key in waiting] if part.name != _NOTES else []
        if mine:
            pieces.append(_piece(section, mine))
            part.elements.append(pieces[-1])
    if pieces and section.find(f"{{{XHTML}}}ol/{{{XHTML}}}li") is None:
        pieces[0].set("id", section.get("id") or "")
        emptied = next(n for n, part in enumerate(cut) if part.name == _NOTES)
        cut[emptied].elements.remove(section)
        cut[emptied - 1].elements[-1].extend(_page_marks(section))


def _page_marks(section: etree._Element) -> list[etree._Element]:
    """The marks of the pages that begin in a section, without the words after them."""
    marks = [node for node in tagged(section, "span") if node.get("role") == "doc-pagebreak"]
    for node in marks:
        node.tail = None
    return marks


def _called(part: Part) -> list[str]:
    links = [link for element in part.elements for link in tagged(element, "a")]
    return list(dict.fromkeys(_key(link) for link in links if link.get("role") == "doc-noteref"))


def _piece(section: etree._Element, items: list[etree._Element]) -> etree._Element:
    """A section of notes like this one, with these of its notes under a heading like its own."""
    titles = [h(local(node), parts=[heading_text(node)]) for node in islice(tagged(section, "h2", "h3"), 1)]
    for item in items:
        item.tail = None
    return h("section", {"role": "doc-endnotes", "class": section.get("class")}, [*titles, h("ol", {"class": "notes"}, items)])


def _key(link: etree._Element) -> str:
    return unquote((link.get("href") or "").removeprefix("#"))


def _relink(cut: list[Part]) -> None:
    where = places(cut)
    for part in cut:
        for link in (link for element in part.elements for link in tagged(element, "a")):
            href = link.get("href") or ""
            name = where.get(href[1:]) or where.get(_key(link), part.name)
            if href.startswith("#") and name != part.name:
                link.set("href", f"{name}{href}")
