"""Again: Latin words are drawn as they were measured, and other short texts as they were drawn before.

WeasyPrint 70 makes Pango set every text anew to draw it, and looks at each glyph. In a justified line, whose spaces are wider than the
font's, Pango sets each word by itself; in any other, words with the spaces beside them.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from struct import iter_unpack
from typing import Any

from pipeline.exporters.pdf.known import memory
from pipeline.exporters.pdf.measured import LETTER, Face, learn
from pipeline.exporters.pdf.shaped import Glyphs
from pipeline.instead import instead

_WORD = r"[!-~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e]+"  # Latin letters, figures, and the signs between them: one script
_WORDS = re.compile(rf" ?{_WORD}(?: {_WORD})* ?")
_BEGIN, _END = b"BT", b"ET"
_SHORT = 40  # letters of a text that may come again
_ROUND = 1024  # of Pango's units
_SIZES = 14802  # the first version of Pango that says the sizes of fonts as they are
_UNUSUAL = 0x0FFFFFFF  # glyphs that are none, or stand for a missing one
_RECORD = "Iiii4x"  # of a glyph: its number, how wide it is, how far to the right and down; and whether a letter begins with it


@dataclass
class _Type:
    """What is known of a style in a document: its face, its font in the file, what is drawn for each word."""

    face: Face | None
    font: Any = None
    size: float = 0.0
    pieces: dict[tuple[int, ...], str] = field(default_factory=dict)  # what is drawn for a glyph among others, by Pango's record of it
    words: dict[str, tuple[str, str] | None] = field(default_factory=lambda: {"": ("", "")})  # by itself, before a space; None: not known
    signs: dict[str, str | None] = field(default_factory=dict)  # texts without letters
    texts: dict[Any, list[bytes]] = field(default_factory=dict)  # short ones, with how they are spaced: what draws them


@contextmanager
def drawn_again() -> Iterator[None]:
    """While this holds, Latin texts are put together from words, and other short texts are set once."""
    from weasyprint import draw
    from weasyprint.text.ffi import pango

    knows_sizes = pango.pango_version() >= _SIZES
    with instead(draw, draw_text=_again(draw.draw_text) if knows_sizes else draw.draw_text):
        yield


def _again(usual: Callable[..., None]) -> Callable[..., None]:
    """A way to draw a text that remembers what it has drawn."""
    import pydyf

    types: dict[Any, _Type] = {}

    def draw(stream: Any, box: Any, offset: Any, overflow: str, ellipsis: Any = "none") -> None:
        kind = _type(types, box.style) if overflow == "clip" and ellipsis == "none" else None
        drawn = _known(kind, stream, box) if kind else None
        if drawn is not None:
            stream.set_color(box.style["color"])
            stream.begin_text()
            if drawn:
                place = pydyf._to_bytes(box.position_x), pydyf._to_bytes(box.position_y + box.baseline)
                stream.stream.append(b"1 0 0 -1 %b %b Tm" % place)
                _draw(kind, stream, drawn)
            stream.end_text()
            return
        begun = len(stream.stream)
        usual(stream, box, offset, overflow, ellipsis)
        if kind and not box.pango_layout.justification_spacing and len(box.pango_layout.text) <= _SHORT:
            _keep(kind, box, stream.stream[begun:])

    return draw


def _type(types: dict[Any, _Type], style: Any) -> _Type | None:
    """What is known of a style that has nothing but letters."""
    about = memory(style)
    key = about.get("layout")
    if style["visibility"] != "visible" or style["text_decoration_line"] != "none" or key is None:
        return None
    if key not in types or (types[key].face is None and about.get("face")):
        types[key] = _Type(about.get("face"))
    return types[key]


def _draw(kind: Any, stream: Any, drawn: list[bytes] | str) -> None:
    if isinstance(drawn, str):
        stream.set_font_size(kind.font.hash, kind.size)
        stream.show_text(drawn)
    else:
        stream.stream += drawn


def _known(kind: _Type, stream: Any, box: Any) -> list[bytes] | str | None:
    """What draws a text, or its glyphs, if all of it is known."""
    layout = box.pango_layout
    if not box.text.strip():
        return []
    drawn: str | None = None
    if kind.face and memory(box.style).get("face"):
        if not LETTER.search(layout.text):
            drawn = None if layout.justification_spacing else _alone(kind, stream, layout.text)
        elif _WORDS.fullmatch(layout.text):
            drawn = _line(kind, stream, box)
    return drawn if drawn is not None or layout.justification_spacing else kind.texts.get(_spaced(box))


def _spaced(box: Any) -> tuple[Any, ...]:
    return box.pango_layout.text, box.style["letter_spacing"], box.style["word_spacing"]


def _keep(kind: _Type, box: Any, drawn: list[bytes]) -> None:
    """Remember what has drawn a text: all between its place and its end."""
    begun = drawn.index(_BEGIN) if _BEGIN in drawn else len(drawn)
    if drawn[-1:] == [_END] and len(drawn) > begun + 3:
        kind.texts[_spaced(box)] = drawn[begun + 2 : -1]


def _line(kind: Any, stream: Any, box: Any) -> str | None:
    """The glyphs of a text, if all its words are of one font."""
    words = box.pango_layout.text.split(" ")
    if not kind.font:
        kind.font, kind.size = stream.add_font(kind.face.font)
    for new in (words[:1], words[1:]):  # letters are told in the order of the text
        if any(word not in kind.words for word in new):
            _learn(kind, stream, box.style, [word for word in dict.fromkeys(new) if word not in kind.words])
        if len(words) > 1 and kind.face.space not in kind.font.widths:
            _tell(kind, stream, [kind.face.space], " ")
    drawn = [kind.words[word] for word in words]
    if None in drawn:
        return None
    if box.pango_layout.justification_spacing:
        return _stretched(kind, words, drawn, int(box.pango_layout.justification_spacing * _ROUND))
    return _natural(kind, words, drawn)


def _alone(kind: Any, stream: Any, text: str) -> str | None:
    """The glyphs of a text without letters, if it was measured."""
    if text not in kind.signs:
        if not kind.font:
            kind.font, kind.size = stream.add_font(kind.face.font)
        found = kind.face.texts.get(text)
        drawn = _drawn(kind, stream, text, found[1]) if found and _plain(kind.font) else None
        kind.signs[text] = drawn and _in_brackets(drawn[1])
    return kind.signs[text]  # type: ignore[no-any-return]


def _plain(font: Any) -> bool:
    return not (font.bitmap or font.svg or font.png or font.colr)


def _natural(kind: Any, words: list[str], drawn: list[Any]) -> str:
    """Words with spaces as wide as the font's."""
    gaps = [_space(kind, kind.face.before[word[:1]]) for word in words[1:]]
    parts = (part for (_, word), gap in zip(drawn, gaps, strict=False) for part in (word, gap))
    return _in_brackets("".join((*parts, drawn[-1][0])))


def _stretched(kind: Any, words: list[str], drawn: list[Any], spacing: int) -> str:
    """Words with wider spaces, by so many of Pango's units."""
    gaps = [_gap(kind, _shares(spacing))] * (len(words) - 1)
    before, behind = _shares(2 * spacing)  # at the ends of a text Pango takes one share away
    if not words[-1]:
        gaps[-1] = _gap(kind, (before, 0))
    if not words[0]:
        gaps[0] = _gap(kind, (0, behind))
    pairs = zip(drawn, [*gaps, ""], strict=True)
    return "".join(part for (word, _), gap in pairs for part in (_in_brackets(word) if word else "", gap))


def _shares(spacing: int) -> tuple[int, int]:
    """How Pango divides what a space is wider: before it and behind it."""
    before = int(spacing / 2)
    if spacing % _ROUND == 0:
        before = (before + _ROUND // 2) // _ROUND * _ROUND
    return before, spacing - before


def _gap(kind: Any, shares: tuple[int, int]) -> str:
    """A space that is wider by these shares."""
    return _in_brackets(_space(kind, kind.face.before[""] + sum(shares), shares[0]))


def _space(kind: Any, width: int, moved: int = 0) -> str:
    key = width, moved
    if key not in kind.pieces:
        kind.pieces[key] = _glyph(kind, kind.face.space, width, moved)
    return str(kind.pieces[key])


def _glyph(kind: Any, glyph: int, width: int, moved: int) -> str:
    """A glyph among others, moved to the right in its place, and the next one moved to where it ends."""
    from weasyprint.text.ffi import FROM_UNITS

    offset = moved / kind.size
    kerning = kind.font.widths[glyph] + offset - width * 1000 * FROM_UNITS / kind.size
    return (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")


def _in_brackets(glyphs: str) -> str:
    return f"<{glyphs}"[:-1] if glyphs.endswith("<") else f"<{glyphs}>"


def _learn(kind: Any, stream: Any, style: Any, words: list[str]) -> None:
    """Find what is drawn for words."""
    face = kind.face
    face.style = style
    learn(face, words)
    face.style = None
    plain = _plain(kind.font)
    for word in words:
        kind.words[word] = _drawn(kind, stream, word, face.glyphs[word]) if plain and word in face.glyphs else None


def _drawn(kind: Any, stream: Any, word: str, glyphs: Glyphs) -> tuple[str, str] | None:
    """What is drawn for a word by itself, and before a space; None if it is more than glyphs in a row."""
    records = list(iter_unpack(_RECORD, glyphs.records))
    if any(glyph >= _UNUSUAL or down for glyph, _, _, down in records):
        return None
    if not all(map(kind.pieces.__contains__, records)):
        _tell(kind, stream, [record[0] for record in records], _letters(word, glyphs.clusters))
        kind.pieces.update({record: _glyph(kind, *record[:3]) for record in records if record not in kind.pieces})
    *others, last = map(kind.pieces.__getitem__, records)
    glyph, width, moved, _ = records[-1]
    behind, beginning = kind.face.behind.get(word[-1]), "".join(others)
    return beginning + (_glyph(kind, glyph, width - behind, moved) if behind else last), beginning + last


def _letters(word: str, clusters: list[int] | None) -> Iterable[str]:
    """The letters for which each glyph of a word stands."""
    if clusters is None:
        return word
    text = word.encode()
    return [text[start:end].decode() for start, end in zip(clusters, [*clusters[1:], len(text)], strict=True)]


def _tell(kind: Any, stream: Any, glyphs: list[int], letters: Iterable[str]) -> None:
    """Let the font in the file know these glyphs: what they stand for, and how wide they are."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    font = kind.font
    for glyph, letter in zip(glyphs, letters, strict=True):
        font.to_unicode.setdefault(glyph, letter)
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(kind.face.font, glyph, stream.ink_rect, stream.logical_rect)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / kind.size)
