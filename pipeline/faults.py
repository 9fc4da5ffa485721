"""Faults: where exceptions become diagnostics, so that an article that fails, fails alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.diagnostics import OverLimit, Refused, Report
from pipeline.rules import NoRule

_DEEP = 20_000  # calls within each other: XML is nested at most 256 deep, and WeasyPrint takes dozens of calls for a level


@contextmanager
def boundary(report: Report) -> Iterator[None]:
    """Where exceptions become diagnostics: an article that fails, fails alone."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEP))
    try:
        yield
    except Refused:
        pass
    except Exception as fault:  # whatever a room raises belongs to this article only
        reported(fault, "build-works", "", report)


def reported(fault: Exception, code: str, prefix: str, report: Report) -> None:
    """Report an exception; one that means too much of something is told as that."""
    code = "limits-kept" if isinstance(fault, (OverLimit, MemoryError, RecursionError)) else code
    report(code, prefix + _said(fault), fault.element if isinstance(fault, NoRule) else 0)


def _said(fault: Exception) -> str:
    """An exception in words: its kind, what it says, and where in the program it arose."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(fault).__name__}: {fault}{place}"
