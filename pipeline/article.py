"""The article as it goes through the rooms: its tree, its path, its settings; what an exporter and an importer are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from pipeline.diagnostics import Report
from pipeline.metadata import Metadata, read_metadata
from pipeline.tree import LANG, find_all

_USUAL = re.compile(rb"[\t\n\r -~]+")


@dataclass(frozen=True)
class Settings:
    """What the user chose for a build: everything that an output may depend on beside the article."""

    style: str = "ieee"  # a CSL style id, or the path of a .csl file
    profile: str = "resolved"  # of wikitext: resolved | wikipedia
    theme: str = "auto"  # of print: auto | encyclopedia | journal | plain
    paper: str = "auto"  # auto (that of the theme) | a4 | letter | b5 | a5
    columns: int = 1  # of the printed text
    marks: bool = False  # crop marks and bleed
    output_intent: str = ""  # the path of the ICC profile of a press: PDF/X-4 for it in place of PDF/A and PDF/UA
    css: tuple[Path, ...] = ()  # the user's own style sheets, after the house style
    fetch: bool = False  # download pictures that stand on the network
    pages: int = 2000  # of a print; more are refused


@dataclass(frozen=True)
class Artifact:
    """A finished file: its name relative to the article's output folder, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A picture or another file that goes with the article: its name beside the outputs, its bytes, its media type."""

    name: str
    data: bytes
    media_type: str
    original: Path | None = None  # the file that it was converted from


@dataclass(frozen=True)
class Beside:
    """All that goes with an article, by the address in it."""

    pictures: Mapping[str, Picture]
    files: Mapping[str, Picture]  # media and supplements


@dataclass(frozen=True)
class Article:
    """One article: where it came from, its tree (canonical or resolved JATS), and the user's settings."""

    path: Path
    root: etree._Element
    settings: Settings = Settings()
    beside: Beside | None = field(default=None, compare=False)  # None: its pictures have not been looked for yet
    print: bytes = field(default=b"", compare=False)  # its PDF, if one is made with it

    @property
    def id(self) -> str:
        """The name of the article and of its outputs: the stem of its source file."""
        return self.path.stem

    @property
    def folder(self) -> Path:
        """The only folder that the article may read files from."""
        return self.path.resolve().parent

    @property
    def language(self) -> str:
        """The language of the article (BCP 47)."""
        return self.root.get(LANG) or "en"

    @cached_property
    def by_id(self) -> Mapping[str, etree._Element]:
        """Every element that has an id."""
        return {str(element.get("id")): element for element in find_all(self.root, "//*/@id[. != '']/..")}

    @cached_property
    def unusual(self) -> str:
        """The characters of its words and attributes that are not printable ASCII, a space for what stands between them."""
        return _USUAL.sub(b" ", etree.tostring(self.root, encoding="UTF-8")).decode()

    @cached_property
    def metadata(self) -> Metadata:
        """The article's metadata, read from its front matter."""
        return read_metadata(self.root)


Exporter: TypeAlias = Callable[[Article, Report], Iterable[Artifact]]
Importer: TypeAlias = Callable[[Path, Report], Article]
