"""Citing: citations in the text name references, and say prefix, locator and suffix in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all, text_of

# The locator labels of CSL 1.0.2.
_LABELS = """act appendix article-locator book canon chapter column elocation equation figure folio issue line note opus page
paragraph part rule scene section sub-verbo supplement table timestamp title-locator verse version volume"""
LOCATORS = frozenset(_LABELS.split())
_CLUSTER = re.compile(r"(p?xl?s?)+")  # prefix, xref, locator, suffix
_PARTS = {"prefix": "p", "locator": "l", "suffix": "s"}


def citation_key_exists(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A citation names a reference of the article."""
    for xref in find_all(article.root, "//xref[@ref-type='bibr']"):
        for key in (xref.get("rid") or "").split():
            target = article.by_id.get(key)
            if target is None:
                yield xref, f'no reference has the key "{key}"'
            elif target.tag != "ref":
                yield xref, f'"{key}" is a <{target.tag}>, not a reference'


def citation_shape(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A citation with more than keys has its parts in the order and place the profile fixes."""
    if article.root.get("specific-use") == "resolved":  # there the printed label stands between the parts
        for cluster in find_all(article.root, "//named-content[@content-type='citation']"):
            linked = {key for xref in cluster.iter("xref") for key in (xref.get("rid") or "").split()}
            if not linked or not linked.issuperset((cluster.get("rid") or "").split()):
                yield cluster, "a citation of a resolved article has its printed label, a link to each reference that it names"
        return
    for cluster in find_all(article.root, "//named-content[@content-type='citation']"):
        if not _CLUSTER.fullmatch("".join(_letter(child) for child in cluster)):
            yield cluster, "a citation has an optional prefix, an xref, an optional locator, an optional suffix; then the next xref"
        elif any(text.strip(" \t\r\n") for text in (cluster.text or "", *(child.tail or "" for child in cluster))):
            yield cluster, "a citation has no text of its own; put it into its prefix or suffix"
    for part in find_all(article.root, "//named-content[@content-type='prefix' or @content-type='locator' or @content-type='suffix']"):
        if not find_all(part, "parent::named-content[@content-type='citation']"):
            yield part, f"a {part.get('content-type')} stands in a citation: named-content with content-type citation"


def _letter(child: etree._Element) -> str:
    if child.tag == "xref":
        return "x" if child.get("ref-type") == "bibr" else "?"
    return _PARTS.get(child.get("content-type") or "", "?")


def locator_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A locator has a CSL label and a value."""
    for locator in find_all(article.root, "//named-content[@content-type='locator']"):
        label = locator.get("specific-use") or ""
        if label not in LOCATORS:
            yield (
                locator,
                f'"{label}" is not a locator label of CSL' if label else "the locator has no label: say specific-use, for example page",
            )
        if not text_of(locator):
            yield locator, "the locator is empty"
