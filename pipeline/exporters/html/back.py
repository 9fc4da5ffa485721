"""Sections and the back matter: acknowledgements, appendices, statements, glossary, notes, bibliography."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.exporters.html.blocks import heading, rest
from pipeline.exporters.html.table import html
from pipeline.exporters.html.tables import labelled
from pipeline.exporters.html.xhtml import classes, doi_link, h, shared
from pipeline.markup import Parts
from pipeline.metadata import abstract_word
from pipeline.rules import Rules
from pipeline.styles import terms
from pipeline.tree import language_of, text_of

_TITLES = {
    "ack": "acknowledgements",
    "glossary": "glossary",
    "ref-list": "references",
}
_ROLES = {
    "ack": "doc-acknowledgments",
    "app": "doc-appendix",
    "glossary": "doc-glossary",
    "ref-list": "doc-bibliography",
    "abstract": "doc-abstract",
}


def word(element: etree._Element, key: str) -> str:
    """A word that the program adds, in the language that holds at an element."""
    return terms(language_of(element)).get(key) or re.sub("[-_]", " ", key).capitalize()


def level(element: etree._Element) -> int:
    """The level of the heading of a section: those of the article itself have 2, below its title; parts without one do not count."""
    around = element.iterancestors("sec", "app", "ack", "notes", "glossary", "ref-list", "abstract", "trans-abstract", "sub-article")
    return min(2 + sum(map(_headed, around)), 6)


def _headed(element: etree._Element) -> bool:
    titles = (element.find("title"), element.find("label"))
    return element.tag == "sub-article" or any(map(text_of, titles)) or _key(element) is not None


def _key(element: etree._Element) -> str | None:
    """The name of the word that the program has for a part without a title."""
    parent = element.getparent()
    if parent is not None and parent.tag == element.tag:
        return None
    return abstract_word(element) if element.tag in ("abstract", "trans-abstract") else _TITLES.get(str(element.tag))


def section_id(element: etree._Element) -> str:
    """The id of a section: its own, or its place in the article."""
    own = element.get("id")
    steps = [node.getparent().index(node) + 1 for node in (element, *element.iterancestors()) if node.getparent() is not None]  # type: ignore[union-attr]
    return own or "at." + ".".join(str(step) for step in reversed(steps))


@html("sec")
def section(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A section with its heading."""
    return [wrapped(element, render, classes(element.get("sec-type")))]


def wrapped(element: etree._Element, render: Rules[Parts], kind: str | None, **more: str | None) -> etree._Element:
    """A section of any kind: its heading, then the rest."""
    attributes = shared(element, class_=kind, **more)
    head = heading(element, render, level(element)) or titled(element)
    return h("section", {**attributes, "id": section_id(element)}, [*head, *render.each(rest(element, "label", "title"))])


def titled(element: etree._Element) -> Parts:
    """The heading of a part that has no title of its own, where the program has a word for it."""
    key = _key(element)
    return [h(f"h{level(element)}", parts=[word(element, key)])] if key else []


@html("ack", "app", "glossary", "notes")
def back_section(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A part of the back matter."""
    tag = str(element.tag)
    kind = classes({"ack": "acknowledgements", "app": "appendix"}.get(tag, tag), element.get("notes-type"))
    return [wrapped(element, render, kind, role=_ROLES.get(tag))]


@html("body", "back", "app-group")
def all_inside(element: etree._Element, render: Rules[Parts]) -> Parts:
    """What only holds other parts."""
    return render.each(list(element))


@html("ref-list")
def ref_list(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A bibliography; one inside another is a section of it."""
    inner = element.getparent() is not None and element.getparent().tag == "ref-list"  # type: ignore[union-attr]
    parts = list(heading(element, render, level(element)) or titled(element)) + render.each(element.findall("p"))
    entries = element.findall("ref")
    if entries:
        parts.append(h("ol", {"class": "references"}, render.each(entries)))
    parts += render.each(element.findall("ref-list"))
    kind = classes("bibliography", element.get("content-type"))
    attributes = shared(element, class_=kind, role=None if inner else "doc-bibliography")
    return [h("section", {**attributes, "id": section_id(element)}, parts)]


@html("ref")
def ref(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An entry of the bibliography: its label, and what is printed."""
    printed = element.find("citation-alternatives/mixed-citation")
    chosen = printed if printed is not None else element.find("mixed-citation")
    chosen = chosen if chosen is not None else element.find("element-citation")
    label: Parts = [h("span", {"class": "label"}, render.inside(one)) for one in element.findall("label")]
    entry = render.render(chosen) if chosen is not None else []
    return [h("li", shared(element), [*label, *([" "] if label else []), *entry])]


@html("mixed-citation")
def mixed_citation(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An entry as it is printed."""
    return [h("span", shared(element, class_="entry"), render.inside(element))]


@html("element-citation")
def element_citation(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The fields of an entry that the resolver has not printed: one after the other."""
    fields = [render.render(child) for child in element]
    parts = [part for some in fields if some for part in (*some, ". ")]
    return [h("span", shared(element, class_="entry"), parts)]


@html("citation-alternatives")
def citation_alternatives(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The printed form, else the fields."""
    printed = element.find("mixed-citation")
    return render.render(printed if printed is not None else element[0])


@html("person-group", "collab", "name", "string-name")
def names(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Names: as they stand in prose; of fields, one after the other."""
    prose = next(element.iterancestors("mixed-citation"), None) is not None or element.tag in ("collab", "string-name")
    inside = render.inside(element) if prose else spaced(element, render, ", " if element.tag == "person-group" else " ")
    return [h("span", shared(element), inside)] if any(shared(element).values()) else inside


def spaced(element: etree._Element, render: Rules[Parts], between: str) -> Parts:
    """The children with a separator between them."""
    each = [render.render(child) for child in element]
    return [part for n, some in enumerate(each) for part in ([between, *some] if n else some)]


@html("name-alternatives")
def name_alternatives(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A name in several scripts: the first, the others in brackets."""
    first, *others = [render.render(name) for name in element]
    return [*first, *(part for other in others for part in (" (", *other, ")"))]


@html("anonymous")
def anonymous(element: etree._Element, _render: Rules[Parts]) -> Parts:
    """Somebody unnamed."""
    return [word(element, "anonymous")]


@html("annotation")
def annotation(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A remark on a reference."""
    return [h("span", shared(element, class_="annotation"), [part for p in element for part in (*render.inside(p), " ")][:-1])]


@html(
    "surname", "given-names", "prefix", "suffix", "etal", "part-title", "chapter-title", "article-title", "source", "trans-source",
    "data-title", "series", "year", "month", "day", "season", "date", "date-in-citation", "string-date", "volume", "issue", "supplement",
    "volume-series", "fpage", "lpage", "page-range", "elocation-id", "edition", "version", "publisher-name", "publisher-loc", "conf-name",
    "conf-loc", "conf-date", "conf-sponsor", "institution", "patent", "std", "isbn", "issn", "size", "comment", "city", "country",
    "state", "postal-code", "addr-line",
)  # fmt: skip
def words(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Fields of a reference or an address: their words, with their language."""
    inside = render.inside(element)
    return [h("span", shared(element), inside)] if any(shared(element).values()) else inside


@html("trans-title")
def trans_title(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A translated title."""
    return words(element, render)


@html("label", "title")
def bare_label(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The words of a label or a title."""
    return render.inside(element)


@html("pub-id")
def pub_id(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An identifier; a DOI is a link."""
    return [doi_link(element, [(element.text or "").strip()])] if element.get("pub-id-type") == "doi" else render.inside(element)


@html("institution-wrap")
def institution_wrap(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An institution and its identifiers."""
    return spaced(element, render, " ")


@html("institution-id")
def institution_id(element: etree._Element, _render: Rules[Parts]) -> Parts:
    """The identifier of an institution: a link where it is an address."""
    value = (element.text or "").strip()
    href = value if value.startswith("http") else None
    return [h("a" if href else "span", {"class": "identifier", "href": href}, [value])]


@html("fn-group")
def fn_group(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The notes of the article, at its end."""
    head = heading(element, render, level(element)) or [h(f"h{level(element)}", parts=[word(element, "notes")])]
    items = [h("li", shared(note), labelled(note, render)) for note in element.findall("fn")]
    kind = classes("notes", "titled" if element.find("title") is not None else None)
    return [h("section", {"role": "doc-endnotes", "class": kind, "id": section_id(element)}, [*head, h("ol", {"class": "notes"}, items)])]


@html("fn")
def fn(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A note."""
    return [h("div", shared(element, class_="note"), labelled(element, render))]
