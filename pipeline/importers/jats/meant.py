"""Meant: fields of a citation that say a thing in the place of another become what they mean."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats import dates
from pipeline.importers.jats.cited import PEOPLE
from pipeline.importers.jats.tools import new, remove, rename, replace, unwrap
from pipeline.tree import text_of

_NAMES: Final = re.compile(r"(?:\W|\b(?:doi|pubmed|central|medline|pmid|pmcid|pmc|id|and|available|from|at)\b)*+", re.IGNORECASE)
_ENDS_WITH_YEAR: Final = re.compile(r"(?P<name>.*[^\W\d_].*?)[\s,.]+(?P<year>(?:19|20)\d\d)[\s;,.]*")
_NUMBER: Final = re.compile(r"[A-Za-z]{0,2}\d{4,}")
_EDITION: Final = re.compile(
    r"(?P<title>.*\w[)”]?)\s*(?:[.,;:]\s*[(\[]?|\s[(\[])(?P<edition>\d{1,2}(?:st|nd|rd|th)\.?\s+ed(?:ition|n)?)[)\].]*\s*", re.IGNORECASE
)
_ENDING: Final = re.compile(r"(?:st|nd|rd|th)\.?(?:\s+ed(?:ition|n)?\.?)?", re.IGNORECASE)
_PERSON: Final = r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)? [A-Z]{1,3}"
_AUTHORS: Final = re.compile(rf"(?P<who>{_PERSON}(?:, {_PERSON})*)\. (?=[^\W\d_a-z]\w)")
_NO_NAME: Final = re.compile(
    r"(?:hepatitis|vitamin|protein|influenza|factor|group|type|class|part|phase|grade|appendix|section|chapter)\b", re.I
)
_DEGREE: Final = re.compile(
    r"[(\[]?(?:(?:unpublished )?(?:ph\.? ?d\.?|d\.? ?phil\.?|m\.? ?(?:sc|s|d|phil|tech|a)\.?|doctoral|doctorate|bachelor(?:['’]?s)?"
    r"|master(?:['’]?s)?) )?(?:thesis|dissertation)[)\].]*",
    re.IGNORECASE,
)


_AHEAD: Final = re.compile(rf"(?P<degree>{_DEGREE.pattern}):\s+(?=\S)", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"(?P<title>.*\w[)”?!]?)[.,;:]+\s*(?P<degree>{_DEGREE.pattern})", re.IGNORECASE)

_NUMBERS: Final = {
    word: n for n, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1)
}
_WORD_OF_EDITION: Final = re.compile(r"(?:ed(?:itio)?n?|edici[óo]n|edição|éd(?:ition)?|aufl(?:age)?)\.?", re.IGNORECASE)
_BOOKS: Final = ("book", "report", "thesis")


def as_meant(citation: etree._Element) -> None:
    """The fields of an `element-citation`."""
    _people_in_title(citation)
    _kind_of_thesis(citation)
    _degree(citation)
    _year_of_conference(citation)
    _year_behind_journal(citation)
    _title_of_part(citation)
    _title_of_book(citation)
    _edition_of_book(citation)
    _ending_of_edition(citation)
    _number_that_is_the_doi(citation)
    _number_of_article(citation)
    _number_of_pages(citation)


def numbered(words: str) -> str:
    """What an edition is called, its number in figures: "2nd edition" for "second edition"."""
    first, _, rest = words.partition(" ")
    number = _NUMBERS.get(first.lower().strip("."))
    return f"{number}th {rest}".strip() if number else words


def _number_of_pages(citation: etree._Element) -> None:
    """A last page of a book without a first one is how many it has."""
    last, size = citation.find("lpage"), citation.find("size")
    if last is None or citation.get("publication-type") not in _BOOKS or citation.find("fpage") is not None:
        return
    if size is not None and text_of(size) == text_of(last):
        remove(last)
    elif size is None and citation.find("page-range") is None and citation.find("chapter-title") is None and text_of(last).isdigit():
        rename(last, "size").set("units", "pages")


def _kind_of_thesis(citation: etree._Element) -> None:
    """A source that says "PhD thesis" behind a title says what the work is; the title is that of all of it."""
    title, source = citation.find("article-title"), citation.find("source")
    if title is None or source is None or citation.get("publication-type") == "journal" or not _DEGREE.fullmatch(text_of(source)):
        return
    words = text_of(source).strip("[]()")
    citation.set("publication-type", "thesis")
    rename(title, "source")
    replace(source, new("comment", source, {"content-type": "genre"}, [words]))


def _degree(citation: etree._Element) -> None:
    """What a thesis is for, before or behind its title, is a remark; it is said once."""
    if citation.get("publication-type") != "thesis":
        return
    for title in citation.findall("source") + citation.findall("article-title"):
        if not len(title) and (found := _BEHIND.fullmatch(text_of(title))):
            title.text = found["title"]
        elif found := _AHEAD.match(title.text or ""):
            title.text = (title.text or "")[found.end() :]
        else:
            continue
        title.addnext(new("comment", title, {"content-type": "genre"}, [found["degree"].strip("[]()")]))
    said = citation.findall("comment[@content-type='genre']")
    for one in said:
        words = text_of(one).lower().strip(" .,;")
        if any(words in text_of(other).lower() for other in said if other is not one and other.getparent() is not None):
            remove(one)


def identified(citation: etree._Element) -> None:
    """A remark of identifiers alone is these."""
    for remark in citation.findall("comment"):
        words = (remark.text or "") + "".join(child.tail or "" for child in remark)
        tags = {str(child.tag) for child in remark}
        if not tags & {"pub-id", "object-id"} or tags - {"pub-id", "object-id", "ext-link", "uri"} or not _NAMES.fullmatch(words):
            continue
        for one in (remark, *remark) if citation.tag == "element-citation" else ():
            one.text, one.tail = one.text if one is not remark else None, one.tail if one is remark else None
        unwrap(remark)


def parted(citation: etree._Element) -> None:
    """A part of an issue is the issue where no other is said; in fields it is said with it."""
    part, issue = citation.find("issue-part"), citation.find("issue")
    if part is not None and issue is None:
        rename(part, "issue")
    elif part is not None and issue is not None and citation.tag == "element-citation" and not len(issue):
        issue.text = f"{issue.text} {text_of(part)}"
        remove(part)


def _dated(citation: etree._Element) -> bool:
    return any(citation.find(tag) is not None for tag in ("year", "string-date", "date"))


def _people_in_title(citation: etree._Element) -> None:
    """Of a work in a journal that names nobody, those whom the title names first have written it ("Hill RA. On it")."""
    title, tags = citation.find("article-title"), {str(one.tag) for one in citation}
    if title is None or citation.get("publication-type") != "journal" or tags & {*PEOPLE, "person-group"}:
        return
    found = _AUTHORS.match(title.text or "")
    if found is None or _NO_NAME.match(found["who"]):
        return
    title.text = (title.text or "")[found.end() :]
    group = new("person-group", title, {"person-group-type": "author"})
    for name in found["who"].split(", "):
        family, given = name.rsplit(" ", 1)
        initials = " ".join(f"{letter}." for letter in given) if len(given) > 1 else given
        group.append(new("name", title, None, [new("surname", title, None, [family]), new("given-names", title, None, [initials])]))
    title.addprevious(group)


def _year_of_conference(citation: etree._Element) -> None:
    """A paper that says no year is of that of its conference; a work that says no other, of that when it was brought up to date."""
    updated = next((one for one in citation.findall("date-in-citation") if (one.get("content-type") or "").startswith("update")), None)
    for said in (citation.find("conf-date"), updated):
        if not _dated(citation) and (year := dates.year(text_of(said))):
            citation.append(new("year", citation, None, [year]))


def _year_behind_journal(citation: etree._Element) -> None:
    """A journal's name that ends with a year before the volume, where no other year is said, says that of the volume."""
    journal = citation.find("source")
    if (
        _dated(citation)
        or journal is None
        or len(journal)
        or citation.find("volume") is None
        or citation.get("publication-type") != "journal"
    ):
        return
    if found := _ENDS_WITH_YEAR.fullmatch(journal.text or ""):
        journal.text = found["name"]
        journal.addnext(new("year", journal, None, [found["year"]]))


def _title_of_part(citation: etree._Element) -> None:
    """The title of a part is that of a chapter where no other title stands beside that of the book."""
    part = citation.find("part-title")
    if part is not None and citation.find("source") is not None and not {"chapter-title", "article-title"} & {one.tag for one in citation}:
        rename(part, "chapter-title")


def _title_of_book(citation: etree._Element) -> None:
    """The title of an article is that of a book which has no other."""
    titles = [one for one in citation if one.tag in ("article-title", "source", "chapter-title", "part-title", "series")]
    if citation.get("publication-type") == "book" and [one.tag for one in titles] == ["article-title"]:
        rename(titles[0], "source")


def _edition_of_book(citation: etree._Element) -> None:
    """The edition that ends the title of a book is a field of it."""
    title = citation.find("source")
    if title is None or len(title) or citation.get("publication-type") != "book" or citation.find("edition") is not None:
        return
    if found := _EDITION.fullmatch(title.text or ""):
        title.text = found["title"]
        number = "".join(re.findall(r"^\d+", found["edition"]))
        title.addnext(new("edition", title, {"designator": number}, [found["edition"]]))


def _ending_of_edition(citation: etree._Element) -> None:
    """The ending of a number and the word for an edition, as a remark, are those of the edition that is said: "2" and "nd ed."."""
    edition = citation.find("edition")
    remark = next((one for one in citation.findall("comment") if _ENDING.fullmatch(text_of(one))), None)
    word = next((one for one in citation.findall("comment") if _WORD_OF_EDITION.fullmatch(text_of(one))), None)
    if edition is not None and word is not None and edition.get("designator"):  # "Second" and "edition"
        edition.text = f"{text_of(edition)} {text_of(word)}"
        remove(word)
    if edition is not None and remark is not None and (number := text_of(edition)).isdecimal():
        edition.set("designator", number)
        edition.text = number + text_of(remark)
        remove(remark)


def _number_that_is_the_doi(citation: etree._Element) -> None:
    """An article that has no number but its DOI has none."""
    number, dois = citation.find("elocation-id"), [text_of(one) for one in citation.findall("pub-id") if one.get("pub-id-type") == "doi"]
    if number is not None and text_of(number) in dois:
        remove(number)


def _number_of_article(citation: etree._Element) -> None:
    """A number alone that is remarked behind the volume, where no page is said, is that of the article."""
    placed = any(citation.find(tag) is not None for tag in ("fpage", "page-range", "elocation-id"))
    for remark in citation.findall("comment") if not placed and citation.get("publication-type") == "journal" else ():
        previous = remark.getprevious()
        if previous is not None and previous.tag in ("volume", "issue") and _NUMBER.fullmatch(text_of(remark)) and not len(remark):
            rename(remark, "elocation-id").attrib.clear()
            return
