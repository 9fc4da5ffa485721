"""Instead: functions of libraries that others stand in for, while a print is laid out, or a formula drawn."""

# The libraries have no types.
# ruff: noqa: ANN401
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def instead(owner: Any, **functions: Any) -> Iterator[None]:
    """While this holds, a module or a class has these functions; what they stand for is theirs to call."""
    usual = {name: getattr(owner, name) for name in functions}
    for name, function in functions.items():
        setattr(owner, name, function)
    try:
        yield
    finally:
        for name, function in usual.items():
            setattr(owner, name, function)
