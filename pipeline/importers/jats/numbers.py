"""Numbers: references without labels have the numbers that are written before their words, or by which they are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import labels
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.tools import document_of, documents, is_empty, new, remove, unwrap
from pipeline.tree import find_all, raw_text, text_of

_LABEL: Final = r"(?P<open>[\[(])?(?P<number>\d{1,4})(?(open)[\])]\.?|(?:\.[-–—]?|\))?)"
_WRITTEN: Final = re.compile(rf"\s*(?P<label>{_LABEL})(?:\s+(?=\S)|(?<=\D)(?=\D))")
_MOST: Final = 0.75  # a heading among the references, and what is added below, has no number
_SURE: Final = 4  # so many words that begin with bare numbers are no years, and no books of kings


def numbers(root: etree._Element, report: Report) -> None:
    """Number the references of each document in which none has a label, if all its citations say the places of what they cite."""
    for document in documents(root):
        refs = [ref for ref in document.iter("ref") if document_of(ref) is document]
        _written(refs)
        if not refs or any(ref.find("label") is not None for ref in refs):
            continue
        places = {str(ref.get("id")): place for place, ref in enumerate(refs, 1)}
        said = list(_said(document, places))
        if said and all(number == place for number, place in said):
            for place, ref in enumerate(refs, 1):
                ref.insert(0, new("label", ref, None, [str(place)]))


def margins(root: etree._Element, _report: Report) -> None:
    """What a converter has set in the margin of a printed reference is its label; the number of a paragraph stands apart from its words."""
    for counter in find_all(root, "//p/named-content[contains(@content-type, 'counter')]"):
        if counter.getprevious() is None and (counter.tail or "")[:1].strip():
            counter.tail = f" {counter.tail}"
    for margin in find_all(root, "//mixed-citation/named-content[@content-type='csl-left-margin']"):
        ref = next(margin.iterancestors("ref"), None)
        remove(margin)
        if ref is not None and ref.find("label") is None:
            ref.insert(0, new("label", ref, None, [text_of(margin)]))
    for words in find_all(root, "//mixed-citation/named-content[@content-type='csl-right-inline' or @content-type='csl-block']"):
        unwrap(words)


def _written(refs: list[etree._Element]) -> None:
    """Numbers written before most references in their order are their labels; what a label says is not written again."""
    found = [(place, ref, next(ref.iter("mixed-citation", "citation"), None)) for place, ref in enumerate(refs, 1)]
    heads = [
        (ref, prose, head, place == int(head["number"]))
        for place, ref, prose in found
        if prose is not None and (head := _WRITTEN.match(raw_text(prose)))
    ]
    own = any(ref.find("label") is not None for ref in refs)
    bare = all(head["label"].isdecimal() for _, _, head, _ in heads)
    sure = all(at for *_, at in heads) and len(heads) >= max(_MOST * len(refs), _SURE if bare else 2)
    for ref, prose, head, _ in heads:
        label = ref.find("label")
        again = label is not None and labels.leading(text_of(label)) == int(head["number"])
        if again and (sure or not head["label"].isdecimal()):
            _cut(prose, head.end())
        elif sure and not own:
            _cut(prose, head.end())
            ref.insert(0, new("label", ref, None, [head["label"]]))


def _cut(element: etree._Element, count: int) -> int:
    """Take characters away from the beginning of an element; how many are left to take."""
    text = element.text or ""
    element.text = text[count:]
    left = max(count - len(text), 0)
    for child in list(element) if left else ():
        left = _cut(child, left) if isinstance(child.tag, str) else left
        tail = child.tail or ""
        child.tail = tail[left:]
        left = max(left - len(tail), 0)
        if is_empty(child):
            remove(child)
        if not left:
            break
    return left


def _said(document: etree._Element, places: dict[str, int]) -> Iterator[tuple[int, int]]:
    """The number that each citation of one reference says, and the place of the reference."""
    for xref in document.iter("xref"):
        number = labels.number(text_of(xref)) if is_call(xref) and xref.get("rid") in places else None
        if number is not None:
            yield number, places[str(xref.get("rid"))]
