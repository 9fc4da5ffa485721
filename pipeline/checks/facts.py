"""Facts: what a finished file says about its citations and its references, in the words of no format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

_INVISIBLE = re.compile("[\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u25cc\ufe00-\ufe0f\ufeff\ufffe\x02]+")
_LIGATURES = {0xFB00 + n: letters for n, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}  # which a print hands out as letters
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e34-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_AGAIN = re.compile(f"([{_MARKS}])\\1+")
_HYPHENS = re.compile("[\u2010\u2011]")


def squeezed(text: str) -> str:
    """Text for comparison: without white space, invisible characters and carriers of marks, which formats set in their own ways.

    A mark that stands again and again over a letter is there once: a print sets them one upon the other, and is read so.
    """
    return unicodedata.normalize("NFC", _AGAIN.sub(r"\1", _HYPHENS.sub("-", _INVISIBLE.sub("", text)))).translate(_LIGATURES)


@dataclass(frozen=True)
class Place:
    """Where in an output something stands: a line of a text, a file in a book, a page of a print."""

    line: int = 0
    member: str = ""
    page: int = 0
    anchor: str = ""  # the key of what it stands in, where a link can lead to that

    def __str__(self) -> str:
        inside = f"{self.member}:{self.line}" if self.member and self.line else self.member
        return f"page {self.page}" if self.page else inside or (f"line {self.line}" if self.line else "")


@dataclass(frozen=True)
class Label:
    """Words as printed: squeezed, and as they read; of each squeezed character the key that it links to, or nothing."""

    text: str
    keys: tuple[str, ...] = ()
    words: str = field(default="", compare=False)

    def __len__(self) -> int:
        return len(self.text)


def label_of(pieces: Iterable[tuple[str, str]]) -> Label:
    """The label that pieces of text make, each with the key that it links to."""
    merged = [(key, "".join(text for text, _ in group)) for key, group in groupby(pieces, key=lambda piece: piece[1])]
    parts = [(key, squeezed(text)) for key, text in merged]
    keys = tuple(key for key, text in parts for _ in text)
    return Label("".join(text for _, text in parts), keys, " ".join("".join(text for _, text in merged).split()))


@dataclass(frozen=True)
class Citation:
    """One citation: the keys of its references in order, and how it is printed."""

    keys: tuple[str, ...]
    label: Label
    locators: tuple[str, ...] | None = None  # None: the format does not say them to machines
    place: Place = field(default=Place(), compare=False)
    part: str = ""  # the key of the note that it stands in
    beside: tuple[str, str] = field(default=("", ""), compare=False)  # the letters before and after it, where its element ends
    moves: str = field(
        default="", compare=False
    )  # where a format may print it elsewhere: `front` matter, `floats` (tables, figures), a `list` of references
    links: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = field(default=(), compare=False)  # of each, if known: keys, locators


@dataclass(frozen=True)
class Entry:
    """One reference: its key, its label and its words as printed, squeezed, and which of the article's lists it stands in."""

    key: str
    text: str
    list: int = 0
    years: tuple[str, ...] = ()  # of its fields, where they are
    words: str = field(default="", compare=False)  # as they read
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Knows:
    """What can be read in a file; what cannot is not compared."""

    citations: bool = True  # where a citation begins and ends
    labels: bool = True  # how it is printed
    order: bool = True  # the order of the citations
    entries: bool = True  # which references are listed, and in which order
    words: bool = True  # how they are printed
    front: bool = False  # what of it is front matter
    calls: bool = False  # the calls of notes
    exact: bool = True  # hyphens, and the order of characters that run from right to left


NOTHING = Knows(citations=False, labels=False, order=False, entries=False, words=False, exact=False)


@dataclass(frozen=True)
class Facts:
    """What a file says: its citations in the order of reading, notes after the text; its references in the order of printing."""

    citations: tuple[Citation, ...] = ()
    entries: tuple[Entry, ...] = ()
    knows: Knows = Knows()
    unknown: tuple[str, ...] = ()  # what cannot be known of this file, in words
    reading: tuple[int, ...] = ()  # the numbers of the citations, those of a note where it is called
    calls: tuple[Citation, ...] = ()  # of the notes that cite, as printed

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """The references by their keys."""
        return {entry.key: entry for entry in self.entries}


@dataclass(frozen=True)
class Run:
    """Some words of a file: the key of the reference that they link to, the part they stand in, their place, the number of the link."""

    text: str
    key: str = ""
    part: str = ""
    place: Place = Place()
    link: int = 0


class Unreadable(Exception):
    """The file is not what its name says, or is broken."""


def with_silent(found: list[Citation], there: Iterable[Citation]) -> list[Citation]:
    """The citations of a part, and those of the guide whose links hold no word: where only words are read, these are as they are there."""
    for place, one in enumerate(there):
        if not any(one.label.keys):
            found.insert(place, replace(one, locators=None, moves=""))
    return found
