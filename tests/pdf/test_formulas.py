"""Formulas in print: a long one is set in lines, one that cannot be cut goes over both columns, each is one to a voice."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from lxml import etree

from pipeline import math
from pipeline.article import Settings
from pipeline.exporters.pdf.formulas import drawn_math, pieces
from pipeline.exporters.pdf.paper import paper
from pipeline.tree import MATHML
from tests.pdf.articles import WORDS, article, printed
from tests.pdf.tree import tree

SUM = "".join(f"<mo>+</mo><msub><mi>a</mi><mn>{n}</mn></msub><mo>(</mo><mi>x</mi><mo>+</mo><mn>1</mn><mo>)</mo>" for n in range(12))
SQUARE = "<mo>(</mo><mi>b</mi><mo>+</mo><mi>c</mi><msup><mo>)</mo><mn>2</mn></msup>"
BARS = SQUARE.replace("(", "|").replace(")", "|")


def formula(inside):
    return etree.fromstring(f'<math xmlns="{MATHML}" alttext="all of it">{inside}</math>')


def said(inside):
    return ["".join(piece.itertext()) for piece in pieces(formula(inside))]


@pytest.mark.parametrize(
    ("inside", "parts"),
    [
        ("<mi>a</mi><mo>=</mo><mi>b</mi><mo>+</mo><mi>c</mi>", ["a=b", "+c"]),
        ("<mrow><mi>a</mi><mo>=</mo><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mrow>", ["a=b", "+c"]),
        ("<mi>a</mi><mo>=</mo><mo>(</mo><mi>b</mi><mo>+</mo><mi>c</mi><mo>)</mo>", []),
        ("<mi>f</mi><mi>a</mi><mo>=</mo><mo>|</mo><mi>b</mi><mo>+</mo><mi>c</mi><mo>|</mo><mo>+</mo><mi>d</mi>", ["fa", "=|b+c|", "+d"]),
        ("<mi>f</mi><mi>a</mi><mo>=</mo><mrow><mo>{</mo><mi>b</mi><mo>+</mo><mi>c</mi></mrow>", ["fa", "={b+c"]),
        (f"<mi>a</mi><mo>=</mo>{SQUARE}<mo>+</mo><mi>d</mi>", ["a=(b+c)2", "+d"]),
        (f"<mi>f</mi><mi>a</mi><mo>=</mo>{BARS}<mo>+</mo>{BARS}", ["fa", "=|b+c|2", "+|b+c|2"]),
        ("<mi>a</mi><mo>,</mo><mi>b</mi>", ["a,", "b"]),
        ("<mn>1</mn><mo>,</mo><mn>000</mn><mo>+</mo><mi>b</mi>", ["1,000", "+b"]),
        ("<mi>a</mi><mo>×</mo><mo>-</mo><mi>b</mi>", []),
        ("<mi>f</mi><mo>′</mo><mo>=</mo><mi>n</mi><mo>!</mo><mo>+</mo><mo>…</mo><mo>+</mo><mi>b</mi>", ["f′", "=n!", "+…", "+b"]),
        ("<mi>p</mi><mo>(</mo><mi>a</mi><mo>|</mo><mi>b</mi><mo>)</mo><mo>+</mo><mi>c</mi>", ["p(a|b)", "+c"]),
        ("<mo>-</mo><mi>a</mi><mo>=</mo><mo>-</mo><mi>b</mi>", ["-a", "=-b"]),
        ("<mtable><mtr><mtd><mi>f</mi><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr></mtable>", ["fa", "=b"]),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", []),
        ("<mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable>", []),
    ],
)
def test_a_formula_is_cut_outside_brackets(inside, parts):
    assert said(inside) == parts


def test_a_long_formula_has_lines_and_is_one_to_a_voice(tmp_path):
    long = formula(f"<mi>y</mi><mo>=</mo>{SUM}")
    images = drawn_math(long, paper)
    assert len(images) == 12
    assert [image.get("alt") for image in images] == ["all of it", *[""] * 11]
    shown = f'<disp-formula id="e1"><label>(1)</label>{etree.tostring(long).decode()}</disp-formula>'
    (one,) = tree(printed(article(tmp_path, shown))).all("Formula")
    assert one.says["Alt"] == "all of it"


@pytest.mark.parametrize(("side", "images"), [(1, 13), (12, 14)])
def test_a_short_left_side_stays_with_what_begins_the_right_one(side, images):
    left = f"<mi>f</mi><mo>(</mo>{'<mi>x</mi>' * side}<mo>)</mo>"
    drawn = drawn_math(formula(f"{left}<mo>=</mo><mi>y</mi>{SUM}"), paper)
    assert len(drawn) == images


@pytest.mark.parametrize("width", ["9" * 300, "1e9em", "99999em"])
def test_a_space_that_no_paper_has_is_left_out_of_a_formula(width):
    drawing = math.drawn(formula(f'<mpadded width="{width}"><mi>x</mi></mpadded>'))
    assert drawing.width < 1


def test_a_formula_of_nothing_is_not_drawn():
    assert math.drawn(formula('<mpadded width="9em"/>')) is None


def test_a_short_formula_is_whole():
    assert len(drawn_math(formula("<mi>y</mi><mo>=</mo><mi>x</mi><mo>+</mo><mn>1</mn>"), paper)) == 1


def test_a_formula_that_cannot_be_cut_goes_over_both_columns(tmp_path):
    wide = etree.tostring(formula(f"<mi>y</mi><mo>=</mo><mfrac><mrow>{SUM}</mrow><mi>n</mi></mfrac>")).decode()
    made = article(tmp_path, f'<p>{WORDS * 9}</p><disp-formula id="e1">{wide}</disp-formula><p>{WORDS * 9}</p>')
    images = {columns: _widest(printed(replace(made, settings=Settings(columns=columns)))) for columns in (1, 2)}
    assert min(images.values()) > 300  # points; a column has some 230


def _widest(data):
    page = pypdfium2.PdfDocument(data)[0]
    return max(right - left for left, _, right, _ in (one.get_bounds() for one in page.get_objects(max_depth=5) if one.type != 1))


@pytest.mark.parametrize(("words", "apart"), [("<mi>x</mi>", False), ("<mfrac><mi>x</mi><mi>y</mi></mfrac>", True)])
def test_a_formula_that_is_higher_than_its_line_touches_no_other(words, apart):
    (image,) = drawn_math(formula(words), paper)
    assert ("margin" in image.get("style")) == apart
