"""Formulas: what is drawn of them."""

import pytest
from lxml import etree

from pipeline import math
from pipeline.tree import MATHML


def drawn(words):
    return math.drawn(etree.fromstring(f'<math xmlns="{MATHML}">{words}</math>'))


def signs(drawing):
    return sum(1 for _ in etree.fromstring(drawing.svg).iter("{*}use"))


@pytest.mark.parametrize(
    "words",
    [
        "<mi>x</mi><mo>=</mo><mi>a</mi><mo>-</mo><mi>b</mi>",
        "<mo>(</mo><mn>1</mn><mo>)</mo><mi>x</mi><mo> - </mo><mn>-3</mn>",
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>c</mi></mfrac><msup><mi>e</mi><mrow><mo>-</mo><mi>t</mi></mrow></msup>",
    ],
)
def test_a_hyphen_is_drawn_as_a_minus_and_costs_nothing_of_what_stands_before_it(words):
    assert drawn(words) == drawn(words.replace("-", "\N{MINUS SIGN}"))
    assert signs(drawn(words)) == len("".join(etree.fromstring(f"<m>{words}</m>").itertext()).replace(" ", ""))


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\begin{eqnarray}a&=&b\nonumber\\c&=&d\label{eq:1}\end{eqnarray}", "a=bc=d"),
        (r"\begin{split}a&=b\end{split}", "a=b"),
        (r"7\,\textsc{km}", "7km"),
        (r"5\AA", "5Å"),
        (r"30\degr", "30∘"),
    ],
)
def test_commands_of_one_package_or_that_only_number_lines_cost_no_formula(tex, said):
    source = etree.Element("tex-math")
    source.text = tex
    made = math.mathml_of(source)
    assert made is not None
    assert "".join("".join(map(str, made.itertext())).split()) == said


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\begin{align} a&=b \\ c&=d \end{align}", "a=bc=d"),
        (r"\begin{alignat}{2} a&=b &\quad c&=d \end{alignat}", "a=bc=d"),
        (r"\bigl\langle x,y \bigr\rangle + \Big\| z \Big\|", "⟨x,y⟩+‖z‖"),
        (r"\big\{ x \big\}", "{x}"),
        (r"\text{si $x_{1}>0$ et d\'efini}", "six1>0etdéfini"),
        (r"\operatorname*{argmin}_x f", "argminxf"),
        (r"\begin{dcases} 1 & x \end{dcases}", "{1x"),
        (r"x \qedhere", "x◻"),
    ],
)
def test_what_mathematicians_write_is_read_as_they_see_it(tex, said):
    source = etree.Element("tex-math")
    source.text = tex
    assert "".join("".join(map(str, math.mathml_of(source).itertext())).split()) == said


def test_the_number_in_a_formula_goes_where_its_label_says_it():
    formula = etree.fromstring(r"<disp-formula><tex-math>a \tag{1}</tex-math></disp-formula>")
    assert "".join(math.mathml_of(formula[0]).itertext()) == "a(1)"
    formula.insert(0, etree.fromstring("<label>(1)</label>"))
    assert "".join(math.mathml_of(formula[1]).itertext()) == "a"


def test_a_diagram_is_no_formula():
    source = etree.Element("tex-math")
    source.text = r"\begin{CD} A @>>> B \end{CD}"
    assert math.mathml_of(source) is None


@pytest.mark.parametrize(("words", "shown"), [(" for ", "\u00a0for\u00a0"), ("if", "if"), (" ", " "), ("of all ", "of all\u00a0")])
def test_the_spaces_at_the_ends_of_words_in_a_formula_are_seen(words, shown):
    made = etree.fromstring(f'<math xmlns="{MATHML}"><mtext>{words}</mtext></math>')
    assert math.plain_copy(made)[0].text == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<mfenced><mi>x</mi></mfenced>", "(x)"),
        ("<mfenced><mi>x</mi><mi>y</mi></mfenced>", "(x,y)"),
        ('<mfenced open="[" separators="; ,"><mi>x</mi><mi>y</mi><mi>z</mi><mi>w</mi></mfenced>', "[x;y,z,w)"),
        ('<mfenced open="{" close="" separators=""><mi>x</mi><mfenced open="|" close="|"><mi>y</mi></mfenced></mfenced>', "{x|y|"),
        ("<mi>f</mi><mfenced/>", "f()"),
    ],
)
def test_fences_are_operators_in_a_row(words, shown):
    made = math.plain_copy(etree.fromstring(f'<math xmlns="{MATHML}">{words}</math>'))
    assert "".join(made.itertext()) == shown
    assert not list(made.iter("{*}mfenced"))


def test_brackets_within_fences_are_as_large_as_what_they_hold():
    inner = "<mfrac><mrow><mo>(</mo><mi>n</mi><mo>)</mo></mrow><mi>L</mi></mfrac>"
    assert drawn(f"<mfenced>{inner}</mfenced>") == drawn(f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>")


def test_a_sign_behind_a_bracket_is_that_of_the_term_behind_it():
    behind = drawn("<mo>(</mo><mo>-</mo><mi>x</mi><mo>)</mo>")
    assert behind.width == drawn("<mo>(</mo><mrow><mo>-</mo><mi>x</mi></mrow><mo>)</mo>").width


def test_a_formula_of_rows_in_rows_is_built_no_oftener_for_each_depth(monkeypatch):
    from ziamath.nodes import mnode

    built, plain = [], mnode.parse_style
    monkeypatch.setattr(mnode, "parse_style", lambda element, *style: built.append(element.tag) or plain(element, *style))
    words = [f"<mrow><mo>(</mo><mi>{letter}</mi>" for letter in "abcdefghijkl"]
    assert drawn("".join(words) + "<mo>)</mo></mrow>" * len(words)) is not None
    assert len(built) < 4 * len(words) ** 2  # they double with each depth where each row measures all within it
