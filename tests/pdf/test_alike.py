"""Elements of one kind share one style, whatever they are called, and prints are the same to the byte."""

import gc
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.exporters.pdf import cascade as rooms
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.alike import alike
from pipeline.exporters.pdf.cascade import Cascade, cascade
from tests.pdf.articles import WORDS, article, noted, printed

SHOWCASE = Path(__file__).parents[2] / "source" / "on-citation.xml"


@pytest.mark.parametrize("way", ["alike", "known"])
def test_prints_are_the_same_without_it(way, tmp_path, monkeypatch):
    with_it = build(Job(SHOWCASE, ("pdf",), tmp_path / "with"))
    monkeypatch.setattr(press, way, nullcontext)
    without = build(Job(SHOWCASE, ("pdf",), tmp_path / "without"))
    assert with_it.files[0].name == without.files[0].name == "on-citation.pdf"
    assert with_it.files[0].read_bytes() == without.files[0].read_bytes()


def test_a_print_is_the_same_when_its_styles_are_those_of_an_earlier_one(tmp_path):
    """Also of one that has the same rules in other places, and of one with lengths that are parts of a page."""
    sheet = tmp_path / "parts.css"
    sheet.write_text("p { margin-left: 2vw } @page { size: A5 }", "utf-8")
    other = f'<p xml:lang="fr">Silk <bold id="b1">or</bold> {WORDS}</p><disp-quote><p>{WORDS}</p></disp-quote>', ""
    for settings in (Settings(), Settings(css=(sheet,), paper="a5")):
        first, second = (replace(article(tmp_path, *text), settings=settings) for text in (noted(3), other))
        cascade.cache_clear()
        prints = [printed(one) for one in (first, second, first)]
        cascade.cache_clear()
        assert [printed(second), printed(first)] == prints[1:]
        assert prints[0] == prints[2]


def test_most_of_what_a_print_is_made_of_is_freed_without_a_search(tmp_path, monkeypatch):
    def left():
        gc.collect()
        gc.disable()
        try:
            printed(article(tmp_path, f"<p>Silk <italic>and</italic> {WORDS}</p>" * 40))
            return gc.collect()
        finally:
            gc.enable()

    left()  # the first print loads what stays
    freed = left()
    monkeypatch.setattr(press, "alike", nullcontext)
    assert freed < left() / 2


def test_styles_are_few_and_made_once_for_all_prints(tmp_path, monkeypatch):
    from weasyprint import css

    usual, made = css.ComputedStyle.__init__, []

    def make(self, *others):
        made.append(self)
        usual(self, *others)

    monkeypatch.setattr(css.ComputedStyle, "__init__", make)
    cascade.cache_clear()
    printed(article(tmp_path, *noted(9)))
    first = len(made)
    printed(article(tmp_path, *noted(9)))
    assert 50 < first < 600  # without it some thousand
    assert len(made) - first == 9  # the copies of those of notes


def test_what_is_known_of_styles_is_forgotten_before_it_is_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "_STYLES", 20)
    cascade.cache_clear()
    for _ in range(2):
        printed(article(tmp_path, *noted(3)))
    (known,) = (one for one in gc.get_objects() if isinstance(one, Cascade) and one.styles)
    size = len(known.styles)
    known.begin()
    assert size > 20
    assert not known.styles


def test_rules_that_ask_for_neighbours_are_asked_of_each_element():
    style = "p + p { top: 1px } p:first-child { left: 1px } p:has(b) { right: 1px } [href='#b'] { bottom: 1px } div p { color: blue }"
    rows = '<div><p id="a">A</p><p id="b">B <b>b</b></p></div><p id="c">C</p><p><a id="d" href="#a">D</a> <a id="e" href="#b">E</a></p>'
    found, *_ = styles(rows, style)
    assert [found[name]["top"] != "auto" for name in "abc"] == [False, True, False]
    assert [found[name]["left"] != "auto" for name in "abc"] == [True, False, False]
    assert [found[name]["right"] != "auto" for name in "abc"] == [False, True, False]
    assert [found[name]["bottom"] != "auto" for name in "de"] == [False, True]
    assert [found[name]["color"] == found["a"]["color"] for name in "bc"] == [True, False]


def styles(html, sheet="p { color: red } b { font-weight: bold }"):
    """The style of each element of a page, by its name."""
    from weasyprint import CSS, HTML
    from weasyprint.css import get_all_computed_styles
    from weasyprint.css.targets import TargetCollector
    from weasyprint.text.fonts import FontConfiguration

    page, targets = HTML(string=f"<!DOCTYPE html><html><body>{html}</body></html>"), TargetCollector()
    rules = [CSS(string=sheet)]
    with alike():
        style_for = get_all_computed_styles(page, rules, font_config=FontConfiguration(), target_collector=targets)
        named = {element.get("id"): style_for(element) for element in page.etree_element.iter() if element.get("id")}
        return named, style_for, page.etree_element, targets


def test_a_name_is_ones_own_and_all_else_is_shared():
    found, _, _, targets = styles('<p id="a">A <b id="c">C</b></p><p id="b">B <b id="d">D</b></p>')
    assert [found[name]["anchor"] for name in "abcd"] == list("abcd")
    assert set(targets.target_lookup_items) == set("abcd")
    assert found["a"].common is found["b"].common is not found["c"].common
    assert found["c"].common is found["d"].common
    assert found["a"].anonymous_style is found["b"].anonymous_style


def test_the_same_words_are_one_rule_and_others_are_not():
    found, *_ = styles(
        '<p id="a" style="top: 1px" lang="en">A</p><p id="b" style="top: 2px" lang="en">B</p><p id="c" style="top: 1px" lang="en">C</p>'
    )
    assert [found[name]["top"].value for name in "abc"] == [1, 2, 1]
    assert [found[name]["lang"] for name in "abc"] == ["en"] * 3
    assert found["a"].common is found["c"].common
    assert found["a"].common is not found["b"].common


def test_a_copy_of_a_style_goes_its_own_way():
    found, *_ = styles('<p id="a">A</p>')
    copy = found["a"].copy()
    copy["color"] = "other"
    assert copy["anchor"] == "a"
    assert found["a"]["color"] != "other"


def test_what_is_put_off_is_made_when_asked_for():
    _, style_for, root, _ = styles("<ol><li>One</li></ol>")
    item = next(root.iter("li"))
    with alike():
        marker = style_for(item, "marker")
        assert marker["font_variant_numeric"] == ("tabular-nums",)
        assert style_for(item, "marker") is marker
