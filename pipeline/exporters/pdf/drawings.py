"""Drawings: the letters of drawings are drawn as all letters are.

WeasyPrint 70 shifts what is not anchored at its start in a group for transparency of its own, of which nothing is transparent; viewers
draw a group by itself, rounded to whole pixels, and its first letter loses the edge. A group of no kind is shifted as well.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf

from pipeline.article import Article, Picture
from pipeline.diagnostics import Report
from pipeline.exporters.pdf.reading import private
from pipeline.instead import instead
from pipeline.tree import HREF

_EFFECT = re.compile(rb"<(?:\w+:)?fe(?!Offset|Blend|Flood|FuncA|MergeNode)([A-Z]\w+)|(mix-blend-mode)")
_UNSHIFTED = (("start", "ltr"), ("end", "rtl"))


def effects(article: Article, pictures: Mapping[str, Picture], report: Report) -> None:
    """Tell of drawings with effects that WeasyPrint leaves out."""
    for element in article.root.iter("graphic", "inline-graphic"):
        picture = pictures.get(str(element.get(HREF)))
        if picture is not None and picture.media_type == "image/svg+xml":
            found = dict.fromkeys((one[1] or one[2]).decode() for one in _EFFECT.finditer(picture.data))
            if found:
                report("format-holds", f"{picture.name} is printed without its effects ({', '.join(found)})", element)


@contextmanager
def plain_letters() -> Iterator[None]:
    """While this holds, letters of drawings are in no group for transparency that they do not need, and say what is read for them."""
    from weasyprint import svg

    draw = svg.text

    def text(drawing: Any, node: Any, size: float) -> None:
        if (node.get("text-anchor", "start"), node.get("direction", "ltr")) not in _UNSHIFTED:
            drawing.stream.extra.pop("Group", None)  # made for this text a moment ago
        if not private(str(node.text or "")):
            draw(drawing, node, size)
            return
        drawing.stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(node.text)}))
        draw(drawing, node, size)
        drawing.stream.end_marked_content()

    tags: Any = {tag: text if rule is draw else rule for tag, rule in svg.TAGS.items()}
    with instead(svg, text=text, TAGS=tags):
        yield
