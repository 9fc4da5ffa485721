"""Thumbnail: the first page of a print as a small picture, for lists of articles."""

from __future__ import annotations

import io

import pypdfium2

NAME = "thumbnail.png"
_WIDTH = 160  # pixels
_COLOURS = 32


def thumbnail(print_: bytes) -> bytes:
    """The first page, as a PNG."""
    document = pypdfium2.PdfDocument(print_)
    try:
        page = document[0]
        image = page.render(scale=_WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    made = io.BytesIO()
    image.convert("RGB").quantize(_COLOURS).save(made, "png", optimize=True)
    return made.getvalue()
