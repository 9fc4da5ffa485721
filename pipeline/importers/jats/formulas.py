"""Formulas: each holds MathML, TeX or a picture, or several of them as alternatives; words in italics become MathML."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats.equations import as_called, by_label, own_number
from pipeline.importers.jats.letters import letters
from pipeline.importers.jats.tools import content, fill, is_blank, is_empty, new, remove, rename, replace, unwrap
from pipeline.markup import Parts
from pipeline.tree import MATHML, find_all, fold, name, text_of

_M: Final = f"{{{MATHML}}}"
_ARITY: Final = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_LEAVES: Final = {"mi", "mn", "mo", "mtext", "ms"}
_ALONE: Final = ("disp-formula", "inline-formula", "alternatives")
_LOOSE: Final = {"maction": 1, "mlongdiv": 0, "mstack": 0, "msrow": 0}
_NOTATION: Final = ("math", "tex-math", "graphic", "inline-graphic")
_STYLES: Final = {"bold": "bold", "italic": "italic", "sans-serif": "sans-serif", "monospace": "monospace", "roman": "normal"}
_SCRIPTS: Final = {"sub": "msub", "sup": "msup"}


def formulas(root: etree._Element, report: Report) -> None:
    """Bring every formula into the shape of the profile."""
    letters(root)
    for holder in find_all(root, "//styled-content[@id][count(*) = 1][disp-formula] | //named-content[@id][count(*) = 1][disp-formula]"):
        if text_of(holder) == text_of(holder[0]):
            holder[0].set("id", holder[0].get("id") or str(holder.get("id")))
            unwrap(holder)
    by_label(root)
    for group in list(root.iter("disp-formula-group")):
        _group(group)
    for math in list(root.iter(f"{_M}math")):
        _mathml(math, report)
    for loose in [*root.iter(f"{_M}math"), *root.iter("tex-math")]:
        _wrap(loose)
    for formula in list(root.iter("inline-formula", "disp-formula")):
        _formula(formula, report)
    as_called(root)


def _group(group: etree._Element) -> None:
    """The formulas of a group, each for itself; the group's label and caption stay as words before them."""
    for child in list(group):
        if child.tag in ("label", "caption") and not is_empty(child):
            for inner in find_all(child, ".//title | .//p"):
                unwrap(inner)
            rename(child, "p")
    first = group.find("disp-formula")
    if first is not None and group.get("id") and not first.get("id"):
        first.set("id", str(group.get("id")))
    unwrap(group)


def _mathml(math: etree._Element, report: Report) -> None:
    """Presentation MathML with the number of parts that each element needs."""
    for extra in list(math.iter(f"{_M}annotation-xml")):
        report("import-simplified", "content MathML beside presentation MathML is left out", extra)
        remove(extra)
    for element in list(math.iter(f"{_M}*")):
        local = str(element.tag).removeprefix(_M)
        if local in _LOOSE:
            for child in list(element)[_LOOSE[local] or len(element) :]:
                remove(child)
            unwrap(element)
        elif local in ("maligngroup", "malignmark"):
            remove(element)
        elif local == "mglyph":
            replace(element, new(f"{_M}mtext", element, None, [element.get("alt") or "\ufffd"]))
        elif local == "mspace":
            element.text = None
        elif local not in _LEAVES | {"annotation"}:
            _texts_in(element)
        if local in _ARITY:
            _parts(element, _ARITY[local])


def _texts_in(element: etree._Element) -> None:
    """Text where MathML has only elements becomes `mtext`."""
    if all(is_blank(text) for text in (element.text, *(child.tail for child in element))):
        return
    parts = [new(f"{_M}mtext", element, None, [fold(part)]) if isinstance(part, str) and fold(part) else part for part in content(element)]
    fill(element, parts)


def _parts(element: etree._Element, count: int) -> None:
    while len(element) < count:
        element.append(new(f"{_M}mrow", element))
    if len(element) > count:
        rest = list(element)[count - 1 :]
        row = new(f"{_M}mrow", element)
        row.extend(rest)
        element.append(row)


def _wrap(loose: etree._Element) -> None:
    """A formula that stands in the text without its element gets one."""
    if any(ancestor.tag in _ALONE for ancestor in loose.iterancestors()):
        return
    block = loose.get("display") == "block" or loose.getparent().tag in ("sec", "body", "boxed-text", "app")  # type: ignore[union-attr]
    holder = new("disp-formula" if block else "inline-formula", loose)
    replace(loose, holder)
    holder.append(loose)


def _formula(formula: etree._Element, report: Report) -> None:
    """One formula: its notations together, its label, what is only words beside it."""
    block = formula.tag == "disp-formula"
    for wrapper in list(formula.iter("alternatives", "named-content", "styled-content", "inline-formula", "p", "chem-struct")):
        if wrapper is not formula:
            unwrap(wrapper)
    for graphic in list(formula.iter("graphic", "inline-graphic", "media", "inline-media")):
        rename(graphic, "graphic" if block else "inline-graphic")
    found = [child for child in formula.iter(*_tags()) if not _inside(child, formula)]
    for child in found:
        while (parent := child.getparent()) is not None and parent is not formula and not is_blank(child.tail):
            unwrap(parent)  # of emphasis, words behind the notation
    label = own_number(formula, _label(formula)) if block else _label(formula)
    before, after = _words(formula, found)
    if not found:
        _of_words(formula, label, [*before, *after], report)
        return
    for child in found:
        child.tail = None
    _put_beside(formula, before, after)
    formula.extend(([label] if label is not None else []) + [_together(found, formula, report)])


def _tags() -> tuple[str, ...]:
    return tuple(f"{_M}math" if tag == "math" else tag for tag in _NOTATION)


def _inside(child: etree._Element, formula: etree._Element) -> bool:
    """Whether a notation stands inside another one (a picture within MathML)."""
    tags = _tags()
    return any(ancestor.tag in tags for ancestor in child.iterancestors() if ancestor is not formula)


def _label(formula: etree._Element) -> etree._Element | None:
    label = formula.find("label")
    if label is None:
        return None
    tail, label.tail = label.tail, None
    formula.remove(label)
    formula.text = (formula.text or "") + (tail or "") or None
    if not len(label) and label.text:
        label.text = label.text.rstrip(" \t\r\n,;")  # which are the sentence's
    return label


def _words(formula: etree._Element, found: list[etree._Element]) -> tuple[Parts, Parts]:
    """What stands before the first notation and what stands behind it, taken out of the formula."""
    before: Parts = []
    after: Parts = []
    seen = False
    for part in content(formula):
        if not isinstance(part, str) and part in found:
            seen = True
        else:
            (after if seen else before).append(part)
    return before, after


def _together(found: list[etree._Element], formula: etree._Element, report: Report) -> etree._Element:
    """The notations: one, or several as alternatives."""
    kept: dict[str, etree._Element] = {}
    for child in found:
        kind = "graphic" if child.tag in ("graphic", "inline-graphic") else name(child)
        if kind not in kept:
            kept[kind] = child
        elif kind == "mml:math":
            kept[kind] = _joined(kept[kind], child)
        elif kind == "tex-math":
            kept[kind].text = f"{kept[kind].text or ''} {child.text or ''}"
        else:
            _second_picture(formula, child, report)
    ordered = [kept[kind] for kind in ("mml:math", "tex-math", "graphic") if kind in kept]
    return ordered[0] if len(ordered) == 1 else new("alternatives", formula, None, ordered)


def _joined(first: etree._Element, second: etree._Element) -> etree._Element:
    """Two pieces of MathML, one after the other."""
    row = new(f"{_M}mrow", second, None, list(second))
    first.append(row)
    return first


def _second_picture(formula: etree._Element, picture: etree._Element, report: Report) -> None:
    report("import-simplified", "a formula of two pictures becomes two formulas", picture)
    other = new(str(formula.tag), picture, None, [picture])
    other.tail, formula.tail = formula.tail, None
    formula.addnext(other)


def _put_beside(formula: etree._Element, before: Parts, after: Parts) -> None:
    """Words that are no part of the notation stand before and behind the formula."""
    if any(not isinstance(part, str) or not is_blank(part) for part in before):
        holder = new("named-content", formula, {"content-type": "formula-text"}, before)
        formula.addprevious(holder)
        unwrap(holder)
    if any(not isinstance(part, str) or not is_blank(part) for part in after):
        holder = new("named-content", formula, {"content-type": "formula-text"}, after)
        holder.tail, formula.tail = formula.tail, None
        formula.addnext(holder)
        unwrap(holder)


def _of_words(formula: etree._Element, label: etree._Element | None, parts: Parts, report: Report) -> None:
    """A formula written in words and italics: MathML if displayed, else the words themselves."""
    fill(formula, parts)
    if formula.tag == "inline-formula" or is_empty(formula):
        if formula.get("id"):
            rename(formula, "named-content", content_type="formula")
        else:
            unwrap(formula)
        return
    if _mathable(formula):
        report("import-simplified", "a displayed formula of words becomes MathML", formula)
        math = new(f"{_M}math", formula, {"display": "block"}, [])
        _nodes(formula, math, "")
        fill(formula, [])
        content(formula)
        formula.extend(([label] if label is not None else []) + [math])
        return
    rename(formula, "p")
    if label is not None:
        label.tag = "named-content"
        label.set("content-type", "label")
        label.tail, formula.text = " " + (formula.text or ""), None
        formula.insert(0, label)


def _mathable(formula: etree._Element) -> bool:
    return all(child.tag in {*_STYLES, *_SCRIPTS} for child in formula.iter("*") if child is not formula)


def _nodes(source: etree._Element, row: etree._Element, style: str) -> None:
    """The words of a formula as MathML: letters in italics are identifiers, all else is words."""
    _letters(source.text, row, style, source)
    for child in source:
        if child.tag in _SCRIPTS:
            base = row[-1] if len(row) else new(f"{_M}mrow", child)
            script = new(f"{_M}mrow", child)
            _nodes(child, script, style)
            row.append(new(_M + _SCRIPTS[str(child.tag)], child, None, [base, script]))
        else:
            _nodes(child, row, _STYLES.get(str(child.tag), style))
        _letters(child.tail, row, style, source)


def _letters(text: str | None, row: etree._Element, style: str, like: etree._Element) -> None:
    if words := fold(text or ""):
        kind = "mi" if style == "italic" and words.isalpha() else "mtext"
        row.append(new(_M + kind, like, {"mathvariant": style} if style else None, [words]))
