"""No false alarm: finished files of articles in which the audit could be misled are consistent."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.align import _single
from pipeline.checks.audit import audited
from pipeline.checks.facts import Citation, Label, squeezed
from pipeline.checks.trees import jats, tei

FORMATS = ("html", "epub", "tei", "wikitext", "jats")
HEAD = '<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="x" xml:lang="en"><front><article-meta/></front>'
PICTURE = '<inline-graphic xlink:href="picture.png"><alt-text>A seal</alt-text></inline-graphic>'
FORMULA = "<inline-formula><tex-math>x</tex-math></inline-formula>"
CITE = '<xref ref-type="bibr" rid="r1"/>'
PROSE = "<ref id='r1'><mixed-citation>Adler. Work. 1990.</mixed-citation></ref>"


def alike(tmp_path, body, back, head=HEAD, formats=FORMATS, letter="", **settings):
    """What the audit has against the files of an article."""
    (tmp_path / "small.xml").write_text(f"{head}<body><p>{body}</p></body><back>{back}</back>{letter}</article>", "utf-8")
    done = build(Job(tmp_path / "small.xml", formats, tmp_path / "output", Settings(**settings), audit=True))
    return [one.message for one in done.diagnostics if one.code == "citations-agree"]


@pytest.mark.parametrize("part", [PICTURE, '<inline-graphic xlink:href="picture.png"/>', FORMULA])
def test_a_picture_or_a_formula_in_a_reference_is_no_words_of_it(tmp_path, part):
    refs = f"<ref id='r1'><mixed-citation>Adler. {part} Work. 1990.</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>", formats=(*FORMATS, "pdf"), style="as-published")


@pytest.mark.parametrize("style", ["modern-language-association", "chicago-notes-bibliography"])
def test_a_work_whose_words_are_a_formula_is_cited_in_every_file(tmp_path, style):
    refs = "<ref id='r1'><mixed-citation><inline-formula><tex-math>x</tex-math></inline-formula></mixed-citation></ref>"
    refs += PROSE.replace("r1", "r2")
    body = f"Words {CITE}, more {CITE.replace('r1', 'r2')} and {CITE} again."
    assert not alike(tmp_path, body, f"<ref-list>{refs}</ref-list>", formats=(*FORMATS, "pdf"), style=style)


def test_a_citation_in_a_list_of_a_note_is_one_of_the_note(tmp_path):
    items = f"<list list-type='bullet'><list-item><p>Wax {CITE}</p></list-item></list>"
    note = f"<fn-group><fn id='n1'><p>Two:</p><p content-type='block'>{items}</p></fn></fn-group>"
    assert not alike(tmp_path, 'Words<xref ref-type="fn" rid="n1"/>.', f"{note}<ref-list>{PROSE}</ref-list>")


def test_a_note_called_in_front_matter_that_a_wiki_has_at_its_end_is_read_there(tmp_path):
    title = f"<trans-title>Cire</trans-title><trans-subtitle>{CITE}</trans-subtitle>"
    titles = f'<article-title>Wax</article-title><trans-title-group xml:lang="fr">{title}</trans-title-group>'
    head = HEAD.replace("<article-meta/>", f"<article-meta><title-group>{titles}</title-group></article-meta>")
    refs = f"<ref-list>{PROSE}{PROSE.replace('r1', 'r2')}</ref-list>"
    body = 'Words <xref ref-type="bibr" rid="r2"/>.'
    assert not alike(tmp_path, body, refs, head, style="chicago-notes-bibliography", profile="wikipedia")


def test_a_label_in_front_matter_is_not_found_in_a_longer_one_that_stands_before_it(tmp_path):
    titles = f"<title-group><article-title>Wax</article-title><alt-title>{CITE}</alt-title></title-group>"
    head = HEAD.replace("<article-meta/>", f"<article-meta>{titles}</article-meta>")
    locator = '<named-content content-type="locator" specific-use="chapter">5</named-content>'
    body = f'<named-content content-type="citation">{CITE}{locator}</named-content>'
    assert not alike(tmp_path, body, f"<ref-list>{PROSE}</ref-list>", head, formats=(*FORMATS, "pdf"), style="nature")


def test_a_label_in_front_matter_is_not_found_in_a_citation_with_words_at_the_head_of_a_line(tmp_path):
    titles = f"<title-group><article-title>Wax</article-title><subtitle>{CITE}</subtitle></title-group>"
    head = HEAD.replace("<article-meta/>", f"<article-meta>{titles}</article-meta>")
    parts = [f'<named-content content-type="{kind}">{words}</named-content>' for kind, words in (("prefix", "see"), ("suffix", ", there"))]
    body = f'<named-content content-type="citation">{parts[0]}{CITE}{parts[1]}</named-content> and seals'
    assert not alike(tmp_path, body, f"<ref-list>{PROSE}</ref-list>", head, style="nature")


def test_a_locator_of_a_kind_that_nobody_knows_is_the_same_to_all_machines(tmp_path):
    locator = '<named-content content-type="locator" specific-use="{{a=b}}">12</named-content>'
    assert not alike(tmp_path, f'<named-content content-type="citation">{CITE}{locator}</named-content>', f"<ref-list>{PROSE}</ref-list>")


def test_tex_that_a_wiki_prints_as_it_is_written_is_no_words_of_a_reference(tmp_path):
    tex = "<inline-formula><tex-math>a &lt;/math> b</tex-math></inline-formula>"
    refs = f"<ref id='r1'><mixed-citation>Adler. {tex} Work. 1990.</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>", style="as-published")


def test_a_reference_that_is_drawn_stands_in_the_list_of_a_print_too(tmp_path):
    drawn = "".join(f"<ref id='{key}'><mixed-citation>{FORMULA}</mixed-citation></ref>" for key in ("d1", "d2"))
    refs = PROSE.replace("r1", "r0") + drawn + PROSE
    cites = "".join(f'<xref ref-type="bibr" rid="{key}"/>' for key in ("r0", "d1", "d2", "r1"))
    back = f"<ref-list>{refs}</ref-list>"
    assert not alike(tmp_path, f"Words {cites}.", back, formats=("jats", "pdf"), style="chicago-notes-bibliography")


@pytest.mark.parametrize("part", ['<abbrev alt="doctor">Dr.</abbrev>', "<person-group><anonymous/></person-group>"])
def test_what_an_abbreviation_means_is_no_word_of_a_reference_and_somebody_unnamed_is_one(tmp_path, part):
    refs = f"<ref id='r1'><mixed-citation>Adler. {part} Work. 1990.</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>", style="as-published")


@pytest.mark.parametrize("part", [PICTURE, FORMULA])
def test_nor_in_the_label_of_one(tmp_path, part):
    refs = f"<ref id='r1'><label>A {part}</label><mixed-citation>Adler. Work. 1990.</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>", style="as-published")


def test_a_citation_in_the_caption_of_a_picture_is_read(tmp_path):
    figure = f'<fig id="f1"><caption><p>A seal {CITE} of wax.</p></caption><graphic xlink:href="picture.png"/></fig>'
    assert not alike(tmp_path, f"Words</p>{figure}<p>and {CITE}", f"<ref-list>{PROSE}</ref-list>")


def test_a_citation_in_a_title_is_told_from_one_alone_that_is_read_before_it(tmp_path):
    prefix = '<named-content content-type="prefix">see </named-content>'
    title = f'On <named-content content-type="citation">{prefix}{CITE}</named-content> <bold>silk</bold>'
    titles = f"<title-group><article-title>{title}</article-title><subtitle>{CITE}</subtitle></title-group>"
    head = HEAD.replace("<article-meta/>", f"<article-meta>{titles}</article-meta>")
    assert not alike(tmp_path, "Words", f"<ref-list><p>All <sub>of it{CITE}</sub></p>{PROSE}</ref-list>", head, style="nature")
    assert "see" not in (tmp_path / "output/small/small.wiki").read_text("utf-8").partition("\n")[0]  # the title at the head of the page


@pytest.mark.parametrize("style", ["chicago-author-date", "as-published"])
def test_a_reference_may_be_linked_to_twice_in_one_citation(tmp_path, style):
    locator = '<named-content content-type="locator">12</named-content>'
    body = f'Words <named-content content-type="citation">{CITE}{CITE}{locator}</named-content>.'
    assert not alike(tmp_path, body, f"<ref-list>{PROSE}</ref-list>", style=style, profile="wikipedia")


def test_other_links_in_a_citation_are_none_of_its_own(tmp_path):
    others = '<ext-link xlink:href="https://host/">here</ext-link> and <xref ref-type="sec" rid="s1">there</xref>'
    suffix = f'<named-content content-type="suffix">, see {others}</named-content>'
    body = (
        f'</p><sec id="s1"><title>One</title><p>Words <named-content content-type="citation">{CITE}{suffix}</named-content>.</p></sec><p>'
    )
    assert not alike(tmp_path, body, f"<ref-list>{PROSE}</ref-list>", formats=(*FORMATS, "pdf"))
    assert ' rid="r1"' in (tmp_path / "output/small/small.jats.xml").read_text("utf-8")


def test_a_book_has_its_notes_where_they_are_called(tmp_path):
    notes = "".join(f'<fn-group><fn id="n{n}"><p>As {CITE} says, {n}.</p></fn></fn-group>' for n in (1, 2))
    body = f'Words<xref ref-type="fn" rid="n2"/>. {"More words. " * 4000}'
    assert not alike(tmp_path, body, f"{notes}<ref-list>{PROSE}</ref-list>", style="apa")
    with zipfile.ZipFile(tmp_path / "output/small/small.epub") as book:
        assert b'id="n2"' in book.read("EPUB/front.xhtml")


def test_a_citation_of_another_form_of_the_title_is_not_the_same_one_of_the_text(tmp_path):
    titles = f"<title-group><article-title>T</article-title><alt-title>S {CITE}</alt-title></title-group>"
    head = HEAD.replace("<article-meta/>", f"<article-meta>{titles}</article-meta>")
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{PROSE}</ref-list>", head=head)


def test_a_citation_of_a_translated_title_of_a_reply_is_read_once(tmp_path):
    titles = f'<article-title>T</article-title><trans-title-group xml:lang="fr"><trans-title>S {CITE}</trans-title></trans-title-group>'
    reply = f'<sub-article article-type="reply" id="s1"><front-stub><title-group>{titles}</title-group></front-stub><body/></sub-article>'
    assert not alike(tmp_path, "Words.", f"<ref-list>{PROSE}</ref-list></back>{reply}<back>")


def test_citations_beside_two_lists_are_told_by_their_locators(tmp_path):
    more = f'<named-content content-type="citation">{CITE}<named-content content-type="locator">12</named-content></named-content>'
    lists = f"<ref-list><p>As {more}.</p>{PROSE}</ref-list><ref-list><p>See {CITE}.</p></ref-list>"
    assert not alike(tmp_path, "Words.", lists, profile="wikipedia")


def test_so_are_those_of_a_list_and_of_a_note_in_another(tmp_path):
    located = CITE + '<named-content content-type="locator" specific-use="chapter">12</named-content>'
    first = f'<ref-list><p>On <named-content content-type="citation">{located}</named-content>.</p>{PROSE}</ref-list>'
    second = '<ref-list><p>Other<xref ref-type="fn" rid="n"/>.</p><ref id="r2"><mixed-citation>B.</mixed-citation></ref></ref-list>'
    note = f'<fn-group><fn id="n"><p>See {CITE}.</p></fn></fn-group>'
    assert not alike(tmp_path, "Words.", note + first + second, profile="wikipedia")


def test_so_is_that_of_a_note_that_nothing_calls_beside_a_reply(tmp_path):
    located = f'{CITE}<named-content content-type="locator" specific-use="page">9</named-content>'
    called = '<fn id="o"><p>N.</p></fn>'
    note = f'<fn-group>{called}<fn id="n"><p>See <named-content content-type="citation">{located}</named-content>.</p></fn></fn-group>'
    other = CITE.replace("r1", "r2")
    inner = f'<back><fn-group><fn id="m"><p>Also {other}.</p></fn></fn-group></back>'
    title = "<front-stub><title-group><article-title>S</article-title></title-group></front-stub>"
    reply = f'<sub-article article-type="reply" id="s">{title}<body><p>It {other}.</p></body>{inner}</sub-article>'
    refs = f"<ref-list>{PROSE}<ref id='r2'><mixed-citation>B.</mixed-citation></ref></ref-list>"
    words = f'Words {CITE}<xref ref-type="fn" rid="o"/>.'
    assert not alike(tmp_path, words, f"{note}{refs}</back>{reply}<back>", profile="wikipedia")


def test_works_that_a_citation_names_twice_come_in_the_order_of_its_links(tmp_path):
    keys = [f"r{n}" for n in range(1, 22)]
    every = "".join(CITE.replace("r1", key) for key in (*keys, *keys))
    cluster = f'<named-content content-type="citation">{every}<named-content content-type="locator">12</named-content></named-content>'
    refs = "".join(f"<ref id='{key}'><mixed-citation>Author. Work. 2019.</mixed-citation></ref>" for key in keys)
    refs = f"<ref-list>{refs}</ref-list>"
    assert not alike(tmp_path, f"Words {cluster}.", refs, style="chicago-notes-bibliography", profile="wikipedia")


@pytest.mark.parametrize(("label", "value"), [(" ", "12"), ("no such thing", "12"), ("sub-verbo", "a=b:c"), ("page", "a=b")])
def test_a_locator_of_any_kind_and_of_any_words_is_the_same_everywhere(tmp_path, label, value):
    located = f'{CITE}<named-content content-type="locator" specific-use="{label}">{value}</named-content>'
    assert not alike(tmp_path, f'<named-content content-type="citation">{located}</named-content>', f"<ref-list>{PROSE}</ref-list>")


def test_a_link_that_a_style_parts_says_its_locator_once():
    link = '<xref ref-type="bibr" rid="r1" specific-use="locator=page:4">{}</xref>'
    said = f'<named-content content-type="citation" rid="r1">({link.format("1, p. 4")}{link.format("Doe")})</named-content>'
    head = HEAD.replace(" article-type", " specific-use='resolved' article-type")
    (one,) = jats(f"{head}<body><p>{said}</p></body><back><ref-list>{PROSE}</ref-list></back></article>".encode()).citations
    assert one.locators == ("4",)


def test_links_to_one_work_that_touch_are_one_citation_whatever_their_locators(tmp_path):
    keys = "".join(f'{CITE}<named-content content-type="locator">{page}</named-content>' for page in ("12", "13–15"))
    cluster = f'<named-content content-type="citation">{CITE}{keys}</named-content>'
    for style in ("chicago-notes-bibliography", "ieee"):
        assert not alike(tmp_path, f"Words {cluster}.", f"<ref-list>{PROSE}</ref-list>", style=style, profile="wikipedia")


@pytest.mark.parametrize(("kind", "words"), [("verse", "verse6:6"), ("ﬁ", "fi6:6")])
def test_a_link_to_several_works_says_the_locators_of_all(kind, words):
    link = f'<xref ref-type="bibr" rid="r1 r2" specific-use="locator=page:4%20f. locator={kind}:6:6">Adler</xref>'
    said = f'<named-content content-type="citation" rid="r1 r2">{link}</named-content>'
    head = HEAD.replace(" article-type", " specific-use='resolved' article-type")
    (one,) = jats(f"{head}<body><p>{said}</p></body><back><ref-list>{PROSE}</ref-list></back></article>".encode()).citations
    link = f'<ref type="bibr" target="#r1 #r2" n="page:4 f.; {kind}:6:6">Adler</ref>'
    said = f'<text><body><p><seg type="citation" corresp="#r1 #r2">{link}</seg></p></body></text>'
    (other,) = tei(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{said}</TEI>'.encode()).citations
    assert one.locators == other.locators == ("4f.", words)


@pytest.mark.parametrize("profile", ["resolved", "wikipedia"])
def test_a_caption_stands_before_what_is_shown_if_both_cite(tmp_path, profile):
    shown = f"<fig><caption><p>Part {CITE}</p></caption></fig>"
    group = f"<fig-group><caption><p>All {CITE.replace('r1', 'r2')}</p></caption>{shown}</fig-group>"
    refs = f"<ref-list>{PROSE}<ref id='r2'><mixed-citation>B.</mixed-citation></ref></ref-list>"
    assert not alike(tmp_path, f"Words.</p>{group}<p>", refs, formats=(*FORMATS, "pdf"), style="nature", profile=profile)


def test_a_citation_in_the_title_of_a_list_of_references_is_one_of_the_article(tmp_path):
    assert not alike(tmp_path, "Words.", f"<ref-list><title>Works, with {CITE}</title>{PROSE}</ref-list>")


def test_so_is_one_in_the_title_of_the_notes_which_stand_before_the_references_or_at_the_end(tmp_path):
    notes = f'<fn-group><title>Notes, after {CITE}</title><fn id="n"><p>N.</p></fn></fn-group>'
    refs = f"<ref-list><p>See {CITE.replace('r1', 'r2')}.</p>{PROSE}<ref id='r2'><mixed-citation>B.</mixed-citation></ref></ref-list>"
    assert not alike(tmp_path, 'Words<xref ref-type="fn" rid="n"/>.', notes + refs)


def test_those_of_notes_that_are_sections_stand_where_they_do(tmp_path):
    notes = f"<notes><title>Data, by {CITE.replace('r1', 'r2')}</title><p>See {CITE}.</p></notes>"
    refs = f"<ref-list>{PROSE}<ref id='r2'><mixed-citation>B.</mixed-citation></ref></ref-list>"
    assert not alike(tmp_path, "Words.", notes + refs)


def test_so_is_one_in_the_title_of_a_list_within_another_whose_references_a_wiki_has_elsewhere(tmp_path):
    inner = f"<ref-list><title>Sources {CITE}</title>{PROSE}</ref-list>"
    back = f"<ref-list><p>All are kept in Leiden.</p>{inner}</ref-list>"
    assert not alike(tmp_path, f"Words {CITE}.", back, profile="wikipedia")


@pytest.mark.parametrize("address", ["info:doi/10.1000/182", "file.html", "ht]]tp://host/"])
def test_an_address_that_a_format_cannot_link_to_is_no_words_of_a_reference(tmp_path, address):
    refs = f"<ref id='r1'><mixed-citation>Adler. Work, <ext-link xlink:href='{address}'>here</ext-link>.</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>")
    for name in ("html", "wiki"):
        assert f'="{address}"' in html.unescape((tmp_path / f"output/small/small.{name}").read_text("utf-8"))


@pytest.mark.parametrize("address", ["mailto:a@host", "tel:+1", "//host/", "https://host/"])
def test_nor_is_one_that_a_wiki_links_to(tmp_path, address):
    refs = f"<ref id='r1'><mixed-citation>Adler. Work, <ext-link xlink:href='{address}'>here</ext-link>.</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>")


def test_a_link_without_words_has_its_address_in_all_formats(tmp_path):
    link = "<ext-link xlink:href='https://host/'/>"
    assert not alike(tmp_path, f"{link} {CITE}.", f"<ref-list><ref id='r1'><mixed-citation>Adler {link}</mixed-citation></ref></ref-list>")
    for name in ("html", "jats.xml", "tei.xml"):
        assert (tmp_path / f"output/small/small.{name}").read_text("utf-8").count(">https://host/</") == 2


@pytest.mark.parametrize("words", ["\x7f", "A\x7fdler", "\ue000dler", "\U0001f600\ufe0f"])
def test_a_character_that_cannot_be_printed_is_no_difference(tmp_path, words):
    refs = f"<ref id='r1'><mixed-citation>{words}. Work.</mixed-citation></ref>"
    assert not alike(tmp_path, f"{words} {CITE} {words}.", f"<ref-list>{refs}</ref-list>")


def test_a_note_in_a_reference_is_no_part_of_it(tmp_path):
    called = 'Adler.<styled-content><xref ref-type="fn" rid="n1"/></styled-content> Work. 1990.'
    back = f"<ref-list><ref id='r1'><mixed-citation>{called}</mixed-citation></ref></ref-list>"
    notes = "<fn-group><fn id='n1'><p>Of Leiden.</p></fn></fn-group>"
    assert not alike(tmp_path, "Words.", back + notes, formats=("jats", "pdf"))


def test_nor_is_a_link_to_a_note_a_call_of_it(tmp_path):
    body = 'Words.<xref ref-type="fn" rid="n1"/>'
    link = '<xref ref-type="other" rid="n1">the first note</xref>'
    notes = f"<fn-group><fn id='n1'><p>So {CITE}.</p></fn></fn-group>"
    assert not alike(tmp_path, f"{body} Of this, {link}.", f"<ref-list>{PROSE}</ref-list>{notes}")


def test_a_link_without_words_beside_one_to_the_same_reference_is_no_second_citation(tmp_path):
    words = '<xref ref-type="bibr" rid="r1">À</xref>'
    cluster = f'<named-content content-type="citation">{CITE}{words}</named-content>'
    assert not alike(tmp_path, f"Words {cluster}.", f"<ref-list>{PROSE}</ref-list>", style="as-published", profile="wikipedia")


def test_nor_is_a_mark_that_a_print_sets_on_the_letter_before_its_space():
    assert squeezed("a \u0301 height") == squeezed("a\u0301 height") == squeezed("\u00e1 height")
    assert squeezed("a" + "\u0301" * 40) == squeezed("\u00e1") != squeezed("a\u0301\u0300")  # one upon the other


@pytest.mark.parametrize("entry", ["<mixed-citation/>", "<element-citation publication-type='book'><source/></element-citation>"])
@pytest.mark.parametrize("style", ["ieee", "apa", "as-published", "modern-language-association"])
def test_a_reference_that_says_nothing_can_be_found_by_its_key(tmp_path, entry, style):
    suffix = '<named-content content-type="suffix">there</named-content>'
    body = f'Words {CITE}, <named-content content-type="citation">{CITE}{suffix}</named-content>.'
    assert not alike(tmp_path, body, f"<ref-list><ref id='r1'>{entry}</ref></ref-list>", style=style)
    assert re.search(r'<span class="entry">(<i>)?r1', (tmp_path / "output/small/small.html").read_text("utf-8"))


def test_a_page_of_templates_may_have_a_reference_that_none_fits(tmp_path):
    assert not alike(tmp_path, "Words.", "<ref-list><ref id='r1'><mixed-citation/></ref></ref-list>", profile="wikipedia")


def test_a_citation_in_a_field_of_a_reference_is_none_of_the_article(tmp_path):
    field = f'<named-content content-type="citation">{CITE}</named-content>'
    ref = f"<ref id='r1'><element-citation publication-type='book'><source>Work</source>{field}</element-citation></ref>"
    assert not alike(tmp_path, "Words.", f"<ref-list>{ref}</ref-list>", profile="wikipedia")


@pytest.mark.parametrize("style", ["ieee", "chicago-notes-bibliography"])
def test_nor_is_one_in_its_prose(tmp_path, style):
    more = f'<named-content content-type="citation">{CITE}<named-content content-type="locator">12</named-content></named-content>'
    ref = f"<ref id='r2'><mixed-citation>Answer to {more}. 1991.</mixed-citation></ref>"
    for profile in ("resolved", "wikipedia"):
        assert not alike(
            tmp_path, 'Words <xref ref-type="bibr" rid="r2"/>.', f"<ref-list>{PROSE}{ref}</ref-list>", style=style, profile=profile
        )


def test_files_that_mark_no_citation_say_which_references_a_page_should_have():
    cited = '<article specific-use="resolved"><body><xref ref-type="bibr" rid="r1">1</xref></body>'
    jats = cited + "<back><ref-list>{}</ref-list></back></article>"
    entry = '<ref id="r1"><label>1</label><citation-alternatives><mixed-citation>Adler.</mixed-citation></citation-alternatives></ref>'
    wiki = '[[#r1|1]]\n<ul><li id="r1">1 Adler.</li></ul>'
    done = audited(Path("small"), {".jats.xml": jats.format(entry).encode(), ".wiki": wiki.encode()})
    assert done.consistent
    assert [len(one.facts.entries) for one in done.files] == [1, 1]


LISTS = {
    ".jats.xml": b"<ref-list>.*</ref-list>",
    ".html": b"<section[^>]*doc-bibliography.*?</section>",
    ".tei.xml": b'<div type="bibliography">.*?</div>',
    ".epub": b"<section[^>]*doc-bibliography.*?</section>",
    ".wiki": b"== References ==.*?</ul>",
}


@pytest.mark.parametrize("cited", ["", CITE])
@pytest.mark.parametrize("suffix", LISTS)
def test_a_list_of_references_that_is_not_there_is_missed(tmp_path, suffix, cited):
    assert not alike(tmp_path, f"Words {cited}.", f"<ref-list>{PROSE}</ref-list>")
    data = {end: (tmp_path / f"output/small/small{end}").read_bytes() for end in LISTS}
    data[suffix] = without(LISTS[suffix], data[suffix])
    told = [one for one in audited(tmp_path / "small", data).diagnostics() if one.code == "citations-agree"]
    assert [one.path for one in told] == [str(tmp_path / f"small/small{suffix}")]
    assert "reference 1 is missing" in told[0].message


def test_of_a_page_that_lists_references_in_a_form_of_its_own_it_is_said_that_this_is_not_known(tmp_path):
    assert not alike(tmp_path, "Words.", f"<ref-list>{PROSE}</ref-list>")
    data = {".jats.xml": (tmp_path / "output/small/small.jats.xml").read_bytes(), ".wiki": b"* Adler. Work. 1990."}
    assert [one.code for one in audited(tmp_path / "small", data).diagnostics()] == ["citations-known"]


def without(pattern, data):
    """A file, or each page of a book, without what a pattern finds."""
    if not data.startswith(b"PK"):
        return re.sub(pattern, b"", data, flags=re.DOTALL)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(made, "w") as other:
        for name in book.namelist():
            other.writestr(name, re.sub(pattern, b"", book.read(name), flags=re.DOTALL))
    return made.getvalue()


def test_a_picture_of_a_letter_among_words_from_right_to_left_is_read_whole(tmp_path):
    refs = "<ref id='r1'><mixed-citation>😀 العربية 12–15 😀😀</mixed-citation></ref>"
    assert not alike(tmp_path, CITE, f"<ref-list>{refs}</ref-list>", formats=(*FORMATS, "pdf"), style="as-published")


@pytest.mark.parametrize("words", ["", "\u00a0", "\u200b"], ids=["empty", "space", "unseen"])
def test_a_reference_of_which_nothing_is_seen_is_cited_by_its_key(tmp_path, words):
    refs = f"<ref id='r1'><mixed-citation>{words}</mixed-citation></ref>"
    assert not alike(tmp_path, f"Words {CITE}.", f"<ref-list>{refs}</ref-list>", style="chicago-notes-bibliography")
    assert ">r1</xref>" in (tmp_path / "output/small/small.jats.xml").read_text("utf-8")


@pytest.mark.parametrize("language", ["ar", "he"])
def test_latin_references_of_an_article_from_right_to_left_are_read_whole(tmp_path, language):
    words = {"ar": "الورق يحفظ (مما) الكلمات", "he": "הנייר שומר (את) המילים"}[language]
    head = HEAD.replace('"en"', f'"{language}"')
    other = "<ref id='r2'><mixed-citation>Bell, A. (2014). <italic>Wax</italic>, 94, 14821–14825.</mixed-citation></ref>"
    refs = f"<ref-list>{PROSE}{other}</ref-list>"
    body = f'{words} {CITE} <xref ref-type="bibr" rid="r2"/> {words}.'
    for style in ("apa", "ieee"):
        assert not alike(tmp_path, body, refs, head, formats=(*FORMATS, "pdf"), style=style)


def test_the_marks_of_a_latin_name_in_an_article_from_right_to_left_are_all_taken(tmp_path):
    calls = "".join(f'<xref ref-type="author-notes" rid="n{n}">{n}</xref>' for n in (1, 2))
    name = "<name><surname>Bell</surname><given-names>Ann</given-names></name>"
    notes = "".join(f'<fn id="n{n}"><label>{n}</label><p>Words {n}.</p></fn>' for n in (1, 2))
    people = f'<contrib-group><contrib contrib-type="author">{name}{calls}</contrib></contrib-group><author-notes>{notes}</author-notes>'
    head = HEAD.replace('"en"', '"ar"').replace("<article-meta/>", f"<article-meta>{people}</article-meta>")
    assert not alike(tmp_path, CITE, f"<ref-list>{PROSE}</ref-list>", head, formats=(*FORMATS, "pdf"), style="apa")
    assert (tmp_path / "output/small/small.pdf").is_file()


def test_notes_and_short_references_at_the_right_margin_are_read_where_they_begin(tmp_path):
    body = f'הנייר שומר (את) המילים {CITE} ועוד <xref ref-type="bibr" rid="r2"/> ועוד {CITE}.'
    other = "<ref id='r2'><mixed-citation>Bell. Wax, honey and all that is made of it, by many. 1990.</mixed-citation></ref>"
    refs = f"<ref-list>{PROSE}{other}</ref-list>"
    made = alike(tmp_path, body, refs, HEAD.replace('"en"', '"he"'), ("jats", "html", "pdf"), style="chicago-notes-bibliography")
    assert not made


@pytest.mark.parametrize("words", ["a\u2067 wax and \u202bale\u202c too\u2069 lime", "\u202eWax.\u202c Ale"])
def test_marks_that_turn_words_of_a_reference_make_no_print_differ(tmp_path, words):
    refs = f"<ref-list><ref id='r1'><mixed-citation>Adler. {words}. 1990.</mixed-citation></ref></ref-list>"
    assert not alike(tmp_path, f"Words {CITE}.", refs, formats=(*FORMATS, "pdf"))


def test_a_note_of_a_table_within_a_note_is_of_the_note(tmp_path):
    shown = f'<table><tr><td>1</td></tr></table><table-wrap-foot><fn id="t1"><p>As {CITE}.</p></fn></table-wrap-foot>'
    note = f'<fn-group><fn id="n1"><table-wrap>{shown}</table-wrap><p>It {CITE}.</p></fn></fn-group>'
    assert not alike(tmp_path, 'Words <xref ref-type="fn" rid="n1"/>', f"{note}<ref-list>{PROSE}</ref-list>")


GRAPHIC = '<graphic xlink:href="picture.png"><alt-text>A seal</alt-text></graphic>'
SAID = '<caption><p>Cast <xref ref-type="bibr" rid="r1"/></p></caption>'
INSIDE = '<p>In wax <xref ref-type="bibr" rid="r2"/></p>'
SOURCE = '<attrib>From <xref ref-type="bibr" rid="r3"/></attrib>'
FLOATS = {
    "a picture and words": f"<fig>{SAID}{GRAPHIC}{INSIDE}{SOURCE}</fig>",
    "no caption": f"<fig>{GRAPHIC}{INSIDE}{SOURCE}</fig>",
    "words alone": f"<fig>{SAID}{INSIDE}{SOURCE}</fig>",
    "one picture": f"<fig>{SAID}{GRAPHIC}{SOURCE}</fig>",
    "a table that is a picture": f"<table-wrap>{SAID}{GRAPHIC}<table-wrap-foot>{INSIDE}</table-wrap-foot>{SOURCE}</table-wrap>",
    "a file": f"<supplementary-material>{SAID}{INSIDE}{SOURCE}</supplementary-material>",
    "a box": f"<boxed-text>{SAID}{INSIDE}{SOURCE}</boxed-text>",
    "the picture of an infobox": f'<boxed-text content-type="infobox"><fig>{SAID}{GRAPHIC}{SOURCE}</fig>{INSIDE}</boxed-text>',
}


@pytest.mark.parametrize("profile", ["resolved", "wikipedia"])
@pytest.mark.parametrize("float_", FLOATS.values(), ids=FLOATS)
def test_the_source_of_a_float_cites_behind_all_else_in_it(tmp_path, float_, profile):
    refs = "".join(PROSE.replace("r1", key) for key in ("r1", "r2", "r3"))
    assert not alike(tmp_path, f"</p>{float_}<p>", f"<ref-list>{refs}</ref-list>", formats=(*FORMATS, "pdf"), style="ieee", profile=profile)
    assert "From" in (tmp_path / "output/small/small.wiki").read_text("utf-8")


def test_a_locator_of_the_second_link_to_a_work_is_not_one_of_the_first(tmp_path):
    """Beside a citation that a page with templates may print elsewhere."""
    locator = '<named-content content-type="locator"{}>12–15</named-content>'.format
    twice, once = (
        f'<named-content content-type="citation">{links}{said}</named-content>'
        for links, said in ((2 * CITE, locator(' specific-use="chapter"')), (CITE, locator("")))
    )
    back = f"<ref-list><p>Cast {once}.</p></ref-list><ref-list>{PROSE}</ref-list>"
    letter = f"<sub-article article-type='reply' id='s1'><front-stub/><body><p>Tin {twice}.</p></body></sub-article>"
    assert not alike(tmp_path, f"Wax {CITE}.", back, letter=letter, style="apa", profile="wikipedia")


@pytest.mark.parametrize("formats", [FORMATS, (*FORMATS, "pdf")], ids=["light", "print"])
def test_citations_that_touch_begin_where_their_links_do(tmp_path, formats):
    """The first of two is as long as the first link of the second, which has a link of its own behind it."""
    located = f'{CITE}<named-content content-type="locator">12–15</named-content>'
    one, two = (f'<named-content content-type="citation">{links}</named-content>' for links in (CITE, CITE + located))
    body = "</p><p>".join([f"Said {one} {two} {one}"] * 3)
    assert not alike(tmp_path, body, f"<ref-list>{PROSE}</ref-list>", formats=formats, style="ieee")


@pytest.mark.parametrize("formats", [FORMATS, (*FORMATS, "pdf")], ids=["light", "print"])
def test_a_citation_in_front_matter_is_not_told_from_one_in_the_body_that_is_as_bare(tmp_path, formats):
    titles = (
        f"<title-group><article-title>Wax</article-title><subtitle>{CITE}</subtitle><alt-title>Tin (see {CITE})</alt-title></title-group>"
    )
    head = HEAD.replace("<article-meta/>", f"<article-meta>{titles}</article-meta>")
    there = f'<named-content content-type="citation">{CITE}<named-content content-type="suffix">, there</named-content></named-content>'
    body = f"{CITE}</p><p>{there}"
    assert not alike(tmp_path, body, f"<ref-list>{PROSE}</ref-list>", head, formats=formats, style="ieee")


def test_two_links_to_a_work_that_touch_are_two_each_with_its_locator():
    links = ((("r1",), ("12–15",)), (("r1",), ("chapter2",)))
    one = Citation(("r1",), Label("AA", ("r1", "r1")), ("12–15", "chapter2"), links=links)
    assert _single(one) == [("r1", ("12–15",)), ("r1", ("chapter2",))]
