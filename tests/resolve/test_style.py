"""Styles: found by id or file, refused with style-known when they cannot be used."""

from pathlib import Path

import pytest

from pipeline.diagnostics import Refused, Report
from pipeline.resolve.style import load

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info/>'
BAD = {
    "is not well-formed": "<style",
    "is not a CSL style": "<style/>",
    "has no citation": HEAD + "</style>",
    "has a document type": "<!DOCTYPE style>" + HEAD + "</style>",
    "has no macro title": HEAD + '<citation><layout><text macro="title"/></layout></citation></style>',
    "macros that call themselves: a, b": HEAD
    + '<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>'
    + '<citation><layout><text macro="a"/></layout></citation></style>',
}


def refused(name):
    report = Report(Path("article.xml"))
    with pytest.raises(Refused):
        load(name, report)
    (found,) = report
    assert found.code == "style-known"
    return found.message


@pytest.mark.parametrize("message", BAD)
def test_a_file_that_is_no_good_style(message, tmp_path):
    path = tmp_path / "mine.csl"
    path.write_text(BAD[message], "utf-8")
    assert message in refused(str(path))


def test_an_unknown_style_is_told_with_its_neighbours():
    assert "modern-language-association" in refused("modern-languages-association")


def test_a_missing_file():
    assert "No such file" in refused("missing.csl")


def test_a_dependent_style_is_its_parent_without_any_network():
    style = load("acta-amazonica", Report(Path("a.xml")))
    assert b"<citation" in style.data


@pytest.mark.parametrize(
    ("name", "note", "numeric"), [("ieee", False, True), ("apa", False, False), ("chicago-notes-bibliography", True, False)]
)
def test_the_kinds_of_style(name, note, numeric):
    style = load(name, Report(Path("a.xml")))
    assert (style.note, style.numeric) == (note, numeric)
