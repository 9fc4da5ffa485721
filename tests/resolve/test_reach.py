"""Reach: a style is asked in portions of an article unless something in it depends on what was cited before."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import Report
from pipeline.resolve.reach import knows_others
from pipeline.resolve.style import load

ARTICLE = {"id": "a", "type": "article-journal", "author": [], "title": "T", "container-title": "J", "issued": {}}
INTERVIEW = {"id": "i", "type": "interview", "author": [], "title": "T"}


@pytest.mark.parametrize(
    ("style", "items", "depends"),
    [
        ("apa", [ARTICLE, INTERVIEW], False),
        ("chicago-author-date", [ARTICLE], False),
        ("chicago-author-date", [ARTICLE, INTERVIEW], True),  # named in full where it is cited first
        ("chicago-notes-bibliography", [ARTICLE], True),
        ("ieee", [ARTICLE], True),  # its number
    ],
)
def test_what_a_citation_depends_on(style, items, depends):
    assert knows_others(load(style, Report(Path("article.xml"))), items) is depends
