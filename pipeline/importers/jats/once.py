"""Once: an affiliation that a file says twice, as printed and in parts, or in each contributor who has it, is said once."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.affiliations import PLACES
from pipeline.importers.jats.ids import fresh
from pipeline.importers.jats.tools import content, document_of, fill, has_words, new, remove, replace, say_before, unwrap
from pipeline.tree import find_all, fold, text_of

_JOINS: Final = re.compile(r"\s*(?:and|&)\s+(?=\w)")


def printed(root: etree._Element, report: Report) -> None:
    """An affiliation that is given as printed and in parts beside it is said once: as printed, with the parts marked in it."""
    given = [one for one in root.iter("institution", "addr-line") if one.get("content-type") in ("original", "verbatim")]
    for short in [short for one in given for short in one.findall("abbrev")]:
        unwrap(short)
    given += [whole for aff in root.iter("aff") if (whole := _behind(aff)) is not None]
    given = [one for one in given if not len(one)]
    done = [one for one in given if (aff := one.getparent()) is not None and aff.tag == "aff" and _said_once(aff, one)]
    if done:
        report("import-simplified", f"affiliations that are given whole and in parts are said once ({len(done)})", done[0])


def _behind(aff: etree._Element) -> etree._Element | None:
    """The words behind the parts of an affiliation that say all of them again, as an element."""
    words = aff[-1].tail or "" if len(aff) > 2 else ""
    said = set(re.findall(r"\w+", words.lower()))
    parts = [one for one in aff.iterdescendants("institution", "named-content", "city", "state", "country") if not len(one)]
    if not said or len(parts) < 3 or any(set(re.findall(r"\w+", text_of(one).lower())) - said for one in parts) or _says(aff, aff[-1]):
        return None
    whole = new("institution", aff, {"content-type": "original"}, [words.strip()])
    aff[-1].tail = None
    aff.append(whole)
    return whole


def repeated(root: etree._Element, report: Report) -> None:
    """Contributors in whom the same affiliation stands share it; an affiliation in one that only leads to another is the link."""
    for aff in [one for contrib in root.iter("contrib") for one in contrib.findall("aff")]:
        if len(aff) and {child.tag for child in aff} == {"xref"} and not has_words(aff) and not text_of(aff):
            unwrap(aff)
    first: dict[tuple[etree._Element, str], etree._Element] = {}
    done: dict[str, str] = {}
    again = 0
    for aff in [one for contrib in root.iter("contrib") for one in contrib.findall("aff") if text_of(one)]:
        twin = first.setdefault((document_of(aff), fold(text_of(aff))), aff)
        if twin is aff:
            aff.set("id", aff.get("id") or fresh(aff, "aff"))
            continue
        key, again = str(twin.get("id")), again + 1
        done[aff.get("id") or ""] = key
        own = twin.getparent() is aff.getparent()
        remove(aff) if own else replace(aff, new("xref", aff, {"ref-type": "aff", "rid": key}))
    if again:
        report("import-simplified", f"affiliations that several contributors have are said once ({again})", twin)
    for xref in [one for one in root.iter("xref") if not done.keys().isdisjoint((one.get("rid") or "").split())]:
        xref.set("rid", " ".join(done.get(key, key) for key in (xref.get("rid") or "").split()))


def names(root: etree._Element, report: Report) -> None:
    """A name that stands beside itself, in parts and whole, is said once."""
    for whole in [one for one in root.iter("string-name") if one.getparent().tag in ("contrib", "principal-award-recipient")]:  # type: ignore[union-attr]
        beside = [sorted(re.findall(r"\w+", " ".join(map(str, one.itertext())))) for one in whole.itersiblings("name", preceding=True)]
        if sorted(re.findall(r"\w+", text_of(whole))) in beside:
            remove(whole)


def joined(root: etree._Element, report: Report) -> None:
    """The word that joins a body to the people before it in a reference is no word of its name; a style says its own."""
    for body in [one for ref in root.iter("ref") for one in ref.iter("collab") if one.getprevious() is not None]:
        if joins := _JOINS.match(body.text or ""):
            body.text = (body.text or "")[joins.end() :]
            say_before(body, joins[0] if next(body.iterancestors("mixed-citation"), None) is not None else "")


def copyrights(root: etree._Element, report: Report) -> None:
    """A copyright that is said for print and again for screens is said once."""
    for holder in root.iter("permissions"):
        said: set[str] = set()
        for one in [one for one in holder.findall("copyright-statement") if not len(one)]:
            if (words := text_of(one)) in said:
                report("import-simplified", f"a copyright is said once: {words}", one)
                remove(one)
            said.add(words)


def lists(root: etree._Element, report: Report) -> None:
    """References of a sub-article all of which the article has too are those of the article."""
    others = root.findall("sub-article")
    first = {_fields(ref): str(ref.get("id")) for ref in find_all(root, "/article/back//ref")} if others else {}
    for document in others if first else ():
        refs = list(document.iter("ref"))
        same = {str(ref.get("id")): first[said] for ref in refs if (said := _fields(ref)) in first}
        if not refs or len(same) < len(refs):
            continue
        report("import-simplified", "the references of a sub-article are those of the article; they are said once", document)
        for xref in [one for one in root.iter("xref") if one.get("rid")]:
            xref.set("rid", " ".join(same.get(key, key) for key in str(xref.get("rid")).split()))
        for group in dict.fromkeys(ref.getparent() for ref in refs):
            remove(group)  # type: ignore[arg-type]


def _fields(ref: etree._Element) -> str:
    """What a reference says, with the names of its fields."""
    return " ".join(f"{one.tag}:{words}" for one in ref.iter("*") if one is not ref and (words := fold(one.text or "")))


def _said_once(aff: etree._Element, whole: etree._Element) -> bool:
    """Whether parts stand beside the whole; they are marked in its words, and what it does not say stands behind it."""
    beside = [child for child in aff if child is not whole and child.tag != "label"]
    leaves = [one for child in beside for one in child.iter("*") if not len(one) and text_of(one)]
    last = whole if whole is aff[-1] else None  # what stands behind it at the end belongs to neither, an address say
    if not leaves or any(_says(one, last) for one in (aff, *beside) if len(one)):
        return False
    words = fold(text_of(whole))
    tail = fold(last.tail or "") if last is not None else ""
    found: dict[range, etree._Element] = {}
    more: list[str | etree._Element] = []
    for leaf in sorted(leaves, key=lambda one: -len(text_of(one))):
        if place := _place(fold(text_of(leaf)), words, list(found), last=leaf.tag == "country"):
            found[place] = _part_of(leaf)
        elif not set(re.findall(r"\w+", text_of(leaf).lower())) <= set(re.findall(r"\w+", words.lower())):
            part = _part_of(leaf)
            more += [" " if part.tag == "institution-wrap" else ", ", part]
    label = aff.find("label")
    words = words.rstrip(".") if more else words
    if re.search(r"\w", tail):
        more.append(f" {tail.strip()}" if words.endswith(".") else f", {tail.strip(' ,;')}")
    content(aff)
    fill(aff, [*([label] if label is not None else []), *_marked(words, found), *more])
    return True


def _says(element: etree._Element, last: etree._Element | None) -> bool:
    """Whether an element says more between its parts than what parts them; what stands behind the last is not asked for."""
    return bool(re.search(r"\w", "".join([element.text or "", *(child.tail or "" for child in element if child is not last)])))


def _place(part: str, words: str, taken: list[range], *, last: bool) -> range | None:
    """Where words say a part, outside what is taken: the first time, or the last."""
    found = [range(one.start(), one.end()) for one in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", words)]
    free = [one for one in found if not any(one.start < other.stop and other.start < one.stop for other in taken)]
    return free[-1 if last else 0] if free else None


def _part_of(leaf: etree._Element) -> etree._Element:
    if leaf.tag == "ext-link" and "ror.org/" in text_of(leaf):
        leaf = new("institution-id", leaf, {"institution-id-type": "ror"}, [text_of(leaf)])
    if leaf.tag == "institution-id":
        return new("institution-wrap", leaf, None, [copy.deepcopy(leaf)])
    kind = (leaf.get("content-type") or "").lower()
    tag = PLACES.get(kind) or str(leaf.tag)
    return new(tag, leaf, {} if kind in PLACES else {str(k): str(v) for k, v in leaf.attrib.items()}, [text_of(leaf)])


def _marked(words: str, found: Mapping[range, etree._Element]) -> list[str | etree._Element]:
    """Words with the parts found in them as elements."""
    parts: list[str | etree._Element] = []
    end = 0
    for place in sorted(found, key=lambda one: one.start):
        parts += [words[end : place.start], found[place]]
        end = place.stop
    return [part for part in [*parts, words[end:]] if part != ""]
