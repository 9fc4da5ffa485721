"""Source: the things of a publisher's article that an output should still have, read from its XML without the pipeline."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from bench.fidelity.cited import names_of_next, set_apart
from bench.fidelity.text import all_text, key, local, segments

_DROPPED = """
xref fn inline-formula disp-formula disp-formula-group math tex-math list def-list fig fig-group table-wrap table-wrap-group
boxed-text supplementary-material media graphic inline-graphic disp-quote preformat code chem-struct-wrap verse-group speech statement
array alternatives label mixed-citation element-citation nlm-citation citation p x
"""
DROPPED = frozenset(_DROPPED.split())  # an output writes them anew, or elsewhere; what is in them is counted for itself
_OPENED = """
email ext-link uri break related-object inline-supplementary-material address named-content abbrev milestone-start milestone-end
sup sub institution institution-wrap institution-id addr-line country city state postal-code phone fax
"""
OPENED = frozenset(_OPENED.split())  # an output may write something beside them
_BLOCKS = frozenset({"list", "p", "label"})  # of a cell: an output sets marks before them
SHORT = 12  # letters: a shorter piece stands anywhere


@dataclass(frozen=True)
class Thing:
    """One thing that should be found: the keys of its words, and the line where it stands."""

    words: tuple[str, ...]
    line: int
    shown: str = ""


@dataclass(frozen=True)
class Reference:
    """A reference, and what tells it from others."""

    id: str
    kind: str  # element-citation, or mixed-citation for all that is prose
    author: str
    title: str
    fpage: str
    doi: str
    line: int
    calls: int  # how often it is called
    signs: tuple[str, ...] = ()  # what tells its entry from others: its title, and more if that is but a journal's


@dataclass(frozen=True)
class Crossing:
    """A cross-reference: its words, and those that its goal begins with."""

    kind: str
    words: str
    signs: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass
class Source:
    """All things of one article, by kind."""

    path: Path
    things: dict[str, list[Thing]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    spans: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    xrefs: Counter[Crossing] = field(default_factory=Counter)


def parsed(path: Path) -> etree._Element:
    """The tree of an article, of alternatives the one that says most."""
    from pipeline.entities import expand  # named characters are no matter of opinion

    parser = etree.XMLParser(load_dtd=False, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(expand(path.read_bytes()), parser)
    for element in root.iter("{*}*"):
        if "MathML" not in str(element.tag):
            element.tag = local(element)
    for wrapper in root.iter("alternatives"):
        for extra in _worse(wrapper):
            wrapper.remove(extra)
    return root


def read(path: Path) -> Source:
    """The things of an article."""
    root, found = parsed(path), Source(path)
    set_apart(root)
    _texts(root, found)
    _references(root, found)
    _tables(root, found)
    _figures(root, found)
    _crossings(root, found)
    formulas = root.xpath("//inline-formula | //disp-formula")
    found.counts["formulas"] = sum(1 for one in formulas if next(one.iter("tex-math", "{*}math"), None) is not None)  # type: ignore[union-attr]
    return found


def _worse(wrapper: etree._Element) -> list[etree._Element]:
    """Of alternatives, all but the one that says most."""
    order = ("table", "math", "tex-math")
    members = sorted(wrapper, key=lambda one: order.index(local(one)) if local(one) in order else len(order))
    return members[1:]


def _add(found: Source, kind: str, element: etree._Element, words: list[str]) -> None:
    kept = tuple(one for one in words if len(one) >= SHORT) or tuple(words[:1])
    if any(kept):
        found.things.setdefault(kind, []).append(Thing(kept, element.sourceline or 0, " ".join(all_text(element).split())[:60]))


_TEXTS = {
    "heading": "//body//sec/title | //back//sec/title | //ack/title | //app/title",
    "paragraph text": "//body//p[not(ancestor::table-wrap or ancestor::fig or ancestor::sub-article or ancestor::response"
    " or ancestor::supplementary-material)]",
    "footnotes": "//fn[@id = //xref/@rid and not(ancestor::author-notes or ancestor::table-wrap)]/p",
    "table notes": "//table-wrap-foot//p",
    "back-matter statements": "//back//ack//p | //back/notes//p | //back//sec//p | //author-notes//p"
    " | //back//fn[not(@id = //xref/@rid)]/p",
    "letters and translations": "//sub-article//body//p | //response//body//p",
    "title": "/article/front/article-meta/title-group/article-title",
    "abstract": "/article/front/article-meta/abstract//p",
    "translated abstract": "/article/front/article-meta/trans-abstract//p",
    "affiliations": "//article-meta//aff",
    "funding": "//funding-statement | //award-group/funding-source | //award-group/award-id",
    "licence": "//license/license-p | //license/p",
}


def _texts(root: etree._Element, found: Source) -> None:
    for kind, path in _TEXTS.items():
        for element in root.xpath(path):  # type: ignore[union-attr]
            _add(found, kind, element, list(segments(element, DROPPED, OPENED)))


def _references(root: etree._Element, found: Source) -> None:
    links = [xref for xref in root.iter("xref") if xref.get("ref-type") == "bibr" and not names_of_next(xref)]
    called = Counter(rid for xref in links for rid in re.split(r"[\s,;]+", xref.get("rid") or "") if rid)
    for ref in root.iter("ref"):
        citation = next(ref.iter("element-citation", "mixed-citation", "nlm-citation", "citation"), None)
        if citation is None:
            continue
        kind = "element-citation" if next(ref.iter("element-citation"), None) is not None else "mixed-citation"
        chosen = next(ref.iter("element-citation"), citation)
        doi = next((key(all_text(one)) for one in chosen.iter("pub-id") if one.get("pub-id-type") == "doi"), "")
        author = _said(chosen, "surname") or _said(chosen, "collab", "string-name")
        title = _said(chosen, "article-title", "chapter-title", "data-title") or _said(chosen, "source") or _prose(ref, citation)
        doi = re.sub(r"^(https?(dx)?doiorg|doi)+", "", doi)
        number = called[str(ref.get("id"))]
        found.references.append(
            Reference(str(ref.get("id")), kind, author, title[:40], _said(chosen, "fpage"), doi, ref.sourceline or 0, number)
        )
    said = [key(all_text(ref)) for ref in root.iter("ref")]
    found.references = [
        replace(ref, signs=(ref.title, *((ref.author, ref.fpage) if sum(ref.title in one for one in said) > 1 else ())))
        for ref in found.references
    ]


def _prose(ref: etree._Element, citation: etree._Element) -> str:
    """What a reference without a title says: the longest of fields alone, which a style orders, or the first words after its number."""
    if citation.tag == "element-citation":
        return max((key(all_text(field)) for field in citation), key=len, default="")
    return key(all_text(citation)).removeprefix(key(ref.findtext("label") or ""))


def _said(citation: etree._Element, *tags: str) -> str:
    """The first words in one of these fields."""
    return next((words for one in citation.iter(*tags) if (words := key(all_text(one)))), "")


def _tables(root: etree._Element, found: Source) -> None:
    for wrap in root.iter("table-wrap"):
        cells = [words for cell in wrap.iter("td", "th", "entry") for words in segments(cell, DROPPED - _BLOCKS, OPENED | _BLOCKS)]
        if next(wrap.iter("table"), None) is not None and cells:
            found.things.setdefault("table structure", []).append(Thing(tuple(cells), wrap.sourceline or 0, " ".join(cells)[:60]))
        _captioned(wrap, "table", found)
    for cell in root.iter("td", "th", "entry"):
        words = key(all_text(cell))
        if words and next(cell.iter("xref", "fn", "inline-formula", "disp-formula", "list", "tex-math", "math"), None) is None:
            found.cells[words] += 1
            span = (cell.get("colspan") or "1", cell.get("rowspan") or "1")
            if span != ("1", "1"):
                found.spans[(words, *span)] += 1


def _captioned(wrap: etree._Element, kind: str, found: Source) -> None:
    caption = wrap.find("caption")
    words = [one for part in (caption if caption is not None else ()) for one in segments(part, DROPPED, OPENED)]
    if words:
        _add(found, f"{kind} caption inside", caption, words)
        label = key(all_text(wrap.find("label"))) if wrap.find("label") is not None else ""
        if label:
            first = words[0]
            found.things.setdefault(f"{kind} label by its caption", []).append(Thing((label + first[:20],), wrap.sourceline or 0, label))


def _figures(root: etree._Element, found: Source) -> None:
    for fig in root.iter("fig"):
        found.counts["figure structure"] += 1
        _captioned(fig, "figure", found)


def _crossings(root: etree._Element, found: Source) -> None:
    goals = {str(one.get("id")): one for one in root.iter() if one.get("id")}
    for xref in root.iter("xref"):
        kind = {"fig": "figure", "table": "table", "supplementary-material": "supplement"}.get(xref.get("ref-type") or "")
        goal = goals.get(next(iter((xref.get("rid") or "").split()), ""))
        words = key(all_text(xref))
        if kind and words and goal is not None:
            found.xrefs[Crossing(f"xref to {kind}", words, _signs(goal), xref.sourceline or 0)] += 1


def _signs(goal: etree._Element) -> tuple[str, ...]:
    """What tells the goal of a cross-reference from others: its label, the head of its caption."""
    caption = goal.find("caption")
    parts = [] if caption is None else [words[:20] for part in caption for words in segments(part, DROPPED, OPENED)][:1]
    label = goal.find("label")
    return tuple(one for one in [*parts, key(all_text(label)) if label is not None else ""] if one)
