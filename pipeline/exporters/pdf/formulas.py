"""Formulas in print: drawn; a long one in pieces, so that lines can end between them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline import math
from pipeline.exporters.html import h
from pipeline.exporters.pdf.paper import paper
from pipeline.markup import Parts
from pipeline.rules import Rules
from pipeline.tree import MATHML

_HIGH, _AIR = 1.6, 0.12  # em: what is higher than a line, and what is above and below it, lest it touch what is high in the next
_LONG: Final = 14.0  # em; what is shorter fits a column, and stays whole
_SIDE: Final = 6.0  # em; a left side that is no wider
_ROWS: Final = ("mrow", "mstyle", "mpadded", "semantics")
_SCRIPTS: Final = ("msup", "msub", "msubsup")
_RELATIONS: Final = frozenset("=<>≤≥≠≈≡≅∼≃∝≪≫∈⊂⊆→↦⇒⇔⟶⟹⟺≜≔+-−±∓∪∩∧∨⊕")  # a line may begin with these
_STOPS: Final = frozenset(",;")  # and end with these
_OPENING, _CLOSING, _BARS = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉"), frozenset("|‖∣∥")
_ENDING: Final = frozenset("!%′″‴'…⋯")  # signs that are of the term before them, or stand for terms
_FENCES: Final = _OPENING | _CLOSING | _BARS


@paper("math")
def drawn_math(formula: etree._Element, _render: Rules[Parts]) -> Parts:
    """A formula as a drawing, with the words for those who cannot see it; its characters where it cannot be drawn."""
    drawing, words = math.drawn(formula), math.spoken(formula)
    if drawing is None:
        return [h("span", {"class": "formula", "id": formula.get("id")}, [words])]
    drawings = _drawings(formula) if drawing.width > _LONG else []
    return [_image(one, "" if n else words, None if n else formula.get("id")) for n, one in enumerate(drawings or [drawing])]


def _drawings(formula: etree._Element) -> list[math.Drawing]:
    """The drawings of the pieces of a formula; a short left side stays with what begins the right one. None if one cannot be drawn."""
    drawings = [math.drawn(piece) for piece in pieces(formula)]
    whole = [one for one in drawings if one is not None]
    if len(whole) < len(drawings):
        return []
    if len(whole) > 2 and whole[0].width <= _SIDE and whole[0].width + whole[1].width <= _LONG:
        joined = math.drawn(pieces(formula, 1)[0])
        return [joined, *whole[2:]] if joined else whole
    return whole


def _image(drawing: math.Drawing, words: str, key: str | None) -> etree._Element:
    air = _AIR if drawing.height > _HIGH else 0.0
    place = f"vertical-align: -{max(drawing.depth, 0) + air:.3f}em" + (f"; margin: {air}em 0" if air else "")
    size = f"width: {drawing.width:.3f}em; height: {drawing.height:.3f}em; {place}"
    source = "data:image/svg+xml;base64," + base64.b64encode(drawing.svg.encode()).decode()
    return h("img", {"id": key, "class": "formula", "alt": words, "src": source, "style": size})


def pieces(formula: etree._Element, skip: int = 0) -> list[etree._Element]:
    """A formula cut before its relations and sums and behind its commas, outside all brackets, but for so many of the first places."""
    level = deepcopy(formula)
    row = _row(level)
    _unroll(row, level)
    _flatten(row)
    places = list(_cuts(row))[skip:]
    return [_piece(level, start, end) for start, end in pairwise([0, *places, len(row)])] if places else []


def _row(formula: etree._Element) -> etree._Element:
    """What holds the parts of a formula."""
    row = formula
    while (
        (inner := [child for child in row if not _local(child).startswith("annotation")]) and len(inner) == 1 and _local(inner[0]) in _ROWS
    ):
        row = inner[0]
    return row


def _unroll(row: etree._Element, formula: etree._Element) -> None:
    """Put the cells of a table of one line, which aligns nothing, into the row that holds it."""
    if len(row) == 1 and _local(row[0]) == "mtable" and len(row[0]) == 1:
        if row[0].get("displaystyle") == "true":
            formula.set("display", "block")
        row[:] = [part for cell in row[0][0] for part in cell]


def _flatten(row: etree._Element) -> None:
    """Put the parts of rows inside a row into it; not those of a row in brackets, which are as high as what it holds."""
    for inner in [part for part in row if _local(part) == "mrow" and not part.keys() and len(part) and not {*map(_sign, part)} & _FENCES]:
        _flatten(inner)
        place = row.index(inner)
        row[place : place + 1] = list(inner)


def _sign(part: etree._Element) -> str:
    """The sign that a part is, whatever is raised or lowered at it: the square of a bracket stands at its end."""
    while _local(part) in _SCRIPTS and len(part):
        part = part[0]
    return (part.text or "").strip() if _local(part) == "mo" else ""


def _cuts(row: etree._Element) -> Iterator[int]:
    """The numbers of the parts that lines may begin with."""
    depth, last, bars = 0, 0, False
    for n, part in enumerate(row):
        sign = _sign(part)
        depth += (sign in _OPENING) - (sign in _CLOSING) if sign else 0
        bars ^= sign in _BARS and depth == 0
        if sign and depth == 0 and not bars and last < n < len(row) - 1:
            place = n if sign in _RELATIONS and _joins(row, n) else n + 1 if sign in _STOPS and not _in_number(row, n) else 0
            if place > last + 1:
                yield place
                last = place


def _joins(row: etree._Element, place: int) -> bool:
    """Whether a sign stands between two terms, and is none of the second: no other sign that waits for a term stands before it."""
    before = _sign(row[place - 1])
    return not before or before in _CLOSING | _BARS | _ENDING


def _in_number(row: etree._Element, place: int) -> bool:
    return _local(row[place - 1]) == _local(row[place + 1]) == "mn"


def _piece(formula: etree._Element, start: int, end: int) -> etree._Element:
    """The parts from one place to another as a formula; with nothing before it, a sign that joins would be taken for one of its term."""
    made = deepcopy(formula)
    row = _row(made)
    for n, part in reversed(list(enumerate(row))):
        if not start <= n < end:
            row.remove(part)
    if start:
        row.insert(0, etree.Element(f"{{{MATHML}}}mspace", {"width": "0em"}))
    return made


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
