"""Every JATS article of the shared corpus, where it is: it imports, loses no word, is valid, and builds in the light formats."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Article
from pipeline.build import Job, build
from pipeline.diagnostics import Report
from pipeline.importers.jats import read
from pipeline.schema import coded, validator
from pipeline.source import parsed, source_bytes
from tests import judges

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "jats"
FILES = sorted(CORPUS.glob("*/*.*ml"))
HERE = pytest.mark.skipif(not FILES, reason="the shared corpus of 96 articles in JATS is not here")
LIGHT = ("html", "tei", "wikitext", "epub", "jats")
# What is said otherwise on purpose: numbers of months and days, letters behind years, addresses of identifiers, labels of locators
ELSEWISE = re.compile(r"0\d|\d{4}[a-z]|\d{5,}|[A-Z][a-z]+ber|April|May|https?|dx|doi|org|www|pp?|nd|creativecommons|licenses|by|4|0|ed|2")
TOLD = 60  # words that may be lost where something was told


def named(path):
    return f"{path.parent.name}/{path.name}"


def words(root):
    """Every word of a tree, as often as it is there; text by text, so that mark-up between words counts."""
    return words_of(text for element in root.iter("{*}*") for text in (element.text, element.tail) if text)


def words_of(texts):
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def initials(root):
    """The initials of people in references, which stand apart afterwards."""
    return Counter(
        str(words) for words in root.xpath("//ref//given-names/text()") if re.fullmatch(r"[^\W\d_]{2,3}", words) and words.isupper()
    )


def loud(root):
    """The names of people in references that stand in capitals; afterwards as citations write them."""
    return words_of(str(name) for name in root.xpath("//ref//name/*/text()") if name.isupper())


def said_twice(root):
    """The words of affiliations that stand in parts and in the same words as printed; afterwards once."""
    whole = root.xpath("//aff/institution[@content-type='original']")
    found = ((words(one), sum((words(part) for part in one.getparent() if part is not one), Counter())) for one in whole)
    return sum((Counter({word: n for word, n in parts.items() if word in printed}) for printed, parts in found), Counter())


@HERE
@pytest.mark.parametrize("path", FILES, ids=named)
def test_an_article_is_canonical_and_whole(path):
    report = Report(path)
    source = parsed(source_bytes(path, report), report)
    article = read(path, report)
    assert validator().validate(article.root), validator().error_log
    coded.check(Article(path, article.root), report)
    assert [one for one in report if one.severity.name == "ERROR"] == []
    missing = words(source) - words(article.root) - initials(source) - said_twice(source) - loud(source)
    lost = {word: n for word, n in missing.items() if not ELSEWISE.fullmatch(word)}
    told = any(
        one.code in ("import-simplified", "import-lossless") and re.search("alternatives|left out|form", one.message) for one in report
    )
    assert sum(lost.values()) <= (TOLD if told else 0), lost


@HERE
@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_canonical_article_stays_as_it_is(path, tmp_path):
    once = read(path, Report(path)).root
    again = tmp_path / path.name
    again.write_bytes(etree.tostring(once))
    report = Report(again)
    assert etree.tostring(read(again, report).root, method="c14n") == etree.tostring(once, method="c14n")
    assert list(report) == []


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Every article in the light formats."""
    folder = tmp_path_factory.mktemp("corpus")
    return {path: build(Job(path, LIGHT, folder)) for path in FILES}


@HERE
def test_every_article_builds(built):
    errors = {named(path): [str(one) for one in outcome.diagnostics if one.severity.name == "ERROR"] for path, outcome in built.items()}
    assert {name: found for name, found in errors.items() if found} == {}
    assert all(len(outcome.files) > len(LIGHT) for outcome in built.values())


@HERE
@pytest.mark.parametrize(("kind", "suffix", "step"), [("tei", ".tei.xml", 1), ("jats", ".jats.xml", 1), ("epub", ".epub", 12)])
def test_the_judges_accept_them(built, kind, suffix, step):
    files = [file for outcome in built.values() for file in outcome.files if file.name.endswith(suffix)][::step]
    assert {name: found for name, found in judges.problems(kind, files).items() if found} == {}
