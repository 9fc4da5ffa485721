"""Pages: where those of a print begin in the text, said in its file, so that a book made with it has the same."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pikepdf

_OURS = "/ArticlePipeline"


class Start(NamedTuple):
    """Where a page begins: in which block of the document, after how many of its letters and digits."""

    folio: str
    block: int
    letters: int


def letters(text: str) -> int:
    """How many letters and digits a text has: what of it no medium changes."""
    return sum(map(str.isalnum, text))


def write(pdf: pikepdf.Pdf, starts: Iterable[Start]) -> None:
    """Say in a print where its pages begin."""
    from pikepdf import Array, Dictionary, String

    said = Array([part for one in starts for part in (String(one.folio), one.block, one.letters)])
    changed = pdf.docinfo.get("/ModDate", String(""))
    pdf.Root.PieceInfo = Dictionary({_OURS: Dictionary(LastModified=changed, Private=said)})


def read(data: bytes) -> list[Start]:
    """Where the pages of a print of ours begin, in the order of the text."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/PieceInfo" not in pdf.Root:
            return []
        said = list(pdf.Root.PieceInfo[_OURS].Private.as_list())
        parts = zip(said[::3], said[1::3], said[2::3], strict=True)
        return sorted((Start(str(folio), int(block), int(letters)) for folio, block, letters in parts), key=lambda one: one[1:])
