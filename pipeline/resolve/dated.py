"""Dates that the engine prints otherwise than CSL says: seasons (as a fourteenth month) and years of two digits (whole)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Final

from lxml import etree

from pipeline.resolve.csl import Item
from pipeline.resolve.keys import CSL

_LONG: Final = {"name": "month", "form": "long"}
_SHORT: Final = "short-year-of-"  # and a variable: one of our own


def short_years(root: etree._Element) -> None:
    """Years in a short form (CSL 1.0.2, Date-part) are asked for as words of their own, between the parts of their date."""
    for date in [one for one in root.iter(f"{{{CSL}}}date") if one.get("form") is None]:
        year = next((part for part in date if part.get("name") == "year" and part.get("form") == "short"), None)
        if year is not None:
            _split(date, year)


def _split(date: etree._Element, year: etree._Element) -> None:
    variable, parts, place = str(date.get("variable")), list(date), date.index(year)
    group = date.makeelement(f"{{{CSL}}}group", {str(name): str(value) for name, value in date.items() if name != "variable"})
    date.addprevious(group)
    printed = {str(name): str(value) for name, value in year.items() if name not in ("name", "form", "range-delimiter")}
    for some in (parts[:place], None, parts[place + 1 :]):
        if some is None:
            etree.SubElement(group, f"{{{CSL}}}text", {**printed, "variable": _SHORT + variable})
        elif some:
            etree.SubElement(group, str(date.tag), variable=variable, delimiter=date.get("delimiter") or "").extend(some)
    date.getparent().remove(date)  # type: ignore[union-attr]


def ready(style: bytes, items: list[Item]) -> tuple[bytes, list[Item]]:
    """A style and items that say seasons in words and short years in two digits, where there are any."""
    if _SHORT.encode() in style:
        items = [item | {_SHORT + name: f"{year % 100:02d}" for name, year in _years(item)} for item in items]
    return _worded(style, items)


def _years(item: Item) -> Iterator[tuple[str, int]]:
    for variable, value in item.items():
        if isinstance(value, dict) and value.get("date-parts"):
            yield variable, abs(int(value["date-parts"][0][0]))


def _worded(style: bytes, items: list[Item]) -> tuple[bytes, list[Item]]:
    """A style and items that say seasons in words, where an item has one."""
    dated = [(item, [variable for variable, value in item.items() if isinstance(value, dict) and value.get("season")]) for item in items]
    found = frozenset(variable for _, variables in dated for variable in variables)
    if not found:
        return style, items
    return _with_words(style, found), [item | {_mark(variable): "yes" for variable in variables} for item, variables in dated]


def _mark(variable: str) -> str:
    """The variable of our own that an item has where one of its dates has a season."""
    return f"season-of-{variable}"


@cache
def _with_words(style: bytes, variables: frozenset[str]) -> bytes:
    root = etree.fromstring(style)
    for date in [one for one in root.iter(f"{{{CSL}}}date") if one.get("variable") in variables and _numeric(one)]:
        choose = date.makeelement(f"{{{CSL}}}choose")
        date.addprevious(choose)
        seasonal = etree.SubElement(choose, f"{{{CSL}}}if", variable=_mark(str(date.get("variable"))))
        seasonal.append(_in_words(date))
        etree.SubElement(choose, f"{{{CSL}}}else").append(date)
    return etree.tostring(root, encoding="utf-8")


def _numeric(date: etree._Element) -> bool:
    """Whether the month of a date may be a number, by its own form or by that of the language (CSL 1.0.2, Date)."""
    month = _month(date)
    if month is not None and month.get("form"):
        return str(month.get("form")).startswith("numeric")
    return date.get("form") is not None


def _month(date: etree._Element) -> etree._Element | None:
    return next((part for part in date if part.get("name") == "month"), None)


def _in_words(date: etree._Element) -> etree._Element:
    worded = copy.deepcopy(date)
    worded.tail = None
    month = _month(worded)
    if month is None:
        etree.SubElement(worded, f"{{{CSL}}}date-part", _LONG)
    else:
        month.set("form", "long")
    return worded
