"""Names: what JATS calls its elements and attributes is known whole, so that only what is no JATS at all is left to an author."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import names, read
from pipeline.schema import validator
from tests.laws.articles import ROOT

GRAMMAR = ROOT.parent / "shared/schemas/jats-1.3/JATS-archivearticle1-3.dtd"
SOURCE = """<article dtd-version="1.3" article-type="research-article" xml:lang="en"><front><journal-meta><journal-id>J</journal-id>
<issn>1234-5679</issn><publisher><publisher-name>P</publisher-name></publisher></journal-meta><article-meta>
<title-group><article-title>T</article-title></title-group><contrib-group><contrib contrib-type="author"><name><surname>A</surname>
</name></contrib></contrib-group><counts><page-count count="3"/></counts></article-meta></front><body><sec sec-type="intro"><title>I</title>
<p>Words.</p><fig position="float" fig-type="figure" orientation="portrait"><label>1</label><p>Loose.</p></fig></sec></body>
<back><fn-group content-type="competing-interests"><fn fn-type="COI-statement"><p>None.</p></fn></fn-group></back></article>"""


def test_no_name_is_cut():
    assert [name for name in names.ELEMENTS | names.ATTRIBUTES if name.endswith("-") or name.startswith("-")] == []


def test_a_publishers_article_of_1_3_without_a_doctype_is_imported(tmp_path: Path):
    path = tmp_path / "article.xml"
    path.write_text(SOURCE, "utf-8")
    article = read(path, Report(path)).root
    assert validator().validate(article)
    assert article.findtext(".//fn//p") == "None."


def test_what_jats_does_not_know_in_an_article_that_means_to_be_canonical_is_the_authors(tmp_path: Path):
    source = (ROOT / "tests/samples/small.xml").read_text("utf-8").replace("<p>", "<p><verse/>", 1)
    path = tmp_path / "article.xml"
    path.write_text(source, "utf-8")
    assert read(path, Report(path)).root.find(".//p/verse") is not None


@pytest.mark.skipif(not GRAMMAR.exists(), reason=f"{GRAMMAR.name} is not here")
def test_all_that_the_grammar_of_jats_has_is_known():
    grammar = [one for one in etree.DTD(str(GRAMMAR)).iterelements() if not one.prefix]
    assert {one.name for one in grammar} <= names.ELEMENTS
    assert {attribute.name for one in grammar for attribute in one.iterattributes() if not attribute.prefix} <= names.ATTRIBUTES
