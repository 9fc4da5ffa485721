"""Lines that run from the right: they end at the margin, begin behind their indent, and keep words that run to the right in order."""

import io
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from pipeline.diagnostics import Report
from pipeline.exporters.html import h
from pipeline.exporters.pdf import press
from pipeline.exporters.pdf.export import _page, prepared, serialised
from pipeline.exporters.pdf.runs import part_runs
from tests.pdf.articles import article, printed

STOPS = "\u0627\u0644\u0648\u0631\u0642\u060c \u064a\u062d\u0641\u0638\u060c \u0627\u0644\u0643\u0644\u0645\u0627\u062a\u060c "
URDU = "\u0633\u0644\u0648\u06a9 \u06a9\u0631\u0646\u0627 \u0686\u0627\u06c1\u06cc\u0626\u06d2\u06d4 "
PAGE = """@page {{ size: 340px 700px; margin: 20px }} body {{ font: 14px/32px {}; margin: 0 }}
    p {{ text-align: {}; text-indent: {}; margin: 0 }}"""
SILK = "\u05de\u05e9\u05d9"


def laid(tmp_path, words, face, align, indent="0"):
    (tmp_path / "page.css").write_text(PAGE.format(face, align, indent), "utf-8")
    page = h("html", {"dir": "rtl", "lang": "ur"}, [h("body", parts=[h("p", parts=[words] if isinstance(words, str) else words)])])
    return press.laid_out(serialised(page), {}, [tmp_path / "page.css"], press.ARCHIVE, Report(tmp_path))


def lines(done):
    return [box for box in done.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox"]


@pytest.mark.parametrize("align", ["justify", "start"])
@pytest.mark.parametrize(("words", "face"), [(STOPS, "Amiri"), (URDU, '"Noto Nastaliq Urdu"')])
def test_all_lines_are_drawn_to_the_margin_and_no_further(tmp_path, words, face, align):
    done = laid(tmp_path, words * 12, face, align)
    assert len(lines(done)) > 3
    for line in lines(done):
        (text,) = line.children
        assert text.position_x + text.width == pytest.approx(320, abs=0.5)
    data, _ = press.drawn(done, ("a.xml", b"<a/>"), datetime(2026, 1, 5, tzinfo=UTC), press.ARCHIVE, Report(tmp_path))
    page = pypdfium2.PdfDocument(data)[0]
    dark = page.render(scale=4 / 3, grayscale=True).to_pil().point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert 312 < dark[2] < 328  # the stroke of a letter hangs over


def test_an_indent_is_where_a_line_begins(tmp_path):
    first, second, *_ = lines(laid(tmp_path, STOPS * 12, "Amiri", "justify", "28px"))
    assert [round(line.children[0].position_x + line.children[0].width) for line in (first, second)] == [292, 320]
    assert first.children[0].position_x == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        (f"<p>{SILK} (of <i>silk</i>, pp. 12–15) {SILK}</p>", ["of silk, pp. 12–15"]),
        (f"<p>{SILK} cm<sup>2</sup> {SILK}</p>", ["cm2"]),
        (f"<p>{SILK} <i>silk</i> {SILK}</p>", []),
        (f"<p>{SILK} <i>{SILK}</i> silk</p>", []),
        (f"<p>{SILK} <i>Bombyx</i> <b>mori</b>, {SILK} H<sub>2</sub>O</p>", ["Bombyx mori", "H2O"]),
        ('<p dir="ltr">of <i>silk</i></p>', []),
    ],
)
def test_words_that_run_to_the_right_keep_their_order_where_some_are_emphasised(said, runs):
    part = etree.fromstring(f'<div xmlns="http://www.w3.org/1999/xhtml">{said}</div>')
    before = "".join(part.itertext())
    part_runs(part)
    assert ["".join(one.itertext()) for one in part.iterfind(".//{*}span[@dir='ltr']")] == runs
    assert "".join(part.itertext()) == before


def test_brackets_are_read_as_they_look_where_words_run_both_ways(tmp_path):
    done = laid(tmp_path, [f"{SILK} ({SILK}) {SILK}", h("br"), h("bdi", {"dir": "ltr"}, ["{wax} (1990)"])], "Frank Ruhl Libre", "start")
    data, _ = press.drawn(done, ("a.xml", b"<a/>"), datetime(2026, 1, 5, tzinfo=UTC), press.ARCHIVE, Report(tmp_path))
    words = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert f"({SILK})" in words
    assert "{wax} (1990)" in words


@pytest.mark.parametrize(("language", "head"), [("he", "\u200eOn silk\u200e"), ("en", "On silk")])
def test_a_running_head_that_runs_to_the_right_keeps_its_stop(tmp_path, language, head):
    made = article(tmp_path, "<p>Words.</p>", language=language)
    page = _page(made, prepared(made, Report(tmp_path)), b"", datetime(2026, 1, 5, tzinfo=UTC))
    (header,) = page.iterfind(".//{*}header[@data-running]")
    assert (header.get("data-running"), header.get("data-authors")) == (head, head)


def test_nastaliq_is_read_as_it_is_written_and_its_numbers_have_another_face(tmp_path):
    with pikepdf.open(io.BytesIO(printed(article(tmp_path, f"<p>{URDU} 1947 {URDU}</p>", language="ur")))) as pdf:
        said = [operands[1].get("/ActualText") for operands, name in pikepdf.parse_content_stream(pdf.pages[0]) if str(name) == "BDC"]
        faces = {str(one.BaseFont) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"}
    assert f"{URDU} 1947 {URDU}".split() in [str(one).split() for one in said if one is not None]
    assert any("Source-Serif-4" in face for face in faces)


def test_letters_of_lists_are_those_of_the_language(tmp_path):
    items = '<list list-type="alpha-lower"><list-item><p>Silk</p></list-item><list-item><p>Wax</p></list-item></list>'
    for language, letters in (("ar", "\u0623\u0628"), ("he", "\u05d0\u05d1"), ("en", "ab")):
        words = pypdfium2.PdfDocument(printed(article(tmp_path, items, language=language)))[0].get_textpage().get_text_range()
        assert all(letter in words for letter in letters)


def test_latin_words_keep_their_italics(tmp_path):
    said = f"<p>{SILK} <italic>Bombyx mori</italic> {SILK} <italic>{SILK}</italic></p>"
    for language, italic in (("he", "Source-Serif-4-Italic"), ("ja", "Source-Serif-4-Display-Italic"), ("th", "Source-Serif-4-Italic")):
        with pikepdf.open(io.BytesIO(printed(article(tmp_path, said, language=language)))) as pdf:
            faces = {str(one.BaseFont) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"}
        assert any(italic in face for face in faces), language


@pytest.mark.parametrize("language", ["he", "ja"])
def test_a_translation_in_latin_letters_has_their_face_and_its_notes_their_direction(tmp_path, language):
    made = article(tmp_path, f"<p>{SILK}</p>", language=language)
    note = '<fn-group><fn id="fn1"><label>1</label><p>Ergot, <italic>Silk</italic> (1911).</p></fn></fn-group>'
    call = '<xref ref-type="fn" rid="fn1"><sup>1</sup></xref>'
    stub = "<front-stub><title-group><article-title>On silk</article-title></title-group></front-stub>"
    inside = f"{stub}<body><p>Silk.{call}</p></body><back>{note}</back>"
    made.root.append(etree.fromstring(f'<sub-article id="s1" article-type="translation" xml:lang="en">{inside}</sub-article>'))
    document = prepared(made, Report(tmp_path))
    (foot,) = (one for part in document.parts for one in part.iter("{*}span") if one.get("class") == "footnote")
    assert foot.get("dir") == ("ltr" if language == "he" else None)
    with pikepdf.open(io.BytesIO(printed(made))) as pdf:
        faces = {str(one.BaseFont) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"}
    assert {"Source-Serif-4,", "Source-Serif-4-Caption"} <= {face.partition("+")[2] for face in faces}


@pytest.mark.parametrize(
    ("language", "said", "folios"),
    [
        ("fa", "\u06f1\u06f2\u06f5\u06f0", "\u06f1\u06f2"),
        ("ar", "\u0661\u0662", "\u0661\u0662"),
        ("ar", "1250", "12"),
        ("he", "", "12"),
    ],
)
def test_pages_have_the_digits_of_the_text(tmp_path, language, said, folios):
    made = article(tmp_path, f"<p>{SILK} {said}</p><p>{SILK}</p>", language=language)
    page = _page(made, prepared(made, Report(tmp_path)), b"", datetime(2026, 1, 5, tzinfo=UTC))
    next(one for one in reversed(list(page.iter("{*}p"))) if one.get("class") is None).set("style", "break-before: page")
    done = press.laid_out(serialised(page), {}, press.sheets("plain", made.settings), press.ARCHIVE, Report(tmp_path))
    margins = [box for one in done.pages for box in one._page_box.descendants() if type(box).__name__ == "MarginBox"]
    texts = ["".join(getattr(one, "text", "") or "" for one in box.descendants()) for box in margins]
    assert "".join(one for one in texts if one.isdigit()) == folios


def test_a_note_in_latin_letters_begins_on_the_left_in_a_face_of_latin_letters(tmp_path):
    call, note = '<xref ref-type="fn" rid="fn1">1</xref>', '<fn id="fn1"><label>1</label><p>See Ergot (1911).</p></fn>'
    made = article(tmp_path, f"<p>{SILK}{call}</p>", f"<fn-group>{note}</fn-group>", "he")
    page = _page(made, prepared(made, Report(tmp_path)), b"", datetime(2026, 1, 5, tzinfo=UTC))
    done = press.laid_out(serialised(page), {}, press.sheets("plain", made.settings), press.ARCHIVE, Report(tmp_path))
    area = next(box for box in done.pages[0]._page_box.descendants() if type(box).__name__ == "FootnoteAreaBox")
    mark, words = (next(one for one in area.descendants() if said in (getattr(one, "text", None) or "")) for said in ("1\u2002", "Ergot"))
    assert mark.position_x == area.content_box_x() < words.position_x
    assert words.style["font_family"][0] == "Source Serif 4 Caption"
