"""Addresses: which ones a reader may be sent to (no program, nothing of the reader's own machine), and how they are written."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from typing import Final
from urllib.parse import quote, unquote

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_IGNORED: Final = re.compile(r"^[\x00-\x20]+|[\t\r\n]+")  # by browsers: before a scheme, and in it
_SAFE: Final = re.compile(
    "https?|mailto|s?ftps?|tel|sms|news|nntp|ircs?|xmpp|sips?|geo|git|ssh|svn|gopher|magnet"  # to a page, a file, a mailbox, a person
    "|doi|urn|info|hdl|ark|arxiv|oai|pmid|pmcid|isbn|issn|swh|lsid|did|orcid|tag",  # to a record
    re.IGNORECASE,
)


def safe(href: str) -> bool:
    """Whether a reader may follow this address: it is relative, or of a scheme that leads to a page, a file, a mailbox or a record."""
    scheme = _SCHEME.match(_IGNORED.sub("", href))
    return scheme is None or bool(_SAFE.fullmatch(scheme[1]))


def resolvable(href: str, kind: str | None = None) -> str:
    """An address, a DOI (by its scheme, or by the kind of its link) behind its resolver."""
    bare = href[4:].strip() if href.lower().startswith("doi:") else href if kind == "doi" else ""
    return f"https://doi.org/{bare}" if bare.startswith("10.") else href


_OF_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|info:doi/|doi:\s*)", re.IGNORECASE)


def bare_doi(doi: str) -> str:
    """A DOI without the address or the scheme before it."""
    before = _OF_DOI.match(doi)
    return doi[before.end() :] if before else doi


_WEB: Final = re.compile(r"(https?|ftp):[\\/]*([^\\/?#]*)", re.IGNORECASE)  # however many slashes, of either kind: as browsers read it
_LABEL: Final = r"[^\x00-\x20\x7f#/:<>?@\[\\\]^|%.]{1,63}"  # URL Standard, 3.5
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}\.?")
_LONE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT: Final = "%/:=&?~+!$,;'()*-._"


def encoded(href: str) -> str | None:
    """An address as a browser reads it, in the characters that addresses have (URL Standard, 4.3); None where its host can be none."""
    href = _LONE.sub("%25", href.strip())
    web = _WEB.match(href)
    if web is None:
        return _path(href)
    user, at, place = "".join(web[2].split()).rpartition("@")
    if not _host(place):
        return None
    rest, mark, query = href[web.end() :].partition("?")
    host = quote(user, safe=_KEPT) + at + quote(place, safe=_KEPT + "[]")
    return f"{web[1].lower()}://{host}{_path(rest.replace(chr(92), '/') + mark + query)}"


def _path(words: str) -> str:
    before, mark, fragment = words.partition("#")
    return quote(before, safe=_KEPT + "@") + mark + quote(fragment, safe=_KEPT + "@")


def _host(place: str) -> bool:
    """Whether this can be a host, and a port behind it."""
    name, colon, port = place.rpartition(":")
    if not colon or not (port or "0").isdecimal():
        name, port = place, ""
    if not name.startswith("["):
        return bool(_NAME.fullmatch(unquote(name))) and int(port or 0) < 1 << 16
    try:
        return bool(IPv6Address(name.removeprefix("[").removesuffix("]"))) and name.endswith("]")
    except AddressValueError:
        return False
