"""The words of cross-references that have none: what each leads to is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.markup import append
from pipeline.styles import terms
from pipeline.tree import document_of, find_all, language_of, raw_text, text_of

_LABELLED: Final = ("fig", "table-wrap", "supplementary-material", "boxed-text", "ref", "statement")  # whose labels may end in a stop
_NAMED: Final = re.compile(r"([^\W\d_]{2,})\.?[\s\u00a0]*$")
_WITH_NUMBER: Final = re.compile(r"([^\W\d_]{2,})\.?[ \u00a0]([^ ]*\d.*)")
_AND: Final = re.compile(r"[\s\u00a0]*+[,;–-]?[\s\u00a0]*+(?:and|&|or|to|und|et|y|e|en|и)?[\s\u00a0]*")
_TITLES: Final = (  # what names a target without a label
    "title",
    "caption/title",
    "term",
    "front-stub/title-group/article-title",
    "citation-alternatives/element-citation/article-title",
    "citation-alternatives/element-citation/source",
)
_ROOM: Final = 40  # characters of the words that stand for a label
_LONGEST: Final = 500  # of a title
_FUNDER: Final = ("funding-source/institution-wrap/institution", "funding-source/institution", "funding-source", "award-id")


def name_targets(root: etree._Element) -> None:
    """Print the words of every empty cross-reference."""
    bare: list[etree._Element] = []  # references of a number alone
    targets = {str(element.get("id")): element for element in find_all(root, "//*/@id[. != '']/..")}
    for xref in root.iter("xref"):
        if raw_text(xref).strip() or any(True for _ in xref.iter("inline-graphic", "inline-formula")):
            continue
        found = [targets[rid] for rid in (xref.get("rid") or "").split() if rid in targets]
        words = terms(language_of(document_of(xref)))
        said = _joined([_name(target, words) for target in found], words, xref.get("ref-type") in ("fn", "table-fn", "aff", "corresp"))
        named = _WITH_NUMBER.fullmatch(said)
        if named and (_says(xref, named[1]) or _goes_on(xref, bare)):
            bare.append(xref)
            said = named[2]
        append(xref, [said])


def _goes_on(xref: etree._Element, bare: list[etree._Element]) -> bool:
    """Whether a reference is another of the kind that the one before it has only the number of."""
    last = bare[-1] if bare else None
    return (
        last is not None
        and last is xref.getprevious()
        and last.get("ref-type") == xref.get("ref-type")
        and bool(_AND.fullmatch(last.tail or ""))
    )


def _says(xref: etree._Element, word: str) -> bool:
    """Whether the sentence names what a reference is to, in full or in short: "Fig. " before "Figure 1"."""
    previous, parent = xref.getprevious(), xref.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    found = _NAMED.search(before or "")
    said = found[1].lower() if found else ""
    return bool(said) and (word.lower().startswith(said.removesuffix("s")) or said.startswith(word.lower()))


def _joined(names: list[str], words: Mapping[str, str], marks: bool) -> str:
    """Several names in a row: marks with commas; "Figure 1 and 2" says its word once."""
    if len(names) < 2:
        return "".join(names)
    if marks:
        return ",".join(dict.fromkeys(names))
    first, _, _ = names[0].rpartition("\N{NO-BREAK SPACE}")
    rest = [name.removeprefix(f"{first}\N{NO-BREAK SPACE}") if first else name for name in names[1:]]
    plural = {words.get(term): words.get(f"{term}s") for term in ("figure", "table", "equation", "section")}
    if first and plural.get(first) and all(r != n for r, n in zip(rest, names[1:], strict=True)):
        names = [names[0].replace(first, str(plural[first]), 1)]
    return ", ".join([names[0], *rest[:-1]]) + f" {words['and']} {rest[-1]}"


def numbered(word: str, number: str) -> str:
    """A word with its number, which stands after it unless the language says where."""
    return word.replace("#", number.rstrip(".")) if "#" in word else f"{word}\N{NO-BREAK SPACE}{number}"


def _name(target: etree._Element, words: Mapping[str, str]) -> str:
    label = _said(target.find("label"))
    if target.tag == "sec" and label:
        return numbered(words["section"], label)
    if target.tag == "corresp" and (not label or _NAMED.search(label.rstrip(": "))):  # a label of words is none that could be raised
        return "✉"
    if label:
        return label.rstrip(".") if target.tag in _LABELLED else label
    if target.tag == "award-group":
        return next((_said(one) for one in map(target.find, _FUNDER) if text_of(one)), "")
    title = next((_said(t) for t in map(target.find, _TITLES) if t is not None), "")
    return f"“{title}”" if title else _first_words(text_of(target)) or str(target.get("id"))


def _said(element: etree._Element | None) -> str:
    """The words of a label or a title, which may name others in turn: titles that name each other would double with each."""
    return _first_words(text_of(element), _LONGEST)


def _first_words(words: str, room: int = _ROOM) -> str:
    """The words that a call has room for, and a sign of those left out."""
    return words if len(words) <= room else (words[:room].rpartition(" ")[0].rstrip(",;:(") or words[:room]) + "…"
