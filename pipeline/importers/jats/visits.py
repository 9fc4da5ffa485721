"""Visits: the words of a reference that say when it was read, or brought up to date, are dates of it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats import dates
from pipeline.importers.jats.tools import fill, new, remove, unwrap
from pipeline.tree import fold, text_of

_DAY: Final = (
    r"\d{4}(?:[\s,./-]{1,2}(?:[^\W\d_]{3,10}\b\.?|\d\d?(?!\d))(?:[\s,./-]{1,2}\d\d?(?!\d))?)?"  # "2019 June 20"
    r"|(?:(?:[^\W\d_]{2,10}[.,]*|\d\d?(?:st|nd|rd|th)?[.,]*)[\s-]+){0,5}\d{4}(?!\d)"  # "20th of June, 2019"
)
_READ: Final = (
    r"(?:date\s+|last\s+|web\s+page\s+)*(?:accessed|cited|retrieved|viewed|visited|consulted|consultad[oa]|consulté|citado|acessado|abgerufen"
    r"|(?:last\s+)access|access\s+date|date\s+of\s+access|acesso)(?:\s+date|\s+last|\s+online)?(?:\s+(?:on|in|at|el|en|em|le|am|the))*"
)
_SAID: Final = re.compile(rf"[(\[]?\b(?:(?P<read>{_READ})|(?:last\s+)?updated(?:\s+on)?)\s*[:,]?\s*(?P<day>{_DAY})", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_LEADS: Final = re.compile(
    r"(?:\W|\b(?:available|disponible|disponível|online|at|from|on|in|en|em|via|url|and|full|text|https?)\b)*+", re.I
)
_DATED: Final = ("year", "string-date", "date")


def marked(made: etree._Element) -> None:
    """Mark such dates in the words between the fields of a printed reference."""
    for child in list(made):
        holder = fill(new("styled-content", child), _parts(child.tail or "", made))
        child.tail = None
        child.addnext(holder)
        unwrap(holder)


def remarked(citation: etree._Element) -> None:
    """Such dates in the remarks of an `element-citation` are fields; what only leads to a link that stands there is not said."""
    for remark in [one for one in citation.findall("comment") if not len(one)]:
        parts = _parts(text_of(remark), citation)
        for day in reversed([one for one in parts if not isinstance(one, str)]):
            remark.addnext(day)
        if len(parts) > 1:
            remark.text = fold(" ".join(part.strip(" ()[];,.") for part in parts if isinstance(part, str)))
        if _LEADS.fullmatch(remark.text or "") and (len(parts) > 1 or citation.find("ext-link") is not None):
            remove(remark)


def _parts(words: str, citation: etree._Element) -> list[str | etree._Element]:
    """Some words, divided at the dates in them; a day on which a work was changed is one of it where no other is said."""
    parts: list[str | etree._Element] = []
    end = 0
    for found in _SAID.finditer(words):
        kind = "access-date" if found["read"] else "updated"
        if not _is_day(found["day"]) or (kind == "updated" and any(citation.find(tag) is not None for tag in _DATED)):
            continue
        if any(one.get("content-type") == kind for one in citation.findall("date-in-citation")):
            continue
        parts += [words[end : found.start()], new("date-in-citation", citation, {"content-type": kind}, [found["day"]])]
        end = found.end()
    return [*parts, words[end:]]


def _is_day(words: str) -> bool:
    """Whether words are a date: all that are long enough are months."""
    return bool(dates.year(words)) and all(dates.month(word) for word in _WORD.findall(words))
