"""Digits: what the article numbers by itself has the digits of its text."""

import pytest

from pipeline.tree import text_of
from tests.resolve.making import cite, fragment, named, refs

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
