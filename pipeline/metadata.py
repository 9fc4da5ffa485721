"""Metadata: the people, dates and identifiers of an article, read from its front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.tree import HREF, LANG, find_all, text_of

FLAGS: Final = ("corresp", "equal-contrib", "deceased")  # attributes of a contributor that say yes or no; terms have their words
_ABSTRACTS: Final = {
    "graphical-abstract": ("graphic", "visual"),
    "highlights": ("highlight", "key-point", "keypoint", "key points"),
    "summary": ("toc", "teaser", "short", "summary", "plain", "synopsis", "editor", "precis"),
}
# Not compiled, since ranges so wide take milliseconds to compile, and a run that has nothing to do takes few
_NO_GAP: Final = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_EASTERN: Final = "[\u3005\u3040-\u309f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+"  # katakana write names of other languages


@dataclass(frozen=True)
class Person:
    """A contributor: a person, or a group under one name (`literal`)."""

    kind: str  # author, editor, translator …: contrib/@contrib-type
    surname: str = ""
    given: str = ""
    prefix: str = ""
    suffix: str = ""
    literal: str = ""
    eastern: bool = False  # family name first: name/@name-style
    orcid: str = ""
    email: str = ""
    corresponding: bool = False
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()  # ids of aff

    @property
    def display(self) -> str:
        """The name as it is printed."""
        order = (self.surname, self.given) if self.eastern else (self.given, self.surname)
        return self.literal or between(*order).join(filter(None, (self.prefix, *order, self.suffix)))

    @property
    def file_as(self) -> str:
        """The name as it is sorted: surname first."""
        return self.literal or ", ".join(filter(None, (self.surname, self.given))) or self.display


@dataclass(frozen=True)
class Metadata:
    """What catalogues ask of an article, as plain text."""

    title: str
    language: str
    subtitle: str = ""
    people: tuple[Person, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)  # pub-id-type → value
    journal: str = ""
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    published: str = ""  # ISO 8601, as far as known
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    licence: str = ""  # its address
    copyright: str = ""


def title_of(root: etree._Element) -> str:
    """The title of an article, as plain text."""
    return text_of(root.find("front/article-meta/title-group/article-title"))


def read_metadata(root: etree._Element) -> Metadata:
    """The metadata of an article, as plain text."""
    front = root.find("front")
    meta = front.find("article-meta") if front is not None else None
    if front is None or meta is None:
        return Metadata("", root.get(LANG) or "en")
    return Metadata(
        title=text_of(meta.find("title-group/article-title")),
        subtitle=text_of(meta.find("title-group/subtitle")),
        language=root.get(LANG) or "en",
        people=tuple(person(contrib) for contrib in meta.findall("contrib-group/contrib")),
        identifiers={str(i.get("pub-id-type")): text_of(i) for i in meta.findall("article-id")},
        journal=text_of(front.find("journal-meta/journal-title-group/journal-title")),
        publisher=text_of(front.find("journal-meta/publisher/publisher-name")),
        volume=text_of(meta.find("volume")),
        issue=text_of(meta.find("issue")),
        published=published(meta),
        abstract=" ".join(text_of(p) for p in find_all(meta, "abstract[not(@abstract-type)][1]//p")),
        keywords=tuple(text_of(kwd) for kwd in meta.findall("kwd-group/kwd")),
        licence=next((str(licence.get(HREF)) for licence in meta.findall("permissions/license") if licence.get(HREF)), ""),
        copyright=text_of(meta.find("permissions/copyright-statement")),
    )


def person(contrib: etree._Element) -> Person:
    """One contributor; of several scripts the first name is the one printed."""
    name = contrib.find("name") if contrib.find("name") is not None else contrib.find("name-alternatives/name")
    parts = {tag: text_of(name.find(tag)) for tag in ("surname", "given-names", "prefix", "suffix")} if name is not None else {}
    return Person(
        kind=contrib.get("contrib-type") or "author",
        surname=parts.get("surname", ""),
        given=parts.get("given-names", ""),
        prefix=parts.get("prefix", ""),
        suffix=parts.get("suffix", ""),
        literal="" if parts else text_of(contrib.find("collab")) or text_of(contrib.find("string-name")) or "Anonymous",
        eastern=name is not None and family_first(name),
        orcid=text_of(contrib.find("contrib-id[@contrib-id-type='orcid']")).rpartition("/")[2],
        email=text_of(contrib.find("email")),
        corresponding=contrib.get("corresp") == "yes",
        roles=tuple(text_of(role) for role in contrib.findall("role")),
        affiliations=tuple(key for xref in contrib.findall("xref[@ref-type='aff']") for key in (xref.get("rid") or "").split()),
    )


def family_first(name: etree._Element) -> bool:
    """Whether a name has the family's first: as it says, or by its script."""
    if style := name.get("name-style"):
        return style == "eastern"
    surname = name.findtext("surname") or ""
    return surname >= "\u3005" and between(surname, name.findtext("given-names") or "") == ""  # most are asked no more than the first


def between(*parts: str) -> str:
    """What stands between the parts of a name: a space, but in scripts that have no gaps in names."""
    return "" if not any(map(str.isascii, parts)) and all(re.fullmatch(_EASTERN, part) for part in parts) else " "


def as_printed(name: etree._Element) -> None:
    """Make a name in prose a `string-name`, its parts in their order; they stand apart, but in scripts that have no gaps in names."""
    eastern = name.get("name-style") == "eastern"
    if not eastern:
        name.attrib.pop("name-style", "")
    name.tag = "string-name"
    for part, following in pairwise(name):
        joined = eastern and not part.tail and re.match(_NO_GAP, text_of(part)[-1:]) and re.match(_NO_GAP, text_of(following))
        part.tail = part.tail if joined or (part.tail or "").strip(" \n\t") else " "


def abstract_word(abstract: etree._Element) -> str:
    """The name of the word that heads an abstract without a title: by its `abstract-type`, of which those of a few words are summaries."""
    kind = (abstract.get("abstract-type") or "").lower()
    return next((word for word, signs in _ABSTRACTS.items() if any(sign in kind for sign in signs)), "abstract")


def published(meta: etree._Element) -> str:
    """The publication date as ISO 8601, as far as known: that of `@date-type="pub"`, else the first."""
    date = meta.find("pub-date[@date-type='pub']")
    date = date if date is not None else meta.find("pub-date")
    if date is None:
        return ""
    if date.get("iso-8601-date"):
        return str(date.get("iso-8601-date"))
    parts = [text_of(date.find(tag)) for tag in ("year", "month", "day")]
    known = parts[: parts.index("")] if "" in parts else parts
    return "-".join([known[0].zfill(4), *(part.zfill(2) for part in known[1:])]) if known else ""


def moment(date: str, epoch: str | None) -> datetime:
    """The time that a file says of itself: SOURCE_DATE_EPOCH, else the article's date, else one that says nothing."""
    if epoch and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    known = re.match(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-2][0-9]|3[01]))?)?", date)
    year, month, day = (int(part or 1) for part in known.groups()) if known else (1980, 1, 1)
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return datetime(max(year, 1), month, 1, tzinfo=UTC)
