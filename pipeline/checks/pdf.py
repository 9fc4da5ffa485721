"""PDF read back: the facts of a finished print, from its links and from the words under them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias, cast

import pikepdf
import pypdfium2

from pipeline.checks.facts import RIGHT_TO_LEFT, Facts, squeezed

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top
Letter: TypeAlias = tuple[str, float, float]


def pdf(data: bytes, expected: Facts) -> Facts:
    """The facts of a print; a reference is what was expected if its words stand there, on one page or across two."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = [page.get_textpage() for page in document]
        words = [_bare(text.get_text_bounded()) for text in texts]
        letters = [list(_letters(text)) for text in texts]
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(data)) as file:
        links = [
            (key, _inside(box, page))
            for leaf, page in zip(file.pages, letters, strict=True)
            for key, box in _links(leaf)
            if key in expected.references
        ]
    return Facts(tuple(links), {key: text for key, text in expected.references.items() if _stands(_bare(text), words)})


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    """Each letter of a page with the middle of its place."""
    for number in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(number)
        yield chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, number)), (left + right) / 2, (bottom + top) / 2


def _inside(box: Box, letters: list[Letter]) -> str:
    left, bottom, right, top = box
    return "".join(letter for letter, x, y in letters if left <= x <= right and bottom <= y <= top)


def _links(page: pikepdf.Page) -> Iterator[tuple[str, Box]]:
    """The links of a page into the article: the name of the goal, and the box; italics in a link have a box of their own inside its."""
    last: tuple[str, Box] = ("", (0, 0, 0, 0))
    for note in cast("list[dict[str, pikepdf.Object]]", page.get("/Annots", [])):
        if goal := _goal(note):
            box = _box(note["/Rect"])
            if goal != last[0] or not _within(box, last[1]):
                last = (goal, box)
                yield last


def _goal(note: dict[str, pikepdf.Object]) -> str:
    goal = note.get("/Dest") or (note["/A"].get("/D") if "/A" in note else None)
    return str(goal) if isinstance(goal, pikepdf.String) else ""


def _box(rectangle: pikepdf.Object) -> Box:
    x, y, other_x, other_y = (float(value) for value in cast("list[float]", rectangle))
    return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _within(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] - 1 <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3] + 1


def _bare(text: str) -> str:
    """Words without the hyphens that lines may end with."""
    return squeezed(text).replace("-", "")


def _stands(text: str, pages: list[str]) -> bool:
    if RIGHT_TO_LEFT.search(text):
        # Digits and brackets beside such words come out in another order; the words themselves do not.
        parts = [*RIGHT_TO_LEFT.findall(text), *re.split(f"(?:{RIGHT_TO_LEFT.pattern}|[()\\[\\]\\d.,:;])+", text)]
        return all(_stands_whole(part, pages) for part in parts)
    return _stands_whole(text, pages)


def _stands_whole(text: str, pages: list[str]) -> bool:
    if any(text in page for page in pages):
        return True
    turns = list(pairwise(pages))
    return any(text[:cut] in one and text[cut:] in other for one, other in turns for cut in range(1, len(text)))
