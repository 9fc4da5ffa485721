"""Where a style has no place for the people or the title of a kind of work, they stand where it has one, and it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import resolve
from pipeline.resolve.reach import printable
from pipeline.resolve.style import load
from tests.resolve.making import cite, csl, entries, fragment, named, refs
from tests.resolve.test_traps import GUEST, NAME

LAYOUT = '<layout><text variable="title"/></layout>'
EDITOR = f'<person-group person-group-type="editor">{NAME}</person-group>'
BY_TYPE = (
    '<choose><if type="report"><names variable="editor"/><text variable="title"/></if>'
    '<else-if type="webpage"><text variable="URL"/></else-if>'
    '<else-if type="patent"><text value="Else"/></else-if>'
    '<else><names variable="author"><name/></names><text variable="title" prefix=", "/></else></choose>'
)


@pytest.fixture
def style(tmp_path):
    return csl(tmp_path / "own.csl", LAYOUT, BY_TYPE)


def entry(style, citation):
    return entries(fragment(f"<p>{cite('a')}</p>", refs(a=citation), style))["a"]


def told(style, citation):
    """What is said of a reference while it is resolved."""
    root = etree.fromstring(f'<article xml:lang="en"><front/><body/><back><ref-list>{refs(a=citation)}</ref-list></back></article>')
    report = Report(Path("small.xml"))
    resolve(Article(Path("small.xml"), root, Settings(style=style)), report)
    return [found.message for found in report if found.code == "reference-restyled"]


@pytest.mark.parametrize("kind", ["thesis", "book"])
def test_editors_stand_in_the_place_of_authors_where_a_style_has_none_for_them(style, kind):
    assert entry(style, named(kind=kind, more=EDITOR)) == "B. Vogel, Title"


def test_so_do_people_of_a_role_that_it_does_not_know(style):
    assert entry(style, named(more=GUEST.format("host"))) == "B. Vogel, Title"


def test_editors_beside_authors_stay_editors(style):
    assert entry(style, named("Adler, A.", more=EDITOR)) == "A. Adler, Title"


def test_a_work_whose_title_a_style_leaves_out_is_set_as_a_kind_of_which_it_does_not(style):
    work = named("Adler, A.", kind="website", more='<ext-link ext-link-type="uri">https://example.org</ext-link>')
    assert entry(style, work) == "A. Adler, Title"
    assert told(style, work) == ["the style has no place for the title of a webpage; the reference is set as a document"]


def test_words_of_the_style_alone_are_no_entry(style):
    work = named("Adler, A.", kind="patent")
    assert entry(style, work).startswith("A. Adler")
    assert told(style, work) == ["the style prints nothing for a; it is set in ieee"]


def test_a_preprint_that_names_its_source_alone_has_it_as_title():
    assert "Title" in entry("ieee", named("Adler, A.", kind="preprint"))


def test_what_is_only_counted_is_not_printed(tmp_path):
    style = load(csl(tmp_path / "own.csl", LAYOUT, '<names variable="author"><name form="count"/></names>'), Report(tmp_path))
    assert printable(style, {"id": "a", "type": "book", "author": []}) == frozenset()


def test_a_style_without_a_bibliography_prints_in_its_citations(tmp_path):
    style = load(csl(tmp_path / "own.csl", LAYOUT), Report(tmp_path))
    assert "title" in printable(style, {"id": "a", "type": "book"})
