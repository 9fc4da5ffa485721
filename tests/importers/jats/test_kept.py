"""No word of a source goes without a word: what no stage kept or told is told at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.importers.jats import kept


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("<p>one two <b>three</b></p>", "<p>one two three</p>", ""),
        ("<p>one <b>two</b> three</p>", "<p>one three</p>", "two"),
        ("<p>two two two</p>", "<p>two two</p>", "two"),
        ("<p><b>one</b><i>two</i></p>", "<p>onetwo</p>", ""),  # words that come to stand next to each other
        ("<p><month>October</month>sown</p>", "<p><month>10</month>sown</p>", ""),
    ],
)
def test_lost_words_are_told(before, after, lost):
    report = Report(Path("a.xml"))
    kept.check(kept.texts(etree.fromstring(before)), etree.fromstring(after), report)
    assert [one.message for one in report] == ([f"words have no place: {lost}"] if lost else [])


def test_what_is_told_already_is_not_told_again():
    report = Report(Path("a.xml"))
    report("import-lossless", "words may not stand in <history>: sown in winter")
    kept.check(kept.texts(etree.fromstring("<p>sown in winter</p>")), etree.fromstring("<p/>"), report)
    assert [one.message for one in report] == ["words may not stand in <history>: sown in winter"]
