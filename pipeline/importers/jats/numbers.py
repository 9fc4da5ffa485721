"""Numbers: references that have no labels, and are cited by numbers, have the numbers by which they are cited."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import labels
from pipeline.importers.jats.dress import is_call
from pipeline.importers.jats.tools import document_of, documents, new
from pipeline.tree import text_of


def numbers(root: etree._Element, report: Report) -> None:
    """Number the references of each document in which none has a label, if all its citations say the places of what they cite."""
    for document in documents(root):
        refs = [ref for ref in document.iter("ref") if document_of(ref) is document]
        if not refs or any(ref.find("label") is not None for ref in refs):
            continue
        places = {str(ref.get("id")): place for place, ref in enumerate(refs, 1)}
        said = list(_said(document, places))
        if said and all(number == place for number, place in said):
            for place, ref in enumerate(refs, 1):
                ref.insert(0, new("label", ref, None, [str(place)]))


def _said(document: etree._Element, places: dict[str, int]) -> Iterator[tuple[int, int]]:
    """The number that each citation of one reference says, and the place of the reference."""
    for xref in document.iter("xref"):
        number = labels.number(text_of(xref)) if is_call(xref) and xref.get("rid") in places else None
        if number is not None:
            yield number, places[str(xref.get("rid"))]
