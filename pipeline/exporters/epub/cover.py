"""Cover: drawn from the metadata, as SVG: title, authors, journal or date."""

from __future__ import annotations

import textwrap
from typing import Final

from lxml import etree

from pipeline.exporters.html import Document
from pipeline.metadata import Metadata
from pipeline.tree import LANG

_SVG: Final = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 1200, 1600


def cover(meta: Metadata, document: Document) -> bytes:
    """The cover as an SVG picture."""
    size = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", LANG: document.lang}
    root = etree.Element(f"{{{_SVG}}}svg", size, nsmap={None: _SVG})  # type: ignore[dict-item]
    _add(root, "title", {}, document.title)
    _add(root, "rect", {"width": str(WIDTH), "height": str(HEIGHT), "fill": "#f4efe6"})
    _add(root, "rect", {"width": "60", "height": str(HEIGHT), "fill": "#7a2a20"})
    lines = textwrap.wrap(document.title, 18)[:7]
    _lines(root, lines, 420, 104, {"font-size": "88", "font-weight": "bold", "fill": "#2a2522"}, document)
    below = 420 + 104 * len(lines)
    _lines(root, textwrap.wrap(meta.subtitle, 34)[:3], below, 64, {"font-size": "48", "fill": "#5b5048"}, document)
    names = [person.display for person in meta.people if person.kind == "author"]
    shown = names if len(names) < 5 else [*names[:3], f"+ {len(names) - 3}"]
    _lines(root, shown, HEIGHT - 120 - 64 * len(shown), 64, {"font-size": "48", "fill": "#2a2522"}, document)
    _lines(root, [meta.journal or meta.published[:4]], HEIGHT - 80, 60, {"font-size": "40", "fill": "#7a2a20"}, document)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _lines(root: etree._Element, lines: list[str], top: int, step: int, look: dict[str, str], document: Document) -> None:
    rtl = document.dir == "rtl"
    place = {"x": str(WIDTH - 120 if rtl else 140), "direction": document.dir, "font-family": "serif", **look}
    for n, line in enumerate(lines):
        _add(root, "text", {**place, "y": str(top + n * step)}, line)


def _add(root: etree._Element, tag: str, attributes: dict[str, str], text: str | None = None) -> None:
    etree.SubElement(root, f"{{{_SVG}}}{tag}", attributes).text = text
