"""Visits: the words of a reference that say where it is found, and when it was read or brought up to date, are fields of it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats import dates
from pipeline.importers.jats.tools import fill, is_blank, new, remove, rename, unwrap
from pipeline.tree import HREF, fold, text_of

_DAY: Final = (
    r"\d{4}(?:[\s,./-]{1,2}(?:[^\W\d_]{3,10}\b\.?|\d\d?(?!\d))(?:[\s,./-]{1,2}\d\d?(?!\d))?)?"  # "2019 June 20"
    r"|\d\d?/\d\d?/\d{4}(?!\d)"  # "15/01/2018"
    r"|(?:(?:[^\W\d_]{2,10}[.,]*|\d\d?(?:st|nd|rd|th)?[.,]*)[\s-]+){0,5}\d{4}(?!\d)"  # "20th of June, 2019"
)
_READ: Final = (
    r"(?:date\s+|last\s+|zuletzt\s+|web\s+page\s+)*(?:accessed|cited|retrieved|viewed|visited|consulted|consulta(?:d[oa])?|consultée?|citado"
    r"|acess(?:o|ad[oa])|abgerufen|zugriff|last\s+access|access\s+date|date\s+of\s+access)(?:\s+date|\s+last|\s+online)?"
    r"(?:\s+(?:on|in|at|el|en|em|le|am|the))*"
)
_READ_NEXT: Final = re.compile(rf"\b{_READ}\W*$", re.IGNORECASE)
_READ_ONLY: Final = re.compile(rf"\W*(?:{_READ}|access(?:\s+(?:on|at))?):?\s*(?P<day>(?:\w+\W{{1,2}}){{1,4}}\d{{2,4}})\W*", re.IGNORECASE)
_SAID: Final = re.compile(rf"\b(?:(?P<read>{_READ})|(?:last\s+)?updated(?:\s+on)?)\s*[:,]?\s*(?P<day>{_DAY})", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\bhttps?://[\w.-]+\.[a-z]{2,}(?:/[^\s\[\]<>]*[^\s\[\]<>.,;:)])?(?=[\s\[\]().,;]*(?:$|[A-Z(\[]))")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_DATED: Final = ("year", "string-date", "date")
_DAYS: Final = ("day", "month", "year")
_BETWEEN: Final = re.compile(r"[\s,./-]*")


def marked(made: etree._Element) -> None:
    """Mark these in the words between the fields of a printed reference."""
    for child in list(made):
        holder = fill(new("styled-content", child), _parts(child.tail or "", made))
        child.tail = None
        child.addnext(holder)
        unwrap(holder)


def remarked(citation: etree._Element) -> None:
    """These stand in an `element-citation` behind the remark that says them; what else it says stays one."""
    for remark in [one for one in citation.findall("comment") if not len(one) and not one.get("content-type")]:
        if seen(remark):
            continue
        parts = _parts(text_of(remark), citation)
        for found in reversed([one for one in parts if not isinstance(one, str)]):
            remark.addnext(found)
        if len(parts) > 1:
            remark.text = fold(" ".join(part.strip(" ()[];,.") for part in parts if isinstance(part, str)))
            if not remark.text:
                remove(remark)
    for link in citation.findall("comment/ext-link") + citation.findall("comment/uri"):
        day = _SAID.fullmatch((link.tail or "").strip(" ()[];,."))
        around = link.getparent()
        if not day or around is None or link.getnext() is not None or is_blank(around.text):
            continue
        for _, _, said in _days(day[0], citation):
            link.tail = None
            around.addnext(said)


def visited(citation: etree._Element) -> None:
    """A day, month and year behind "Retrieved" or "accessed", where the work has a year before it, say when it was read."""
    for first in [one for one in citation if one.tag in _DAYS and _READ_NEXT.search(_before(one))]:
        if citation.find("year") in (None, first) or first.getparent() is None:
            continue
        parts = [first]
        while (more := parts[-1].getnext()) is not None and more.tag in _DAYS and _BETWEEN.fullmatch(parts[-1].tail or ""):
            parts.append(more)
        if citation.find("year") in parts or parts[-1].tag == first.tag == "year":
            continue
        words = "".join(f"{text_of(one)}{(one.tail or ' ') if one is not parts[-1] else ''}" for one in parts)
        made = new("date-in-citation", first, {"content-type": "access-date"}, [words])
        made.tail = parts[-1].tail
        for one in parts[1:]:
            citation.remove(one)
        citation.replace(first, made)


def seen(remark: etree._Element) -> bool:
    """A remark that says nothing but when the work was read is that day."""
    words, day = when(text_of(remark))
    if day:
        rename(remark, "date-in-citation").attrib.clear()
        remark.attrib.update({"content-type": "access-date", "iso-8601-date": day})
        del remark[:]
        remark.text = words
    return bool(day)


def when(words: str) -> tuple[str, str]:
    """The day of which words say that the work was read on it, as they say it and in numbers."""
    found = _READ_ONLY.fullmatch(words)
    return (found["day"], dates.in_numbers(found["day"])) if found and _is_day(found["day"]) else ("", "")


def _before(child: etree._Element) -> str:
    """The words before a field, those of a remark among them."""
    previous, parent = child.getprevious(), child.getparent()
    words = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return f"{text_of(previous)} {words}" if previous is not None and previous.tag == "comment" else words


def _parts(words: str, citation: etree._Element) -> list[str | etree._Element]:
    """Some words, divided at what is found in them."""
    parts: list[str | etree._Element] = []
    end = 0
    found = [*_days(words, citation), *_addresses(words, citation)]
    for start, stop, field in sorted(found, key=lambda one: one[0]):
        if start >= end:
            parts += [words[end:start], field]
            end = stop
    return [*parts, words[end:]]


def _days(words: str, citation: etree._Element) -> list[tuple[int, int, etree._Element]]:
    """Days on which a work was read, or changed, where that is not known."""
    known = {one.get("content-type") for one in citation.findall("date-in-citation")}
    if any(citation.find(tag) is not None for tag in _DATED):
        known.add("updated")
    found = []
    for said in _SAID.finditer(words):
        kind = "access-date" if said["read"] else "updated"
        if kind not in known and _is_day(said["day"]):
            known.add(kind)
            found.append((said.start(), said.end(), new("date-in-citation", citation, {"content-type": kind}, [said[0]])))
    return found


def _addresses(words: str, citation: etree._Element) -> list[tuple[int, int, etree._Element]]:
    """The address of a work that has none."""
    said = _ADDRESS.search(words) if "://" in words and citation.find(".//ext-link") is None and citation.find(".//uri") is None else None
    if said is None or "doi.org/" in said[0]:
        return []
    return [(said.start(), said.end(), new("ext-link", citation, {"ext-link-type": "uri", HREF: said[0]}, [said[0]]))]


def _is_day(words: str) -> bool:
    """Whether words are a date: all that are long enough are months, and of two numbers it is clear which is the month."""
    clear = "/" not in words or len(dates.in_numbers(words)) > 4
    return clear and bool(dates.year(words)) and all(dates.month(word) for word in _WORD.findall(words))
