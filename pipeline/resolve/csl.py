"""CSL: a JATS citation's fields as a CSL-JSON item (the mapping of variables and types is a table)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from pipeline.resolve.inlines import Held
from pipeline.styles import terms
from pipeline.tree import HREF, LANG, find_all, fold, text_of

Item = dict[str, Any]

# publication-type → CSL type, the element of the title, the element of the container
TYPES: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "journal": ("article-journal", ("article-title",), ("source",)),
    "magazine": ("article-magazine", ("article-title",), ("source",)),
    "newspaper": ("article-newspaper", ("article-title",), ("source",)),
    "preprint": ("article", ("article-title",), ("source",)),
    "book": ("book", ("chapter-title", "article-title", "source"), ("source",)),
    "encyclopedia": ("entry-encyclopedia", ("chapter-title", "article-title", "source"), ("source",)),
    "confproc": ("paper-conference", ("article-title", "source"), ("source",)),
    "thesis": ("thesis", ("source", "article-title"), ()),
    "report": ("report", ("source", "article-title"), ()),
    "website": ("webpage", ("article-title", "source"), ("source",)),
    "data": ("dataset", ("data-title", "article-title", "source"), ("source",)),
    "software": ("software", ("source", "article-title"), ()),
    "patent": ("patent", ("source", "article-title"), ()),
    "standard": ("standard", ("source", "article-title"), ()),
    "other": ("document", ("article-title", "chapter-title", "data-title", "source"), ("source",)),
}
PEOPLE: Final = {"author": "author", "allauthors": "author", "inventor": "author", "guest-editor": "editor", "assignee": "authority"}
_PEOPLE_AS_NAMED: Final = ["editor", "translator", "compiler", "director", "curator", "illustrator"]
# CSL variable → where JATS has it (the first that is there)
FIELDS: Final = {
    "volume": ("volume",),
    "issue": ("issue",),
    "supplement-number": ("supplement",),
    "edition": ("edition",),
    "version": ("version",),
    "collection-title": ("series",),
    "collection-number": ("volume-series",),
    "publisher": ("publisher-name",),
    "event-title": ("conf-name",),
    "event-place": ("conf-loc",),
    "part-title": ("part-title",),
    "number": ("elocation-id", "pub-id[@pub-id-type='publisher-id']", "patent", "std"),
    "number-of-pages": ("size[@units='pages']",),
    "number-of-volumes": ("size[@units='volumes']",),
    "DOI": ("pub-id[@pub-id-type='doi']",),
    "PMID": ("pub-id[@pub-id-type='pmid']",),
    "PMCID": ("pub-id[@pub-id-type='pmcid']",),
    "ISBN": ("isbn", "pub-id[@pub-id-type='isbn']"),
    "ISSN": ("issn", "pub-id[@pub-id-type='issn']"),
    "genre": ("comment[@content-type='genre']",),
    "status": ("comment[@content-type='status']",),
    "archive": ("institution[@content-type='archive']",),
    "authority": ("institution[@content-type='authority']",),
    "annote": ("annotation",),
}
_MARKUP: Final = {"italic": "i", "bold": "b", "sub": "sub", "sup": "sup"}


def item(citation: etree._Element, key: str, held: Held) -> Item:
    """The CSL-JSON item of an `element-citation` or of the fields that a `mixed-citation` marks."""
    kind, titles, containers = TYPES.get(citation.get("publication-type") or "other", TYPES["other"])
    found: Item = {"id": key, "type": kind, **_titles(citation, titles, containers, held), **_people(citation), **_dates(citation)}
    if kind == "book" and "container-title" in found:
        found["type"] = "chapter"
    for variable, places in FIELDS.items():
        if (element := _first(citation, *places)) is not None and (value := rich(element, held)):
            found[variable] = value
    found.update(_special(citation, held))
    return found


def rich(element: etree._Element | None, held: Held) -> str:
    """The content of an element in the mark-up that CSL-JSON text may have."""
    if element is None:
        return ""
    return fold(_rich(element, held))


def _rich(element: etree._Element, held: Held) -> str:
    text = literal(element.text)
    for child in element:
        tag, inner = str(child.tag), _rich(child, held) if len(child) or child.text else ""
        if tag in _MARKUP:
            text += f"<{_MARKUP[tag]}>{inner}</{_MARKUP[tag]}>"
        elif tag == "sc":
            text += f'<span style="font-variant:small-caps;">{inner}</span>'
        elif tag in ("named-content", "styled-content"):
            text += f'<span class="nocase">{inner}</span>'
        elif tag in ("inline-formula", "inline-graphic"):
            text += held.keep(child)
        else:
            text += inner
        text += literal(child.tail)
    return text


def literal(text: str | None) -> str:
    """Text whose `<` begins no mark-up: it cannot be escaped, so it goes as a private-use character."""
    return (text or "").replace("<", "\ue000").replace(">", "\ue001")


def _first(citation: etree._Element, *places: str) -> etree._Element | None:
    for place in places:
        if (element := citation.find(f".//{place}")) is not None:
            return element
    return None


def _titles(citation: etree._Element, titles: tuple[str, ...], containers: tuple[str, ...], held: Held) -> Item:
    title = _first(citation, *titles)
    container = next((c for c in (_first(citation, tag) for tag in containers) if c is not None and c is not title), None)
    found = {"title": rich(title, held), "container-title": rich(container, held)}
    found["title-short"] = rich(_first(citation, "named-content[@content-type='csl:title-short']"), held)
    return {variable: value for variable, value in found.items() if value}


def _people(citation: etree._Element) -> Item:
    found: dict[str, list[Item]] = {}
    loose = [e for e in citation if e.tag in ("name", "string-name", "collab", "name-alternatives")]
    groups = [(citation, loose, "author")] if loose else []
    for group in citation.iter("person-group"):
        kind = group.get("custom-type") if group.get("person-group-type") == "custom" else group.get("person-group-type")
        groups.append((group, [e for e in group if isinstance(e.tag, str)], kind or "author"))
    for _, members, kind in groups:
        variable = kind if kind in _PEOPLE_AS_NAMED or kind.startswith(("container-", "collection-")) else PEOPLE.get(kind, "author")
        found.setdefault(variable, []).extend(filter(None, map(person, members)))
    said = {variable: people for variable, people in found.items() if people}
    return said | ({"authority": ", ".join(map(_in_words, said["authority"]))} if "authority" in said else {})  # CSL has it as text


def _in_words(person: Item) -> str:
    return str(person.get("literal") or " ".join(filter(None, (person.get("given"), person.get("family")))))


def person(element: etree._Element) -> Item | None:
    """A CSL name; a single name is literal, since a given name alone would vanish from labels."""
    if element.tag == "name-alternatives":
        return person(element[0])
    if element.tag == "etal":
        return {"literal": "others"}
    parts = {csl: text_of(element.find(jats)) for csl, jats in (("family", "surname"), ("given", "given-names"), ("suffix", "suffix"))}
    parts = {csl: value for csl, value in parts.items() if value}
    if element.tag in ("name", "string-name") and "family" in parts:
        return parts
    literal = parts.get("given") or text_of(element)
    return {"literal": literal} if literal else None


def short_names(made: Item, language: str) -> str:
    """The authors of an item as a sentence names them: one, two, or the first and others."""
    people: list[Item] = next((made[variable] for variable in ("author", "editor", "translator") if variable in made), [])
    names = [str(person.get("family") or person.get("literal")) for person in people]
    if not names:
        return re.sub(r"<[^>]*>", "", str(made.get("title", "")))
    if len(names) == 2 and names[1] != "others":
        return f"{names[0]} {terms(language)['and']} {names[1]}"
    return names[0] + (" et al." if len(names) > 1 else "")


def _dates(citation: etree._Element) -> Item:
    places: dict[str, etree._Element | None] = {
        "issued": citation if citation.find(".//year") is not None else _first(citation, "string-date"),
        "original-date": _first(citation, "date[@date-type='original']"),
        "accessed": _first(citation, "date-in-citation[@content-type='access-date']"),
        "event-date": _first(citation, "conf-date"),
    }
    found = {variable: date(place) for variable, place in places.items() if place is not None}
    return {variable: value for variable, value in found.items() if value}


def date(place: etree._Element) -> Item:
    """The CSL date of an element with `iso-8601-date` (EDTF), with year, month and day, or with words alone."""
    years = [year for year in place.iter("year") if year.getparent() is place or getattr(year.getparent(), "tag", "") != "date"]
    year = years[0] if years else place.find("year")
    value = place.get("iso-8601-date") or (year.get("iso-8601-date") if year is not None else None)
    if value and (parsed := edtf(value)):
        return parsed
    numbers = [text_of(place.find(f".//{tag}")) for tag in ("year", "month", "day")]
    if match := re.fullmatch(r"(-?\d{1,6})[a-z]?", text_of(year)):
        parts = [int(match[1])]
        parts += [int(n) for n in numbers[1:] if n.isdigit()] if numbers[1].isdigit() else []
        season = text_of(place.find(".//season"))
        return {"date-parts": [parts], **({"season": season} if season else {})}
    words = text_of(year) or text_of(place if place.tag != "element-citation" else None)
    return {"literal": words} if words else {}


def edtf(value: str) -> Item:
    """A CSL date from EDTF: a day, month, season or year, a range, about; empty if it is none of these."""
    about = any(mark in value for mark in "~?%")
    ends = [re.fullmatch(r"(-?\d{4,6})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", re.sub("[~?%]", "", end)) for end in value.split("/")]
    if len(ends) > 2 or not all(ends):
        return {}
    parts = [[int(n) for n in end.groups() if n] for end in ends if end]
    season = next((p[1] - 20 for p in parts if len(p) > 1 and 21 <= p[1] <= 24), None)
    parts = [p[:1] if len(p) > 1 and p[1] > 12 else p for p in parts]
    return {"date-parts": parts, **({"circa": True} if about else {}), **({"season": season} if season else {})}


def _special(citation: etree._Element, held: Held) -> Item:
    """The variables that take more than one field to make."""
    makers: dict[str, Callable[[], str]] = {
        "publisher-place": lambda: "; ".join(rich(place, held) for place in citation.iter("publisher-loc")),
        "page": lambda: _pages(citation),
        "URL": lambda: _address(citation),
        "language": lambda: citation.get(LANG) or "",
        "edition": lambda: (lambda e: e.get("designator") or rich(e, held) if e is not None else "")(_first(citation, "edition")),
        "DOI": lambda: re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text_of(_first(citation, *FIELDS["DOI"])), flags=re.I),
        "note": lambda: "; ".join(rich(c, held) for c in citation.iter("comment") if not c.get("content-type")).replace(":", "\u2236"),
    }
    named = {
        str(e.get("content-type"))[4:]: rich(e, held)
        for e in citation.iter("named-content")
        if str(e.get("content-type")).startswith("csl:")
    }
    found = named | {variable: make() for variable, make in makers.items()}
    return {variable: value for variable, value in found.items() if value}


def _pages(citation: etree._Element) -> str:
    if pages := text_of(_first(citation, "page-range")):
        return pages
    first, last = text_of(_first(citation, "fpage")), text_of(_first(citation, "lpage"))
    return f"{first}-{last}" if last and last != first else first


def _address(citation: etree._Element) -> str:
    for link in find_all(citation, ".//ext-link|.//uri"):
        if (href := link.get(HREF) or text_of(link)).startswith(("http:", "https:", "ftp:")):
            return str(href)
    return ""
