"""Cited: the people of a reference, in groups of one role each; in prose they keep the order in which they are printed."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.persons import parted, whole
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
)
from pipeline.resolve.stops import unended
from pipeline.tree import fold, text_of

_OTHERS: Final = re.compile(r"\s*(?:and\s+)?(?:others|al\.?)\s*")  # as BibTeX has it for a name, or what is left of "et al."
ET_AL: Final = re.compile(r"\W*(?:and\W+)?et\.? al\b\W*", re.IGNORECASE)
_BEHIND: Final = re.compile(r"[,;.\s]+(?:and\s+)?et\.? al\b[\s.]*$", re.IGNORECASE)
PEOPLE: Final = ("name", "name-alternatives", "string-name", "collab", "etal", "anonymous")
_TITLES: Final = ("article-title", "chapter-title", "part-title")
_BODY: Final = re.compile(r"\W*+((?:\w[\w-]*+ )+(?:Collaborations?|Consortium|Groups?|Team))\W*")
_IN_NAMES: Final = listed("institution contrib-group contrib addr-line country city aff name surname given-names role email")
_ROLE: Final = re.compile(
    r"\W*(?:(?P<editor>eds?|editors?|hrsg|hg|dirs?|orgs?|coords?)|(?P<translator>trans|transl|tr|translators?))\W*", re.IGNORECASE
)
_GROUPS: Final = listed(
    """
    author editor translator illustrator compiler director curator guest-editor assignee inventor research-assistant transed
    allauthors
    """
)


def unsaid(citation: etree._Element) -> None:
    """People behind a title of whom it is not said what they did are editors; a body that stands where people would has made the work."""
    groups = citation.findall("person-group")
    for group in groups[1:]:
        if not group.get("person-group-type") and any(one.tag in _TITLES for one in group.itersiblings(preceding=True)):
            group.set("person-group-type", "editor")
    first = next((child for child in citation if child.tag != "label"), None)
    if first is None or first.tag != "institution" or groups or any(child.tag in PEOPLE for child in citation):
        return
    previous = first.getprevious()
    if not is_blank(citation.text if previous is None else previous.tail) or citation.get("publication-type") == "thesis":
        return  # words before it may name people; a university is not who wrote a thesis
    rename(first, "collab")
    for short in citation.findall("institution"):
        if (first.tail or "").strip() == "(" and short is first.getnext():
            unwrap(short)


def others(citation: etree._Element) -> None:
    """ "Et al." that stands as a name, or behind one in it, means others; a name without words means nobody."""
    for name in list(citation.iter("name", "string-name", "collab")):
        if is_empty(name):
            remove(name)
            continue
        family, given = name.find("surname"), name.find("given-names")
        if _OTHERS.fullmatch(text_of(name)):
            replace(name, new("etal", name, None, [text_of(name)]))
        elif ET_AL.fullmatch(text_of(name)) or ET_AL.fullmatch(f"{text_of(given)} {text_of(family)}"):
            replace(name, new("etal", name, None, [text_of(name) if citation.tag == "mixed-citation" else "et al."]))
        elif given is not None and not len(given) and (behind := _BEHIND.search(given.text or "")):
            given.text = (given.text or "")[: behind.start()]
            name.addnext(etal := new("etal", name, None, ["et al."]))
            name.tail, etal.tail = ", " if citation.tag == "mixed-citation" else None, name.tail


def people(citation: etree._Element) -> None:
    """People who stand outside a group are the authors, and so are others whom a remark behind them means."""
    for remark in citation.findall("comment"):
        previous = remark.getprevious()
        if previous is not None and previous.tag in (*PEOPLE, "person-group") and ET_AL.fullmatch(text_of(remark)):
            others = rename(remark, "etal")
            others.attrib.clear()
            previous.append(others) if previous.tag == "person-group" else None
    for body in citation.findall("collab[@collab-type]"):
        _of_kind(body)
    loose = [child for child in citation if child.tag in PEOPLE]
    if not loose:
        return
    group = next((one for one in citation.findall("person-group") if one.get("person-group-type") == "author"), None)
    if group is None:
        group = new("person-group", loose[0], {"person-group-type": "author"})
        citation.insert(citation.index(loose[0]), group)
    group.extend(loose)
    for child in group:
        child.tail = None


def _of_kind(body: etree._Element) -> None:
    """A body that did something else than to write, as one that a patent is assigned to, is in a group of those who did that."""
    kind = (take(body, "collab-type") or "").lower().removesuffix("s").replace(" ", "-")
    if kind in _GROUPS and kind != "author":
        replace(body, holder := new("person-group", body, {"person-group-type": kind}))
        holder.append(body)


def group(group: etree._Element, prose: bool) -> None:
    """A group of people of one role: people only, in fields; in prose as it is printed."""
    kind = (group.get("person-group-type") or _role(group) or "author").lower().strip()
    kind = kind.removesuffix("s") if kind not in _GROUPS else kind
    take(group, "custom-type") if kind in _GROUPS else None
    if kind not in _GROUPS:
        kind = group.get("custom-type") or re.sub(r"[^\w-]+", "-", kind) or "other"
        group.set("custom-type", kind)
        kind = "custom"
    group.set("person-group-type", kind)
    for child in list(group):
        if child.tag not in PEOPLE:
            unwrap(child) if prose else _not_person(child)
    if prose:
        _apart(group)
        return
    if has_words(group):
        _words_among_people(group)
    if not len(group):
        remove(group)
    for child in group:
        child.tail = None
    for name in group.findall("string-name"):
        parted(name)
    for name in group.findall("name"):
        whole(name)


def _role(group: etree._Element) -> str:
    """What people did, as a role among them says it."""
    found = next((found for role in group.findall("role") if (found := _ROLE.fullmatch(text_of(role)))), None)
    return str(found.lastgroup) if found else ""


def _apart(group: etree._Element) -> None:
    """People in prose who are set without anything between them are set with commas; one and others are not."""
    if not any((child.tail or "").strip() for child in list(group)[:-1]):
        for child in list(group)[:-1]:
            child.tail = " " if len(group) == 2 and group[1].tag == "etal" else ", "


def _not_person(child: etree._Element) -> None:
    if is_empty(child) or (child.tag == "role" and _ROLE.fullmatch(text_of(child))):
        remove(child)
    elif child.tag == "role" and (parent := child.getparent().getparent()) is not None:  # type: ignore[union-attr]
        parent.append(new("comment", child, None, [said(child)]))
        remove(child)
    else:
        replace(child, new("collab", child, None, [said(child)]))


def _words_among_people(group: etree._Element) -> None:
    """Words in a group of people: a group's name, if there is nobody else; else they are punctuation."""
    parts = content(group)
    people = [part for part in parts if not isinstance(part, str)]
    words = fold(" ".join(part for part in parts if isinstance(part, str)))
    if not people and re.search(r"\w", words):
        people = [new("string-name", group, None, [words])]
    elif ET_AL.fullmatch(words):
        people.append(new("etal", group))
    elif body := _BODY.fullmatch(words):
        people.append(new("collab", group, None, [body[1]]))
    elif re.search(r"\w{4,}", words) and (parent := group.getparent()) is not None:
        parent.append(new("comment", group, None, [words]))
    fill(group, people)


def collab(child: etree._Element, prose: bool) -> None:
    """A body of people: its name, in words; in fields without the full stop that ends it."""
    for inner in list(child.iter(*_IN_NAMES)):
        unwrap(inner)
    if not prose and not len(child) and child.text:
        child.text = unended(fold(child.text))


def string_name(child: etree._Element, prose: bool) -> None:
    """A name as it is printed, its parts marked; in fields, a name in one piece that shows its parts falls into them."""
    for inner in list(child):
        if inner.tag not in ("surname", "given-names", "prefix", "suffix"):
            unwrap(inner)
    if not prose:
        parted(child)
