"""Links that hold a citation or the call of a note are parted round it."""

from __future__ import annotations

from lxml import etree

from pipeline.resolve.links import part_links
from pipeline.tree import HREF, text_of
from tests.resolve.making import cite, fragment, ref

REFS = ref("r1", "Adler", 1990)


def links(root):
    return [(link.get("rid"), text_of(link)) for link in root.iterfind("body//xref")]


def test_a_link_is_on_the_words_before_and_after_a_citation_in_it():
    root = fragment(f'<p><ext-link ext-link-type="uri" id="l">See <bold>both {cite("r1")} there</bold></ext-link></p>', REFS)
    assert [text_of(link) for link in root.iter("ext-link")] == ["See", "both", "there"]
    assert links(root) == [("r1", "[1]")]
    assert text_of(root.find("body")) == "See both [1] there"
    assert [one.tag for one in root.iterfind("body//*[@id='l']")] == ["styled-content"]


def test_a_citation_in_a_link_leads_to_its_reference_alone():
    root = fragment(f'<p><ext-link ext-link-type="uri">See {cite("r1")} there</ext-link></p>', REFS, "apa")
    assert [text_of(link) for link in root.iter("ext-link")] == ["See", "there"]
    assert links(root) == [("r1", "Adler, 1990")]


def test_a_cross_reference_holds_no_call_of_a_note():
    body = '<sec id="s"><title>Place</title><p><xref ref-type="sec" rid="s">there<xref ref-type="fn" rid="n"/></xref></p></sec>'
    root = fragment(body, REFS, notes='<fn id="n"><p>Words.</p></fn>')
    assert links(root) == [("s", "there"), ("n", "1")]


def test_a_link_without_another_in_it_stays_whole():
    root = fragment(f'<p><ext-link ext-link-type="uri">one <italic>link</italic></ext-link> {cite("r1")}</p>', REFS)
    assert [text_of(link) for link in root.iter("ext-link")] == ["one link"]


def test_what_is_no_word_between_two_links_is_in_none():
    root = fragment(f'<p><ext-link ext-link-type="uri">{cite("r1")} {cite("r1")}</ext-link></p>', REFS)
    assert not list(root.iter("ext-link"))
    assert text_of(root.find("body")) == "[1] [1]"


def test_the_address_of_a_related_article_is_on_the_words_beside_the_call_of_a_note():
    root = etree.fromstring(
        '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta><related-article xlink:href="https://host/" '
        'related-article-type="x"><bold>See<xref ref-type="fn" rid="n"/></bold> there</related-article></article-meta></front></article>'
    )
    part_links(root)
    assert [(text_of(one), one.get(HREF)) for one in root.iter("ext-link")] == [("See", "https://host/"), ("there", "https://host/")]
    assert root.find(".//related-article").get(HREF) is None


def test_a_link_into_a_field_that_styles_may_leave_out_is_words():
    book = '<ref id="r2"><element-citation publication-type="book"><source>Wax <named-content id="f">here</named-content></source>'
    body = f'<p>{cite("r1")} <xref ref-type="other" rid="f">there</xref></p>'
    root = fragment(body, f"{REFS}{book}</element-citation></ref>")
    assert links(root) == [("r1", "[1]")]
    assert text_of(root.find("body")) == "[1] there"


def test_a_call_of_what_has_neither_label_nor_title_says_its_first_words():
    words = '<disp-quote id="q"><p>The mill stood by the river for many years, and then it burned.</p></disp-quote><p id="p">Short.</p>'
    root = fragment(f'{words}<p><xref ref-type="other" rid="q"/> <xref ref-type="other" rid="p"/></p>', REFS)
    assert links(root) == [("q", "The mill stood by the river for many…"), ("p", "Short.")]


def test_a_link_into_a_label_that_the_style_prints_anew_is_words():
    label = '<label><named-content id="x1" content-type="target">A</named-content></label>'
    works = ref("r1", "Adler", 1990).replace('<ref id="r1">', f'<ref id="r1">{label}')
    root = fragment(f'<p>See {cite("r1")} and <xref ref-type="other" rid="x1">that</xref>.</p>', works)
    assert root.find(".//xref[@rid='x1']") is None
    assert "".join(root.find("body").itertext()) == "See [1] and that."
