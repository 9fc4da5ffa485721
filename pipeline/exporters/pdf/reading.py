"""Reading: what a print is read as, by those who copy, search or listen to it, where letters and glyphs are not one to one."""

# WeasyPrint's boxes and fonts have no types.
# ruff: noqa: ANN401
from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

_WOVEN = re.compile("[\u0900-\u109f\u1780-\u17ff\u1a20-\u1aaf]")  # scripts whose glyphs are fewer or more than their letters, or move
_DRAWN = re.compile("[\U0001f000-\U0001faff]")  # emoji: pictures, some for several characters; readers lose letters without outlines
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # from right to left: readers turn the words that they are told, too


@contextmanager
def spoken(stream: Any, box: Any) -> Iterator[None]:
    """While this holds, what is drawn is read as the words of a box, where glyphs would not say them."""
    words = str(getattr(box, "text", ""))
    moved = bool(words) and box.style["direction"] == "rtl"  # in a line from right to left marks change their places
    turned = _TURNED.search(words) and not _hangs(box)
    if (not (moved or woven(words)) or turned) and not private(words):
        yield
        return
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(words)}))
    try:
        yield
    finally:
        stream.end_marked_content()


def _hangs(box: Any) -> bool:
    """Whether words are set in Nastaliq: its strokes are those of many letters each, and stand on no line, which names of glyphs need."""
    return any("nasta" in name.lower() for name in box.style["font_family"])


def private(words: str) -> bool:
    """Whether a letter of private use is in words: an archive must say what is read for it (ISO 19005-3, 6.2.11.7.3)."""
    return not words.isascii() and _PRIVATE.search(words) is not None


def woven(words: str) -> bool:
    """Whether words have letters that several glyphs are drawn for, or that one glyph is drawn for with others."""
    return not words.isascii() and bool(_WOVEN.search(words) or _DRAWN.search(words) or any(map(unicodedata.combining, words)))


def name_glyphs(fonts: Iterable[Any]) -> None:
    """Name glyphs by the letters that they are drawn for: WeasyPrint gives those of several glyphs to the last, and none to the others.

    A bracket that is drawn turned round, among words from right to left, would give its name to the other one, which it looks like.
    """
    every = list(fonts)
    turned = any(_TURNED.search("".join(font.to_unicode.values())) for font in every)
    for font in every:
        doubtful = {
            glyph: words
            for glyph, words in font.to_unicode.items()
            if not words or woven(words) or (turned and len(words) == 1 and unicodedata.mirrored(words))
        }
        own = _letters(font) if doubtful else {}
        font.to_unicode.update({glyph: own.get(glyph, words or "\u200b") for glyph, words in doubtful.items()})


def _letters(font: Any) -> dict[int, str]:
    """The letter that each glyph of a font is drawn for."""
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
    named = face.getBestCmap() or {}
    return {face.getGlyphID(name): chr(letter) for letter, name in sorted(named.items(), reverse=True)}
