"""Digits: what the article numbers by itself has the digits of its text."""

import pytest

from pipeline.tree import text_of
from tests.resolve.making import cite, fragment, label, named, part, refs

SILK = "\u0627\u0644\u062d\u0631\u064a\u0631"
TABLE = '<table-wrap id="t1"><table><tr><td>1911 1912 1913 1914 1915 1916</td></tr></table></table-wrap>'
CALL, NOTE = '<xref ref-type="fn" rid="fn1"/>', f'<fn id="fn1"><p>{SILK}</p></fn>'


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("fa", "", "\u06f1"),
        ("fa", "\u06f1\u06f2\u06f5\u06f0 (1871)", "\u06f1"),
        ("fa", "1871", "1"),
        ("ar", "", "\u0661"),
        ("ar-MA", "1871", "1"),
        ("ur", "\u06f1\u06f2", "\u06f1"),
        ("hi", "", "1"),
        ("hi", "\u0967\u0968", "\u0967"),
        ("he", "", "1"),
        ("en", "\u0661", "1"),
    ],
)
def test_notes_tables_and_their_calls_have_the_digits_of_the_text(language, said, number):
    done = fragment(f'<p>{SILK} {said}{CALL} <xref ref-type="table" rid="t1"/></p>{TABLE}', "", language=language, notes=NOTE)
    label, call = done.find(".//fn/label"), done.find(".//xref[@rid='fn1']")
    assert [text_of(label), text_of(call)] == [number, number]
    assert text_of(done.find(".//table-wrap/label"))[-1] == text_of(done.find(".//xref[@rid='t1']"))[-1] == number


def test_a_number_that_is_taken_is_taken_in_any_digits():
    notes = '<fn id="fn1"><p>A</p></fn><fn id="fn2"><label>1</label><p>B</p></fn><fn id="fn3"><label>\u06f2</label><p>C</p></fn>'
    calls = "".join(f'<xref ref-type="fn" rid="fn{n}"/>' for n in (1, 2, 3))
    done = fragment(f"<p>{SILK}{calls}</p>", "", language="fa", notes=notes)
    assert {fn.get("id"): text_of(fn.find("label")) for fn in done.iter("fn")} == {"fn1": "\u06f3", "fn2": "1", "fn3": "\u06f2"}


def test_the_years_of_what_is_cited_say_nothing_of_the_text():
    works = refs(a=named("Abel, Cleo", title="Lime", year="1911"))
    done = fragment(f"<p>{SILK} {cite('a')} {cite('a')}{CALL}</p>", works, "apa", "ar", NOTE)
    assert text_of(done.find(".//fn/label")) == "\u0661"


WORKS = refs(a=named("Abel, Cleo", title="Lime 2", year="1911"), b=named("Berg, Dora", title="Brick", year="1912"))
LOCATED = f'<named-content content-type="citation">{cite("a")}{part("locator", "12", "page")}{part("suffix", ", 7")}</named-content>'


@pytest.mark.parametrize(
    ("language", "said"), [("fa", "[\u06f1, \u0635 \u06f1\u06f2], 7"), ("ar", "[\u0661, \u0635 \u0661\u0662], 7"), ("he", "[1,")]
)
def test_citations_by_number_have_the_digits_of_the_text(language, said):
    done = fragment(f"<p>{SILK} {LOCATED} {cite('b')}</p>", WORKS, "ieee", language)
    assert label(done).startswith(said)
    assert text_of(list(done.iter("ref"))[1].find("label")) == label(done, 1)
    assert [text_of(entry)[-5:-1] for entry in done.iter("mixed-citation")] == ["1911", "1912"]


def test_a_sub_article_cites_in_its_own_digits():
    letter = f'<sub-article xml:lang="en" id="s"><front-stub/><body><p>{cite("b")}</p></body></sub-article>'
    done = fragment(f"<p>{SILK} {cite('a')}</p>", WORKS, "ieee", "fa", letter=letter)
    assert [label(done), label(done, 1)] == ["[\u06f1]", "[2]"]


@pytest.mark.parametrize(("style", "said"), [("din-1505-2-alphanumeric", "[Abel11"), ("apa", "(Abel, 1911")])
def test_citations_by_names_keep_their_years(style, said):
    assert label(fragment(f"<p>{SILK} {cite('a')}</p>", WORKS, style, "fa")).startswith(said)


@pytest.mark.parametrize(("language", "number"), [("fa", "\u06f1"), ("en", "1")])
def test_the_number_of_an_earlier_note_has_the_digits_of_its_call(language, number):
    done = fragment(f"<p>{SILK} {cite('a')} and {cite('b')} and {cite('a')}.</p>", WORKS, "oscola", language)
    first, _, again = (text_of(note.find("p")) for note in done.iter("fn"))
    assert (first[-14:], again) == ("Lime 2 (1911).", f"Abel (n {number}).")
