"""Quick: WeasyPrint loaded without what prints seldom need: half of the time of its import goes to font tools and to calls of compilers."""

from __future__ import annotations

import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType
from typing import Any

_TOOLS = "fontTools.subset"  # HarfBuzz makes subsets of fonts, where it is whole
_INSTANCER = "fontTools.varLib.instancer"


def load() -> None:
    """Import WeasyPrint."""
    if "weasyprint" in sys.modules:
        return
    with _later(), _no_search():
        try:
            importlib.import_module("weasyprint")
        except OSError:  # a library that only a search finds
            pass
        else:
            return
    importlib.import_module("weasyprint")


@contextmanager
def _no_search() -> Iterator[None]:
    """Libraries under the names that Linux gives them, which WeasyPrint tries too: a search for others asks compilers, each time."""
    usual = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = usual


@contextmanager
def _later() -> Iterator[None]:
    """Tools for fonts that are loaded when they are first used."""
    if _TOOLS in sys.modules or _INSTANCER in sys.modules:
        yield
        return
    stub: Any = ModuleType(_INSTANCER)
    stub.instantiateVariableFont = _instantiate
    sys.modules[_INSTANCER] = stub
    _lazy(_TOOLS)
    try:
        yield
    finally:
        del sys.modules[_INSTANCER]


def _lazy(name: str) -> None:
    spec = find_spec(name)
    if spec and spec.loader:
        spec.loader = LazyLoader(spec.loader)
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)


def _instantiate(*words: Any, **named: Any) -> Any:  # noqa: ANN401  as the library has it
    return importlib.import_module(_INSTANCER).instantiateVariableFont(*words, **named)
