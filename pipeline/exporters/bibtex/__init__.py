"""The bibtex exporter: the references of an article as BibLaTeX, for LaTeX and for reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from pipeline.article import Article, Artifact
from pipeline.diagnostics import Report
from pipeline.exporters.bibtex.latex import latex, names
from pipeline.resolve import csl, dates
from pipeline.resolve.inlines import Held
from pipeline.tree import text_of

Item = dict[str, Any]

_KINDS: Final = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "review",
    "review-book": "review",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "entry-encyclopedia": "inreference",
    "thesis": "thesis",
    "report": "report",
    "webpage": "online",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "standard": "standard",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "song": "music",
    "graphic": "artwork",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "personal_communication": "letter",
    "pamphlet": "booklet",
    "periodical": "periodical",
    "document": "misc",
}
_SUBTYPES: Final = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_ARTICLES: Final = ("article", "review", "online")
_CHAPTERS: Final = ("incollection", "inproceedings", "inreference")
_TITLES: Final = ("title", "booktitle", "series", "shorttitle", "eventtitle")
_LISTS: Final = ("publisher", "location", "origpublisher", "origlocation")
# The names that the LaTeX package babel has for languages; where it has none, the tag goes as it is
_LANGUAGES: Final = {
    **{"en-US": "american", "en-GB": "british", "de-DE": "ngerman", "fr-FR": "french", "es-ES": "spanish", "it-IT": "italian"},
    **{"nl-NL": "dutch", "ru-RU": "russian", "pt-PT": "portuguese", "pt-BR": "brazilian", "pl-PL": "polish", "cs-CZ": "czech"},
    **{"da-DK": "danish", "sv-SE": "swedish", "fi-FI": "finnish", "hr-HR": "croatian", "hu-HU": "hungarian", "uk-UA": "ukrainian"},
}
_FIELDS: Final = {
    "title": "title",
    "title-short": "shorttitle",
    "container-title-short": "shortjournal",
    "collection-title": "series",
    "volume": "volume",
    "edition": "edition",
    "version": "version",
    "publisher": "publisher",
    "publisher-place": "location",
    "event-title": "eventtitle",
    "event-place": "venue",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "chapter-number": "chapter",
    "section": "section",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "archive": "eprinttype",
    "archive_location": "eprint",
    "call-number": "lccn",
    "genre": "type",
    "status": "pubstate",
    "license": "license",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "language": "langid",
    "keyword": "keywords",
    "abstract": "abstract",
    "annote": "annotation",
    "note": "note",
}
_PEOPLE: Final = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor"}
_DATES: Final = {"issued": "date", "accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_SAID: Final = {*_FIELDS, *_PEOPLE, *_DATES, "id", "type", "page", "issue", "number", "container-title", "collection-number"}
_VERBATIM: Final = ("doi", "url")  # BibLaTeX reads them letter by letter
_NOT_IN_KEYS: Final = re.compile(r"""[\s,{}()"#%~\\='`]""")


def export(article: Article, report: Report) -> Iterator[Artifact]:
    """The references as `<id>.bib`, in the order of the article, by their keys."""
    entries = [_entry(ref, report) for ref in article.root.iter("ref")]
    yield Artifact(f"{article.id}.bib", "\n".join(entries).encode())


def _entry(ref: etree._Element, report: Report) -> str:
    """One entry; prose that marks no title goes whole as title, since an entry cannot be prose."""
    fields, prose, held, key = ref.find(".//element-citation"), ref.find(".//mixed-citation"), Held(), str(ref.get("id"))
    citation = fields if fields is not None else prose
    item = csl.item(citation, key, held) if citation is not None else {"type": "document"}
    if fields is None and "title" not in item:
        report("format-holds", "a reference in prose has no fields for BibTeX; its words go as its title", ref)
        item["title"] = csl.literal(text_of(citation if citation is not None else ref))
    named = str(item.pop("citation-key", key))
    kind = _KINDS.get(str(item["type"]), "misc")
    made = dict(_fields(item, kind, held))
    lost = [variable for variable in item if variable not in _SAID]
    lost += ["type"] if str(item["type"]) not in _KINDS else []
    if lost:
        report("format-holds", f"BibTeX has no field for {', '.join(lost)} of the reference {key}", ref)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in made.items() if value)
    return f"@{kind}{{{key if _NOT_IN_KEYS.search(named) else named},\n{lines}}}\n"


def _fields(item: Item, kind: str, held: Held) -> Iterator[tuple[str, str]]:
    for variable, name in _PEOPLE.items():
        if variable in item:
            yield name, names(item[variable], held)
    for variable, name in (_FIELDS | _numbers(item, kind)).items():
        if value := str(item.get(variable, "")):
            yield name, _value(name, value, held)
    for variable, name in _DATES.items():
        if variable in item:
            yield from _date(name, item[variable], held)
    if page := str(item.get("page", "")):
        yield "pages", latex(page, held).replace("-", "--") if re.fullmatch(r"[^-]+-[^-]+", page) else latex(page, held)
    if subtype := _SUBTYPES.get(str(item["type"])):
        yield "entrysubtype", subtype


def _numbers(item: Item, kind: str) -> dict[str, str]:
    """Where the container and the numbers of an entry go: `number` is that of the issue, of the work, or that in the series."""
    container = {"container-title": "booktitle" if kind in _CHAPTERS else "journaltitle"}
    if kind in _ARTICLES:
        return container | {"issue": "number", "number": "eid", "collection-number": "shortseries"}
    return container | {"issue": "issue", "number": "number" if "collection-number" not in item else "eid", "collection-number": "number"}


def _value(name: str, value: str, held: Held) -> str:
    if name in _LISTS:
        parts = [latex(part, held) for part in value.split("; ")]
        return " and ".join(f"{{{part}}}" if re.search(r"\band\b", part) else part for part in parts)
    if name == "langid":
        return _LANGUAGES.get(value, value)
    if name in _VERBATIM:
        return _verbatim(value)
    return latex(value, held, name in _TITLES)


def _verbatim(value: str) -> str:
    """An address without what would end its field, or be read as LaTeX."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", value)


def _date(name: str, date: Item, held: Held) -> Iterator[tuple[str, str]]:
    value = dates.to_edtf(date)
    yield (name, value) if value else ("year" if name == "date" else name, latex(str(date.get("literal", "")), held))
