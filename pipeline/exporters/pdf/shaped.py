"""Shaped: words in a line as Pango sets them: which glyphs stand for them, and how wide these are, in its units."""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from itertools import accumulate
from typing import Any, NamedTuple

FIRST = "a"  # of words that are set: figures at the beginning of a text are of no script, and in a line of words they are
_FUNCTIONS = {
    "pango_glyph_string_get_width": "int {}(PangoGlyphString* glyphs);",
    "pango_layout_get_unknown_glyphs_count": "int {}(PangoLayout* layout);",
}


class Glyphs(NamedTuple):
    """What stands for a word: Pango's records of its glyphs, and where the letters of each begin, in bytes, if not one a letter."""

    records: bytes
    clusters: list[int] | None


class Words(NamedTuple):
    """Words in a line: where the space before each begins, where the word does, and where it ends, in glyphs."""

    places: list[tuple[int, int, int]]
    widths: list[int]  # of all before a glyph
    records: bytes
    clusters: list[int]

    def glyphs(self, word: str, start: int, end: int) -> Glyphs:
        """What stands for a word."""
        size, clusters = len(self.records) // len(self.clusters), [at - self.clusters[start] for at in self.clusters[start:end]]
        return Glyphs(self.records[size * start : size * end], None if clusters == [*range(len(word))] else clusters)


def declare() -> None:
    """Tell Pango's binding of functions that WeasyPrint has no need of, once a process."""
    from weasyprint.text.ffi import ffi, pango

    for name, words in _FUNCTIONS.items():
        if not hasattr(pango, name):
            ffi.cdef(words.format(name))


def together(style: Any, font: Any, words: list[str]) -> Words | None:
    """These words in a line, a space before and behind each; nothing if they are not of this font and of one script."""
    layout = _layout(style, " ".join((FIRST, *words, "")))
    runs = _runs(layout, font)
    if len(runs) != 1 or not words:
        return None
    records, clusters = _glyphs(runs[0])
    count, numbers = len(clusters), memoryview(records).cast("i")
    widths = list(accumulate(numbers[1 :: len(numbers) // count], initial=0))  # behind the number of the glyph
    first = dict(reversed([*zip(clusters, range(count), strict=True)]))
    at, places = len(FIRST), []
    for word in words:
        end = at + 1 + len(word.encode())
        places.append((first[at], first[at + 1], first[end]))
        at = end
    return Words(places, widths, records, clusters)


def apart(style: Any, font: Any, words: list[str]) -> list[int]:
    """How wide words are by themselves, as in a justified line."""
    from weasyprint.text.line_break import Layout

    layout = Layout(style, 1)
    layout.set_text(" ".join((FIRST, *words)), justify=True)
    return [_width(run) for run in _runs(layout, font)[2::2]]


def alone(style: Any, font: Any, text: str) -> tuple[int, Glyphs] | None:
    """How wide a text is, and what stands for it, if it is of this font and of one script."""
    layout = _layout(style, text)
    runs = _runs(layout, font)
    if len(runs) != 1:
        return None
    records, clusters = _glyphs(runs[0])
    return _width(runs[0]), Glyphs(records, None if clusters == [*range(len(text))] else clusters)


def _layout(style: Any, text: str) -> Any:
    from weasyprint.text.line_break import Layout

    layout = Layout(style)
    layout.set_text(text)
    return layout


def _runs(layout: Any, font: Any) -> list[Any]:
    """The pieces of a line that are set together, while the layout is there; none if a letter is missing, or of another font."""
    from weasyprint.text.ffi import ffi, pango

    line, _ = layout.get_first_line()
    runs, run = [], line.runs[0]
    while run != ffi.NULL:
        if run.data.item.analysis.font != font:
            return []
        runs.append(run.data)
        run = run.next
    return [] if pango.pango_layout_get_unknown_glyphs_count(layout.layout) else runs


def _glyphs(run: Any) -> tuple[bytes, list[int]]:
    """Pango's records of the glyphs of a piece, and where the letters of each begin."""
    from weasyprint.text.ffi import ffi

    count = run.glyphs.num_glyphs
    return bytes(ffi.buffer(run.glyphs.glyphs, count * ffi.sizeof("PangoGlyphInfo"))), ffi.unpack(run.glyphs.log_clusters, count)


def _width(run: Any) -> int:
    from weasyprint.text.ffi import pango

    return int(pango.pango_glyph_string_get_width(run.glyphs))
