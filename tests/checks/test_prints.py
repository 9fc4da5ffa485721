"""A print of many pages: heads of tables printed again, tables on turned pages, notes at the foot and at the end, entries on two pages."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from pipeline.article import Settings
from pipeline.build import Job, build
from pipeline.checks.align import cut
from pipeline.checks.audit import audit
from pipeline.checks.facts import Citation, Entry, Facts, Knows, Place, Run, label_of
from pipeline.checks.pdf import Item, Mark, _parts, _words

REFERENCES = 40
TITLE = "A long title of a book about well-known things and others, with a subtitle that takes another line of print"


def cite(*numbers):
    return f'<xref ref-type="bibr" rid="{" ".join(f"r{number % REFERENCES + 1}" for number in numbers)}"/>'


def reference(number):
    return (
        f'<ref id="r{number}"><element-citation publication-type="book"><person-group person-group-type="author"><name><surname>Sur{number}'
        f"</surname><given-names>Ann</given-names></name></person-group><source>{TITLE}, {number}</source>"
        f'<year iso-8601-date="{1900 + number}">{1900 + number}</year><publisher-name>House</publisher-name></element-citation></ref>'
    )


def table(key, head, rows):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<table-wrap id="{key}"><caption><title>T{cite(8)}</title></caption><table><thead><tr>'
        + "".join(f"<th>{cell}</th>" for cell in head)
        + f"</tr></thead><tbody>{cells}</tbody></table></table-wrap>"
    )


def article():
    call = '<xref ref-type="fn" rid="n{0}"/>'.format
    words = "Words of no great moment that fill a page, and then another cites"
    paragraphs = [
        f"<p>{words} {cite(n, 7 * n, 7 * n + 1, 7 * n + 2)}, and goes on{cite(n)}.{call(n) if n % 3 == 0 else ''}</p>" for n in range(24)
    ]
    notes = [
        f'<fn id="n{n}"><p>See {cite(n)}{" and many more words" * (200 if n % 9 == 0 else 1)}{cite(n + 1)}.</p></fn>'
        for n in range(0, 24, 3)
    ]
    wide = table("wide", [f"Headingofcolumn{n}" for n in range(12)], [[f"Longwordofcolumn{n}{cite(n)}" for n in range(12)]])
    tall = table("tall", [f"Who{cite(2)}", "What"], [[f"Row {n}{cite(n)}", "words " * 40] for n in range(24)])
    return (
        '<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" dtd-version="1.3" xml:lang="en">'
        "<front><journal-meta><journal-id/><issn/></journal-meta><article-meta><title-group><article-title>Long</article-title></title-group>"
        '<pub-date date-type="pub" iso-8601-date="2020-05-04"><year>2020</year></pub-date></article-meta></front>'
        f"<body>{''.join(paragraphs[:12])}{wide}{tall}{''.join(paragraphs[12:])}</body>"
        f"<back><fn-group>{''.join(notes)}</fn-group>"
        f"<ref-list>{''.join(map(reference, range(1, REFERENCES + 1)))}</ref-list></back></article>"
    )


@pytest.mark.parametrize("style", ["ieee", "chicago-notes-bibliography"])
def test_a_long_print_cites_as_the_article_does(tmp_path, style):
    (tmp_path / "long.xml").write_text(article(), "utf-8")
    build(Job(tmp_path / "long.xml", ("jats", "pdf"), tmp_path / "output", Settings(style=style)))
    done = audit(tmp_path / "output/long")
    assert [str(one) for one in done.diagnostics()] == []
    assert [len(one.facts.entries) for one in done.files] == [REFERENCES, REFERENCES]
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "output/long/long.pdf")]
    assert sum("What" in page for page in pages) > 1  # the head of the tall table is printed again


@pytest.mark.parametrize("lower", [0, 2.25])  # in points, the line on the right: its goal may be level with the line on the left
def test_goals_in_columns_beside_each_other_name_the_items_of_their_own_column(lower):
    marks = [Mark(0, number, items=(Item("/LI", number),)) for number in (1, 2)]
    starts = {(0, 1): (60.0, 232.7), (0, 2): (310.0, 232.7 - lower)}
    names = {"left": (0, (50.0, 234.8)), "right": (0, (300.0, 234.8 - lower))}
    assert _parts(marks, starts, names, [297.5]) == {Item("/LI", 1): "left", Item("/LI", 2): "right"}


def test_a_list_in_the_margin_that_stands_a_little_higher_is_not_the_reference_beside_it():
    """As the identifiers beside a first page that cites: nothing on the right is the goal of a link."""
    marks = [Mark(0, number, items=(Item("/LI", number),)) for number in (1, 2)]
    starts = {(0, 1): (495.6, 650.7), (0, 2): (89.5, 649.2)}
    assert _parts(marks, starts, {"r1": (0, (88.5, 651.8))}, [297.5]) == {Item("/LI", 2): "r1"}


def test_words_that_begin_behind_a_wide_drawing_are_those_of_their_line():
    """In the other half of the page, beside which another item begins a little lower."""
    marks = [Mark(0, 1, items=(Item("/LI", 1),)), Mark(0, 2, items=(Item("/LI", 1),)), Mark(0, 3, items=(Item("/LI", 2),))]
    starts = {(0, 1): (326.0, 360.6), (0, 2): (107.8, 345.0), (0, 3): (88.9, 350.8)}
    names = {"drawn": (0, (88.5, 364.5)), "next": (0, (88.5, 353.0))}
    assert _parts(marks, starts, names, [297.5]) == {Item("/LI", 1): "drawn", Item("/LI", 2): "next"}


def test_of_two_items_at_a_goal_that_is_it_which_the_file_calls_so():
    """An item that has a name is whole, however many pages it stands on; what begins the next page is another."""
    marks = [Mark(0, 1, items=(Item("/LI", 1),)), Mark(0, 2, items=(Item("/LI", 2, "r1"),))]
    starts = {(0, 1): (88.5, 651.8), (0, 2): (88.5, 640.0)}
    assert _parts(marks, starts, {"r1": (0, (88.5, 651.8))}, [297.5]) == {Item("/LI", 2, "r1"): "r1"}


def test_a_note_at_the_head_of_a_page_is_no_part_of_the_reference_before_it(tmp_path):
    back = f"<back><ref-list>{reference(1)}</ref-list><fn-group><fn id='z1'><p>Wax that no word calls.</p></fn></fn-group></back>"
    source = article().partition("<body>")[0] + f"<body><p>Silk {cite(0)}.</p></body>{back}</article>"
    (tmp_path / "long.xml").write_text(source, "utf-8")
    (tmp_path / "apart.css").write_text("[id=z1] { break-before: page } h2 { display: none !important }", "utf-8")
    build(Job(tmp_path / "long.xml", ("jats", "pdf"), tmp_path / "output", Settings(css=(tmp_path / "apart.css",))))
    assert [str(one) for one in audit(tmp_path / "output/long").diagnostics()] == []


def test_a_formula_beside_a_reference_in_another_column_is_not_its_name(tmp_path):
    """The goal of a numbered formula is as near to the line as that of the reference."""
    source = article().replace("<body>", "<body>" + "<disp-formula id='e1'><label>(1)</label><tex-math>x</tex-math></disp-formula>")
    (tmp_path / "long.xml").write_text(source, "utf-8")
    build(Job(tmp_path / "long.xml", ("jats", "pdf"), tmp_path / "output"))
    data = (tmp_path / "output/long/long.pdf").read_bytes()
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        goals = pikepdf.NameTree(file.Root.Names.Dests)
        goals["e1"] = pikepdf.Array([goals["r1"][0], pikepdf.Name.XYZ, 0, float(goals["r1"][3]) - 1, 0])
        file.save(made)
    (tmp_path / "output/long/long.pdf").write_bytes(made.getvalue())
    assert [str(one) for one in audit(tmp_path / "output/long").diagnostics()] == []


@pytest.mark.parametrize("beside", [("lowest", ";inace"), ("", ";inace")])
def test_a_citation_of_many_alike_is_told_by_the_words_beside_it(beside):
    page = Place(page=1)
    runs = [Run("the lowest", "", "", page), Run("[5]", "a", "", page), Run("; in a cell ", "", "", page), Run("[5]", "a", "", page)]
    label = label_of([("[5]", "a")])
    cell, word = (Citation(("a",), label, None, page, beside=beside) for beside in (("", ""), beside))
    guide = Facts((cell, word), (Entry("a", "A", 1, (), "A", page),), Knows())
    assert [one.beside for one in cut(runs, guide, Knows(exact=False)).citations] == [word.beside, cell.beside]


def test_words_of_right_to_left_nearby_do_not_hide_what_stands_beside_a_citation():
    page = Place(page=1)
    told = [("הדוגמאות a caption ", "5"), ("Who", "5"), ("Moss", "5")]
    runs = [run for words, label in told for run in (Run(words, "", "", page), Run(label, "a", "", page))]
    label = label_of([("5", "a")])
    guide = Facts(
        tuple(Citation(("a",), label, None, page, beside=(beside, "")) for beside in ("amodel", "", "Who", "Moss")),
        (Entry("a", "A", 1, (), "A", page),),
        Knows(),
    )
    assert [one.beside[0] for one in cut(runs, guide, Knows(exact=False)).citations] == ["", "Who", "Moss"]


def test_letters_beyond_the_first_plane_are_whole(tmp_path):
    source = tmp_path / "script.xml"
    source.write_text(article().replace("Words of no great moment", "𝓡 of no great moment"), "utf-8")
    build(Job(source, ("pdf",), tmp_path))
    words, _ = _words((tmp_path / "script/script.pdf").read_bytes())
    text = "".join(words.values())
    assert "𝓡" in text
    assert text.isprintable() or "\ufffd" not in text


def test_a_letter_that_no_font_has_is_no_difference_and_another_letter_is(tmp_path):
    (tmp_path / "rare.xml").write_text(
        '<article article-type="x" xml:lang="en"><front><article-meta/></front>'
        '<body><p>\U0010fffd<xref ref-type="bibr" rid="r1"/></p></body>'
        "<back><ref-list><ref id='r1'><mixed-citation>Adler \U0010fffd\x7f. Work.</mixed-citation></ref></ref-list></back></article>",
        "utf-8",
    )
    build(Job(tmp_path / "rare.xml", ("jats", "pdf"), tmp_path / "output", Settings()))
    assert audit(tmp_path / "output/rare").consistent
    jats = tmp_path / "output/rare/rare.jats.xml"
    jats.write_text(jats.read_text("utf-8").replace("Adler \U0010fffd", "Adlex \U0010fffd"), "utf-8")
    assert not audit(tmp_path / "output/rare").consistent


def of_one_reference(folder, language, words, entry, style):
    """The folder of an article with a citation beside these words, and of one reference."""
    (folder / "lines.xml").write_text(
        f'<article article-type="x" xml:lang="{language}"><front><article-meta/></front><body><p>{words}</p></body>'
        f"<back><ref-list><ref id='r1'><mixed-citation>{entry}</mixed-citation></ref></ref-list></back></article>",
        "utf-8",
    )
    build(Job(folder / "lines.xml", ("jats", "pdf"), folder / "output", Settings(style=style)))
    return folder / "output/lines"


@pytest.mark.parametrize("word", ["ẹ́", "q̄", "किताब", "கோடு", "ភ្នំ", "ရေး", "นำ", "ලේ", "نامهٔ کتاب", "ئەسەر كىتابى", "\U0001f44d\U0001f3fd"])
def test_words_of_which_letters_and_glyphs_are_not_one_to_one_are_read_whole(tmp_path, word):
    made = of_one_reference(tmp_path, "en", f"{word} {cite(0)}", f"{word}. Here the eleven trees. {word}", "apa")
    assert audit(made).consistent
    words, _ = _words((made / "lines.pdf").read_bytes())
    assert any("Here the eleven trees" in text for text in words.values())


@pytest.mark.parametrize(("language", "words"), [("ar", "Latin words (in brackets), before"), ("en", "s" + 40 * "\u0301")])
def test_marks_that_a_line_moves_or_a_letter_cannot_carry_are_no_difference(tmp_path, language, words):
    entry = f"Adler, “{words}.” <italic>Work</italic> 3 (1990): 2–5."
    assert audit(of_one_reference(tmp_path, language, f"{words} {cite(0)} {words}", entry, "chicago-notes-bibliography")).consistent
