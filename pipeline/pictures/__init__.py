"""Pictures: finds the files that an article names, below its own folder and nowhere else, and makes them fit for its outputs."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree

from pipeline.article import Article, Artifact, Beside, Picture
from pipeline.diagnostics import Report
from pipeline.schema.finder import RANK, Finder, last, remote
from pipeline.schema.pictures import PICTURES, named
from pipeline.tree import HREF

LIMIT = 128 * 1024 * 1024  # bytes of one file
_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
_RESERVED = ("manifest.json", "cover.svg")  # what the outputs themselves, and parts of the book, are called
_ENDS = (".pdf", ".epub", ".html", ".tei.xml", ".wiki", ".jats.xml")
_NOT_IN_NAMES = re.compile(  # of files in books, in archives, in addresses
    r'[\s\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff"*:<>?\\|#%\[\]{}^`]+'
)


def settled(article: Article, report: Report) -> Article:
    """The article with its pictures at hand: the addresses in it become the names that they have beside the outputs."""
    beside = _gathered(article, report)
    if not beside.pictures and not beside.files:
        return replace(article, beside=beside)
    root = copy.deepcopy(article.root)
    for element, href in named(root):
        if one := (beside.pictures if element.tag in PICTURES else beside.files).get(href):
            element.set(HREF, one.name)
            if one.original and (element.get("mimetype") or element.get("mime-subtype")):
                element.set("mimetype", one.media_type.partition("/")[0])
                element.set("mime-subtype", one.media_type.partition("/")[2])
    pictures, files = ({one.name: one for one in found.values()} for found in (beside.pictures, beside.files))
    return replace(article, root=root, beside=Beside(pictures, files))


def pictures(article: Article, report: Report) -> Mapping[str, Picture]:
    """The pictures that an output can show, by address; what is missing or cannot be shown is reported."""
    return (article.beside or _gathered(article, report)).pictures


def files(article: Article, report: Report) -> Mapping[str, Picture]:
    """The other files that go with the article: media and supplements below its folder; addresses on the network are only links."""
    return (article.beside or _gathered(article, report)).files


def artifacts(article: Article, report: Report, originals: bool = False) -> Iterator[Artifact]:
    """The pictures and files beside an output; for archives also what the pictures were before they were converted."""
    found = [*pictures(article, report).values(), *files(article, report).values()]
    for one in found:
        yield Artifact(one.name, one.data)
    for one in found:
        if originals and one.original:
            yield Artifact(f"originals/{PurePosixPath(one.name).with_suffix(one.original.suffix)}", one.original.read_bytes())


def untouched(article: Article) -> Iterator[Artifact]:
    """The files of the article as they are, where they stand below its folder."""
    finder = Finder(article)
    found = [next(finder.candidates(href, element.tag in PICTURES), None) for element, href in named(article.root)]
    for path in dict.fromkeys(path for path in found if path):
        yield Artifact(path.relative_to(article.folder).as_posix(), path.read_bytes())


def _gathered(article: Article, report: Report) -> Beside:
    finder, taken = Finder(article), dict.fromkeys([*_RESERVED, *(f"{article.id}{end}".casefold() for end in _ENDS)], b"")
    shown, files = dict[str, Picture](), dict[str, Picture]()
    for element, href in named(article.root):
        picture = element.tag in PICTURES
        known = shown if picture else files
        if href not in known and (one := _reported(finder, href, picture, report, element)):
            known[href] = replace(one, name=_free(one, taken))
    return Beside(shown, files)


def _reported(finder: Finder, href: str, picture: bool, report: Report, element: etree._Element) -> Picture | None:
    """The file at an address that an element of the article gives, or None with a diagnostic."""
    from pipeline.pictures.convert import Unreadable  # with it comes Pillow

    if fault := finder.fault(href, picture):
        report(*fault, element)
        return None
    try:
        return _picture(finder, href, lambda said: report("picture-inert", f"{href}: {said}", element)) if picture else _file(finder, href)
    except Unreadable as why:
        lacking = remote(href) and not next(finder.candidates(href), None)
        report("picture-local" if lacking else "picture-readable", f"{href}: {why}", element)
        return None


def _picture(finder: Finder, href: str, tell: Callable[[str], None]) -> Picture:
    """The best file for a picture that can be shown; what it loses for that is told. Raises Unreadable."""
    from pipeline.pictures.convert import Unreadable, shown
    from pipeline.pictures.fetch import fetched

    faults = []
    for path in [*finder.candidates(href)] or [fetched(href)]:
        try:
            data = _read(path)
            made, kind = shown(data, tell)
        except Unreadable as fault:
            faults.append(fault)
            continue
        meant = finder.exact(href) or path
        kept = meant != path or (made is not data and kind != "image/svg+xml")  # a drawing that ran or loaded is kept nowhere
        return Picture(_name(href, _SUFFIX[kind]), made, kind, meant if kept else None)
    raise faults[0]


def _file(finder: Finder, href: str) -> Picture:
    from pipeline.pictures.convert import media_type

    path = next(finder.candidates(href, picture=False))
    data = _read(path)
    return Picture(_name(href, path.suffix, picture=False), data, media_type(data, path.suffix))


def _read(path: Path) -> bytes:
    from pipeline.pictures.convert import Unreadable

    try:
        if path.stat().st_size > LIMIT:
            raise Unreadable(f"it is over {LIMIT // 1024 // 1024} MB")
        data = path.read_bytes()
    except OSError as fault:
        raise Unreadable(f"{fault.strerror}") from fault
    if not data:
        raise Unreadable("it is empty")
    return data


def _name(href: str, suffix: str, picture: bool = True) -> str:
    """The name of a file beside the outputs: its address, with the suffix of what it is."""
    name = last(href) if ":" in href else posixpath.normpath(unquote(href))
    name = _NOT_IN_NAMES.sub("_", last(href) if name.startswith("..") else name)
    bare, dot, own = name.rpartition(".")
    if f".{own.lower()}" == suffix.lower() or (suffix == ".jpg" and own.lower() in ("jpeg", "jpe")):
        return name
    return (bare if picture and dot and f".{own.lower()}" in RANK else name) + suffix


def _free(one: Picture, taken: dict[str, bytes]) -> str:
    """A name that no other picture has, on file systems that tell no case of letters too."""
    path = PurePosixPath(one.name)
    others = (str(path.with_name(f"{path.stem}-{n}{path.suffix}")) for n in count(2))
    return next(name for name in chain([one.name], others) if taken.setdefault(name.casefold(), one.data) == one.data)
