"""As published: the labels and references of the source are kept."""

from __future__ import annotations

import pytest

from tests.resolve.making import cite, part
from tests.resolve.test_resolve import REFS, fragment, label


def parts(*links):
    """A citation of links, each with its words, as the importer leaves it, and what the resolver makes of its links."""
    inside = "".join(f'<xref ref-type="bibr" rid="{rid}">{words}</xref>' for rid, words in links)
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    (citation,) = root.findall(".//body//named-content")
    return [(xref.get("rid"), xref.text) for xref in citation.iter("xref")], citation.get("rid"), label(root)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ([("r0", "[0"), ("r1", ""), ("r2", "–"), ("r3", "3]")], [("r0", "[0"), ("r1 r2", "–"), ("r3", "3]")]),
        ([("r0", ""), ("r1", ""), ("r2", "[2]")], [("r0 r1 r2", "[2]")]),
        ([("r0", "[0]"), ("r1", ""), ("r2", "")], [("r0 r1 r2", "[0]")]),
    ],
)
def test_a_link_without_words_gives_its_keys_to_one_that_has_some(given, made):
    found, keys, _ = parts(*given)
    assert (found, keys) == (made, " ".join(rid for rid, _ in given))


def test_a_citation_without_any_words_gets_the_labels_of_its_references():
    found, _, words = parts(("r0", ""), ("r1", ""))
    assert (words, [rid for rid, _ in found]) == ("[1, 2]", ["r0", "r1"])


def test_a_citation_without_any_words_has_commas_in_place_of_spaces():
    inside = '<xref ref-type="bibr" rid="r0"/>\n\n<xref ref-type="bibr" rid="r0"/>' + part("locator", "9")
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert label(root) == "[1, 1, page 9]"


def test_brackets_without_words_get_the_labels_between_them():
    assert parts(("r0", "("), ("r1", ")"))[2] == "(1, 2)"


def test_numbers_with_nothing_between_them_are_parted_by_commas():
    assert parts(("r0", "[1"), ("r1", "2]"))[2] == "[1, 2]"


@pytest.mark.parametrize(("words", "printed"), [("[1, p. 9]", "[1, p. 9]"), ("[9]", "[9, page 9]"), ("[1]", "[1, page 9]")])
def test_a_locator_that_the_label_says_is_not_said_again(words, printed):
    inside = f'<xref ref-type="bibr" rid="r0">{words}</xref>{part("locator", "9")}'
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert label(root) == printed


def test_a_locator_that_stands_behind_the_label_is_no_part_of_the_link():
    said = '<styled-content specific-use="locator">, p. 9</styled-content>'
    inside = f'<xref ref-type="bibr" rid="r0">(A 2001{said})</xref>{part("locator", "9")}{part("suffix", ", so")}'
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert (label(root), root.findtext(".//p//xref")) == ("(A 2001, p. 9, so)", "(A 2001")


def test_words_of_two_citations_do_not_run_together():
    first, second = ('<xref ref-type="bibr" rid="r0">(A 2001: 9</xref>', '<xref ref-type="bibr" rid="r1">B)</xref>')
    inside = first + part("locator", "9") + part("prefix", "cf. ") + second
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert label(root) == "(A 2001: 9; cf. B)"


def test_of_a_reference_that_is_cited_twice_each_link_has_its_own_locator():
    inside = f"{cite('r0')}{part('locator', '3')}{part('prefix', 'see ')}{cite('r0')}{part('locator', '7')}"
    root = fragment(f'<p><named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert [xref.get("specific-use") for xref in root.iterfind("body//xref")] == ["locator=page:3", "locator=page:7"]
    assert label(root) == "[1, page 3, see 1, page 7]"


def test_what_is_said_with_raised_numbers_is_raised_with_them():
    inside = f'{part("prefix", "see ")}<xref ref-type="bibr" rid="r0"><sup>1</sup></xref>{part("suffix", ", so")}'
    root = fragment(f'<p>A<named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    (raised,) = root.findall("body//named-content/sup")
    assert ("".join(raised.itertext()), len(root.findall("body//sup"))) == ("see 1, so", 1)


def test_words_of_the_sentence_that_were_a_link_are_one_again():
    words = '<named-content content-type="cited-as">Paper <italic>I</italic></named-content> '
    root = fragment(f'<p>In {words}<xref ref-type="bibr" rid="r0"/> so.</p>', REFS, style="as-published")
    assert ("".join(root.find("body/p").itertext()), label(root)) == ("In Paper I so.", "Paper I")


@pytest.mark.parametrize(("words", "labels"), [("", [str(n) for n in range(1, 7)]), ("Family0 1990", [])])
def test_references_without_labels_have_the_numbers_by_which_they_are_cited(words, labels):
    root = fragment(f'<p>See <xref ref-type="bibr" rid="r0">{words}</xref>.</p>', REFS, style="as-published")
    assert (label(root), [one.text for one in root.iter("label")]) == (words or "[1]", labels)


def test_a_picture_that_is_a_link_stands_before_the_label_of_its_reference():
    drawn = "<inline-graphic><alt-text>A seal</alt-text></inline-graphic>"
    root = fragment(f'<p>See <xref ref-type="bibr" rid="r0">{drawn}</xref>.</p>', REFS, style="as-published")
    picture, citation = root.find("body/p")
    assert (picture.tag, citation.get("rid"), label(root)) == ("inline-graphic", "r0", "[1]")


def test_words_of_the_sentence_stand_before_the_citation_of_a_style():
    words = '<named-content content-type="cited-as">Paper I</named-content> '
    root = fragment(f'<p>In {words}<xref ref-type="bibr" rid="r0"/> so.</p>', REFS, style="ieee")
    assert "".join(root.find("body/p").itertext()) == "In Paper I [1] so."


def test_what_parts_a_suffix_from_the_next_label_is_no_part_of_its_link():
    inside = f'<xref ref-type="bibr" rid="r0">[1]</xref>{part("suffix", ", so")}<xref ref-type="bibr" rid="r1">; [2]</xref>'
    root = fragment(f'<p>A <named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert (label(root), [one.text for one in root.iterfind("body//xref")]) == ("[1], so; [2]", ["[1]", "[2]"])


def test_of_a_raised_and_a_plain_number_each_stands_as_it_stood():
    inside = f'<xref ref-type="bibr" rid="r0"><sup>1</sup></xref>{part("suffix", ", so")}<xref ref-type="bibr" rid="r1">2</xref>'
    root = fragment(f'<p>A<named-content content-type="citation">{inside}</named-content></p>', REFS, style="as-published")
    assert [len(one) for one in root.iterfind("body//xref")] == [1, 0]


def test_a_number_among_raised_words_is_raised_once():
    root = fragment('<p>A<sup>a, see <xref ref-type="bibr" rid="r0">1</xref></sup></p>', REFS, style="nature")
    assert [("".join(one.itertext()), one.find(".//sup")) for one in root.iterfind("body//sup")] == [("a, see 1", None)]
