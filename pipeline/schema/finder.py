"""Finder: which files below an article's folder an address in it can mean."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from pipeline.article import Article

# What outputs can show comes first; EPS needs Ghostscript, and Windows metafiles nothing here can read.
_RANKS = (
    (".svg",),
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"),
    (".tif", ".tiff", ".bmp", ".jp2"),
    (".pdf", ""),
    (".eps", ".ps"),
    (".emf", ".wmf"),
)
RANK = {suffix: rank for rank, suffixes in enumerate(_RANKS) for suffix in suffixes}
_LAST = RANK[".eps"]  # from here on anything else with the name is better
_TICK = 100_000_000  # nanoseconds in which a folder may change without its time telling
_PLACES = {"content", "figs", "figure", "figures", "graphic", "graphics", "images", "img", "media", "pictures", "supplements"}
_REMOTE = re.compile(r"https?://", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what an encoded address may bring
_NAMED = re.compile(r"(https?://|info:|doi:)", re.IGNORECASE)  # addresses of which the last part may be the name of a file


def inside(folder: Path, href: str) -> Path | None:
    """The file at an address relative to a resolved folder, or None if it stands outside, with links of the file system followed."""
    name = unquote(href)
    if not name or name.startswith("/") or any(sign in name for sign in ":\\\0"):
        return None
    return _within(folder, folder / name)


def _within(folder: Path, path: Path) -> Path | None:
    try:
        path = path.resolve()
    except (OSError, RuntimeError):  # a circle of links
        return None
    return path if folder in path.parents else None


def remote(href: str) -> bool:
    """Is this an address on the network?"""
    return bool(_REMOTE.match(href))


def last(href: str) -> str:
    """The last part of an address: the name of its file."""
    path = re.split("[?#]", href)[0].split("/", 3)[3:] if remote(href) else [href]
    return _NOT_IN_XML.sub("\ufffd", unquote("".join(path)).rstrip("/").rpartition("/")[2])


class Finder:
    """Looks for the files of one article, below its own folder and nowhere else."""

    def __init__(self, article: Article) -> None:
        self.folder, self.stem, self.fetch = article.folder, article.id, article.settings.fetch
        self._inside: dict[str, Path | None] = {}
        self._indexes: dict[tuple[Path, bool], Mapping[str, list[Path]]] = {}

    def exact(self, href: str) -> Path | None:
        """The file at the address itself."""
        return _file(self.inside(href))

    def inside(self, href: str) -> Path | None:
        """What stands at an address, or None if that is outside; the file system is asked once."""
        if href not in self._inside:
            self._inside[href] = inside(self.folder, href)
        return self._inside[href]

    def candidates(self, href: str, picture: bool = True) -> Iterator[Path]:
        """The files that an address can mean, the best first: a picture may have another suffix than its address says."""
        exact = self.exact(href)
        if exact and not (picture and RANK.get(exact.suffix.lower(), 0) >= _LAST):
            yield exact
        if exact is None or picture:
            yield from (path for path in self._alike(href, picture) if path != exact)
        if exact and picture and RANK.get(exact.suffix.lower(), 0) >= _LAST:
            yield exact

    def fault(self, href: str, picture: bool = True) -> tuple[str, str] | None:
        """The code and the message for an address that leads to no file, or None."""
        if next(self.candidates(href, picture), None):
            return None
        if remote(href):
            return None if self.fetch else ("picture-local", f"{href} is on the network and is not fetched")
        if not _NAMED.match(href) and self.inside(href) is None:
            return "picture-inside", f"{href or 'an empty address'} leads out of the article's folder"
        return "picture-found", f"there is no {last(href)} below the article's folder"

    def _alike(self, href: str, picture: bool) -> list[Path]:
        """The files of this name, in any case of letters, where pictures stand in packages."""
        wanted = last(href)
        if not wanted or not (_NAMED.match(href) or self.inside(href)):
            return []
        names = {wanted.casefold()} | ({_bare(wanted).casefold()} if picture else set())
        own = self.inside(str(PurePosixPath(href).parent)) if "/" in href and not _NAMED.match(href) else None
        places = dict.fromkeys([*([own] if own else []), *self._places])
        found = [path for place in places for name in names for path in self._index(place, picture).get(name, ())]
        return self._sorted(dict.fromkeys(file for path in found if (file := _file(_within(self.folder, path)))), wanted)

    @staticmethod
    def _sorted(files: Iterable[Path], wanted: str) -> list[Path]:
        """The same case of letters first, then what outputs can show, then the bigger file."""

        def order(path: Path) -> tuple[bool, int, int, str]:
            other_case = wanted not in (path.name, path.stem) and _bare(path.name) != _bare(wanted)
            return other_case, RANK.get(path.suffix.lower(), 3), -path.stat().st_size, str(path)

        return sorted(files, key=order)

    @cached_property
    def _places(self) -> list[Path]:
        """The article's folder and the folders in it where its pictures may stand."""
        known = _PLACES | {self.stem.casefold()}
        below = sorted(path for path in _listed(self.folder) if path.name.casefold() in known and path.is_dir())
        return [self.folder, *(path for path in below if _within(self.folder, path))]

    def _index(self, place: Path, picture: bool) -> Mapping[str, list[Path]]:
        """What a folder holds, by the names that it may be called by; each folder is read once."""
        if (place, picture) not in self._indexes:
            self._indexes[place, picture] = _named(_listed(place), picture)
        return self._indexes[place, picture]


def _listed(folder: Path) -> tuple[Path, ...]:
    """What a folder holds; thousands of articles may stand in one, so it is read again only when it has changed."""
    try:
        stamp = folder.stat().st_mtime_ns
    except OSError:
        return ()
    settled = time.time_ns() - stamp > _TICK
    return _read(folder, stamp) if settled else _read.__wrapped__(folder, stamp)


@lru_cache(maxsize=16)
def _read(folder: Path, stamp: int) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()


@lru_cache(maxsize=16)
def _named(paths: tuple[Path, ...], picture: bool) -> Mapping[str, list[Path]]:
    names: dict[str, list[Path]] = {}
    for path in paths:
        short = _bare(path.name) if picture else path.stem
        for name in {path.name.casefold(), short.casefold()}:
            names.setdefault(name, []).append(path)
    return names


def _file(path: Path | None) -> Path | None:
    try:
        return path if path and path.is_file() else None
    except OSError:  # a name that is too long
        return None


def _bare(name: str) -> str:
    """A name without the suffix of a picture."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in RANK and path.suffix else name
