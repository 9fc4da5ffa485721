"""Dates of references: JATS ↔ CSL, by way of EDTF for what year, month and day cannot say (ranges, circa, seasons, years BC)."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from pipeline.tree import text_of

Date = dict[str, Any]

NO_DATE: Final = r"(?:n\.[\s\u00a0]?d\.|s\.[\s\u00a0]?[df]\.|o\.[\s\u00a0]?J\.)(?:-[a-z](?!\w))?"
UNDATED: Final = re.compile(rf"\W*{NO_DATE}\W*|\W*(?:nd|no date|undated)\W*", re.IGNORECASE)
_END: Final = re.compile(r"(-?\d{4,6})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
_YEAR: Final = re.compile(r"(-?\d{1,6})[a-z]?")
_NESTED: Final = ("date", "date-in-citation", "conf-date")  # years in these are not the year of the work
_ORIGINAL: Final = "original"
_PUBLISHED: Final = ("", "pub", "published", "issued")
_PARTS: Final = ("year", "month", "day")


def dates(citation: etree._Element) -> dict[str, Date]:
    """Every date of a reference, by its CSL variable."""
    years = [year for year in citation.iter("year") if next(year.iterancestors(*_NESTED), None) is None]
    strings = [words for words in citation.iter("string-date") if next(words.iterancestors(*_NESTED), None) is None]
    strings = [words for words in strings if not UNDATED.fullmatch(text_of(words))]  # a style says it in its own words
    numbered = next((one for one in strings if one.get("iso-8601-date")), None)
    places: dict[str, etree._Element | None] = {
        "issued": numbered if numbered is not None else citation if years else next(iter(strings), None),
        "accessed": citation.find(".//date-in-citation[@content-type='access-date']"),
        "event-date": citation.find(".//conf-date"),
    }
    for other in citation.iter("date"):
        kind = other.get("date-type") or ""
        if kind not in _PUBLISHED:
            places["original-date" if kind == _ORIGINAL else kind.removeprefix("csl:")] = other
        elif places["issued"] is None:
            places["issued"] = other
    found = {variable: date(place) for variable, place in places.items() if variable and place is not None}
    return {variable: value for variable, value in found.items() if value}


def date(place: etree._Element) -> Date:
    """The CSL date of an element with `iso-8601-date` (EDTF), with year, month and day, or with words alone."""
    own = {tag: _own(place, tag) for tag in (*_PARTS, "season")}
    year = own["year"]
    value = place.get("iso-8601-date") or (year.get("iso-8601-date") if year is not None else None)
    if value and (parsed := edtf(value)):
        return parsed
    if match := _YEAR.fullmatch(text_of(year)):
        month, day = text_of(own["month"]), text_of(own["day"])
        parts = [int(match[1]), *([int(n) for n in (month, day) if n.isdigit()] if month.isdigit() else [])]
        season = text_of(own["season"])
        return {"date-parts": [parts], **({"season": season} if season else {})}
    words = text_of(year) or text_of(place if place.tag not in ("element-citation", "mixed-citation") else None)
    return {"literal": words} if words else {}


def _own(place: etree._Element, tag: str) -> etree._Element | None:
    """The part of a date that is the element's own, not that of another date in it."""
    for part in place.iter(tag):
        inner = next((up for up in part.iterancestors() if up is place or up.tag in _NESTED), None)
        if inner is place:
            return part
    return None


def edtf(value: str) -> Date:
    """A CSL date from EDTF: a day, month, season or year, a range, about; empty if it is none of these."""
    about = any(mark in value for mark in "~?%")
    words = re.sub("[~?%]", "", value).split("/")
    ends = [_END.fullmatch(end) for end in words if end not in ("", "..")]
    if len(words) > 2 or not ends or not all(ends) or words[0] in ("", ".."):
        return {}
    parts = [[int(n) for n in end.groups() if n] for end in ends if end]
    season = next((p[1] - 20 for p in parts if len(p) > 1 and 21 <= p[1] <= 24), None)
    parts = [_years(p[:1] if season and len(words) == 1 else p, -1) for p in parts]
    if len(words) > len(parts):
        parts.append([0])  # a range without an end
    return {"date-parts": parts, **({"circa": True} if about else {}), **({"season": season} if season else {})}


def _years(parts: list[int], step: int) -> list[int]:
    """EDTF has a year 0, which is 1 BC; CSL counts 1 BC as -1."""
    before = parts[0] <= 0 if step < 0 else parts[0] < 0
    return [parts[0] + (step if before else 0), *parts[1:]]


def to_edtf(value: Date) -> str:
    """The EDTF form of a CSL date in numbers; nothing if it has none."""
    try:
        ends = [[int(n) for n in end if n not in ("", None)] for end in value.get("date-parts") or ()]
        season = int(value.get("season") or 0)
    except (TypeError, ValueError):
        return ""
    if len(ends) > 2 or not ends or not ends[0] or not ends[0][0]:
        return ""
    about = "~" if value.get("circa") else ""
    if season:
        ends = [[*end[:1], 20 + season] for end in ends]
    words = [_end(end) + about if end and end[0] else "" for end in ends]
    return "/".join(words) if 0 <= season <= 4 and all(_fits(end) for end in ends) else ""


def _fits(end: list[int]) -> bool:
    month, day = ([*end, 1, 1][1:3]) if len(end) < 3 else end[1:3]
    return len(end) <= 3 and (1 <= month <= 12 or 21 <= month <= 24) and 1 <= day <= 31


def _end(end: list[int]) -> str:
    year, *rest = _years(end, 1)
    return "-".join([f"{'-' if year < 0 else ''}{abs(year):04d}", *(f"{n:02d}" for n in rest)])
