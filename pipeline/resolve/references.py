"""References: what the engine is told of each, and its printed entry put beside its fields."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.markup import build
from pipeline.resolve import csl
from pipeline.resolve.inlines import Held, to_jats, upright
from pipeline.resolve.style import Style
from pipeline.tree import text_of


def item(ref: etree._Element, key: str, held: Held, style: Style, report: Report) -> csl.Item:
    """The CSL-JSON of a reference; prose gets a stand-in of what it marks, so that it takes part in numbers and labels."""
    fields = ref.find(".//element-citation")
    if fields is not None:
        return csl.item(fields, key, held)
    prose = ref.find(".//mixed-citation")
    report("reference-restyled", "the reference has no structured fields; it is printed as given", ref)
    if prose is None:
        return {"id": key, "type": "document", "title": text_of(ref)}
    made = csl.item(prose, key, held)
    if "title" in made:
        return made
    words = f'<span class="nocase">{csl.literal(text_of(prose))}</span>'
    # In a note the whole entry is printed, so its words must not come twice.
    return {"id": key, "type": "document", "title": words} if style.note else made | {"title": words}


def print_entries(entries: list[dict[str, Any]], root: etree._Element, rids: Mapping[str, str], held: Held) -> Mapping[str, int]:
    """Put label and printed entry into every ref, and the refs of each list in order; the order of all, by id."""
    refs = {str(ref.get("id")): ref for ref in root.iter("ref")}
    order: dict[str, int] = {}
    for entry in entries:
        rid = rids[entry["c"][0][0].removeprefix("ref-")]
        order[rid] = len(order)
        label, words = _entry(entry["c"][1])
        _set(
            refs[rid],
            "".join(str(p) if isinstance(p, str) else text_of(p) for p in to_jats(label, held, rids)).strip(),
            to_jats(words, held, rids),
        )
    for parent in root.iter("ref-list"):
        _sort(parent, order)
    return order


def _entry(blocks: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The margin and the words of an entry, whatever blocks and spans the style laid it out in."""
    label: list[Any] = []
    words: list[Any] = []
    for block in blocks:
        for inline in block.get("c", []) if block["t"] in ("Para", "Plain") else _entry(block["c"][1])[1]:
            if inline["t"] == "Span" and "csl-left-margin" in inline["c"][0][1]:
                label += inline["c"][1]
            elif inline["t"] == "Span" and any(c.startswith("csl-") for c in inline["c"][0][1]):
                words += ([{"t": "Space"}] if words else []) + inline["c"][1]
            else:
                words.append(inline)
    return label, words


def _set(ref: etree._Element, label: str, words: list[str | etree._Element]) -> None:
    fields, prose = ref.find(".//element-citation"), ref.find(".//mixed-citation")
    for child in list(ref):
        ref.remove(child)
    if label:
        ref.append(build("label", None, [label]))
    alternatives = build("citation-alternatives")
    if fields is not None:
        fields.tail = None
        alternatives.append(fields)
        kind = {"publication-type": fields.get("publication-type")}
        alternatives.append(_trimmed(build("mixed-citation", kind, words)))
    elif prose is not None:
        kept = copy.deepcopy(prose)
        kept.tail = None
        alternatives.append(kept)
    ref.append(alternatives)


def _trimmed(entry: etree._Element) -> etree._Element:
    """An entry without white space at its ends, and with emphasis inside emphasis turned upright."""
    entry.text = (entry.text or "").lstrip(" ") or None
    if len(entry):
        entry[-1].tail = (entry[-1].tail or "").rstrip(" ") or None
    elif entry.text:
        entry.text = entry.text.rstrip(" ")
    upright(entry)
    return entry


def _sort(parent: etree._Element, order: Mapping[str, int]) -> None:
    refs = parent.findall("ref")
    if not refs:
        return
    place = parent.index(refs[0])
    for ref in refs:
        parent.remove(ref)
    for n, ref in enumerate(sorted(refs, key=lambda ref: order.get(str(ref.get("id")), len(order)))):
        parent.insert(place + n, ref)
