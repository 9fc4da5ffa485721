"""PDF read back: the facts of a finished print, from its links and from the words under them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pypdfium2

from pipeline.checks.facts import Facts, squeezed


def pdf(data: bytes, expected: Facts) -> Facts:
    """The facts of a print; a reference is what was expected if its words stand there, on one page or across two."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = [page.get_textpage() for page in document]
        words = [_bare(text.get_text_bounded()) for text in texts]
        with pikepdf.open(io.BytesIO(data)) as file:
            links = [
                (key, text.get_text_bounded(*box))
                for page, text in zip(file.pages, texts, strict=True)
                for key, box in _links(page)
                if key in expected.references
            ]
    finally:
        document.close()
    return Facts(tuple(links), {key: text for key, text in expected.references.items() if _stands(_bare(text), words)})


def _links(page: pikepdf.Page) -> Iterator[tuple[str, list[float]]]:
    """The links of a page into the article: the name of the goal, and the box."""
    for note in page.get("/Annots", []):
        action = note.get("/A", {})
        goal = note.get("/Dest") or (action.get("/D") if action.get("/S") == "/GoTo" else None)
        if isinstance(goal, pikepdf.String):
            yield str(goal), [float(value) for value in note.Rect]


def _bare(text: str) -> str:
    """Words without the hyphens that lines may end with."""
    return squeezed(text).replace("-", "").replace("\ufffe", "")


def _stands(text: str, pages: list[str]) -> bool:
    if any(text in page for page in pages):
        return True
    turns = list(pairwise(pages))
    return any(text[:cut] in one and text[cut:] in other for one, other in turns for cut in range(1, len(text)))
