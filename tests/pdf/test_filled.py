"""Filled: lines that are filled from the widths of their words are those that WeasyPrint fills."""

from __future__ import annotations

import random
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.exporters.pdf import filled, press
from tests.pdf.articles import article, printed

WORDS = {
    "en": "a I to The AV. Wave staff office unquestionably characterization self-evident and/or (well-known) 1998, 12–15 [3] “so” — !",
    "de": "in Wörter Donaudampfschiffe z.B. „ja“ Straße/Weg Übermaß 3,5 Rechtsschutzversicherung Ost-West-Konflikt",
    "fr": "l’homme aujourd’hui où «oui» constitutionnellement n°\u00a04 et/ou Œuvre",
    "odd": "fi\u00adne 1\u00a0000 Ωmega слово 漢字 e\u0301t 1⁄2 −5 ≤3 β-Carotin \u2009· TGF-β https://example.org/a-b?c=d#e",
}

SHOWCASE = Path(__file__).parents[2] / "source" / "on-citation.xml"


def words(dice, language, count):
    plain, odd = WORDS[language].split(" "), WORDS["odd"].split(" ")
    return " ".join(dice.choice(odd if dice.random() < 0.01 else plain) for _ in range(count))


def body(dice, language):
    text = "".join(
        f"<p>{words(dice, language, dice.randint(1, 90))} <italic>{words(dice, language, 3)}</italic>{words(dice, language, 30)}"
        f"<sup>{words(dice, language, 1)}</sup> <bold>{words(dice, language, 4)} </bold>{words(dice, language, 30)}</p>"
        for _ in range(8)
    )
    rows = "".join(f"<tr>{''.join(f'<td>{words(dice, language, dice.randint(1, 9))}</td>' for _ in range(4))}</tr>" for _ in range(9))
    return f"{text}<table-wrap id='t'><table><tbody>{rows}</tbody></table></table-wrap>"


def same(one, other):
    return one[0].text == other[0].text and one[0].max_width == other[0].max_width and one[1:] == other[1:]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_lines_are_those_of_the_usual_way(tmp_path, monkeypatch, language, columns):
    real, wrong, counts = filled._filling, [], [0, 0]

    def both(usual, faces):
        quick = real(lambda *others, **named: None, faces)

        def fill(text, style, context, room, spacing, **named):
            expected, found = usual(text, style, context, room, spacing, **named), quick(text, style, context, room, spacing, **named)
            counts[found is not None] += 1
            if found and not same(found, expected):
                wrong.append((text, room, found[0].text, expected[0].text, found[1:], expected[1:]))
            return expected

        return fill

    monkeypatch.setattr(filled, "_filling", both)
    source = article(tmp_path, body(random.Random(f"{language}{columns}"), language), language=language)
    printed(replace(source, settings=Settings(columns=columns)))
    assert wrong == []
    assert counts[1] > counts[0] / 2  # of all, those of no room among them


def test_prints_are_the_same_without_it(tmp_path, monkeypatch):
    with_it = build(Job(SHOWCASE, ("pdf",), tmp_path / "with"))
    monkeypatch.setattr(press, "filled", lambda faces: nullcontext())
    without = build(Job(SHOWCASE, ("pdf",), tmp_path / "without"))
    assert with_it.files[0].name == without.files[0].name == "on-citation.pdf"
    assert with_it.files[0].read_bytes() == without.files[0].read_bytes()
