"""Heights: while a formula is drawn, each of its rows is measured once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol
from xml.etree import ElementTree

_AROUND: Final = ("rowymin", "rowymax", "nostretch")  # of the rows round a row: its own height is that without brackets that grow
_LOCK = threading.Lock()  # the function that is changed belongs to a class


class Row(Protocol):
    """What a height depends on beside the words of a row."""

    size: float
    style: object


@contextmanager
def measured_once() -> Iterator[None]:
    """While this holds, rows that say the same in the same size are measured once.

    ziamath builds a row twice, first to see how high its brackets must be, and all rows within it too: the time doubles with each depth.
    """
    from ziamath.nodes import mrow

    known: dict[tuple[Any, ...], tuple[float, float]] = {}
    rows: Any = mrow.Mrow
    measure = rows._get_height_nostretch

    def once(row: Row, line: list[ElementTree.Element], **around: object) -> tuple[float, float]:
        own = sorted((key, repr(value)) for key, value in around.items() if key not in _AROUND)
        key = (*map(ElementTree.tostring, line), *own, row.size, repr(row.style))
        if key not in known:
            known[key] = measure(row, line, **around)
        return known[key]

    with _LOCK:
        rows._get_height_nostretch = once
        try:
            yield
        finally:
            rows._get_height_nostretch = measure
