"""The TEI header: what an archivist asks of a document."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

from pipeline.article import Article
from pipeline.exporters.tei.base import ID, Element, Table, calendar_id, new, nodes, said_again, spaced, tei
from pipeline.exporters.tei.dates import dated, iso_of, printed
from pipeline.exporters.tei.fields import pages
from pipeline.exporters.tei.names import credit, names_of, responsibility
from pipeline.markup import Parts
from pipeline.metadata import person
from pipeline.tree import find_all, text_of

PROGRAM = "article-pipeline"


@tei("front")
def header(element: Element, render: Table) -> Parts:
    """The header, as far as the article says it."""
    known = element.find("article-meta") is not None
    return [new("teiHeader", [file_description(element, render), profile(element, render)])] if known else []


def meta_of(front: Element) -> Element:
    """The metadata of an article in its front, of a sub-article in its stub."""
    meta = front.find("article-meta")
    return front if meta is None else meta


@tei("front-stub")
def stub(element: Element, render: Table) -> Parts:
    """What is known about a sub-article: a header within the text."""
    full = new("biblFull", [file_description(element, render), profile(element, render)])
    return [new("front", [new("div", [new("listBibl", [full])], type="metadata")])]


@tei("journal-meta", "article-meta", "history")
def described(element: Element, render: Table) -> Parts:
    """What the header is made of; its parts stand where TEI wants them."""
    return render.each(list(element))


def every(element: Element, path: str, render: Table) -> Parts:
    """All elements at a path, rendered."""
    return render.each(find_all(element, path))


def file_description(front: Element, render: Table) -> Element:
    """Title and responsibility, publication, notes, and the article as a source."""
    meta = meta_of(front)
    notes = every(meta, "product | author-notes | related-article | funding-group/funding-statement | custom-meta-group", render)
    stated = [new("notesStmt", notes)] if notes else []
    source = new("sourceDesc", [source_entry(front, render)])
    return new("fileDesc", [title_statement(front, render), publication(front, render), *stated, source])


def title_statement(front: Element, render: Table) -> Element:
    """Titles, contributors, funders, the conference, and who made this file."""
    meta = meta_of(front)
    words = every(meta, "title-group", render) or [new("title")]
    words += every(meta, "contrib-group", render)
    words += [one for contrib in find_all(meta, "contrib-group/contrib") for one in responsibility(contrib, render)]
    words += every(meta, "funding-group | conference", render)
    encoder = new("respStmt", [new("resp", ["conversion from JATS to TEI"]), new("name", [PROGRAM], type="program")])
    return new("titleStmt", [*words, *([encoder] if meta is not front else [])])


def publication(front: Element, render: Table) -> Element:
    """Publisher or authority first, then dates, identifiers, addresses, licence."""
    agency = every(front, "journal-meta/publisher", render) or [new("authority", [authority(front)])]
    details = every(meta_of(front), "pub-date | article-id | self-uri | permissions", render)
    order = ["publisher", "authority", "pubPlace", "date", "idno", "ref", "ptr", "availability"]
    return new("publicationStmt", [one for tag in order for one in nodes([*agency, *details]) if one.tag == tag])


def authority(front: Element) -> str:
    """Who answers for an article without a publisher: its journal, the holder of the copyright, or its authors."""
    meta = meta_of(front)
    titles, holders = find_all(front, "journal-meta//journal-title"), meta.findall("permissions/copyright-holder")
    found = [text_of(one) for ones in (titles, holders) for one in ones[:1]]
    names = ", ".join(person(contrib).display for contrib in find_all(meta, "contrib-group[1]/contrib"))
    return next(filter(None, [*found, names]), "the authors")


def source_entry(front: Element, render: Table) -> Element:
    """The bibliographic entry of the article itself."""
    meta = meta_of(front)
    titles = said_again(every(meta, "title-group/*[not(self::alt-title)]", render)) or [new("title", level="a")]
    people = creators(meta, render)
    ids = said_again(every(meta, "article-id", render))
    journal = every(front, "journal-meta/journal-title-group", render)
    numbers = [one for one in every(front, "journal-meta/journal-id | journal-meta/issn", render) if len(text_in(one))]
    imprint = new("imprint", said_again(every(front, "journal-meta/publisher", render)) + scopes(meta, render) + dates(meta, render))
    if not journal and not numbers:
        for title in nodes(titles):
            title.set("level", "m")
        return new("biblStruct", [new("monogr", [*titles, *ids, *people, imprint])], type="article")
    return new("biblStruct", [new("analytic", titles + people + ids), new("monogr", [*journal, *numbers, imprint])], type="article")


def text_in(one: str | Element) -> str:
    """The text of a part."""
    return one if isinstance(one, str) else one.text or ""


def creators(meta: Element, render: Table) -> Parts:
    """The contributors by name alone."""
    found = [(contrib, *credit(contrib)) for contrib in find_all(meta, "contrib-group/contrib")]
    return [new(tag, names_of(contrib, render), role=role) for contrib, tag, role in found]


def scopes(meta: Element, render: Table) -> Parts:
    """Volume, issue, pages."""
    found = every(meta, "volume | issue", render)
    first, last = meta.find("fpage"), meta.find("lpage")
    found += pages(first, last, render) if first is not None else []
    for number in find_all(meta, "elocation-id"):
        found.append(new("biblScope", render.inside(number), unit="elocation-id"))
    return found


def dates(meta: Element, render: Table) -> Parts:
    """The dates of publication, or an empty one: an `imprint` must have something."""
    return said_again(every(meta, "pub-date", render)) or [new("date")]


def profile(front: Element, render: Table) -> Element:
    """Creation, languages, abstracts, keywords, calendars, affiliations."""
    root, meta = front.getroottree().getroot(), meta_of(front)
    whole = [root] if meta is not front else []  # what is said once for the file
    text_class = every(meta, "article-categories | kwd-group", render)
    calendars = [new("calendar", [new("p", [name])], **{ID: calendar_id(front, name)}) for one in whole for name in calendars_of(one)]
    affiliations = every(meta, "aff", render)
    known = [(tag, parts) for tag, parts in (
        ("creation", creation(meta)),
        ("langUsage", [new("language", [tag], ident=tag) for one in whole for tag in languages_of(one)]),
        ("calendarDesc", calendars), ("textClass", text_class),
        ("particDesc", [new("listOrg", affiliations)] if affiliations else []),
    ) if parts]  # fmt: skip
    abstracts = every(meta, "abstract | trans-abstract", render)
    return new("profileDesc", [*abstracts, *(new(tag, list(parts)) for tag, parts in known)])


def creation(meta: Element) -> Parts:
    """When the text came into being: the dates of its history."""
    days = sorted(find_all(meta, "history/date"), key=iso_of)
    return spaced(*([new("date", [printed(day)], type=day.get("date-type"), **dated(day))] for day in days))


def languages_of(root: Element) -> Iterable[str]:
    """All languages of the article; its own comes first."""
    return dict.fromkeys(map(str, find_all(root, "//*/@xml:lang[. != '']")))


def calendars_of(root: Element) -> Iterable[str]:
    """All calendars that dates of the article name."""
    marked = find_all(root, "//*/@calendar[. != '']/.. | //named-content[@content-type='date'][@vocab != '']")
    return dict.fromkeys(str(one.get("calendar") or one.get("vocab")) for one in marked)


def encoding(article: Article) -> Element:
    """How the file came about: the program, the citation style, what the values mean."""
    application = new("application", [new("label", [PROGRAM])], ident=PROGRAM, version=program_version())
    style = PurePath(article.settings.style).stem
    said = [
        new("p", ["Citations and the entries of the bibliography are printed in the CSL style ", new("ident", [style], type="csl"), "."]),
        new(
            "p",
            ["MathML stands in xenoData, where formula/@corresp points; @when-custom is EDTF in the calendar of the date."],
        ),
    ]
    return new("encodingDesc", [new("appInfo", [application]), new("editorialDecl", said)])


def program_version() -> str:
    """The version of this program in numbers, as TEI takes it."""
    try:
        numbers = [part for part in version(PROGRAM).split(".")[:3] if part.isdecimal()]
    except PackageNotFoundError:
        numbers = []
    return ".".join(numbers) or "0"


def revisions(root: Element) -> list[Element]:
    """The history of the article, the latest change first."""
    days = sorted(find_all(root, "front/article-meta/history/date"), key=iso_of, reverse=True)
    made = [new("change", [f"{day.get('date-type')}: {printed(day)}"], type=day.get("date-type"), **change_dates(day)) for day in days]
    return [new("revisionDesc", made)] if made else []


def change_dates(day: Element) -> dict[str, str | None]:
    """The dating attributes of a change, which has no precision."""
    return {key: value for key, value in dated(day).items() if key != "precision"}
