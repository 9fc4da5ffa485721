"""Forms: a reference that is given in two languages is one: the other form is a translation of its fields, and stands behind its prose."""

from __future__ import annotations

import copy
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import harvest
from pipeline.importers.jats.tools import content, fill, listed, new, replace, unwrap
from pipeline.tree import LANG, fold, raw_text, text_of

_TRANSLATED: Final = {"article-title": "trans-title", "chapter-title": "trans-title", "source": "trans-source"}
_MARKUP: Final = listed("italic bold sub sup sc monospace underline ext-link inline-formula tex-math alternatives styled-content")


def join(given: etree._Element | None, prose: etree._Element | None, others: list[etree._Element], report: Report) -> None:
    """Put other forms of a reference into its fields and its prose, if they say more than those do."""
    for other in others:
        if not any(_same(one, other) for one in (given, prose) if one is not None):
            _join(given, prose, other, report)


def _join(given: etree._Element | None, prose: etree._Element | None, other: etree._Element, report: Report) -> None:
    printed = other.tag == "mixed-citation"
    fields = harvest.fields(other, report) if printed and given is not None else None if printed else other
    if given is not None and fields is not None:
        _translate(given, fields)
    elif given is not None:
        given.append(new("comment", other, None, [fold(text_of(other))]))
    if printed and prose is not None:
        _behind(prose, other)


def _same(one: etree._Element, other: etree._Element) -> bool:
    return one.tag == other.tag and fold(raw_text(one)) == fold(raw_text(other))


def _behind(prose: etree._Element, other: etree._Element) -> None:
    """The words of the other form, in their language, with a space before them; the fields marked are those of the first."""
    for inner in list(other.iter("{}*")):
        if inner is not other and inner.tag not in _MARKUP:
            unwrap(inner)
    tag = other.get(LANG)
    words = new("styled-content", other, {LANG: tag}, content(other)) if tag else None
    fill(prose, [" ", words] if words is not None else [" ", *content(other)])


def _translate(given: etree._Element, other: etree._Element) -> None:
    """Titles of the other form are translated titles, its names other forms of the names."""
    for tag, translated in _TRANSLATED.items():
        first, second = given.find(tag), other.find(tag)
        if first is not None and second is not None and given.find(translated) is None and text_of(first) != text_of(second):
            first.addnext(new(translated, second, _tongue(second, other), content(second)))
    for group in given.findall("person-group"):
        same = (one for one in other.findall("person-group") if one.get("person-group-type") == group.get("person-group-type"))
        match = next(same, None)
        if match is not None and len(match) == len(group):
            for one, another in zip(list(group), list(match), strict=True):
                _two_names(one, another, given, other)


def _two_names(one: etree._Element, another: etree._Element, given: etree._Element, other: etree._Element) -> None:
    if one.tag != "name" or another.tag != "name" or text_of(one) == text_of(another):
        return
    both = new("name-alternatives", one)
    replace(one, both)
    both.extend([one, copy.deepcopy(another)])
    for name, form in zip(both, (given, other), strict=True):
        name.tail = None
        if form.get(LANG) and not name.get(LANG):
            name.set(LANG, str(form.get(LANG)))


def _tongue(title: etree._Element, form: etree._Element) -> dict[str, str]:
    tag = title.get(LANG) or form.get(LANG)
    return {LANG: tag} if tag else {}


def works(found: list[etree._Element]) -> list[list[etree._Element]]:
    """The citations of a ref, those that say the same work together."""
    said: list[list[etree._Element]] = []
    for citation in found:
        inner = list(citation) if citation.tag == "citation-alternatives" else [citation]
        if said and len(said[-1]) == 1 and len(inner) == 1 and _agree(said[-1][0], inner[0]):
            said[-1] += inner
        elif inner:
            said.append(inner)
    return said


def _agree(first: etree._Element, second: etree._Element) -> bool:
    """Whether these are fields and prose of one work: the prose has the year or the first name of the fields, if they have both."""
    given, prose = (first, second) if first.tag == "element-citation" else (second, first)
    if (given.tag, prose.tag) != ("element-citation", "mixed-citation"):
        return False
    said_by = [text_of(given.find(f".//{tag}")).lower() for tag in ("year", "surname")]
    return not all(said_by) or any(one in text_of(prose).lower() for one in said_by)
