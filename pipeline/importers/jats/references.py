"""References: every `ref` holds one citation, in fields, as prose, or both; prose that marks its parts is harvested for its fields."""

from __future__ import annotations

import copy
import re
from typing import Final, TypeAlias

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import alone, fields, forms, harvest, marks, printed, remarks, several
from pipeline.importers.jats.leads import leads
from pipeline.importers.jats.tools import (
    CITATIONS,
    has_words,
    new,
    remove,
    rename,
    replace,
    take,
    unwrap,
)
from pipeline.tree import text_of

Goals: TypeAlias = dict[str, list[str]]
_ET_AL: Final = re.compile(r"[,.;]?(?:[\s\u00a0]+[^\W\d_](?:[.\s\u00a0-]*[^\W\d_]){0,3}\.?)?[,;]?[\s\u00a0]+et\.? al\b", re.IGNORECASE)
_LETTERED: Final = re.compile(r"\d[a-z]$")


def references(root: etree._Element, report: Report) -> None:
    """All references of the file."""
    goals: Goals = {}
    for ref in list(root.iter("ref")):
        goals |= _ref(ref, report)
    _cite_works(root, goals)
    for stray in list(root.iter(*CITATIONS)):
        if next(stray.iterancestors("ref"), None) is None:
            _stray(stray, report)


def _stray(stray: etree._Element, report: Report) -> None:
    """A citation in the running text is words there."""
    report("import-simplified", "a reference that stands in the text stays there as words", stray)
    for inner in list(stray.iter("person-group", "name", "string-name", "collab", "citation-alternatives", *CITATIONS)):
        if inner is not stray:
            unwrap(inner)
    separated(stray)
    for part in list(stray.iter("surname", "given-names", "prefix", "suffix")):
        unwrap(part)
    take(stray, "publication-type")
    rename(stray, "named-content", content_type="reference")
    for inner in list(stray):
        if inner.tag in fields.ELEMENTS and inner.tag != "ext-link":
            unwrap(inner)


def separated(element: etree._Element) -> None:
    """Put spaces between fields that stand in each other without punctuation."""
    for child in element:
        if not (child.tail or "").strip() and child.getnext() is not None:
            child.tail = " "


def _ref(ref: etree._Element, report: Report) -> Goals:
    """Bring a reference into the shape of the profile; what calls to it, or to a citation in it, now lead to."""
    for old in list(ref.iter("citation")):
        rename(old, "mixed-citation" if has_words(old) else "element-citation")
    for work in ref.iter("mixed-citation", "element-citation"):
        leads(work)
    remarks.remarks(ref)
    for prose in list(ref.iter("mixed-citation")):
        several.parted(prose)
    for prose in list(ref.iter("mixed-citation")):
        for date in prose.iter("date"):
            separated(date)
        if marks.only_fields(prose):
            _fields_beside(prose)
        if marks.run_together(prose):
            marks.set_apart(prose)
        printed.as_read(prose)
    found = [child for child in ref if child.tag in CITATIONS]
    for citation in found:
        _citation(citation, report)
    if not found:
        words = text_of(ref.find("label")) if ref.find("label") is not None else ""
        report("import-repaired", f"a reference is empty{f': {words}' if words else ''}", ref)
        ref.append(new("mixed-citation", ref))
    goals = _split(ref, [child for child in ref if child.tag in CITATIONS], report)
    if (label := ref.find("label")) is not None:
        label.tail = None
        ref.insert(0, label)
        for link in list(label.iter("xref")):
            report("import-simplified", f"a link in the label of a reference is words: {text_of(link)}", link)
            unwrap(link)
    return goals


def _fields_beside(prose: etree._Element) -> None:
    """Put the fields of a printed reference that is nothing else beside it, unless they are there."""
    parent = prose.getparent()
    if parent is not None and parent.tag == "citation-alternatives":
        holder = parent
    else:
        replace(prose, holder := new("citation-alternatives", prose))
        holder.append(prose)
    if holder.find("element-citation") is None:
        holder.insert(0, rename(copy.deepcopy(prose), "element-citation"))
        holder[0].attrib.pop("id", "")
        holder[0].tail = prose.tail = None


def _citation(citation: etree._Element, report: Report) -> None:
    """One citation, or its alternatives: fields, prose, or both."""
    if citation.tag == "citation-alternatives" and not any(inner.tag in CITATIONS for inner in citation):
        rename(citation, "mixed-citation" if has_words(citation) else "element-citation")  # of nothing but fields
    if citation.tag != "citation-alternatives":
        fields.mend(citation, report)
        return
    for inner in [one for one in citation.iter("citation-alternatives") if one is not citation]:
        unwrap(inner)
    for inner in list(citation):
        fields.mend(inner if inner.tag in CITATIONS else rename(inner, "mixed-citation"), report)


def _split(ref: etree._Element, found: list[etree._Element], report: Report) -> Goals:
    """One citation a reference: fields and prose of one work go together; other works become references after it."""
    works = forms.works(found)
    goals: Goals = {}
    for child in found:
        child.tail = None
        ref.remove(child)
    for work in works[:-1]:
        for prose in (one for one in work if one.tag == "mixed-citation"):
            printed.ended(prose)
    last, whole = ref, text_of(ref.find("label"))
    for n, work in enumerate(works):
        holder = ref if not n else new("ref", work[0], {"id": f"{ref.get('id')}-{n + 1}"})
        named = [one for part in work for one in (part, part.getparent()) if one is not None and one.get("id")]
        goals |= {str(one.get("id")): [str(holder.get("id"))] for one in named}
        _label(holder, whole if len(works) > 1 else None, work)
        holder.append(_joined(work, report))
        if n:
            last.addnext(holder)
            last = holder
    if len(works) > 1:
        report("import-simplified", f"a reference of {len(works)} works becomes {len(works)} references; its citations name all", ref)
        goals[str(ref.get("id"))] = [str(ref.get("id")), *(f"{ref.get('id')}-{n}" for n in range(2, len(works) + 1))]
    return goals


def _label(holder: etree._Element, whole: str | None, work: list[etree._Element]) -> None:
    """The label of one of several works is that of the whole reference and its own; "1b" says both."""
    label = next((inner for one in work for inner in one.iter("label")), None)
    if label is None:
        return
    _unbracketed(label)
    parent = label.getparent()
    remove(label)
    if parent is not None:
        parent.text = (parent.text or "").lstrip() or None
    if whole is None:
        return
    number, own = whole.strip("[]()."), text_of(label)
    words = own if number and own.lstrip("[(").startswith(number) else f"{whole}{own}"
    first = holder.find("label")
    if first is None:
        holder.append(new("label", label, None, [words]))
    else:
        first.text = words


def _unbracketed(label: etree._Element) -> None:
    """Take away the brackets that a work has round the letter that is its label: "(a) Abel"."""
    previous, parent = label.getprevious(), label.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    opening, closing = re.search(r"[(\[]\s*$", before), re.match(r"\s*[)\]]\s*", label.tail or "")
    if opening and closing:
        label.tail = (label.tail or "")[closing.end() :]
        if previous is not None:
            previous.tail = before[: opening.start()]
        elif parent is not None:
            parent.text = before[: opening.start()]


def _cite_works(root: etree._Element, goals: Goals) -> None:
    """Citations of a reference of several works name all of them, or the one whose label they say; those of a work in it name that."""
    labels = {str(ref.get("id")): _bare(ref.find("label")) for ref in root.iter("ref")} if goals else {}
    for xref in [one for one in root.iter("xref") if one.get("ref-type") == "bibr"] if goals else ():
        keys = (xref.get("rid") or "").split()
        meant = list(dict.fromkeys(goal for key in keys for goal in goals.get(key, [key])))
        said = [goal for goal in meant if labels.get(goal) == _bare(xref)] if len(keys) == 1 else []
        xref.set("rid", " ".join(said if len(said) == 1 and _LETTERED.search(_bare(xref)) else meant))


def _bare(label: etree._Element | None) -> str:
    return text_of(label).strip("[](). ") if label is not None else ""


def _joined(work: list[etree._Element], report: Report) -> etree._Element:
    """One work: its fields, given or harvested, and its prose."""
    given = next((one for one in work if one.tag == "element-citation"), None)
    prose = next((one for one in work if one.tag == "mixed-citation"), None)
    others = [one for one in work if one is not given and one is not prose]
    for one in work:
        one.tail = None
    if prose is None:
        assert given is not None
        forms.join(given, None, others, report)
        return given if len(given) else rename(given, "mixed-citation")
    if given is not None and alone.identifiers_beside(prose, given):
        given = None
    if given is None:
        given = harvest.fields(prose, report)
    forms.join(given, prose, others, report)
    if given is not None:
        _others(given, text_of(prose))
    return prose if given is None else new("citation-alternatives", prose, None, [given, prose])


def _others(given: etree._Element, words: str) -> None:
    """The authors of a work are others too if its prose says "et al." between the last of them and what follows."""
    group = next((one for one in given.findall("person-group") if one.get("person-group-type") == "author"), None)
    if group is None or not len(group) or group.find("etal") is not None:
        return
    last = text_of(group[-1].find("surname") if group[-1].find("surname") is not None else group[-1])
    place = words.lower().find(last.lower()) if last else -1
    if place >= 0 and _ET_AL.match(words, place + len(last)):
        group.append(new("etal", group))
