"""Harvest: the fields that a printed reference marks, if they are enough to print it in another style and nothing else is said in it."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import fields as parts
from pipeline.importers.jats.tools import listed, new, take
from pipeline.schema.references import NEEDED
from pipeline.tree import fold, text_of

_TITLES: Final = ("article-title", "chapter-title", "source", "data-title")
_PEOPLE: Final = ("name", "name-alternatives", "string-name", "collab", "etal", "anonymous")
_SMALL: Final = frozenset(
    listed(
        """
    in and et al eds ed editor editors edited by vol volume no nr issue number pp p pages page doi pmid pmcid pubmed available from at
    url accessed retrieved on the of to y e und en em de disponible disponível acesso tr trans and the cited epub suppl supplement
    article pt part s ff http https dx org www
    """
    )
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 12  # unmarked words; more is prose


def fields(prose: etree._Element, report: Report) -> etree._Element | None:
    """The `element-citation` of what a `mixed-citation` marks, or None where that would leave the reader with less than the prose."""
    kind = prose.get("publication-type") or "other"
    unmarked = _unmarked(prose)
    if len(unmarked) > _MOST or not _enough(prose, kind) or prose.find(".//inline-graphic") is not None:
        return None
    made = new("element-citation", prose, {"publication-type": kind})
    for key in ("{http://www.w3.org/XML/1998/namespace}lang", "specific-use", "publication-format"):
        if prose.get(key):
            made.set(key, str(prose.get(key)))
    titled = False
    for child in prose:
        titled = titled or child.tag in _TITLES
        _take(child, made, titled=titled, prose=prose)
    if unmarked:
        made.append(new("comment", prose, None, [" ".join(unmarked)]))
    parts.mend(made, report)
    return made if len(made) else None


def _enough(prose: etree._Element, kind: str) -> bool:
    """Whether the fields that a type needs are marked, and somebody or something has made the work."""
    has = {str(child.tag) for child in prose}
    needed = all(any(tag in has for tag in one.split("|")) for one in NEEDED.get(kind, ()))
    return needed and bool(has & {*_PEOPLE, "person-group", "publisher-name"}) and bool(has & {"year", "string-date", "date"})


def _unmarked(prose: etree._Element) -> list[str]:
    """The words outside the marked fields, without those that only join fields."""
    texts = [prose.text or "", *(child.tail or "" for child in prose)]
    texts += [text_of(child) for child in prose if child.tag not in parts.ELEMENTS and child.tag not in _PEOPLE]
    return [word for text in texts for word in _WORD.findall(text) if word.lower() not in _SMALL and len(word) > 1]


def _take(child: etree._Element, made: etree._Element, *, titled: bool, prose: etree._Element) -> None:
    """One marked field; people who are named behind a title are its editors."""
    if child.tag == "comment" and not [word for word in _WORD.findall(text_of(child)) if word.lower() not in _SMALL]:
        return
    if child.tag not in parts.ELEMENTS and child.tag not in _PEOPLE:
        return
    if child.tag == "named-content" and not (child.get("content-type") or "").startswith("csl:"):
        return
    kept = copy.deepcopy(child)
    kept.tail = None
    for node in kept.iter("*"):
        take(node, "id")
        if node.tag == "string-name" and node.find("surname") is not None:
            node.tag = "name"
    if child.tag in _PEOPLE:
        _group(made, "editor" if titled and _has_author(made) else "author", child).append(kept)
        return
    if child.tag == "pub-id":
        kept.text = fold("".join(str(text) for text in kept.itertext()))
        del kept[:]
    made.append(kept)


def _has_author(made: etree._Element) -> bool:
    return any(group.get("person-group-type") == "author" for group in made.findall("person-group"))


def _group(made: etree._Element, kind: str, like: etree._Element) -> etree._Element:
    found = next((group for group in made.findall("person-group") if group.get("person-group-type") == kind), None)
    if found is None:
        found = new("person-group", like, {"person-group-type": kind})
        made.append(found)
    return found
