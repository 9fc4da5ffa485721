"""Breaks: a line does not end after its first word where more words fit.

WeasyPrint 70 sets the first word alone where a text fits its line by a hair's breadth less than Pango measured.
"""

# WeasyPrint has no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any


@contextmanager
def whole_lines() -> Iterator[None]:
    """While this holds, a line of one word, where there are more, is broken once more in a little less room."""
    from weasyprint.layout import inline

    split = inline.split_first_line

    def lay(text: str, style: Any, context: Any, room: float | None, *others: Any, **named: Any) -> Any:
        found = split(text, style, context, room, *others, **named)
        _, length, rest, width, *_ = found
        if rest is None or room is None or not isfinite(room) or width > room / 2 or b" " in text.encode()[:length].rstrip(b" "):
            return found
        other = split(text, style, context, room - style["font_size"] / 2, *others, **named)
        return other if other[1] > length else found

    inline.split_first_line = lay
    try:
        yield
    finally:
        inline.split_first_line = split
