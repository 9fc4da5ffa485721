"""Marks: punctuation that a publisher puts between the fields of a reference, and into them; a style puts its own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.importers.jats.cited import PEOPLE
from pipeline.importers.jats.tools import is_blank, listed, new
from pipeline.resolve.stops import unstopped
from pipeline.tree import text_of

_NUMBERS: Final = listed("volume issue supplement fpage lpage page-range year month day elocation-id")
_NAMES: Final = listed("surname given-names collab suffix")
_WORDS: Final = listed("article-title chapter-title source series conf-name publisher-name publisher-loc edition")
_REMARKS: Final = listed("comment date-in-citation access-date")
_MARKUP: Final = listed("label bold italic ext-link")
_MANY: Final = 4
_SEPARATORS: Final = ",;:\uff0c\uff1b\uff1a"
_SEPARATOR: Final = re.compile(rf"(?<=\S)\s*[{_SEPARATORS}]+\s*$")
_STOPPED: Final = re.compile(r"(?<=[\d\])])\.\s*$")
_ENCLOSED: Final = re.compile(r"\s*[(\[]\s*([^()\[\]]*\w)\s*[)\]]\s*")
_ISSUED: Final = re.compile(r"\s*(\w+)\s*\(\s*(?!(?:1[89]|20)\d\d\s*\))([^()]*\w)[\s.]*\)[\s.,;:]*")
_LEADING: Final = re.compile(r"\s*[.,;:]\s+")
_MARKED: Final = re.compile(r"[\s,.]*")


def name_parts(citation: etree._Element) -> None:
    """Make each `string-name` that holds the parts of a name, and marks between them, a `name`, in place."""
    for name in list(citation.iter("string-name")):
        between = (name.text or "") + "".join(part.tail or "" for part in name)
        if name.find("surname") is not None and _MARKED.fullmatch(between):
            name.tag, name.text = "name", None
            for part in name:
                part.tail = None


def all_short(name: etree._Element) -> bool:
    """Whether all who are named together are in capitals, with three letters at most: "HESS JF, KONG AP", but "LI JO" alone."""
    group = name.getparent()
    people = [one for one in (group if group is not None else ()) if one.tag == "name"]
    given = [text_of(one.find("given-names")).replace(".", "").replace(" ", "") for one in people]
    return len(people) > 1 and all(len(words) <= 3 for words in given) and all(text_of(one.find("surname")).isupper() for one in people)


def unmark(citation: etree._Element) -> None:
    """Take the separators off the ends of the fields of an `element-citation`, the brackets off its numbers, in place."""
    _with_issue(citation)
    for field in citation.iter(*_NUMBERS, *_NAMES, *_WORDS):
        if field.tag == "source" and (before := _LEADING.match(field.text or "")):
            field.text = (field.text or "")[before.end() :]
        last = _end(field)
        words = (last[-1].tail if len(last) else last.text) or ""
        bare = _SEPARATOR.sub("", words) if words.rstrip()[-1:] in _SEPARATORS else words
        if field.tag in _NUMBERS and not len(field):
            bare = _STOPPED.sub("", bare)
            whole = _ENCLOSED.fullmatch(bare) if field.tag != "year" else None
            bare = whole[1] if whole else bare
        elif field.tag == "source" and not len(last) and unstopped(text_of(field)) != text_of(field):
            bare = bare.rstrip(". ")
        if bare != words:
            _put(last, bare)


def _with_issue(citation: etree._Element) -> None:
    """A volume behind which its issue stands in brackets, "12(3)" or "12 (Suppl)", is a volume and an issue."""
    for volume in citation.findall("volume"):
        found = None if len(volume) else _ISSUED.fullmatch(volume.text or "")
        if found and citation.find("issue") is None and citation.find("supplement") is None:
            volume.text = found[1]
            volume.addnext(new("issue", volume, None, [found[2]]))


def _end(field: etree._Element) -> etree._Element:
    """The element in which the words of a field end: itself, or its last emphasis."""
    while len(field) and not field[-1].tail and field[-1].tag in ("italic", "bold"):
        field = field[-1]
    return field


def _put(element: etree._Element, words: str) -> None:
    if len(element):
        element[-1].tail = words or None
    else:
        element.text = words or None


def only_fields(prose: etree._Element) -> bool:
    """Whether a `mixed-citation` is nothing but fields: no mark and no word stands between any two, so nobody has printed it so.

    A full stop alone, as behind the last page, makes many fields no sentence.
    """
    fields = [child for child in prose if child.tag not in _MARKUP or "://" in text_of(child)]
    if all(child.tag in _REMARKS for child in fields):
        return False  # sentences, and when it was read
    between = [child.tail for child in prose if not is_blank(child.tail)]
    lone = not between or (len(between) == 1 and between[0].strip() == "." and len(fields) > _MANY)  # type: ignore[union-attr]
    return len(fields) > 1 and len(fields) >= len(prose) - 1 and is_blank(prose.text) and lone


def run_together(prose: etree._Element) -> bool:
    """Whether the people, the title and the journal of a printed reference have no mark between them, though its numbers may have some."""
    if only_fields(prose):
        return True
    heads = [child for child in prose if child.tag in ("person-group", "article-title", "chapter-title", *PEOPLE)]
    open_ended = (is_blank(head.tail) and text_of(head)[-1:] not in tuple(".,;:?!”") for head in heads if head.getnext() is not None)
    return len(heads) > 1 and is_blank(prose.text) and all(open_ended)


def set_apart(prose: etree._Element) -> None:
    """Set marks between fields of a printed reference that have none: whole parts end with full stops, others with commas."""
    for child, following in pairwise(prose):
        if not is_blank(child.tail):
            continue
        whole = {child.tag, following.tag} & {"article-title", "chapter-title"} or child.tag in ("person-group", *PEOPLE)
        among = child.tag in PEOPLE and following.tag in PEOPLE
        mark = "–" if (child.tag, following.tag) == ("fpage", "lpage") else ". " if whole and not among else ", "
        child.tail = " " if text_of(child)[-1:] in ".?!" and mark == ". " else mark
    if is_blank(prose[-1].tail) and text_of(prose[-1])[-1:] not in tuple(".?!"):
        prose[-1].tail = "."
