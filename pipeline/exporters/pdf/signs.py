"""Signs: lines of Chinese, Japanese and Thai end at the margin; WeasyPrint 70 stretches spaces, of which they have none, or one."""

# WeasyPrint's boxes have no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.instead import instead

_LANGUAGES = ("zh", "ja", "th")
_SIGN = re.compile("[\u0e01-\u0e5b\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_MOST = 0.12  # of the size of the letters: what stands further apart is seen


@contextmanager
def even_signs() -> Iterator[None]:
    """While this holds, what such a line lacks is shared by all its signs, if they hardly move."""
    from weasyprint.layout import inline

    stretch = inline.justify_line

    def stretched(context: Any, line: Any, missing: float) -> None:
        if not str(line.style["lang"]).startswith(_LANGUAGES):
            stretch(context, line, missing)
            return
        said = "".join(getattr(box, "text", None) or "" for box in line.descendants())
        each = missing / max(_places(said) - 1, 1)
        if each > _MOST * line.style["font_size"] or len(_SIGN.findall(said)) * 2 < len(said):
            stretch(context, line, missing)
        else:
            _spread(context, line, each, 0.0)

    with instead(inline, justify_line=stretched):
        yield


def _places(words: str) -> int:
    """How many signs stand side by side: vowels and tones of Thai stand over and under others."""
    return sum(1 for one in words if unicodedata.category(one) != "Mn")


def _spread(context: Any, box: Any, each: float, moved: float) -> float:
    """Set the signs of a box apart, and the box as far from where it stood as those before it need; how far the next is moved."""
    if getattr(box, "text", ""):
        box.position_x += moved
        return moved + _wider(context, box, each)
    if type(box).__name__ not in ("LineBox", "InlineBox"):
        box.translate(moved, 0)
        return moved
    before, box.position_x = moved, box.position_x + moved
    for child in box.children:
        moved = _spread(context, child, each, moved) if child.is_in_normal_flow() else moved
    box.width += moved - before
    return moved


def _wider(context: Any, box: Any, each: float) -> float:
    """Set the signs of a text apart; how much wider that makes it."""
    from weasyprint.text.line_break import create_layout

    box.style = box.style.copy()
    box.style["letter_spacing"] = each
    box.pango_layout = create_layout(box.text, box.style, context, None, 0)
    box.pango_layout.deactivate()
    more = each * _places(box.text)
    box.width += more
    return float(more)
