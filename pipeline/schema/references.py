"""References: a structured reference has the fields that its type needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from pipeline.addresses import bare_doi
from pipeline.article import Article
from pipeline.tree import document_of, find_all, text_of

DATE = "year|string-date"
# An article can be found by its place in a journal too: whole fields of science print no titles
PLACE = "volume|issue|fpage|page-range|elocation-id|pub-id"
# Type → what it needs; one of the elements between bars is enough.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "journal": (f"article-title|{PLACE}", "source", DATE),
    "magazine": ("article-title", "source", DATE),
    "newspaper": ("article-title", "source", DATE),
    "preprint": ("article-title", DATE),
    "book": ("source", DATE),
    "encyclopedia": ("chapter-title|article-title", "source"),
    "confproc": ("article-title|source|conf-name", "source|conf-name", DATE),
    "thesis": ("source|article-title", "publisher-name|institution", DATE),
    "report": ("source|article-title", DATE),
    "website": ("article-title|source", "ext-link"),
    "data": ("data-title|source", "pub-id|ext-link|source"),
    "software": ("source|data-title|article-title",),
    "patent": ("source|article-title", "patent"),
    "standard": ("source|article-title", "std|pub-id"),
    "other": ("article-title|source|data-title|chapter-title|part-title",),
}


def reference_complete(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A reference has the fields that its type needs."""
    for citation in find_all(article.root, "//element-citation"):
        kind = citation.get("publication-type") or "other"
        for needed in NEEDED.get(kind, ()):
            if next(citation.iter(*needed.split("|")), None) is None:
                tags = needed.split("|")[:3]
                yield citation, f"a reference of type {kind} needs {' or '.join(f'<{tag}>' for tag in tags)}"


def reference_unique(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """No two references have one DOI, or one ISBN and one title."""
    yield from _same(article, _doi, "has the DOI of")
    yield from _same(article, _book, "has the ISBN and the title of")


def reference_alike(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """No two references have one title, one year and one first author; what has one identifier is told by that."""
    alike = list(_same(article, _work, "has the title, the year and the first author of"))
    told = {ref.get("id") for ref, _ in reference_unique(article)} if alike else set()
    yield from ((ref, said) for ref, said in alike if ref.get("id") not in told)


def _same(article: Article, mark: Callable[[etree._Element], str], words: str) -> Iterator[tuple[etree._Element, str]]:
    first: dict[tuple[etree._Element, str], etree._Element] = {}
    for ref in article.root.iter("ref"):
        if (said := mark(ref)) and (other := first.setdefault((document_of(ref), said), ref)) is not ref:  # a translation has them again
            yield ref, f"the reference {ref.get('id')} {words} {other.get('id')}"


def _text(ref: etree._Element, *tags: str) -> str:
    """The text of the first of these elements that is there, without what is set in several ways."""
    return _bare(next((one for tag in tags for one in ref.iter(tag)), None))


def _bare(element: etree._Element | None) -> str:
    return re.sub(r"[\W_]+", "", text_of(element).casefold()) if element is not None else ""


def _doi(ref: etree._Element) -> str:
    """The DOI of a reference that has one; several stand where several works are cited in one."""
    dois = (text_of(one).lower() for one in ref.iter("pub-id") if one.get("pub-id-type") == "doi")
    found = {bare_doi(doi) for doi in dois}
    return next(iter(found)) if len(found) == 1 else ""


def _title(ref: etree._Element) -> str:
    return _text(ref, "chapter-title", "article-title", "data-title", "part-title", "source")


def _book(ref: etree._Element) -> str:
    isbn = _text(ref, "isbn") or _bare(next((one for one in ref.iter("pub-id") if one.get("pub-id-type") == "isbn"), None))
    return f"{isbn} {_title(ref)}" if isbn and _title(ref) else ""


def _work(ref: etree._Element) -> str:
    parts = (_title(ref), _text(ref, "year", "string-date"), _text(ref, "surname", "collab", "string-name"))
    return " ".join((*parts, _text(ref, "volume"), _text(ref, "fpage", "elocation-id"))) if all(parts) else ""
