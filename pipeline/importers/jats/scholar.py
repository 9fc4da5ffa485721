"""Scholar: a link that asks a search engine for a cited work names its fields; they stand beside its prose where that says them too."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.cited import ET_AL
from pipeline.importers.jats.tools import new, replace
from pipeline.tree import HREF, fold, text_of

_FIELD: Final = re.compile(r"(?:^|&)(journal|book|title|author|volume|issue|publication_year|pages|pmid|doi)=")
_PERSON: Final = re.compile(r"(?P<given>(?:[^\W\d_]\.?[-‐]?[^\W\d_]?\.[\s-]*)+) (?P<family>\D+)")
_PAGES: Final = re.compile(r"(?P<first>\w+)[-–](?P<last>\w+)")
_PLACES: Final = {"journal": "source", "volume": "volume", "issue": "issue", "publication_year": "year"}


def fields_of(prose: etree._Element) -> None:
    """Put the fields beside a `mixed-citation` that is a paper in a journal, in place."""
    link = prose.find("ext-link[@ext-link-type='google-scholar']")
    parts = _FIELD.split((link.get(HREF) or "").rstrip("&")) if link is not None else []
    said = list(zip(parts[1::2], map(fold, parts[2::2]), strict=True))
    known, words = dict(said), text_of(prose)
    people = [_person(value, prose, words) for key, value in said if key == "author"]
    if not {"journal", "title", "publication_year"} <= known.keys() or not people or None in people or not _agrees(known, words):
        return
    group = new("person-group", prose, {"person-group-type": "author"}, [one for one in people if one is not None])
    if ET_AL.search(words.split(known["title"][:20])[0]):
        group.append(new("etal", prose))
    made = new("element-citation", prose, {"publication-type": "journal"}, [group, new("article-title", prose, None, [known["title"]])])
    made.extend(new(tag, prose, None, [known[key]]) for key, tag in _PLACES.items() if known.get(key))
    if pages := known.get("pages"):
        made.extend(_pages(pages, prose))
    made.extend(new("pub-id", prose, {"pub-id-type": key}, [known[key]]) for key in ("doi", "pmid") if known.get(key))
    holder = new("citation-alternatives", prose)
    replace(prose, holder)
    holder.extend([made, prose])
    prose.tail = None


def _agrees(known: dict[str, str], words: str) -> bool:
    """Whether the prose says the title, the journal and the numbers of the work, so that they are those of no other."""
    needed = [known[key] for key in ("title", "journal", "publication_year", "volume") if known.get(key)]
    return all(one.lower() in words.lower() for one in needed)


def _person(value: str, like: etree._Element, words: str) -> etree._Element | None:
    """A person, initials first; a body, as the prose names it; nothing if it is neither."""
    if found := _PERSON.fullmatch(value):
        return new(
            "name", like, None, [new(t, like, None, [found[k].strip()]) for t, k in (("surname", "family"), ("given-names", "given"))]
        )
    return new("collab", like, None, [value]) if value in words else None


def _pages(pages: str, like: etree._Element) -> list[etree._Element]:
    if found := _PAGES.fullmatch(pages):
        return [new("fpage", like, None, [found["first"]]), new("lpage", like, None, [found["last"]])]
    numbered = not pages.isdecimal() or len(pages) > 5
    return [new("elocation-id" if numbered else "fpage", like, None, [pages])]
