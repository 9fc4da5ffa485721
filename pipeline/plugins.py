"""Plugins: exporters and importers by name, from the installed entry points; each is loaded when it is first asked for.

An importer's module may have a function `knows(path, head) -> bool`: does this importer read the file whose first bytes are these?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import cast

from pipeline.article import Exporter, Importer

EXPORTERS = "pipeline.exporters"
IMPORTERS = "pipeline.importers"
_CALLED = re.compile(r"^(Name|Version): *(.+?) *$", re.MULTILINE)


@cache
def installed(group: str) -> Mapping[str, metadata.EntryPoint]:
    """The entry points of a group, by name, in the order of names; the pipeline's own names stand before a stranger's."""
    found = sorted(metadata.entry_points(group=group), key=lambda entry: (entry.name, not entry.value.startswith("pipeline.")))
    return {entry.name: entry for entry in reversed(found)}


def names(group: str) -> list[str]:
    """The names in a group."""
    return sorted(installed(group))


def exporter(name: str) -> Exporter:
    """The exporter of this name; raises ImportError if a library of its is missing, KeyError if there is none."""
    return cast("Exporter", installed(EXPORTERS)[name].load())


def importer(name: str) -> Importer:
    """The importer of this name; raises ImportError if a library of its is missing, KeyError if there is none."""
    return cast("Importer", installed(IMPORTERS)[name].load())


def knows(name: str, path: Path, head: bytes) -> bool:
    """Whether this importer says that it reads the file; one that cannot be loaded, or has no say, does not."""
    try:
        say = getattr(import_module(installed(IMPORTERS)[name].module), "knows", None)
    except ImportError:
        return False
    return bool(cast("Callable[[Path, bytes], bool]", say)(path, head)) if say else False


@cache
def maker(group: str, name: str) -> tuple[str, str]:
    """The distribution that an entry point comes from, and its version."""
    distribution = installed(group)[name].dist
    return called(distribution) if distribution else ("", "")


def called(distribution: metadata.Distribution) -> tuple[str, str]:
    """The name and the version of a distribution, from the head of its metadata: the library reads all that stands below too, each time."""
    head, _, _ = (distribution.read_text("METADATA") or "").partition("\n\n")
    found = dict(_CALLED.findall(head))
    return found.get("Name") or distribution.name, found.get("Version") or distribution.version
