"""Published: the article's own labels and reference texts are kept; what has none is printed in the default style."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.markup import append, build
from pipeline.resolve.citations import resolve_citations
from pipeline.resolve.clusters import Cluster, clusters, locator_label, say
from pipeline.resolve.style import load
from pipeline.styles import terms
from pipeline.tree import raw_text, text_of

NAME: Final = "as-published"
_NUMBER: Final = re.compile(r"\W*\d+\W*")
_STOP: Final = re.compile(r"\s*[,;:/–-]\s*|\s+")
_BRACKETS: Final = {"(": ")", "[": "]"}


def keep_published(article: Article, report: Report) -> None:
    """Bring citations and references into their resolved shape in place, in the words of the source; raises Refused."""
    refs = {str(ref.get("id")): ref for ref in article.root.iter("ref")}
    printed = _printed([ref for ref in refs.values() if ref.find(".//mixed-citation") is None], article, report)
    labels = {rid: text_of(ref.find("label")) or str(n) for n, (rid, ref) in enumerate(refs.items(), 1)}
    called = {rid for cluster in clusters(article.root) for rid in _citation(cluster, labels, article.language, report)}
    numbered = any(not text_of(refs[rid].find("label")) for rid in called & refs.keys())
    for rid, ref in refs.items():
        _entry(ref, printed.get(rid), labels[rid] if numbered else "")


def _printed(bare: list[etree._Element], article: Article, report: Report) -> Mapping[str, etree._Element]:
    """The entries, in the default style, of references that have fields and no printed form."""
    if not bare:
        return {}
    style = Settings().style
    for ref in bare:
        report("reference-restyled", f"the source has no printed form of this reference; it is set in the style {style}", ref)
    root = build("article", None, [build("back", None, [build("ref-list", None, [copy.deepcopy(ref) for ref in bare])])])
    resolve_citations(replace(article, root=root), load(style, report), report)
    return {str(ref.get("id")): entry for ref in root.iter("ref") if (entry := ref.find(".//mixed-citation")) is not None}


def _entry(ref: etree._Element, printed: etree._Element | None, number: str) -> None:
    """The reference with its alternatives, fields, if any, and the printed entry, and with a number, if it is called by that."""
    label, fields, prose = ref.find("label"), ref.find(".//element-citation"), ref.find(".//mixed-citation")
    for old in list(ref):
        ref.remove(old)
    kept = [child for child in (fields, prose if prose is not None else printed) if child is not None]
    head = [label] if label is not None and text_of(label) else [build("label", None, [number])] if number else []
    for child in (*head, *kept):
        child.tail = None
    ref.extend([*head, build("citation-alternatives", None, kept)])


def _citation(cluster: Cluster, labels: Mapping[str, str], language: str, report: Report) -> set[str]:
    """Make the citation one printed label, with the links that its published parts carry; the references that it calls by their labels."""
    element = cluster.element
    if element.tag == "xref":
        _with_sentence(element)
        parent, tail = element.getparent(), element.tail
        made = build("named-content", {"content-type": "citation"})
        if parent is not None:
            element.tail = None
            parent.replace(element, made)
            made.tail = tail
        made.append(element)
        element = made
    called = _parts(element, labels, language)
    say(element, cluster.cites)
    element.set("rid", " ".join(dict.fromkeys(cite.rid for cite in cluster.cites)))
    return called


def _with_sentence(xref: etree._Element) -> None:
    """Words of the sentence that are a link in the source are the label of the empty one behind them."""
    words = xref.getprevious()
    if words is None or words.get("content-type") != "cited-as" or (words.tail or "").strip() or len(xref) or xref.text:
        return
    said = [words.text or "", *words]
    words.text = words.tail = None
    words.getparent().remove(words)  # type: ignore[union-attr]
    append(xref, said)


def _parts(element: etree._Element, labels: Mapping[str, str], language: str) -> set[str]:
    """Labels where a citation of the source is empty, and of which; the locator's word; brackets round what is said inside them."""
    xrefs = [child for child in element if child.tag == "xref"]
    for xref in xrefs:
        _undraw(xref, element)
    between = ", " if all(_NUMBER.fullmatch(text_of(xref)) for xref in xrefs) else "; "
    called = set[str]()
    if not any(re.search(r"\w", text_of(xref)) for xref in xrefs):
        between, called = ", ", {rid for xref in xrefs for rid in (xref.get("rid") or "").split()}
        opening, closing = _brackets("".join(map(text_of, xrefs)))
        for n, xref in enumerate(xrefs):
            xref.text = ("" if n else opening) + ", ".join(labels.get(rid, rid) for rid in (xref.get("rid") or "").split())
        xrefs[-1].text = (xrefs[-1].text or "") + closing
        for one in [one for one, other in pairwise(xrefs) if one.getnext() is other and not (one.tail or "").strip()]:
            one.tail = between
    xrefs = _with_words(xrefs)
    lowered = len(element) > len(xrefs) and all(map(_is_raised, xrefs))
    for xref in xrefs if lowered else ():
        _lower(xref)
    for child in [child for child in element if child.get("content-type") == "locator"]:
        _locator(child, language)
    for xref in xrefs[1:]:
        _unlink_stop(xref)
        _apart(xref, between)
    _turn_brackets(element, xrefs)
    if lowered:
        raised = build("sup", None, [element.text or "", *element])
        element.text = None
        element.append(raised)
    return called


def _undraw(xref: etree._Element, element: etree._Element) -> None:
    """Put a picture that is all of a link before the citation, which has words, in formats without pictures too."""
    pictures = list(xref.iter("inline-graphic"))
    if len(pictures) == 1 and text_of(xref) == text_of(pictures[0]):
        pictures[0].tail = None
        element.addprevious(pictures[0])
        for child in list(xref):
            xref.remove(child)
        xref.text = None


def _is_raised(xref: etree._Element) -> bool:
    return len(xref) == 1 and xref[0].tag == "sup" and not xref.text and not xref[0].tail


def _lower(xref: etree._Element) -> None:
    """Set the words of a link on the line: what is said with it is raised too, and then they all are."""
    raised = xref[0]
    xref.remove(raised)
    append(xref, [raised.text or "", *raised])


def _brackets(said: str) -> tuple[str, str]:
    """The brackets that the source has round a citation without words."""
    return next(((opening, closing) for opening, closing in _BRACKETS.items() if opening in said), ("[", "]"))


def _locator(child: etree._Element, language: str) -> None:
    """A locator as the source says it behind its label or in it, else in words of the language."""
    label, words, xref = locator_label(child), child.text or "", child.getprevious()
    if xref is not None:
        said = _said_behind(xref)
        if not said and not re.search(rf"\w\W.*(?<!\d){re.escape(words)}(?!\d)", text_of(xref)):
            said = f", {terms(language).get(f'locator-{label}', label)} {words}"
        xref.tail = (xref.tail or "") + said + (child.tail or "")
    child.getparent().remove(child)  # type: ignore[union-attr]


def _said_behind(xref: etree._Element) -> str:
    """What the importer has put into a link that stood behind it, taken out."""
    behind = xref.find("styled-content[@specific-use='locator']")
    if behind is None:
        return ""
    xref.remove(behind)
    return _raw(behind) + (behind.tail or "")


def _unlink_stop(xref: etree._Element) -> None:
    """What parts a link from the words before it is no part of it."""
    before, found = xref.getprevious(), _STOP.match(xref.text or "")
    if before is not None and found and before.get("content-type") == "suffix":
        before.tail, xref.text = (before.tail or "") + found[0], str(xref.text)[found.end() :]


def _apart(xref: etree._Element, mark: str) -> None:
    """A mark before a link, or before the prefix of it, where the words of two citations would run together."""
    before = xref.getprevious()
    words = _raw(xref)
    while before is not None and before.get("content-type") == "prefix":
        words = _raw(before) + words
        before = before.getprevious()
    if before is not None and re.match(r"[\w“]", words) and re.search(r"[\w.]$", _raw(before) + (before.tail or "")):
        before.tail = (before.tail or "") + mark


def _raw(element: etree._Element) -> str:
    return raw_text(element)


def _with_words(xrefs: list[etree._Element]) -> list[etree._Element]:
    """The links without those that have no words, as inside "[11–14]": their keys go to the next one, or to the last that has some."""
    shown = [xref for xref in xrefs if len(xref) or text_of(xref)]
    waiting: list[str] = []
    for xref in xrefs:
        keys = (xref.get("rid") or "").split()
        if xref in shown:
            xref.set("rid", " ".join(dict.fromkeys(waiting + keys)))
            waiting = []
        else:
            waiting += keys
            xref.getparent().remove(xref)  # type: ignore[union-attr]
    if waiting:
        shown[-1].set("rid", " ".join(dict.fromkeys([*(shown[-1].get("rid") or "").split(), *waiting])))
    return shown


def _turn_brackets(element: etree._Element, xrefs: list[etree._Element]) -> None:
    """A bracket that the first label opens stands before a prefix, the one that the last closes behind a locator or suffix."""
    first, last = xrefs[0], xrefs[-1]
    opening = (first.text or "")[:1]
    if element[0] is not first and opening in _BRACKETS:
        first.text = (first.text or "")[1:]
        element.text = opening + (element.text or "")
    ends, follows = (")", "]"), element[-1] is not last
    if (last.tail or "").endswith(ends):
        if follows:
            closing, last.tail = str(last.tail)[-1], str(last.tail)[:-1]
            append(element, [closing])
    elif (follows or last.tail) and not len(last) and (last.text or "").endswith(ends):
        closing, last.text = str(last.text)[-1], str(last.text)[:-1]
        append(element, [closing])
