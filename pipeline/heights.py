"""Heights: while a formula is drawn, each of its rows is measured once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from pipeline.instead import instead

if TYPE_CHECKING:
    from ziamath.nodes.mrow import Mrow

_AROUND: Final = ("rowymin", "rowymax", "nostretch")  # of the rows round a row: its own height is that without brackets that grow
_LOCK = threading.Lock()  # the function that is changed belongs to a class


@contextmanager
def measured_once() -> Iterator[None]:
    """While this holds, rows that say the same in the same size are measured once.

    ziamath builds a row twice, first to see how high its brackets must be, and all rows within it too: the time doubles with each depth.
    """
    from ziamath.nodes import mrow

    known: dict[tuple[Any, ...], tuple[float, float]] = {}
    measure = mrow.Mrow._get_height_nostretch

    def once(row: Mrow, line: list[ElementTree.Element], **around: object) -> tuple[float, float]:
        own = sorted((key, repr(value)) for key, value in around.items() if key not in _AROUND)
        key = (*map(ElementTree.tostring, line), *own, row.size, repr(row.style))
        if key not in known:
            known[key] = measure(row, line, **around)
        return known[key]

    with _LOCK, instead(mrow.Mrow, _get_height_nostretch=once):
        yield
