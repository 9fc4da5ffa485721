"""Scripts that common readers lack bring their letters with them; all other text keeps the reader's font."""

import io
import zipfile

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from pipeline.exporters.epub import fonts
from tests.epub.test_epub import XHTML, book

GEORGIAN, SYRIAC = "საქართველო", "ܣܘܪܝܝܐ"
needs_georgian = pytest.mark.skipif(not fonts._files("Noto Serif Georgian"), reason="Noto Serif Georgian is not installed")


def files(tmp_path, words):
    title = "<title-group><article-title>T</article-title></title-group>"
    path = tmp_path / "words.xml"
    front = f'<article xml:lang="en"><front><article-meta>{title}</article-meta></front>'
    path.write_text(f"{front}<body><p>{words}</p></body></article>", "utf-8")
    with zipfile.ZipFile(io.BytesIO(book(path))) as file:
        return {name: file.read(name) for name in file.namelist()}


def paragraph(made):
    return next(etree.fromstring(made["EPUB/article.xhtml"]).iter(f"{XHTML}p"))


@needs_georgian
def test_a_rare_script_brings_its_letters(tmp_path):
    made = files(tmp_path, f"Before {GEORGIAN} between <italic>{GEORGIAN}</italic> {GEORGIAN}, after")
    letters = set(TTFont(io.BytesIO(made["EPUB/geor.ttf"])).getBestCmap())
    assert {ord(letter) for letter in GEORGIAN} <= letters
    assert len(letters) < 40
    assert b"url(geor.ttf)" in made["EPUB/style.css"]
    assert b'href="geor.ttf"' in made["EPUB/content.opf"]


@needs_georgian
def test_only_its_words_are_marked_and_the_text_is_the_same(tmp_path):
    p = paragraph(files(tmp_path, f"Before {GEORGIAN} between <italic>{GEORGIAN}</italic> {GEORGIAN}, after"))
    assert "".join(p.itertext()) == f"Before {GEORGIAN} between {GEORGIAN} {GEORGIAN}, after"
    assert [span.text for span in p.iter(f"{XHTML}span")] == [GEORGIAN] * 3


def test_common_scripts_bring_nothing(tmp_path):
    made = files(tmp_path, "Latin, кириллица, ελληνικά, עברית, العربية, 漢字, かな, 한글")
    assert not [name for name in made if name.endswith(".ttf")]
    assert not list(paragraph(made).iter(f"{XHTML}span"))


def test_a_script_without_a_font_here_is_left_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_files", lambda family: ())
    fonts._font.cache_clear()
    made = files(tmp_path, SYRIAC)
    fonts._font.cache_clear()
    assert not [name for name in made if name.endswith(".ttf")]
    assert paragraph(made).text == SYRIAC


@needs_georgian
def test_fonts_are_the_same_every_time(tmp_path):
    one = files(tmp_path, GEORGIAN)["EPUB/geor.ttf"]
    fonts._font.cache_clear()
    assert files(tmp_path, GEORGIAN)["EPUB/geor.ttf"] == one
