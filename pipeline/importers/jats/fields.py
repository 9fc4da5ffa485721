"""Fields: the parts of a citation under the names of the profile: people, titles, dates, numbers, identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import dates, visits
from pipeline.importers.jats.cited import PEOPLE, collab, group, others, people, string_name, unsaid
from pipeline.importers.jats.contributors import personal
from pipeline.importers.jats.identifiers import identifier, link
from pipeline.importers.jats.kinds import kind
from pipeline.importers.jats.marks import all_short, name_parts, unmark
from pipeline.importers.jats.meant import as_meant, identified, numbered, parted
from pipeline.importers.jats.tools import (
    content,
    fill,
    has_words,
    is_blank,
    is_empty,
    listed,
    new,
    remove,
    rename,
    replace,
    said,
    take,
    unwrap,
    upright,
)
from pipeline.metadata import as_printed
from pipeline.schema import models
from pipeline.tree import HREF, find_all, fold, text_of

_LOOSE: Final = listed(
    """
    email gov bold italic sup sub sc underline monospace named-content styled-content inline-formula note role time-stamp
    """
)
_RENAMED: Final = {
    "object-id": "pub-id",
    "page-count": "size",
    "access-date": "date-in-citation",
    "elocation": "elocation-id",
    "uri": "ext-link",
}
_TITLES: Final = listed("article-title chapter-title source data-title part-title trans-title trans-source conf-name")
_BEFORE_DOI: Final = re.compile(r"\W*(?:doi)?\W*", re.IGNORECASE)
_IDENTIFIER: Final = re.compile(r"[(\[]?(?:doi|pmid|pmcid|pubmed)\s*:?\s*(\S+?)[.;)\]]*", re.IGNORECASE)
_ONLY_DOI: Final = re.compile(r"doi\W{0,2}(10\.\d{4,9}/\S*[^\s.])\.?", re.IGNORECASE)
_EDGES: Final = re.compile(r"^\W+|\s+$")
_STATE: Final = re.compile(
    r"\(?(in press|forthcoming|accepted|submitted|in preparation|(?:e-?pub )?ahead of print|online first"
    r"|no prelo|en prensa|im druck|sous presse)\)?\.?",
    re.I,
)
EDITION: Final = re.compile(
    r"(\d{1,3}) ?(?:st|nd|rd|th|ème|er|re|de|[.ªºaeè°]|\.[ªº])? ?(?:ed(?:ition|n|izione|ição|ición)?|éd(?:ition)?|aufl(?:age)?|druk)\.?",
    re.I,
)
_ORDINAL: Final = re.compile(r"(\d{1,3})(?:st|nd|rd|th|[ªºa])\.?")
_DEGREE: Final = re.compile(r".{0,40}\b(thesis|dissertation|diss\.|tese|dissertação|tesis|thèse|mémoire|diplomarbeit)(?!\w).{0,20}", re.I)
_INITIALS: Final = re.compile(r"[^\W\d_]{2,3}\.?")
_NUMBER_MARKS: Final = listed("bold italic sup sub named-content styled-content underline sc roman monospace sans-serif ext-link x")


def _children(tag: str) -> frozenset[str]:
    """The names that the grammar allows in an element."""
    found = frozenset[str]()
    for define in models.definitions().values():
        for pattern in define.iter("{*}element"):
            if models.name_of(pattern) == tag:
                found |= models.names(models.content(pattern))
    return found


ELEMENTS: Final = _children("element-citation")
_FIELDS: Final = ELEMENTS.difference(_LOOSE)
PROSE: Final = _children("mixed-citation")


def mend(citation: etree._Element, report: Report) -> None:
    """One `element-citation` or `mixed-citation`, in place."""
    prose = citation.tag == "mixed-citation"
    kind(citation)
    unsaid(citation)
    others(citation)
    visits.visited(citation)
    parted(citation)
    identified(citation)
    if not prose:
        visits.remarked(citation)
        name_parts(citation)
    for name in list(citation.iter("name")):
        as_printed(name) if prose else _named(name, report)
    for extra in list(citation.iter("annotation")) if prose else []:
        for p in list(extra):
            unwrap(p)
        rename(extra, "comment")
    for child in list(citation):
        _child(child, citation, report, prose=prose)
    if prose:
        for wrapped in list(citation.iter()):
            if wrapped is not citation and wrapped.getparent() is not None and wrapped.tag == "x":
                unwrap(wrapped)
        return
    unmark(citation)
    _words_to_comment(citation)
    as_meant(citation)
    people(citation)
    for child in citation:
        child.tail = None
        if child.tag in _TITLES:
            upright(child)


def _named(name: etree._Element, report: Report) -> None:
    """A person; initials written together ("KE", as in Vancouver style) stand apart: CSL takes them for one name."""
    personal(name, report)
    given, family = name.find("given-names"), text_of(name.find("surname"))
    words = text_of(given)
    if given is not None and _INITIALS.fullmatch(words) and words.isupper() and (not family[1:].isupper() or all_short(name)):
        given.text = " ".join(f"{letter}." for letter in words.rstrip("."))


def _child(child: etree._Element, citation: etree._Element, report: Report, *, prose: bool) -> None:
    if child.tag in _RENAMED:
        rename(child, _RENAMED[str(child.tag)])
    if mend_one := _MENDS.get(str(child.tag)):
        mend_one(child, prose)
    if child.getparent() is not citation:
        return
    if child.tag == "label":
        return
    if not prose and child.tag in ("year", "month", "day", "season"):
        _date(child, citation)
    elif child.tag in (PROSE if prose else _FIELDS) or child.tag in PEOPLE:
        _plain(child)
    elif child.tag == "inline-graphic":  # a picture stands within words, or within a remark
        replace(child, holder := new("styled-content" if prose else "comment", child))
        holder.append(child)
    elif prose:
        if child.tag == "xref":
            report("import-simplified", "a link in a printed reference is words", child)
        unwrap(child)
    elif is_empty(child):
        remove(child)
    else:
        replace(child, comment := new("comment", child))
        fill(
            comment,
            [child] if child.tag in _LOOSE and child.tag not in ("note", "role", "gov", "time-stamp", "email") else [said(child)],
        )


def _plain(child: etree._Element) -> None:
    """Numbers and names of publishers are plain text."""
    if len(child) and child.tag in _FLAT:
        for inner in list(child.iter(*_NUMBER_MARKS)):
            if inner is not child:
                unwrap(inner)


_FLAT: Final = frozenset(
    listed(
        """
    volume issue supplement volume-series fpage lpage page-range elocation-id edition version publisher-name publisher-loc conf-name
    conf-loc conf-date conf-sponsor patent pub-id isbn issn size etal year month day season institution email date-in-citation
    string-date
    """
    )
)


def _date(child: etree._Element, citation: etree._Element) -> None:
    """In fields, a month and a day are numbers and a year is a year; what is not goes as it is said."""
    words = text_of(child)
    if child.tag == "month":
        number = dates.month(words)
        _numbered(child, number, words, "season")
    elif child.tag == "day":
        _numbered(child, dates.day(words), words, "comment")
    elif child.tag == "year":
        found = re.fullmatch(r"[\[(]?(\d{4})[a-z]?[\])]?[.,;]?", words)
        if found:
            child.text = found[1]
            del child[:]
        elif not dates.parted(child):
            rename(child, "string-date").attrib.clear()
    if child.tag == "year" and child.get("iso-8601-date") and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(child.get("iso-8601-date"))):
        del child.attrib["iso-8601-date"]


def _numbered(child: etree._Element, number: str, words: str, else_tag: str) -> None:
    if number:
        del child[:]
        child.text = number
        child.attrib.clear()
    elif words:
        rename(child, else_tag)
    else:
        remove(child)


def _words_to_comment(citation: etree._Element) -> None:
    """Words between fields, as in half-marked references, become a remark."""
    if not has_words(citation):
        return
    for part in content(citation):
        if not isinstance(part, str):
            citation.append(part)
        elif re.search(r"\w", part):
            citation.append(new("comment", citation, None, [fold(part)]))


def _size(child: etree._Element, prose: bool) -> None:
    units = (child.get("units") or "pages").lower().strip()
    if child.get("count") and not text_of(child):
        child.text = child.get("count")
    take(child, "count")
    child.set("units", {"page": "pages", "volume": "volumes", "p": "pages", "pp": "pages"}.get(units, units))


def _part(child: etree._Element, prose: bool) -> None:
    """A field that says nothing is none; the state of a work in the place of a number is a remark."""
    if not prose and is_blank(text_of(child)):
        remove(child)
    elif not prose and child.tag in ("volume", "issue", "fpage") and _STATE.fullmatch(text_of(child)):
        _remark(rename(child, "comment"), prose)


def _edition(child: etree._Element, prose: bool) -> None:
    """A number, which a style prints with the ending and the word that it wants."""
    if number := EDITION.fullmatch(said := numbered(text_of(child))) or _ORDINAL.fullmatch(said):
        child.set("designator", number[1])


def _remark(child: etree._Element, prose: bool) -> None:
    """A remark; alone, "in press" is the state of a work, "PhD thesis" the kind of one, a link is a link and a DOI is a DOI."""
    if not prose and not len(child) and not re.search(r"\w", child.text or ""):
        remove(child)  # a mark that a print has between two fields
        return
    if not prose and len(child) == 1 and child[0].tag == "ext-link":
        _remarked_link(child)
    elif not prose and len(child) == 1 and child[0].tag == "pub-id" and _BEFORE_DOI.fullmatch((child.text or "") + (child[0].tail or "")):
        child.text = child[0].tail = None
        unwrap(child)
    parent, words = child.getparent(), text_of(child)
    if prose or parent is None or child.get("content-type"):
        return
    if (said := _IDENTIFIER.fullmatch(words)) and said[1].lower() in {text_of(one).lower() for one in parent.findall("pub-id")}:
        remove(child)
    elif (doi := _ONLY_DOI.fullmatch(words)) and not find_all(parent, "./pub-id[@pub-id-type='doi']"):
        replace(child, new("pub-id", child, {"pub-id-type": "doi"}, [doi[1]]))
    elif visits.seen(child):
        return
    elif found := _STATE.fullmatch(words):
        child.set("content-type", "status")
        del child[:]
        child.text = found[1]
    elif parent.get("publication-type") == "thesis" and _DEGREE.fullmatch(words):
        child.set("content-type", "genre")
        child.text = (child.text or "").lstrip("[(") if len(child) else words.strip("[]()")


def _remarked_link(remark: etree._Element) -> None:
    """A link that a remark is, or a DOI that it begins with, stands for itself."""
    alone = remark[0]
    if not has_words(remark):
        unwrap(remark)
    elif is_blank(remark.text) and alone.get(HREF) and visits.when(alone.tail or "")[1]:
        remark.text, alone.tail = alone.tail, None
        remark.addprevious(alone)
    elif _BEFORE_DOI.fullmatch(remark.text or "") and re.match(r"10\.\d{4,9}/", text_of(alone)):
        remark.text, alone.tail = _EDGES.sub("", alone.tail or "") or None, None
        remark.addprevious(alone)
        if not remark.text:
            remove(remark)
    else:
        return
    link(alone, prose=False)


_MENDS: Final[dict[str, Callable[[etree._Element, bool], None]]] = {
    "person-group": group,
    "pub-id": identifier,
    "size": _size,
    "date-in-citation": dates.visited,
    "ext-link": link,
    **dict.fromkeys(("date", "string-date"), dates.of_work),
    "collab": collab,
    "string-name": string_name,
    "edition": _edition,
    **dict.fromkeys(listed("article-title chapter-title source volume issue fpage lpage publisher-name publisher-loc"), _part),
    "comment": _remark,
}
