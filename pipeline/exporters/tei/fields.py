"""The fields of references, in a `bibl` or a `biblStruct`: titles, dates, numbers, identifiers."""

from __future__ import annotations

from pipeline.exporters.tei.base import Element, Table, children, made, new, nodes, parent_name, tei, tokens, uri
from pipeline.exporters.tei.dates import dated, dating, iso_of, joined, printed
from pipeline.exporters.tei.inline import named, target_of
from pipeline.exporters.tei.names import KNOWN
from pipeline.markup import Parts, join
from pipeline.tree import HREF, LANG, fold, name, raw_text, text_of

SERIALS = {"journal", "magazine", "newspaper"}
SCOPES = {"volume": "volume", "issue": "issue", "supplement": "supplement", "volume-series": "volume", "fpage": "page", "lpage": "page"}
SCOPES |= {"page-range": "page", "csl:chapter-number": "chapter", "csl:section": "section"}
TITLES = {"csl:title-short": "short", "csl:original-title": "original", "csl:container-title-short": "short"}


def kind_of(element: Element) -> str:
    """The type of the publication that a field belongs to."""
    return next((str(node.get("publication-type")) for node in element.iterancestors() if node.get("publication-type")), "")


@tei("article-title", "chapter-title", "data-title", "source", "series", "part-title", "trans-title", "trans-source", "trans-subtitle")
def title(element: Element, render: Table) -> Parts:
    """A title with its level."""
    what = name(element)
    kinds = {"part-title": "part", "trans-title": "translated", "trans-source": "translated", "trans-subtitle": "translated-sub"}
    whole = "j" if kind_of(element) in SERIALS else "m"
    level = {"series": "s", "source": whole, "trans-source": whole, "part-title": "m"}.get(what, "a")
    if what == "data-title" and element.find("../source") is None:
        level = "m"
    return made("title", element, render.inside(element), level=level, type=kinds.get(what))


@tei("volume", "issue", "supplement", "volume-series", "fpage", "lpage", "page-range")
def scope(element: Element, render: Table) -> Parts:
    """A volume, an issue, pages."""
    return [new("biblScope", render.inside(element), unit=SCOPES[name(element)])]


def pages(first: Element | None, last: Element | None, render: Table) -> list[Element]:
    """A range of pages."""
    both = [one for one in (first, last) if one is not None]
    ends = [text_of(one) for one in both]
    words = join([["–", *render.inside(one)] if number else render.inside(one) for number, one in enumerate(both)])
    limits = {"from": ends[0], "to": ends[-1]} if all(tokens(end) == [end] for end in ends) else {}
    return [new("biblScope", words, unit="page", **limits)]


@tei("year")
def year(element: Element, render: Table) -> Parts:
    """A year as printed, with its value."""
    value = element.get("iso-8601-date") or joined(text_of(element), "", "")
    return made("date", element, render.inside(element), **dating(value, element.get("calendar"), value, element))


@tei("month", "day", "season")
def part_of_date(element: Element, render: Table) -> Parts:
    """A part of a date as printed."""
    return [new("seg", render.inside(element), type=name(element))]


@tei("date", "pub-date")
def date(element: Element, render: Table) -> Parts:
    """A date in parts."""
    words = [printed(element)]
    return made("date", element, words, type=element.get("date-type"), subtype=element.get("publication-format"), **dated(element))


@tei("mixed-citation/date")
def printed_date(element: Element, render: Table) -> Parts:
    """A date of a printed reference, in its own words."""
    return made("date", element, render.inside(element), type=element.get("date-type"), **dated(element))


@tei("date-in-citation", "string-date", "conf-date")
def date_in_words(element: Element, render: Table) -> Parts:
    """A date in words; when an address was visited."""
    given = element.get("content-type")
    kind = {"access-date": "accessed"}.get(given or "", given) or ("event" if name(element) == "conf-date" else None)
    calendar = element.get("calendar")
    named_ = dated(element) if iso_of(element) else dating("", calendar, None, element)
    return made("date", element, render.inside(element), type=kind, **named_)


def issued(element: Element, render: Table) -> list[Element]:
    """The date of publication of a structured reference, made of its year, month, day and season."""
    years = list(element.iterchildren("year"))
    seasons, months, days = ([text_of(one) for one in element.iterchildren(tag)] for tag in ("season", "month", "day"))
    first = text_of(years[0]) if years else ""
    words = " ".join(filter(None, [*seasons, "-".join(filter(None, [first, *months, *days]))]))
    if not words:
        return []
    source = years[0] if years else element
    native = joined(first, "".join(months[:1]), "".join(days[:1]))
    calendar = source.get("calendar") if years else None
    given = source.get("iso-8601-date") or ("" if calendar not in (None, "gregorian") else native)
    more = [one for later in years[1:] for one in nodes(render.render(later))]
    return [new("date", [words], **dating(given, calendar, native, source)), *more]


@tei("edition", "version")
def edition(element: Element, render: Table) -> Parts:
    """An edition, or the version of a program."""
    number = element.get("designator")
    if name(element) == "edition":
        return [new("edition", render.inside(element), n=number)]
    return [new("edition", render.inside(element), n="version", rend=number)]


@tei("publisher-name", "publisher-loc")
def publisher(element: Element, render: Table) -> Parts:
    """Who published, and where."""
    return made("publisher" if name(element) == "publisher-name" else "pubPlace", element, render.inside(element))


@tei("conf-name", "conf-loc", "conf-sponsor")
def conference_part(element: Element, render: Table) -> Parts:
    """A conference, its place, its sponsor."""
    tag = {"conf-name": "name", "conf-loc": "placeName", "conf-sponsor": "orgName"}[name(element)]
    kind = {"conf-name": "event", "conf-sponsor": "sponsor"}.get(name(element))
    return [new(tag, render.inside(element), type=kind)]


@tei("pub-id", "article-id", "isbn", "issn", "elocation-id", "journal-id", "patent")
def number(element: Element, render: Table) -> Parts:
    """An identifier."""
    what = name(element)
    given = element.get("pub-id-type") or element.get("journal-id-type") or {"elocation-id": "number"}.get(what, what)
    sub = element.get("publication-format") or element.get("country")
    return [new("idno", render.inside(element), type=KNOWN.get(given, given), subtype=sub, corresp=uri(element.get(HREF)))]


@tei("std")
def standard(element: Element, render: Table) -> Parts:
    """The designation of a standard; with emphasis in it, which an `idno` cannot have, a note."""
    return made("note" if len(element) else "idno", element, render.inside(element), type="std")


@tei("size")
def size(element: Element, render: Table) -> Parts:
    """How many pages or volumes."""
    return [new("extent", [new("measure", render.inside(element), unit=element.get("units"))])]


@tei("comment", "annotation")
def remark(element: Element, render: Table) -> Parts:
    """A remark on a publication."""
    words = children(element, render) if name(element) == "annotation" else render.inside(element)
    return made("note", element, words, type=element.get("content-type") or {"annotation": "annote"}.get(name(element), "note"))


@tei("element-citation/ext-link")
def address(element: Element, render: Table) -> Parts:
    """The address of a publication; where its words are the address itself, a pointer is enough."""
    target = target_of(element)
    alone = target and fold(raw_text(element)) == element.get(HREF) and not len(element)
    kind = element.get("ext-link-type")
    return made("ptr" if alone else "ref", element, [] if alone else render.inside(element), type=kind, target=target)


@tei("element-citation/institution")
def archive(element: Element, render: Table) -> Parts:
    """The archive, the authority … of a publication."""
    kind = element.get("content-type") or "institution"
    return made("note", element, [new("orgName", render.inside(element))], type=kind)


@tei("element-citation/named-content")
def variable(element: Element, render: Table) -> Parts:
    """A CSL variable that JATS has no element for."""
    what = str(element.get("content-type"))
    if what in SCOPES:
        return made("biblScope", element, render.inside(element), unit=SCOPES[what])
    if what in TITLES:
        return made("title", element, render.inside(element), type=TITLES[what])
    return made("note", element, render.inside(element), type=what.removeprefix("csl:"))


@tei("mixed-citation/named-content")
def marked(element: Element, render: Table) -> Parts:
    """What a printed reference marks."""
    return named(element, render)


@tei("etal")
def others(element: Element, render: Table) -> Parts:
    """And others."""
    return [new("seg", render.inside(element), type="etal")]


@tei("person-group")
def people(element: Element, render: Table) -> Parts:
    """The authors, editors … of a work, each one; in a printed reference the group as it is."""
    kind = element.get("custom-type") or element.get("person-group-type") or "author"
    tag = "author" if kind in ("author", "allauthors", "container-author") else "editor"
    role = kind if kind not in ("author", "editor") else None
    if parent_name(element) == "mixed-citation":
        return made(tag, element, render.inside(element), role=role)
    return [new(tag, render.render(one), role=role, **{LANG: element.get(LANG)}) for one in element]
