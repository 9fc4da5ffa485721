"""Long notes: one that its page has no room for begins there and goes on at the foot of the next, no word lost or said twice."""

import random
from importlib import import_module

import pytest

from pipeline.article import Article, Settings
from pipeline.exporters.pdf import press, proof
from tests.pdf.articles import WORDS, article, call, note, printed
from tests.pdf.tree import tree

LETTERS = (30, 300, 700, 1500, 2100)  # of a note


def _article(folder, lengths, paper="a4", columns=1, words=5):
    body = "".join(f"<p>{WORDS * 3}Silk{call(n)} was {WORDS * words}</p>" for n in range(1, len(lengths) + 1))
    notes = "".join(note(n, f"<p>{_words(n, length)}</p>") for n, length in enumerate(lengths, 1))
    made = article(folder, body, f"<fn-group>{notes}</fn-group>")
    return Article(made.path, made.root, settings=Settings(paper=paper, columns=columns))


def _words(number, length):
    return " ".join(f"n{number}w{n}" for n in range(length // 7))


@pytest.fixture
def laid(monkeypatch):
    """The layouts that are made."""
    made, real = [], press.laid_out
    monkeypatch.setattr(press, "laid_out", lambda *given: made.append(real(*given)) or made[-1])
    return made


def _gap(page):
    """How much is empty between the text of a page and its notes."""
    boxes = list(page._page_box.descendants())
    area = next((box for box in boxes if type(box).__name__ == "FootnoteAreaBox"), None)
    inside = {id(one) for one in area.descendants()} if area is not None else set()
    flow = next(box for box in boxes if box.element is not None and box.element.get("class") == "flow")
    lines = [box for box in flow.descendants() if type(box).__name__ == "LineBox" and id(box) not in inside]
    return area.position_y - max(box.position_y + box.height for box in lines) if area is not None else 0


@pytest.mark.parametrize(("seed", "paper"), [(1, "a4"), (2, "a4"), (3, "a5"), (4, "b5")])
def test_pages_of_long_notes_are_full_and_each_note_begins_beside_its_call(seed, paper, tmp_path, laid):
    dice = random.Random(seed)
    lengths = [dice.choice(LETTERS) for _ in range(14)]
    data = printed(_article(tmp_path, lengths, paper))
    assert len(laid) == 1
    assert not proof.astray(proof.listed(laid[-1]))
    said = ["".join(one.words.split()) for one in tree(data).all("Note")]
    assert said == ["".join(f"{n}{_words(n, length)}".split()) for n, length in enumerate(lengths, 1)]
    gaps = [_gap(page) for page in laid[-1].pages[:-2]]
    assert sum(gaps) < 55 * len(gaps)


def test_a_short_note_is_not_parted(tmp_path, laid):
    printed(_article(tmp_path, [400] * 24))
    for page in laid[-1].pages:
        area = next((box for box in page._page_box.descendants() if type(box).__name__ == "FootnoteAreaBox"), None)
        marks = sum(box.element_tag == "span::footnote-marker" and not hasattr(box, "text") for box in area.descendants()) if area else 0
        assert marks == (len(area.children) if area else 0)


def test_what_is_left_of_the_last_note_has_a_page(tmp_path, laid):
    data = printed(_article(tmp_path, [2100, 2100, 2100], words=0))
    said = [one.words for one in tree(data).all("Note")]
    assert [one.split()[-1] for one in said] == [f"n{n}w{2100 // 7 - 1}" for n in (1, 2, 3)]


def test_in_columns_notes_are_whole(tmp_path, laid, monkeypatch):
    monkeypatch.setattr(import_module("pipeline.exporters.pdf.paper"), "_WHOLE", 2500)
    data = printed(_article(tmp_path, [300, 2100, 700, 1500], columns=2))
    assert not proof.astray(proof.listed(laid[-1]))
    assert [one.words.split()[-1] for one in tree(data).all("Note")] == [
        f"n{n}w{length // 7 - 1}" for n, length in enumerate([300, 2100, 700, 1500], 1)
    ]


def test_the_notes_of_a_line_are_parted_at_the_last_of_them_alone(tmp_path, laid):
    words = " ".join((WORDS * 9).split()[:130])
    body = "".join(f"<p>{words}{call(n)} and{call(n + 1)} {WORDS * 3}</p>" for n in (1, 3, 5, 7))
    notes = "".join(note(n, f"<p>{_words(n, 900)}</p>") for n in range(1, 9))
    data = printed(article(tmp_path, body, f"<fn-group>{notes}</fn-group>"))
    assert not proof.astray(proof.listed(laid[-1]))
    assert ["".join(one.words.split()) for one in tree(data).all("Note")] == [f"{n}{_words(n, 900).replace(' ', '')}" for n in range(1, 9)]
