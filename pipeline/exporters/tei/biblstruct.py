"""References: fields as a `biblStruct` in the order that TEI demands, prose as a `bibl`."""

from __future__ import annotations

from itertools import zip_longest

from pipeline.exporters.tei.base import ID, Element, Table, made, new, nodes, spaced, tei
from pipeline.exporters.tei.fields import issued, pages
from pipeline.markup import Parts
from pipeline.tree import LANG, text_of

PLACES = {
    "article-title": "analytic", "chapter-title": "analytic", "trans-title": "analytic", "data-title": "analytic", "pub-id": "analytic",
    "source": "title", "trans-source": "title", "part-title": "title",
    "elocation-id": "idno", "isbn": "idno", "issn": "idno", "patent": "idno", "std": "idno",
    "conf-name": "meeting", "conf-loc": "meeting", "conf-date": "meeting", "conf-sponsor": "meeting",
    "edition": "edition", "version": "edition",
    "publisher-name": "imprint", "publisher-loc": "imprint", "date": "imprint", "string-date": "imprint", "date-in-citation": "imprint",
    "volume": "scope", "issue": "scope", "supplement": "scope", "page-range": "scope", "size": "scope",
    "series": "series", "volume-series": "series",
}  # fmt: skip
MADE = {"note": "end", "title": "title", "biblScope": "scope"}  # where what a rule has made decides
TOGETHER = {"year", "month", "day", "season", "fpage", "lpage"}  # fields that make one element
CREATORS = {"author", "translator", "inventor"}  # of the part, if the work is part of another


@tei("ref")
def reference(element: Element, render: Table) -> Parts:
    """A reference: its fields and its printed entry, or its prose."""
    fields, prose = (next(element.iter(tag), None) for tag in ("element-citation", "mixed-citation"))
    label = element.find("label")
    number = text_of(label) or None
    rich = [new("note", render.inside(label), type="label")] if label is not None and len(label) else []
    entry = render.render(prose) if prose is not None else []
    if fields is None:
        return numbered_prose(element, entry, number, rich)
    content = [*structure(fields, render), *rich, *([new("note", entry, type="printed")] if entry else [])]
    use = fields.get("specific-use")
    kind, form = fields.get("publication-type"), fields.get("publication-format")
    return made("biblStruct", element, content, n=number, type=kind, subtype=form, rend=use)


def numbered_prose(element: Element, entry: Parts, number: str | None, rich: list[Element]) -> Parts:
    """A reference of prose alone: the `bibl` itself has the key; an id of the prose goes inside."""
    inner = nodes(entry)[0]
    words: Parts = [inner.text or "", *inner]
    kind, form = inner.get("type"), inner.get("subtype")
    if {ID, LANG, "rend"} & set(inner.attrib):
        words = [inner]
    return made("bibl", element, [*rich, *words], n=number, type=kind, subtype=form)


@tei("mixed-citation")
def prose_of_reference(element: Element, render: Table) -> Parts:
    """A reference as prose, its parts marked."""
    kind, form = element.get("publication-type"), element.get("publication-format")
    return made("bibl", element, render.inside(element), type=kind, subtype=form)


@tei("element-citation")
def fields_of_reference(element: Element, render: Table) -> Parts:
    """A reference in fields."""
    return made("biblStruct", element, structure(element, render), type=element.get("publication-type"))


@tei("citation-alternatives")
def alternatives(element: Element, render: Table) -> Parts:
    """The two forms of a reference, without its label."""
    return render.each(list(element))


def structure(element: Element, render: Table) -> list[Element]:
    """The levels of a reference: the part, the whole, the series; then addresses and notes."""
    places = sorted_out(element, render)
    language = [new("textLang", mainLang=element.get(LANG))] if element.get(LANG) else []
    analytic = [new("analytic", places["analytic"])] if places["analytic"] else []
    whole = monograph(places, language)
    if element.get("id"):
        whole.set(ID, str(element.get("id")))
    series = [new("series", places["series"])] if places["series"] else []
    return [*analytic, whole, *series, *places["end"]]


def monograph(places: dict[str, list[Element]], language: list[Element]) -> Element:
    """The whole: TEI wants people and meetings first, but never without a title."""
    meeting = [new("meeting", spaced(*([one] for one in places["meeting"])))] if places["meeting"] else []
    first = [*places["person"], *meeting]
    titles = places["title"] or ([new("title")] if first or (language and not places["idno"]) else [])
    imprint = new("imprint", places["imprint"] or [new("date")])
    return new("monogr", [*first, *titles, *places["idno"], *language, *places["edition"], imprint, *places["scope"]])


def sorted_out(element: Element, render: Table) -> dict[str, list[Element]]:
    """What the fields of a reference become, by place."""
    places: dict[str, list[Element]] = {key: [] for key in ("analytic", "person", "end", *PLACES.values())}
    part = is_part(element)
    for child in element:
        if child.tag not in TOGETHER:
            for one in nodes(render.render(child)):
                places[place_of(child, one, part)].append(one)
    publisher, dates = ([one for one in places["imprint"] if (one.tag == "date") is dated] for dated in (False, True))
    places["imprint"] = [*publisher, *issued(element, render), *dates]
    for title in places["analytic"] + places["title"]:
        if title.tag == "title" and element.get(LANG) and LANG not in title.attrib:
            title.set(LANG, str(element.get(LANG)))
    for first, last in zip_longest(element.iterchildren("fpage"), element.iterchildren("lpage")):
        places["scope"] += pages(first, last, render)
    return places


def is_part(element: Element) -> bool:
    """Is the work part of another (an article, a chapter), so that it has an analytic level?"""
    titles = {child.tag for child in element}
    return bool(titles & {"article-title", "chapter-title"}) or {"data-title", "source"} <= titles


def place_of(child: Element, one: Element, part: bool) -> str:
    """The place of what a field has become."""
    what = str(child.tag)
    if what == "person-group":
        kind = child.get("custom-type") or child.get("person-group-type")
        return "series" if kind == "collection-editor" else "analytic" if part and kind in CREATORS else "person"
    place = MADE.get(str(one.tag), "end") if what not in PLACES or one.tag == "note" else PLACES[what]
    if place == "analytic" and not part:
        return "title" if one.tag == "title" else "idno"
    return place
