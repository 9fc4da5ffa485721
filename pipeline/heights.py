"""Heights: while a formula is drawn, each of its rows is measured once, and only where a bracket in it may grow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from pipeline.instead import instead

if TYPE_CHECKING:
    from ziamath.nodes.mnode import Mnode
    from ziamath.nodes.mrow import Mrow
    from ziamath.styles import MathStyle

_STYLED: Final = frozenset(["mathvariant", "displaystyle", "mathcolor", "mathbackground", "mathsize", "scriptlevel", "style"])
_FORMS: Final = ("prefix", "infix", "postfix")
_AROUND: Final = ("rowymin", "rowymax", "nostretch")  # of the rows round a row: its own height is that without brackets that grow
_LOCK = threading.Lock()  # the function that is changed belongs to a class


@contextmanager
def measured_once() -> Iterator[None]:
    """While this holds, rows that say the same in the same size are measured once, lengths too, and styles are handed down.

    ziamath builds a row twice, first to see how high its brackets must be, and all rows within it too: the time doubles with each depth.
    """
    from ziamath.nodes import mnode, mrow
    from ziamath.styles import parse_style

    known: dict[tuple[Any, ...], tuple[float, float]] = {}
    sizes: dict[tuple[str, float], float] = {}
    measure, length = mrow.Mrow._get_height_nostretch, mnode.Mnode.size_px

    def size(node: Mnode, words: str, base: float | None = None) -> float:
        key = words, node.glyphsize if base is None else base
        if key not in sizes:
            sizes[key] = length(node, *key)
        return sizes[key]

    def once(row: Mrow, line: list[ElementTree.Element], **around: object) -> tuple[float, float]:
        if not any(map(_grows, line)):
            return 0.0, 0.0  # which nobody asks for
        own = sorted((key, repr(value)) for key, value in around.items() if key not in _AROUND)
        key = (*map(_said, line), *own, row.size, repr(row.style))
        if key not in known:
            known[key] = measure(row, line, **around)
        return known[key]

    styled, sized = instead(mnode, parse_style=_handing_down(parse_style)), instead(mnode.Mnode, size_px=size)
    with _LOCK, instead(mrow.Mrow, _get_height_nostretch=once), styled, sized:
        yield


def _said(part: ElementTree.Element) -> tuple[Any, ...]:
    return (part.tag, part.text, tuple(part.items()), *map(_said, part))


def _grows(part: ElementTree.Element) -> bool:
    """Whether there is a sign in a part of a row that may grow with it; of names of functions the library makes signs."""
    return any(one.get("stretchy") or _stretches((one.text or "").strip()) for one in part.iter() if one.tag in ("mo", "mi"))


@lru_cache(maxsize=1024)
def _stretches(sign: str) -> bool:
    from ziamath import operators

    return any(operators.get_params(sign, form).get("stretchy", "false") != "false" for form in _FORMS)


def _handing_down(parse: Callable[..., MathStyle]) -> Callable[..., MathStyle]:
    """The library's way to the style of an element, which for one without a style of its own is that of the one around it."""

    def parsed(element: ElementTree.Element, around: MathStyle | None = None) -> MathStyle:
        if around is None or not _STYLED.isdisjoint(element.keys()):
            return parse(element, around)
        return replace(around, mathvariant=replace(around.mathvariant))  # a letter may change its own

    return parsed
