"""Lines: a text that fits a line but for the space at its end is not broken after its first word, as WeasyPrint 70 would."""

# WeasyPrint's layout has no types.
# ruff: noqa: ANN401
from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LOCK = threading.Lock()  # the breaker of lines is a module's function: one layout at a time


@contextmanager
def hanging_spaces() -> Iterator[None]:
    """While this holds, the space between a text and what follows it in the same line may hang over the end of the line."""
    from weasyprint.layout import inline

    original = inline.split_first_line

    def split(text: str, style: Any, context: Any, max_width: Any, *others: Any, **more: Any) -> Any:
        found = original(text, style, context, max_width, *others, **more)
        bare = text.rstrip(" ")
        if not _first_word_only(text, bare, found[1], found[2]) or style["white_space"] != "normal":
            return found
        whole = original(bare, style, context, max_width, *others, **more)
        fits = whole[2] is None and whole[3] <= max_width
        return (*whole[:2], len(text.encode()), *whole[3:]) if fits else found

    with _LOCK:
        inline.split_first_line = split
        try:
            yield
        finally:
            inline.split_first_line = original


def _first_word_only(text: str, bare: str, length: int, resume: int | None) -> bool:
    """Whether a text of several words with a space at its end was broken after the first of them."""
    return resume is not None and bare != text and " " in bare and length <= len(bare.partition(" ")[0].encode())
