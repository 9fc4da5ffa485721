"""Random articles in both profiles, rendered by MediaWiki: no complaint, no word lost, every link lands."""

import re

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.exporters.wikitext import export, page
from pipeline.tree import name
from tests.schema import generate
from tests.wikitext.mediawiki import dangling, problems, rendered, text

SEEDS = range(60)
# What MediaWiki numbers by itself, what a picture says that is not there, and parameters that the test's templates do not print
UNSEEN = {
    "resolved": r"alt-text|alternatives/graphic|annotation",
    "wikipedia": r"alt-text|alternatives/graphic|annotation|(ref|fn)/label|/xref|mixed-citation",
}


def words(root):
    for element in root.iter("{*}*"):
        path = "/".join(name(node) for node in reversed([element, *element.iterancestors()]))
        for run in [element.text, *(child.tail for child in element)]:
            yield from ((one, path) for one in re.findall("Q[a-z]{4}", run or ""))


def article(seed, profile, folder):
    return Article(folder / f"drawn{seed}.xml", generate.article(seed), Settings(profile=profile))


@pytest.mark.parametrize("profile", ["resolved", "wikipedia"])
def test_mediawiki_renders_random_articles(profile, tmp_path):
    articles = [article(seed, profile, tmp_path) for seed in SEEDS]
    wrong = []
    for one, (tree, warnings, categories) in zip(articles, rendered([page(one) for one in articles]), strict=True):
        said = text(tree)
        lost = [(word, path) for word, path in words(one.root) if word not in said and not re.search(UNSEEN[profile], path)]
        wrong += [(one.id, *found) for found in (lost, problems(tree, warnings, categories), dangling(tree)) if found]
    assert wrong == []


def test_what_is_made_is_made_again(tmp_path):
    one = article(3, "wikipedia", tmp_path)
    before = etree.tostring(one.root)
    assert page(one) == page(one)
    assert etree.tostring(one.root) == before


def test_losses_are_said(tmp_path):
    body = (
        "<body><fig><graphic xlink:href='a/x.png'/></fig><fig><graphic xlink:href='b/x.png'/></fig>"
        "<p><ext-link xlink:href='gopher:x'>y</ext-link> <named-content content-type='date' vocab-term='2020'>z</named-content></p></body>"
    )
    root = etree.fromstring(f"<article xmlns:xlink='http://www.w3.org/1999/xlink'><front/>{body}</article>")
    report = Report(tmp_path / "a.xml")
    list(export(Article(tmp_path / "a.xml", root), report))
    assert len([one for one in report if one.code == "format-holds"]) == 3


def test_a_link_into_a_label_that_mediawiki_makes_is_words(tmp_path):
    body = '<body><p>Wax<xref ref-type="fn" rid="n1">a</xref> and <xref ref-type="other" rid="x1">that</xref>.</p></body>'
    note = '<fn id="n1"><label><named-content id="x1" content-type="target">a</named-content></label><p>Tin.</p></fn>'
    root = etree.fromstring(f"<article><front/>{body}<back><fn-group>{note}</fn-group></back></article>")
    report, one = Report(tmp_path / "a.xml"), Article(tmp_path / "a.xml", root, Settings(profile="wikipedia"))
    (made,) = export(one, report)
    assert b"and that." in made.data
    assert [one.message for one in report] == ["MediaWiki makes the labels of notes and references itself; a link into one is words"]
