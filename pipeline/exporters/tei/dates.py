"""Dates: EDTF and the parts of JATS dates as the dating attributes of TEI."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from datetime import date
from functools import lru_cache
from io import StringIO

from pipeline.exporters.tei.base import Element, calendar_id
from pipeline.tree import fold, text_of

_EXACT = re.compile(r"(-?)(\d{4,6})(?:-(\d\d)(?:-(\d\d))?)?")
_QUALIFIER = {"~": {"precision": "low"}, "?": {"cert": "low"}, "%": {"precision": "low", "cert": "low"}}
_PLAIN_YEAR = re.compile(r"(-?)(\d{1,6})")


def dating(edtf: str, calendar: str | None = None, native: str | None = None, where: Element | None = None) -> dict[str, str | None]:
    """The attributes of a date: Gregorian EDTF value, calendar of the words and EDTF value there."""
    named: dict[str, str | None] = dict(_gregorian(fold(edtf)))
    if calendar and where is not None:
        named["calendar"] = f"#{calendar_id(where, calendar)}"
        if native and calendar != "gregorian":
            named |= {"when-custom": native, "datingMethod": named["calendar"]}
    return named


@lru_cache(maxsize=4096)
def _gregorian(edtf: str) -> dict[str, str]:
    """What TEI can say of an EDTF value; what it cannot say plainly stands in `when-custom` as it is."""
    if not edtf:
        return {}
    start, slash, end = edtf.partition("/")
    values = {"from": start, "to": end} if slash else {"when": start}
    known = {key: value for key, value in values.items() if value not in ("", "..")}
    qualities = {key: word for value in known.values() for key, word in _QUALIFIER.get(value[-1:], {}).items()}
    bare = {key: value.rstrip("~?%") for key, value in known.items()}
    if bare and all(_real(value) for value in bare.values()):
        astronomical = any(value.startswith(("-", "0000")) for value in bare.values())
        # The year 0 of ISO 8601 is not in W3C's dates, whose years before Christ are so one off.
        named = {f"{key}-iso" if astronomical else key: value for key, value in bare.items()}
        return named | qualities | ({"when-custom": edtf} if qualities or ".." in edtf else {})
    return (_bounds(edtf) if known else {}) | {"when-custom": edtf}


def _real(value: str) -> bool:
    found = _EXACT.fullmatch(value)
    if not found or (len(found[2]) > 4 and found[2].startswith("0")) or (found[1] and not int(found[2])):
        return False
    year, month, day = int(found[2]), int(found[3] or 1), int(found[4] or 1)
    try:
        date(year % 400 + 400, month, day)  # leap years repeat after 400 years
    except ValueError:
        return False
    return not found[1] or not (found[4] and found[3] == "02" and day == 29)  # years before Christ: leave 29 February alone


def _bounds(edtf: str) -> dict[str, str]:
    from edtf import parse_edtf  # 100 ms, for uncommon dates only

    try:
        with redirect_stdout(StringIO()):  # the library prints what it cannot make
            parsed = parse_edtf(edtf)
        bounds = {"notBefore": parsed.lower_strict(), "notAfter": parsed.upper_strict()}
    except Exception:  # the library raises whatever it stumbles over
        return {}
    days = {key: f"{at[0]:04}-{at[1]:02}-{at[2]:02}" for key, at in bounds.items() if isinstance(at, tuple) and at[0] > 0}
    return {key: day for key, day in days.items() if _real(day)}


def iso_of(element: Element) -> str:
    """The EDTF value of a JATS date: as given, or from its parts."""
    if element.get("iso-8601-date"):
        return fold(str(element.get("iso-8601-date")))
    return joined(*(text_of(element.find(part)) for part in ("year", "month", "day")))


def joined(year: str, month: str, day: str) -> str:
    """Year, month and day as ISO 8601, as far as they are numbers."""
    found = _PLAIN_YEAR.fullmatch(year)
    if not found:
        lead = re.match(r"\d{4}", year)
        return lead[0] if lead else ""
    known = [found[1] + found[2].zfill(4)]
    for value in (month, day):
        if not value.isdecimal():
            break
        known.append(value.zfill(2))
    return "-".join(known)


def printed(element: Element) -> str:
    """The words of a JATS date that has parts: `2019-03-02`, `Spring 2019`, or its value."""
    season = text_of(element.find("season"))
    value = joined(*(text_of(element.find(part)) for part in ("year", "month", "day")))
    return f"{season} {value}".strip() or text_of(element)


def dated(element: Element) -> dict[str, str | None]:
    """The attributes of a JATS date with `@iso-8601-date`, parts and `@calendar`."""
    calendar = element.get("calendar")
    value = iso_of(element)
    if calendar and calendar != "gregorian" and not element.get("iso-8601-date"):
        return dating("", calendar, value, element)  # the parts are of that calendar; their Gregorian value is not given
    return dating(value, calendar, value, element)
