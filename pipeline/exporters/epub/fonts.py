"""Fonts: for scripts that common readers lack, the letters that the book needs of a free font of this machine."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import unicodedata
from lxml import etree

from pipeline.exporters.epub.parts import Part
from pipeline.exporters.html import XHTML, h
from pipeline.tree import raw_text

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# What every reader has letters for, and what belongs to no script
_COMMON = {"Latn", "Grek", "Cyrl", "Arab", "Hebr", "Thai", "Deva", "Hani", "Hira", "Kana", "Hang", "Bopo", "Brai"} | {
    "Zyyy",
    "Zinh",
    "Zzzz",
}
_ASCII = re.compile("[\x00-\x7f]+")


@dataclass(frozen=True)
class Font:
    """The letters of one script in one font."""

    script: str  # ISO 15924
    family: str
    data: bytes

    @property
    def name(self) -> str:
        """Its file in the book."""
        return f"{self.script.lower()}.ttf"

    @property
    def css(self) -> str:
        """The rules that set the script in it."""
        face = f'@font-face {{ font-family: "{self.family}"; src: url({self.name}) }}'
        return f'{face}\n.script-{self.script.lower()} {{ font-family: "{self.family}", serif }}\n'


def fonts(cut: list[Part]) -> list[Font]:
    """Fonts for the rare scripts of these parts; the words in them are marked with a class, so that all others keep the reader's font."""
    letters: dict[str, set[str]] = {}
    elements = [element for part in cut for element in part.elements]
    whole = set().union(*(_ASCII.sub("", raw_text(element)) for element in elements))
    if set(map(_script, whole)) <= {*_COMMON, "Zinh"}:
        return []
    for text in (text for element in elements for text in _texts(element)):
        for script, run in _runs(text):
            if script not in _COMMON:
                letters.setdefault(script, set()).update(run)
    found = [font for script in sorted(letters) if (font := _font(script, frozenset(letters[script]))) is not None]
    for element in elements if found else ():
        _mark(element, {font.script for font in found})
    return found


def _texts(element: etree._Element) -> Iterator[str]:
    for node in element.iter(f"{{{XHTML}}}*"):
        yield node.text or ""
        yield from (child.tail or "" for child in node)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """A text in runs of one script each; marks go with the letter before them."""
    if text.isascii():
        return
    scripts: list[str] = []
    for character in text:
        own = _script(character)
        scripts.append(scripts[-1] if own == "Zinh" and scripts else own)
    for script, run in groupby(zip(scripts, text, strict=True), key=lambda pair: pair[0]):
        yield script, "".join(character for _, character in run)


@lru_cache(4096)
def _script(character: str) -> str:
    return str(unicodedata.script(character))


def _mark(element: etree._Element, scripts: set[str]) -> None:
    for node in list(element.iter(f"{{{XHTML}}}*")):
        for child in list(node):
            node[node.index(child) + 1 : node.index(child) + 1] = _spans(child, "tail", scripts)
        node[0:0] = _spans(node, "text", scripts)


def _spans(node: etree._Element, where: str, scripts: set[str]) -> list[etree._Element]:
    """Elements for the runs of these scripts in a text; the text keeps what stands before the first."""
    before, made = "", list[etree._Element]()
    for script, run in _runs(getattr(node, where) or ""):
        if script in scripts:
            made.append(h("span", {"class": f"script-{script.lower()}"}, [run]))
        elif made:
            made[-1].tail = (made[-1].tail or "") + run
        else:
            before += run
    if made:
        setattr(node, where, before or None)
    return made


@cache
def _font(script: str, letters: frozenset[str]) -> Font | None:
    """The subset of a Noto font, which may be embedded, that has all these letters; None if there is none here."""
    from fontTools import ttLib  # with its tools for subsets half a second, which few articles need

    for family in (f"Noto {kind} {unicodedata.script_name(script).replace('_', ' ')}" for kind in ("Serif", "Sans")):
        for path in _files(family):
            with ttLib.TTFont(path, recalcTimestamp=False) as font:
                if font["OS/2"].fsType == 0 and {ord(letter) for letter in letters} <= set(font.getBestCmap()):
                    return Font(script, family, _subset(font, letters))
    return None


@cache
def _files(family: str) -> tuple[Path, ...]:
    """The files of the upright, regular font of a family, as fontconfig knows them."""
    try:
        done = subprocess.run(
            ["fc-list", "-f", "%{file}\n", f"{family}:style=Regular"], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(Path(line) for line in sorted(set(done.stdout.splitlines())) if line.endswith((".ttf", ".otf")))


def _subset(font: TTFont, letters: Iterable[str]) -> bytes:
    from fontTools import subset

    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters])
    cutter.subset(font)
    written = io.BytesIO()
    font.save(written, reorderTables=None)
    return written.getvalue()
