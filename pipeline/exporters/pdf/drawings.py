"""Drawings: the letters of drawings are drawn as all letters are.

WeasyPrint 70 shifts what is not anchored at its start in a group for transparency of its own, of which nothing is transparent; viewers
draw a group by itself, rounded to whole pixels, and its first letter loses the edge. A group of no kind is shifted as well.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.exporters.pdf.instead import instead

_UNSHIFTED = (("start", "ltr"), ("end", "rtl"))


@contextmanager
def plain_letters() -> Iterator[None]:
    """While this holds, letters of drawings are in no group for transparency that they do not need."""
    from weasyprint import svg

    draw = svg.text

    def text(drawing: Any, node: Any, size: float) -> None:
        if (node.get("text-anchor", "start"), node.get("direction", "ltr")) not in _UNSHIFTED:
            drawing.stream.extra.pop("Group", None)  # made for this text a moment ago
        draw(drawing, node, size)

    tags: Any = {tag: text if rule is draw else rule for tag, rule in svg.TAGS.items()}
    with instead(svg, text=text, TAGS=tags):
        yield
