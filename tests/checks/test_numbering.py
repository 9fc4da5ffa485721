"""MediaWiki numbers the citations of the templates by itself: as the article does, where that is numbered by first citation."""

from __future__ import annotations

import re

import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.align import settled
from pipeline.checks.facts import Citation, Label
from pipeline.checks.trees import jats
from tests.laws.articles import ROOT, SOURCES
from tests.wikitext.mediawiki import rendered

EVERYWHERE = ROOT / "tests/checks/everywhere.xml"


@pytest.fixture(scope="module", params=[EVERYWHERE, *SOURCES], ids=lambda path: path.stem)
def made(request, tmp_path_factory):
    """What MediaWiki prints for each citation, as (key, number), and the facts of the resolved article."""
    output = tmp_path_factory.mktemp("output")
    build(Job(request.param, ("jats", "wikitext"), output, Settings(style="ieee", profile="wikipedia")))
    article = output / request.param.stem / request.param.stem
    ((tree, _, _),) = rendered([article.with_suffix(".wiki").read_text("utf-8")])
    links = tree.xpath("//sup[contains(@class, 'reference')]/a[not(contains(., 'alpha'))]")
    return [cited(link) for link in links], jats(article.with_suffix(".jats.xml").read_bytes())


def cited(link):
    return re.fullmatch(r"#cite_note-(.+)-\d+", link.get("href"))[1], "".join(link.itertext()).strip("[]")


def single(keys):
    return [Citation((key,), Label("")) for key in keys]


def test_mediawiki_prints_the_same_citations_in_the_same_order(made):
    printed, facts = made
    expected = [Citation((key,), Label(""), moves=one.moves) for one in facts.citations for key in one.keys]
    assert [one.keys[0] for one in settled(single(key for key, _ in printed), expected, {"front"})] == [one.keys[0] for one in expected]


def test_mediawiki_gives_each_reference_the_number_of_its_first_citation(made):
    printed, facts = made
    numbers = dict(printed)
    assert len(set(printed)) == len(numbers)
    front = {key for one in facts.citations if one.moves == "front" for key in one.keys}
    first = dict.fromkeys(key for n in facts.reading for key in facts.citations[n].keys if key not in front)
    labels = {entry.key: re.match(r"\[(\d+)\]", entry.text)[1] for entry in facts.entries}
    assert sorted(first, key=lambda key: int(numbers[key])) == list(first)
    assert front or {key: labels[key] for key in numbers} == numbers
