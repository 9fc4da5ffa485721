"""Clusters: the citations of an article, found in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.markup import build
from pipeline.tree import text_of

# Places where a note cannot be called: a citation is printed there, even in a note style.
_NO_NOTES: Final = ("article-title", "trans-title", "subtitle", "alt-title", "kwd", "abstract", "trans-abstract")


@dataclass
class Cite:
    """One reference of a cluster, with what is said about it there."""

    rid: str
    mode: str = ""
    prefix: etree._Element | None = None
    locator: etree._Element | None = None
    suffix: etree._Element | None = None
    id: str | None = None  # of its link, to which others may lead

    @property
    def machine(self) -> str | None:
        """Mode and locator for programs: the `specific-use` of the resolved xref."""
        said = [f"mode={self.mode}"] if self.mode else []
        if self.locator is not None:
            words = text_of(self.locator).replace("%", "%25").replace(" ", "%20")
            said.insert(0, f"locator={locator_label(self.locator)}:{words}")
        return " ".join(said) or None


def locator_label(locator: etree._Element) -> str:
    """The label of a locator in one word, as "sub-verbo"; pages need none."""
    return "-".join((locator.get("specific-use") or "").split()) or "page"


@dataclass
class Cluster:
    """One citation of the text: its element, its references, and the note it stands in or will be put into."""

    element: etree._Element
    cites: list[Cite] = field(default_factory=list)
    note: etree._Element | None = None
    number: int = 0  # of the note; 0 in the text
    document: etree._Element | None = None  # the article or sub-article


def clusters(root: etree._Element, *, made: bool = False) -> list[Cluster]:
    """Every citation, in the order of reading: a footnote is read where it is first called; `made`: the text's get notes."""
    return list(_Reading(root, made=made).clusters(root, None))


class _Reading:
    """A walk through an article in the order of reading, which counts its notes."""

    def __init__(self, root: etree._Element, *, made: bool) -> None:
        self.made = made
        self.notes = {str(fn.get("id")): fn for fn in root.iter("fn")}
        self.numbers: dict[etree._Element, int] = {}  # of the notes read so far
        self.document = root
        self.count = 0

    def clusters(self, element: etree._Element, note: etree._Element | None) -> Iterator[Cluster]:
        """The citations in an element that stands in this note, or in none."""
        if element.tag == "ref":  # its words are those of another text
            return
        if element.tag == "sub-article":
            self.document, self.count = element, 0
        if element.tag == "fn" and element is not note:
            yield from self._note(element)  # never called, or called later: it is read where it stands
        elif is_citation(element):
            yield Cluster(element, cites_of(element), note, self._number(element, note), self.document)
        elif element.tag == "xref" and element.get("ref-type") in ("fn", "table-fn"):
            for called in [self.notes[rid] for rid in (element.get("rid") or "").split() if rid in self.notes]:
                yield from self._note(called)
        else:
            for child in _children(element):
                yield from self.clusters(child, note)

    def _note(self, note: etree._Element) -> Iterator[Cluster]:
        if note in self.numbers:
            return
        if next(note.iterancestors("table-wrap-foot", "author-notes"), None) is None:  # those have letters and stars
            self.count += 1
        self.numbers[note] = max(self.count, 1)
        yield from self.clusters(note, note)

    def _number(self, element: etree._Element, note: etree._Element | None) -> int:
        """The number of the note that a citation stands in, or is to be put into."""
        if note is None and self.made and may_call_note(element):
            self.count += 1
            return self.count
        return self.numbers[note] if note is not None else max(self.count, 1) if self.made else 0


def may_call_note(element: etree._Element) -> bool:
    """Whether a note can be called where an element stands."""
    return next(element.iterancestors(*_NO_NOTES), None) is None


def _children(element: etree._Element) -> list[etree._Element]:
    """The children in the order of reading: the notes of a group last, since they are read where they are called."""
    children = [child for child in element if isinstance(child.tag, str)]
    late = [child for child in children if child.tag in ("fn-group", "table-wrap-foot")]
    return [*(child for child in children if child not in late), *late] if late else children


def is_citation(element: etree._Element) -> bool:
    """Whether an element is a whole citation: a cluster, or an xref to references outside one."""
    if element.tag == "named-content":
        return element.get("content-type") == "citation"
    return element.tag == "xref" and element.get("ref-type") == "bibr"


def cites_of(element: etree._Element) -> list[Cite]:
    """The references of a citation, in source order, each with its prefix, locator and suffix."""
    if element.tag == "xref":
        cites = [Cite(rid, element.get("specific-use") or "") for rid in (element.get("rid") or "").split()]
        for first in cites[:1]:
            first.id = element.get("id")
        return cites
    cites = []
    prefix = None
    for child in element:
        kind = child.get("content-type")
        if child.tag == "xref":
            named = cites_of(child)
            if named:
                named[0].prefix, prefix = prefix, None
            cites += named
        elif kind == "prefix":
            prefix = child
        elif cites and kind in ("locator", "suffix") and (text_of(child) or len(child)):
            setattr(cites[-1], kind, child)
    return cites


def links(element: etree._Element) -> list[etree._Element]:
    """The links of a citation to its references; a prefix or suffix may have others."""
    return [xref for xref in element.iter("xref") if xref.get("ref-type") == "bibr"]


def say(element: etree._Element, cites: list[Cite]) -> None:
    """Put on each link of a printed citation what programs are told of it: of a reference that is cited twice the first first."""
    waiting: dict[str, list[str | None]] = {}
    for cite in cites:
        waiting.setdefault(cite.rid, []).append(cite.machine)
    for xref in links(element):
        said = [
            waiting[rid].pop(0) if len(waiting[rid]) > 1 else waiting[rid][0] for rid in (xref.get("rid") or "").split() if rid in waiting
        ]
        xref.attrib.pop("specific-use", "")
        if any(said):
            xref.set("specific-use", " ".join(filter(None, said)))
    _keep_names(element, cites)


def _keep_names(element: etree._Element, cites: list[Cite]) -> None:
    """Give the links of a printed citation the names of those that they were, and itself or its last link those that are left."""
    for cite in cites:
        if cite.id is None or any(one.get("id") == cite.id for one in element.iter()):
            continue
        own = [one for one in links(element) if cite.rid in (one.get("rid") or "").split()]
        free = next((one for one in (*own, element) if not one.get("id")), None)
        if free is not None:
            free.set("id", cite.id)
        elif own:
            own[-1].append(build("named-content", {"content-type": "target", "id": cite.id}))
