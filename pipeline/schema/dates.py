"""Dates: days that exist, machine values in EDTF, calendars that agree."""

from __future__ import annotations

import io
import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all, text_of

_DAY = re.compile(r"(?<![\d-])(-?\d{4})-(\d{2})-(\d{2})(?!\d)")
_PLAIN = re.compile(r"([0-9]{4})(?:-([01][0-9])(?:-([0-9]{2}))?)?")  # not seasons, 2019-21
_VALUES = ("iso-8601-date", "vocab-term", "vocab-term-identifier")
_DATES = "//*/@iso-8601-date/.. | //named-content[@content-type='date']"


def date_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A date is real and its machine-readable value is EDTF."""
    for element in find_all(article.root, _DATES):
        for attribute in _VALUES:
            value = element.get(attribute)
            julian = (element.get("vocab") == "julian" and attribute == "vocab-term") or element.get("calendar") == "julian"
            if value is not None and not is_edtf(value, julian):
                yield element, f'"{value}" is not a date in EDTF (2019, 2019-03-02, 1918-01-09/1918-01-12, 1850~ …)'
    for parent in find_all(article.root, "//year/parent::*"):
        yield from _parts(parent)


def is_edtf(value: str, julian: bool = False) -> bool:
    """Whether this is a date in EDTF; the Julian calendar has a 29 February in every fourth year."""
    if julian:
        value = re.sub(r"(\d\d(?:[02468][048]|[13579][26]))-02-29", r"\1-02-28", value)
    plain = [_PLAIN.fullmatch(part) for part in value.split("/", 1)]  # the parser takes a hundred times as long, and knows no leap years
    return all(_real(parts) for parts in plain if parts) and (all(plain) or _parsed(value))


def _real(parts: re.Match[str]) -> bool:
    year, month, day = (int(part or 1) for part in parts.groups())
    return 1 <= month <= 12 and 1 <= day <= _days(year, month, julian=False)


@cache
def _parsed(value: str) -> bool:
    from edtf import EDTFParseException, parse_edtf  # most articles do not need it

    try:
        with redirect_stdout(io.StringIO()):  # where it says what it stumbles over
            parse_edtf(re.sub(r"(-2[1-4])[~?%](?=/|$)", r"\1", value))  # the parser knows no season about which one is not sure
    except (EDTFParseException, ValueError, AttributeError, TypeError):  # it ends so at "199X-X1", and at "../.."
        return False
    return True


def _parts(date: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Whether year, month and day make a date, and the one that the machine-readable value says."""
    year, month, day = (text_of(next(date.iterchildren(part), None)) for part in ("year", "month", "day"))
    if not year.removeprefix("-").isdecimal() or not year.isascii():
        return  # a year in words, or with a letter that tells two works apart
    if month.isdigit() and not 1 <= int(month) <= 12:
        yield date, f"there is no month {month}"
    elif month.isdigit() and day.isdigit() and not 1 <= int(day) <= _days(int(year), int(month), date.get("calendar") == "julian"):
        yield date, f"there is no {year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}"
    said = date.get("iso-8601-date") or date.find("year").get("iso-8601-date") or ""  # type: ignore[union-attr]
    start = re.match(r"-?\d{4}(?=$|-)", said)
    if start and int(start[0]) != int(year) and "/" not in said and not date.get("calendar"):
        yield date, f"the year is {year}, the machine-readable value says {start[0]}"


def _days(year: int, month: int, julian: bool) -> int:
    if month == 2 and julian:
        return 29 if year % 4 == 0 else 28
    return monthrange(2000 + year % 400, month)[1]  # the Gregorian calendar repeats after 400 years


def calendar_agrees(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """The Julian and the Gregorian value of a date are the same days; months and years alone cannot be compared."""
    for date in find_all(article.root, "//named-content[@content-type='date'][@vocab-term][@vocab-term-identifier]"):
        calendar = date.get("vocab") or "gregorian"
        said, gregorian = _DAY.findall(date.get("vocab-term") or ""), _DAY.findall(date.get("vocab-term-identifier") or "")
        if calendar not in ("julian", "gregorian") or len(said) != len(gregorian):
            continue
        for own, other in zip(said, gregorian, strict=True):
            if day_number(own, calendar == "julian") != day_number(other):
                yield date, f"{'-'.join(own)} ({calendar.title()}) is not {'-'.join(other)} (Gregorian)"


def day_number(date: tuple[str, str, str], julian: bool = False) -> int:
    """The Julian day number of a year (counted astronomically), month and day of either calendar."""
    year, month, day = map(int, date)
    late = (14 - month) // 12  # January and February belong to the year before
    years, months = year + 4800 - late, month + 12 * late - 3
    count = day + (153 * months + 2) // 5 + 365 * years + years // 4
    return count - 32083 if julian else count - years // 100 + years // 400 - 32045
