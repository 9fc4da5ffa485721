"""Meant: fields of a citation that say a thing in the place of another become what they mean."""

from __future__ import annotations

from lxml import etree

from pipeline.importers.jats import dates
from pipeline.importers.jats.tools import new, remove, rename
from pipeline.tree import text_of


def as_meant(citation: etree._Element) -> None:
    """The fields of an `element-citation`."""
    _year_of_conference(citation)
    _title_of_part(citation)
    _number_that_is_the_doi(citation)


def _year_of_conference(citation: etree._Element) -> None:
    """A paper that says no year is of that of its conference."""
    dated = any(citation.find(tag) is not None for tag in ("year", "string-date", "date"))
    if not dated and (year := dates.year(text_of(citation.find("conf-date")))):
        citation.append(new("year", citation, None, [year]))


def _title_of_part(citation: etree._Element) -> None:
    """The title of a part is that of a chapter where no other title stands beside that of the book."""
    part = citation.find("part-title")
    if part is not None and citation.find("source") is not None and not {"chapter-title", "article-title"} & {one.tag for one in citation}:
        rename(part, "chapter-title")


def _number_that_is_the_doi(citation: etree._Element) -> None:
    """An article that has no number but its DOI has none."""
    number, dois = citation.find("elocation-id"), [text_of(one) for one in citation.findall("pub-id") if one.get("pub-id-type") == "doi"]
    if number is not None and text_of(number) in dois:
        remove(number)
