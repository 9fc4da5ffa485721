"""Again: what was drawn before is drawn as it was then: words of justified lines, and short texts.

WeasyPrint 70 makes Pango set every text anew to draw it, and looks at each glyph. In a justified line, whose spaces are wider than the
font's, Pango sets each word by itself.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.exporters.pdf.known import memory
from pipeline.instead import instead

_WORD = r"[!-~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e]+"  # Latin letters, figures, and the signs between them: one script
_WORDS = re.compile(rf" ?{_WORD}(?: {_WORD})* ?")
_FIRST = "a"  # of words that are set: figures at the beginning of a text are of no script, and in a line of words they are
_BEGIN, _END = b"BT", b"ET"
_SHORT = 40  # letters of a text that may come again
_ROUND = 1024  # of Pango's units
_SIZES = 14802  # the first version of Pango that says the sizes of fonts as they are
_UNUSUAL = 0x0FFFFFFF  # glyphs that are none, or stand for a missing one


class _Space(NamedTuple):
    """The space of a face: its glyph, how wide it is in thousandths of the size, and in Pango's units."""

    glyph: int
    logical: int
    width: int


@dataclass
class _Face:
    """What is known of the words of a style: their font in the file and its size, their space, what is drawn for each."""

    font: Any = None
    size: float = 0.0
    space: _Space | None = None
    words: dict[str, str | None] = field(default_factory=dict)  # None: it is of several fonts, or more than glyphs in a row
    texts: dict[Any, list[bytes]] = field(default_factory=dict)  # short ones, with how they are spaced: what draws them


@contextmanager
def drawn_again() -> Iterator[None]:
    """While this holds, justified lines of Latin words are put together from words, and short texts are set once."""
    from weasyprint import draw
    from weasyprint.text.ffi import pango

    knows_sizes = pango.pango_version() >= _SIZES
    with instead(draw, draw_text=_again(draw.draw_text) if knows_sizes else draw.draw_text):
        yield


def _again(usual: Callable[..., None]) -> Callable[..., None]:
    """A way to draw a text that remembers what it has drawn."""
    faces: dict[Any, _Face] = {}

    def draw(stream: Any, box: Any, offset: Any, overflow: str, ellipsis: Any = "none") -> None:
        face = _face(faces, box) if overflow == "clip" and ellipsis == "none" else None
        drawn = _known(face, stream, box) if face else None
        if drawn is not None:
            stream.set_color(box.style["color"])
            stream.begin_text()
            if drawn:
                stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
                _draw(face, stream, drawn)
            stream.end_text()
            return
        begun = len(stream.stream)
        usual(stream, box, offset, overflow, ellipsis)
        if face and not box.pango_layout.justification_spacing and len(box.pango_layout.text) <= _SHORT:
            _keep(face, box, stream.stream[begun:])

    return draw


def _face(faces: dict[Any, _Face], box: Any) -> _Face | None:
    """What is known of the face of a text that has nothing but letters."""
    style, key = box.style, memory(box.style).get("layout")
    plain = style["visibility"] == "visible" and style["text_decoration_line"] == "none"
    return faces.setdefault(key, _Face(words={"": ""})) if plain and key is not None else None


def _draw(face: Any, stream: Any, drawn: list[bytes] | str) -> None:
    if isinstance(drawn, str):
        stream.set_font_size(face.font.hash, face.size)
        stream.show_text(drawn)
    else:
        stream.stream += drawn


def _known(face: _Face, stream: Any, box: Any) -> list[bytes] | str | None:
    """What draws a text, or its glyphs, if all of it is known."""
    style, layout = box.style, box.pango_layout
    if not box.text.strip():
        return []
    if not layout.justification_spacing:
        return face.texts.get(_spaced(box))
    if style["direction"] != "ltr" or style["letter_spacing"] not in ("normal", 0) or not _WORDS.fullmatch(layout.text):
        return None
    return _line(face, stream, box)


def _spaced(box: Any) -> tuple[Any, ...]:
    return box.pango_layout.text, box.style["letter_spacing"], box.style["word_spacing"]


def _keep(face: _Face, box: Any, drawn: list[bytes]) -> None:
    """Remember what has drawn a text: all between its place and its end."""
    begun = drawn.index(_BEGIN) if _BEGIN in drawn else len(drawn)
    if drawn[-1:] == [_END] and len(drawn) > begun + 3:
        face.texts[_spaced(box)] = drawn[begun + 2 : -1]


def _line(face: _Face, stream: Any, box: Any) -> str | None:
    """The glyphs of a text, if all its words are of one font."""
    words = box.pango_layout.text.split(" ")
    _learn(face, stream, box.style, [word for word in dict.fromkeys(words) if word not in face.words])
    drawn = [face.words[word] for word in words]
    if None in drawn or face.space is None:
        return None
    spacing, last = _spacing(box.style, box.pango_layout.justification_spacing), len(words) - 1
    gaps = [_gap(face.size, face.space, _shares(spacing))] * last
    before, behind = _shares(2 * spacing)  # at the ends of a text Pango takes one share away
    if not words[last]:
        gaps[-1] = _gap(face.size, face.space, (before, 0))
    if not words[0]:
        gaps[0] = _gap(face.size, face.space, (0, behind))
    return "".join(part for pair in zip(drawn, [*gaps, ""], strict=True) for part in pair if part)


def _spacing(style: Any, justification: float) -> int:
    """How much wider the spaces of a line are than the font's, in Pango's units."""
    from weasyprint.text.ffi import TO_UNITS

    return int((style["word_spacing"] + justification) * TO_UNITS)


def _shares(spacing: int) -> tuple[int, int]:
    """How Pango divides what a space is wider: before it and behind it."""
    before = int(spacing / 2)
    if spacing % _ROUND == 0:
        before = (before + _ROUND // 2) // _ROUND * _ROUND
    return before, spacing - before


def _gap(size: float, space: _Space, shares: tuple[int, int]) -> str:
    """A space that is wider by these shares."""
    glyph, logical, width = space
    return _in_brackets(_glyph(size, glyph, logical, width + sum(shares), shares[0]))


def _glyph(size: float, glyph: int, logical: int, width: int, moved: int) -> str:
    """A glyph among others, moved to the right in its place, and the next one moved to where it ends."""
    from weasyprint.text.ffi import FROM_UNITS

    offset = moved / size
    kerning = logical + offset - width * 1000 * FROM_UNITS / size
    return (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")


def _in_brackets(glyphs: str) -> str:
    return f"<{glyphs}"[:-1] if glyphs.endswith("<") else f"<{glyphs}>"


def _learn(face: _Face, stream: Any, style: Any, words: list[str]) -> None:
    """Find what is drawn for words, which are set at once if all are of one font."""
    if not words:
        return
    from weasyprint.text.line_break import Layout

    layout = Layout(style, 1)
    layout.set_text(" ".join((_FIRST, *words)), justify=True)
    runs = _runs(layout)
    fonts = [stream.add_font(font) for font in {run.item.analysis.font for run in runs[1:]}]
    whole = len(runs) == 2 * len(words) + 1 and len(fonts) == 1 and face.font in (None, fonts[0][0])
    if whole:
        face.font, face.size = fonts[0]
        for word, run in zip(words, runs[2::2], strict=True):
            face.words[word] = _drawn(face, run, stream, layout)
            face.space = face.space or _space(face, runs[1], stream, layout)
    elif len(words) > 1:
        for word in words:
            _learn(face, stream, style, [word])
    else:
        face.words[words[0]] = None


def _space(face: _Face, run: Any, stream: Any, layout: Any) -> _Space | None:
    """The space of a face, if it is one glyph."""
    if run.glyphs.num_glyphs != 1 or _drawn(face, run, stream, layout) is None:
        return None
    glyph = run.glyphs.glyphs[0]
    return _Space(glyph.glyph, face.font.widths[glyph.glyph], glyph.geometry.width - _spacing(layout.style, layout.justification_spacing))


def _runs(layout: Any) -> list[Any]:
    """The pieces of a line, each of one font: words, and the spaces between them."""
    from weasyprint.text.ffi import ffi

    line, _ = layout.get_first_line()
    runs, run = [], line.runs[0]
    while run != ffi.NULL:
        runs.append(run.data)
        run = run.next
    return runs


def _drawn(face: _Face, run: Any, stream: Any, layout: Any) -> str | None:
    """The glyphs of a run, which the font in the file learns; None if there is more to draw than these."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    font, text = face.font, layout.text.encode()[run.item.offset : run.item.offset + run.item.length]
    glyphs = run.glyphs.glyphs[0 : run.glyphs.num_glyphs]
    ends = [*run.glyphs.log_clusters[0 : run.glyphs.num_glyphs], run.item.length]
    if font.bitmap or font.svg or font.png or font.colr or any(one.glyph >= _UNUSUAL or one.geometry.y_offset for one in glyphs):
        return None
    drawn = ""
    for number, one in enumerate(glyphs):
        if one.glyph not in font.to_unicode:
            font.to_unicode[one.glyph] = text[ends[number] : ends[number + 1]].decode()
        if one.glyph not in font.widths:
            pango.pango_font_get_glyph_extents(run.item.analysis.font, one.glyph, stream.ink_rect, stream.logical_rect)
            font.widths[one.glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / face.size)
        drawn += _glyph(face.size, one.glyph, font.widths[one.glyph], one.geometry.width, one.geometry.x_offset)
    return _in_brackets(drawn)
