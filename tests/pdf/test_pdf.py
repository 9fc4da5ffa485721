"""Print: notes, tags, metadata, what may be loaded, the same bytes."""

import io
import subprocess
import sys

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from pipeline.article import Article, Settings
from pipeline.diagnostics import Report
from pipeline.exporters.pdf.export import prepared
from pipeline.exporters.pdf.lists import lists, named
from tests import judges
from tests.laws.articles import ROOT, png, source
from tests.pdf.articles import FRONT, NAMESPACES, WORDS, article, call, note, noted, printed
from tests.pdf.tree import tree


def found(report):
    return [one.code for one in report]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return printed(article(tmp_path_factory.mktemp("many"), *noted(45)))


def test_every_note_stands_on_the_page_of_its_call(many):
    calls = [one.page for one in tree(many).all("Reference")]
    assert len(calls) == 45
    assert [one.page for one in tree(many).all("Note")] == calls
    assert len(set(calls)) > 4


@pytest.mark.parametrize("alike", ["ΔF and ∆F", "’ and ʼ", "1⁄2 and 1∕2", "˭ and ⁼", "5 μm and 5 µm", "Ω and \u2126"])
def test_letters_that_are_drawn_alike_are_copied_as_what_they_are(alike, tmp_path):
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed(article(tmp_path, f"<p>{alike}</p>"))))
    assert alike in text


@pytest.mark.parametrize(
    "mark", ["{}", "<italic>{}</italic>", "<monospace>{}</monospace>", '<styled-content xml:lang="hy">{}</styled-content>']
)
def test_small_capitals_are_copied_as_the_letters_that_they_are(mark, tmp_path):
    words = "Մեմ Հայոց Հհ" if "hy" in mark else "Quaq Aab Ğğ"
    text = printed(article(tmp_path, f"<p>{mark.format(f'<sc>{words}</sc>')}</p>"))
    assert words in "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(text))


def test_long_contents_stand_in_two_columns(tmp_path):
    body = "".join(f'<sec id="s{n}"><title>Part {n}</title><p>{WORDS * 4}</p></sec>' for n in range(20))
    text = pypdfium2.PdfDocument(printed(article(tmp_path, body)))[0].get_textpage().get_text_range()
    assert [f"Part {n}" in text for n in range(20)] == [True] * 20


def test_calls_one_after_the_other_do_not_read_as_one_number(tmp_path):
    notes = f"<fn-group>{note(1, '<p>One.</p>')}{note(2, '<p>Two.</p>')}</fn-group>"
    document = prepared(article(tmp_path, f"<p>Silk{call(1)}{call(2)} end.</p>", notes), Report(tmp_path))
    (lead,) = document.sections
    assert [span.get("data-call") for span in lead.iter("{*}span") if span.get("data-call")] == ["1", ", 2"]
    assert document.notes == ()


def test_a_note_keeps_its_paragraphs_and_loses_nothing(tmp_path):
    notes = f"<fn-group>{note(1, '<p>One <italic>is</italic> it.</p><p>Two.</p>')}</fn-group>"
    document = prepared(article(tmp_path, f"<p>Silk{call(1)} end{call(1)}.</p>", notes), Report(tmp_path))
    (lead,) = document.sections
    (foot,) = [span for span in lead.iter("{*}span") if span.get("class") == "footnote"]
    assert etree.tostring(foot, method="text", encoding="unicode", with_tail=False) == "One is it.Two."
    assert len(list(foot.iter("{*}br"))) == 1
    assert [link.get("href") for link in lead.iter("{*}a")] == ["#fn1"]  # the second call leads to the same note


@pytest.mark.parametrize(
    ("blocks", "ends"),
    [
        ("<list><list-item><p>Two.</p></list-item><list-item><p>Three.</p></list-item></list>", 2),
        ("<disp-quote><p>Two.</p></disp-quote>", 1),
        ("<def-list><def-item><term>Two</term><def><p>Three.</p></def></def-item></def-list>", 2),
    ],
)
def test_a_list_in_a_note_has_no_empty_line_above_it(tmp_path, blocks, ends):
    notes = f"<fn-group>{note(1, f'<p>One.</p>{blocks}')}</fn-group>"
    (lead,) = prepared(article(tmp_path, f"<p>Silk{call(1)}.</p>", notes), Report(tmp_path)).sections
    (foot,) = [span for span in lead.iter("{*}span") if span.get("class") == "footnote"]
    assert len(list(foot.iter("{*}br"))) == ends


@pytest.mark.parametrize("block", ['<p content-type="block"><preformat>a</preformat></p>', f"<p>{WORDS * 40}</p>"])
def test_a_note_that_no_foot_can_hold_is_printed_at_the_end(tmp_path, block):
    made = article(tmp_path, f"<p>Silk{call(1)}.</p>", f"<fn-group>{note(1, block)}</fn-group>")
    document = prepared(made, Report(tmp_path))
    assert [part.get("role") for part in document.notes] == ["doc-endnotes"]


LONG = note(1, f"<p>{WORDS * 12}</p>")  # more than 1,000 characters
CELL = "<table-wrap><table><tbody><tr><td>Silk{}</td></tr></tbody></table></table-wrap>"
BOX = "<boxed-text><caption><title>Silk{}</title></caption><p>Words.</p></boxed-text>"
FIGURE = "<fig><caption><p>Silk{}</p></caption></fig>"


@pytest.mark.parametrize(
    ("body", "columns", "ends"),
    [("<p>Silk{}.</p>", 1, False), ("<p>Silk{}.</p>", 2, True), (CELL, 1, True), (BOX, 1, True), (FIGURE, 1, True)],
)
def test_a_long_note_stands_at_the_end_where_it_would_not_be_parted(tmp_path, body, columns, ends):
    made = article(tmp_path, body.format(call(1)), f"<fn-group>{LONG}</fn-group>")
    document = prepared(Article(made.path, made.root, settings=Settings(columns=columns)), Report(tmp_path))
    assert bool(document.notes) == ends


def test_a_statement_that_contributors_call_stays_under_its_heading(tmp_path):
    title = "<title>Competing interests</title>"
    made = article(tmp_path, f"<p>Silk{call(2)}.</p>", f"<fn-group>{title}{note(1, '<p>None.</p>')}{note(2, '<p>Raw.</p>')}</fn-group>")
    people = f'<contrib-group><contrib contrib-type="author"><name><surname>Wu</surname></name>{call(1)}</contrib></contrib-group>'
    made.root.find("front/article-meta/title-group").addnext(etree.fromstring(people))
    (section,) = prepared(made, Report(tmp_path)).notes
    assert [item.get("id") for item in section.iter("{*}li")] == ["fn1"]


def test_a_citation_is_a_tagged_link_to_its_entry(tmp_path):
    cited = '<p>See <named-content content-type="citation" rid="r1">[<xref ref-type="bibr" rid="r1">1</xref>]</named-content>.</p>'
    entry = "<citation-alternatives><mixed-citation>Smith, <italic>Silk</italic>.</mixed-citation></citation-alternatives>"
    data = printed(article(tmp_path, cited, f'<ref-list><ref id="r1"><label>[1]</label>{entry}</ref></ref-list>'))
    assert [one.goals for one in tree(data).all("Link")] == [["r1"]]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "r1" in pikepdf.NameTree(pdf.Root.Names.Dests)


def test_the_source_is_inside_and_the_catalogue_is_told(tmp_path):
    made = article(tmp_path, "<p>Silk.</p>")
    source = etree.tostring(made.root)
    (tmp_path / "silk.xml").write_bytes(source)
    with pikepdf.open(io.BytesIO(printed(made))) as pdf:
        (file,) = pdf.attachments.values()
        assert file.get_file().read_bytes() == source
        assert file.obj.AFRelationship == "/Source"
        assert pdf.Root.Lang == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.PageLabels.Nums[1].S == "/D"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260105")
        with pdf.open_metadata() as meta:
            assert (meta["dc:title"], meta["pdfuaid:part"], meta["pdfaid:part"]) == ("On silk", "1", "3")


def test_the_same_bytes_in_another_process(tmp_path, many):
    code = (
        "import sys; from pathlib import Path; from tests.pdf.articles import *;"
        "sys.stdout.buffer.write(printed(article(Path(sys.argv[1]), *noted(45))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert done.stdout == many


def test_a_picture_that_is_missing_is_named_on_the_page(tmp_path):
    report = Report(tmp_path)
    data = printed(article(tmp_path, '<fig id="f1"><graphic xlink:href="silk.png"/></fig>'), report)
    assert found(report) == ["picture-found"]
    assert "silk.png" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("href", ["../secret.png", "/etc/hostname", "file:///etc/hostname", "https://example.org/a.png", "out/secret.png"])
def test_nothing_outside_the_folder_is_printed(tmp_path, href):
    (tmp_path / "secret.png").write_bytes(png())
    inner = tmp_path / "article"
    inner.mkdir()
    (inner / "out").symlink_to(tmp_path)
    report = Report(inner)
    data = printed(article(inner, f'<p><inline-graphic xlink:href="{href}"/></p>'), report)
    assert found(report) == ["picture-local" if href.startswith("https:") else "picture-inside"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not list(pdf.pages[0].get_images())


def test_a_picture_loads_nothing_itself(tmp_path):
    (tmp_path / "secret.png").write_bytes(png())
    inner = f'<image href="{(tmp_path / "secret.png").as_uri()}" width="9" height="9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>'
    (tmp_path / "a.svg").write_text(svg)
    data = printed(article(tmp_path, '<p><inline-graphic xlink:href="a.svg"><alt-text>A</alt-text></inline-graphic></p>'))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]


def test_a_character_without_a_font_is_reported(tmp_path):
    report = Report(tmp_path)
    printed(article(tmp_path, "<p>Silk \U000107b3 and ok: ქართლი, Հայ, שלום, العربية, 漢字.</p>"), report)
    (one,) = report
    assert one.code == "glyph-available"
    assert "\U000107b3" in one.message


def test_an_emoji_is_as_tall_as_its_line(tmp_path):
    page = pypdfium2.PdfDocument(printed(article(tmp_path, "<p>Silk \U0001f9d0.</p>")))[0]
    (height,) = [top - foot for one in page.get_objects() if one.type == FPDF_PAGEOBJ_IMAGE for _, foot, _, top in [one.get_bounds()]]
    assert 5 < height < 20


def test_a_wide_table_is_set_small_wider_ones_smaller_or_turned_and_the_widest_packed(tmp_path):
    def table(columns):
        cells = "".join(f"<td>alluvial{n}</td>" for n in range(columns))
        return f"<table-wrap><table><tbody><tr>{cells}</tr></tbody></table></table-wrap>"

    data = printed(article(tmp_path, table(3) + table(8) + table(13) + table(18) + table(26)))
    document = prepared(article(tmp_path, table(3) + table(8) + table(13) + table(18) + table(26)), Report(tmp_path))
    (lead,) = document.sections
    assert [div.get("class") for div in lead] == [
        "table-wrap short",
        "table-wrap wide few short",
        "table-wrap wide dense few short",
        "table-wrap turned few short",
        "table-wrap turned packed few short",
    ]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert any(page.mediabox[2] > page.mediabox[3] for page in pdf.pages)


def test_the_users_style_sheet_has_the_last_word(tmp_path):
    css = tmp_path / "mine.css"
    css.write_text("@page { size: A4 }")
    made = article(tmp_path, "<p>Silk.</p>")
    with pikepdf.open(io.BytesIO(printed(Article(made.path, made.root, Settings(css=(css,)))))) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]


def test_contents_that_are_long_for_their_text_are_left_out(tmp_path):
    name = "A heading of so many words that a list of such would be a page"
    body = "".join(f'<sec id="s{n}"><title>{name} {n}</title><p>{WORDS * 4}</p></sec>' for n in range(20))
    assert tree(printed(article(tmp_path, body))).all("TOC") == []


@pytest.mark.parametrize(("cells", "kind"), [(2, "table-wrap short"), (3, "table-wrap wide few short")])
def test_a_table_of_sentences_side_by_side_is_wide(tmp_path, cells, kind):
    row = "".join(f"<td>{WORDS * 2}</td>" for _ in range(cells))
    (lead,) = prepared(article(tmp_path, f"<table-wrap><table><tr>{row}</tr></table></table-wrap>"), Report(tmp_path)).sections
    assert [div.get("class") for div in lead] == [kind]


@pytest.mark.parametrize(("parts", "kind"), [(8, "contents"), (14, "contents long")])
def test_contents_of_many_entries_may_be_parted(tmp_path, parts, kind):
    body = "".join(f'<sec id="s{n}"><title>Part {n}</title><p>{WORDS * 30}</p></sec>' for n in range(parts))
    made = article(tmp_path, body)
    (nav,) = lists(made, prepared(made, Report(tmp_path)))
    assert nav.get("class") == kind


@pytest.mark.parametrize(
    ("label", "caption", "entry"),
    [
        ("Figure 1", "Weave", "Figure 1. Weave"),
        ("Fig. 1:", "Weave", "Fig. 1: Weave"),
        ("1", "", "1"),
        ("Figure 1", "silk " * 30, "Figure 1. " + "silk " * 13 + "…"),
    ],
)
def test_a_figure_has_one_line_in_the_list(tmp_path, label, caption, entry):
    fig = f'<fig id="f"><label>{label}</label><caption><p>{caption}</p></caption></fig>'
    assert list(named(article(tmp_path, fig), "self::fig")) == [("f", entry)]


def test_a_long_article_has_contents_with_page_numbers(tmp_path):
    body = "".join(f'<sec id="s{n}"><title>Part {n}</title><p>{WORDS * 30}</p></sec>' for n in range(1, 8))
    data = printed(article(tmp_path, body))
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert "Part 7" in text
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root][:2] == ["Part 1", "Part 2"]


def test_the_judge_of_archives_and_access_accepts(tmp_path, many):
    (tmp_path / "many.pdf").write_bytes(many)
    assert judges.problems("pdf", [tmp_path / "many.pdf"]) == {str(tmp_path / "many.pdf"): []}


def test_front_matter_of_the_tests_is_whole():
    root = etree.fromstring(f"<article {NAMESPACES}>{FRONT}</article>")
    assert root.findtext("front/article-meta/title-group/article-title") == "On silk"


def test_letters_have_bookmarks_and_their_notes_stand_at_the_foot():
    data = source(ROOT / "tests/samples/letters.xml", "pdf").files["pdf"]
    assert len(tree(data).all("Note")) == 3
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [one.title for one in outline.root][-2:] == ["Decision letter", "Regen auf alten Dächern"]
        assert [one.title for one in outline.root[-2].children] == ["Colophon", "Reply"]


def _figure(number):
    return f'<fig id="f{number}"><label>Figure {number}</label><caption><title>Weave {number}</title></caption></fig>'


@pytest.mark.parametrize(("figures", "lists"), [(10, ["Inhalt", "Abbildungen"]), (9, ["Inhalt"])])
def test_a_long_article_with_many_figures_lists_them_in_its_language(tmp_path, figures, lists):
    body = "".join(f'<sec id="s{n}"><title>Part {n}</title><p>{WORDS * 30}</p></sec>' for n in range(1, 8))
    data = printed(article(tmp_path, body + "".join(map(_figure, range(1, figures + 1))), language="de"))
    found = tree(data).all("TOC")
    assert len(found) == len(lists)
    assert len(found[-1].kids) == (figures if len(lists) > 1 else 8)  # seven parts and the colophon
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert [name for name in ("Inhalt", "Abbildungen") if name in text] == lists
    (tmp_path / "silk.pdf").write_bytes(data)
    assert judges.problems("pdf", [tmp_path / "silk.pdf"]) == {str(tmp_path / "silk.pdf"): []}


@pytest.mark.parametrize(("language", "slanted"), [("ar-Latn", True), ("ar", False)])
def test_words_of_a_script_without_italics_are_upright_and_their_transliterations_slanted(tmp_path, language, slanted):
    word = f'<styled-content xml:lang="{language}"><italic>{"isnad" if slanted else "إسناد"}</italic></styled-content>'
    with pikepdf.open(io.BytesIO(printed(article(tmp_path, f"<p>A chain, {word}.</p>", "")))) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()}
    assert any("Naskh" in one or "Amiri" in one for one in fonts) is not slanted
    assert ("Source-Serif-4-Italic" in fonts) is slanted
