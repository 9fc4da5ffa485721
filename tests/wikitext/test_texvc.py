"""TeX for MediaWiki: it takes few commands and no character beyond ASCII outside words, and refuses a whole formula for one."""

import pytest
from lxml import etree

from pipeline.exporters.wikitext.tex import to_tex
from pipeline.exporters.wikitext.texvc import known
from pipeline.tree import MATHML


@pytest.mark.parametrize(
    ("tex", "taken"),
    [
        (r"\begin{equation*} a=b \label{x} \end{equation*}", "a=b"),
        (r"\begin{align*} a&=b\nonumber \end{align*}", r"\begin{aligned} a&=b \end{aligned}"),
        (r"\begin{eqnarray} a&=&b \end{eqnarray}", r"\begin{array}{rcl} a&=&b \end{array}"),
        (r"a \tag{$*$}", r"a \qquad (*)"),
        (r"\text{if $x>0$ \& so}", r"{\text{if }x>0\text{ }\&\text{ so}}"),
        (r"\text{d’après}", r"\text{d’après}"),
        (r"\mathscr{F} \mathds{1} \bm{x}", r"\mathcal{F} \mathbb{1} \boldsymbol{x}"),
        (r"\bigl\lvert x \bigr\rvert \coloneqq \mathring{A}", r"\bigl| x \bigr| := \overset{\circ}{{A}}"),
        (r"\sum_{\substack{i\\j}} \hspace{1cm}", r"\sum_{{\begin{smallmatrix}i\\j\end{smallmatrix}}}"),
        ("ℙ(𝒩) ∈ 中 é", r"\mathbb{P}(\mathcal{N}) \in  \text{中} \text{é}"),
        (r"\operatorname*{argmin} x", r"\operatorname{argmin} x"),
    ],
)
def test_ways_to_say_a_thing_are_said_in_its_way(tex, taken):
    assert known(tex) == taken


def test_the_number_of_a_formula_is_that_of_its_label():
    assert known(r"a \tag{1}", labelled=True) == "a"


def test_accents_of_one_character_are_accents():
    math = etree.fromstring(f'<math xmlns="{MATHML}"><mover><mi>P</mi><mo>\u0302</mo></mover></math>')
    assert known(to_tex(math)) == r"\hat{P}"
