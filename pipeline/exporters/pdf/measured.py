"""Measured: how wide Latin words are, and the spaces between them, which Pango says once; where lines may end in them."""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pipeline.exporters.pdf.known import memory
from pipeline.exporters.pdf.shaped import FIRST, Glyphs, alone, apart, declare, together
from pipeline.fonts import CUTS

# Latin letters, figures, signs between them, and spaces that part no line: all of one script, if one is a letter
_WORD = re.compile(r"[!-~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f-\u205e\u2190-\u22ff]+")
_TEXT = re.compile(r"[ !-~\u00a0-\u00ac\u00ae-\u024f\u2000-\u200a\u2010-\u2027\u202f-\u205e\u2190-\u22ff]+")
LETTER = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_WHOLE = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+[.,;:)]*")  # words in which no line ends
_FAMILIES = {cut.family for cut in CUTS}  # whose letters have no other form beside a space, but may stand nearer to it
_BATCH = 100  # words that are set at once
_MANY = 60_000  # words and texts that a worker remembers


class Unsure(Exception):
    """How wide something is, or what WeasyPrint would do with it, cannot be said."""


@dataclass
class Face:
    """What is known of the texts of a style; widths are in Pango's units."""

    style: Any  # of the document at hand
    layout: Any  # holds the font
    font: Any
    height: float  # of a line, in px
    baseline: float
    space: int  # the glyph
    glyphs: dict[str, Glyphs] = field(default_factory=dict)  # of words that have a space behind them
    words: dict[str, int | None] = field(default_factory=lambda: {"": 0})  # None: it is of several fonts or scripts
    texts: dict[str, tuple[int, Glyphs] | None] = field(default_factory=dict)  # of no script
    before: dict[str, int] = field(default_factory=dict)  # how wide spaces are, by the letter behind them
    behind: dict[str, int] = field(default_factory=lambda: {"": 0})  # by how much letters are wider before a space
    parts: dict[tuple[str, bool], list[int]] = field(default_factory=dict)  # of words: where lines may end in them
    ends: dict[tuple[str, str], bool] = field(default_factory=dict)  # whether a line may end between two letters with a space
    hyphens: dict[tuple[Any, ...], list[str]] = field(default_factory=dict)  # what may stand before a hyphen, the longest first

    def __len__(self) -> int:
        return len(self.words) + len(self.texts) + len(self.hyphens)

    def width(self, word: str) -> int:
        """How wide a word is."""
        if word not in self.words:
            learn(self, [word])
        return _sure(self.words[word])

    def gap(self, last: str, first: str) -> int:
        """How wide a space is between two letters, or at an end of a text."""
        if last not in self.behind or first not in self.before:
            raise Unsure
        return self.behind[last] + self.before[first]

    def text(self, text: str) -> int:
        """How wide a text without letters is."""
        if text not in self.texts:
            self.texts[text] = alone(self.style, self.font, text) if _TEXT.fullmatch(text) else None
        found = self.texts[text]
        return _sure(found and found[0])


Faces: TypeAlias = dict[Any, Face | None]  # by what a layout of theirs takes; None: of a font that is not known here


def _sure(width: int | None) -> int:
    if width is None:
        raise Unsure
    return width


@contextmanager
def measuring(faces: Faces) -> Iterator[None]:
    """While this holds, the texts of a document may be measured; what is learnt stays for others, unless it is too much."""
    declare()
    if sum(map(len, filter(None, faces.values()))) > _MANY:
        faces.clear()
    try:
        yield
    finally:
        for face in filter(None, faces.values()):
            face.style = None


def face_of(faces: Faces, style: Any) -> Face | None:
    """What is known of the texts of a style, if it is one for which something can be known."""
    known = memory(style)
    if "face" not in known:
        known["face"] = _found(faces, style) if _plain(style) else None
    face: Face | None = known["face"]
    return face


def _plain(style: Any) -> bool:
    return bool(
        style["white_space"] in ("normal", "nowrap", "pre")
        and style["word_break"] == "normal"
        and style["direction"] == "ltr"
        and style["letter_spacing"] in ("normal", 0)
        and not style["word_spacing"]
        and style["text_decoration_line"] == "none"
        and style["font_size"] > 0
    )


def _found(faces: Faces, style: Any) -> Face | None:
    from weasyprint.text.line_break import Layout

    layout = Layout(style)
    key = memory(style).get("layout")
    if key is None:
        return None
    if key not in faces:
        faces[key] = _new(style, layout)
    if face := faces[key]:
        face.style = style
    return face


def _new(style: Any, layout: Any) -> Face | None:
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango
    from weasyprint.text.line_break import line_size

    layout.set_text(f"{FIRST} ")
    line, _ = layout.get_first_line()
    run, (_, height) = line.runs[0].data, line_size(line, style)
    font = run.item.analysis.font
    description = ffi.gc(pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free)
    if ffi.string(pango.pango_font_description_get_family(description)).decode() not in _FAMILIES:
        return None
    baseline, glyphs = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS, run.glyphs.glyphs
    face = Face(style, layout.layout, font, height, baseline, glyphs[run.glyphs.num_glyphs - 1].glyph)
    face.before[""] = glyphs[run.glyphs.num_glyphs - 1].geometry.width
    return face


def learn(face: Face, words: Iterable[str]) -> None:
    """Find how wide words are, and the spaces beside them, all at once if all are of one font and one script."""
    new = [word for word in dict.fromkeys(words) if word not in face.words]
    if new:
        face.words.update(dict.fromkeys(new))
        new = [word for word in new if _WORD.fullmatch(word)]
        if letters := {letter for word in new for letter in (word[0], word[-1])} - face.behind.keys():
            _learn_spaces(face, sorted(letters))
        new = [word for word in new if word[-1] in face.behind]
        for batch in range(0, len(new), _BATCH):
            _learn(face, new[batch : batch + _BATCH])


def _learn(face: Face, words: list[str]) -> None:
    if not words:
        return
    if line := together(face.style, face.font, words):
        for word, (_, start, end) in zip(words, line.places, strict=True):
            face.words[word] = line.widths[end] - line.widths[start] - face.behind[word[-1]]
            face.glyphs[word] = line.glyphs(word, start, end)
    elif len(words) > 1:
        _learn(face, words[::2])
        _learn(face, words[1::2])


def _learn_spaces(face: Face, letters: list[str]) -> None:
    """Find how wide spaces are before letters, and behind them: there a letter has another width than by itself."""
    line, widths = together(face.style, face.font, letters), apart(face.style, face.font, letters)
    if line and len(widths) == len(letters):
        for letter, (space, start, end), width in zip(letters, line.places, widths, strict=True):
            face.before[letter] = line.widths[start] - line.widths[space]
            face.behind[letter] = line.widths[end] - line.widths[start] - width
    elif len(letters) > 1:
        _learn_spaces(face, letters[::2])
        _learn_spaces(face, letters[1::2])


def parts_of(face: Face, word: str, first: bool) -> list[int]:
    """Where lines may end in a word, the first of a text or another: before which of its letters."""
    if _WHOLE.fullmatch(word):
        return []
    if (word, first) not in face.parts:
        before = "" if first else f"{FIRST} "
        logs = _breaks(f"{before}{word} {FIRST}", face)
        face.parts[word, first] = [n for n in range(1, len(word)) if logs[n + len(before)].is_line_break]
    return face.parts[word, first]


def may_end(face: Face, last: str, first: str) -> bool:
    """Whether a line may end between two words with a space between them, of which these are the letters beside it."""
    if last.isalnum() and first.isalnum():
        return True
    if (last, first) not in face.ends:
        face.ends[last, first] = bool(_breaks(f"{FIRST}{last} {first}{FIRST}", face)[3].is_line_break)
    return face.ends[last, first]


def _breaks(text: str, face: Face) -> Any:
    from weasyprint.text.line_break import get_log_attrs

    return get_log_attrs(text, face.style["lang"])
