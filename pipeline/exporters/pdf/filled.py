"""Filled: a line of Latin words is filled from the widths of its words, which Pango has measured once.

WeasyPrint 70 has Pango set every line three times and more: as a draft of twice its length, with the first word of the next line, with each
part of that which a hyphen may follow, and at last as it is. A line is filled here only where all of this must come out the same: its words
are of one font and one script, and the next word does not end within a hair of the end of the line.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any

from pipeline.exporters.pdf.measured import LETTER, Face, Faces, Unsure, face_of, learn, may_end, measuring, parts_of
from pipeline.instead import instead

_RATIO = 4  # letters of a text that are looked at, in the width that the font is high
_LEAST = 24  # of these
_HAIR = 1 / 20  # of the font's size: letters stand nearer to some spaces, which a line may end with
_UNIT = 1024  # of Pango's, in a px
_SOFT = "\u00ad"


@contextmanager
def filled(faces: Faces) -> Iterator[None]:
    """While this holds, lines of Latin words are filled from what is known of their words."""
    from weasyprint import document
    from weasyprint.layout import inline, preferred

    with (
        measuring(faces),
        instead(document, layout_document=_all_measured(document.layout_document, faces)),
        instead(inline, split_first_line=_filling(inline.split_first_line, faces)),
        instead(preferred, split_first_line=_filling(preferred.split_first_line, faces)),
    ):
        yield


def _all_measured(lay: Callable[..., Any], faces: Faces) -> Callable[..., Any]:
    """A way to lay out a document that measures all its words first, those of each face at once."""
    from weasyprint.formatting_structure.boxes import TextBox

    def laid(html: Any, root: Any, context: Any) -> Any:
        words: dict[int, tuple[Face, dict[str, None]]] = {}
        for box in root.descendants():
            if isinstance(box, TextBox) and (face := face_of(faces, box.style)):
                words.setdefault(id(face), (face, {}))[1].update(dict.fromkeys(box.text.split(" ")))
        for face, found in words.values():
            learn(face, found)
        return lay(html, root, context)

    return laid


def _filling(usual: Callable[..., Any], faces: Faces) -> Callable[..., Any]:
    """A way to fill a line that asks WeasyPrint's only where it must."""

    def fill(text: str, style: Any, context: Any, room: float | None, spacing: float, **named: bool) -> Any:
        face = face_of(faces, style)
        if face is None or spacing or _SOFT in text:
            return usual(text, style, context, room, spacing, **named)
        try:
            return _first_line(_Line(face, style, context, room, **named), text)
        except Unsure:
            return usual(text, style, context, room, spacing, **named)

    return fill


@dataclass
class _Line:
    """A line to be filled: its face, its style, its room in px."""

    face: Face
    style: Any
    context: Any
    room: float | None
    is_line_start: bool = True
    minimum: bool = False

    def __post_init__(self) -> None:
        self.size: float = self.style["font_size"]
        self.free: float = self.room if self.style["white_space"] == "normal" and self.room is not None else inf
        self.hair = int(self.size * _HAIR * _UNIT)
        self.most: float = self.free if self.free == inf else int(max(0, self.free) * _UNIT)

    def parts_words(self) -> bool:
        """Whether words may be parted anywhere that are too long."""
        wraps = self.style["overflow_wrap"]
        return bool(self.is_line_start and (wraps == "anywhere" or (wraps == "break-word" and not self.minimum)))

    def fits(self, width: int, hair: int = 0) -> bool:
        """Whether a text of some width fits; it is not sure of one that would do so, were it narrower by a hair."""
        if self.most < width <= self.most + hair:
            raise Unsure
        return width <= self.most

    def clearly(self, width: int) -> bool:
        """Whether a text of some width fits, or does not, by more than a hair."""
        if self.most - self.hair < width <= self.most + self.hair:
            raise Unsure
        return width <= self.most

    def result(self, text: str, width: int, rest: int | None, length: int = 0) -> Any:
        """What WeasyPrint is told: the layout, its length and where the rest begins in bytes, its size in px."""
        from weasyprint.text.line_break import Layout

        if not LETTER.search(text):
            width = self.face.text(text)
        layout = Layout.__new__(Layout)
        layout.justification_spacing, layout.max_width, layout.text, layout.first_line_direction = 0, self.room, text, 0
        return layout, length or len(text.encode()), rest, width / _UNIT, self.face.height, self.face.baseline


def _first_line(line: _Line, text: str) -> Any:
    """The first line of a text: the words that fit, and of the next one as much as may stand before a hyphen."""
    if len(text) <= _LEAST and not LETTER.search(text) and line.fits(line.face.text(text), line.hair if text[-1:] == " " else 0):
        return line.result(text, 0, None)
    letters = max(line.free / line.size * _RATIO, _LEAST)
    short = text if letters >= len(text) else text[: int(letters)]
    words = short.split(" ")
    if len(short) < len(text):
        words.pop()  # it may be a part
    face, x, last = line.face, 0, None
    for number, word in enumerate(words):
        if word not in face.words:
            learn(face, words)
        width = face.words[word]
        if width is None:
            raise Unsure
        end = x + width + (0 if last is None else face.gap(last, word[:1]))
        if end > line.most and not line.fits(end, -face.behind[word[-1:]]):
            return _broken(line, text, words, number, x)
        x, last = end, word[-1:]
    if len(short) < len(text):
        raise Unsure
    return line.result(text, x, None)


def _broken(line: _Line, text: str, words: list[str], number: int, x: int) -> Any:
    """The line that ends before or in one of its words."""
    if not words[number]:
        raise Unsure  # the space behind the last word may go beyond the end
    face, word, before = line.face, words[number], " ".join((*words[:number], ""))
    at = x + face.gap(words[number - 1][-1:], word[:1]) if number else 0
    parts = parts_of(face, word, not number)
    if parts[:1] == [1]:
        raise Unsure  # a hyphen before a word may be one of it, in the first line or in the second
    start = next((part for part in reversed(parts) if line.clearly(at + face.width(word[:part]))), 0)
    if not start and not number:
        return _too_long(line, text, words, parts)
    if not start and not (before.strip() and may_end(face, words[number - 1][-1:], word[:1])):
        raise Unsure
    x = at + face.width(word[:start]) if start else x
    beginnings = _hyphenations(line, _next(line, text, words, number, start), x)
    for said, width in _hyphenated(line, word[:start], word[start:], beginnings):
        if line.fits(at + width):
            length = len((before + said).encode())
            return line.result(before + said + line.style["hyphenate_character"], at + width, length, length)
    said = before + word[:start]
    return line.result(said.rstrip(" "), x, len(said.encode()))


def _too_long(line: _Line, text: str, words: list[str], parts: list[int]) -> Any:
    """The line of a first word that has no room: as much of it as may stand before a hyphen, or the first of its parts."""
    word = words[0]
    if line.parts_words():
        raise Unsure
    found = list(_hyphenated(line, "", word, _hyphenations(line, _next(line, text, words, 0, 0), None)))
    for said, width in found:
        if line.fits(width) or said == found[-1][0]:
            length = len(said.encode())
            return line.result(said + line.style["hyphenate_character"], width, length, length)
    if parts:
        length = len(word[: parts[0]].encode())
        return line.result(word[: parts[0]], line.face.width(word[: parts[0]]), length)
    rest = len(word.encode()) + 1
    return line.result(word, line.face.width(word), rest if rest < len(text.encode()) else None)


def _hyphenated(line: _Line, before: str, word: str, beginnings: list[str]) -> Iterator[tuple[str, int]]:
    """The beginnings of a word, and how wide they are with a hyphen."""
    hyphen = line.style["hyphenate_character"]
    for one in beginnings:
        if before + one + hyphen not in line.face.words:  # what is left of it begins the next line
            learn(line.face, (part for other in beginnings for part in (before + other + hyphen, word[len(other) :])))
        yield before + one, line.face.width(before + one + hyphen)


def _next(line: _Line, text: str, words: list[str], number: int, start: int) -> str:
    """What begins the next line, without the letter before the next place where a line may end."""
    word = words[number]
    end = next((part for part in parts_of(line.face, word, not number) if part > start), 0)
    if end:
        return word[start : end - 1]
    if number + 1 < len(words):
        if not words[number + 1] or not may_end(line.face, word[-1], words[number + 1][0]):
            raise Unsure
    elif sum(map(len, words)) + number < len(text):
        raise Unsure
    return word[start:]


def _hyphenations(line: _Line, text: str, x: int | None) -> list[str]:
    """The parts of a text that may stand before a hyphen, the longest first, if so wide a line has room enough, or none at all."""
    import pyphen  # type: ignore[import-untyped]
    from weasyprint.layout.percent import percentage

    style = line.style
    if style["hyphens"] != "auto" or not style["lang"] or not (language := pyphen.language_fallback(style["lang"])):
        return []
    if x is None or line.clearly(x + int(percentage(style["hyphenate_limit_zone"], style, line.room) * _UNIT)):
        total, left, right = style["hyphenate_limit_chars"]
        key = text, language, total, left, right
        if key not in line.face.hyphens:
            line.face.hyphens[key] = _parted(text, language, total, (left, right), line.context)
        return line.face.hyphens[key]
    return []


def _parted(text: str, language: str, total: int, margins: tuple[int, int], context: Any) -> list[str]:
    """The parts of a text up to a syllable of its first word that is long enough."""
    import pyphen
    from weasyprint.text.line_break import get_next_word_boundaries

    at, rest = 0, text
    while rest and (bounds := get_next_word_boundaries(rest, language)):
        begin, end = bounds
        if end - begin >= total:
            key = language, *margins, total
            dictionary = context.dictionaries.get(key)
            if dictionary is None:
                dictionary = context.dictionaries[key] = pyphen.Pyphen(lang=language, left=margins[0], right=margins[1])
            return [text[: at + begin] + part for part, _ in dictionary.iterate(rest[begin:end])]
        rest, at = rest[end:], at + end
    return []
