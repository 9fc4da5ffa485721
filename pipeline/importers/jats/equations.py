"""Equations: numbers that a formula says in itself, as a label of a row of MathML or a tag of TeX, are its label."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import new, rename
from pipeline.math import mathml_of
from pipeline.tree import MATHML, raw_text, text_of

_M: Final = f"{{{MATHML}}}"
_GAP: Final = re.compile(r"\s*\\qquad\s*\(\s*(?P<number>[A-Z]?\d+(?:\.\d+)*)\s*\)\s*$")
_NUMBERED: Final = [f"{_M}{tag}" for tag in ("mspace", "mo", "mn", "mo")]
_TEX_LABEL: Final = re.compile(r"\\label\s*\{([^{}]+)\}")
_PRINTED: Final = re.compile(r"\[(\w+:[^\[\]\s]+)\]")
_LABELLED: Final = ("fig", "table-wrap", "disp-formula", "sec", "app")
_NUMBER: Final = re.compile(r"[A-Z]?\d+(?:\.\d+)*[a-z]?")
_TAG: Final = re.compile(r"\\tag(?P<star>\*?)\s*\{(?P<said>[^{}]*)\}")


def own_number(formula: etree._Element, label: etree._Element | None) -> etree._Element | None:
    """The label of a displayed formula, the one it has or the one number in it; its rows have none beside that."""
    rows = list(formula.iter(f"{_M}mlabeledtr"))
    said = [_taken(row) for row in rows]
    if len(rows) == 1:
        return label if label is not None or not said[0] else new("label", formula, None, [said[0]])
    for row, words in zip(rows, said, strict=True):  # several: each behind its row
        row.append(new(f"{_M}mtd", row, None, [new(f"{_M}mtext", row, None, [words])]))
    tags = [tag for tex in formula.iter("tex-math") for tag in _TAG.finditer(tex.text or "")]
    if label is None and len(tags) == 1 and (words := _words(tags[0]["said"].strip("$ "), formula)):
        return new("label", formula, None, [words if tags[0]["star"] else f"({words})"])
    return label if label is not None else _behind(formula)


def _behind(formula: etree._Element) -> etree._Element | None:
    """The number that stands in brackets behind a formula with a wide gap: `a = b \\qquad (1)`; it is taken out of all its forms."""
    tex = next(formula.iter("tex-math"), None)
    found = _GAP.search(tex.text or "") if tex is not None else None
    if tex is None or found is None:
        return None
    for math in formula.iter(f"{_M}math"):
        row = math[0] if len(math) == 1 else math
        number = 2 if len(row) and row[-1].tag == f"{_M}mrow" and [one.tag for one in row[-1]] == _NUMBERED[1:] else 4
        parts = [inner.tag for part in list(row)[-number:] for inner in (part if len(part) else [part])]
        if raw_text(row).endswith(f"({found['number']})") and parts == _NUMBERED:
            del row[-number:]
    tex.text = str(tex.text)[: found.start()]
    return new("label", formula, None, [f"({found['number']})"])


def by_label(root: etree._Element) -> None:
    """A formula whose TeX has a label is what references to this label mean; "[eq:one]", as converters print it, is no word."""
    calls: dict[str, list[etree._Element]] = {}
    known = {str(one.get("id")) for one in root.iter(*_LABELLED)}
    for xref in root.iter("xref"):
        calls.setdefault(xref.get("rid") or "", []).append(xref)
        if (found := _PRINTED.fullmatch(text_of(xref))) and xref.get("rid") in {found[1], _coded(found[1])} & known:
            xref[:], xref.text = [], None
    for tex in root.iter("tex-math"):
        formula = next(tex.iterancestors("disp-formula"), None)
        for label in _TEX_LABEL.findall(tex.text or "") if formula is not None else ():
            coded = _coded(label)
            for xref in calls.get(label, []) + (calls.get(coded, []) if coded != label else []):
                formula.set("id", formula.get("id") or coded)  # type: ignore[union-attr]
                xref.set("rid", str(formula.get("id")))  # type: ignore[union-attr]
                if text_of(xref) == f"[{label}]":
                    xref.text = None


def _coded(label: str) -> str:
    """A label of TeX as converters make an id of it."""
    return re.sub(r"[^\w.-]", lambda sign: f"U{ord(sign[0]):04X}", label)


def as_called(root: etree._Element) -> None:
    """Where no displayed formula has a label, those that are called by their numbers alone have these: "Equation (1)".

    One that is neither labelled nor called has no number in print: it needs no id, for which it would get one.
    """
    formulas = {str(one.get("id")): one for one in root.iter("disp-formula") if one.get("id")}
    calls: dict[str, set[str]] = {}
    for xref in root.iter("xref") if formulas else ():
        for key in (xref.get("rid") or "").split():
            if key in formulas:
                calls.setdefault(key, set()).add(text_of(xref).strip("()"))
    if not any(one.find("label") is not None for one in root.iter("disp-formula")):
        for key, said in calls.items():
            if len(said) == 1 and _NUMBER.fullmatch(next(iter(said))):
                formulas[key].insert(0, new("label", formulas[key], None, [f"({said.pop()})"]))
    for key, formula in formulas.items():
        if key not in calls and formula.find("label") is None:
            del formula.attrib["id"]


def _words(tex: str, formula: etree._Element) -> str:
    """The words of a tag, which may be a formula."""
    if not re.search(r"[\\^_]", tex):
        return tex
    math = mathml_of(new("tex-math", formula, None, [tex]))
    return "" if math is None else raw_text(math)


def _taken(row: etree._Element) -> str:
    """The label of a row, taken out of it."""
    rename(row, f"{_M}mtr")
    first = row[0] if len(row) else None
    if first is None:
        return ""
    row.remove(first)
    return text_of(first)
