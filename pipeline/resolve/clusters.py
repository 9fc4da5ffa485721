"""Clusters: the citations of an article, found in the order in which they are read, and what the engine is asked for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from pipeline.resolve.inlines import Held, citation, from_jats, words
from pipeline.resolve.style import LOCATORS, locator_token
from pipeline.styles import terms
from pipeline.tree import text_of

MODES: Final = {"author-in-text": "AuthorInText", "suppress-author": "SuppressAuthor"}


@dataclass
class Cite:
    """One reference of a cluster, with what is said about it there."""

    rid: str
    mode: str = ""
    prefix: etree._Element | None = None
    locator: etree._Element | None = None
    suffix: etree._Element | None = None

    @property
    def machine(self) -> str | None:
        """Mode and locator for programs: the `specific-use` of the resolved xref."""
        said = [f"mode={self.mode}"] if self.mode else []
        if self.locator is not None:
            words = text_of(self.locator).replace("%", "%25").replace(" ", "%20")
            said.insert(0, f"locator={self.locator.get('specific-use') or 'page'}:{words}")
        return " ".join(said) or None


@dataclass
class Cluster:
    """One citation of the text: its element, its references, and the note it stands in, if any."""

    element: etree._Element
    cites: list[Cite] = field(default_factory=list)
    note: etree._Element | None = None


def clusters(root: etree._Element) -> list[Cluster]:
    """Every citation, in the order of reading: a footnote is read where it is first called."""
    read: set[etree._Element] = set()
    notes = {str(fn.get("id")): fn for fn in root.iter("fn")}
    return list(_reading(root, None, notes, read))


def _reading(
    element: etree._Element, note: etree._Element | None, notes: Mapping[str, etree._Element], read: set[etree._Element]
) -> Iterator[Cluster]:
    if element.tag == "fn" and element is not note:
        if element not in read:  # never called, or called later: it is read where it stands
            read.add(element)
            yield from _reading(element, element, notes, read)
        return
    if is_citation(element):
        yield Cluster(element, cites_of(element), note)
        return
    if element.tag == "xref" and element.get("ref-type") in ("fn", "table-fn"):
        for rid in (element.get("rid") or "").split():
            if rid in notes and notes[rid] not in read:
                read.add(notes[rid])
                yield from _reading(notes[rid], notes[rid], notes, read)
        return
    if element.tag == "ref-list":
        return
    for child in _children(element):
        yield from _reading(child, note, notes, read)


def _children(element: etree._Element) -> list[etree._Element]:
    """The children in the order of reading: the notes of a group last, since they are read where they are called."""
    children = [child for child in element if isinstance(child.tag, str)]
    return sorted(children, key=lambda child: child.tag in ("fn-group", "table-wrap-foot"))


def is_citation(element: etree._Element) -> bool:
    """Whether an element is a whole citation: a cluster, or an xref to references outside one."""
    if element.tag == "named-content":
        return element.get("content-type") == "citation"
    return element.tag == "xref" and element.get("ref-type") == "bibr"


def cites_of(element: etree._Element) -> list[Cite]:
    """The references of a citation, in source order, each with its prefix, locator and suffix."""
    if element.tag == "xref":
        return [Cite(rid, element.get("specific-use") or "") for rid in (element.get("rid") or "").split()]
    cites: list[Cite] = []
    prefix = None
    for child in element:
        kind = child.get("content-type")
        if child.tag == "xref":
            cites += cites_of(child)
            if cites:
                cites[-1].prefix, prefix = prefix, None
        elif kind == "prefix":
            prefix = child
        elif cites and kind in ("locator", "suffix"):
            setattr(cites[-1], kind, child)
    return cites


def to_pandoc(cluster: Cluster, keys: Mapping[str, str], held: Held, language: str) -> dict[str, Any]:
    """The cluster as pandoc's Cite."""
    return {"t": "Cite", "c": [[_citation(cite, keys, held, language) for cite in cluster.cites], [{"t": "Str", "c": "?"}]]}


def _citation(cite: Cite, keys: Mapping[str, str], held: Held, language: str) -> dict[str, Any]:
    suffix = _locator(cite.locator, held, language) + _marked("suffix", cite.suffix, held)
    return citation(keys[cite.rid], MODES.get(cite.mode, "NormalCitation"), _marked("prefix", cite.prefix, held), suffix)


def _marked(kind: str, element: etree._Element | None, held: Held) -> list[dict[str, Any]]:
    inlines = from_jats(element, held) if element is not None else []
    while kind == "prefix" and inlines and inlines[-1] == {"t": "Space"}:  # the engine sets the space after a prefix itself
        inlines.pop()
    lead = _lead(inlines) if kind == "suffix" else []
    span = {"t": "Span", "c": [["", [kind], []], inlines]}
    return [*lead, span] if inlines else lead


def _lead(inlines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The space or the punctuation at the start of a suffix, taken from it: the engine puts a comma before one that starts otherwise."""
    if inlines and inlines[0] == {"t": "Space"}:
        return [inlines.pop(0)]
    if not inlines or inlines[0]["t"] != "Str" or inlines[0]["c"][:1] not in {",", ";", ":", "."}:
        return []
    mark, rest = inlines[0]["c"][0], inlines[0]["c"][1:]
    inlines[:1] = [{"t": "Str", "c": rest}] if rest else []
    spaces = [inlines.pop(0)] if inlines and inlines[0] == {"t": "Space"} else []
    return [{"t": "Str", "c": mark}, *spaces]


def _locator(element: etree._Element | None, held: Held, language: str) -> list[dict[str, Any]]:
    """A locator in the form that the engine knows; a label it has no term for is printed with our own."""
    if element is None:
        return []
    label = (element.get("specific-use") or "page").replace(" ", "-")
    value = from_jats(element, held)
    if label in LOCATORS:
        return [
            {"t": "Str", "c": ","},
            {"t": "Space"},
            {"t": "Str", "c": "{" + locator_token(label)},
            {"t": "Space"},
            *value,
            {"t": "Str", "c": "}"},
        ]
    return [{"t": "Str", "c": ","}, {"t": "Space"}, *words(terms(language).get(f"locator-{label}", label)), {"t": "Space"}, *value]
