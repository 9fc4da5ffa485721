"""Pages: where each page of a print begins in the blocks of its document."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.exporters.pdf.structure import silence
from pipeline.pages import Start, letters


def starts(pages: list[Any]) -> Iterator[Start]:
    """Where the pages begin; one that has nothing of a block begins nowhere."""
    heads: dict[Any, Any] = {}
    read = Counter[int]()
    for folio, page in enumerate(pages, 1):
        found = list(_texts(page._page_box, heads))
        if found:
            yield Start(str(folio), found[0][0], read[found[0][0]])
        for block, count in found:
            read[block] += count


def _texts(page: Any, heads: dict[Any, Any]) -> Iterator[tuple[int, int]]:
    """The pieces of text and the pictures in a page: the block that each is in, and how many letters it has."""
    rest: list[tuple[Any, int | None]] = [(page, None)]
    while rest:
        box, block = rest.pop()
        if block is not None and hasattr(box, "text"):
            yield block, letters(box.text)
            continue
        box = getattr(box, "_box", box)
        html = box.element
        if silence(box, heads) or "::" in str(box.element_tag) or (html is not None and html.get("role") == "doc-noteref"):
            continue
        if html is not None and (number := html.get("data-block")):
            block = int(number)
        if block is not None and hasattr(box, "replacement"):
            yield block, 0
        rest.extend((child, block) for child in reversed(getattr(box, "children", ())))
