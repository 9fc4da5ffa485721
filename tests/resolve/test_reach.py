"""Reach: a style is asked in portions of an article unless something in it depends on what was cited before."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import Report
from pipeline.resolve.inlines import citation
from pipeline.resolve.question import ask
from pipeline.resolve.reach import knows_others, printable
from pipeline.resolve.style import load
from tests.resolve.making import csl

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


@pytest.mark.parametrize(
    ("condition", "printed"),
    [('variable="title volume" match="most"', "title"), ('type="book article"', "author"), ('type="book" variable="volume"', "title")],
)
def test_a_branch_is_taken_as_the_engine_takes_it(tmp_path, condition, printed):
    choose = f'<choose><if {condition}><names variable="author"/></if><else><text variable="title"/></else></choose>'
    style = load(csl(tmp_path / "own.csl", f"<layout>{choose}</layout>"), Report(Path("article.xml")))
    item = {"id": "a", "type": "book", "author": [{"family": "Adler"}], "title": "Meadows"}
    cited = citation("a", "NormalCitation", [], [])
    (words,) = ask([{"t": "Para", "c": [{"t": "Cite", "c": [[cited], []]}]}], style.data, "en", [item], Report(Path("article.xml"))).cited
    assert printable(style, item) - {"locator"} == {printed}
    assert ("Adler" in str(words)) == (printed == "author")
