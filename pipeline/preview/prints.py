"""Prints: the pages of a PDF as pictures, and the boxes of the links on them."""

from __future__ import annotations

import io
from typing import Any, cast

import pikepdf
import pypdfium2

_SCALE = 1.5  # pixels a point


def boxes(data: bytes) -> list[dict[str, Any]]:
    """Of each page its size in points, and its links to names: the name, and the box from the top left."""
    with pikepdf.open(io.BytesIO(data)) as file:
        return [_page(page) for page in file.pages]


def _page(page: pikepdf.Page) -> dict[str, Any]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    links = []
    for note in cast("list[pikepdf.Object]", page.get("/Annots", [])):
        goal = note.get("/Dest") or (note["/A"].get("/D") if "/A" in note else None)
        if isinstance(goal, pikepdf.String) and "/Rect" in note:
            edges = [float(edge) for edge in cast("list[float]", note.Rect)]
            (x, far), (low, high) = sorted(edges[::2]), sorted(edges[1::2])
            links.append({"key": str(goal), "box": [x - left, top - high, far - x, high - low]})
    return {"width": right - left, "height": top - bottom, "links": links}


def picture(data: bytes, number: int) -> bytes:
    """A page, the first being 1, as a PNG."""
    document = pypdfium2.PdfDocument(data)
    try:
        image = document[number - 1].render(scale=_SCALE).to_pil()
    finally:
        document.close()
    made = io.BytesIO()
    image.save(made, "png", compress_level=1)
    return made.getvalue()
