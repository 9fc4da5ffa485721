"""Bare: what a printed reference says without marking it is marked in a copy of it: fields in emphasis, numbers, DOI, no date."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from pipeline.importers.jats import visits
from pipeline.importers.jats.cited import PEOPLE
from pipeline.importers.jats.tools import content, fill, listed, new, rename, unwrap
from pipeline.resolve.dates import NO_DATE
from pipeline.tree import HREF, text_of

_LOOKS: Final = listed("bold italic monospace roman sans-serif sc sup underline styled-content")
_TITLES: Final = ("article-title", "chapter-title", "part-title", "source", "series", "data-title")
_ISSUES: Final = (
    re.compile(r"[\s\u00a0]*\((?P<issue>\d[\w./–-]{0,9})\)"),
    re.compile(r"[\s\u00a0]*,?[\s\u00a0]*(?:no|nr|issue|n[º°]|№)\.?[\s\u00a0]*(?P<issue>\d[\w/–-]{0,9})", re.IGNORECASE),
)
_PAGES: Final = re.compile(
    r"[\s\u00a0]*\)?[\s\u00a0]*[:,;][\s\u00a0]*(?:pp?\.?[\s\u00a0]*)?(?P<fpage>[A-Za-z]{0,2}\d+)"
    r"(?:[\s\u00a0]*[–—-][\s\u00a0]*(?P<lpage>[A-Za-z]{0,2}\d+))?(?=[\s\u00a0]*(?:[.,;(]|$))"
)
_YEAR_BEHIND: Final = re.compile(r"[.,]?[\s\u00a0]*(?P<year>(?:1[89]|20)\d\d)(?=[\s\u00a0]*;[\s\u00a0]*\d)")  # "2001;3(4):5"
_VOLUME: Final = re.compile(
    r"[\s\u00a0]*[.,;]?[\s\u00a0]*(?:vol(?:ume)?\.?[\s\u00a0]*)?(?P<volume>\d{1,4})"
    r"(?=[\s\u00a0]*(?:\(\d|:[\s\u00a0]*[A-Za-z]{0,2}\d|,[\s\u00a0]*(?:(?:no|nr|pp?)\b|\d+[\s\u00a0]*[–—-][\s\u00a0]*\d)))",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_DOI: Final = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?[\s\u00a0]*)(?P<doi>10\.[\s\u00a0]?\d{4,9}/[^\s<>\"]*[^\s<>\".,;])", re.IGNORECASE
)
_SAID_DOI: Final = re.compile(  # what goes on in small letters or digits behind a gap may be more of it
    r"(?:(?P<address>https?://(?:dx\.)?doi\.org/)|(?<![\w./]))(?P<doi>10\.\d{4,9}/(?>[^\s<>\"]+))(?=\s*\Z|\s+(?:[A-Z(\[]|https?:))"
)
_UNDATED: Final = re.compile(rf"(?<![\w.])(?P<string_date>{NO_DATE})")
_PUBLISHER: Final = re.compile(  # behind its place, as far as the next field
    r"[\s\u00a0]*:[\s\u00a0]*(?P<publisher_name>[^\W\d_][^:;“”\"\[\]]{2,80}?)"
    r"(?=(?:[,;]|\.(?![,;]))?[\s\u00a0(\[]*(?:pp?\.?[\s\u00a0]*)?\Z)"
)
_CITY: Final = re.compile(
    r"(?:^|(?<!\W[A-Z])[.,;(])[\s\u00a0]*(?P<publisher_loc>(?!\w+ed by |Available|In )[^\W\d_a-z][\w’'. -]{2,40}(?:, [A-Z]{2})?)"
    r"[\s\u00a0]*:[\s\u00a0]*\Z"
)
_QUOTED: Final = r"[\s\u00a0,.:;)\]]*[“\"](?P<{}>[^“”\"]{{3,300}}?)[,.]?[”\"]"  # behind people or a year
_DATES: Final = ("year", "string-date", "date")
_PLACES: Final = ("fpage", "elocation-id", "page-range")


def marked(prose: etree._Element) -> etree._Element:
    """A copy of a `mixed-citation` with more marked; its words are the same."""
    made = copy.deepcopy(prose)
    for look in [child for child in made if child.tag in _LOOKS and len(child)]:
        unwrap(look)
    _emphasised(made)
    titles = [child for child in made if child.tag in _TITLES]
    if (
        made.get("publication-type") == "book"
        and [one.tag for one in titles] == ["article-title"]
        and made.find("publisher-name") is not None
    ):
        rename(titles[0], "source")
    if not titles or [one.tag for one in titles] == ["source"]:
        _quoted(made)
    if (place := made.find("publisher-loc")) is not None and made.find("publisher-name") is None:
        _mark(place, _PUBLISHER)
    publisher = made.find("publisher-name")
    if place is None and publisher is not None and (before := publisher.getprevious()) is not None:
        _mark(before, _CITY)
    _numbers(made)
    if (volume := made.find("volume")) is not None:
        _of_volume(made, volume)
    for child in list(made):
        if made.find("pub-id[@pub-id-type='doi']") is None:
            _mark(child, _DOI)
        if all(made.find(tag) is None for tag in _DATES):
            _mark(child, _UNDATED)
    visits.marked(made)
    return made


def _emphasised(made: etree._Element) -> None:
    """Of a work in a journal, mark italics before year or volume as the journal where no field is, and a number in bold behind it."""
    if made.get("publication-type") != "journal":
        return
    for slanted in made.findall("italic") if made.find("source") is None and len(made.findall("italic")) == 1 else []:
        following = slanted.getnext()
        numbered = following is not None and (following.tag in ("year", "volume") or _is_volume(following))
        if numbered and not len(slanted) and not re.search(r"\w", slanted.tail or ""):
            rename(slanted, "source").attrib.clear()
    journal = made.find("source")
    bold = journal.getnext() if journal is not None and made.find("volume") is None else None
    if bold is not None and _is_volume(bold):
        rename(bold, "volume").attrib.clear()


def _is_volume(look: etree._Element) -> bool:
    return look.tag == "bold" and text_of(look).isdecimal()


def _quoted(made: etree._Element) -> None:
    """Mark the words in quotation marks behind the people who have made a work, or its year, as its title."""
    kind, book = made.get("publication-type"), made.find("source")
    if kind in ("book", "encyclopedia"):
        tag = "source" if book is None else "chapter_title"
    else:
        tag = "source" if kind in ("thesis", "report") and book is None else "article_title"
    for before in [child for child in made if child.tag in (*PEOPLE, "person-group", "year", "string-date")]:
        if book is not None and made.index(book) < made.index(before):
            return
        if _mark(before, re.compile(_QUOTED.format(tag))):
            return


def linked(prose: etree._Element) -> None:
    """A DOI that the words of a reference say is marked in them, as is an address that leads to one."""
    known = {text_of(one).lower() for one in prose.iter("pub-id")}
    parts: list[str | etree._Element] = []
    for part in content(prose):
        if not isinstance(part, str) or "10." not in part:
            parts.append(part)
            continue
        end = 0
        for found in _SAID_DOI.finditer(part):
            doi = found["doi"].rstrip(".,;")
            doi = doi.rstrip(").,;") if doi.count(")") > doi.count("(") else doi
            if doi.lower() not in known:
                words = (found["address"] or "") + doi
                parts += [part[end : found.start()], _link(words, prose) if found["address"] else _field("doi", doi, prose, alone=True)]
                end = found.start() + len(words)
        parts.append(part[end:])
    fill(prose, parts)


def _link(address: str, like: etree._Element) -> etree._Element:
    return new("ext-link", like, {"ext-link-type": "uri", HREF: address}, [address])


def _numbers(made: etree._Element) -> None:
    """Mark year and volume behind the journal, or the volume behind the year."""
    source = made.find("source")
    if source is None or any(made.find(tag) is not None for tag in ("volume", *_PLACES)):
        return
    if all(made.find(tag) is None for tag in ("year", "string-date", "date")):
        _mark(source, _YEAR_BEHIND)
    for before in (source, made.find("year")):
        if before is not None and made.find("volume") is None:
            _mark(before, _VOLUME)


def _of_volume(made: etree._Element, volume: etree._Element) -> None:
    """Mark issue and pages behind a volume."""
    for form in _ISSUES:
        if made.find("issue") is None:
            _mark(volume, form)
    if all(made.find(tag) is None for tag in _PLACES):
        behind = made.find("issue")
        _mark(volume if behind is None else behind, _PAGES)


def _mark(before: etree._Element, form: re.Pattern[str]) -> bool:
    """Mark what a form finds in the words behind a field, if it does; a number that could be the year is no page."""
    words = before.tail or ""
    found = form.search(words) if form in (_DOI, _UNDATED, _CITY) else form.match(words)
    if not found or ("year" not in found.groupdict() and _YEAR.fullmatch(str(found[0]).strip(" \u00a0,;:()."))):
        return False
    parts: list[str | etree._Element] = []
    end = 0
    for field, said in found.groupdict().items():
        if said:
            parts += [words[end : found.start(field)], _field(field, said, before, alone=not found.groupdict().get("lpage"))]
            end = found.end(field)
    before.tail = None
    holder = fill(new("styled-content", before), [*parts, words[end:]])
    before.addnext(holder)
    unwrap(holder)
    return True


def _field(name: str, said: str, like: etree._Element, *, alone: bool) -> etree._Element:
    """One field; a first page with a letter, or of six digits, is the number of an article where no last page follows."""
    if name == "doi":
        return new("pub-id", like, {"pub-id-type": "doi"}, [said])
    name = name.replace("_", "-")
    numbered = name == "fpage" and alone and (not said.isdigit() or len(said) > 5)
    return new("elocation-id" if numbered else name, like, None, [said])
