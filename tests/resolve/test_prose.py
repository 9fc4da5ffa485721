"""References that mark nothing: citations name them by the people and the year that their words show."""

from __future__ import annotations

import pytest

from pipeline.resolve.prose import stand_in
from pipeline.tree import text_of
from tests.resolve.making import cite, cluster, entries, part
from tests.resolve.test_resolve import fragment, label

SHOWN = [
    ("Abel, A., Baker, B. B., and Cole, C.: On it, J. It, 12, 1–10, 2010.", ["Abel", "Baker", "Cole"], 2010),
    ("Abel A, Baker BB, et al. On it. J It 2010;12:1900-5.", ["Abel", "Baker", "others"], 2010),
    ("A. B. Abel and C. Baker, “On it,” J. 5 (1999), 1–3.", ["Abel", "Baker"], 1999),
    ("Abel, V.C., D.L. Baker, and J. Cole. 2004. On it. J. It. 5:1–3.", ["Abel", "Baker", "Cole"], 2004),
    ("ABEL, João da; BAKER, M. Título. São Paulo: Ed., 2011.", ["ABEL", "BAKER"], 2011),
    ("van der Abel, A. (2010a). On 1999.", ["van der Abel"], 2010),
    ("García Abel, G. Cien, 1967", ["García Abel"], 1967),
    ("Иванов И. И., Петров П. П. Название. М., 2005. 200 с.", ["Иванов", "Петров"], 2005),
    ("Hepatitis B in towns. 2001.", [], 2001),
    ("World Health Organization. Report. Geneva, 2001.", ["World Health Organization"], 2001),
    ("Ministério da Cera (BR). Política. 2006.", ["Ministério da Cera"], 2006),
    ("Lime Group for Wax and Honey. Report. 2006.", ["Lime Group for Wax and Honey"], 2006),
    ("Group behaviour of bees. J It 2006.", [], 2006),
    ("World Health Organization (2012) Research.", ["World Health Organization"], 2012),
    ("WHO, 2009. Global report. Geneva.", ["WHO"], 2009),
    ("World Lime Office. 2009a. Report.", ["World Lime Office"], 2009),
    ("Abel, A., Baker, B. (Eds.), 2004. Report. Geneva.", ["Abel", "Baker"], 2004),
    ("Geneva, 2001.", [], 2001),
    ("R Core Team. R: A language; 2015.", ["R Core Team"], 2015),
    ("Alcohol, Drug Abuse, and Health Act. 1992.", [], 1992),
    ("See the supplement", [], None),
    ("Abel A, Baker B. A study of it. J It. 2001.", ["Abel", "Baker"], 2001),
    ("アベル，C.（2003）『光』，東京：海書房", ["アベル"], 2003),
    ("Abel, Ann. On It and Of It. 2nd ed., Lime, 2005.", ["Abel"], 2005),
    ("Abel, Ann, and Ben Baker. 2011. “On It.” In Wax, edited by Cy Cole.", ["Abel", "Baker"], 2011),
    ("Abel, Ann M., Ben de la Baker, Cy C. Cole, and Di Davis. 2011. “On It.”", ["Abel", "de la Baker", "Cole", "Davis"], 2011),
    ("Abel, Ann, et al. “On It.” J It, vol. 12, 2019.", ["Abel", "others"], 2019),
    ("Abel AM, Baker B and Cole C de la, “On It” (2019) 12 It 201", ["Abel", "Baker", "Cole"], 2019),
    ("Abel, A. M., Baker, B., & Cole, C. van der. (2019). On it.", ["Abel", "Baker", "Cole"], 2019),
    ("Abel, Ann; Baker, Ben. On it. Lime, 2005.", ["Abel", "Baker"], 2005),
    ("A. Abel, “On it,” in Wax, 2005, pp. 7–14.", ["Abel"], 2005),
    ("A. B. Abel, On it: All of it. Lime, 2005.", ["Abel"], 2005),
    ("Lime Table Office, “Lime tables,” 2005.", ["Lime Table Office"], 2005),
    ("U.-D. Abel – B. Baker, On It, Wax 4 (Lime 2006) 53–75", ["Abel", "Baker"], 2006),
    ("Abel A. On it. July 2001. www.example.org (accessed 2 Jan 2002).", ["Abel"], 2001),
    ("Abel, Ann. Acker. Übersetzt von Ben Baker. Köln: Wachs, 2012. Zuerst 2008.", ["Abel"], 2012),
    ("Abel, Ann. On It. First published in 1922.", ["Abel"], 1922),
]


@pytest.mark.parametrize(("words", "people", "year"), SHOWN, ids=[words for words, _, _ in SHOWN])
def test_people_and_year(words, people, year):
    shown = stand_in(words)
    assert [name.get("family") or name["literal"] for name in shown.get("author", [])] == people
    assert shown.get("issued", {}).get("date-parts") == ([[year]] if year else None)


def test_the_title_is_the_first_words_behind_people():
    assert stand_in("A World of Wax. Report. Geneva, 2001.")["title"] == "A World of Wax"
    assert stand_in("European Commission (EC). Report. 2011.")["title"] == "Report"


def test_first_words_without_an_end_are_cut():
    words = "See the supplement at https://example.org/waves/and/how/they/break/on/rocks for waves [1-3]"
    assert stand_in(words)["title"] == "See the supplement at…"
    assert stand_in("See the supplement")["title"] == "See the supplement"


def test_a_citation_of_prose_is_as_short_as_any_other():
    prose = "<ref id='p'><mixed-citation>Abel, A., and Baker, B.: On it, 2010.</mixed-citation></ref>"
    root = fragment(f"<p>{cite('p')}</p>", prose, style="apa")
    assert label(root) == "(Abel & Baker, 2010)"
    assert "".join(root.find(".//ref//mixed-citation").itertext()) == "Abel, A., and Baker, B.: On it, 2010."


@pytest.mark.parametrize(
    ("prose", "printed"),
    [
        ("Lime Council. <source>Draft</source>. May 2001. www.example.org (accessed 2 Jan 2002).", "(Lime Council, 2001)"),
        ("Abel A, Baker B. In: <source>Lime</source>. Basel, 1957.", "(Abel & Baker, 1957)"),
        ("In: <source>Lime</source>. Basel, 1957.", "(Lime, 1957)"),
        (
            "Abel A. <person-group><name><surname>Baker</surname></name></person-group>: <source>Lime</source>. <year>1990</year>",
            "(Baker, 1990)",
        ),
    ],
)
def test_prose_that_marks_little_is_named_by_its_other_words_too(prose, printed):
    assert label(fragment(f"<p>{cite('p')}</p>", f"<ref id='p'><mixed-citation>{prose}</mixed-citation></ref>", style="apa")) == printed


def test_a_reference_in_two_languages_is_named_by_the_first_form():
    prose = 'Орлов О. О. Свет. 2001. <styled-content xml:lang="en">Orlov O. O. Light, 2001, vol. 3 (In Russ.)</styled-content>'
    refs = f'<ref id="a"><mixed-citation>{prose}</mixed-citation></ref>'
    assert label(fragment(f"<p>{cite('a')}</p>", refs, "apa")) == "(Орлов, 2001)"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Abel A, Baker B. A study of it. J It. 2001.", "A study of it"),
        ("Abel, A. (2010a). On light, and more. Basel.", "On light, and more"),
        ("Abel A, et al., 2003. On light. Basel.", "On light"),
        ("World Lime Office (2012) Report: all of it.", "Report"),
        ("Abel, A. (ed.) 2010. Light. Basel.", "Light"),
    ],
)
def test_the_title_stands_behind_the_people_and_the_year(words, title):
    assert stand_in(words)["title"] == title


PROSE = """
<ref id="a"><mixed-citation>Abel, A. (2009a). <italic>Zeal</italic> of it. <ext-link xmlns:xlink="http://www.w3.org/1999/xlink"
 xlink:href="http://example.org/a">example.org/a</ext-link>.</mixed-citation></ref>
<ref id="b"><mixed-citation>Abel, A. (2009b). Light. Basel: Lime.</mixed-citation></ref>
<ref id="c"><mixed-citation>Abel, A. (2008). Dark. Basel: Lime.</mixed-citation></ref>
<ref id="d"><mixed-citation>Baker, B. <year>2001c</year>. Dark. Basel: Lime.</mixed-citation></ref>
"""


def test_the_first_note_on_prose_says_it_whole_and_a_later_one_names_it():
    pages = cluster(cite("b"), part("locator", "4", "page"))
    cites = f"<p>{cite('a')} {pages} {cite('a')}</p>"
    root = fragment(cites, PROSE, style="chicago-notes-bibliography")
    assert [" ".join("".join(note.itertext()).split()) for note in root.iter("fn")] == [
        "1Abel, A. (2009a). Zeal of it. example.org/a.",
        "2Abel, A. (2009b). Light. Basel: Lime, p. 4.",
        "3Abel, “Zeal of it.”",
    ]
    first = next(root.iter("fn"))
    assert first.findtext(".//italic") == "Zeal"
    assert first.findtext(".//ext-link") == "example.org/a"


def test_letters_of_years_are_those_that_the_list_shows():
    root = fragment(f"<p>{cite('b')} {cite('a')} {cite('c')} {cite('d')}</p>", PROSE, style="apa")
    assert [text_of(x) for x in root.iterfind(".//body//xref")] == ["Abel, 2009b", "Abel, 2009a", "Abel, 2008", "Baker, 2001c"]
    assert [ref.get("id") for ref in root.iter("ref")] == ["c", "a", "b", "d"]


def test_the_first_letter_stays_though_the_second_work_is_not_in_the_list():
    assert label(fragment(f"<p>{cite('a')}</p>", PROSE.partition('<ref id="b">')[0], "apa")) == "(Abel, 2009a)"


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Abel A (2013) {} of 2013. Basel.", "Abel A (2013{}) {} of 2013. Basel."),
        ("Abel, A. <italic>{}</italic>. Basel, 2013.", "Abel, A. {1}. Basel, 2013{0}."),
        ("Abel, A. <year>2013</year>. {}. Basel.", "Abel, A. 2013{}. {}. Basel."),
        ("Abel, A. {} of the 1990s. Basel, 2013.", "Abel, A. {1} of the 1990s. Basel, 2013{0}."),
    ],
)
def test_works_printed_as_given_show_the_letters_by_which_they_are_cited(words, printed):
    refs = "".join(f"<ref id='{key}'><mixed-citation>{words.format(key)}</mixed-citation></ref>" for key in ("Wax", "Ale"))
    root = fragment(f"<p>{cite('Wax')} {cite('Ale')}</p>", refs, style="apa")
    assert [text_of(x) for x in root.iterfind(".//body//xref")] == ["Abel, 2013b", "Abel, 2013a"]
    assert entries(root) == {"Ale": printed.format("a", "Ale"), "Wax": printed.format("b", "Wax")}


def test_a_name_in_several_scripts_is_printed_once_with_its_other_forms():
    names = "<name><surname>Abel</surname><given-names>A.</given-names></name><name xml:lang='ru'><surname>Абель</surname></name>"
    refs = f"<ref id='a'><mixed-citation><name-alternatives>{names}</name-alternatives> (2001) Wax.</mixed-citation></ref>"
    assert entries(fragment(f"<p>{cite('a')}</p>", refs)) == {"a": "Abel A. (Абель) (2001) Wax."}


def test_the_parts_of_a_name_stand_apart_where_the_source_has_nothing_between_them():
    names = "<name><surname>Abel</surname><given-names>A.</given-names></name>"
    eastern = "<name name-style='eastern' xml:lang='zh'><surname>李</surname><given-names>白</given-names></name>"
    both = f"<name-alternatives>{eastern}{names}</name-alternatives>"
    refs = f"<ref id='a'><mixed-citation>{names}, {both}, <person-group>{eastern}</person-group>. Wax. 2001.</mixed-citation></ref>"
    assert entries(fragment(f"<p>{cite('a')}</p>", refs)) == {"a": "Abel A., 李白 (Abel A.), 李白. Wax. 2001."}


def test_a_label_says_when_the_work_was_made():
    prose = "<ref id='r'><label>Abel 2020a</label><mixed-citation>A. Abel, Digging in 2019, Wax 2020/1, 1–11</mixed-citation></ref>"
    root = fragment(f"<p>{cite('r')}</p>", prose, "apa")
    assert label(root) == "(Abel, 2020a)"
