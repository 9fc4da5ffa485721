"""Cover: drawn from the metadata, as SVG: journal, title, authors, year; the more words, the smaller they are set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.exporters.html import Document
from pipeline.exporters.widths import em
from pipeline.metadata import Metadata
from pipeline.tree import LANG

_SVG: Final = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 1200, 1600
_BAND, _LEFT, _RIGHT = 60, 150, 1100  # of a page that is read from left to right
_TITLE_TOP, _TITLE_END, _FOOT = 330, 1130, 1500
_SIZES = (104, 92, 80, 70, 60, 52, 46, 40)  # of the title
_STEP = 1.25  # from line to line
_NAMES = 4  # authors that are named, where they are more: 3 and the number of the others
_PAPER, _ACCENT, _INK, _SOFT = "#f4efe6", "#7a2a20", "#2a2522", "#5b5048"
_TOKEN = re.compile(r"[^ ]+")


@dataclass(frozen=True)
class _Block:
    """Some lines of one size."""

    lines: list[str]
    size: int

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * _STEP


def cover(meta: Metadata, document: Document) -> bytes:
    """The cover as an SVG picture."""
    rtl = document.dir == "rtl"
    root = etree.Element(f"{{{_SVG}}}svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", LANG: document.lang}, nsmap={None: _SVG})  # type: ignore[dict-item]
    _add(root, "title", {}, document.title)
    _add(root, "rect", {"width": str(WIDTH), "height": str(HEIGHT), "fill": _PAPER})
    _add(root, "rect", {"x": str(WIDTH - _BAND if rtl else 0), "width": str(_BAND), "height": str(HEIGHT), "fill": _ACCENT})
    _write(root, _fitted(meta.journal, (44, 36), 120), 150, _ACCENT, rtl)
    subtitle = _fitted(meta.subtitle, (50, 42, 36), 240)
    title = _fitted(document.title, _SIZES, _TITLE_END - _TITLE_TOP - subtitle.height, bold=True)
    _write(root, title, _TITLE_TOP, _INK, rtl, bold=True)
    _write(root, subtitle, _TITLE_TOP + title.height + 20, _SOFT, rtl)
    authors = _authors(meta)
    _write(root, authors, _FOOT - 90 - authors.height, _INK, rtl)
    _write(root, _Block([meta.published[:4]] if meta.published else [], 40), _FOOT - 20, _ACCENT, rtl)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _authors(meta: Metadata) -> _Block:
    names = [person.display for person in meta.people if person.kind == "author"]
    shown = names if len(names) <= _NAMES else [*names[: _NAMES - 1], f"+ {len(names) - _NAMES + 1}"]
    return _Block([line for name in shown for line in _fitted(name, (46,), 46 * _STEP).lines], 46)


def _fitted(text: str, sizes: tuple[int, ...], height: float, bold: bool = False) -> _Block:
    """A text in the largest size in which it fits; what does not fit in the smallest ends in an ellipsis."""
    for size in sizes:
        lines = list(_wrapped(text, (_RIGHT - _LEFT) / size, bold))
        if len(lines) * size * _STEP <= height and all(em(line, bold) <= (_RIGHT - _LEFT) / size for line in lines):
            return _Block(lines, size)
    kept = lines[: max(1, int(height / (sizes[-1] * _STEP)))]
    return _Block([*kept[:-1], f"{kept[-1].rstrip(' ,;:.')}…"], sizes[-1])


def _wrapped(text: str, room: float, bold: bool) -> Iterator[str]:
    """Lines of at most this many em, cut at spaces; scripts without spaces and words longer than a line are cut anywhere."""
    line = ""
    for token in (piece for word in _TOKEN.findall(text) for piece in _pieces(word, room, bold)):
        if line and em(line + token, bold) > room:
            yield line.rstrip(" ")
            line = ""
        line += token
    if line:
        yield line.rstrip(" ")


def _pieces(word: str, room: float, bold: bool) -> list[str]:
    """A word and the space after it, or its characters if it may be cut."""
    wide = any(unicodedata.east_asian_width(character) in "WF" for character in word)
    return [*word, " "] if wide or em(word, bold) > room else [f"{word} "]


def _write(root: etree._Element, block: _Block, top: float, colour: str, rtl: bool, bold: bool = False) -> None:
    look = {"x": str(WIDTH - _LEFT if rtl else _LEFT), "font-family": "serif", "font-size": str(block.size), "fill": colour}
    look |= {"direction": "rtl"} if rtl else {}
    look |= {"font-weight": "bold"} if bold else {}
    for n, line in enumerate(block.lines):
        _add(root, "text", {**look, "y": str(round(top + block.size + n * block.size * _STEP))}, line)


def _add(root: etree._Element, tag: str, attributes: dict[str, str], text: str | None = None) -> None:
    etree.SubElement(root, f"{{{_SVG}}}{tag}", attributes).text = text
