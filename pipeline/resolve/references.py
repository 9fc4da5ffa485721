"""References: what the engine is told of each, and its printed entry put beside its fields."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.markup import append, build
from pipeline.metadata import as_printed, between
from pipeline.resolve import csl, titles
from pipeline.resolve.given import show_letter, stand_for
from pipeline.resolve.inlines import Held, Inline, to_jats, upright
from pipeline.resolve.people import MAKERS
from pipeline.resolve.reach import printable
from pipeline.resolve.style import Style
from pipeline.styles import terms
from pipeline.tree import LANG, language_of, text_of

_COMMON: Final = ("document", "book", "article-journal")  # types that styles know


def item(ref: etree._Element, key: str, held: Held, style: Style, report: Report) -> csl.Item:
    """The CSL-JSON of a reference; prose gets a stand-in of what it marks, so that it takes part in numbers and labels."""
    fields = next(ref.iter("element-citation"), None)
    if fields is not None:
        made = titles.in_its_case(_placed(csl.item(fields, key, held, printed=True), style))
        if (kind := _printable_kind(made, style)) != made["type"]:
            report("reference-restyled", f"the style has no place for the title of a {made['type']}; the reference is set as a {kind}", ref)
            made["type"] = kind
        if "note" in made and "note" not in printable(style, made):
            remarks = re.sub(r"<[^>]+>", "", str(made["note"])).replace("\ue002", ":")
            report("reference-restyled", f"the style has no place for what is remarked on the work: {remarks}", ref)
        return titles.with_names_kept(made) if style.lowers else made
    prose = ref.find(".//mixed-citation")
    report("reference-restyled", "the reference has no structured fields; it is printed as given", ref)
    if prose is None:
        return {"id": key, "type": "document", "title": text_of(ref)}
    return stand_for(prose, key, held, style)


def _placed(made: csl.Item, style: Style) -> csl.Item:
    """An item whose people and title are where the style looks for them: it would leave out a compiler that it does not know."""
    if "author" not in made and "editor" not in made:
        role = next((role for role in MAKERS if role in made), None)
        if role and role not in printable(style, made):
            made["editor"] = made.pop(role)
    if "author" not in made and "editor" in made and "author" in (prints := printable(style, made)) and "editor" not in prints:
        made["author"] = made.pop("editor")
    if made.get("publisher") == made.get("container-title") and {"publisher", "container-title"} <= set(printable(style, made)):
        made.pop("container-title", None)  # a server of preprints is said once
    if "note" in made and "title" not in made and "container-title" not in made:
        made["title"] = made.pop("note")  # the only words that say what it is
    if made["type"] == "standard" and "number" in made and "title" not in made and "container-title" not in made:
        made["title"] = made.pop("number")
    return made


def _printable_kind(made: csl.Item, style: Style) -> str:
    """The type of an item; another one where the style says neither what it is nor what it stands in, and would of the other."""
    named = {"title", "container-title"} & made.keys()
    prints = printable(style, made)
    if not prints or not named or named & prints:
        return str(made["type"])
    return next((kind for kind in _COMMON if named & printable(style, made | {"type": kind})), str(made["type"]))


def print_entries(
    entries: list[Inline], root: etree._Element, rids: Mapping[str, str], held: Held, *, labels: bool
) -> tuple[Mapping[str, int], list[str]]:
    """Put label and printed entry into every ref, the refs of each list in order; the order of all by id, and those without words."""
    refs = {str(ref.get("id")): ref for ref in root.iter("ref")}
    order: dict[str, int] = {}
    empty = []
    for entry in entries:
        rid = rids[entry["c"][0][0].removeprefix("ref-")]
        order[rid] = len(order)
        label, words = _entry(entry["c"][1], labels=labels)
        printed = to_jats(words, held, rids)
        _set(refs[rid], "".join(str(p) if isinstance(p, str) else text_of(p) for p in to_jats(label, held, rids)).strip(), printed)
        if not text_of(next(refs[rid].iter("mixed-citation"), None)).strip(" .,;"):
            empty.append(rid)
    for parent in root.iter("ref-list"):
        _sort(parent, order)
    return order, empty


def print_entry(entry: Inline, ref: etree._Element, held: Held) -> None:
    """Print a reference anew; its label stays."""
    _set(ref, text_of(ref.find("label")), to_jats(_entry(entry["c"][1], labels=True)[1], held, {}))


def name_silent(root: etree._Element, report: Report) -> None:
    """Print the key of each reference that has nothing to print: it can be seen, and is called so where it is cited."""
    for ref in root.iter("ref"):
        entry = ref.find(".//mixed-citation")
        if entry is not None and not _seen(entry):
            report("reference-restyled", f"the reference says nothing; its key is printed, {ref.get('id')}", ref)
            entry.text = ref.get("id")


def _seen(entry: etree._Element) -> bool:
    """Whether a reader sees anything of an entry: a picture, or a character that is neither a space nor invisible."""
    return entry.find(".//inline-graphic") is not None or any(unicodedata.category(one)[0] not in "CZ" for one in text_of(entry))


def part_names(root: etree._Element) -> None:
    """Set the parts of a name apart in a reference printed as given."""
    for name in [one for entry in root.iter("mixed-citation") for one in entry.iter("name")]:
        if name.getparent().tag != "name-alternatives":  # type: ignore[union-attr]
            as_printed(name)
            name.attrib.pop("name-style", "")


def name_anonymous(root: etree._Element) -> None:
    """Print the word for somebody unnamed where a reference printed as given has only the mark of one."""
    for mark in [one for entry in root.iter("mixed-citation") for one in entry.iter("anonymous")]:
        mark.tag, mark.text = "string-name", terms(language_of(mark)).get("anonymous", "Anonymous")


def name_in_scripts(root: etree._Element) -> None:
    """Print a name in several scripts, in a reference printed as given, as its first form with the others in brackets."""
    for names in [one for entry in root.iter("mixed-citation") for one in entry.iter("name-alternatives")]:
        parts = [[text_of(part) for part in name] for name in names]
        first, *others = (between(*said).join(said) or text_of(name) for said, name in zip(parts, names, strict=True))
        language, tail = names[0].get(LANG), names.tail
        names.clear()
        names.tag, names.text, names.tail = "string-name", f"{first} ({', '.join(others)})" if others else first, tail
        if language:
            names.set(LANG, language)


def _entry(blocks: list[Inline], *, labels: bool) -> tuple[list[Inline], list[Inline]]:
    """The label in the margin, if entries have labels, and the words of an entry, whatever blocks and spans it is laid out in."""
    label: list[Inline] = []
    words: list[Inline] = []
    for block in blocks:
        for inline in block.get("c", []) if block["t"] in ("Para", "Plain") else _entry(block["c"][1], labels=labels)[1]:
            classes = inline["c"][0][1] if inline["t"] == "Span" else []
            if labels and "csl-left-margin" in classes:
                label += inline["c"][1]
            elif any(name.startswith("csl-") for name in classes):
                words += ([{"t": "Space"}] if words else []) + inline["c"][1]
            else:
                words.append(inline)
    return label, words


def _set(ref: etree._Element, label: str, words: list[str | etree._Element]) -> None:
    fields, prose = (next(ref.iter(tag), None) for tag in ("element-citation", "mixed-citation"))
    for child in list(ref):
        ref.remove(child)
    if label:
        ref.append(build("label", None, [label]))
    alternatives = build("citation-alternatives")
    if fields is not None:
        fields.tail = None
        alternatives.append(fields)
        kind = {"publication-type": fields.get("publication-type")}
        alternatives.append(_annotated(_trimmed(build("mixed-citation", kind, words)), fields))
    elif prose is not None:
        kept = copy.deepcopy(prose)
        kept.tail = None
        show_letter(kept, "".join(one if isinstance(one, str) else text_of(one) for one in words))
        alternatives.append(kept)
    ref.append(alternatives)


def _annotated(entry: etree._Element, fields: etree._Element) -> etree._Element:
    """An entry with what is annotated of its work behind it, where the style has no place for that."""
    printed = text_of(entry)
    for p in [p for p in fields.iterfind("annotation/p") if text_of(p) and text_of(p) not in printed]:
        said = copy.deepcopy(p)
        for part in said.iterfind(".//*[@id]"):
            del part.attrib["id"]
        append(entry, [" ", said.text or "", *said])
    return entry


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
