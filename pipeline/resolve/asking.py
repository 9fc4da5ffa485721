"""Asking: the citations of an article as the engine is asked for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

from lxml import etree

from pipeline.resolve.clusters import Cite, Cluster, locator_label
from pipeline.resolve.csl import Item
from pipeline.resolve.inlines import Held, Inline, citation, from_jats, words
from pipeline.resolve.style import LOCATORS, Style, locator_token
from pipeline.styles import terms
from pipeline.tree import raw_text

_MODES: Final = {"author-in-text": "AuthorInText", "suppress-author": "SuppressAuthor"}
_ENDED: Final = re.compile(r"(^|[.!?…][”’»\")\]]*)[ \t\n]*$")  # where a sentence begins
_TIGHT: Final = re.compile(r"[^\w.,;:!? \t\n]$")  # a prefix that ends so stands close to what follows
_CLOSES: Final = {"(": ")", "[": "]"}
_PARTED: Final = re.compile(
    r"(?:[(\[;,:–—]|\b(?:see|also|cf\.?|e\.g\.,?|i\.e\.,?|in|from|by|after|and|or|with|to|for|than|but|[Rr]efs?\.?"
    r"|sensu|fide|contra|pace|vide|non|nec|apud))[ \t\n\u00a0]*$"
)
_CALLED: Final = re.compile(r"(?:\b(?:refs?\.?|réfs?\.)|\b(?:see|also|in|from) references?)[ \t\n\u00a0]*$", re.IGNORECASE)
_LONGEST: Final = 20  # characters: no word of these has as many
_REACH: Final = 400  # characters
_WHOLE: Final = frozenset(
    ["p", "td", "th", "title", "article-title", "attrib", "term", "verse-line", "license-p", "kwd"]
)  # which hold a sentence
# The engine gives a capital to the first word of its own that follows a sentence: this stands for one.
_SENTENCE: Final = {"t": "Span", "c": [["", ["tight"], []], [{"t": "Str", "c": "\ue010 \ue010."}]]}


def blocks(found: list[Cluster], keys: Mapping[str, str], held: Held, style: Style, language: str) -> list[Inline]:
    """One paragraph a citation; a sub-article is a section in which nothing has been cited before."""
    made: list[Inline] = []
    for document, part in groupby(found, key=lambda cluster: cluster.document):
        paragraphs = [_paragraph(cluster, _cite(cluster, keys, held, language, style), style) for cluster in part]
        anew = document is not None and document.tag == "sub-article"
        made += [{"t": "Div", "c": [["", ["section", "reset-citation-positions"], []], paragraphs]}] if anew else paragraphs
    return made


def in_order(cites: list[Cite], items: Mapping[str, Item]) -> list[Cite]:
    """The references of a citation, those of the same people and date by their titles: so their letters come in order (1990a, 1990b).

    How the sentence names the people stays with the place: the engine takes them from the first.
    """
    if any(cite.prefix is not None or cite.suffix is not None for cite in cites):
        return cites
    alike: dict[str, list[int]] = {}
    for n, cite in enumerate(cites):
        item = items[cite.rid]
        alike.setdefault(repr((item.get("author"), item.get("issued"))), []).append(n)
    ordered = list(cites)
    for places in alike.values():
        by_title = sorted((cites[n] for n in places), key=lambda cite: str(items[cite.rid].get("title", "")).casefold())
        for n, cite in zip(places, by_title, strict=True):
            ordered[n] = replace(cite, mode=cites[n].mode)
    return ordered


def _paragraph(cluster: Cluster, cite: Inline, style: Style) -> Inline:
    """A citation in a note of the article is one of pandoc's, so that a note style does not make another."""
    noted = style.note and cluster.note is not None
    return {"t": "Para", "c": [{"t": "Note", "c": [{"t": "Para", "c": [cite]}]} if noted else cite]}


def _cite(cluster: Cluster, keys: Mapping[str, str], held: Held, language: str, style: Style) -> Inline:
    """The cluster as pandoc's Cite."""
    cites = [_citation(cite, keys, held, language) | {"citationNoteNum": cluster.number} for cite in cluster.cites]
    if style.note and (len(cites) == 1 or not style.arranges) and begins_sentence(cluster):
        cites[0]["citationPrefix"] = [_SENTENCE]
    return {"t": "Cite", "c": [cites, [{"t": "Str", "c": "?"}]]}


def _citation(cite: Cite, keys: Mapping[str, str], held: Held, language: str) -> Inline:
    # Without empty braces the engine would take a number in a suffix for a page
    locator = _locator(cite.locator, held, language) or ([{"t": "Str", "c": "{}"}] if cite.suffix is not None else [])
    suffix = locator + _marked("suffix", cite.suffix, held)
    return citation(keys[cite.rid], _MODES.get(cite.mode, "NormalCitation"), _marked("prefix", cite.prefix, held), suffix)


def begins_sentence(cluster: Cluster) -> bool:
    """Whether a citation in a note begins a sentence of it, in words of the style's own."""
    first = cluster.cites[0]
    return cluster.note is not None and not first.mode and first.prefix is None and _ENDED.search(_before(cluster.element)) is not None


def is_bracketed(element: etree._Element) -> bool:
    """Whether a citation stands in brackets of its sentence."""
    before = _before(element)
    return any(before.count(mark) > before.count(close) for mark, close in ("()", "[]"))


def bracket_round(element: etree._Element) -> str:
    """The innermost bracket of its sentence that a citation stands in as a part of its own, if one closes it behind; else nothing."""
    before, opened = _near(element, preceding=True), list[str]()
    for mark in re.findall(r"[()\[\]]", before) if _PARTED.search(before.rstrip(" \t\n\u00a0")[-_LONGEST:]) else ():
        if mark in _CLOSES:
            opened.append(mark)
        elif opened and _CLOSES[opened[-1]] == mark:
            opened.pop()
    return opened[-1] if opened and _CLOSES[opened[-1]] in _near(element, preceding=False) else ""


def is_called_by_its_word(element: etree._Element) -> bool:
    """Whether the sentence has the word for what is cited before a citation: "see ref. 5"."""
    return _CALLED.search(_near(element, preceding=True)[-_LONGEST:]) is not None


def _before(element: etree._Element) -> str:
    """The text of a paragraph before an element."""
    text = ""
    while element.tag not in _WHOLE and (parent := element.getparent()) is not None:
        siblings = reversed(list(element.itersiblings(preceding=True)))
        text = (parent.text or "") + "".join(raw_text(one) + (one.tail or "") for one in siblings) + text
        element = parent
    return text


def _near(element: etree._Element, *, preceding: bool) -> str:
    """The text of a paragraph before or behind an element, as far as brackets reach: the time for it is the same in long paragraphs."""
    found, length = [] if preceding else [element.tail or ""], 0
    while element.tag not in _WHOLE and (parent := element.getparent()) is not None and length < _REACH:
        for one in element.itersiblings(preceding=preceding):
            found.append(raw_text(one) + (one.tail or ""))
            if (length := length + len(found[-1])) >= _REACH:
                break
        else:
            found.append((parent.text if preceding else parent.tail if parent.tag not in _WHOLE else "") or "")
        element = parent
    return "".join(reversed(found) if preceding else found)


def _marked(kind: str, element: etree._Element | None, held: Held) -> list[Inline]:
    inlines = from_jats(element, held) if element is not None else []
    tight = ["tight"] if kind == "prefix" and element is not None and _TIGHT.search(raw_text(element)) else []
    while kind == "prefix" and inlines and inlines[-1] == {"t": "Space"}:  # the engine sets the space after a prefix itself
        inlines.pop()
    lead = _lead(inlines) if kind == "suffix" else []
    span = {"t": "Span", "c": [["", [kind, *tight], []], inlines]}
    return [*lead, span] if inlines else lead


def _lead(inlines: list[Inline]) -> list[Inline]:
    """The space or the punctuation at the start of a suffix, taken from it: the engine puts a comma before one that starts otherwise."""
    if inlines and inlines[0] == {"t": "Space"}:
        return [inlines.pop(0)]
    if not inlines or inlines[0]["t"] != "Str" or inlines[0]["c"][:1] not in {",", ";", ":", "."}:
        return []
    mark, rest = inlines[0]["c"][0], inlines[0]["c"][1:]
    inlines[:1] = [{"t": "Str", "c": rest}] if rest else []
    spaces = [inlines.pop(0)] if inlines and inlines[0] == {"t": "Space"} else []
    return [{"t": "Str", "c": mark}, *spaces]


def _locator(element: etree._Element | None, held: Held, language: str) -> list[Inline]:
    """A locator in the form that the engine knows; a label it has no term for is printed with our own."""
    if element is None:
        return []
    label = locator_label(element)
    value = from_jats(element, held)
    if label in LOCATORS:
        return [
            {"t": "Str", "c": ","},
            {"t": "Space"},
            {"t": "Str", "c": "{" + locator_token(label)},
            {"t": "Space"},
            *value,
            {"t": "Str", "c": "}"},
        ]
    return [{"t": "Str", "c": ","}, {"t": "Space"}, *words(terms(language).get(f"locator-{label}", label)), {"t": "Space"}, *value]
