"""Names written in one piece are parted where the way of writing says which is the surname; what may be a body of people is not."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.importers.jats.persons import parted, unmarked
from pipeline.tree import text_of


def parts(words, beside="", style=""):
    group = etree.fromstring(f'<person-group><string-name name-style="{style}">{words}</string-name>{beside}</person-group>')
    parted(group[0])
    return [text_of(part) for part in group[0]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("N. Abel", ["Abel", "N."]),
        ("N.-H. M. Abel", ["Abel", "N.-H. M."]),
        ("N.\u00a0H. Abel", ["Abel", "N. H."]),
        ("Yu. Čajka", ["Čajka", "Yu."]),
        ("G. 't Hooft", ["'t Hooft", "G."]),
        ("E. P. van der Berg", ["van der Berg", "E. P."]),
        ("A. De Simone", ["De Simone", "A."]),
        ("R. L. Abel III", ["Abel", "R. L.", "III"]),
        ("Abel NM", ["Abel", "NM"]),
        ("Abel, N. M.", ["Abel", "N. M."]),
        ("de la Cruz, Niels", ["de la Cruz", "Niels"]),
        ("Niels H. Abel", ["Abel", "Niels H."]),
    ],
)
def test_a_name_whose_parts_are_plain(words, said):
    assert parts(words) == said


@pytest.mark.parametrize("words", ["The Observer", "Niels Abel", "R. Alfaro Molina", "Plato", "Wave Research Group", "Bank of Norway"])
def test_a_name_that_may_be_a_body_or_parted_otherwise_stays_whole(words):
    assert parts(words) == []


def test_a_name_in_full_beside_others_is_a_persons():
    assert parts("Niels Abel", "<string-name>O. Baker</string-name>") == ["Abel", "Niels"]
    assert parts("Kin Fai Mak", "<etal/>") == ["Mak", "Kin Fai"]
    assert parts("Vincenzo De Luca", "<etal/>") == ["De Luca", "Vincenzo"]
    assert parts("Mak Kin", "<etal/>", style="eastern") == []
    assert parts("Wave Collaboration", "<etal/>") == []


def test_marks_in_a_mark_of_a_name_are_one():
    inner = '<xref rid="b">2</xref>'
    root = etree.fromstring(f'<a><contrib><name><surname>Abel</surname><suffix><xref rid="a">1{inner}</xref></suffix></name></contrib></a>')
    unmarked(root)
    assert [one.tag for one in root[0]] == ["name", "xref"]
    assert [one.get("rid") for one in root.iter("xref")] == ["a", "b"]
