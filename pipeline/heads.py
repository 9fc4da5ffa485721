"""Heads: whether the first bytes of a file are of a form that one of our importers reads; apart from these, so that asking loads none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

HEADING: Final = re.compile(r"[ \t]*(=(?:[ \t]?=)*)[ \t]+(\S.*?)[ \t]+(=(?:[ \t]?=)*)[ \t]*")
SUFFIXES: Final = (".bib", ".bibtex", ".biblatex")
_BOM: Final = b"\xef\xbb\xbf"
_ENTRY: Final = re.compile(rb"^[ \t]*@[ \t]*[A-Za-z]+[ \t\r\n]*[{(]", re.M)
_OBJECTS: Final = re.compile(rb"\s*\[\s*\{\s*\"")
_RECORD: Final = re.compile(rb"\s*TY[ \t]{0,2}- ?[A-Z]+[ \t]*\r?\n")


def is_bibtex(path: Path, head: bytes) -> bool:
    """Whether a file has the name of a bibliography and an entry near its beginning, or begins with one."""
    head = head.removeprefix(_BOM)
    found = _ENTRY.search(head)
    return found is not None and (path.suffix.lower() in SUFFIXES or not head[: found.start()].strip())


def is_csljson(_path: Path, head: bytes) -> bool:
    """Whether a file begins as a list of JSON objects."""
    return _OBJECTS.match(head.removeprefix(_BOM)) is not None


def is_plain(_path: Path, head: bytes) -> bool:
    """Whether a file is of the plain form of entries: its first line with text is a title between single equals signs."""
    first = next((line for line in head.decode("utf-8-sig", "replace").splitlines() if line.strip()), "")
    heading = HEADING.fullmatch(first)
    return heading is not None and heading[1] == heading[3] == "="


def is_ris(_path: Path, head: bytes) -> bool:
    """Whether a file begins with the type of a record."""
    return _RECORD.match(head.removeprefix(_BOM)) is not None


OURS: Final[Mapping[str, Callable[[Path, bytes], bool]]] = {
    "bibtex": is_bibtex,
    "csljson": is_csljson,
    "jats": lambda _path, _head: False,  # by its root element
    "plain": is_plain,
    "ris": is_ris,
}
