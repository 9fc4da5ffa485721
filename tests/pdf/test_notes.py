"""Notes at the foot of pages: a line that has no room goes to the next page, and the notes of the lines before it stay."""

import random

import pytest

from pipeline.exporters.pdf import press
from tests.pdf.articles import WORDS, article, call, note, printed

TEXT = (WORDS * 5).split()


@pytest.mark.parametrize("seed", [1, 5])  # in these a second line stands where it would fit without the notes of others
def test_no_note_leaves_its_page_for_a_line_after_it(seed, tmp_path, monkeypatch):
    astray, real, dice = [], press.astray, random.Random(seed)
    monkeypatch.setattr(press, "astray", lambda laid: astray.append(real(laid)) or astray[-1])
    body = "".join(f"<p>Silk{call(n)} {' '.join(TEXT[: dice.randint(20, 90)])}</p>" for n in range(1, 60))
    notes = "".join(note(n, f"<p>{WORDS * (n % 2)} Of it.</p>") for n in range(1, 60))
    printed(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"))
    assert astray == [set()]
