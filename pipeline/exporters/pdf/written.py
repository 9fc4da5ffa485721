"""Written: the parts of a file become bytes without the detours that pydyf takes.

pydyf 0.13 lists all pages of a file anew for each link and each tag, which takes the square of their number; it asks of every number of
every line whether it is something else; and it packs streams with the utmost care, for a hundredth of their size. WeasyPrint 70 has a
parser of C read the type of each array of glyphs, as many as there are lengths, and keep what it found.
"""

# pydyf, cffi and WeasyPrint have no types.
# ruff: noqa: ANN401
from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.instead import instead

_LENGTH = re.compile(r"\[\d+\]")
_LEVEL = 6  # of zlib: 9 takes twice as long


@contextmanager
def written() -> Iterator[None]:
    """While this holds, files are written in a time that grows with their pages."""
    import pydyf
    from weasyprint.pdf import fonts

    listed = property(_listed(pydyf.PDF.page_references.fget))
    with (
        instead(pydyf, _to_bytes=_bytes(pydyf._to_bytes)),
        instead(pydyf.Stream, data=property(_data)),
        instead(pydyf.PDF, page_references=listed),
        instead(fonts, ffi=_Arrays(fonts.ffi)),
    ):
        yield


class _Arrays:
    """The functions of cffi, for which an array of any length is of one type."""

    def __init__(self, functions: Any) -> None:
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._functions, name)

    def new(self, kind: str, values: Any = None) -> Any:
        """An array of these values, or what else cffi makes."""
        return self._functions.new(_LENGTH.sub("[]", kind) if isinstance(values, tuple | list) else kind, values)


def _listed(references: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A way to list the pages of a file that does so once, until there is another."""

    def again(pdf: Any) -> Any:
        pages = len(pdf.pages["Kids"])
        if getattr(pdf, "listed", (0, ()))[0] != pages:
            pdf.listed = pages, references(pdf)
        return pdf.listed[1]

    return again


def _data(stream: Any) -> bytes:
    """A stream as it is written: what it draws, packed if it is to be, behind what is said of it."""
    import pydyf

    drawn = b"\n".join([item if type(item) is bytes else pydyf._to_bytes(item) for item in stream.stream])
    about = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        about["Filter"] = "/FlateDecode"
        drawn = zlib.compress(drawn, _LEVEL)
    about["Length"] = len(drawn)
    return b"\n".join((about.data, b"stream", drawn, b"endstream"))


def _bytes(usual: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """A way to write a word or a number that looks at its type once."""

    def as_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is float:
            return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
        return b"%d" % item if kind is int else usual(item)

    return as_bytes
