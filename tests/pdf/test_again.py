"""Again: texts that are put together from what was drawn before are drawn as WeasyPrint draws them."""

from __future__ import annotations

import io
import random
from contextlib import nullcontext

import pikepdf
import pytest

from pipeline.exporters.pdf import again, press
from tests.pdf.articles import article, printed

LETTERS = "aefgilmnrstvwyATVWY"
ODD = [
    "12",
    "(2001)",
    "§4",
    "—",
    "“so”",
    "fi\u00adne",
    "1\u00a0000",
    "Ωmega",
    "слово",
    "ꙮ",
    "漢字",
    "e\u0301t",
    "1⁄2",
    "—12",
    "AV.",
    "office",
]


def words(dice, count):
    plain = ("".join(dice.choice(LETTERS) for _ in range(dice.randint(1, 9))) for _ in range(count))
    return " ".join(dice.choice(ODD) if dice.random() < 0.1 else word for word in plain)


def body(seed):
    dice = random.Random(seed)
    text = [
        f"{words(dice, 40)} <italic>{words(dice, 3)}</italic> {words(dice, 9)}<sup>{words(dice, 1)}</sup> {words(dice, 30)}"
        for _ in range(5)
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{words(dice, 2)}</td>' for _ in range(3))}</tr>" for _ in range(6))
    table = f'<table-wrap id="t"><table><tbody>{cells}</tbody></table></table-wrap>'
    return "".join(f"<p>{one}</p>" for one in text) * 2 + table


def contents(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [stream.read_bytes() for stream in pdf.objects if isinstance(stream, pikepdf.Stream) and stream.get("/Type") != "/Metadata"]
        return [page.Contents.read_bytes() for page in pdf.pages], len(fonts), sorted(map(len, fonts))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_drawn_again_is_the_same_to_the_byte(tmp_path, monkeypatch, seed):
    quick = printed(article(tmp_path, body(seed)))
    monkeypatch.setattr(press, "drawn_again", nullcontext)
    assert contents(quick) == contents(printed(article(tmp_path, body(seed))))


def test_no_word_is_set_twice(tmp_path, monkeypatch):
    learnt, real = [], again._learn

    def learn(kind, stream, style, words):
        learnt.extend((id(kind), word) for word in words)
        real(kind, stream, style, words)

    monkeypatch.setattr(again, "_learn", learn)
    printed(article(tmp_path, f"<p>{'Silk of the looms of Port and of the mills. ' * 60}</p>"))
    assert 0 < len(set(learnt)) == len(learnt) < 40
