"""Affiliations: one element each, their parts named; contributors point to them, also where only the same mark says so."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.ids import fresh
from pipeline.importers.jats.tools import (
    content,
    document_of,
    fill,
    has_words,
    is_blank,
    listed,
    new,
    remove,
    rename,
    replace,
    say_before,
    take,
    trim,
    unwrap,
)
from pipeline.tree import find_all, fold, text_of

_PARTS: Final = listed("institution institution-wrap addr-line city state postal-code country named-content")
PLACES: Final = {
    "city": "city",
    "state": "state",
    "country": "country",
    "postal-code": "postal-code",
    "postcode": "postal-code",
    "country-part": "state",
}
_ROR: Final = re.compile(r"0[a-z0-9]{6}\d\d")
_MARK: Final = re.compile(r"\d{1,3}|[A-Za-z]|[*†‡§¶#|‖]{1,3}")
_STOPS: Final = ",; \t\r\n\u00a0"
_STOP: Final = re.compile(rf"[{_STOPS}]+\Z")
_AND: Final = re.compile(r"[,;]\s*and\s*\Z")  # that joins it to the next one
_JOINED: Final = re.compile(rf"(?:[{_STOPS}]|\band(?=\s*\Z))+\Z")


def anchored(root: etree._Element, report: Report) -> None:
    """Affiliations in one element, each behind an anchor, are one element each; links to the anchor lead to them."""
    for aff in root.iter("aff"):
        if getattr(aff.getnext(), "tag", "") == "aff":
            _without_stop(aff, _AND)
        for mark in _marks(aff)[1:]:
            before = mark.getprevious()
            if before is not None:
                before.tail = _JOINED.sub(" ", before.tail or "")
    for aff in list(root.iter("aff")):
        anchors = [one for one in aff.findall("target") if one.get("id")]
        if not anchors or aff.get("id") or not is_blank(aff.text) or anchors[0] is not aff[0]:
            continue
        last = aff
        for part in content(aff):
            if any(part is one for one in anchors[1:]):
                _without_stop(last, _JOINED)
                following = new("aff", aff)
                following.tail, last.tail = last.tail, None
                last.addnext(following)
                last = following
            if isinstance(part, str) or part not in anchors:
                fill(last, [part])
            else:
                last.set("id", str(part.get("id")))


def marked(root: etree._Element) -> None:
    """Several affiliations in one element, each behind its mark, are one element each; a contributor's mark without a link gets one."""
    for aff in root.iter("aff"):
        _mark_first(aff)
    parted = {str(aff.get("id")) for aff in list(root.iter("aff")) if _part(aff)}
    ids = {one.get("id") for one in root.iter("aff", "corresp", "fn")} if parted else set()
    for contrib in root.iter("contrib"):
        marks = find_all(contrib, "./xref[@ref-type='aff'] | ./sup")
        if marks := [one for one in marks if not one.get("rid") or one.get("rid") in parted or (parted and one.get("rid") not in ids)]:
            known = _called(contrib)
            for mark in marks:
                _link(mark, known)


def _part(aff: etree._Element) -> bool:
    """Whether an element holds several affiliations; they are parted."""
    if not (marks := _marks(aff)):
        return False
    last = aff
    for part in content(aff):
        if any(part is mark for mark in marks[1:]):
            _without_stop(last)
            following = new("aff", aff, {"id": fresh(aff, "aff")})
            following.tail, last.tail = last.tail, None
            last.addnext(following)
            last = following
        fill(last, [part])
    return True


def _marks(aff: etree._Element) -> list[etree._Element]:
    """The marks of several affiliations in one element, which begins with the first."""
    marks = [child for child in aff if child.tag in ("label", "sup") and _MARK.fullmatch(text_of(child))]
    several = len(marks) > 1 and marks[0] is aff[0] and is_blank(aff.text) and len({*map(text_of, marks)}) == len(marks)
    return marks if several else []


def _without_stop(aff: etree._Element, stop: re.Pattern[str] = _STOP) -> None:
    """What parts an affiliation from the next one goes."""
    if len(aff):
        aff[-1].tail = stop.sub("", aff[-1].tail or "") or None
    else:
        aff.text = stop.sub("", aff.text or "")


def _called(contrib: etree._Element) -> dict[str, etree._Element]:
    """What the marks of a contributor can mean: affiliations of the group, else of the document, and notes on authors, by their marks."""
    group, document = contrib.getparent(), document_of(contrib)
    affs = [] if group is None else group.findall("aff")
    found = affs or [aff for aff in document.iter("aff") if document_of(aff) is document]
    found += find_all(document, "./*/author-notes/* | ./*/article-meta/author-notes/*")
    for aff in affs or found:
        if aff.tag == "aff" and _mark(aff):
            aff.set("id", aff.get("id") or fresh(aff, "aff"))
    return {mark: one for one in reversed(found) if (mark := _mark(one)) and one.get("id")}


def _mark(element: etree._Element) -> str:
    first = element[0] if len(element) and is_blank(element.text) else None
    return text_of(first) if first is not None and first.tag in ("label", "sup") else ""


def _mark_first(aff: etree._Element) -> None:
    """A mark behind an affiliation that links to it have too ("Department of Sand.¹") stands before it."""
    last = aff[-1] if len(aff) and is_blank(aff[-1].tail) else None
    if last is None or last.tag != "sup" or _mark(aff) or aff.find("label") is not None or not aff.get("id"):
        return
    links = find_all(aff, "//xref[@rid=$key]", key=str(aff.get("id")))
    if links and all(text_of(link) in ("", text_of(last)) for link in links):
        aff.remove(last)
        words, aff.text = aff.text, None
        aff.insert(0, rename(last, "label"))
        last.tail = words


def _link(child: etree._Element, known: dict[str, etree._Element]) -> None:
    """A mark in a contributor, or several of them, as links to what has the same mark; if one is unknown, as it was."""
    marks = re.findall(r"[^\s,;]+", text_of(child))
    if marks and all(mark in known for mark in marks):
        kinds = {"aff": "aff", "corresp": "corresp"}
        links = [(kinds.get(str(known[mark].tag), "fn"), str(known[mark].get("id")), mark) for mark in marks]
        replace(child, *(new("xref", child, {"ref-type": kind, "rid": rid}, [mark]) for kind, rid, mark in links))


def at_home(root: etree._Element) -> None:
    """Where several groups have affiliations, and nobody in one is marked with them, its own are those of all in it."""
    found = [group for group in root.iter("contrib-group") if group.find("aff") is not None and group.find("contrib") is not None]
    unmarked = [group for group in found if not any(xref.get("ref-type") == "aff" for xref in group.iter("xref"))]
    for group in unmarked if len(found) > 1 else []:
        affs, people = group.findall("aff"), group.findall("contrib")
        if unmarked != found and (min(len(affs), len(people)) > 1 or group.find("aff/label") is not None):
            continue  # marks are usual here, and do not say whose these are
        for aff in affs:
            aff.set("id", aff.get("id") or fresh(group, "aff"))
            for contrib in people:
                contrib.append(new("xref", contrib, {"ref-type": "aff", "rid": str(aff.get("id"))}))


def affiliation(aff: etree._Element) -> None:
    """An affiliation: its parts named, all else as words."""
    for child in find_all(aff, ".//named-content[@content-type] | .//addr-line[@content-type]"):
        place = PLACES.get((child.get("content-type") or "").lower())
        if place:
            rename(child, place)
            take(child, "content-type")
    for line in list(aff.iter("addr-line")):
        if any(child.tag in PLACES.values() for child in line.iter()):
            unwrap(line)
    for label in find_all(aff, "./sup[not(preceding-sibling::*)]"):
        if aff.find("label") is None and not (aff.text or "").strip():
            rename(label, "label")
    for child in find_all(aff, ".//break | .//title | .//p"):
        if child.tag == "break":
            previous = child.getprevious()
            before = (previous.tail if previous is not None else getattr(child.getparent(), "text", "")) or ""
            child.tail = (" " if before.rstrip()[-1:] in tuple(_STOPS[:2]) else ", ") + (child.tail or "").lstrip()
        unwrap(child)
    for wrap in list(aff.iter("institution-wrap")):
        institution(wrap)
    countries = aff.findall("country")
    for empty in [one for one in countries if not text_of(one) and len(countries) > 1]:
        remove(empty)
    _label_first(aff)
    _house_first(aff)
    _set_commas(aff)
    _without_stop(aff)


def institution(wrap: etree._Element) -> None:
    """An institution and its identifiers, in this order; the institutions that it is a part of, or has, stand apart from it."""
    if has_words(wrap):
        return
    wrap[:] = sorted(wrap, key=lambda child: child.tag == "institution-id")
    for child in wrap:
        child.tail = None
        if child.tag == "institution":
            _stop_outside(child, wrap)
            child.tail = None
        if child.tag == "institution-id" and _ROR.fullmatch(text_of(child)):
            child.text = f"https://ror.org/{text_of(child)}"
        elif child.tag == "institution-id" and text_of(child).startswith("10."):
            child.text = f"https://doi.org/{text_of(child)}"
    for other in wrap.findall("institution")[:-1]:
        wrap.remove(other)
        wrap.addprevious(other)
        other.tail = ", "


def _stop_outside(part: etree._Element, whole: etree._Element) -> None:
    """What parts a part of an affiliation from the next one ("Department of Sand, ") stands behind the whole that it ends."""
    words = part.text or ""
    kept = words.rstrip(_STOPS)
    if len(part) or kept == words:
        return
    part.text = kept
    if not (whole.tail or "").lstrip().startswith((",", ";")):
        whole.tail = f"{words[len(kept) :].strip()} {(whole.tail or '').lstrip()}"


def _house_first(aff: etree._Element) -> None:
    """The house stands before the places where it is, if nothing is said between the parts."""
    houses, places = aff.findall("institution"), [child for child in aff if child.tag in PLACES.values()]
    if has_words(aff) or not houses or not places or aff.index(places[0]) > aff.index(houses[0]):
        return
    for house in houses:
        house.tail = None
        places[0].addprevious(house)


def _set_commas(aff: etree._Element) -> None:
    """Parts that nothing stands between are set with commas, a postal code with a space; a part does not run into the words beside it."""
    for part in aff.iterchildren(*_PARTS):
        _stop_outside(part, part)
    for part, following in pairwise(aff):
        if part.tag in _PARTS and following.tag in _PARTS and is_blank(part.tail):
            house = part.tag in ("institution", "institution-wrap")
            beside = (following.tag == "postal-code" and not house) or (part.tag, following.tag) == ("postal-code", "city")
            part.tail = " " if beside else ", "
    for part in [child for child in aff if child.tag in (*_PARTS, "ext-link", "email") and text_of(child)]:
        previous = part.getprevious()
        before = (aff.text if previous is None else previous.tail or (text_of(previous) if previous.tag in _PARTS else "")) or ""
        if before[-1:].isalnum() and text_of(part)[0].isalnum():
            say_before(part, ", ")
        if (part.tail or "")[:1].isalnum() and text_of(part)[-1].isalnum():
            part.tail = f", {part.tail}"


def _label_first(aff: etree._Element) -> None:
    label = aff.find("label")
    if label is None:
        for label in find_all(aff, ".//label"):
            unwrap(label)
        return
    for extra in aff.findall("label")[1:]:
        unwrap(extra)
    for raised in label.findall("sup"):
        unwrap(raised)
    trim(label)
    label.text = fold(label.text or "") if not len(label) else label.text
    if aff.index(label) or not is_blank(aff.text):
        tail, label.tail = label.tail, None
        aff.remove(label)
        parts = content(aff)
        aff.append(label)
        fill(aff, [*([tail] if tail else []), *parts])
