"""GOST: a line of a book list, as GOST R 7.0.100 orders it, parsed into the fields of an `element-citation`."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.markup import build

_AREA: Final = re.compile(r"\s+[—–]\s+")  # what parts the areas of a description
_AUTHOR: Final = re.compile(
    r"(?P<surname>[^\W\d_][\w'’\-]*(?:\s(?:de|von|van|der|al|ibn)\s[\w'’\-]+)?),?\s+(?P<given>(?:[^\W\d_]\.[\s\-]?)+)(?=[,\s]|$)\s*,?\s*"
)
_IMPRINT: Final = re.compile(r"(?:(?P<place>[^:]+?)\s*:\s*)?(?P<publisher>[^:]+?),\s*(?P<year>\d{4})\.?")
_EXTENT: Final = re.compile(r"(?P<pages>\d+)\s*(?:p|pp|с|c|S|стр)\.?")
_ISBN: Final = re.compile(r"ISBN[:\s]\s*(?P<isbn>[\d][\d\-\s]{8,16}[\dXx])\.?")


def book(line: str) -> etree._Element | None:
    """The `element-citation` of a book, or None if the line has not the parts of one: title, imprint with a year."""
    first, *areas = _AREA.split(line.strip())
    place = next((n for n, area in enumerate(areas) if _IMPRINT.fullmatch(area)), None)
    authors, title = _authors(first)
    if place is None or not title or not (imprint := _IMPRINT.fullmatch(areas[place])):
        return None
    rest = [_rest(area) for area in areas[place + 1 :]]
    places = [city.strip() for area in (*areas[:place], imprint["place"] or "") for city in area.split(";") if city.strip()]
    people = [build("person-group", {"person-group-type": "author"}, authors)] if authors else []
    return build(
        "element-citation",
        {"publication-type": "book"},
        [
            *people,
            build("source", None, [title]),
            *(build("publisher-loc", None, [city]) for city in places),
            build("publisher-name", None, [imprint["publisher"]]),
            build("year", None, [imprint["year"]]),
            *rest,
        ],
    )


def _authors(area: str) -> tuple[list[etree._Element], str]:
    """The authors before a title, and the title; a title without authors is all there is."""
    authors: list[etree._Element] = []
    while match := _AUTHOR.match(area):
        names = [build("surname", None, [match["surname"]]), build("given-names", None, [match["given"].strip()])]
        authors.append(build("name", None, names))
        area = area[match.end() :]
    return authors, area.strip().removesuffix(".")


def _rest(area: str) -> etree._Element:
    """An area behind the imprint: the extent, the ISBN, or a comment in the words given."""
    if match := _EXTENT.fullmatch(area):
        return build("size", {"units": "pages"}, [match["pages"]])
    if match := _ISBN.fullmatch(area):
        return build("isbn", None, [match["isbn"]])
    return build("comment", None, [area])
