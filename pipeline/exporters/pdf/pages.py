"""Pages: where each page of a print begins in the blocks of its document."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.exporters.pdf.structure import idle
from pipeline.pages import Start, letters


def starts(pages: list[Any]) -> Iterator[Start]:
    """Where the pages begin; one that has nothing of a block begins nowhere."""
    silent, read = dict(idle(pages)), Counter[int]()
    for folio, page in enumerate(pages, 1):
        found = list(_texts(page._page_box, silent, None))
        if found:
            yield Start(str(folio), found[0][0], read[found[0][0]])
        for block, count in found:
            read[block] += count


def _texts(box: Any, silent: dict[Any, Any], block: int | None) -> Iterator[tuple[int, int]]:
    """The pieces of text and the pictures in a box: the block that each is in, and how many letters it has."""
    box = getattr(box, "_box", box)
    html, tag = box.element, str(box.element_tag)
    if box in silent or "::" in tag or (html is not None and html.get("role") == "doc-noteref"):
        return
    if html is not None and html.get("data-block"):
        block = int(html.get("data-block"))
    if block is not None and (hasattr(box, "text") or hasattr(box, "replacement")):
        yield block, letters(getattr(box, "text", ""))
    for child in getattr(box, "children", ()):
        yield from _texts(child, silent, block)
