"""Printing: a printed cluster as JATS, put in the place of the citation, or into a note that is called there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.markup import Parts, append, build
from pipeline.resolve import csl
from pipeline.resolve.asking import bracket_round, is_bracketed, is_called_by_its_word
from pipeline.resolve.clusters import Cluster, links, may_call_note, say
from pipeline.resolve.inlines import Held, Inline, to_jats, upright
from pipeline.resolve.people import short_names, title_of
from pipeline.resolve.style import Style
from pipeline.resolve.tongues import spoken
from pipeline.tree import document_of, raw_text, text_of

_SPACED: Final = ".,;:!?)]”»’%"  # a label on the line stands apart from these
_CLOSING: Final = ".,;:)]"
_WORDS: Final = re.compile(r"[^\W\d_]{2}")
_CJK: Final = "\u2e80"  # from here on, scripts that have no spaces


@dataclass(frozen=True)
class Printer:
    """What it takes to turn what the engine printed into JATS."""

    style: Style
    language: str
    held: Held
    rids: Mapping[str, str]  # key of the engine → id of the ref
    order: Mapping[str, int]  # id of the ref → place in the bibliography
    items: Mapping[str, csl.Item]

    def put(self, cluster: Cluster, inlines: list[Inline], report: Report) -> None:
        """Put the printed cluster where the citation stood."""
        note = next((n for n, inline in enumerate(inlines) if inline["t"] == "Note"), None)
        goes_on = bool((cluster.element.tail or "").strip())
        if note is None:
            printed = self._cluster(cluster, inlines)
            if self.style.note and goes_on:
                _unstop(printed)
            if next(cluster.element.iterancestors("sup"), None) is None:
                _space_before(cluster.element, printed, raised=_is_raised(printed))
            elif _is_raised(printed):
                _lower(printed)  # the words round it are raised
            _replace(cluster.element, [printed])
            return
        inside = [inline for block in inlines[note]["c"] for inline in block.get("c", [])]
        printed = self._cluster(cluster, inside)
        before = _unlinked(to_jats(inlines[:note], self.held, self.rids, linked=False))
        if not may_call_note(cluster.element):
            report("note-placement", "a note cannot be called here; the citation is printed in the text", cluster.element)
            if goes_on:
                _unstop(printed)
            _replace(cluster.element, [*before, *([" "] if before else []), printed])
        else:
            if not before:
                _space_before(cluster.element, printed, raised=True)
            _replace(cluster.element, [*before, _note(cluster.element, printed)])

    def _cluster(self, cluster: Cluster, inlines: list[Inline]) -> etree._Element:
        """The resolved cluster: its label, with a link for every key."""
        parts = to_jats(inlines, self.held, self.rids)
        if self.style.numeric and cluster.cites[0].mode == "author-in-text":
            # Such a style prints the number or label alone; the sentence needs the author.
            raised = any(not isinstance(part, str) and part.tag == "sup" for part in parts[:1])
            parts = [self._people(cluster.cites[0].rid), *([] if raised else [" "]), *parts]
        elif self.style.numeric and _raises_words(cluster, parts):
            parts = _lowered(parts) if is_bracketed(cluster.element) else ["(", *_lowered(parts), ")"]
        elif self.style.numeric and _all_raised(parts) and is_called_by_its_word(cluster.element):
            parts = _lowered(parts)  # "ref. 5"
        elif self.style.numeric and _is_aside(cluster, parts):
            parts = ["(", *parts, ")"]
        elif not cluster.cites[0].mode and _is_whole(parts, bracket_round(cluster.element)):
            parts = [one for one in (str(parts[0])[1:], *parts[1:-1], str(parts[-1])[:-1]) if one != ""]  # the sentence has the brackets
        element = build("named-content", {"content-type": "citation", "id": cluster.element.get("id")}, parts)
        upright(element)
        if self.style.numeric and any(cite.prefix is not None or cite.suffix is not None for cite in cluster.cites):
            _set_apart(element)
        linked = {xref.get("rid") for xref in links(element)}
        if missing := list(dict.fromkeys(cite.rid for cite in cluster.cites if cite.rid not in linked)):
            self._hang(element, missing)
        self._name(element, cluster)
        say(element, cluster.cites)
        element.set("rid", " ".join(dict.fromkeys(rid for xref in links(element) for rid in str(xref.get("rid")).split())))
        return element

    def _people(self, rid: str) -> str:
        """Who made a work, as a sentence names them."""
        return short_names(self.items[rid], spoken(self.items[rid], self.language))

    def _name(self, element: etree._Element, cluster: Cluster) -> None:
        """What a style has no words for is called by its people; by its title, where the sentence has named them."""
        modes, silent = {cite.rid: cite.mode for cite in cluster.cites}, not text_of(element)
        for n, xref in enumerate(links(element)):
            if text_of(xref).strip() or xref.find(".//inline-graphic") is not None:
                continue
            item = self.items[str(xref.get("rid")).split()[0]]
            title = title_of(item) if modes.get(str(xref.get("rid"))) == "suppress-author" else ""
            words = f"({title})" if title else self._people(str(xref.get("rid")).split()[0]) or str(xref.get("rid"))
            xref.text = ("; " if n and silent else "") + words

    def _hang(self, element: etree._Element, missing: list[str]) -> None:
        """Keys swallowed by a collapsed range hang on its dash; any other on the link before it."""
        xrefs = links(element)
        if not xrefs:
            _wrap(element, build("xref", {"ref-type": "bibr", "rid": " ".join(missing)}))
            return
        for before, after in pairwise(xrefs):
            low, high = (self.order[str(xref.get("rid")).split()[-1]] for xref in (before, after))
            inside = sorted((rid for rid in missing if low < self.order[rid] < high), key=lambda rid: self.order[rid])
            if inside and before.tail and before.getparent() is after.getparent():
                dash = build("xref", {"ref-type": "bibr", "rid": " ".join(inside)}, [before.tail])
                before.tail = None
                before.addnext(dash)
                missing = [rid for rid in missing if rid not in inside]
        if missing:
            xrefs[-1].set("rid", " ".join([str(xrefs[-1].get("rid")), *missing]))


def _set_apart(element: etree._Element) -> None:
    """Put a space behind the mark between two works where words are said of them: "[see 5, with care, 6]"."""
    for child in element:
        if child.tail in (",", ";") and child.getnext() is not None:
            child.tail += " "


def _is_aside(cluster: Cluster, parts: Parts) -> bool:
    """Whether words begin a citation that neither style nor sentence puts in brackets ("see [1]"), or follow in some as published."""
    if is_bracketed(cluster.element) or any(not isinstance(part, str) and part.tag == "sup" for part in parts):
        return False
    printed = "".join(part if isinstance(part, str) else text_of(part) for part in parts[:1])
    begins = cluster.cites[0].prefix is not None and printed[:1].isalpha()
    return begins or (_is_enclosed(cluster) and not any(_is_whole(parts, bracket) for bracket in "(["))


def _is_enclosed(cluster: Cluster) -> bool:
    """Whether words behind the first work of a citation are in brackets as published: "(1, and references therein)"."""
    said = [cite.suffix for cite in cluster.cites] + [cite.prefix for cite in cluster.cites[1:]]
    label = next((raw_text(xref) for xref in cluster.element.iter("xref")), "")
    return label[:1] in tuple("([\uff08\uff3b") and any(one is not None and re.search(r"\w", text_of(one)) for one in said)


def _is_whole(parts: Parts, bracket: str) -> bool:
    """Whether one pair of brackets of a kind stands round all that is printed."""
    if not bracket or len(parts) < 2 or not isinstance(parts[0], str) or not isinstance(parts[-1], str):
        return False
    printed = "".join(part if isinstance(part, str) else raw_text(part) + (part.tail or "") for part in parts)
    opening, closing = ("(", ")") if bracket == "(" else ("[", "]")
    depth = 0
    for place, mark in enumerate(printed, 1):
        depth += (mark == opening) - (mark == closing)
        if not depth:
            return place == len(printed) and printed[0] == opening
    return False


def _raises_words(cluster: Cluster, parts: Parts) -> bool:
    """Whether a citation is a superscript of which words are a part: "see", "and references therein"."""
    said = [one for cite in cluster.cites for one in (cite.prefix, cite.suffix) if one is not None]
    return _all_raised(parts) and any(_WORDS.search(text_of(one)) for one in said)


def _all_raised(parts: Parts) -> bool:
    return len(parts) == 1 and not isinstance(parts[0], str) and parts[0].tag == "sup"


def _lowered(parts: Parts) -> Parts:
    """What a superscript holds, on the line, where words stand apart from the mark before them."""
    found: Parts = []
    for raised in [part for part in parts if not isinstance(part, str)]:
        found += [raised.text] if raised.text else []
        for child in list(raised):
            apart = child.get("content-type") == "prefix" and found and not str(found[-1]).endswith(" ")
            tail, child.tail = child.tail, None
            tail = f"{tail} " if tail in (",", ";") else tail
            found += [*([" "] if apart else []), child, *([tail] if tail else [])]
    return found


def _is_raised(printed: etree._Element) -> bool:
    return len(printed) == 1 and printed[0].tag == "sup" and not printed.text and not printed[0].tail


def _lower(printed: etree._Element) -> None:
    """Take the superscript that is all of a citation out of it."""
    raised = printed[0]
    printed.remove(raised)
    append(printed, [raised.text or "", *raised])


def _space_before(place: etree._Element, printed: etree._Element, *, raised: bool) -> None:
    """No space before a superscript or the call of a note; one before a label that stands on the line: sources are written for either."""
    previous, parent = place.getprevious(), place.getparent()
    holder = previous if previous is not None else parent
    if holder is None:
        return
    before = (holder.tail if previous is not None else holder.text) or ""
    last = before[-1:] or (raw_text(holder)[-1:] if previous is not None else "")
    if raised:
        before = before.rstrip(" \n\t\u00a0\u2009\u202f")
    elif last and (last in _SPACED or (last.isalnum() and last < _CJK)) and text_of(printed)[:1] not in _CLOSING:
        before += " "
    if previous is not None:
        holder.tail = before or None
    else:
        holder.text = before or None


def _wrap(element: etree._Element, inner: etree._Element) -> None:
    """Put all that an element holds into one new child."""
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _unstop(element: etree._Element) -> None:
    """Take the full stop from the end of a citation that stands inside a sentence of a note."""
    last = element
    while len(last) and not last[-1].tail:
        last = last[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "").removesuffix(".") or None
    else:
        last.text = (last.text or "").removesuffix(".")


def _unlinked(parts: Parts) -> Parts:
    """Parts without links to references: the words that stand before a note's call."""
    return [part if isinstance(part, str) or part.tag != "xref" else text_of(part) for part in parts]


def _note(place: etree._Element, printed: etree._Element) -> etree._Element:
    """The call of a new note that holds a citation; the note goes to the back matter."""
    document = document_of(place)
    group = _group(document)
    last = next(group.iterchildren("fn", reversed=True), None)  # it has the number of those before it
    made = str(last.get("id")) if last is not None and last.get("specific-use") == "citation" else ""
    own = f"{document.get('id')}-" if document.tag == "sub-article" else ""
    name = f"{own}citation-note-{int(made.rpartition('-')[2] or 0) + 1}"
    group.append(build("fn", {"id": name, "specific-use": "citation"}, [build("p", None, [printed])]))
    return build("xref", {"ref-type": "fn", "rid": name})


def _group(document: etree._Element) -> etree._Element:
    """The notes of an article or sub-article; made if there are none."""
    back = document.find("back")
    if back is None:
        back = build("back")
        document.insert(len(document) - len(document.findall("sub-article")), back)
    group = back.find("fn-group")
    if group is None:
        group = build("fn-group")
        back.insert(0, group)
    return group


def _replace(element: etree._Element, parts: Parts) -> None:
    """Put parts in the place of an element; its tail stays behind them."""
    parent, last = element.getparent(), element.getprevious()
    if parent is None:
        return
    for part in (*parts, *([element.tail] if element.tail else [])):
        if not isinstance(part, str):
            element.addprevious(part)
            last = part
        elif last is not None:
            last.tail = (last.tail or "") + part
        else:
            parent.text = (parent.text or "") + part
    element.tail = None
    parent.remove(element)
