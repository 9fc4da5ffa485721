"""Identifiers: ISBN, ISSN, DOI and ORCID have their form and their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from stdnum import isbn, isni, issn

from pipeline.article import Article
from pipeline.tree import find_all, text_of

_DOI = re.compile(r"10\.\d{4,9}(\.\d+)*/\S+")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


def several(text: str, length: int) -> list[str]:
    """The numbers in a field that has one or several (of the paperback, of the e-book), each of this length at least."""
    parts = re.split(r"[,;/ ]+", text)
    return parts if all(len(re.sub(r"\W", "", part)) >= length for part in parts) else [text]


def isbn_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """An ISBN has the right check digit."""
    for element in find_all(article.root, "//isbn | //pub-id[@pub-id-type='isbn']"):
        if not all(map(isbn.is_valid, several(text_of(element), 10))):
            yield element, f'"{text_of(element)}" is not an ISBN'


def issn_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """An ISSN has the right check digit; an article without a journal has an empty one."""
    for element in find_all(article.root, "//issn[normalize-space()] | //pub-id[@pub-id-type='issn']"):
        if not all(map(issn.is_valid, several(text_of(element), 8))):
            yield element, f'"{text_of(element)}" is not an ISSN'


def doi_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A DOI is bare and has the form 10.prefix/suffix."""
    for element in find_all(article.root, "//*/@pub-id-type[. = 'doi']/.."):
        if not _DOI.fullmatch(text_of(element)):
            yield element, f'"{text_of(element)}" is not a DOI: it stands bare, as 10.1000/182'


def orcid_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """An ORCID has the right check digit (that of ISNI, of which ORCID is a part)."""
    for element in find_all(article.root, "//contrib-id[@contrib-id-type='orcid']"):
        found = _ORCID.fullmatch(text_of(element))
        if not found or not isni.is_valid(found[1]):
            yield element, f'"{text_of(element)}" is not an ORCID'
