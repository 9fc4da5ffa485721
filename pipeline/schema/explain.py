"""Explain: what the profile's grammar has against an article, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.article import Article
from pipeline.schema import validator


def profile_valid(article: Article) -> Iterator[tuple[etree._Element, str]]:
    """The article follows the grammar of the canonical profile."""
    valid = validator()
    if not valid.validate(article.root):
        yield article.root, valid.error_log[0].message
