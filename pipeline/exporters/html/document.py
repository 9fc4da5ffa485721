"""The document: an article as parts of XHTML, from which a page, a book and a print are put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline import math
from pipeline.article import Article, Picture
from pipeline.diagnostics import Report
from pipeline.digits import style
from pipeline.exporters.html import back, blocks, colophon, directions, front, inline, letters, tables  # noqa: F401  they fill the table
from pipeline.exporters.html.back import word
from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import XHTML, address, direction, flat, h, local, tagged
from pipeline.markup import Parts, append
from pipeline.pictures import files, pictures
from pipeline.rules import Rules
from pipeline.schema.finder import last, remote
from pipeline.tree import LANG, text_of

_BLOCKS = ("p", "li", "dt", "dd", "td", "th", "pre", "caption", "figcaption", "img", "h1", "h2", "h3", "h4", "h5", "h6")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LINE = 100  # characters of subjects: more stand in the colophon


@dataclass(frozen=True)
class Heading:
    """A heading: the id of its section, its text, its level (2 below the title)."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Document:
    """An article as XHTML. Every link in its parts leads to an id in its parts."""

    title: str
    lang: str
    dir: str
    numbers: str  # the counter style of its lists: the digits of its text
    header: etree._Element  # <header>: titles, contributors, abstracts, keywords
    sections: tuple[etree._Element, ...]  # of the body; what stands before its first section is a <div class="lead">
    back: tuple[etree._Element, ...]  # acknowledgements, appendices, bibliographies …, in their order
    notes: tuple[etree._Element, ...]  # <section role="doc-endnotes">, with links back to the calls
    colophon: etree._Element | None  # licence, dates, funding, identifiers
    letters: tuple[etree._Element, ...]  # sub-articles: translations, letters, replies
    pictures: Mapping[str, Picture] = field(default_factory=dict)  # the pictures shown, by the address that stands in img/@src
    files: Mapping[str, Picture] = field(default_factory=dict)  # media and supplements, by the address in a[@class="file"]/@href

    @property
    def said(self) -> dict[str, str | None]:
        """What the root of every page of it says: its language, its direction, its digits where they are not the usual ones."""
        own = f"--numbers: {self.numbers}" if self.numbers != "decimal" else None
        return {"lang": self.lang, LANG: self.lang, "dir": self.dir, "style": own}

    @property
    def parts(self) -> Iterator[etree._Element]:
        """All parts in the order of reading."""
        yield from (self.header, *self.sections, *self.back, *self.notes)
        if self.colophon is not None:
            yield self.colophon
        yield from self.letters

    @property
    def endnotes(self) -> list[etree._Element]:
        """All sections of notes, those of sub-articles too."""
        return [one for part in self.parts for one in tagged(part, "section") if one.get("role") == "doc-endnotes"]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the sections after the header, in their order; those of abstracts are none."""
        sections = [section for part in self.parts if part is not self.header for section in tagged(part, "section")]
        return tuple(heading for section in sections if not _in_header(section) for heading in _headed(section))


def render(article: Article, report: Report, rules: Rules[Parts] = html) -> Document:
    """The resolved article as XHTML, by these rules; the document is the caller's own."""
    math.check(article.root, report)
    shown, others = pictures(article, report), files(article, report)
    document = replace(deepcopy(_rendered(article, rules)), pictures=shown, files=others)
    for part in document.parts:
        _settle_pictures(part, shown)
        _settle_files(part, others)
        _separate_marks(part)
    _link_back(document, word(article.root, "back"))
    return document


@lru_cache(maxsize=1)  # the page and the book of an article begin alike
def _rendered(article: Article, rules: Rules[Parts]) -> Document:
    """The article by these rules, its pictures and its notes not yet settled."""
    root = article.root
    body, ends = root.find("body"), root.find("back")
    after = _elements(rules.each(list(ends)) if ends is not None else [])
    header, facts = h("header", parts=rules.each(root.findall("front"))), colophon.colophon(root, rules)
    if facts is not None:
        _shorten_subjects(header, facts)
    document = Document(
        title=article.metadata.title,
        lang=article.language,
        dir=direction(article.language),
        numbers=style(root)[0],
        header=header,
        sections=tuple(letters.body_parts(body, rules) if body is not None else []),
        back=tuple(part for part in after if part.get("role") != "doc-endnotes"),
        notes=tuple(part for part in after if part.get("role") == "doc-endnotes"),
        colophon=facts,
        letters=tuple(_elements(rules.each(root.findall("sub-article")))),
    )
    if document.dir == "rtl":
        for part in document.parts:
            directions.settle(part)
    elif directions.LEFTWARD.search(article.unusual):
        for part in document.parts:
            directions.cite(part)
    return document


def _shorten_subjects(header: etree._Element, facts: etree._Element) -> None:
    """Move subjects that are many, but the first, to the colophon: the title comes first."""
    line = next((line for line in tagged(header, "p") if line.get("class") == "subjects"), None)
    if line is not None and len(line) > 1 and len(flat([line])) > _LINE:
        facts.insert(1, h("p", {"class": "subjects"}, list(line)[1:]))
        line[0].tail = None


def _elements(parts: Parts) -> list[etree._Element]:
    return [part for part in parts if isinstance(part, etree._Element)]


def _in_header(section: etree._Element) -> bool:
    return next(section.iterancestors(f"{{{XHTML}}}header"), None) is not None


def _headed(section: etree._Element) -> Iterator[Heading]:
    titles = section.iterfind(f"{{{XHTML}}}header/{{{XHTML}}}div[@class='titles']/*")
    for child in (*titles, *section):
        if local(child) in _HEADINGS:
            yield Heading(section.get("id") or "", _listed(section, child), int(local(child)[1]))


def _listed(section: etree._Element, title: etree._Element) -> str:
    """What a list of headings says of one: the label of an appendix ends with a stop, which above it the style sheet adds."""
    said = heading_text(title)
    label = next((one for one in title if (one.get("class") or "").split()[:1] == ["label"]), None)
    if label is None or "stopped" in label.get("class", "") or "appendix" not in (section.get("class") or "").split():
        return said
    words = text_of(label)
    return said.replace(words, f"{words}.", 1) if said != words else said


def heading_text(element: etree._Element) -> str:
    """The text of a heading without the calls of notes, and the raised citations, in it."""
    if not any(map(_calls, tagged(element, "a", "span"))):
        return text_of(element)
    copy = deepcopy(element)
    for call in [link for link in tagged(copy, "a", "span") if _calls(link)]:
        call.text = None
        call[:] = []
    return text_of(copy)


def _calls(link: etree._Element) -> bool:
    """Whether an element calls a note, or cites with raised marks alone."""
    raised = link.get("class") == "citation" and text_of(link) == "".join(text_of(sup) for sup in tagged(link, "sup"))
    return raised or link.get("role") == "doc-noteref" or link.get("class") == "footnote"


def _settle_pictures(part: etree._Element, found: Mapping[str, Picture]) -> None:
    """Give each picture the name of its file; put a visible word in the place of each that cannot be shown."""
    for image in list(tagged(part, "img")):
        href = image.get("src") or ""
        own = image.get("data-words")  # None: a formula, drawn here
        image.attrib.pop("data-words", "")
        if href in found:
            image.set("src", address(found[href].name) or "#")
        elif own is not None:
            placeholder = h("span", {"class": "missing", "id": image.get("id")}, _placeholder(image, href, own))
            placeholder.tail = image.tail
            image.getparent().replace(image, placeholder)  # type: ignore[union-attr]


_LONGEST: Final = 255  # characters: no file has a longer name


def _placeholder(image: etree._Element, href: str, words: str) -> Parts:
    """What stands in the place of a picture: its name, a link to it if it is on the network, and its own words."""
    linked = remote(href) and not any(local(node) == "a" for node in image.iterancestors())
    called = last(href) if len(last(href)) <= _LONGEST else f"{last(href)[:_LONGEST]}…"
    name = h("a", {"href": address(href)}, [called or href]) if linked else called
    return ["[", name, f" – {words}]" if words else "]"]


def _settle_files(part: etree._Element, found: Mapping[str, Picture]) -> None:
    """A link to a file that is not there is no link."""
    names = {address(href): address(one.name) for href, one in found.items()}
    for link in list(tagged(part, "a")):
        href = link.get("href") or ""
        if link.get("class") != "file" or "://" in href:
            continue
        if name := names.get(href):
            link.set("href", name)
        else:
            link.tag = f"{{{XHTML}}}span"
            del link.attrib["href"]


def _link_back(document: Document, title: str) -> None:
    """Give each call of a note an id, and each note links back to its calls."""
    notes = {item.get("id"): item for part in document.endnotes for item in tagged(part, "li") if item.get("id")}
    counts: dict[str, int] = {}
    for part in document.parts:
        for call in [link for link in tagged(part, "a") if link.get("role") == "doc-noteref"]:
            key = (call.get("href") or "")[1:]
            counts[key] = counts.get(key, 0) + 1
            own = call.get("id") or f"call.{key}.{counts[key]}"
            call.set("id", own)
            if key in notes:
                back_link = h("a", {"role": "doc-backlink", "href": f"#{own}", "title": title}, ["↩"])
                tables.appended(notes[key], [" ", back_link])


def _separate_marks(part: etree._Element) -> None:
    """Put a comma between calls of notes that would read as one number."""
    for one, other in pairwise(list(tagged(part, "sup"))):
        if other.getprevious() is one and not one.tail and _calls_a_note(one) and _calls_a_note(other):
            append(one, [","])


def _calls_a_note(mark: etree._Element) -> bool:
    return any(link.get("class") in ("xref-fn", "xref-table-fn") for link in mark)


def text_blocks(document: Document) -> list[etree._Element]:
    """The blocks of text and the pictures, which are the same, in the same order, in whatever medium the article is rendered for."""
    found = [node for part in document.parts for node in tagged(part, *_BLOCKS)]
    return [node for node in found if "formula" not in (node.get("class") or "").split()]


def article_element(document: Document) -> etree._Element:
    """All parts in one `article`."""
    return h("article", parts=list(document.parts))


def contents(document: Document, title: str) -> etree._Element | None:
    """The table of contents: two levels of headings, nested; nothing for an article with fewer than three."""
    chosen = [heading for heading in document.headings if heading.level <= 3]
    if len(chosen) < 3:
        return None
    top = h("ol")
    inner: etree._Element | None = None
    for heading in chosen:
        item = h("li", parts=[h("a", {"href": f"#{heading.id}"}, [heading.text])])
        if heading.level == 2 or not len(top):
            top.append(item)
            inner = None
        else:
            if inner is None:
                inner = h("ol")
                append(top[-1], [inner])
            inner.append(item)
    return h("nav", {"role": "doc-toc", "aria-label": title, "class": "contents"}, [h("h2", parts=[title]), top])
