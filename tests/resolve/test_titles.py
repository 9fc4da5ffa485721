"""Titles and dates of references: species and names, translations, centuries before and after; what the engine would misread."""

import pytest

from tests.resolve.making import cite, csl, entries, fragment, labels, named, refs

SPECIES = "On the growth of <italic>Tilia cordata</italic> in the towns"


def entry(citation, style="apa", language="en"):
    return entries(fragment("<p/>", refs(a=citation), style, language))["a"]


def test_title_case_leaves_species_alone():
    assert "On the Growth of Tilia cordata in the Towns" in entry(named("Doe, Ann", title=SPECIES), "modern-language-association")
    subspecies = "Life of <italic>E. coli</italic> and <italic>Homo sapiens subsp. sapiens</italic>"
    assert "Life of E. coli and Homo sapiens" in entry(named("Doe, Ann", title=subspecies), "modern-language-association")


def test_title_case_does_not_take_a_title_in_italics_for_a_species():
    assert "A Reading of The Old Mill" in entry(
        named("Doe, Ann", title="A reading of <italic>The old mill</italic>"), "modern-language-association"
    )


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        (SPECIES, "On the growth of Tilia cordata in the towns"),
        ("A walk from Leeds to the Tyne: Rivers crossed", "A walk from Leeds to the Tyne: Rivers crossed"),
        ("Walks and Rivers of <named-content content-type='place'>Leeds</named-content>", "Walks and rivers of Leeds"),
    ],
)
def test_sentence_case_leaves_species_and_names_alone(title, printed, tmp_path):
    style = csl(tmp_path / "s.csl", '<layout><text variable="title"/></layout>', '<text variable="title" text-case="sentence"/>')
    assert entry(named("Doe, Ann", title=title), style) == printed


def test_a_translated_title_stands_in_brackets_behind_the_original():
    more = "<trans-source>The trades</trans-source><publisher-name>Lindenverlag</publisher-name>"
    assert entry(named("Doe, Ann", title="Die Gewerbe", more=more)) == "Doe, A. (1990). Die Gewerbe [The trades]. Lindenverlag."
    both = "<article-title>Kalk</article-title><trans-title>Lime</trans-title><trans-source>The trades</trans-source>"
    assert "Kalk [Lime]. Die Gewerbe [The trades]" in entry(named("Doe, Ann", title="Die Gewerbe", kind="journal", more=both))


def test_a_title_cited_again_has_no_translation():
    book = refs(a=named("Doe, Ann", title="Die Gewerbe", more="<trans-source>The trades</trans-source>"))
    printed = labels(fragment(f"<p>{cite('a')}</p><p>{cite('a')}</p>", book, "chicago-notes-bibliography"))
    assert printed == ["Ann Doe, Die Gewerbe [The trades] (1990).", "Doe, Die Gewerbe."]


@pytest.mark.parametrize(
    ("year", "printed"),
    [
        ('<year iso-8601-date="1450~">c. 1450</year>', "ca. 1450"),
        ('<year iso-8601-date="-0029">30 BC</year>', "30 B.C.E."),
        ('<year iso-8601-date="1990/1995">1990–1995</year>', "1990–1995"),
        ('<year iso-8601-date="-0049/0014">50 BC–AD 14</year>', "50 B.C.E.–14 C.E."),
        ("<year>1990</year><month>3</month><day>5</day>", "1990"),
    ],
)
def test_dates_in_every_form(year, printed):
    assert f"({printed})" in entry(named("Doe, Ann", year=year))


def test_a_range_of_seasons(tmp_path):
    style = csl(tmp_path / "s.csl", '<layout><date variable="issued" form="text"/></layout>')
    book = refs(a=named("Doe, Ann", year='<year iso-8601-date="1999-21/1999-22">1999</year>'))
    assert labels(fragment(f"<p>{cite('a')}</p>", book, style)) == ["Spring–Summer 1999"]


def test_a_month_of_one_figure_is_a_month():
    newspaper = named(
        "Doe, Ann", year="<year>1990</year><month>3</month><day>5</day>", kind="newspaper", more="<article-title>Lime</article-title>"
    )
    assert "(1990, March 5)" in entry(newspaper)


def test_a_comment_is_no_field_and_a_doi_is_not_doubled():
    more = '<comment>publisher: X</comment><pub-id pub-id-type="doi">https://doi.org/10.5555/a</pub-id>'
    printed = entry(named("Doe, Ann", more=more))
    assert printed == "Doe, A. (1990). Title. https://doi.org/10.5555/a"


def test_a_range_of_issues_has_a_dash_and_one_of_pages_too():
    more = "<article-title>Lime</article-title><volume>3</volume><issue>2-3</issue><fpage>10</fpage><lpage>12</lpage>"
    assert entry(named("Doe, Ann", title="Walls", kind="journal", more=more)) == "Doe, A. (1990). Lime. Walls, 3(2–3), 10–12."


def test_a_title_in_another_script_gets_no_capitals():
    harbours = named("Doe, Ann", title="Гавани севера", more="<trans-source>Harbours of the north</trans-source>")
    assert "Гавани севера [Harbours of the north]." in entry(harbours, style="chicago-author-date")
    assert "The α-Waves of Harbours" in entry(named("Doe, Ann", title="The α-waves of harbours"), style="chicago-author-date")


@pytest.mark.parametrize(
    ("language", "printed"),
    [("fr", "300\u00a0av. J.-C."), ("de", "300\u00a0v.\u00a0Chr."), ("ru", "300\u00a0до н. э."), ("en", "300 BC"), ("zh", "300公元前")],
)
def test_a_space_stands_between_a_year_and_its_era(language, printed):
    ships = named("<collab>Nautes</collab>", title="Ships", year='<year iso-8601-date="-0299">300</year>')
    ships = ships.replace("<element-citation", f'<element-citation xml:lang="{language}"')
    root = fragment(f"<p>{cite('a')}</p>", refs(a=ships), "chicago-author-date", language)
    assert (labels(root), printed in entries(root)["a"]) == ([f"(Nautes {printed})"], True)
