"""Rare: the elements that few articles have, as the common ones that say the same."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import mentioned
from pipeline.importers.jats.funders import source
from pipeline.importers.jats.tools import (
    content,
    document_of,
    fill,
    has_words,
    is_blank,
    is_empty,
    listed,
    new,
    part,
    remove,
    rename,
    replace,
    said,
    take,
    unwrap,
)
from pipeline.importers.jats.worded import lowered
from pipeline.tree import HREF, XLINK, fold, raw_text, text_of

_STATEMENTS: Final = listed("question question-wrap question-wrap-group answer answer-set explanation question-preamble option")
_RELATED_IDS: Final = listed("document-id object-id source-id")
_WORKS: Final = listed("product related-article related-object")
_ENDS: Final = tuple(f"{what}-{end}" for what in ("milestone", "overline", "underline") for end in ("start", "end"))
_DROPPED: Final = (*listed("index-term index-term-range-end hr"), *_ENDS)
_MARKUP: Final = listed("bold italic monospace overline roman sans-serif sc strike sub sup underline ext-link named-content styled-content")


def rare(root: etree._Element, report: Report) -> None:
    """All of them, in one walk over the file."""
    for element in list(root.iter(*_MENDS)):
        if (mend := _MENDS.get(str(element.tag))) and element.getparent() is not None:
            mend(element, report)


def _structure(element: etree._Element, report: Report) -> None:
    """A chemical structure: displayed, a figure; in the text, what it is made of."""
    if element.tag == "chem-struct-wrap":
        rename(element, "fig").set("fig-type", "chem-struct")
        return
    inside = next(element.iterancestors("fig", "chem-struct-wrap", "table-wrap"), None)
    for label in element.findall("label"):
        rename(label, "bold")
    if element.get("id") and inside is None:
        rename(element, "named-content", content_type="chem-struct")
    elif inside is not None and has_words(element) and element.getparent() is inside and not element.findall("graphic"):
        rename(element, "p").attrib.clear()
    else:
        unwrap(element)


def _statement(element: etree._Element, report: Report) -> None:
    """A question, its parts and its answers: labelled prose."""
    kind = str(element.tag)
    rename(element, "statement").set("content-type", kind)
    for child in list(element):
        if child.tag in ("subtitle", "label") and child is not element.find("label"):
            rename(child, "p")
    for key in ("question-response-type", "audience", "correct", "pointer-to-explained", "pointer-to-question"):
        take(element, key)


def _statement_body(element: etree._Element, report: Report) -> None:
    """Paragraphs only; a list or a formula stands in a paragraph of its own (see blocks)."""
    for extra in [*element.findall("attrib"), *element.findall("permissions")]:
        rename(extra, "p")


def _lines(element: etree._Element, report: Report) -> None:
    """An address or a signature: a paragraph of its lines."""
    words = ", ".join(fold(str(text)) for text in element.itertext() if fold(str(text)))
    replace(element, new("p", element, None, [words])) if words else remove(element)


def _signatures(element: etree._Element, report: Report) -> None:
    for child in list(element):
        if child.tag == "sig":
            rename(child, "p")
            for inner in list(child.iter("break")):
                inner.tail = ", " + (inner.tail or "").lstrip()
                unwrap(inner)
    unwrap(element)


def _related(element: etree._Element, report: Report) -> None:
    """A related article or object, or the address of an article: its words; in the text, linked."""
    prose(element)
    parent = element.getparent()
    if parent is not None and parent.tag in ("article-meta", "front-stub", "journal-meta"):
        return
    address = element.get(HREF) or next((said for key in _RELATED_IDS if "://" in (said := element.get(key) or "")), "")
    if address and element.find(".//ext-link") is None:
        link = new(
            "ext-link", element, {"ext-link-type": element.get("ext-link-type") or "uri", HREF: address}, content(element) or [address]
        )
        replace(element, link)
        if element.get("id"):
            link.set("id", str(element.get("id")))
    else:
        rename(element, "named-content").set("content-type", "related-object")


def prose(element: etree._Element) -> None:
    """The fields of a work named in the text as words, kept apart."""
    for pages in element.findall("page-count[@count]"):
        pages.text = pages.text or f"{take(pages, 'count')} p."
    gaps = [is_blank(one.tail) for one in list(element)[:-1]]
    fields = list(element) if element.tag in _WORKS and sum(gaps) * 2 > len(gaps) else []  # a file leaves their marks to its style
    for first in [one for one in fields if one.tag == "fpage" and is_blank(one.tail) and getattr(one.getnext(), "tag", "") == "lpage"]:
        first.tail = "–"
    for inner in [one for one in element.iter("*") if one is not element and one.tag not in _MARKUP]:
        if not (inner.tail or "").strip() and inner.getnext() is not None:
            inner.tail = ", " if inner in fields or inner.tag in ("name", "string-name", "person-group") else " "
        elif not inner.tail and inner.getparent() is not element:
            inner.tail = " "
        unwrap(inner)
    if len(element) == 0 and element.text:
        element.text = fold(element.text)


def _product(element: etree._Element, report: Report) -> None:
    """What is reviewed: words; a picture of it stands at the head of the body."""
    for graphic in list(element.iter("graphic", "inline-graphic")):
        remove(graphic)
        graphic.tail = None
        part(document_of(element), "body").insert(0, rename(graphic, "graphic"))
    for name in element.iter("name"):
        _said_forward(name)
    prose(element)


def _said_forward(name: etree._Element) -> None:
    """A name among words is said with the given names first, as in "by Ann Abel", where they are more than bare initials."""
    surname, given = name.find("surname"), name.find("given-names")
    if surname is not None and given is not None and name.get("name-style", "western") == "western" and re.search("[a-z.]", text_of(given)):
        name.insert(name.index(surname), given)


_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_EMPHASIS: Final = listed("bold italic monospace overline roman sans-serif sc strike sub sup underline break")


def _ruby(element: etree._Element, report: Report) -> None:
    """Ruby: the base, then the gloss in brackets; those of Chinese and Japanese are wide, and need no space."""
    wide = _HAN.search(text_of(element))
    for bracket in [one for one in element.iter("rp") if not re.search(r"\w", text_of(one))]:
        remove(bracket)
    for gloss in list(element.iter("rt")):
        gloss.text = f"\uff08{text_of(gloss)}\uff09" if wide else f" ({text_of(gloss)})"
        del gloss[:]
    for inner in list(element.iter("rb", "rt", "rp")):
        unwrap(inner)
    unwrap(element)


def _target(element: etree._Element, report: Report) -> None:
    rename(element, "named-content", content_type="target") if element.get("id") else unwrap(element)


def _drop(element: etree._Element, report: Report) -> None:
    if getattr(element.getparent(), "tag", "") == element.tag:
        return  # it is told of with the one it stands in
    words = ", ".join(fold(str(text)) for text in element.itertext() if fold(str(text)))
    if words:
        report("import-lossless", f"<{element.tag}> has no place: {words[:80]}", element)
    else:
        report("import-simplified", f"<{element.tag}> is left out", element)
    remove(element)


def _abbreviation(element: etree._Element, report: Report) -> None:
    """An abbreviation with its meaning in `alt`."""
    if meant := take(element, f"{{{XLINK}}}title"):
        element.set("alt", meant)
    for meaning in element.findall("def"):
        if element[0] is meaning and (meaning.tail or "").startswith("(") and is_blank(element.text):  # "Lamp Institute (LI)" is printed
            continue
        element.set("alt", text_of(meaning))
        remove(meaning)
    words = raw_text(element)
    del element[:]
    element.text = words
    if not element.get("alt"):
        take(element, "alt")


def _glyph(element: etree._Element, report: Report) -> None:
    """A private character: its picture, or its name."""
    picture = element.find("inline-graphic")
    if picture is not None:
        unwrap(element)
        return
    name = element.get("description") or element.get("name") or "?"
    report("import-lossless", f"a private character has no picture: {name}", element)
    replace(element, new("named-content", element, {"content-type": "private-char"}, [name]))


def _heads(element: etree._Element, report: Report) -> None:
    """The heads over the columns of a definition list are its title."""
    parent = element.getparent()
    if parent is None:
        return
    title = parent.find("title")
    if title is None:
        title = new("title", element)
        parent.insert(0, title)
    fill(title, [*([" – "] if title.text or len(title) else []), text_of(element)])
    remove(element)


def _verse(element: etree._Element, report: Report) -> None:
    """The number, the title and the subtitle of a poem are its title, its rights a line below it."""
    for rights in element.findall("permissions"):
        replace(rights, new("attrib", rights, None, [said(rights)]))
    heads = [head for tag in ("label", "title", "subtitle") for head in element.findall(tag)]
    if not heads or (len(heads) == 1 and heads[0].tag == "title"):
        return
    title = new("title", heads[0])
    for head in heads:
        gap = ": " if head.tag == "subtitle" else " "
        head.tail = None
        fill(title, [*([gap] if len(title) or title.text else []), *content(head)])
        element.remove(head)
    element.insert(0, title)


def _textual(element: etree._Element, report: Report) -> None:
    for graphic in list(element.iter("graphic")):
        rename(graphic, "inline-graphic")
    unwrap(element)


def _def_list(element: etree._Element, report: Report) -> None:
    for label in element.findall("label"):
        rename(label, "title") if element.find("title") is None else unwrap(label)
    for inner in [one for one in reversed(element.findall("def-list")) if len(one) and one[0].tag not in ("def-item", "def-list")]:
        inner.tail = None
        element.addnext(inner)
    for inner in element.findall("def-list"):
        replace(inner, *inner.findall("def-item"))
    for item in element.findall("def-item"):
        if (term := item.find("term")) is None:
            item.insert(0, term := new("term", item))
        for label in item.findall("label"):
            remove(label)
            term.text = f"{text_of(label)} {term.text or ''}" if text_of(term) else text_of(label)


def _typewritten(element: etree._Element, report: Report) -> None:
    """Set text and code: words, and emphasis at most."""
    for inner in [one for one in element.iter("*") if one is not element and one.tag not in _EMPHASIS]:
        unwrap(inner)


def _empty(element: etree._Element, report: Report) -> None:
    if is_empty(element) and not element.get("id"):
        remove(element)


_MENDS: Final = {
    **dict.fromkeys(("chem-struct", "chem-struct-wrap"), _structure),
    **dict.fromkeys(_STATEMENTS, _statement),
    "statement": _statement_body,
    "address": _lines,
    "sig-block": _signatures,
    "sig": _lines,
    "inline-supplementary-material": mentioned.file,
    "inline-media": mentioned.file,
    "media": mentioned.film,
    "sec": lowered,
    **dict.fromkeys(("related-article", "related-object", "self-uri"), _related),
    "product": _product,
    "funding-source": source,
    "principal-award-recipient": source,
    "ruby": _ruby,
    "target": _target,
    **dict.fromkeys(_DROPPED, _drop),
    "abbrev": _abbreviation,
    "private-char": _glyph,
    "def-head": _heads,
    "term-head": _heads,
    "textual-form": _textual,
    "def-list": _def_list,
    "verse-group": _verse,
    **dict.fromkeys(("preformat", "code"), _typewritten),
    **dict.fromkeys(("caption", "label", "title"), _empty),
}
