"""What a reading voice is told of a print: languages, notes, lists, heads of tables, pictures, formulas, the order of reading."""

import base64
import io
import re
from itertools import pairwise

import pikepdf
import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.html import render
from tests.laws.articles import ROOT, SOURCES, png, source
from tests.laws.read import squeeze
from tests.pdf.articles import NAMESPACES, WORDS, article, call, note, noted, printed
from tests.pdf.tree import marked, tree

PRISM = "{http://prismstandard.org/namespaces/basic/2.0/}"
MATH = '<mml:math alttext="x squared"><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>'


def tags(folder, body, back="", language="en"):
    return tree(printed(article(folder, body, back, language)))


@pytest.fixture(scope="module")
def whole():
    """The showcase in print."""
    return source(ROOT / "source/on-citation.xml", "pdf").files["pdf"]


def test_words_in_another_language_say_so(tmp_path):
    inner = '<p xml:lang="az">Bir <styled-content xml:lang="ru">шёлк</styled-content>.</p>'
    made = tags(tmp_path, f"<p>Silk.</p>{inner}")
    assert [(one.role, one.says["Lang"], squeeze(one.words)) for one in made if "Lang" in one.says] == [
        ("P", "az", "Birшёлк."),
        ("Span", "ru", "шёлк"),
    ]


def test_a_call_and_its_note_lead_to_each_other(tmp_path):
    data = printed(article(tmp_path, *noted(3)))
    made = tree(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        places = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
    for n, (reference, found) in enumerate(zip(made.all("Reference"), made.all("Note"), strict=True), 1):
        (there,), (back,) = reference.all("Link"), found.all("Lbl")[0].all("Link")
        assert (there.goals, back.goals) == ([f"fn{n}"], [f"call.fn{n}"])
        assert {f"fn{n}", f"call.fn{n}"} <= set(places)
        assert (there.words, back.words) == (str(n), str(n))


def test_notes_have_names_of_their_own_that_can_be_looked_up(tmp_path):
    data = printed(article(tmp_path, *noted(3)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        known = set(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree).keys())
    assert {one.says["ID"] for one in tree(data).all("Note")} == known
    assert len(known) == 3


def test_items_that_links_lead_to_have_the_names_of_these(tmp_path):
    refs = "".join(f'<ref id="{key}"><mixed-citation>Adler. Work. 1990.</mixed-citation></ref>' for key in ("r1", "r2"))
    data = printed(article(tmp_path, '<p>On silk <xref ref-type="bibr" rid="r2"/>.</p>', f"<ref-list>{refs}</ref-list>"))
    assert [one.says.get("ID") for one in tree(data).all("LI")][:2] == ["item.r1", "item.r2"]


def test_a_note_is_read_after_the_paragraph_that_calls_it(tmp_path):
    notes = f"<fn-group>{note(1, '<p>One.</p>')}{note(2, '<p>Two.</p>')}</fn-group>"
    rows = f"<table-wrap><table><tbody><tr><td>In a cell{call(2)} too</td><td>next</td></tr></tbody></table></table-wrap>"
    made = tags(tmp_path, f"<p>Silk{call(1)} was here.</p><p>Then.</p>{rows}", notes)
    assert re.sub(r"[^A-Za-z.]", "", made.words).startswith("OnsilkSilkwashere.One.Then.InacelltooTwo.next")


def test_a_paragraph_or_a_table_cut_by_a_page_is_one(tmp_path):
    rows = "".join(f"<tr><td>{n}</td><td>{WORDS}</td></tr>" for n in range(60))
    head = "<thead><tr><th>Number</th><th>Words</th></tr></thead>"
    body = f"<p>{WORDS * 40}</p><table-wrap><table>{head}<tbody>{rows}</tbody></table></table-wrap><p>{WORDS}</p>"
    data = printed(article(tmp_path, body))
    (table,) = tree(data).all("Table")
    assert [kid.role for kid in table.kids] == ["THead", "TBody"]
    assert len(table.all("TR")) == 61
    paragraphs = [one.words for one in tree(data).all("P") if one.words.startswith("The town")]
    assert len(paragraphs) == 2
    assert paragraphs[0].count("alluvial") == 40
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 2


def test_what_repeats_or_adorns_is_no_text(tmp_path):
    head = "<thead><tr><th>Number</th><th>Words</th></tr></thead>"
    rows = "".join(f"<tr><td>{n}</td><td>{WORDS}</td></tr>" for n in range(60))
    parts = "".join(f'<sec id="s{n}"><title>Part {n}</title><p>{WORDS}</p></sec>' for n in range(1, 8))
    data = printed(article(tmp_path, f"<table-wrap><table>{head}<tbody>{rows}</tbody></table></table-wrap>{parts}"))
    read = tree(data).words
    assert read.count("Number") == 1  # of a head on several pages
    assert "..." not in read  # of the contents
    assert sum(len(words) for words in marked(data).values()) == pytest.approx(len(read), rel=0.1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[1].Contents.read_bytes()
    assert page.count(b"/Subtype /Header") == 2  # running head and folio
    assert b"/Artifact" in page


def test_an_ornament_is_no_figure_and_a_picture_has_words(tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    ornament = '<graphic xlink:href="a.png"><alt-text/></graphic>'
    told = '<fig id="f1"><caption><p>Seen.</p></caption><graphic xlink:href="a.png"><alt-text>A grey point</alt-text></graphic></fig>'
    made = tags(tmp_path, ornament + told)
    (figure,) = made.all("Figure")
    assert figure.says["Alt"] == "A grey point"
    left, bottom, right, top = map(float, figure.attributes["BBox"])
    assert 0 < left < right < 500
    assert 0 < bottom < top < 708
    assert [one.words for one in made.all("Caption")] == ["Seen."]


def test_the_place_of_a_missing_picture_is_a_figure(tmp_path):
    (figure,) = tags(tmp_path, '<fig id="f1"><graphic xlink:href="no.png"><alt-text>Grey</alt-text></graphic></fig>').all("Figure")
    assert (figure.says["Alt"], figure.words) == ("no.png – Grey", "[no.png – Grey]")


def test_formulas_drawn_pictured_or_unreadable_have_words(tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    picture = '<inline-formula><inline-graphic xlink:href="a.png"><alt-text>y</alt-text></inline-graphic></inline-formula>'
    tex = r"<inline-formula><tex-math>\unknown{z}</tex-math></inline-formula>"
    made = tags(tmp_path, f'<disp-formula id="e1"><label>(1)</label>{MATH}</disp-formula><p>{picture} and {tex}.</p>')
    assert [one.says["Alt"] for one in made.all("Formula")] == ["x squared", "y", r"\unknown{z}"]
    assert made.all("Figure") == []


def test_items_of_lists_have_labels_and_bodies(tmp_path):
    order = '<list list-type="alpha-lower"><list-item><p>one</p></list-item><list-item><p>two</p></list-item></list>'
    own = '<list list-type="simple"><list-item><label>i)</label><p>three</p></list-item></list>'
    terms = "<def-list><def-item><term>Silk</term><def><p>A thread.</p></def></def-item><def-item><term>Fan</term></def-item></def-list>"
    entry = '<ref id="r1"><label>[1]</label><citation-alternatives><mixed-citation>Smith.</mixed-citation></citation-alternatives></ref>'
    made = tags(tmp_path, order + own + terms, f"<ref-list>{entry}</ref-list>")
    lists = [(one.attributes["ListNumbering"], [(kid.role, kid.words) for item in one.kids for kid in item.kids]) for one in made.all("L")]
    assert ("/LowerAlpha", [("Lbl", "a."), ("LBody", "one"), ("Lbl", "b."), ("LBody", "two")]) in lists
    assert ("/None", [("Lbl", "i)"), ("LBody", "three")]) in lists
    assert ("/None", [("Lbl", "Silk"), ("LBody", "A thread."), ("Lbl", "Fan")]) in lists
    assert ("/Decimal", [("Lbl", "[1]"), ("LBody", "Smith.")]) in lists


def test_heads_of_a_simple_table_say_what_they_are_heads_of(tmp_path):
    rows = "<thead><tr><th>Year</th><th>N</th></tr></thead><tbody><tr><th>1900</th><td>3</td></tr></tbody>"
    made = tags(tmp_path, f"<table-wrap><table>{rows}</table></table-wrap>")
    assert [(one.words, one.attributes["Scope"]) for one in made.all("TH")] == [("Year", "/Column"), ("N", "/Column"), ("1900", "/Row")]
    assert not [one for one in made.all("TD") if "Headers" in one.attributes]


def test_cells_of_a_complex_table_name_their_heads(tmp_path):
    head = '<thead><tr><th rowspan="2">Town</th><th colspan="2">People</th></tr><tr><th>1900</th><th>1950</th></tr></thead>'
    body = '<tbody><tr><th rowspan="2">Ganja</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody>'
    made = tags(tmp_path, f"<table-wrap><table>{head}{body}</table></table-wrap>")
    names = {one.says["ID"]: one.words for one in made.all("TH")}
    said = {one.words: [names[key] for key in one.attributes.get("Headers", [])] for one in made.all("TH", "TD")}
    assert said["1950"] == ["People"]
    assert said["4"] == ["People", "1950", "Ganja"]
    assert said["Ganja"] == ["Town"]
    assert {one.words: one.attributes.get("RowSpan") for one in made.all("TH")}["Ganja"] == 2


def test_links_have_words(whole):
    made = tree(whole)
    links = made.all("Link")
    assert len(links) > 100
    assert all(one.goals and all(one.contents) for one in links)
    assert "[1]" in [one.contents[0] for one in links]


def test_contents_are_a_table_of_contents(whole):
    (toc,) = tree(whole).all("TOC")
    assert {kid.role for kid in toc.kids} == {"TOCI"}
    assert all([one.role for one in item] == ["TOCI", "Reference", "Link"] for item in toc.kids)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_headings_leap_over_no_level(path):
    levels = [int(one.role[1]) for one in tree(source(path, "pdf").files["pdf"]) if re.fullmatch("H[1-6]", one.role)]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_headings_of_an_article_without_a_title_begin_at_the_first_level(tmp_path):
    made = article(
        tmp_path,
        "<sec id='s1'><title>One</title><p/><sec id='s2'><title>In it</title><p/></sec></sec><sec id='s3'><title>Two</title><p/></sec>",
    )
    made.root.find(".//article-title").text = None
    roles = [(one.role, one.words) for one in tree(printed(made)).all("H1", "H2", "H3")]
    assert roles[:3] == [("H1", "One"), ("H2", "In it"), ("H1", "Two")]


def test_dots_of_pictures_are_not_smoothed_within_drawings_either(tmp_path):
    data = base64.b64encode(png()).decode()
    picture = f'<image width="9" height="9" href="data:image/png;base64,{data}"/>'
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{picture}</svg>', "utf-8")
    with pikepdf.open(io.BytesIO(printed(article(tmp_path, '<p>\U0001f600</p><graphic xlink:href="a.svg"/>')))) as pdf:
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert pictures
        assert not any(one.get("/Interpolate", False) for one in pictures)


def test_a_letter_of_private_use_says_what_is_read_for_it(tmp_path):
    with pikepdf.open(io.BytesIO(printed(article(tmp_path, "<p>One \ue000 two.</p>")))) as pdf:
        said = [operands[1].get("/ActualText") for operands, name in pikepdf.parse_content_stream(pdf.pages[0]) if str(name) == "BDC"]
    assert any("\ue000" in str(one) for one in said if one is not None)


def test_everything_is_read_in_the_order_of_the_article(whole):
    made = source(ROOT / "source/on-citation.xml", "pdf").article
    heads = [
        re.sub(r"\W", "", one.text) for one in render(made, Report(made.path)).headings if one.text != "Notes"
    ]  # these stand at the foot
    read = [re.sub(r"\W", "", one.words) for one in tree(whole) if re.fullmatch("H[2-6]", one.role)]
    assert [head for head in read if head in heads] == heads
    assert [one.role for one in tree(whole).all("H1", "TOC", "Note")][:3] == ["H1", "TOC", "Note"]


def test_nothing_marked_is_outside_the_tree(whole):
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        numbers = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for n, page in enumerate(pdf.pages):
            marks = [mark for on, mark in marked(whole) if on == n]
            assert all(numbers[page.StructParents][mark].S for mark in marks)
            assert all(numbers[link.StructParent].S == "/Link" for link in page.get("/Annots", []))
            assert page.Tabs == "/S"


def test_catalogues_are_told_all_that_is_known(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    meta, journal = made.root.find("front/article-meta"), made.root.find("front/journal-meta")
    journal.append(etree.fromstring("<journal-title-group><journal-title>Threads</journal-title></journal-title-group>"))
    journal.find("issn").text = "1234-5679"
    people = "".join(f"<contrib><name><surname>{name}</surname></name></contrib>" for name in ("Aliyev", "Berg"))
    licence = '<license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Free to share.</license-p></license>'
    more = (
        f'<x {NAMESPACES}><article-id pub-id-type="doi">10.5555/silk</article-id><contrib-group>{people}</contrib-group><volume>3</volume>'
        f"<fpage>17</fpage><permissions><copyright-statement>Office, 2026</copyright-statement>{licence}</permissions>"
        "<kwd-group><kwd>worms</kwd><kwd>trade</kwd></kwd-group></x>"
    )
    meta.extend(list(etree.fromstring(more)))
    with pikepdf.open(io.BytesIO(printed(made))) as pdf, pdf.open_metadata() as said:
        assert {key: said[key] for key in ("dc:title", "dc:identifier", PRISM + "doi", PRISM + "publicationName", PRISM + "issn")} == {
            "dc:title": "On silk",
            "dc:identifier": "https://doi.org/10.5555/silk",
            PRISM + "doi": "10.5555/silk",
            PRISM + "publicationName": "Threads",
            PRISM + "issn": "1234-5679",
        }
        assert (said["dc:creator"], said["dc:language"], said["dc:date"]) == (["Aliyev", "Berg"], {"en"}, ["2026-01-05"])
        assert (said[PRISM + "volume"], said[PRISM + "startingPage"], said[PRISM + "coverDate"]) == ("3", "17", "2026-01-05")
        assert said["xmpRights:WebStatement"] == "https://creativecommons.org/licenses/by/4.0/"
        assert (said["dc:rights"], said["xmpRights:UsageTerms"]) == ("Office, 2026", "Free to share.")
        assert said["dc:subject"] == {"worms", "trade"}
        assert (pdf.Root.Lang, pdf.Root.ViewerPreferences.DisplayDocTitle) == ("en", True)
