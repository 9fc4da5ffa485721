"""Labels: numbers for figures, tables, equations, sections and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Final, TypeAlias

from lxml import etree

from pipeline.digits import style
from pipeline.markup import build
from pipeline.resolve.calls import name_targets, numbered
from pipeline.styles import terms
from pipeline.tree import language_of, text_of

# Elements numbered through the article, with the term that names them
NUMBERED: Final = {"fig": "figure", "table-wrap": "table", "supplementary-material": "supplement", "boxed-text": "box"}
_ABSTRACTS: Final = ("abstract", "trans-abstract")
_NUMBER: Final = re.compile(r"[^\D0]\d*")
_Digits: TypeAlias = Mapping[int, str]  # of the text, where they are not Latin


def resolve_labels(root: etree._Element, language: str) -> None:
    """Print every label that is missing and the words of every empty cross-reference."""
    _number(root, language)
    name_targets(root)


def _number(document: etree._Element, language: str) -> None:
    """Number an article without its sub-articles, then each of these, which counts from one again."""
    words, inner = terms(language), document.findall("sub-article")
    for sub in inner:
        document.remove(sub)
    _, digits = style(document)
    _number_floats(document, words, digits)
    _number_equations(document, digits)
    _number_statements(document, words, digits)
    _number_appendices(document, words)
    _number_sections(document, digits)
    _number_notes(document, digits)
    _number_affiliations(document, digits)
    document.extend(inner)
    for sub in inner:
        _number(sub, language_of(sub))


def _label(element: etree._Element, text: str) -> None:
    """Set the first label of an element, unless it has one of its own."""
    if element.find("label") is None:
        element.insert(len(element.findall("object-id")), build("label", None, [text]))


def _count(found: list[etree._Element], name: Callable[[str], str], digits: _Digits) -> None:
    """Number what has no label by its place, or by the next number that no label says."""
    taken = {number for one in found for number in _NUMBER.findall(text_of(one.find("label")).translate(digits))}
    for n, one in enumerate(found, 1):
        if one.find("label") is None:
            free = next(_numbers(digits, taken, n))
            taken.add(free)
            _label(one, name(free))


def _numbers(digits: _Digits, taken: Container[str], start: int = 1) -> Iterator[str]:
    """The numbers that are not taken yet."""
    return (number for n in count(start) if (number := str(n).translate(digits)) not in taken)


def _number_floats(root: etree._Element, words: Mapping[str, str], digits: _Digits) -> None:
    """Floats are numbered by their kinds; a supplement that its caption names only if it is called without words."""
    meant, bare = _meant(root), _called_bare(root)
    floats = [one for one in root.iter(*NUMBERED) if _counts(one, meant, bare)]
    named = [one for one in floats if one.tag == "supplementary-material" and text_of(one.find("caption")) and one.get("id") not in bare]
    for together in (("fig", "table-wrap"), ("supplementary-material",), ("boxed-text",)):
        found = _unless_labelled([one for one in floats if one.tag in together and one not in named], root)
        for tag in together:
            _count([one for one in found if one.tag == tag], partial(numbered, words[NUMBERED[tag]]), digits)


def _counts(element: etree._Element, meant: set[str], bare: set[str]) -> bool:
    """A float that can be named: it has an id or a label and is no part of an infobox, another float, or an abstract that shows a picture.

    A box that nothing calls is read where it stands, and needs no number; so is one without a caption that is called in words.
    """
    if (element.get("id") is None and element.find("label") is None) or element.get("content-type") == "infobox":
        return False
    if element.tag == "boxed-text" and element.get("id") not in (bare if element.find("caption") is None else meant):
        return False
    around = [a for a in element.iterancestors() if a.get("content-type") == "infobox" or a.tag in ("fig", "table-wrap", *_ABSTRACTS)]
    return not around or (around[0].tag in _ABSTRACTS and element.get("id") in meant)


def _meant(root: etree._Element) -> set[str]:
    """The ids that cross-references point to."""
    return {key for xref in root.iter("xref") for key in (xref.get("rid") or "").split()}


def _number_equations(root: etree._Element, digits: _Digits) -> None:
    named = [f for f in root.iter("disp-formula") if f.get("id")]
    _count(_unless_labelled(named, root), "({})".format, digits)


def _unless_labelled(found: list[etree._Element], root: etree._Element) -> list[etree._Element]:
    """All; where some have labels of the article's own, those and what a reference without words leads to: others have no number."""
    if not any(one.find("label") is not None for one in found):
        return found
    called = _called_bare(root)
    return [one for one in found if one.find("label") is not None or one.get("id") in called]


def _called_bare(root: etree._Element) -> set[str]:
    """The ids that cross-references without words point to."""
    return {rid for xref in root.iter("xref") if not text_of(xref) for rid in (xref.get("rid") or "").split()}


def _number_statements(root: etree._Element, words: Mapping[str, str], digits: _Digits) -> None:
    counts: dict[str, int] = {}
    found = [one for one in root.iter("statement") if one.get("id")]
    called = _called_bare(root) if found else set()
    titled = [one for one in found if one.find("title") is not None]
    bare = set(titled).difference(_unless_labelled(found, root))
    bare |= {one for one in titled if not one.get("content-type") and one.get("id") not in called}  # its title says what it is
    for statement in [one for one in found if one not in bare]:
        kind = statement.get("content-type") or "statement"
        counts[kind] = counts.get(kind, 0) + 1
        name, title = words.get(kind, kind.capitalize()), statement.find("title")
        number = str(counts[kind]).translate(digits)
        _label(statement, name if kind == "proof" else numbered(name, number))  # a proof belongs to what it proves
        if title is not None and text_of(title).rstrip(".:").lower() == name.lower():
            statement.remove(title)  # which the label says


def _number_appendices(root: etree._Element, words: Mapping[str, str]) -> None:
    """Appendices have letters; where a heading says that it is one, or a supplement, those have that are called without words."""
    apps = list(root.iter("app"))
    says = re.compile(rf"(?:[^\W\d_]+ )?(?:{words['appendix']}|appendi|supplement|supporting|additional)", re.IGNORECASE)
    if any(says.match(text_of(app.find("title"))) for app in apps):
        called = _called_bare(root)
        apps = [app for app in apps if app.get("id") in called]
    for n, app in enumerate(apps):
        _label(app, words["appendix"] + (f"\N{NO-BREAK SPACE}{letters(n)}" if len(apps) > 1 else ""))


def letters(n: int) -> str:
    """A, B … Z, AA, AB … for 0, 1 …"""
    return (letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _number_sections(root: etree._Element, digits: _Digits) -> None:
    body = root.find("body[@specific-use='numbered']")
    if body is not None:
        _number_below(body, "", digits)


def _number_below(parent: etree._Element, above: str, digits: _Digits) -> None:
    for n, sec in enumerate(parent.findall("sec"), 1):
        _label(sec, label := f"{above}{n}".translate(digits))
        _number_below(sec, f"{label}.", digits)


def _number_notes(root: etree._Element, digits: _Digits) -> None:
    """Footnotes in the order of their calls, notes of tables by letters, if they say no sign; what is never called has no mark."""
    notes = {str(fn.get("id")): fn for fn in root.iter("fn")}
    article = [fn for fn in notes.values() if _of_article(fn)]
    called = [fn for fn in _called(root, notes) if _of_article(fn)]
    ordered = list(dict.fromkeys([*called, *article]))
    given = _without_numbers(ordered) if any(fn.get("specific-use") == "citation" for fn in ordered) else {}
    taken = {text_of(fn.find("label")).translate(digits) for fn in ordered if fn.find("label") is not None}
    free = _numbers(digits, taken)
    for fn in called:
        if fn.find("label") is None:
            _label(fn, fn.get("symbol") or next(free))
    _call_anew(root, {key: (old, text_of(notes[key].find("label"))) for key, old in given.items()})
    _in_order(ordered)
    meant = _meant(root)
    for foot in root.iter("table-wrap-foot"):
        for n, fn in enumerate(fn for fn in foot.iter("fn") if fn.get("id") in meant):
            _label(fn, fn.get("symbol") or letters(n).lower())
    for group in root.iter("author-notes"):
        for n, fn in enumerate(fn for fn in group.findall("fn") if fn.get("id") in meant):
            _label(fn, fn.get("symbol") or "*" * (n + 1))


def _without_numbers(ordered: list[etree._Element]) -> dict[str, str]:
    """The numbers that notes have of their own, taken off them: where citations become notes too, all are counted together."""
    taken: dict[str, str] = {}
    for fn in ordered:
        label = fn.find("label")
        if label is not None and (number := text_of(label).strip("[](). ")).isdigit():
            taken[str(fn.get("id"))] = number
            fn.remove(label)
    return taken


def _call_anew(root: etree._Element, changed: Mapping[str, tuple[str, str]]) -> None:
    """Put the new number of a note where its calls say the old one."""
    for xref in root.iter("xref") if changed else ():
        old, new = changed.get(str(xref.get("rid")), ("", ""))
        for node in xref.iter() if old != new else ():
            node.text = re.sub(rf"(?<!\d){old}(?!\d)", new, node.text or "") or None


def _of_article(fn: etree._Element) -> bool:
    return not any(a.tag in ("table-wrap-foot", "author-notes") for a in fn.iterancestors())


def _called(root: etree._Element, notes: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    """The notes in the order in which a reader meets their calls; a call inside a note comes where that note is read."""

    def calls(element: etree._Element) -> Iterator[etree._Element]:
        for xref in element.iter("xref"):
            inside = next(xref.iterancestors("fn"), None)
            if xref.get("ref-type") != "fn" or (inside is not None and inside is not element):
                continue
            for rid in (xref.get("rid") or "").split():
                if rid in notes and notes[rid] is not element:
                    yield notes[rid]
                    yield from calls(notes[rid])

    yield from calls(root)


def _in_order(ordered: list[etree._Element]) -> None:
    """Put the notes of the first group in the order of their numbers."""
    groups = list(dict.fromkeys(fn.getparent() for fn in ordered))
    for group in groups:
        if group is None or group.tag != "fn-group":
            continue
        for fn in [fn for fn in ordered if fn.getparent() is group]:
            group.append(fn)


def _number_affiliations(root: etree._Element, digits: _Digits) -> None:
    affiliations = list(root.iter("aff"))
    taken = {text_of(aff.find("label")).translate(digits) for aff in affiliations}
    free = _numbers(digits, taken)
    for aff in affiliations if len(affiliations) > 1 else []:
        if aff.find("label") is None:
            words, aff.text = aff.text, None
            label = build("label", None, [next(free)])
            label.tail = words
            aff.insert(0, label)
