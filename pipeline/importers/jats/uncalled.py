"""Uncalled: a call of a note that does not say which is that of the note with its number, else they follow each other as the notes do."""

from __future__ import annotations

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.tools import document_of, documents
from pipeline.tree import find_all, text_of

_MARKS = " \u00a0\t\r\n.()[]"


def uncalled(root: etree._Element, report: Report) -> None:
    """The notes of each document that nothing calls by their id."""
    called = {key for xref in find_all(root, "//xref[@rid]") for key in str(xref.get("rid")).split()}
    for document in documents(root):
        calls = [one for one in _own(document, "xref[@ref-type='fn']") if not (one.get("rid") or "").strip()]
        notes = [one for one in _own(document, "fn[not(ancestor::table-wrap or ancestor::author-notes)]") if one.get("id") not in called]
        pairs = _pairs(calls, notes) if calls and notes else []
        if pairs:
            report("import-repaired", f"{len(pairs)} calls of notes do not say which; they are those of the notes in order", pairs[0][0])
        for call, note in pairs:
            call.set("rid", str(note.get("id")))


def _own(document: etree._Element, path: str) -> list[etree._Element]:
    return [one for one in find_all(document, f".//{path}") if document_of(one) is document]


def _pairs(calls: list[etree._Element], notes: list[etree._Element]) -> list[tuple[etree._Element, etree._Element]]:
    """Calls with their notes, by label; those without words by their place, if there are as many."""
    labels = [text_of(note.find("label")).strip(_MARKS) for note in notes]
    said = [text_of(call).strip(_MARKS) for call in calls]
    if "" not in said and len(set(labels)) == len(labels) and "" not in labels:
        of_label = dict(zip(labels, notes, strict=True))
        return [(call, of_label[words]) for call, words in zip(calls, said, strict=True) if words in of_label]
    in_order = all(words in ("", str(n)) for n, words in enumerate(said, 1))
    return list(zip(calls, notes, strict=True)) if in_order and len(calls) == len(notes) else []
