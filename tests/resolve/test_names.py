"""Names of references: particles, corporate and single names, other scripts; how they are told apart."""

import pytest

from tests.resolve.making import cite, entries, fragment, labels, named, refs

SINGLE = '<name name-style="given-only"><given-names>Sukarno</given-names></name>'
SCRIPTS = (
    '<name-alternatives><name xml:lang="ja-Latn"><surname>Takahashi</surname><given-names>Jirō</given-names></name>'
    '<name xml:lang="ja" name-style="eastern"><surname>高橋</surname><given-names>次郎</given-names></name></name-alternatives>'
)


def called(*people, style="apa", language="en"):
    """How each of some authors is called in the text, if all are cited."""
    keys = [f"r{n}" for n in range(len(people))]
    books = refs(**{key: named(person, title=f"Book {key}") for key, person in zip(keys, people, strict=True)})
    return labels(fragment("".join(f"<p>{cite(key)}</p>" for key in keys), books, style, language))


def test_a_particle_tells_a_name_from_one_without_it():
    assert called("Santos, Bea", "dos Santos, Rui") == ["(Santos, 1990)", "(dos Santos, 1990)"]
    marked = '<name specific-use="non-dropping-particle=dos"><surname>dos Santos</surname><given-names>Rui</given-names></name>'
    assert called("Santos, Bea", marked) == ["(Santos, 1990)", "(dos Santos, 1990)"]


def test_a_particle_stands_where_the_style_has_it():
    books = refs(a=named("van der Berg, Jan"), b=named("d’Orléans, Louis"))
    assert entries(fragment("<p/>", books, "apa")) == {"b": "d’Orléans, L. (1990). Title.", "a": "van der Berg, J. (1990). Title."}
    assert entries(fragment("<p/>", books, "chicago-author-date"))["a"].startswith("Berg, Jan van der.")


def test_people_of_one_family_name_are_told_apart():
    assert called("Miller, Gina", "Miller, Hugo") == ["(G. Miller, 1990)", "(H. Miller, 1990)"]


def test_a_single_name_and_a_body_are_printed_whole():
    body = "<collab>Board of Roofs &amp; Gutters</collab>"
    assert called(SINGLE, body) == ["(Sukarno, 1990)", "(Board of Roofs & Gutters, 1990)"]
    assert called(SINGLE, style="chicago-notes-bibliography") == ["Sukarno, Book R0 (1990)."]


def test_a_name_in_two_scripts_is_printed_in_both_and_called_by_the_first():
    assert called(SCRIPTS) == ["(Takahashi, 1990)"]
    book = refs(a=named(SCRIPTS))
    assert entries(fragment("<p/>", book, "apa"))["a"] == "Takahashi, J., 高橋次郎. (1990). Title."
    assert entries(fragment("<p/>", book, "chicago-author-date"))["a"] == "Takahashi, Jirō, 高橋次郎. 1990. Title."


def test_two_spellings_in_one_script_are_one_name():
    same = SCRIPTS.replace("高橋", "Takahasi").replace("次郎", "Jirô")
    assert entries(fragment("<p/>", refs(a=named(same)), "apa"))["a"] == "Takahashi, J. (1990). Title."


def test_names_without_a_label_word_before_them():
    """`names` with a label and no name in a style: the engine would print the label first."""
    editor = '<person-group person-group-type="editor"><name><surname>Low</surname><given-names>Eve</given-names></name></person-group>'
    book = refs(a=named("Abel, Cleo", more=f"<chapter-title>Walls</chapter-title>{editor}"))
    printed = entries(fragment("<p/>", book, "antipode"))["a"]
    assert "Low E (ed)" in printed


@pytest.mark.parametrize(
    ("style", "printed"),
    [("apa", "王海, & 李灯. (1990)."), ("nature", "王海 & 李灯."), ("ieee", "王海 and 李灯, ")],
)
def test_names_without_initials_have_no_stop_of_one(style, printed):
    people = [
        f'<name name-style="eastern"><surname>{one}</surname><given-names>{two}</given-names></name>' for one, two in ("王海", "李灯")
    ]
    entry = entries(fragment("<p/>", refs(a=named(*people)), style))["a"]
    assert printed in entry
    assert "\ue003" not in entry
