"""The articles that the laws are tried on: those of `source/`, and random ones drawn from the grammar."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from pipeline import plugins
from pipeline.article import Article
from pipeline.build import resolved
from pipeline.diagnostics import Diagnostic, Report
from pipeline.formats import export
from tests.schema import generate

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "source").glob("*.xml"))
SEEDS = range(40)
FORMATS = ("html", "epub", "tei", "wikitext")
SUFFIX = {"html": ".html", "epub": ".epub", "tei": ".tei.xml", "wikitext": ".wiki", "pdf": ".pdf", "jats": ".jats.xml"}


@dataclass
class Made:
    """An article, what was made of it, and what was said about it."""

    article: Article  # resolved
    canonical: etree._Element
    files: dict[str, bytes]
    found: list[Diagnostic]


@cache
def source(path: Path, *formats: str) -> Made:
    """A source of the project in these formats."""
    return made(Article(path, etree.parse(path, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()), *formats)


def drawn(seed: int, folder: Path, *formats: str) -> Made:
    """The random article of this seed in these formats."""
    picture = folder / generate.PICTURE
    if not picture.exists():
        picture.write_bytes(png())
    root = generate.article(seed)
    for number, element in enumerate(root.iter("{*}*"), 1):
        element.sourceline = number  # so that a finding names its element
    return made(Article(folder / f"drawn{seed}.xml", root), *formats)


def made(article: Article, *formats: str) -> Made:
    """An article in these formats, each file by its format."""
    canonical = etree.fromstring(etree.tostring(article.root))
    for old, new in zip(article.root.iter("{*}*"), canonical.iter("{*}*"), strict=True):
        new.sourceline = old.sourceline
    report = Report(article.path)
    article = resolved(article, report)
    artifacts = export(article, formats, report)
    files = {name: artifact.data for name, artifact in artifacts if artifact.name == article.id + SUFFIX[name]}
    return Made(article, canonical, files, list(report))


def installed() -> list[str]:
    """The project's own formats."""
    return [name for name in plugins.names(plugins.EXPORTERS) if name in SUFFIX]


def png() -> bytes:
    """A picture of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
