"""The cover: no word of a title is cut that there is room for, nothing stands outside the page or on other words."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from lxml import etree

from pipeline.exporters.epub.cover import HEIGHT, WIDTH, cover
from pipeline.metadata import Metadata, Person

SVG = "{http://www.w3.org/2000/svg}"
LONG = "A title of very many words about the effects of words in titles on the covers that are drawn from them " * 3


def drawn(title, direction="ltr", **more):
    meta = Metadata(title=title, language="en", **more)
    return etree.fromstring(cover(meta, SimpleNamespace(title=title, lang="en", dir=direction)))


def lines(root):
    return [line.text for line in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    "title",
    [
        "Short",
        LONG,
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen im Wandel",
        "氣候變化對高山植物分布的影響及其保育意義之研究" * 4,
    ],
)
def test_a_title_stands_there_whole_and_its_lines_do_not_meet(title):
    root = drawn(title)
    said = "".join(lines(root)).replace(" ", "")
    assert said == title.replace(" ", "")
    places = [(int(line.get("y")), int(line.get("font-size"))) for line in root.iter(f"{SVG}text")]
    assert all(one[0] + one[1] <= other[0] + 1.1 * one[1] for one, other in pairwise(places))
    assert all(0 < y < HEIGHT for y, _ in places)


def test_a_title_without_end_ends_in_an_ellipsis():
    assert lines(drawn("word " * 2000))[-1].endswith("word…")


def test_of_many_authors_three_are_named():
    people = tuple(Person("author", surname=f"N{n}") for n in range(193))
    assert lines(drawn("T", people=people))[1:] == ["N0", "N1", "N2", "+ 190"]


def test_four_authors_are_all_named():
    people = tuple(Person("author", surname=f"N{n}") for n in range(4))
    assert lines(drawn("T", people=people))[1:] == ["N0", "N1", "N2", "N3"]


def test_from_right_to_left_the_words_begin_at_the_right():
    root = drawn("عنوان", "rtl")
    assert {line.get("direction") for line in root.iter(f"{SVG}text")} == {"rtl"}
    assert all(int(line.get("x")) > WIDTH / 2 for line in root.iter(f"{SVG}text"))
