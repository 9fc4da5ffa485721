"""Ids: every edition of XML takes those that importers make and keep."""

import pytest

from pipeline.ids import is_id, spelled
from tests.importers.test_plain import imported

TITLES = ("ﬁn", "Știri și țări", "ክፍል", "ភ្នំ", "x²", "1984", "漢字", "Ё-моё", "___", "— ")


@pytest.mark.parametrize(("text", "made"), [("ș1", "s1"), ("ﬁn", "fin"), ("क", "क"), ("a b", "a_b"), ("ክ", "_"), ("r-1.2_c", "r-1.2_c")])
def test_a_letter_that_no_id_has_is_spelled_with_those_that_it_is_made_of(text, made):
    assert spelled(text, "_") == made


@pytest.mark.parametrize("text", ["ș1", "1a", " a", "a b", "a\n", "", "ክ", "a:b"])
def test_what_no_id_can_be(text):
    assert not is_id(text)


@pytest.mark.parametrize("text", ["r1", "_", "क", "é·", "گ1"])
def test_what_an_id_can_be(text):
    assert is_id(text)


def test_a_heading_in_any_script_is_one_of_a_valid_article(tmp_path):
    text = "= Title =\n\n" + "".join(f"== {title} ==\n\nWords.\n\n" for title in TITLES)
    article, _ = imported(text, tmp_path)
    found = [str(one.get("id")) for one in article.root.iter("sec")]
    assert len(set(found)) == len(TITLES)
    assert all(map(is_id, found)), found
