"""Books read back: the facts in an EPUB, its pages in the order of its spine."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from pipeline.checks.facts import Facts, Unreadable
from pipeline.checks.trees import PAGE, Element, facts, parsed, parsed_page

LARGEST = 64 << 20  # bytes of a file in a book


def book(data: bytes) -> Facts:
    """The facts of an EPUB."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return facts(list(_pages(file)), PAGE)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as fault:
        raise Unreadable(f"it is not a whole zip file: {fault}") from fault


def pages(data: bytes) -> list[str]:
    """The names of the pages of an EPUB, in the order of its spine."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [member for member, _ in _pages(file)]


def _pages(file: zipfile.ZipFile) -> Iterator[tuple[str, Element]]:
    name = _package_name(file)
    package = parsed(_read(file, name))
    items = {str(item.get("id")): str(item.get("href")) for item in package.iter("{*}item")}
    for ref in package.iter("{*}itemref"):
        href = items.get(str(ref.get("idref")))
        if href is None:
            raise Unreadable(f"{name} names no file for {ref.get('idref')}")
        member = normpath(join(dirname(name), unquote(href)))
        if not member.endswith(".svg"):
            yield member, parsed_page(_read(file, member))


def _package_name(file: zipfile.ZipFile) -> str:
    if "META-INF/container.xml" not in file.namelist():
        raise Unreadable("it has no META-INF/container.xml")
    named = parsed(_read(file, "META-INF/container.xml")).find(".//{*}rootfile")
    return str(named.get("full-path")) if named is not None else ""


def _read(file: zipfile.ZipFile, member: str) -> bytes:
    try:
        if file.getinfo(member).file_size > LARGEST:
            raise Unreadable(f"{member} is larger than {LARGEST >> 20} MiB")
        return file.read(member)
    except KeyError as fault:
        raise Unreadable(f"it has no {member}") from fault
