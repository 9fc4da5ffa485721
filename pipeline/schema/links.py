"""Links: ids name one element, references name ids, and say rightly what they point to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.tree import find_all, name

TARGETS = {  # ref-type → the elements it may point to; what is not here may be anything
    "aff": ("aff",),
    "app": ("app",),
    "boxed-text": ("boxed-text",),
    "corresp": ("corresp",),
    "disp-formula": ("disp-formula",),
    "fig": ("fig", "fig-group"),
    "fn": ("fn",),
    "list": ("list", "list-item"),
    "sec": ("sec", "ack", "notes", "glossary"),
    "statement": ("statement",),
    "supplementary-material": ("supplementary-material",),
    "table": ("table-wrap",),
    "table-fn": ("fn",),
}


def id_unique(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """An id names one element."""
    seen = Counter[str]()
    for element in find_all(article.root, "//*/@id/.."):
        key = str(element.get("id"))
        if seen[key]:
            yield element, f'the id "{key}" is taken already'
        seen[key] += 1


def xref_target_exists(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A cross-reference points to an element of the article."""
    for element, key in _references(article):
        if key not in article.by_id:
            yield element, f'nothing here has the id "{key}"'


def xref_type_matches(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """A cross-reference points to what its ref-type says."""
    for xref, key in _references(article):
        target, kind = article.by_id.get(key), xref.get("ref-type") or ""
        if target is None or kind not in TARGETS:
            continue
        parent = target.getparent()
        in_table = parent is not None and parent.tag == "table-wrap-foot"
        if name(target) not in TARGETS[kind] or (name(target) == "fn" and in_table != (kind == "table-fn")):
            yield xref, f'"{key}" is a <{name(target)}>{" of a table" if in_table else ""}, which ref-type="{kind}" does not say'


def _references(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """Each reference to an id, but for citations."""
    for element in article.root.iter("xref", "list", "td", "th", "named-content"):
        if element.get("ref-type") != "bibr":
            keys = element.get("rid") or element.get("continued-from") or element.get("headers") or ""
            yield from ((element, key) for key in keys.split())
