"""Suffixes: the letter of a year stands behind the year, in the citation and in the reference."""

import pytest
from lxml import etree

from pipeline.resolve.suffixes import behind_years
from tests.resolve.making import cite, entries, fragment, labels, named, refs

DAYS = refs(
    a=named("Harrow, Nina", title="Alpha", kind="newspaper", year='<date iso-8601-date="2019-03-02"/>'),
    b=named("Harrow, Nina", title="Beta", kind="newspaper", year='<string-date iso-8601-date="2019-05-06">6 May</string-date>'),
)


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("associacao-brasileira-de-normas-tecnicas", "2 Mar. 2019a"),
        ("freie-hochschule-stuttgart", "(02.03.2019a)"),
        ("centaurus", "(2019a, 2 March)"),
        ("african-journal-of-marine-science", "2019a (2 March)"),
        ("excli-journal", "2019a"),
        ("apa", "(2019a, March 2)"),
    ],
)
def test_a_letter_stands_behind_the_year_wherever_a_style_has_it(style, printed):
    root = fragment(f"<p>x {cite('a')} {cite('b')}</p>", DAYS, style)
    assert all(f"2019{letter}" in label for letter, label in zip("ab", labels(root), strict=True))
    assert printed in entries(root)["a"]


@pytest.mark.parametrize("style", ["chicago-author-date", "harvard-staffordshire-university", "queen-margaret-university-harvard"])
def test_a_year_that_is_said_twice_has_its_letter_once(style):
    root = fragment(f"<p>x {cite('a')} {cite('b')}</p>", DAYS, style)
    assert entries(root)["a"].count("2019a") == 1


def test_a_macro_without_a_name_has_no_date():
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl"><citation disambiguate-add-year-suffix="true"/><bibliography><layout>'
        '<text macro=""/><date variable="issued"><date-part name="day"/><date-part name="year"/></date></layout></bibliography></style>'
    )
    root = etree.fromstring(style)
    behind_years(root)
    assert root.find(".//{*}text[@variable='year-suffix']") is None  # its last part is the year
