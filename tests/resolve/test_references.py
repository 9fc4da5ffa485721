"""References: what a style has no place of its own for is printed all the same."""

from pathlib import Path

import pytest
from lxml import etree

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.resolve import csl, resolve, stops
from pipeline.resolve.inlines import Held
from pipeline.tree import HREF, text_of
from tests.resolve.making import cite, entries, fragment, labels, ref, refs

BODY = f"<p>{cite('r')}</p>"
STYLES = ("ieee", "apa", "vancouver-nlm")


def entry(style, kind, fields):
    made = refs(r=f'<element-citation publication-type="{kind}">{fields}</element-citation>')
    return entries(fragment(BODY, made, style))["r"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("kind", "tag"), [("report", "article-title"), ("software", "data-title"), ("thesis", "chapter-title")])
def test_the_title_of_a_part_is_printed_with_the_source_that_it_is_in(style, kind, tag):
    printed = entry(style, kind, f"<{tag}>Meadows</{tag}><source>Grasslands</source><year>1999</year>")
    assert "Meadows" in printed
    assert "Grasslands" in printed.title()


@pytest.mark.parametrize("style", STYLES)
def test_a_compiler_is_printed_by_a_style_that_knows_none(style):
    group = '<person-group person-group-type="compiler"><name><surname>Quill</surname><given-names>Ann</given-names></name></person-group>'
    assert "Quill" in entry(style, "book", f"{group}<source>Meadows</source><year>1999</year>")


@pytest.mark.parametrize("style", STYLES)
def test_the_comment_of_a_reference_without_a_title_is_printed(style):
    printed = entry(style, "other", "<collab>Meadow Act</collab><year>1999</year><comment>Law 87–781</comment>")
    assert "Meadow Act" in printed
    assert "87–781" in printed


@pytest.mark.parametrize(("style", "printed"), [("ieee", "Answer to [1]. 1991."), ("apa", "Answer to “Meadows”. 1991.")])
def test_a_reference_that_names_another_prints_what_that_is_called(style, printed):
    prose = f"<ref id='s'><mixed-citation>Answer to {cite('r')}. 1991.</mixed-citation></ref>"
    assert entries(fragment(BODY, ref("r", "Adler", 1990, "Meadows") + prose, style))["s"] == printed


def test_works_that_a_style_has_no_words_for_are_called_by_their_keys_within_what_it_prints():
    silent = "".join(f"<ref id='{key}'><mixed-citation/></ref>" for key in "ab")
    assert labels(fragment(f"<p>{cite('a', 'b')}</p>", silent, "modern-language-association")) == ["(a; b)"]


@pytest.mark.parametrize("unseen", ["\u00a0", " \u200b ", "<comment>\u2003</comment>"])
def test_a_reference_in_which_nothing_is_seen_prints_its_key(unseen):
    assert entries(fragment(BODY, f"<ref id='r'><mixed-citation>{unseen}</mixed-citation></ref>", "apa"))["r"].strip() == "r"


@pytest.mark.parametrize(("language", "printed"), [("en", "Anonymous. Ode."), ("de", "Anonym. Ode.")])
def test_somebody_unnamed_in_a_reference_printed_as_given_is_called_so(language, printed):
    prose = "<ref id='r'><mixed-citation><person-group><anonymous/></person-group>. Ode.</mixed-citation></ref>"
    assert entries(fragment(BODY, prose, language=language))["r"] == printed


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_the_end_of_a_line_is_white_space_whatever_its_character(end):
    assert entries(fragment(BODY, f"<ref id='r'><mixed-citation>Los{end}Angeles</mixed-citation></ref>"))["r"] == "Los Angeles"


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_the_end_of_a_line_is_white_space_in_an_address_too(end):
    address = f"http://a.example/b {end}c"
    link = f'<ext-link xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{address}">{address}</ext-link>'
    fields = f"<element-citation publication-type='web'><article-title>Mud</article-title>{link}</element-citation>"
    assert end not in entries(fragment(BODY, f"<ref id='r'>{fields}</ref>"))["r"]


@pytest.mark.parametrize("style", STYLES)
def test_a_paper_of_a_conference_is_printed_with_its_name(style):
    fields = "<article-title>Meadows</article-title><conf-name>Haydays</conf-name><year>1999</year>"
    assert "Haydays" in entry(style, "confproc", fields)


@pytest.mark.parametrize("style", [*STYLES, "nature"])
def test_a_preprint_is_printed_with_its_server(style):
    assert "HayXiv" in entry(style, "preprint", "<article-title>Meadows</article-title><source>HayXiv</source><year>1999</year>")


def test_a_citation_beside_the_references_of_a_list_is_printed():
    root = fragment("", f"<title>Works, with {cite('r1')}</title>{ref('r1', 'Adler', 1990)}")
    assert text_of(root.find(".//ref-list/title")) == "Works, with [1]"


def test_a_reference_that_says_nothing_is_cited_by_its_key():
    root = fragment(f"<p>{cite('r1')}</p>", '<ref id="r1"><mixed-citation/></ref>', "modern-language-association")
    assert text_of(root.find("body")) == "r1"


def test_people_that_are_words_only_are_a_name():
    fields = '<source>Work</source><named-content content-type="csl:author">Adler</named-content>'
    root = fragment(f"<p>{cite('r1')}</p>", f'<ref id="r1"><element-citation publication-type="book">{fields}</element-citation></ref>')
    assert entries(root)["r1"].startswith("Adler, ")


@pytest.mark.parametrize("variable", ["iD", "id", "type", "Title"])
def test_a_variable_of_no_style_is_not_taken_for_another(variable):
    fields = f'<source>Work</source><year>1990</year><named-content content-type="csl:{variable}">other</named-content>'
    made = refs(r=f'<element-citation publication-type="book">{fields}</element-citation>')
    printed = text_of(fragment(BODY, made).find(".//mixed-citation"))
    assert "Work" in printed
    assert "other" not in printed


@pytest.mark.parametrize(
    ("field", "address"), [("ht]]&gt;tp://host/", None), ("no: address", None), ("www.host.org/x", "https://www.host.org/x")]
)
def test_a_link_is_made_of_an_address_only(field, address):
    fields = f'<source>Work</source><year>1990</year><named-content content-type="csl:URL">{field}</named-content>'
    made = refs(r=f'<element-citation publication-type="website">{fields}</element-citation>')
    printed = fragment(BODY, made).find(".//mixed-citation")
    assert [link.get(HREF) for link in printed.iter("ext-link")] == ([address] if address else [])
    assert text_of(printed).endswith(field.replace("&gt;", ">"))


def test_a_formula_in_a_title_that_is_a_link_stands_in_an_element_that_jats_has_there():
    title = "<article-title>On <inline-formula><tex-math>x</tex-math></inline-formula></article-title><source>J</source>"
    where = '<volume>1</volume><fpage>2</fpage><year>1990</year><pub-id pub-id-type="doi">10.1000/182</pub-id>'
    made = refs(r=f'<element-citation publication-type="journal">{title}{where}</element-citation>')
    links = fragment(BODY, made, "nature").iter("ext-link")
    assert [one.getparent().tag for link in links for one in link.iter("inline-formula")] == ["named-content"]


def test_a_formula_of_a_title_has_its_id_once():
    title = '<source><inline-formula id="f1"><tex-math id="t1">x</tex-math></inline-formula> Work</source>'
    root = fragment(BODY, refs(r=f'<element-citation publication-type="book">{title}</element-citation>'), "chicago-notes-bibliography")
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(list(root.iter("tex-math"))) > 1
    assert len(ids) == len(set(ids))


def test_a_date_in_parts_of_its_own_is_that_of_the_work():
    date = "<date><day>3</day><month>2</month><year>2014</year></date>"
    assert "2014, February 3" in entry("apa", "newspaper", f"<article-title>News</article-title><source>S</source>{date}")


def test_a_last_page_alone_is_the_page():
    assert entry("ieee", "journal", "<collab>C</collab><source>S</source><lpage>5</lpage><year>1999</year>").endswith("p. 5, 1999.")


def test_a_preprint_is_found_by_its_number_and_a_published_article_by_its_place():
    people = "<person-group><name><surname>Quill</surname><given-names>Ann</given-names></name></person-group><year>2013</year>"
    number = '<pub-id pub-id-type="arxiv">arXiv:1310.4525</pub-id>'
    preprint = entry("apa", "preprint", f"{people}<article-title>Meadows</article-title>{number}")
    assert "(arXiv:1310.4525)" in preprint
    assert "https://arxiv.org/abs/1310.4525" in preprint
    article = entry("apa", "journal", f"{people}<source>J. Grass</source><volume>12</volume><fpage>34</fpage>{number}")
    assert article.startswith("Quill, A. (2013). J. Grass, 12, 34.")
    assert "(arXiv" not in article


@pytest.mark.parametrize("style", STYLES)
def test_others_stand_behind_the_people_whom_a_later_group_names(style):
    name = "<name><surname>{}</surname></name>"
    first = f"<person-group person-group-type='author'>{name.format('Adler')}<etal/></person-group>"
    second = f"<person-group person-group-type='author'>{name.format('Burke')}</person-group>"
    printed = entry(style, "book", f"{first}<source>Work</source><year>1999</year>{second}")
    assert printed.index("Adler") < printed.index("Burke") < printed.index("et al")


@pytest.mark.parametrize(("style", "told"), [("ieee", 1), ("iso690-author-date-en", 0)])
def test_a_remark_that_a_style_has_no_place_for_is_told(style, told):
    group = '<person-group person-group-type="author"><name><surname>Quill</surname><given-names>Ann</given-names></name></person-group>'
    fields = f"{group}<article-title>Meadows</article-title><source>Hay</source><year>1999</year><comment>In Dutch</comment>"
    report = Report(Path("fragment.xml"))
    root = etree.fromstring(
        f"<article xml:lang='en'><front/><body>{BODY}</body><back><ref-list>"
        f"<ref id='r'><element-citation publication-type='journal'>{fields}</element-citation></ref></ref-list></back></article>"
    )
    printed = entries(resolve(Article(Path("fragment.xml"), root, Settings(style=style)), report).root)["r"]
    assert [one.message for one in report if "remarked" in one.message] == [
        "the style has no place for what is remarked on the work: In Dutch"
    ] * told
    assert ("In Dutch" in printed) is not told


@pytest.mark.parametrize(
    ("pages", "printed"),
    [
        ("<fpage>pp. 3</fpage><lpage>9</lpage>", "pp. 3–9"),
        ("<page-range>p. 3</page-range>", "p. 3"),
        ("<page-range>3-3</page-range>", "p. 3"),
        ("<fpage>P12</fpage>", "p. P12"),
    ],
)
def test_pages_do_not_say_their_word_twice(pages, printed):
    fields = f"<chapter-title>Meadows</chapter-title><source>Grass</source><year>1999</year>{pages}"
    assert f"({printed})" in entry("apa", "book", fields)


def test_a_number_of_a_volume_does_not_say_its_word_twice():
    fields = "<article-title>Meadows</article-title><source>Proc. Grass</source><volume>Volume 2</volume><year>1999</year>"
    assert "vol. 2" in entry("ieee", "journal", fields)


@pytest.mark.parametrize(
    ("remark", "left"), [("Available online: {}", ""), ("Grass in figures, {} (archived)", "Grass in figures,  (archived)")]
)
def test_a_remark_does_not_repeat_the_address_of_the_work(remark, left):
    link = '<ext-link xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org/a">https://example.org/a</ext-link>'
    fields = etree.fromstring(f"<element-citation><comment>{remark.format(link)}</comment></element-citation>")
    made = csl.item(fields, "r", Held())
    assert (made["URL"], made.get("note", "")) == ("https://example.org/a", " ".join(left.split()))


def test_a_link_that_asks_a_search_engine_is_no_address_of_the_work():
    link = (
        '<ext-link xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://scholar.google.com/scholar_lookup?title=a">G</ext-link>'
    )
    assert "URL" not in csl.item(etree.fromstring(f"<element-citation><source>A</source>{link}</element-citation>"), "r", Held())


def test_the_number_of_an_article_behind_that_of_the_issue_stands_apart():
    fields = "<article-title>Meadows</article-title><source>Grass</source><volume>10</volume><issue>3, article R25</issue><year>2009</year>"
    assert "10(3), Article R25" in entry("apa", "journal", fields)


@pytest.mark.parametrize(("style", "printed"), [("apa", "On meadows. (1999). bioRxiv."), ("vancouver-nlm", "On meadows. bioRxiv; 1999.")])
def test_a_server_of_preprints_is_printed_once(style, printed):
    fields = "<article-title>On meadows</article-title><source>bioRxiv</source><year>1999</year>"
    assert entry(style, "preprint", fields).endswith(printed)


@pytest.mark.parametrize(("journal", "printed"), [("Grass.", "Grass, 10"), ("J. Grass.", "J. Grass., 10")])
def test_a_stop_behind_a_journal_is_no_part_of_its_name_unless_it_ends_an_abbreviation(journal, printed):
    fields = f"<article-title>Meadows</article-title><source>{journal}</source><volume>10</volume><year>2009</year>"
    assert printed in entry("apa", "journal", fields)


@pytest.mark.parametrize(
    ("printed", "said"),
    [("Nature.", "Nature"), ("J Biol Chem.", "J Biol Chem"), ("Cell Metab.", "Cell Metab."), ("J. Lamps.", "J. Lamps."), ("", "")],
)
def test_a_stop_behind_the_name_of_a_journal_is_its_own_if_it_ends_the_one_short_word(printed, said):
    assert stops.unstopped(printed) == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Of lamps.", "Of lamps"),
        ("Of <i>lampas</i>.", "Of <i>lampas</i>"),
        ("Lamps (II).", "Lamps (II)"),
        ("Use in 2020.", "Use in 2020"),
        ("Lampas sp. nov.", "Lampas sp. nov."),
        ("On <i>Lampas longa</i> Roxb.", "On <i>Lampas longa</i> Roxb."),
        ("In the U.S.", "In the U.S."),
        ("Wait...", "Wait..."),
    ],
)
def test_a_full_stop_that_ends_a_title_is_the_mark_of_its_journal(printed, said):
    assert stops.unended(printed) == said


@pytest.mark.parametrize("style", ["ieee", "apa"])
def test_what_a_paper_is_in_is_not_said_to_be_in_it_twice(style):
    printed = entry(
        style, "confproc", "<article-title>Meadows</article-title><conf-name>In: Proceedings of Grass</conf-name><year>1999</year>"
    )
    assert "Proceedings of Grass" in printed.replace("/", "")
    assert "In: " not in printed
    assert printed.lower().count("in proceedings") == (style == "ieee")


def test_a_name_that_begins_with_in_keeps_it():
    assert "In Process Control" in entry("apa", "journal", "<article-title>Meadows</article-title><source>In Process Control</source>")


@pytest.mark.parametrize("style", STYLES)
def test_what_is_annotated_of_a_work_stands_behind_it(style):
    said = "<annotation><p>Much <italic>used</italic>.</p></annotation>"
    fields = f"<article-title>Kalk</article-title><source>Lindenblatt</source><year>1999</year>{said}"
    assert entry(style, "journal", fields).endswith("Much used.")


@pytest.mark.parametrize("style", STYLES)
def test_the_name_of_a_journal_is_printed_with_its_translation(style):
    fields = "<article-title>Kalk</article-title><source>Lindenblatt</source><trans-source>Lime leaf</trans-source><year>1999</year>"
    assert "Lindenblatt [Lime leaf]" in entry(style, "journal", fields)


@pytest.mark.parametrize("style", STYLES)
def test_the_institutions_of_a_report_are_printed_but_for_who_made_it(style):
    made = "<collab>Sand League</collab><article-title>State of dunes</article-title>"
    said = entry(style, "report", f"{made}<issue>TR-12</issue><institution>Sand League</institution><institution>Lime Hall</institution>")
    assert ("TR-12" in said, "Lime Hall" in said, said.count("Sand League")) == (True, True, 1)


@pytest.mark.parametrize("style", STYLES)
def test_who_awarded_a_degree_is_printed_beside_a_publisher(style):
    fields = "<publisher-name>Sun</publisher-name><article-title>State of dunes</article-title><year>2001</year>"
    said = entry(style, "thesis", f"<institution>Lime Hall</institution>{fields}")
    assert ("Lime Hall" in said, "Sun" in said) == (True, True)


def test_a_remark_of_any_kind_is_a_note_but_one_that_is_a_field():
    remarks = '<comment content-type="presentation-type">Talk</comment><comment content-type="genre">Poster</comment>'
    ref = etree.fromstring(f'<ref id="r"><element-citation publication-type="confproc">{remarks}</element-citation></ref>')
    made = csl.item(ref[0], "r", Held())
    assert (made["note"], made["genre"]) == ("Talk", "Poster")


def test_an_institution_beside_the_publisher_of_a_book_is_a_note_but_one_that_made_it():
    fields = (
        "<collab>Office</collab><institution>Office</institution><institution>Lime Hall</institution><publisher-name>Sun</publisher-name>"
    )
    ref = etree.fromstring(f'<ref id="r"><element-citation publication-type="book">{fields}</element-citation></ref>')
    made = csl.item(ref[0], "r", Held())
    assert (made["note"], made["publisher"]) == ("Lime Hall", "Sun")


@pytest.mark.parametrize("style", STYLES)
def test_a_field_of_which_nothing_is_seen_is_none(style):
    fields = "<source>Lindenblatt</source><year>1999</year>"
    assert entry(style, "journal", f"<article-title>\u00a0</article-title>{fields}<volume>\u2009\u200b</volume>") == entry(
        style, "journal", fields
    )


@pytest.mark.parametrize("words", ["n.d.", "(s. d.)", "n.d.-a"])
def test_that_a_work_has_no_date_is_said_once_and_in_the_words_of_the_style(words):
    assert (
        entry("apa", "book", f"<collab>Adler</collab><source>Meadows</source><string-date>{words}</string-date>")
        == "Adler. (n.d.). Meadows."
    )


def test_a_sponsor_is_no_author():
    sponsor = '<person-group person-group-type="custom" custom-type="sponsor"><collab>Meadow Fund</collab></person-group>'
    assert entry("ieee", "report", f"<collab>Adler</collab>{sponsor}<source>Meadows</source><year>1990</year>").startswith("Adler, ")
    assert entry("ieee", "report", f"{sponsor}<source>Meadows</source><year>1990</year>").startswith("Meadow Fund, ")
