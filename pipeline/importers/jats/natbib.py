"""Natbib: the labels that LaTeX's natbib gives references, "Allen et al.(2010)Allen and Wu", become what it prints where they are cited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.tools import content, fill, is_blank, new, remove, say_before
from pipeline.markup import Parts
from pipeline.tree import raw_text, text_of

_LABEL: Final = re.compile(
    r"(?=[^()]*?[^\W\d_]{2})(?P<people>[^()]*[^()\s])\s*\((?P<year>(?:(?:1[5-9]|20)\d\d|in |sub|acc|n\.)[^()]*)\)[^()]*", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<![A-Z])\.(?=\s|$)")
_AND: Final = re.compile(r",?\s+(?:and|&)\s+|,\s+")
_PIECES: Final = re.compile(rf"({_AND.pattern})")
_OTHERS: Final = re.compile(r",?\s+et\s+al\.?")
_LAST: Final = re.compile(r"(?:(?<!\S)(?:[a-z]{1,4}\s){1,3})?\S+$|$")
_ROUND: Final = {"paren": ("(", ")"), "text": ("", "")}  # by the beginning of the id; the others stand in brackets of the sentence


def natbib(root: etree._Element, report: Report) -> None:
    """Say in each empty citation what natbib would, and take its labels, which are not printed, off the references."""
    for prose in list(root.iter("mixed-citation")):
        _label_before(prose, report)
    labels = {str(ref.get("id")): said for ref in root.iter("ref") if (said := _label(ref))}
    if not labels:
        return
    report("import-simplified", "the labels of references that natbib made are not printed; citations without words say them", root)
    for xref in [one for one in root.iter("xref") if is_call(one) and not _own_words(one)]:
        keys = (xref.get("rid") or "").split()
        if keys and all(key in labels for key in keys):
            _said(xref, keys, labels)


def _label(ref: etree._Element) -> tuple[str, str] | None:
    """People and year of a label, which is taken away."""
    label = ref.find("label")
    found = _LABEL.fullmatch(text_of(label)) if label is not None else None
    if not found:
        return None
    ref.remove(label)  # type: ignore[arg-type]
    return found["people"], found["year"]


def _label_before(prose: etree._Element, report: Report) -> None:
    """Year and people of a label that a converter has put before the words that say them again are not printed; they show who is meant."""
    marked = list(prose)[:2]
    if {one.tag for one in marked} != {"year", "person-group"} or not all(is_blank(words) for words in (prose.text, marked[0].tail)):
        return
    label = {str(one.tag): one for one in marked}
    people = " ".join(f"{name.findtext('given-names') or ''}{name.findtext('surname') or ''}" for name in label["person-group"])
    words = (marked[1].tail or "").lstrip()
    if not words or text_of(label["year"])[:4] not in raw_text(prose)[len(text_of(label["year"])) :]:
        return
    report("import-simplified", "year and people of a label that stand before the words of a reference are not printed", prose)
    for one in marked:
        remove(one)
    prose.text = words
    _mark_people(prose, people)


def _mark_people(prose: etree._Element, label: str) -> None:
    """Mark the people at the head of a reference, of whom a label names the first: "Ann Abel and Ben de la Baker. On it"."""
    words = prose.text or ""
    end = _SENTENCE.search(words)
    said = words[: end.start()] if end else ""
    families = [one for one in _AND.split(_OTHERS.sub("", label)) if one]
    names = _AND.split(said) if said else []
    if not names or not families or not names[0].endswith(families[0]):
        return
    group = new("person-group", prose, {"person-group-type": "author"})
    parts: list[str | etree._Element] = []
    for piece in _PIECES.split(said):
        parts.append(piece if _AND.fullmatch(piece) else _name(prose, piece, families))
    fill(group, parts)
    prose.text, group.tail = None, words[len(said) :]
    prose.insert(0, group)


def _name(prose: etree._Element, words: str, families: list[str]) -> etree._Element:
    """A name as it is spoken: given names, then the surname that the label says, or the last word with what belongs to it."""
    family = next((one for one in families if words.endswith(one)), "") or _LAST.search(words)[0]  # type: ignore[index]
    given = words[: len(words) - len(family)]
    if not given.strip():
        return new("string-name", prose, None, [new("surname", prose, None, [family])])
    parts: Parts = [new("given-names", prose, None, [given.rstrip()]), given[len(given.rstrip()) :], new("surname", prose, None, [family])]
    return new("string-name", prose, None, parts)


def _own_words(xref: etree._Element) -> bool:
    """Whether a citation says more than what stands before and behind it."""
    return bool((xref.text or "").strip()) or any(child.tag != "named-content" or (child.tail or "").strip() for child in xref)


def _said(xref: etree._Element, keys: list[str], labels: Mapping[str, tuple[str, str]]) -> None:
    """Write a citation as it is printed, with its brackets and what stands in them."""
    manner = (xref.get("id") or "").partition(".")[0]
    opening, closing = _ROUND.get(manner, ("", ""))
    form = "{} ({})" if manner == "text" else "{}, {}"
    before, behind = ("".join(text_of(child) for child in xref if child.get("content-type") == kind) for kind in ("pre", "post"))
    content(xref)
    fill(xref, ["; ".join(form.format(*labels[key]) for key in keys)])
    say_before(xref, f"{opening}{before}{' ' if before else ''}")
    xref.tail = f"{', ' if behind else ''}{behind}{closing}{xref.tail or ''}"
