"""The plot of the race, drawn as SVG: processor time by the length of an article, and by the size of a batch; both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_WIDE, _HIGH, _EDGE = 340, 250, 48
_COLOURS = ("#b2182b", "#4d4d4d", "#2166ac")
_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 376" font-family="sans-serif" font-size="11" role="img">'
_TITLE = "<title>Seconds of processor time by pages of an article, and for each article of a batch by its size</title>"

Lines = Mapping[str, Sequence[tuple[float, float]]]


def drawn(lengths: Mapping[int, Sequence[float]], sizes: Mapping[int, tuple[float, float]]) -> str:
    """Both plots side by side."""
    names = ("weasyprint, once a document", "bare WeasyPrint, warm", "pipeline, PDF, warm")
    by_length = {name: [(pages, row[n]) for pages, row in lengths.items()] for n, name in enumerate(names)}
    by_size = {
        "shell loop of pandoc and weasyprint": [(count, row[0]) for count, row in sizes.items()],
        "": [],
        "pipeline, four formats": [(count, row[1]) for count, row in sizes.items()],
    }
    parts = [_HEAD, _TITLE, _axes(0, by_length, "pages of an article", "seconds of processor time")]
    parts += [_axes(390, by_size, "articles of a batch", "seconds an article"), "</svg>\n"]
    return "\n".join(parts)


def _axes(left: int, lines: Lines, across: str, up: str) -> str:
    points = [point for line in lines.values() for point in line]
    xs, ys = _scale([x for x, _ in points]), _scale([y for _, y in points])
    parts = [f'<g transform="translate({left} 0)">', f'<text x="{_EDGE}" y="14">{up}</text>']
    parts += [f'<text x="{_EDGE + _WIDE / 2}" y="{_HIGH + 62}" text-anchor="middle">{across}</text>']
    parts += [_tick(x, _across(x, xs), _HIGH + 30, "middle") for x in sorted({x for x, _ in points})]
    parts += [_tick(y, _EDGE - 6, _up(y, ys) + 4, "end") for y in _decades(ys)]
    parts += [f'<path d="M{_EDGE} 20V{_HIGH + 14}H{_EDGE + _WIDE - 40}" fill="none" stroke="#999"/>']
    shown = [(colour, name, line) for colour, (name, line) in zip(_COLOURS, lines.items(), strict=True) if line]
    for n, (colour, name, line) in enumerate(shown):
        parts.append(_line(colour, [(_across(x, xs), _up(y, ys)) for x, y in line]))
        parts.append(f'<text x="{_EDGE}" y="{_HIGH + 84 + 15 * n}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</g>"])


def _line(colour: str, points: Sequence[tuple[float, float]]) -> str:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>{dots}'


def _scale(values: Sequence[float]) -> tuple[float, float]:
    low, high = math.log10(min(values)), math.log10(max(values))
    return low, max(high - low, 0.1)


def _across(value: float, scale: tuple[float, float]) -> float:
    return _EDGE + (math.log10(value) - scale[0]) / scale[1] * (_WIDE - 60)


def _up(value: float, scale: tuple[float, float]) -> float:
    return _HIGH + 10 - (math.log10(value) - scale[0]) / scale[1] * (_HIGH - 30)


def _decades(scale: tuple[float, float]) -> list[float]:
    steps = [base * 10.0**power for power in range(-3, 4) for base in (1, 2, 5)]
    return [step for step in steps if scale[0] <= math.log10(step) <= scale[0] + scale[1]]


def _tick(value: float, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{value:g}</text>'
