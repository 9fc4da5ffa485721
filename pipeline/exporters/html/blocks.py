"""Blocks: paragraphs, lists, quotations, verse, code, boxes, figures, equations."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.exporters.html.table import html
from pipeline.exporters.html.xhtml import XHTML, address, classes, flat, h, shared
from pipeline.exporters.widths import em
from pipeline.markup import Parts
from pipeline.rules import Rules
from pipeline.tree import HREF, caption_leads, fold, text_of

_ORDERED = {"order": "1", "alpha-lower": "a", "alpha-upper": "A", "roman-lower": "i", "roman-upper": "I"}
_BESIDE = {"terse": 4.2, "medium": 8.7}  # em of the widest term that has room beside its definition, see the style sheets
_LENGTH = re.compile(r"[0-9]+")


@html("p")
def paragraph(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A paragraph; one that only holds a block is not printed round it."""
    kind = element.get("content-type")
    if kind == "block":
        inside = render.each(list(element))
        return [h("div", shared(element), inside)] if element.get("id") or len(shared(element)) > 2 else inside
    return [h("p", shared(element, class_=kind), render.inside(element))]


def heading(element: etree._Element, render: Rules[Parts], level: int = 0, **attributes: str | None) -> Parts:
    """The label and the title of an element: a heading of this level, or for level 0 a paragraph in its place."""
    title, label = element.find("title"), element.find("label")
    said = [label_of(label, render)] if label is not None else []
    parts: Parts = [*said, *([" "] if said and title is not None else []), *(render.inside(title) if title is not None else [])]
    if not parts:
        return []
    return [h(f"h{min(level, 6)}" if level else "p", {"class": None if level else "title", **attributes}, parts)]


def label_of(label: etree._Element, render: Rules[Parts]) -> etree._Element:
    """A label before a title or words; a style sheet adds no stop to one that has its own."""
    stopped = text_of(label).endswith((".", ":", "-", "–", "—", "。", "：", "।", "։", "۔"))
    parts = render.inside(label)
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(" \t\r\n")  # the stop stands at its end
    return h("span", {"class": classes("label", "stopped" if stopped else None)}, parts)


def rest(element: etree._Element, *taken: str) -> list[etree._Element]:
    """The children without those that are printed elsewhere."""
    return [child for child in element if child.tag not in taken]


@html("list")
def listing(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A list; one with labels of its own shows them."""
    kind = element.get("list-type") or "bullet"
    own = any(item.find("label") is not None for item in element.findall("list-item"))
    style = "labelled" if own else "simple" if kind == "simple" else None
    items = render.each(element.findall("list-item"))
    start = str(_start(element)) if kind in _ORDERED and element.get("continued-from") else None
    number = {"type": _ORDERED[kind], "start": start} if kind in _ORDERED else {}
    title = [h("p", {"class": "title"}, render.inside(name)) for name in element.findall("title")]
    return [*title, h("ol" if kind in _ORDERED else "ul", shared(element, class_=style, **number), items)]


def _start(element: etree._Element) -> int:
    """The first number of a list that continues another, which may itself continue one."""
    start, seen = 1, set()
    while (key := element.get("continued-from")) and key not in seen:
        seen.add(key)
        before = [other for other in element.getroottree().getroot().iter("list") if other.get("id") == key]
        if not before:
            break
        start, element = start + len(before[0].findall("list-item")), before[0]
    return start


@html("list-item")
def list_item(element: etree._Element, render: Rules[Parts]) -> Parts:
    """An item, its own label before it."""
    label: Parts = [h("span", {"class": "label"}, render.inside(one)) for one in element.findall("label")]
    return [h("li", shared(element), [*label, *([" "] if label else []), *render.each(rest(element, "label"))])]


@html("def-list")
def def_list(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Terms and definitions."""
    title = [h("p", {"class": "title"}, render.inside(name)) for name in element.findall("title")]
    return [*title, h("dl", shared(element, class_=_beside(element)), render.each(element.findall("def-item")))]


def _beside(element: etree._Element) -> str | None:
    """The room for terms beside what they mean, where all are short, as abbreviations are; an infobox has its own."""
    if any(box.get("content-type") == "infobox" for box in element.iterancestors("boxed-text")):
        return None
    widest = max((em(text_of(one), bold=True) for one in element.iterfind("def-item/term")), default=0)
    return next((name for name, most in _BESIDE.items() if widest <= most), None)


@html("def-item")
def def_item(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A term and what it means; a term that stands alone has an empty definition, as HTML demands one."""
    inside = render.each(list(element))
    return inside if element.find("def") is not None else [*inside, h("dd")]


@html("term")
def term(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A term; the id of its item is its own if it has none, else that of a mark before it."""
    parent, own = element.getparent(), element.get("id")
    item = parent.get("id") if parent is not None else None
    mark = [h("span", {"id": item})] if own and item else []
    return [h("dt", {**shared(element), "id": own or item}, [*mark, *render.inside(element)])]


@html("def")
def definition(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A definition."""
    return [h("dd", shared(element), render.each(list(element)))]


@html("disp-quote")
def quotation(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A quotation set off."""
    return [h("blockquote", shared(element), [*heading(element, render), *render.each(rest(element, "title"))])]


@html("attrib")
def attribution(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Who said it, or where a picture is from."""
    return [h("p", shared(element, class_="attribution"), render.inside(element))]


@html("verse-group")
def verse(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Verse, or a stanza of it."""
    return [h("div", shared(element, class_="verse"), [*heading(element, render), *render.each(rest(element, "title"))])]


@html("verse-line")
def verse_line(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A line of verse."""
    level = element.get("indent-level")
    return [h("p", shared(element, class_=classes("line", f"indent-{level}" if level else None)), render.inside(element))]


@html("speech")
def speech(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Who speaks, and what is said."""
    return [h("div", shared(element, class_="speech"), render.each(list(element)))]


@html("speaker")
def speaker(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Who speaks."""
    return [h("p", {"class": "speaker"}, render.inside(element))]


@html("preformat")
def preformat(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Text whose lines stand as they are; HTML drops a first line break, so one is added before it."""
    return [h("pre", shared(element), ["\n" if (element.text or "").startswith("\n") else "", *render.inside(element)])]


@html("code")
def code(element: etree._Element, render: Rules[Parts]) -> Parts:
    """Program text."""
    language = classes(f"language-{element.get('language')}") if element.get("language") else None
    first = ["\n"] if (element.text or "").startswith("\n") else []
    return [h("pre", shared(element), [*first, h("code", {"class": language}, render.inside(element))])]


@html("statement")
def statement(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A theorem, a definition, a question."""
    kind = classes("statement", element.get("content-type"))
    return [h("div", shared(element, class_=kind), [*heading(element, render), *render.each(rest(element, "label", "title"))])]


@html("boxed-text")
def box(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A box beside the text; the infobox is one."""
    caption = caption_of(element, render)
    inside = [*render.each(rest(element, "label", "caption", *CREDITS)), *credits_of(element, render)]
    name = fold(flat(caption)) or None
    return [h("aside", shared(element, class_=classes("box", element.get("content-type")), **{"aria-label": name}), [*caption, *inside])]


CREDITS = ("attrib", "permissions", "object-id")
INNER = ("other", "pii", "publisher-id")  # identifiers that nobody but the publisher can look up


def credits_of(element: etree._Element, render: Rules[Parts]) -> Parts:
    """What stands in small print below a float: where it is from, whose it is, its identifiers."""
    return render.each([child for tag in CREDITS for child in element.findall(tag)])


@html("object-id")
def object_id(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The identifier of a part, in a line; a DOI is a link.

    What only the publisher's own systems know is not shown, nor a DOI that what it identifies says itself.
    """
    kind, value, holder = element.get("pub-id-type") or "", text_of(element), element.getparent()
    beside = [child for child in holder if child.tag != "object-id"] if holder is not None else []
    known = kind in INNER or (kind == "doi" and any(value in text for child in beside for text in map(str, child.itertext())))
    link = h("a", {"href": address(f"https://doi.org/{value}")}, [f"https://doi.org/{value}"])
    said: Parts = [link] if kind == "doi" else [f"{kind}: ", *render.inside(element)]
    return [h("p", {"class": "object-id", "hidden": "hidden" if known else None}, said)]


def caption_of(element: etree._Element, render: Rules[Parts]) -> Parts:
    """The label, the title and the words of a caption: the label and the title in one paragraph, or the label before the words."""
    label, caption = element.find("label"), element.find("caption")
    title = caption.find("title") if caption is not None else None
    words = render.each(caption.findall("p")) if caption is not None else []
    said: Parts = [label_of(label, render)] if label is not None else []
    named = render.inside(title) if title is not None else []
    attributes = shared(caption) if caption is not None else {}
    first = words[0] if words else None
    if said and not named and isinstance(first, etree._Element) and first.tag == f"{{{XHTML}}}p":
        said[0].tail, first.text = " " + (first.text or ""), None  # type: ignore[union-attr]
        first.insert(0, said[0])  # type: ignore[arg-type]
    elif said or named:
        words = [h("p", {"class": "title"}, [*said, *([" "] if said and named else []), *named]), *words]
    return [h("div", {**attributes, "class": "caption"}, words)] if any(attributes.values()) else words


@html("caption")
def caption(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A caption without a label."""
    return [*heading(element, render), *render.each(element.findall("p"))]


@html("fig", "fig-group")
def figure(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A figure: what it shows, then its caption, its source and its licence."""
    kind = classes("group" if element.tag == "fig-group" else element.get("fig-type"))
    said, below = caption_of(element, render), credits_of(element, render)
    shown = render.each(rest(element, "label", "caption", *CREDITS))
    if caption_leads(element):
        content = [h("figcaption", parts=said), *shown, *([h("div", {"class": "caption"}, below)] if below else [])]
    else:
        content = [*shown, *([h("figcaption", parts=[*said, *below])] if said or below else [])]
    return [h("figure", shared(element, class_=kind), content)]


@html("graphic", "inline-graphic")
def graphic(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A picture; a long description is kept beside it, for who asks for it."""
    kind = "inline" if element.tag == "inline-graphic" else None
    attributes = shared(element, class_=kind, src=element.get(HREF), alt=alternative(element))
    attributes["role"] = "presentation" if element.find("alt-text") is not None and not attributes["alt"] else None  # an ornament
    attributes["data-words"] = text_of(element.find("alt-text"))  # for a placeholder, which stands beside label and title
    return [h("img", attributes), *render.each(element.findall("long-desc"))]


def alternative(element: etree._Element) -> str:
    """The words for a picture that cannot be seen: its own (none for an ornament), or label and title of what it is in."""
    if element.find("alt-text") is not None:
        return text_of(element.find("alt-text"))
    around = next(element.iterancestors("fig", "table-wrap", "fig-group", "disp-formula", "media", "boxed-text"), None)
    named = [around.find(path) for path in ("label", "caption/title")] if around is not None else []
    return " – ".join(filter(None, map(text_of, named))) or text_of(element.find("long-desc"))


@html("long-desc")
def long_desc(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A long description of a picture."""
    return [h("span", shared(element, class_="description"), render.inside(element))]


@html("alt-text")
def alt_text(_element: etree._Element, _render: Rules[Parts]) -> Parts:
    """Stands in the attribute of its picture."""
    return []


@html("media", "supplementary-material")
def material(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A file that goes with the article: a link to it, and what is said of it."""
    kind = "supplement" if element.tag == "supplementary-material" else "media"
    href = element.get(HREF)
    words = text_of(element.find("alt-text")) or href or ""
    link = [h("p", {"class": "file"}, [h("a", {"href": address(href), "class": "file"}, [words])])] if href and address(href) else []
    inside = render.each(rest(element, "label", "caption", "alt-text", *CREDITS))
    return [h("div", shared(element, class_=kind), [*caption_of(element, render), *link, *inside, *credits_of(element, render)])]


@html("disp-formula")
def equation(element: etree._Element, render: Rules[Parts]) -> Parts:
    """A displayed equation and its number."""
    math = h("span", {"class": "math"}, render.each(rest(element, "label")))
    number = [h("span", {"class": "label"}, render.inside(label)) for label in element.findall("label")]
    return [h("div", shared(element, class_="equation"), [math, *([" "] if number else []), *number])]
