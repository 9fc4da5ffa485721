"""Inputs: everything that the files of an article are made of, by name, each with a sum; what is not here cannot change a byte of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from pipeline import plugins
from pipeline.article import Article, Settings
from pipeline.cache import digest
from pipeline.manifest import versions
from pipeline.schema.finder import Finder, remote
from pipeline.source import libraries
from pipeline.styles import folder

Inputs: TypeAlias = dict[str, str]
Named: TypeAlias = tuple[str, bool]  # an address in an article, and whether it is that of a picture

_PACKAGE = Path(__file__).parent
_STYLED = ("pdf", "epub", "html")  # formats that the style sheets make
_ONLY = {"paper.css": "pdf", "themes": "pdf", "sheets": "pdf", "epub.css": "epub", "screen.css": "html"}  # house style sheets of one format
_OF = {"profile": "wikitext", **dict.fromkeys(("pages", "theme", "paper", "columns", "marks"), "pdf")}  # settings of one format
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/etc/fonts")
_DRAWING = re.compile(r"/lib(pango|harfbuzz|fontconfig|freetype|fribidi)[\w.-]*\.so[\d.]+$")
_ELSEWHERE = re.compile(rb"[:\0]")
_BESIDE = re.compile(rb"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


def of_article(source: Path, data: bytes, importer: str, settings: Settings) -> Inputs:
    """What every format of an article is made of, its pictures excepted."""
    beside = {f"references {path.name}": _sum(path) for path in libraries(source)}
    style = {"style": f"{settings.style} {_sum(Path(settings.style))}" if settings.style.endswith(".csl") else settings.style}
    own = {"article": sha256(data).hexdigest(), "name": source.name, "importer": importer, "setting fetch": str(settings.fetch)}
    return own | beside | style | _program()


def of_format(name: str, settings: Settings) -> Inputs:
    """What besides makes the files of a format."""
    own = _exporter(name)
    known = own["exporter"].startswith("article-pipeline ")
    if not known or name in _STYLED:
        own |= {f"css {path.name}": _style_sheet(path) for path in settings.css} | _house(name if known else None)
    if not known or name in ("pdf", "epub"):
        own["fonts"] = _fonts()
    if settings.output_intent and (not known or name == "pdf"):
        own["output intent"] = _sum(Path(settings.output_intent))
    special = {"css", "fetch", "style", "output_intent"} | ({one for one, only in _OF.items() if only != name} if known else set())
    return own | {f"setting {one.name}": str(getattr(settings, one.name)) for one in fields(Settings) if one.name not in special}


def of_pictures(source: Path, named: Iterable[Named], settings: Settings) -> Inputs:
    """The files that the addresses in an article lead to now."""
    finder = Finder(Article(source, etree.Element("article"), settings))
    return {f"picture {href}": _led(finder, href, picture) for href, picture in named}


def key(inputs: Mapping[str, str]) -> str:
    """The inputs as one name."""
    return digest(json.dumps(inputs, sort_keys=True).encode())


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """What differs between two sets of inputs, in words."""
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    changed = [f"{name} changed" for name in sorted(old.keys() & new.keys()) if old[name] != new[name]]
    return changed + [f"{name} is new" for name in sorted(come)] + [f"{name} is gone" for name in sorted(gone)]


def _led(finder: Finder, href: str, picture: bool) -> str:
    found = [f"{path.relative_to(finder.folder)} {_sum(path)}" for path in finder.candidates(href, picture)]
    return "; ".join(found) or ("on the network" if remote(href) else "missing")


@cache
def _program() -> Inputs:
    """The pipeline itself, what it stands on, and what it asks of the machine."""
    files = [path for place in (_PACKAGE, folder()) for path in sorted(one.path for one in _files(str(place)))]
    code = [path for path in files if not path.endswith((".pyc", ".css"))]
    outside = shutil.which("gs") or ""  # pictures in PostScript
    return {
        "program": digest(*(part for path in code for part in (os.fsencode(os.path.basename(path)), Path(path).read_bytes()))),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "ghostscript": f"{Path(outside).resolve().stat().st_size}" if outside else "",
        "date": os.environ.get("SOURCE_DATE_EPOCH", ""),
    } | {f"library {name}": version for name, version in versions().items()}


@cache
def _exporter(name: str) -> Inputs:
    by = " ".join(plugins.maker(plugins.EXPORTERS, name))
    if by.startswith("article-pipeline "):
        return {"format": name, "exporter": by}
    spec = find_spec(plugins.installed(plugins.EXPORTERS)[name].module)
    return {"format": name, "exporter": by, "exporter's code": _sum(Path(spec.origin)) if spec and spec.origin else ""}


def _house(name: str | None) -> Inputs:
    return {label: _sum_at(path, path.stat().st_mtime_ns) for label, path in _sheets(name).items()}


@cache
def _sheets(name: str | None) -> Mapping[str, Path]:
    """The style sheets of the house that a format has, by what they are called among its inputs."""
    sheets = sorted(path for path in (folder() / "css").rglob("*") if path.is_file())
    ours = [path for path in sheets if name is None or {_ONLY.get(path.name, name), _ONLY.get(path.parent.name, name)} == {name}]
    return {f"styles/css/{path.relative_to(folder() / 'css')}": path for path in ours}


@cache
def _sum_at(path: Path, stamp: int) -> str:
    """The sum of a file as it was at a time: those of the house are asked for with every article."""
    return _sum(path)


@cache
def _fonts() -> str:
    """The fonts of this machine and the libraries that set them, by name and size."""
    files = (one for place in _FONTS for one in _files(os.path.expanduser(place)))
    places = {os.path.realpath(place) for place in ("/usr/lib", "/lib")}
    named = (one.path for place in places for inner in _entries(place) if inner.is_dir() for one in _entries(inner.path))
    libraries = {os.path.basename(os.path.realpath(path)) for path in named if _DRAWING.search(path)}
    words = [os.environ.get("FONTCONFIG_FILE", ""), *sorted(f"{one.path} {one.stat().st_size}" for one in files), *sorted(libraries)]
    return digest(*(os.fsencode(word) for word in words))


def _files(place: str) -> Iterator[os.DirEntry[str]]:
    """All files below a folder; thousands, which every run looks at, so they are no Paths."""
    for one in _entries(place):
        if one.is_dir(follow_symlinks=False):
            yield from _files(one.path)
        elif one.is_file():
            yield one


def _entries(place: str) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            return list(found)
    except OSError:
        return []


def _style_sheet(path: Path) -> str:
    """The sum of a style sheet with all that it names below its folder, and that these name."""
    folder, left, sums = path.parent.resolve(), [path.resolve()], dict[Path, str]()
    while left:
        one = left.pop()
        if one not in sums and one.is_relative_to(folder) and (data := _bytes(one)) is not None:
            sums[one] = sha256(data).hexdigest()
            names = (name.decode("utf-8", "replace") for name in _BESIDE.findall(data) if not _ELSEWHERE.search(name))
            left += [(one.parent / name).resolve() for name in names]
    return digest(*(f"{one.relative_to(folder)} {sums[one]}".encode() for one in sorted(sums))) if sums else "missing"


def _bytes(path: Path) -> bytes | None:
    """The content of a file, if it is there and may be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _sum(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"
