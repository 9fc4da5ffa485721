"""Identifiers: DOIs and their kin under the names of the profile, without what is written before them; links that are identifiers."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.importers.jats.tools import listed, new, remove, rename, say_before, take
from pipeline.tree import HREF, text_of

_IDS: Final = listed(
    """
    accession archive ark arxiv doi handle index manuscript mr other pii pmcid pmid publisher-id std-designation zbl
    """
)
_ADDRESSED: Final = ("doi", "pmcid", "pmid")  # whose address anybody knows
_ID_NAMES: Final = {
    "pmc": "pmcid",
    "amsid": "mr",
    "medline": "pmid",
    "pubmed": "pmid",
    "coden": "other",
    "art-access-id": "publisher-id",
    "uri": "other",
    "url": "other",
}
_RESOLVERS: Final = tuple(f"{scheme}://{host}doi.org/" for scheme in ("http", "https") for host in ("dx.", "", "www."))
_ADDRESS: Final = re.compile(r"[/@]|\bwww\.|^\S+\.[a-z]{2,6}$")
_IS_DOI: Final = re.compile(r"10\.\d{4,9}/")
_PUBMED: Final = re.compile(r"^https?://(?:[a-z]+\.)*(?:nlm\.nih\.gov|europepmc\.org)/(?:\w+/)*?((?:PMC)?\d+)/?$", re.IGNORECASE)
_DOI: Final = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|(?:info:)?doi[:/]?\s*)+", re.IGNORECASE)


def identifier(child: etree._Element, prose: bool) -> None:
    """An identifier of a work; in prose, what is printed before it stays as words before it."""
    kind = (child.get("pub-id-type") or "").lower()
    words = text_of(child)
    if not words and not child.get(HREF):
        remove(child)
        return
    for key in ("assigning-authority", "specific-use", "content-type"):
        take(child, key)
    if kind in ("isbn", "issn"):
        child.attrib.clear()
        rename(child, kind)
        return
    kind = identifier_kind(kind, words)
    child.set("pub-id-type", kind)
    address = take(child, HREF)
    if not prose and kind not in _ADDRESSED and "://" in address and child.getparent().find("ext-link") is None:  # type: ignore[union-attr]
        child.addnext(new("ext-link", child, {"ext-link-type": "uri", HREF: address}, [address]))
    if kind == "doi":
        _bare(child, words, prose)
    elif kind in ("pmid", "pmcid") and not prose and (number := _PUBMED.match(words)):
        _say(child, number[1])
    elif kind == "pmcid" and words.isdecimal() and (not prose or _take_before(child, "PMC")):
        _say(child, f"PMC{words}")


def _bare(child: etree._Element, words: str, prose: bool) -> None:
    """A DOI alone, as the profile has it."""
    address = before[0] if (before := _DOI.match(words)) else ""
    if prose and address:
        say_before(child, address)
    if (doi := _closed(words.removeprefix(address))) != words:
        _say(child, doi)


def _closed(doi: str) -> str:
    """A DOI without the gaps that a line's end has left in it."""
    closed = re.sub(r"(?:\s|%20)+", "", doi)
    return closed if _IS_DOI.match(closed) else doi


def _take_before(child: etree._Element, letters: str) -> bool:
    """Whether letters stand straight before an element, which are taken away."""
    previous, parent = child.getprevious(), child.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    left = before.rstrip().removesuffix(letters)
    if left == before.rstrip():
        return False
    if previous is not None:
        previous.tail = left
    elif parent is not None:
        parent.text = left
    return True


def identifier_kind(said: str, words: str) -> str:
    """The kind of an identifier under the name of the profile."""
    kind = said.lower()
    return kind if kind in _IDS else _ID_NAMES.get(kind) or ("doi" if _IS_DOI.match(words) else "other")


def own_identifier(child: etree._Element) -> None:
    """An article's own identifier: a DOI without the resolver's address before it, and without gaps at its ends."""
    words = text_of(child)
    if words and not len(child):
        child.text = words
    kind = identifier_kind(child.get("pub-id-type") or "", words)
    child.set("pub-id-type", kind)
    if kind == "doi" and _DOI.match(words):
        _say(child, _DOI.sub("", words))


def _say(child: etree._Element, words: str) -> None:
    del child[:]
    child.text = words


def link(child: etree._Element, prose: bool) -> None:
    """A link with an address; in fields, one to a DOI is the DOI; what is no address is an identifier, as a bibcode is."""
    _apart(child, prose)
    words = text_of(child)
    if not words and not prose and child.get(HREF) and not _ADDRESS.search(str(child.get(HREF))):
        words = take(child, HREF)
        _say(child, words)
    if not child.get(HREF) and not _ADDRESS.search(words):
        kind = identifier_kind(take(child, "ext-link-type"), words)
        identifier(rename(child, "pub-id", pub_id_type=kind), prose)
        return
    if not child.get(HREF):
        child.set(
            HREF, words if "://" in words or words.startswith("mailto:") else f"http://{words}" if words.startswith("www.") else words
        )
    if prose or not str(child.get(HREF)).startswith(_RESOLVERS):
        return
    doi = _closed(_DOI.sub("", str(child.get(HREF))))
    if any(text_of(one).lower() == doi.lower() for one in child.itersiblings("pub-id")) and words in ("", child.get(HREF)):
        remove(child)  # it is said again behind this
        return
    if words and "10." not in words and not re.fullmatch(r"(?i)doi|crossref|link", words):
        child.addprevious(new("comment", child, None, [words]))
    child.attrib.clear()
    _say(rename(child, "pub-id", pub_id_type="doi"), doi)


def _apart(child: etree._Element, prose: bool) -> None:
    """Several addresses that are one link are a link each."""
    words = text_of(child)
    first, *more = words.split() or [""]
    if not more or child.get(HREF, words) != words or not all("://" in one for one in (first, *more)):
        return
    for address in reversed(more):
        child.addnext(other := new("ext-link", child, {"ext-link-type": "uri", HREF: address}, [address]))
        child.tail, other.tail = " ", child.tail
        link(other, prose)
    child.set(HREF, first)
    _say(child, first)
