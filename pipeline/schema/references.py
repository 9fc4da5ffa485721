"""References: a structured reference has the fields that its type needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all

DATE = "year|string-date"
# Type → what it needs; one of the elements between bars is enough.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "journal": ("article-title", "source", DATE),
    "magazine": ("article-title", "source", DATE),
    "newspaper": ("article-title", "source", DATE),
    "preprint": ("article-title", DATE),
    "book": ("source", DATE),
    "encyclopedia": ("chapter-title|article-title", "source"),
    "confproc": ("article-title|source", "source|conf-name", DATE),
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
            if not any(citation.find(tag) is not None for tag in needed.split("|")):
                yield citation, f"a reference of type {kind} needs {' or '.join(f'<{tag}>' for tag in needed.split('|'))}"
