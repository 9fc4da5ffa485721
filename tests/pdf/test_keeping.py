"""What belongs together stands together on a page, and what is too long for that begins where it stands."""

from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from pipeline.article import Settings
from pipeline.exporters.html import h
from pipeline.exporters.pdf.body import keep_tables, part_long
from tests.pdf.articles import WORDS, article, printed

LEFT = f"<p>{WORDS * 22}</p>"  # most of a page of B5 with the front matter


def pages(folder, body, back="", **settings):
    """The words of each page, and which pages show a picture."""
    made = article(folder, body, back)
    data = pypdfium2.PdfDocument(printed(replace(made, settings=Settings(**{"paper": "b5", **settings}))))
    shown = [place for place, page in enumerate(data) if any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))]
    return [page.get_textpage().get_text_range().replace("\r\n", " ") for page in data], shown


def wrap(caption, *rows, foot=""):
    cells = "".join(f"<tr><td>{n}</td><td>{words}</td></tr>" for n, words in rows)
    return (
        f'<table-wrap id="t1"><label>Table 1</label><caption><title>{caption}</title></caption>'
        f"<table><thead><tr><th>No.</th><th>Words</th></tr></thead><tbody>{cells}</tbody></table>{foot}</table-wrap>"
    )


@pytest.mark.parametrize(("count", "length"), [(6, 8), (3, 25), (1, 60)])
def test_a_table_of_tall_rows_begins_below_the_text_and_its_caption_is_not_alone(count, length, tmp_path):
    rows = [(f"row{n}", WORDS * length) for n in range(count)]
    (first, *_), _ = pages(tmp_path, f"<p>{WORDS * 5}</p>{wrap('Silk roads', *rows)}<p>After.</p>")
    assert "Silk roads" in first
    assert "row0" in first


def test_short_rows_are_kept_together_and_tall_ones_are_not():
    table = h("table", parts=[h("tr", parts=[h("td", parts=["w" * length])]) for length in (20, 400, 1200)])
    keep_tables(h("div", parts=[h("div", parts=[table])]))
    assert [row.get("class") for row in table] == [None, "tall", "tall parted"]


@pytest.mark.parametrize(("length", "parted"), [(20, True), (11, False)])
def test_a_long_box_begins_where_it_stands_and_a_short_one_is_kept_whole(length, parted, tmp_path):
    box = f'<boxed-text id="b1"><caption><title>Boxed</title></caption><p>begins {WORDS * length} ends</p></boxed-text>'
    text, _ = pages(tmp_path, f"{LEFT}{box}<p>After {WORDS * 20}</p>")
    places = [next(n for n, page in enumerate(text) if word in page) for word in ("Boxed", "begins", "ends")]
    assert (places == [0, 0, 1]) == parted
    assert (places == [1, 1, 1]) != parted


LENGTHS = [("aside", 1600, "long"), ("aside", 1400, None), ("figure", 1000, "long"), ("figure", 800, None)]


@pytest.mark.parametrize(("element", "length", "names"), LENGTHS)
def test_what_is_long_says_so(element, length, names):
    block = h(element, parts=[h("figcaption" if element == "figure" else "p", parts=["w" * length])])
    part_long(h("div", parts=[block]))
    assert block.get("class") == names


@pytest.mark.parametrize("columns", [1, 2])
def test_a_picture_is_not_parted_from_the_beginning_of_its_caption(columns, tmp_path):
    Image.new("L", (1500, 1900)).save(tmp_path / "silk.png")
    caption = f"<label>Figure 1</label><caption><title>Roads</title><p>begins {WORDS * 36} ends</p></caption>"
    figure = f'<fig id="f1">{caption}<graphic xlink:href="silk.png"><alt-text>Roads</alt-text></graphic></fig>'
    text, shown = pages(tmp_path, f"<p>{WORDS * 9}</p>{figure}<p>{WORDS * 50}</p>", columns=columns)
    assert [place for place, page in enumerate(text) if "begins" in page] == shown


@pytest.mark.parametrize("last", [28, 29])
def test_the_identifier_of_a_table_stands_below_its_last_row(last, tmp_path):
    rows = [(f"row{n}", "Silk.") for n in range(last + 1)]
    table = wrap("Roads", *rows, foot='<object-id pub-id-type="doi">10.1234/silk</object-id>')
    text, _ = pages(tmp_path, "<p>Silk.</p>" * 2 + table)
    assert [f"row{last}" in page for page in text] == ["10.1234" in page for page in text]


@pytest.mark.parametrize("lines", [30, 31])
def test_the_head_of_a_letter_stands_above_its_text(lines, tmp_path):
    author = '<contrib-group><contrib contrib-type="author"><name><surname>Li</surname></name></contrib></contrib-group>'
    stub = f"<front-stub><title-group><article-title>Reply</article-title></title-group>{author}</front-stub>"
    letter = f'<sub-article id="s1" article-type="reply">{stub}<body><p>Answer {WORDS * 3}</p></body></sub-article>'
    text, _ = pages(tmp_path, "<p>Silk.</p>" * lines, letter)
    assert ["Reply" in page for page in text] == ["Answer" in page for page in text]
