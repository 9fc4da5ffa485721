"""CS1: a reference in fields as one of Wikipedia's citation templates."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.exporters.wikitext.base import Element, Table, inline
from pipeline.exporters.wikitext.escape import anchor_name, escape, line, url
from pipeline.exporters.wikitext.inline import PROTOCOL
from pipeline.resolve.csl import numeral
from pipeline.tree import HREF, LANG, find_all, name, text_of

# @publication-type → template, the parameter of the title, the parameter of what it stands in
TEMPLATES = {
    "journal": ("cite journal", "title", "journal"),
    "magazine": ("cite magazine", "title", "magazine"),
    "newspaper": ("cite news", "title", "newspaper"),
    "preprint": ("citation", "title", "work"),
    "book": ("cite book", "chapter", "title"),
    "encyclopedia": ("cite encyclopedia", "title", "encyclopedia"),
    "confproc": ("cite conference", "title", "book-title"),
    "thesis": ("cite thesis", "chapter", "title"),
    "report": ("cite report", "chapter", "title"),
    "website": ("cite web", "title", "website"),
    "data": ("cite web", "title", "website"),
    "software": ("cite web", "chapter", "title"),
    "patent": ("cite report", "chapter", "title"),
    "standard": ("cite report", "chapter", "title"),
}
OTHER = ("citation", "title", "work")
KINDS = {"data": "Data set", "software": "Computer software", "patent": "Patent"}
PARTS = ("article-title", "chapter-title", "data-title")
PEOPLE = {"author": "", "editor": "editor-", "translator": "translator-"}
PLAIN = {
    "volume": "volume", "issue": "issue", "edition": "edition", "version": "version", "publisher-name": "publisher",
    "publisher-loc": "location",
    "isbn": "isbn", "issn": "issn", "conf-name": "conference", "elocation-id": "article-number", "patent": "number", "std": "number",
}  # fmt: skip
SEVERAL = {"publisher-name", "publisher-loc"}
IDENTIFIERS = {"doi": "doi", "pmid": "pmid", "pmcid": "pmc", "arxiv": "arxiv", "zbl": "zbl", "mr": "mr", "publisher-id": "number"}
SINGLE = {"page-range", "fpage", "lpage", "year", "month", "day", "season", "volume-series"}

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

Pair = tuple[str, str]


def cite(citation: Element, render: Table) -> str:
    """The template of a reference; what has no parameter follows it as text."""
    kind = citation.get("publication-type") or "other"
    template, _, _ = TEMPLATES.get(kind, OTHER)
    pairs: dict[str, str] = {}
    left: list[str] = []
    for key, value in parameters(citation, render):
        if value and key and key not in pairs:
            pairs[key] = value
        elif value:
            left.append(value)
    if kind in KINDS:
        pairs.setdefault("type", KINDS[kind])
    return f"{{{{{template} {' '.join(f'|{key}={value}' for key, value in pairs.items())}}}}}" + "".join(f" {value}." for value in left)


def parameters(citation: Element, render: Table) -> Iterator[Pair]:
    """Every field as a parameter and its value; the parameter is empty where CS1 has none."""
    yield from people(citation, render)
    yield from titles(citation, render)
    yield "date", date_of(citation)
    yield from pages(citation)
    for child in citation:
        yield from other_field(child, render)
    yield from repeated(citation, render)
    if citation.get(LANG):
        yield "language", escape(str(citation.get(LANG)))


def repeated(citation: Element, render: Table) -> Iterator[Pair]:
    """Second years, pages and the like: a template takes one."""
    for child in citation:
        if name(child) in SINGLE and citation.find(name(child)) is not child:
            yield "", inline(child, render)


def people(citation: Element, render: Table) -> Iterator[Pair]:
    """Authors, editors, translators with a number each; others under `others`."""
    others = []
    for group in citation.findall("person-group"):
        kind = str(group.get("person-group-type"))
        if kind not in PEOPLE:
            role = (group.get("custom-type") or kind).replace("-", " ")
            others.append(f"{', '.join(line(render.render(person)) for person in group)} ({escape(role)})")
            continue
        for number, person in enumerate((child for child in group if name(child) != "etal"), 1):
            yield from person_pairs(person, PEOPLE[kind], number, render)
        if group.find("etal") is not None:
            yield f"display-{kind}s", "etal"
    yield "others", "; ".join(others)


def person_pairs(person: Element, prefix: str, number: int, render: Table) -> Iterator[Pair]:
    """One person: last and first, or the name as a whole."""
    named = person[0] if name(person) == "name-alternatives" else person
    last, first = named.find("surname"), named.find("given-names")
    if name(named) != "name" or last is None or first is None:
        yield f"{prefix.rstrip('-') or 'author'}{number}", line(render.render(person))
        return
    suffix, before = text_of(named.find("suffix")), text_of(named.find("prefix"))
    yield f"{prefix}last{number}", escape(text_of(last))
    yield f"{prefix}first{number}", escape(" ".join(filter(None, [before, text_of(first), suffix])))
    for other in list(person)[1:] if named is not person else []:
        yield "", line(render.render(other))


def titles(citation: Element, render: Table) -> Iterator[Pair]:
    """The title, what it stands in, the series, the translations."""
    _, own, container = TEMPLATES.get(citation.get("publication-type") or "other", OTHER)
    parts = [child for child in citation if name(child) in PARTS]
    source = citation.find("source")
    if not parts:
        container = "title"
    for part in parts:
        yield (own if source is not None else "title"), inline(part, render)
    for source in citation.findall("source"):
        yield container, inline(source, render)
    for tag, key in (
        ("trans-title", f"trans-{own}" if parts else "trans-title"),
        ("trans-source", "trans-title" if container == "title" else ""),
    ):
        for child in citation.findall(tag):
            yield key, inline(child, render)
    number = text_of(citation.find("volume-series"))
    for child in citation.findall("series"):
        yield "series", " ".join(filter(None, [inline(child, render), escape(number)]))
        number = ""
    yield "", escape(number)


def date_of(citation: Element) -> str:
    """The date as words: CS1 misreads years before Christ, so they are printed as given."""
    year, words = citation.find("year"), citation.find("string-date")
    if year is None:
        return escape(text_of(words))
    month, day = text_of(citation.find("month")), text_of(citation.find("day"))
    if text_of(citation.find("season")):
        return escape(f"{text_of(citation.find('season'))} {text_of(year)}")
    # CS1 takes no 2000-03, and 1500-03-05 for a Gregorian date
    month = MONTHS[int(month) - 1] if month.isdecimal() and 0 < int(month) < 13 else month
    return escape(" ".join(filter(None, (day.lstrip("0"), month, text_of(year)))))


def pages(citation: Element) -> Iterator[Pair]:
    """One page, several, or the range as printed."""
    first, last, all_pages = (numeral("page", text_of(citation.find(tag))) for tag in ("fpage", "lpage", "page-range"))
    if all_pages or last:
        yield "pages", escape(all_pages or f"{first}–{last}")
        yield "", escape(f"{first}–{last}".strip("–")) if all_pages and first else ""
    else:
        yield "page", escape(first)


DONE = {"person-group", *PARTS, "source", "trans-title", "trans-source", "series", "volume-series", "fpage", "lpage", "page-range",
"year", "month", "day",
        "season"}  # fmt: skip


def other_field(child: Element, render: Table) -> Iterator[Pair]:
    """The fields that stand for themselves."""
    tag, words = name(child), text_of(child)
    if tag in DONE or (tag == "string-date" and child.getparent().find("year") is None):  # type: ignore[union-attr]
        return
    if tag in SEVERAL:
        # The first speaks for all
        together = child.getparent().findall(tag)  # type: ignore[union-attr]
        yield PLAIN[tag], "; ".join(inline(one, render) for one in together) if together[0] is child else ""
    elif tag in PLAIN:
        yield PLAIN[tag], numeral(PLAIN[tag], inline(child, render))
    elif tag == "pub-id":
        kind = str(child.get("pub-id-type"))
        yield IDENTIFIERS.get(kind, "id"), escape(words.removeprefix("PMC") if kind == "pmcid" else words)
    elif tag == "supplement":
        yield ("issue" if child.getparent().find("issue") is None else ""), escape(f"Suppl {words}")  # type: ignore[union-attr]
    else:
        yield from rarer_field(child, render)


def rarer_field(child: Element, render: Table) -> Iterator[Pair]:
    """Addresses, dates of access, remarks."""
    tag, address = name(child), str(child.get(HREF) or "")
    if tag == "ext-link" and PROTOCOL.match(address):
        yield "url", url(address)
        yield "", escape(text_of(child)) if text_of(child) not in ("", address) else ""
    elif tag == "date-in-citation" and child.get("content-type") == "access-date" and child.getparent().find("ext-link") is not None:  # type: ignore[union-attr]
        yield "access-date", escape(text_of(child) or child.get("iso-8601-date") or "")
    elif tag == "date" and child.get("date-type") == "original":
        yield "orig-date", escape("-".join(text_of(child.find(part)) for part in ("year", "month", "day") if child.find(part) is not None))
    elif tag == "size":
        yield "", escape(f"{text_of(child)} {child.get('units') or ''}".strip())
    elif tag == "comment" and child.get("content-type") == "genre":
        yield "type", inline(child, render)
    else:
        yield "", inline(child, render)


def ref_name(key: str) -> str:
    """The name of a reference for `<ref name>`, never a mere number."""
    return escape(f"ref-{key}" if key.isdecimal() else anchor_name(key))


def locator(xref: Element) -> str:
    """The locator of a citation, from `xref/@specific-use`."""
    values = dict(part.split("=", 1) for part in (xref.get("specific-use") or "").split() if "=" in part)
    label, _, value = unquote(values.get("locator", "")).partition(":")
    return value if label in ("page", "") or not value else f"{label} {value}"


def mode(xref: Element) -> str:
    """How a citation is worked into its sentence, from `xref/@specific-use`."""
    return next((part.removeprefix("mode=") for part in (xref.get("specific-use") or "").split() if part.startswith("mode=")), "")


def surnames(ref: Element) -> str:
    """The authors of a reference as a sentence names them."""
    people_ = find_all(ref, ".//element-citation/person-group[1]/*")
    names = [text_of(person.find("surname")) or text_of(person) for person in people_ if name(person) != "etal"]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)
