"""Traps of the citation engine: what it would lose or damage comes out whole."""

from __future__ import annotations

import pytest

from pipeline.tree import text_of
from tests.resolve.making import cite, csl, entries, fragment, named, part, refs

NAME = "<name><surname>Vogel</surname><given-names>B.</given-names></name>"
GUEST = f'<person-group person-group-type="custom" custom-type="{{}}">{NAME}</person-group>'


@pytest.mark.parametrize("role", ["host", "performer", "guest", "narrator", "interviewer"])
def test_people_of_every_role_reach_the_style(role, tmp_path):
    style = csl(tmp_path / "own.csl", '<layout><text variable="title"/></layout>', f'<names variable="{role}"><name/></names>')
    root = fragment(f"<p>{cite('a')}</p>", refs(a=named("Adler, A.", more=GUEST.format(role))), style)
    assert entries(root) == {"a": "B. Vogel"}


def test_italics_within_italics_stand_upright(tmp_path):
    style = csl(tmp_path / "own.csl", '<layout><text variable="title"/></layout>', '<text variable="title" font-style="italic"/>')
    root = fragment(f"<p>{cite('a')}</p>", refs(a=named(title="Reading <italic>Hamlet</italic> today")), style)
    entry = root.find(".//ref//mixed-citation")
    assert text_of(entry) == "Reading Hamlet today"
    assert [text_of(one) for one in entry.iter("roman")] == ["Hamlet"]


def test_a_title_with_signs_of_mark_up_keeps_them():
    root = fragment(f"<p>{cite('a')}</p>", refs(a=named("Adler, A.", title="The &lt;i&gt; of HTML &amp; a &lt; b")))
    assert "The <i> of HTML & a < b" in entries(root)["a"]
    assert not list(root.find(".//ref//mixed-citation").iter("roman"))


@pytest.mark.parametrize("words", [", Theorem 3.2", ", 99 years later", "; Table 1"])
def test_a_number_in_a_suffix_is_no_page(words):
    inside = cite("r0") + part("suffix", words)
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', refs(r0=named()), "ieee")
    assert text_of(root.find(".//p//named-content")) == f"[1]{words}"


def test_a_number_with_a_comma_is_one_number():
    patent = named("Adler, A.", title="Wax press", kind="patent", more="<patent>US 123,456</patent>")
    assert "(Patent No. US 123,456)" in entries(fragment(f"<p>{cite('a')}</p>", refs(a=patent), "apa"))["a"]


def test_a_standard_without_a_title_is_called_by_its_number():
    standard = '<element-citation publication-type="standard"><std>ISO 2108</std></element-citation>'
    assert entries(fragment(f"<p>{cite('a')}</p>", refs(a=standard), "apa")) == {"a": "ISO 2108. (n.d.)."}
