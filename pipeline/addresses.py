"""Addresses: which ones a reader may be sent to; one that a program would run, or that opens the reader's own machine, is none of them."""

from __future__ import annotations

import re
from typing import Final

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
